"""Tests of the condition language: one subject, one operator, one operand, all of fitting types.

(Language reference, section 5.)
"""

from __future__ import annotations

from auditor.model.condition import AsOf, Condition, Operand, Other, Subject, Test
from auditor.model.operators import OPERATORS, Operator, Takes
from auditor.model.vocabulary import FactType, Kind, convert
from auditor.source import operands
from auditor.source.cursor import Cursor
from auditor.source.names import nearest
from auditor.source.subjects import Setting, SubjectReader


class TestReader(SubjectReader):
    """Reads tests."""

    def _test(self, at: Cursor, key: str, setting: Setting) -> Condition | None:
        subject = self._subject(at, key, setting)
        if subject is None:
            return None
        if not isinstance(at.value, dict):
            return self._short_test(at, subject)
        if len(at.value) != 1:
            self.faults.add(
                at,
                "ruleset.two-operators",
                f"one test has one operator, and this one has {len(at.value)}",
                help="write a list of two tests",
            )
            return None
        name = next(iter(at.value))
        operator = OPERATORS.get(name)
        if operator is None:
            near = nearest(name, OPERATORS)
            self.faults.add(
                at.child(name),
                "ruleset.unknown-operator",
                f"`{name}` is not an operator",
                key=True,
                help=f"did you mean `{near}`?" if near else "operators are " + ", ".join(OPERATORS),
            )
            return None
        return self._operator_test(at.child(name), subject, operator, setting)

    def _short_test(self, at: Cursor, subject: Subject) -> Condition | None:
        if at.value is None or isinstance(at.value, list):
            is_list = isinstance(at.value, list)
            self.faults.add(
                at,
                "ruleset.wrong-operand",
                f"`{subject.path}` is tested for {'a list' if is_list else 'null'}",
                why="" if is_list else "null is no value: nobody can declare it",
                help=_instead_of_list(subject.type) if is_list else _instead_of_null(subject.type),
            )
            return None
        return self._operator_test(at, subject, OPERATORS["is"], Setting(), short=True)

    def _operator_test(
        self, at: Cursor, subject: Subject, operator: Operator, setting: Setting, *, short: bool = False
    ) -> Condition | None:
        type_ = subject.type
        fits = type_.kind in operator.kinds and (operator.name != "exists" or type_.or_none)
        if fits and operator.of_file and not setting.consistency:
            self.faults.add(
                at,
                "ruleset.file-in-scored",
                f"`{operator.name}` speaks of the file, not of the service",
                key=True,
                why="in a scored ruleset silence would give false today and true tomorrow",
                help=_for_each_age(subject.path)
                if operator.takes is Takes.AGES
                else "test the fact itself; where `none` is an answer, use `exists`",
            )
            return None
        if not fits:
            usable = [
                one.name
                for one in OPERATORS.values()
                if type_.kind in one.kinds and (setting.consistency or not one.of_file)
            ]
            if not type_.or_none and "exists" in usable:
                usable.remove("exists")
            otherwise = _for_each_age(subject.path) if type_.kind is Kind.BANDS else "test what stands beneath it"
            self.faults.add(
                at,
                "ruleset.wrong-operator",
                f"`{operator.name}` does not fit `{subject.path}`, which is {type_.kind.with_article}",
                key=not short,
                help=f"use {', '.join(usable)}" if usable else otherwise,
            )
            return None
        operand = self._operand(at, type_, operator, setting)
        if operand is None:
            return None
        return Test(subject=subject, operator=operator.name, operand=operand, place=at.place)

    def _operand(self, at: Cursor, type_: FactType, operator: Operator, setting: Setting) -> Operand | None:
        if isinstance(at.value, dict) and set(at.value) in ({"fact"}, {"its"}):
            return self._other(at, type_, operator, setting)
        if operator.takes is Takes.AGES:
            return self._spans(at)
        if operator.takes is Takes.DAY and at.value == "as_of":
            return AsOf()
        written = self.written(at)
        if written is None:
            return None
        match operator.takes:
            case Takes.SAME:
                return operands.literal(written, type_, self.faults)
            case Takes.LIST | Takes.WORDS:
                return operands.word_list(written, type_, self.faults)
            case Takes.WORD:
                return operands.single_word(written, type_, self.faults)
            case Takes.DAY:
                return operands.day(written, type_, self.faults)
            case Takes.PERIOD:
                return operands.period(written, self.faults)
            case Takes.PATTERN if written.raw == "":
                self.faults.add(
                    at,
                    "ruleset.wrong-operand",
                    f"`{operator.name}` has no pattern",
                    why="no text that is declared is empty",
                    help="write signs, with `*` for any number of others and `?` for one: `*@*.?*`",
                )
                return None
            case Takes.PATTERN:
                return operands.literal(written, type_, self.faults)
            case Takes.YES_NO if isinstance(written.raw, bool):
                boolean = FactType(path=type_.path, kind=Kind.YES_NO, title="")
                return operands.literal(written, boolean, self.faults)
            case _:
                self.faults.add(at, "ruleset.wrong-operand", f"`{operator.name}` takes {operator.takes.value}")
                return None

    def _other(self, at: Cursor, type_: FactType, operator: Operator, setting: Setting) -> Operand | None:
        which = next(iter(at.value))  # type: ignore[call-overload]  # a mapping with one key
        named = at.child(which)
        key = named.value if isinstance(named.value, str) else ""
        if not key or (which == "fact" and (key == "it" or key.startswith("its."))):
            self.faults.add(
                named,
                "ruleset.wrong-operand",
                f"`{operands.shown(named.value)}` is not the path of a fact",
                help=f"write `{{its: {key.removeprefix('its.')}}}`" if key.startswith("its.") else "",
            )
            return None
        if which == "its":
            key = "its." + key
        holder = Cursor(at.document, named.path, {})
        subject = self._subject(holder, key, setting)
        if subject is None:
            return None
        if operator.takes not in (Takes.SAME, Takes.LIST, Takes.DAY, Takes.SET_FACT):
            self.faults.add(at, "ruleset.wrong-operand", f"`{operator.name}` takes {operator.takes.value}")
            return None
        if not _comparable(type_, subject.type, operator):
            self.faults.add(
                named,
                "ruleset.wrong-operand",
                f"`{subject.path}` cannot be compared with `{type_.path}` by `{operator.name}`",
                why="both sides must be of one type, one kind of unit and one list of words",
            )
            return None
        return Other(subject=subject)

    def _spans(self, at: Cursor) -> Operand | None:
        if not self._keys(at, {"from", "to"}, required={"from", "to"}, word="spans"):
            return None
        return operands.age_range(at, [self._years(at.child(end)) for end in ("from", "to")], self.faults)


def _instead_of_list(type_: FactType) -> str:
    if type_.kind is Kind.SET:
        return "write `has_all: [...]`, `has_any: [...]` or `has_none: [...]`"
    listed = type_.kind in OPERATORS["in"].kinds
    return "write `in: [...]`" if listed else "test it for one value; several tests stand in a list under `any`"


def _instead_of_null(type_: FactType) -> str:
    none = "`exists: false` where it has to be none, else " if type_.or_none else ""
    return f"write {none}the value that it has to have"


def _for_each_age(path: str) -> str:
    return f"ask what holds at each age: `every: {{of: {path}, ages: {{from: …, to: …}}, satisfies: …}}`"


def _comparable(left: FactType, right: FactType, operator: Operator) -> bool:
    if operator.takes in (Takes.LIST, Takes.SET_FACT):
        return right.kind is Kind.SET and set(right.words) == set(left.words)
    if left.kind is not right.kind:
        return False
    if left.kind is Kind.NUMBER:
        if left.unit == right.unit:
            return True
        return bool(left.unit and right.unit and convert(1, right.unit, left.unit) is not None)
    if left.kind is Kind.LADDER:
        return left.words == right.words
    return set(left.words) == set(right.words)
