"""What checks look at: an edition as it was read, beside the files as they are written.

The reader keeps what an audit needs. An author's slips are also in what it drops: where a number stands, a
list of one, a case that is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final, TypeVar

from msgspec import Struct

from auditor.model.condition import (
    Condition,
    ItemPart,
    ItemSubject,
    Named,
    Other,
    Over,
    Subject,
    Test,
    children,
)
from auditor.model.diagnostic import Diagnostic, InputError, Place, Severity
from auditor.model.ruleset import Requirement, Ruleset
from auditor.model.vocabulary import FactType, Kind
from auditor.source.cursor import Cursor
from auditor.source.library import Edition, find
from auditor.source.parameters import is_bare_number
from auditor.source.written import written

Faults = Iterator[Diagnostic]
_Part = TypeVar("_Part")

_CONDITIONS: Final = ("applies_when", "met_when")


def fault(code: str, message: str, place: Place, *, why: str = "", help: str = "") -> Diagnostic:
    """Make a warning: the edition can be used, and should be better."""
    return Diagnostic(code=code, message=message, place=place, why=why, help=help, severity=Severity.WARNING)


class Draft(Struct, frozen=True, dict=True):
    """One edition under the eyes of the linter. Its files can be read: the reader has read them."""

    ruleset: Ruleset
    folder: Path

    @cached_property
    def _answers(self) -> dict[tuple[object, int], bool]:
        return {}

    def once(self, question: Callable[[_Part], bool], about: _Part) -> bool:
        """Ask a question of a part of the edition, a single time: several checks need the same answers.

        Parts are told apart by which they are and not by what they say, so it has to be the edition's own.
        """
        key = (question, id(about))
        if key not in self._answers:
            self._answers[key] = question(about)
        return self._answers[key]

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """The edition's requirements."""
        return self.ruleset.requirements

    @property
    def scored(self) -> bool:
        """Whether it judges services; a consistency ruleset judges what one declaration says of itself."""
        return self.ruleset.kind == "scored"

    @cached_property
    def head(self) -> Cursor:
        """`ruleset.yaml` as written."""
        return self._file("ruleset.yaml")

    @cached_property
    def written(self) -> dict[str, Cursor]:
        """Each requirement as written, by its id."""
        files = [self._file(f"requirements/{path.name}") for path in _yaml(self.folder / "requirements")]
        return {str(at.child("id").value): at for file in files for at in file.items()}

    @cached_property
    def in_cases(self) -> frozenset[str]:
        """The requirements that some case expects something of. What cannot be read is the tester's to tell."""
        found: set[str] = set()
        for path in _yaml(self.folder / "cases"):
            try:
                file = self._file(f"cases/{path.name}")
            except InputError:
                continue
            for case in (file.get("cases") or file).items():
                found.update(name for name, _at in (case.get("expect") or case).entries())
        return frozenset(found)

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        """The editions of the same id in the folder above, by version; this one among them."""
        found = []
        for head in self.folder.resolve().parent.glob("*/ruleset.yaml"):
            try:
                edition = find(str(head.parent), self.ruleset.published or date.min).edition
            except InputError:
                continue
            if edition.id == self.ruleset.id:
                found.append(edition)
        return tuple(sorted(found, key=lambda one: one.version))

    def place(self, *way: str | int) -> Place:
        """Give the place of something in `ruleset.yaml`."""
        return self.head.document.place(way)

    def place_of(self, requirement: Requirement, *way: str | int) -> Place:
        """Give the place of something of a requirement."""
        at = self.written[requirement.id]
        return at.document.place((*at.path, *way))

    def _file(self, name: str) -> Cursor:
        shown = self.ruleset.place.file.removesuffix("ruleset.yaml") + name
        return written(self.folder / name, shown)

    # -- conditions ------------------------------------------------------------------------

    @cached_property
    def conditions(self) -> tuple[tuple[str, Condition], ...]:
        """Every condition that is written out, with the requirement or definition that it is part of."""
        found = [(f"`{name}`", one) for name, one in self.ruleset.definitions.items()]
        for requirement in self.requirements:
            found += [(f"`{requirement.id}`", one) for one in requirement.conditions]
        return tuple(found)

    def parts(self) -> Iterator[tuple[str, Condition]]:
        """Give every condition and all within it, each once: what a name stands for is looked at where it is."""
        for owner, condition in self.conditions:
            for part in walk(condition):
                yield owner, part

    def raw_conditions(self) -> Iterator[tuple[str, Cursor]]:
        """Give every condition as written."""
        definitions = self.head.get("definitions")
        for name, at in definitions.entries() if definitions is not None else ():
            yield f"`{name}`", at
        for name, at in self.written.items():
            rungs = at.get("partly_met_when")
            several = [] if rungs is None else rungs.items() if isinstance(rungs.value, list) else [rungs]
            for one in [*(at.child(key) for key in _CONDITIONS), *(rung.child("when") for rung in several)]:
                yield f"`{name}`", one


def walk(condition: Condition, *, names: bool = False) -> Iterator[Condition]:
    """Give a condition and all within it; with `names` also what definitions stand for."""
    yield condition
    if isinstance(condition, Named) and not names:
        return
    for child in children(condition):
        yield from walk(child, names=names)


def subjects(condition: Condition, items_of: FactType | None = None) -> Iterator[tuple[Subject, Place]]:
    """Give every fact that a condition rests on, with what is compared to it, and where.

    What is asked of a set's words, or of no field at all, is asked of the collection itself.
    """
    place = condition.place
    match condition:
        case Test(subject=subject, operand=operand):
            if not isinstance(subject, ItemSubject) or _has_own_type(subject, items_of):
                yield subject, place
            if isinstance(operand, Other):
                yield operand.subject, place
        case Over(of=of, ages=ages):
            if of.type.kind is Kind.SET or (condition.where is None and condition.satisfies is None):
                yield of, place
            yield from ((age.fact, place) for age in ages or () if age.fact is not None)
            for child in children(condition):
                yield from subjects(child, of.type)
        case _:
            for child in children(condition):
                yield from subjects(child, items_of)


def _has_own_type(subject: ItemSubject, items_of: FactType | None) -> bool:
    if subject.part is ItemPart.SELF:
        return items_of is not None and items_of.kind is not Kind.SET
    return subject.part is ItemPart.FIELD


def types_read(condition: Condition) -> list[FactType]:
    """Give the types that a condition looks at: what it tests, and all that its quantifiers stand over."""
    found = []
    for one in walk(condition, names=True):
        if isinstance(one, Test):
            found.append(one.subject.type)
            if isinstance(one.operand, Other):
                found.append(one.operand.subject.type)
        elif isinstance(one, Over):
            found.extend([one.of.type, *([one.of.type.item] if one.of.type.item is not None else [])])
    return found


def numbers_in(at: Cursor) -> Iterator[Cursor]:
    """Give the numbers, quantities and days that stand in a condition itself and not in a parameter."""
    value = at.value
    if isinstance(value, dict):
        if set(value) == {"parameter"}:
            return
        for _key, one in at.entries():
            yield from numbers_in(one)
    elif isinstance(value, list):
        for one in at.items():
            yield from numbers_in(one)
    elif is_bare_number(value):
        yield at


def _yaml(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))
