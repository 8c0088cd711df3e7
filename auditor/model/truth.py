"""Strong Kleene truth values.

Plain integers, ordered F < U < T, so that *and* is `min`, *or* is `max` and *not* is `2 - x`.
"""

from __future__ import annotations

from typing import Final

Truth = int

F: Final = 0
U: Final = 1
T: Final = 2

TRUTH_NAMES: Final = ("false", "unknown", "true")


def negate(truth: Truth) -> Truth:
    """Give the Kleene negation."""
    return 2 - truth


def truth_of(claim: bool) -> Truth:
    """Give T or F for something that is known."""
    return T if claim else F
