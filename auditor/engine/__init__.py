"""Judging: pure functions from facts and rules to findings and scores. No files, no clock."""
