"""Every comparison as it is on a terminal, byte for byte. Rewrite with `--update`, then read the difference."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.model.comparison import Comparison
from auditor.report.comparison_registry import ComparisonFormat, render_comparison
from tests.support.versus_formats import ALL

GOLDEN = Path(__file__).parents[2] / "golden"


def at(**view: int | bool) -> Callable[[Comparison], str]:
    """Give the renderer for terminals under some view."""
    return lambda comparison: render_comparison(ComparisonFormat.TERMINAL, comparison, **view)  # type: ignore[arg-type]


VIEWS: dict[str, Callable[[Comparison], str]] = {
    "60.txt": at(width=60),
    "80.txt": at(width=80),
    "120.txt": at(width=120),
    "ascii.txt": at(width=80, ascii=True),
    "plain.txt": at(plain=True),
}
ONLY_DISPUTED: dict[str, Callable[[Comparison], str]] = {
    "color.txt": at(width=80, color=True),
    "verbose.txt": at(width=80, verbose=True),
}
CASES = [(scenario, view, draw) for scenario in ALL for view, draw in VIEWS.items()] + [
    ("disputed", view, draw) for view, draw in ONLY_DISPUTED.items()
]


@pytest.mark.parametrize(
    ("scenario", "view", "draw"), CASES, ids=[f"{scenario}-{view}" for scenario, view, _ in CASES]
)
def test_golden(scenario: str, view: str, draw: Callable[[Comparison], str], update: bool) -> None:
    shown = draw(ALL[scenario]()).encode("utf-8")
    path = GOLDEN / f"compare-{scenario}" / f"expected.{view}"
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(shown)
    assert shown == path.read_bytes()
