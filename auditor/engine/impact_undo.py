"""The new edition with changes taken back, one cause at a time.

What can be taken back: a requirement that came or went, each part of one that stayed, all parts that changed
through one parameter, and what the edition as a whole says of its dates and of what decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from auditor.engine.evaluate import Compiled, compile_ruleset
from auditor.engine.rulesetdiff_changes import Pair, pairs
from auditor.model.impact import Cause
from auditor.model.ruleset import Checked, Obligation, Requirement, Ruleset
from auditor.model.rulesetdiff import Change, ChangeKind, RulesetDiff

# What of a requirement each kind of change is about; only these touch a status or a verdict.
_PARTS: Final[Mapping[ChangeKind, tuple[str, ...]]] = {
    ChangeKind.SCOPE: ("applies_when",),
    ChangeKind.TEST: ("met_when",),
    ChangeKind.PARTIAL: ("rungs",),
    ChangeKind.EVIDENCE: ("evidence",),
    ChangeKind.DATES: ("starts", "ends"),
    ChangeKind.CHECKED: ("source",),
    ChangeKind.OBLIGATION: ("obligation",),
}
_OF_THE_EDITION: Final = {
    ChangeKind.STATUS: "edition-dates",
    ChangeKind.EDITION_DATES: "edition-dates",
    ChangeKind.DECIDED_BY: "decided-by",
}
_DATES: Final = ("status", "in_force_from", "in_force_until", "transition_until")


class Undone(Struct, frozen=True):
    """What a cause touches: pairs by number with the parts to take back (none: the whole), and the edition itself."""

    cause: Cause
    parts: Mapping[int, tuple[str, ...]]
    dates: bool = False
    decided_by: bool = False


class Undoing:
    """Two editions, and each cause that can be taken back. Built once for any number of declarations.

    The dates of editions that are read as written do nothing, and are no cause.
    """

    def __init__(self, diff: RulesetDiff, *, as_written: bool) -> None:
        self.diff, self.old, self.new = diff, diff.old, diff.new
        self.pairs = pairs(diff.old.requirements, diff.new.requirements)
        self._numbers = {(pair.new or pair.old).id: number for number, pair in enumerate(self.pairs)}  # type: ignore[union-attr]  # one of the two is there
        self.causes = tuple(one for one in self._causes(diff.changes) if not (as_written and one.dates))
        self._compiled: dict[tuple[int, tuple[str, ...]], Compiled | None] = {}
        self._several: dict[int, Cause] = {}
        self._touching: dict[int, list[Undone]] = {}

    def _causes(self, changes: Iterable[Change]) -> Iterable[Undone]:
        found: dict[str, list[Change]] = {}
        for one in changes:
            name = _name(one)
            if name is not None:
                found.setdefault(name, []).append(one)
        for name, many in found.items():
            parts: dict[int, tuple[str, ...]] = {}
            for one in many:
                if one.requirement is not None:
                    number = self._numbers[one.requirement]
                    parts[number] = (*parts.get(number, ()), *_PARTS.get(one.kind, ()))
            yield Undone(
                Cause(id=name, changes=tuple(many)),
                parts,
                dates=name == "edition-dates",
                decided_by=name == "decided-by",
            )

    def touching(self, number: int) -> list[Undone]:
        """Give the causes that can move the status of a requirement, the worst for a platform first."""
        if number not in self._touching:  # the same for every service
            self._touching[number] = [
                one
                for one in self.causes
                if one.dates or (number in one.parts and one.parts[number] != _PARTS[ChangeKind.OBLIGATION])
            ]
        return self._touching[number]

    def several(self, number: int) -> Cause:
        """Give the cause that stands for all changes of one requirement together."""
        if number not in self._several:
            changes = tuple(change for one in self.touching(number) for change in one.cause.changes)
            pair = self.pairs[number]
            name = (pair.new or pair.old).id  # type: ignore[union-attr]  # one of the two is there
            self._several[number] = Cause(id=f"{name}/several", changes=changes, several=True)
        return self._several[number]

    def edition(self, undone: Undone) -> Ruleset:
        """Give the new edition, with the dates of the old one where they are taken back."""
        if not undone.dates:
            return self.new
        return replace(self.new, **{name: getattr(self.old, name) for name in _DATES})

    def compiled(self, number: int, undone: Undone) -> Compiled | None:
        """Give a requirement of the new edition without the change; None where it is then not there."""
        key = (number, ("edition",) if undone.dates else undone.parts[number])
        if key not in self._compiled:
            pair = self.pairs[number]
            requirement = pair.new if undone.dates else taken_back(pair, undone.parts[number])
            whole = None if requirement is None else replace(self.new, requirements=(requirement,))
            self._compiled[key] = None if whole is None else compile_ruleset(whole)[0]
        return self._compiled[key]


def _name(one: Change) -> str | None:
    """Name the cause that a change belongs to; None for one that touches neither status nor verdict."""
    if one.requirement is None:
        return _OF_THE_EDITION.get(one.kind)
    if one.kind in _PARTS and one.wholly and len(one.parameters) == 1:
        return f"parameter {one.parameters[0]}"
    if one.kind in _PARTS or one.kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
        return f"{one.requirement}/{one.kind.value}"
    return None


def taken_back(pair: Pair, parts: Iterable[str]) -> Requirement | None:
    """Give a requirement as the new edition has it, with these parts of the old; None where the old has none."""
    if pair.new is None or pair.old is None:
        return pair.old
    before: Any = {part: getattr(pair.old, part) for part in parts}
    return replace(pair.new, **before)


def decided(requirement: Requirement, decided_by: Iterable[Obligation]) -> Requirement:
    """Say anew whether a requirement decides the verdict."""
    decisive = requirement.obligation in decided_by and requirement.source.checked is not Checked.RECALLED
    return requirement if decisive is requirement.decisive else replace(requirement, decisive=decisive)
