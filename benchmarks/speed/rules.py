"""An edition of 200 requirements with three conditions each, over facts that declarations are usually asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from auditor.model.vocabulary import FactType, Kind
from auditor.source.vocabularies import read_vocabulary
from benchmarks.filings.answers import USUAL, WORSE
from benchmarks.filings.draw import Draw

REQUIREMENTS: Final = 200
CONDITIONS: Final = 3
RULESET: Final = "speed"
_AREAS: Final = 8
_THEMES: Final = ("grooming", "abuse_material", "reporting", "moderation", "contact", "governance")
# Tests of each kind of fact, out of a hundred.
_SHARES: Final = {
    Kind.YES_NO: 50.0,
    Kind.NUMBER: 18.0,
    Kind.SET: 12.0,
    Kind.LADDER: 8.0,
    Kind.WORD: 6.0,
    Kind.DATE: 6.0,
}
_LIMITS: Final[Mapping[str | None, tuple[int, ...]]] = {
    "hours": (4, 12, 24, 72),
    "minutes": (5, 15, 60),
    "days": (3, 7, 14, 30),
    "months": (6, 12),
    "percent": (40, 60, 80, 90),
    "years": (12, 13, 16),
    None: (1, 3, 5),
}
_DEFINITIONS: Final[Mapping[str, Any]] = {
    "children_are_there": {"users.children.can_use": True},
    "people_can_meet": {
        "any": [
            {"surfaces.direct_messages.offered": True},
            {"surfaces.comments.offered": True},
            {"surfaces.community_channels.offered": True},
        ]
    },
    "people_can_go_live": {"surfaces.livestreams.offered": True},
    "many_users": {"users.monthly_active.GB": {"at_least": 1_000_000}},
    "adults_reach_children": [
        "children_are_there",
        {"any": [{"surfaces.direct_messages.adults_can_reach_children": True}, {"functionality.connections": True}]},
    ],
    "more_than_text": {
        "not": {"none": [{"functionality.media_sharing": True}, {"functionality.link_sharing": True}]}
    },
    "not_for_adults_alone": {"not": {"users.minimum_age": {"at_least": "18 years"}}},
}


def ruleset(folder: Path, seed: int = 1) -> Path:
    """Write the edition into a folder, `ruleset.yaml` and `requirements/`, and give the folder.

    Another seed gives another edition of the same size.
    """
    (folder / "requirements").mkdir(parents=True, exist_ok=True)
    _write(folder / "ruleset.yaml", _head(seed))
    found = list(requirements(seed))
    size = REQUIREMENTS // _AREAS
    for area in range(_AREAS):
        _write(folder / "requirements" / f"area-{area + 1}.yaml", found[area * size : (area + 1) * size])
    return folder


def requirements(seed: int = 1) -> Iterator[dict[str, Any]]:
    """Give the requirements. Whether one applies is not among its three conditions."""
    facts = _facts()
    for number in range(REQUIREMENTS):
        draw = Draw("speed", "requirement", seed, number)
        applies = draw.pick(list(_DEFINITIONS)) if number % 2 else "always"
        yield {
            "id": f"SPD-{number + 1:03}",
            "title": f"Requirement {number + 1} of those that speed is measured with",
            "asks": "Do three things that children are safer for.",
            "obligation": draw.weighted([("must", 7.0), ("should", 3.0)]),
            "area": f"area_{number * _AREAS // REQUIREMENTS + 1}",
            "themes": [draw.pick(_THEMES)],
            "source": {"document": "none-at-all", "clause": f"no. {number + 1}", "checked": "read"},
            "applies_when": applies,
            "met_when": _together(number, _conditions(facts, draw)),
            "evidence": _evidence(number, draw),
            "remedy": {"do": "Do all three.", "effort": draw.pick([1, 2, 3, 5, 8])},
            "weight": draw.between(1, 5),
        }


def _head(seed: int) -> dict[str, Any]:
    return {
        "ruleset": 1,
        "id": RULESET if seed == 1 else f"{RULESET}-{seed}",
        "version": "1.0.0",
        "kind": "scored",
        "title": "Two hundred requirements to measure speed with",
        "summary": "Drawn by chance over the vocabulary. It asks for nothing that anybody ever asked for.",
        "status": "model",
        "published": "2026-01-01",
        "in_force_from": "2026-01-01",
        "decided_by": ["must"],
        "alternatives": "refused",
        "scoring": {"model": "nested"},
        "origins": {"weights": "design", "credits": "design", "efforts": "design"},
        "documents": [
            {"id": "none-at-all", "title": "No document", "publisher": "Nobody", "published": "2026-01-01"},
        ],
        "areas": [{"id": f"area_{number + 1}", "title": f"Area {number + 1}"} for number in range(_AREAS)],
        "definitions": dict(_DEFINITIONS),
    }


def _write(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")  # JSON is YAML


def _facts() -> dict[Kind, list[tuple[str, FactType]]]:
    """Give the facts that tests are drawn from, by their kinds; of maps every key."""
    found: dict[Kind, list[tuple[str, FactType]]] = {kind: [] for kind in _SHARES}
    for name, group in read_vocabulary().shared.groups.items():
        if name in USUAL and name not in ("service", "users"):
            for path, type_ in _beneath(name, group):
                if type_.kind in found:
                    found[type_.kind].append((path, type_))
    return found


def _beneath(path: str, type_: FactType) -> Iterator[tuple[str, FactType]]:
    match type_.kind:
        case Kind.GROUP | Kind.RECORD:
            for name, child in type_.fields.items():
                yield from _beneath(f"{path}.{name}", child)
        case Kind.CLOSED_MAP:
            assert type_.item is not None
            for word in type_.words:
                yield from _beneath(f"{path}.{word}", type_.item)
        case _:
            yield path, type_


def _together(number: int, conditions: list[dict[str, Any]]) -> Any:
    """Ask for all three in every second requirement, for one or for two of them in the others."""
    if number % 4 == 1:
        return {"any": conditions}
    return {"at_least": {"n": 2, "of": conditions}} if number % 4 == 2 else conditions


def _conditions(facts: dict[Kind, list[tuple[str, FactType]]], draw: Draw) -> list[dict[str, Any]]:
    found: dict[str, Any] = {}
    while len(found) < CONDITIONS:
        kind = draw.weighted(list(_SHARES.items()))
        path, type_ = draw.pick(facts[kind])
        found[path] = _test(path, type_, draw)
    return [{path: test} for path, test in found.items()]


def _test(path: str, type_: FactType, draw: Draw) -> Any:
    """Draw what is asked of a fact: mostly what a service that takes care can say."""
    words, name = type_.words, path.rpartition(".")[2]
    match type_.kind:
        case Kind.YES_NO:
            return draw.chance(0.9) != (name in WORSE)
        case Kind.NUMBER:
            if type_.or_none and draw.chance(0.2):
                return {"exists": True}
            limit = draw.pick(_LIMITS[type_.unit])
            high = type_.unit == "percent" and not name.startswith(("wrongly", "false"))
            operator = draw.pick(["at_least", "above"] if high else ["at_most", "below"])
            return {operator: f"{limit} {type_.unit}" if type_.unit else limit}
        case Kind.SET:
            operator = draw.pick(["has", "has_all", "has_any", "has_none"])
            return {operator: draw.pick(words) if operator == "has" else [words[0], words[-1]]}
        case Kind.LADDER:
            return {draw.pick(["at_most", "at_most", "below", "at_least"]): words[1]}
        case Kind.WORD:
            return {"in": list(words[:2])} if len(words) > 2 and draw.chance(0.6) else {"is_not": words[-1]}
        case _:
            return {"within": draw.pick(["6 months", "12 months", "24 months"])}


def _evidence(number: int, draw: Draw) -> dict[str, Any]:
    """Ask for documents in every second pair of requirements, so that half of each sort of scope has some."""
    if number // 2 % 2:
        return {"assurance": "asserted"}
    assurance = "independent" if draw.chance(0.2) else "documented"
    return {"assurance": assurance, "not_older_than": draw.pick(["12 months", "18 months"])}
