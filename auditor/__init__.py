"""Audit a platform's declared child-safety controls against versioned rulesets."""

__version__ = "0.1.0"
