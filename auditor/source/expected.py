"""What a vocabulary expects of a declaration, worked out once for all the declarations that are read by it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Final

from auditor.model.vocabulary import EXTENSIONS, FactType, Vocabulary
from auditor.source.declaration_schema import (
    SERVICE_HEADER,
    Schema,
    declaration_schema,
    header_schema,
    value_schema,
    with_definitions,
)
from auditor.source.factreaders import Entries, Entry, entries, entry_of
from auditor.source.paths import type_at

_VOCABULARIES: Final = 4
_PATHS: Final = 4_000
_LONGEST: Final = 200
_TYPES: Final = 500


class Expected:
    """The schema of declarations, the readers of their facts, and the types at the paths they name."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._types: dict[str, FactType | None] = {}
        self._entries: dict[str, Entry] = {}
        self._schemas: dict[int, tuple[FactType, Schema]] = {}

    @cached_property
    def schema(self) -> Schema:
        """The schema of a whole declaration."""
        return declaration_schema(self.vocabulary)

    @cached_property
    def header(self) -> Schema:
        """The schema of what a declaration holds beside its facts."""
        return header_schema()

    @cached_property
    def groups(self) -> Entries:
        """How the groups of facts at the top of a declaration are read, but for the two that are read apart."""
        return entries(self.vocabulary.groups, "", frozenset({*self.header["properties"], EXTENSIONS}))

    @cached_property
    def service(self) -> Entries:
        """How the facts that stand under `service` are read."""
        group = self.vocabulary.groups.get("service")
        return entries({} if group is None else group.fields, "service.", frozenset(SERVICE_HEADER))

    @cached_property
    def extensions(self) -> Entries:
        """How the facts of single rulesets are read."""
        return entries(self.vocabulary.extensions, f"{EXTENSIONS}.")

    def type_at(self, path: str) -> FactType | None:
        """Give the type at a declaration's own path, as `vocabularies.type_at` does."""
        if path in self._types:
            return self._types[path]
        type_ = type_at(self.vocabulary, path)
        if len(path) < _LONGEST and len(self._types) < _PATHS:
            self._types[path] = type_
        return type_

    def knows(self, paths: Iterable[str]) -> bool:
        """Whether these paths were all met before, and lead to facts; where it says no, `type_at` tells."""
        return None not in map(self._types.get, paths)

    def entry_at(self, type_: FactType, path: str) -> Entry:
        """Give how what stands elsewhere for the fact at a path is read."""
        entry = self._entries.get(path)
        if entry is None:
            entry = entry_of(type_, path)
            if len(path) < _LONGEST and len(self._entries) < _PATHS:
                self._entries[path] = entry
        return entry

    def schema_of(self, type_: FactType) -> Schema:
        """Give the schema of one fact's value as a document of its own."""
        kept = self._schemas.get(id(type_))
        if kept is None:
            if len(self._schemas) >= _TYPES:
                self._schemas.clear()
            kept = self._schemas[id(type_)] = type_, with_definitions(value_schema(type_))
        return kept[1]


_expected: dict[int, Expected] = {}


def expected_by(vocabulary: Vocabulary) -> Expected:
    """Give what a vocabulary expects, kept for the next declaration."""
    kept = _expected.get(id(vocabulary))
    if kept is None:
        if len(_expected) >= _VOCABULARIES:
            _expected.clear()
        kept = _expected[id(vocabulary)] = Expected(vocabulary)
    return kept
