"""Subjects of the condition language: which fact, item or parameter a name in a rule means.

Place decides, never spelling: a mapping key is a subject, a word in an operand is a literal. (Language
reference, section 4.)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct, field

from auditor.model.condition import Condition, FactSubject, ItemPart, ItemSubject, Subject
from auditor.model.ruleset import Parameter
from auditor.model.vocabulary import FactType, Kind, Vocabulary
from auditor.source import operands
from auditor.source.addresses import NoSuchFact, resolve
from auditor.source.cursor import Cursor, Faults
from auditor.source.names import nearest
from auditor.source.operands import Written

_CONNECTIVES: Final = ("all", "any", "none", "not", "at_least", "if", "every", "some", "count", "total")


class Setting(Struct, frozen=True):
    """Where a condition stands: inside which collection's items, and whether it speaks of scope."""

    items_of: FactType | None = None
    scope: bool = False
    in_definition: bool = False
    consistency: bool = False


class SubjectReader(Struct):
    """Reads names, and keeps count of the parameters and definitions that were used."""

    vocabulary: Vocabulary
    parameters: Mapping[str, Parameter]
    faults: Faults
    raw_definitions: Mapping[str, Cursor] = field(default_factory=dict)
    consistency: bool = False
    definitions: dict[str, Condition | None] = field(default_factory=dict)
    used_parameters: set[str] = field(default_factory=set)
    used_definitions: set[str] = field(default_factory=set)
    _open: list[str] = field(default_factory=list)

    def _subject(self, at: Cursor, key: str, setting: Setting) -> Subject | None:
        if key in ("it", "its.key") or key.startswith("its."):
            return self._item_subject(at, key, setting)
        if key in self.raw_definitions:
            self.faults.add(
                at,
                "ruleset.definition-as-key",
                f"`{key}` is a definition, and stands alone",
                key=True,
                help=f"write `{key}` without a colon",
            )
            return None
        found = resolve(key, self.vocabulary.groups)
        if isinstance(found, NoSuchFact):
            near = nearest(key, _CONNECTIVES) if "." not in key else None
            help = f"did you mean `{near}`?" if near else found.help
            self.faults.add(at, "ruleset.unknown-fact", found.message, key=True, help=help)
            return None
        if found.kind in (Kind.GROUP, Kind.RECORD):
            self.faults.add(
                at,
                "ruleset.group-tested",
                f"`{key}` is a group of facts, and a group is never tested",
                key=True,
                help="test one of " + ", ".join(f"`{key}.{name}`" for name in list(found.fields)[:6]),
            )
            return None
        return FactSubject(path=key, type=found)

    def _item_subject(self, at: Cursor, key: str, setting: Setting) -> Subject | None:
        collection = setting.items_of
        if collection is None:
            where = "a definition sees no item" if setting.in_definition else "there is no item here"
            self.faults.add(
                at,
                "ruleset.item-outside",
                f"`{key}` stands outside `where` and `satisfies`: {where}",
                key=True,
                help="write the fact's path from the top of the declaration",
            )
            return None
        maps = (Kind.CLOSED_MAP, Kind.OPEN_MAP)
        if key == "its.key" and collection.kind in maps:
            kind = Kind.WORD if collection.kind is Kind.CLOSED_MAP else Kind.TEXT
            type_ = FactType(path=f"{collection.path} key", kind=kind, title="key", words=collection.words)
            return ItemSubject(part=ItemPart.KEY, type=type_)
        if key == "it":
            item = item_type(collection)
            if item is not None and item.kind is not Kind.RECORD:
                return ItemSubject(part=ItemPart.SELF, type=item)
            self.faults.add(
                at,
                "ruleset.item-has-fields",
                f"an item of `{collection.path}` has fields",
                key=True,
                help="write `its.FIELD`",
            )
            return None
        fields = item_fields(collection)
        name = key.removeprefix("its.")
        found = resolve(name, fields, what=f"field of `{collection.path}`")
        if isinstance(found, NoSuchFact):
            self.faults.add(at, "ruleset.unknown-field", found.message, key=True, help=found.help)
            return None
        if found.kind in (Kind.GROUP, Kind.RECORD):
            self.faults.add(at, "ruleset.group-tested", f"`{key}` is a group of facts", key=True)
            return None
        return ItemSubject(part=ItemPart.FIELD, type=found, field=name)

    def written(self, at: Cursor) -> Written | None:
        """Follow `{parameter: NAME}`; anything else stands for itself."""
        raw = at.value
        if isinstance(raw, dict) and set(raw) == {"parameter"}:
            name = raw["parameter"]
            parameter = self.parameters.get(name) if isinstance(name, str) else None
            if parameter is None:
                near = nearest(str(name), self.parameters)
                self.faults.add(
                    at.child("parameter"),
                    "ruleset.unknown-parameter",
                    f"`{name}` is not a parameter of this ruleset",
                    help=f"did you mean `{near}`?" if near else "define it under `parameters`",
                )
                return None
            self.used_parameters.add(parameter.name)
            return Written(parameter.value, at, parameter)
        return Written(raw, at)

    def _count(self, at: Cursor) -> int | None:
        written = self.written(at)
        return None if written is None else operands.count(written.raw, at, self.faults)

    def _years(self, at: Cursor) -> int | None:
        written = self.written(at)
        return None if written is None else operands.age(written.raw, at, self.faults)

    def _keys(self, at: Cursor, allowed: set[str], *, required: set[str], word: str) -> bool:
        """Check the keys of a mapping; every fault is noted."""
        if not isinstance(at.value, dict):
            self.faults.add(
                at,
                "ruleset.not-a-condition",
                f"`{word}` takes a mapping with {', '.join(sorted(required))}",
            )
            return False
        good = True
        for key in at.value:
            if key not in allowed:
                near = nearest(key, allowed)
                self.faults.add(
                    at.child(key),
                    "ruleset.unknown-key",
                    f"`{key}` has no meaning in `{word}`",
                    key=True,
                    help=f"did you mean `{near}`?" if near else "known here: " + ", ".join(sorted(allowed)),
                )
                good = False
            elif key not in required and at.value[key] is None:
                self.faults.add(
                    at.child(key),
                    "ruleset.missing-key",
                    f"`{key}` is written, and says nothing",
                    key=True,
                    help="leave it out, or say what it holds",
                )
                good = False
        for key in sorted(required):
            if at.value.get(key) is None:
                self.faults.add(at, "ruleset.missing-key", f"`{word}` has no `{key}`")
                good = False
        return good


def item_type(collection: FactType) -> FactType | None:
    """Give the type of one item: a scalar or record of a map, a word of a set, a text of a list."""
    if collection.kind is Kind.SET:
        return FactType(path=f"{collection.path}.*", kind=Kind.WORD, title=collection.title, words=collection.words)
    if collection.item is not None:
        return collection.item
    return None


def item_fields(collection: FactType) -> Mapping[str, FactType]:
    """Give the fields that an item of the collection has."""
    if collection.fields:
        return collection.fields
    return collection.item.fields if collection.item is not None else {}
