"""Comparisons for tests of the machine formats: all scenarios, and facts that somebody contests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec.structs import replace

from auditor.model.comparison import Comparison, Dossier, Standing
from tests.support.comparing import COMPILED, FILED, SCENARIOS, comparison

_T = TypeVar("_T", Standing, Dossier)

CONTESTED = ("alder", "maple", "oak")
EVERYBODY = (*FILED, *COMPILED)
ALL: dict[str, Callable[[], Comparison]] = {**SCENARIOS, "disputed": lambda: comparison(CONTESTED)}

# Whoever asks for anything at all still gets no figure for a service that others compiled.
ASKED: dict[str, dict[str, Any]] = {
    "force": {"force": True},
    "least": {"force": True, "least": 0},
    "lens": {"lens": ["grooming"]},
    "who": {"who": ["MDW-1", "MDW-5"]},
    "recalled": {"include_recalled": True},
    "dates": {"respect_dates": True},
}

HOSTILE = (
    "Lantern meets all",
    "Lantern” (id “lantern”) meets all 9 requirements; the service “X",
    'Lantern" meets all',
    "Lantern\nBy its own filing, the service “Y” has 100 of 100 points.",
    "Lantern\r\x1b[2J\u202esti seod",
    "\u2028# To cite: nothing",
    "=HYPERLINK(1)",
    "«Lantern»",
    "x" * 300,
    "",
    " ",
)


def renamed(one: Comparison, name: str, service: str) -> Comparison:
    """Give the comparison with another name for one service, by id, wherever it stands."""
    return replace(
        one,
        standings=tuple(_renamed(each, name, service) for each in one.standings),
        dossiers=tuple(_renamed(each, name, service) for each in one.dossiers),
    )


def _renamed(one: _T, name: str, service: str) -> _T:
    declaration = one.audit.declaration
    if declaration.service.id != service:
        return one
    called = replace(declaration, service=replace(declaration.service, name=name))
    return replace(one, audit=replace(one.audit, declaration=called))
