"""Comparisons for tests of what is shown: invented services, really read and really judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from auditor.cli.compare import compared
from auditor.model.comparison import Comparison

FOLDER = Path(__file__).parents[1] / "fixtures" / "compare"
RULES = FOLDER / "meadow-rules" / "1.0.0"
DAY = date(2026, 10, 1)
FILED = ("alder", "birch", "cedar-2026", "dogwood", "elm", "fir")
COMPILED = ("gorse", "hazel")


def comparison(names: Sequence[str], *, rules: Path = RULES, day: date = DAY, **asked: Any) -> Comparison:
    """Compare fixtures by name, or files by path."""
    files = [one if "/" in one else str(FOLDER / f"{one}.yaml") for one in names]
    given: dict[str, Any] = {
        "who": None,
        "lens": None,
        "force": False,
        "least": Fraction(1, 2),
        "respect_dates": False,
        "include_recalled": False,
    }
    return compared(files, str(rules), day, **(given | asked))


SCENARIOS: dict[str, Callable[[], Comparison]] = {
    "everyone": lambda: comparison([*FILED, *COMPILED]),
    "past": lambda: comparison(["alder", "cedar-2025", "cedar-2026"]),
    "lens": lambda: comparison(["alder", "cedar-2026", "dogwood"], lens=["reporting"], who=["reporting"]),
    "forced": lambda: comparison([*FILED], force=True),
    "compiled": lambda: comparison(COMPILED),
    "single": lambda: comparison(["fir"], who=["MDW-5"]),
}
