"""Showing: functions from a result to text. A renderer looks nothing up and decides nothing."""
