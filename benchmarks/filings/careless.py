"""What people do without care: answers that contradict each other, slips of units, missing signatures and dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from auditor.model.vocabulary import Kind, Vocabulary
from benchmarks.filings.addresses import get, leaves, put
from benchmarks.filings.coherence import is_denial
from benchmarks.filings.consequences import DENIED
from benchmarks.filings.draw import Draw

if TYPE_CHECKING:
    from benchmarks.filings.filing import Filing

Data = dict[str, Any]


def careless(filing: Filing, vocabulary: Vocabulary, draw: Draw, *, alone: bool) -> Filing:
    """Give a filing as it was really filed: about one in eight has something done without care."""
    done = []
    for name, (likely, do) in _SLIPS.items():
        if draw.chance(likely) and (alone or name != "undated") and do(filing.data, vocabulary, draw):
            done.append(name)
    stated_on = filing.stated_on if "stated_on" in filing.data else None
    return replace(filing, careless=tuple(done), stated_on=stated_on)


def contradict(data: Data, vocabulary: Vocabulary, draw: Draw) -> bool:
    """Affirm something that another answer denies; say whether there was such an answer."""
    torn = []
    for first, rest in DENIED.items():
        if "*" in first or not is_denial(get(data, first)):
            continue
        for path in rest:
            type_ = vocabulary.type_at(path) if "*" not in path else None
            if type_ is not None and type_.kind is Kind.YES_NO and get(data, path) is False:
                torn.append(path)
    if not torn:
        return False
    put(data, draw.pick(torn), True)
    return True


def _fraction(data: Data, vocabulary: Vocabulary, draw: Draw) -> bool:
    """Write a percentage as a share of 1: 0.95 for 95."""
    found = _numbers(data, vocabulary, "percent")
    if not found:
        return False
    path, value = draw.pick(found)
    put(data, path, int(value) / 100)
    return True


def _minutes(data: Data, vocabulary: Vocabulary, draw: Draw) -> bool:
    """Write hours in minutes."""
    found = _numbers(data, vocabulary, "hours")
    if not found:
        return False
    path, value = draw.pick(found)
    put(data, path, int(value * 60))
    return True


def _numbers(data: Data, vocabulary: Vocabulary, unit: str) -> list[tuple[str, int | float]]:
    found = []
    for path, value in leaves(data):
        if isinstance(value, int | float) and not isinstance(value, bool) and value:
            type_ = vocabulary.type_at(path)
            if type_ is not None and type_.unit == unit:
                found.append((path, value))
    return found


def _unsigned(data: Data, vocabulary: Vocabulary, draw: Draw) -> bool:
    return data.pop("attestation", None) is not None


def _signed_undated(data: Data, vocabulary: Vocabulary, draw: Draw) -> bool:
    return data.get("attestation", {}).pop("date", None) is not None


def _undated(data: Data, vocabulary: Vocabulary, draw: Draw) -> bool:
    return data.pop("stated_on", None) is not None


_SLIPS: Final[Mapping[str, tuple[float, Callable[[Data, Vocabulary, Draw], bool]]]] = {
    "contradiction": (0.03, contradict),
    "percent-as-fraction": (0.02, _fraction),
    "hours-in-minutes": (0.02, _minutes),
    "no-attestation": (0.03, _unsigned),
    "undated-attestation": (0.02, _signed_undated),
    "undated": (0.015, _undated),
}
