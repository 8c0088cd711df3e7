"""Read one edition: `ruleset.yaml` and the requirements beside it, checked against the vocabulary.

What this gives can be evaluated and cannot raise. All faults of all files are reported in one run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from auditor.model.condition import Always, Condition
from auditor.model.correspondence import Correspondence, Reference
from auditor.model.dates import Period
from auditor.model.diagnostic import InputError, Place
from auditor.model.evidence import Assurance
from auditor.model.ruleset import (
    Area,
    Checked,
    Citation,
    EvidenceDemand,
    Obligation,
    Remedy,
    Requirement,
    Ruleset,
    RulesetStatus,
    Rung,
    ScoringModel,
    SourceDocument,
)
from auditor.model.themes import Theme
from auditor.model.vocabulary import FactType, Vocabulary
from auditor.source import guards, operands, ruleset_schema
from auditor.source.beside import is_there, yaml_in
from auditor.source.builtin import EXTENSION_FILE
from auditor.source.canonical import digest
from auditor.source.conditions import ConditionReader, check_definition_name
from auditor.source.crosswalks import relation_at
from auditor.source.cursor import Cursor, Faults, day_at
from auditor.source.document import Document
from auditor.source.heads import read_exclusions, read_history
from auditor.source.parameters import named_parameter, numbers_of, read_parameters
from auditor.source.places import shown_file, shown_folder
from auditor.source.schema import check_shape
from auditor.source.subjects import Setting
from auditor.source.text import read_bytes
from auditor.source.vocabularies import read_extension, read_extension_file
from auditor.source.yamltree import read_yaml

_ALWAYS: Final = Always()
_HEAD: Final = "ruleset.yaml"
_EVIDENCE_KEYS: Final = ("weights", "credits", "efforts")


def read_ruleset(folder: Path, vocabulary: Vocabulary, shown: str | None = None) -> Ruleset:
    """Read the edition in `folder`; `shown` is how messages name the folder, if not as it was given.

    Its conditions may test the shared vocabulary and its own facts, never those of another ruleset. Raises
    InputError with every fault found.
    """
    shown = shown_folder(folder) if shown is None else shown
    documents = _documents(folder, shown)
    own = read_extension_file(folder, shown) if is_there(folder / EXTENSION_FILE) else None
    faults = Faults()
    for document, schema in documents:
        faults.found.extend(check_shape(document, schema))
    if faults.errors:
        raise InputError(tuple(faults.found))
    head = Cursor.top(documents[0][0])
    extension = None if own is None else read_extension(own, str(head.child("id").value), faults)
    if faults.errors:  # conditions on facts that cannot be read would each be a fault too
        raise InputError(tuple(faults.found))
    known = vocabulary.shared.extended([] if extension is None else [extension])
    ruleset = _RulesetReader(head, [Cursor.top(one) for one, _ in documents[1:]], known, faults).read(extension, own)
    if ruleset is None or faults.errors:
        raise InputError(tuple(faults.found))
    return ruleset


def _documents(folder: Path, shown: str) -> list[tuple[Document, ruleset_schema.Schema]]:
    """Read every file, so that faults of all of them can be shown together."""
    files = [(folder / _HEAD, shown_file(shown, _HEAD), ruleset_schema.RULESET)]
    below = folder / "requirements"
    read: list[tuple[Document, ruleset_schema.Schema]] = []
    faults: list[Any] = []
    try:
        parts = yaml_in(below, shown_file(shown, "requirements"))
    except InputError as error:
        faults.extend(error.diagnostics)
        parts = []
    files += [(path, shown_file(shown, "requirements", path.name), ruleset_schema.REQUIREMENTS) for path in parts]
    for path, name, schema in files:
        try:
            read.append((read_yaml(read_bytes(path, name), name), schema))
        except InputError as error:
            faults.extend(error.diagnostics)
    if faults:
        raise InputError(tuple(faults))
    return read


class _RulesetReader:
    """Turns documents whose shape is right into a Ruleset, noting what does not fit together."""

    def __init__(self, head: Cursor, parts: list[Cursor], vocabulary: Vocabulary, faults: Faults) -> None:
        self.head, self.parts, self.vocabulary, self.faults = head, parts, vocabulary, faults
        self.raw: dict[str, Any] = head.value  # type: ignore[assignment]  # its shape has been checked
        self.parameters = read_parameters(head, faults)
        definitions = dict((head.get("definitions") or Cursor(head.document, (), {})).entries())
        self.conditions = ConditionReader(
            vocabulary=vocabulary,
            parameters=self.parameters,
            faults=faults,
            raw_definitions={
                name: at for name, at in definitions.items() if check_definition_name(name, at, vocabulary, faults)
            },
            consistency=self.raw.get("kind") == "consistency",
        )
        self.decided_by = tuple(Obligation(one) for one in self.raw["decided_by"])
        self.documents = self._sources()
        self.areas = self._areas()

    def read(self, extension: FactType | None, own: Document | None) -> Ruleset | None:
        """Read everything; None where something cannot be made sense of (then it is noted).

        `own` is the file of the edition's own facts: the digest covers it.
        """
        raw = self.raw
        for name in self.conditions.raw_definitions:
            self.conditions.definition(name)
        requirements = [self._requirement(at) for part in self.parts for at in part.items()]
        self._check_ids(requirements)
        self._check_use(requirements)
        self._check_dates()
        history = read_history(self.head, self.faults)
        whole = tuple(one for one in requirements if one is not None)
        if len(whole) < len(requirements) or self.faults.errors:
            return None
        return Ruleset(
            id=raw["id"],
            version=raw["version"],
            kind=raw.get("kind", "scored"),
            title=raw["title"],
            summary=raw["summary"],
            status=RulesetStatus(raw["status"]),
            decided_by=self.decided_by,
            scoring=ScoringModel(raw["scoring"]["model"]),
            areas=tuple(self.areas.values()),
            requirements=_in_area_order(whole, self.areas),
            parameters=self.parameters,
            documents=self.documents,
            definitions={name: one for name, one in self.conditions.definitions.items() if one is not None},
            sha256=digest({self._within(one.file): one.data for one in self._files(own)}),
            vocabulary_sha256=self.vocabulary.sha256,
            place=self.head.child("id").place,
            history=history,
            excludes=read_exclusions(self.head),
            alternatives=raw.get("alternatives") == "allowed",
            numbers=numbers_of(self.head, self.parts, whole, self.areas.values(), self.parameters.values()),
            extension=extension,
            **{key: self._day(key) for key in _DAYS},
        )

    def _within(self, file: str) -> str:
        """Give a file's name by the version that it is part of: the same wherever the edition lies."""
        return f"{self.raw['version']}/{file.removeprefix(self.head.document.file.removesuffix(_HEAD))}"

    def _rule(self, at: Cursor) -> Place:
        """Give a place as results name it, by edition and not by folder."""
        return at.place._replace(file=f"{self.raw['id']}/{self._within(at.place.file)}")

    def _files(self, own: Document | None) -> list[Document]:
        files = [part.document for part in (self.head, *self.parts)]
        return files if own is None else [*files, own]

    # -- the head --------------------------------------------------------------------------

    def _day(self, key: str) -> date | None:
        at = self.head.get(key)
        return None if at is None else self._date(at)

    def _date(self, at: Cursor) -> date | None:
        return day_at(at, self.faults, "ruleset")

    def _check_dates(self) -> None:
        starts, ends = self.head.get("in_force_from"), self.head.get("in_force_until")
        if ends is not None and starts is None:
            self.faults.add(ends, "ruleset.dates-reversed", "an edition ends that never began", key=True)
        if starts is not None and ends is not None and str(ends.value) < str(starts.value):
            self.faults.add(
                ends,
                "ruleset.dates-reversed",
                f"it ends on {ends.value}, before it begins on {starts.value}",
            )

    def _sources(self) -> dict[str, SourceDocument]:
        found: dict[str, SourceDocument] = {}
        for at in self.head.child("documents").items():
            raw: dict[str, Any] = at.value  # type: ignore[assignment]  # its shape has been checked
            if raw["id"] in found:
                self.faults.add(at.child("id"), "ruleset.repeated-id", f"document `{raw['id']}` stands twice")
            found[raw["id"]] = SourceDocument(**{key: str(value) for key, value in raw.items()})
        return found

    def _areas(self) -> dict[str, Area]:
        found: dict[str, Area] = {}
        for at in self.head.child("areas").items():
            raw: dict[str, Any] = at.value  # type: ignore[assignment]  # its shape has been checked
            name, parent = raw["id"], raw.get("parent")
            if name in found:
                self.faults.add(at.child("id"), "ruleset.repeated-id", f"area `{name}` stands twice")
            if parent is not None and parent not in found:
                self.faults.add(
                    at.child("parent"),
                    "ruleset.unknown-area",
                    f"`{parent}` is no area above this one",
                    help="list a parent before its children",
                )
            found[name] = Area(
                id=name,
                title=raw["title"],
                parent=parent,
                weight=_exact(raw.get("weight", 1)),
                transparent=raw.get("transparent", False),
            )
        return found

    # -- requirements ----------------------------------------------------------------------

    def _requirement(self, at: Cursor) -> Requirement | None:
        raw: dict[str, Any] = at.value  # type: ignore[assignment]  # its shape has been checked
        before = len(self.faults.found)
        applies = self._applies(at.child("applies_when"))
        met = self.conditions.condition(at.child("met_when"), self._setting())
        rungs = self._rungs(at)
        evidence = self._evidence(at.child("evidence"))
        cited = self.documents.get(raw["source"]["document"])
        if cited is None:
            self.faults.add(
                at.child("source").child("document"),
                "ruleset.unknown-document",
                f"`{raw['source']['document']}` is not among this edition's documents",
            )
        if raw["area"] not in self.areas:
            self.faults.add(at.child("area"), "ruleset.unknown-area", f"`{raw['area']}` is not an area here")
        for condition, holder in ((applies, "applies_when"), (met, "met_when")):
            if condition is not None and not isinstance(condition, Always):
                self._check_size(condition, at.child(holder))
        if applies is not None:
            self._check_covers(at, applies, met, rungs)
        if len(self.faults.found) > before and self.faults.errors:
            return None
        # a definition that could not be read was noted where it stands, and leaves what rests on it unread
        if applies is None or met is None or cited is None or evidence is None:
            return None
        obligation, checked = Obligation(raw["obligation"]), Checked(raw["source"]["checked"])
        days = {key: self._date(one) for key, one in (at.get("in_force") or at).entries() if key in ("from", "until")}
        remedy = raw.get("remedy")
        allowed = raw.get("alternatives", self.raw.get("alternatives", "refused"))
        return Requirement(
            id=raw["id"],
            title=raw["title"],
            asks=raw["asks"],
            obligation=obligation,
            area=raw["area"],
            source=Citation(document=cited, clause=raw["source"]["clause"], checked=checked),
            applies_when=applies,
            met_when=met,
            evidence=evidence,
            place=at.child("id").place,
            rule=self._rule(at.child("id")),
            themes=tuple(Theme(one) for one in raw.get("themes", ())),
            label=raw.get("label"),
            formerly=raw.get("formerly"),
            crosswalk=self._crosswalk(at),
            rungs=rungs,
            remedy=Remedy(do=remedy["do"], effort=remedy.get("effort")) if remedy else None,
            weight=_exact(raw.get("weight", 1)),
            starts=days.get("from"),
            ends=days.get("until"),
            alternatives=allowed == "allowed",
            decisive=obligation in self.decided_by and checked is not Checked.RECALLED,
        )

    def _crosswalk(self, at: Cursor) -> tuple[Correspondence, ...]:
        written = at.get("crosswalk")
        if written is None:
            return ()
        source = Reference(
            ruleset=self.raw["id"],
            version=tuple(map(int, self.raw["version"].split("."))),
            requirement=str(at.child("id").value),
            place=at.child("id").place,
        )
        return tuple(relation_at(one, source) for one in written.items())

    def _setting(self, *, scope: bool = False) -> Setting:
        return Setting(scope=scope, consistency=self.conditions.consistency)

    def _applies(self, at: Cursor) -> Condition | Always | None:
        if at.value == "always":
            return _ALWAYS
        return self.conditions.condition(at, self._setting(scope=True))

    def _check_covers(
        self, at: Cursor, applies: Condition | Always, met: Condition | None, rungs: tuple[Rung, ...]
    ) -> None:
        held = [("met_when", met), *(("partly_met_when", rung.when) for rung in rungs)]
        if not isinstance(applies, Always):
            held.append(("applies_when", applies))
        for holder, condition in held:
            if condition is not None:
                guards.check_covers(applies, condition, at.child(holder), self.faults)

    def _check_size(self, condition: Condition, at: Cursor) -> None:
        if guards.too_deep(condition):
            self.conditions.too_deep(at)

    def _rungs(self, at: Cursor) -> tuple[Rung, ...]:
        holder = at.get("partly_met_when")
        if holder is None:
            return ()
        rungs: list[Rung] = []
        for one in holder.items() if isinstance(holder.value, list) else [holder]:
            when = self.conditions.condition(one.child("when"), self._setting())
            if when is None:
                continue
            self._check_size(when, one.child("when"))
            credit = _exact(str(one.child("credit").value))
            if rungs and credit >= rungs[-1].credit:
                self.faults.add(
                    one.child("credit"),
                    "ruleset.rungs-rise",
                    "the credits of `partly_met_when` do not fall",
                    help="list the highest credit first",
                )
            rungs.append(Rung(credit=credit, when=when))
        return tuple(rungs)

    def _evidence(self, at: Cursor) -> EvidenceDemand | None:
        raw: dict[str, Any] = at.value  # type: ignore[assignment]  # its shape has been checked
        age = at.get("not_older_than")
        period: Period | None = None
        if age is not None:
            written = self.conditions.written(age)
            literal = None if written is None else operands.period(written, self.faults)
            if literal is None:
                return None
            assert isinstance(literal.value, Period)
            period = literal.value
        named = None if age is None else named_parameter(age.value)
        return _demand(Assurance(raw["assurance"]), period, named)

    # -- the whole -------------------------------------------------------------------------

    def _check_ids(self, requirements: list[Requirement | None]) -> None:
        seen: set[str] = set()
        for part in self.parts:
            for at in part.items():
                name = str(at.child("id").value)
                if name in seen:
                    self.faults.add(at.child("id"), "ruleset.repeated-id", f"requirement `{name}` stands twice")
                seen.add(name)
        if not requirements:
            self.faults.add(self.head, "ruleset.empty", "the edition has no requirement")

    def _check_use(self, requirements: list[Requirement | None]) -> None:
        if None in requirements:
            return
        used = Counter(one.obligation for one in requirements if one is not None and one.decisive)
        for index, obligation in enumerate(self.decided_by):
            if not used[obligation]:
                self.faults.add(
                    self.head.child("decided_by").child(index),
                    "ruleset.idle-obligation",
                    f"`{obligation.value}` decides, and no requirement that can decide has it",
                )
        for name, parameter in self.parameters.items():
            if name not in self.conditions.used_parameters:
                at = self.head.child("parameters").child(name)
                self.faults.add(at, "ruleset.idle-parameter", f"nothing reads parameter `{parameter.name}`", key=True)
        for name, at in self.conditions.raw_definitions.items():
            if name not in self.conditions.used_definitions:
                self.faults.add(at, "ruleset.idle-definition", f"nothing uses definition `{name}`", key=True)


@lru_cache(maxsize=1024)
def _exact(number: str | int | Decimal) -> Fraction:
    """Give a weight or a credit: there are few different ones, and each is kept once."""
    return Fraction(number)


@lru_cache(maxsize=1024)
def _demand(assurance: Assurance, age: Period | None, parameter: str | None) -> EvidenceDemand:
    return EvidenceDemand(assurance=assurance, not_older_than=age, parameter=parameter)


_DAYS: Final = ("published", "in_force_from", "in_force_until", "transition_until")


def _in_area_order(requirements: tuple[Requirement, ...], areas: Mapping[str, Area]) -> tuple[Requirement, ...]:
    """Put requirements in the order of their areas; within an area as they are written."""
    order = {name: index for index, name in enumerate(areas)}
    return tuple(sorted(requirements, key=lambda one: order[one.area]))
