"""Editions of a saved result: what is shown of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from auditor.model.diagnostic import Place
from auditor.model.ruleset import (
    Area,
    Obligation,
    Origin,
    Parameter,
    Requirement,
    Ruleset,
    RulesetStatus,
    ScoringModel,
    SourceDocument,
)
from auditor.source.document import Path
from auditor.source.savedparts import Raw, Saved

_NOWHERE: Final = Place("")
_MOST_AREAS: Final = 100


def documents_of(saved: Saved, raw: Raw, at: Path) -> dict[str, SourceDocument]:
    """Read the texts that an edition encodes."""
    found: dict[str, SourceDocument] = {}
    for number, one in enumerate(raw["documents"]):
        if one["id"] in found:
            saved.refuse((*at, "documents", number, "id"), "repeated", f"`{one['id']}` stands here a second time")
        found[one["id"]] = SourceDocument(
            id=one["id"],
            title=one["title"],
            publisher=one["publisher"],
            published=one["published"],
            url=one["url"],
            licence=one["licence"],
        )
    return found


def edition_of(
    saved: Saved, raw: Raw, documents: Mapping[str, SourceDocument], about: Iterable[Requirement], at: Path
) -> Ruleset:
    """Read what is shown of an edition, around the requirements that a result is about."""
    return Ruleset(
        id=raw["id"],
        version=raw["version"],
        title=raw["title"],
        summary=raw["summary"],
        status=RulesetStatus(raw["status"]),
        decided_by=tuple(Obligation(one) for one in raw["decided_by"]),
        scoring=ScoringModel(raw["scoring"]),
        areas=_areas(saved, raw["areas"], (*at, "areas")),
        requirements=tuple(about),
        parameters={name: _parameter(name, one) for name, one in raw["parameters"].items()},
        documents=documents,
        sha256=raw["sha256"],
        vocabulary_sha256=raw["vocabulary_sha256"],
        place=_NOWHERE,
        kind=raw["kind"],
        published=saved.day_or_none(raw["published"], (*at, "published")),
        in_force_from=saved.day_or_none(raw["in_force_from"], (*at, "in_force_from")),
        in_force_until=saved.day_or_none(raw["in_force_until"], (*at, "in_force_until")),
        numbers=(int(raw["numbers"]["ours"]), int(raw["numbers"]["all"])),
    )


def _areas(saved: Saved, raw: Raw, at: Path) -> tuple[Area, ...]:
    found: dict[str, Area] = {}
    if len(raw) > _MOST_AREAS:
        saved.refuse((*at, _MOST_AREAS), "too-many", f"no edition has more than {_MOST_AREAS} areas")
    for number, one in enumerate(raw):
        if one["id"] in found:
            saved.refuse((*at, number, "id"), "repeated", f"`{one['id']}` stands here a second time")
        if one["parent"] is not None and one["parent"] not in found:
            saved.refuse((*at, number, "parent"), "unknown-name", f"no area `{one['parent']}` stands before this one")
        found[one["id"]] = Area(
            id=one["id"],
            title=one["title"],
            parent=one["parent"],
            weight=saved.plain(one["weight"], (*at, number, "weight")),
            transparent=one["transparent"],
        )
    return tuple(found.values())


def _parameter(name: str, raw: Raw) -> Parameter:
    value = raw["value"]
    return Parameter(
        name=name,
        value=tuple(value) if isinstance(value, list) else value,
        written=str(value),
        origin=Origin(raw["origin"]),
        place=_NOWHERE,
    )
