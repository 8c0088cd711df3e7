"""Good YAML that is no good declaration: keys nobody knows, values of another sort, words and dates that are none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from benchmarks.filings.addresses import put
from benchmarks.filings.draw import Draw
from benchmarks.filings.planting import Ground, Plant, Planted, refused

Data = dict[str, Any]
Spoil = Callable[[Data], None]


def _at(path: str, value: Any) -> Spoil:
    def spoil(data: Data) -> None:
        above: Any = data
        for key in path.split(".")[:-1]:
            if not isinstance(above.get(key), dict):
                above[key] = {}
            above = above[key]
        put(data, path, value)

    return spoil


def _nameless(data: Data) -> None:
    del data["service"]["name"]


def _sourceless(data: Data) -> None:
    for key in ("evidence", "attestation"):
        data.pop(key, None)
    data["compiled_by"] = {"name": "R. Sample", "on": "2026-01-05", "method": "Read on the web."}


def _evidence(*entries: Data) -> Spoil:
    return lambda data: data.update(evidence=[{"id": "paper", "title": "A paper", **one} for one in entries])


_USERS: Final = {"supports": ["users.*"]}
_SPOILT: Final[tuple[tuple[str, str, Spoil], ...]] = (
    ("unknown-key", "declaration.unknown-key", _at("surfces", {"direct_messages": {"offered": True}})),
    ("wrong-type", "declaration.wrong-type", _at("users.children.can_use", "yes")),
    ("no-such-date", "declaration.no-such-date", _at("risk_assessment.completed", "2025-02-30")),
    ("out-of-range", "declaration.out-of-range", _at("grooming.languages_share", 130)),
    ("unknown-word", "declaration.unknown-word", _at("risk_assessment.levels", {"csea": "extreme"})),
    ("unknown-fact", "declaration.unknown-key", _at("users.minimun_age", 13)),
    ("not-a-date", "declaration.not-a-date", _at("transparency.last_published", "30/09/2026")),
    ("number-with-unit", "declaration.wrong-type", _at("reporting.acknowledgement_time", "24 hours")),
    ("no-name", "declaration.missing-key", _nameless),
    ("other-version", "declaration.wrong-value", _at("declaration", 2)),
    ("repeated-word", "declaration.repeated", _at("service.kinds", ["forum", "forum"])),
    ("bad-id", "declaration.bad-form", _at("service.id", "Not An Id")),
    ("bad-country", "declaration.bad-key", _at("users.monthly_active", {"Britain": 5000})),
    ("empty-name", "declaration.empty", _at("service.name", "")),
    ("ages-reversed", "declaration.band-reversed", _at("child_defaults", [{"ages": {"from": 17, "to": 13}}])),
    (
        "plan-of-what-is-no-deed",
        "declaration.not-plannable",
        _at("planned", [{"fact": "users.children.can_use", "value": False, "from": "2027-01-01"}]),
    ),
    ("sources-missing", "declaration.fact-without-source", _sourceless),
    ("same-evidence-id", "evidence.duplicate-id", _evidence(_USERS, _USERS)),
    ("supports-everything", "evidence.supports-everything", _evidence({"supports": ["*"]})),
    ("supports-unknown", "declaration.unknown-fact", _evidence({"supports": ["users.numbers"]})),
)


def _plant(code: str, spoil: Spoil) -> Plant:
    def plant(ground: Ground, _draw: Draw) -> Planted:
        filing = ground.fresh()
        spoil(filing.data)
        return refused(filing, filing.text.encode(), code)

    return plant


MISTAKEN: Final[Mapping[str, Plant]] = {name: _plant(code, spoil) for name, code, spoil in _SPOILT}
