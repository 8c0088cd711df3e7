"""The vocabulary's files, read strictly into types.

A fact without a question, a number without a minimum, a word that editors read as yes or no: each is an
error here, so that nothing built on the vocabulary has to ask again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from auditor.model.diagnostic import Diagnostic, InputError
from auditor.model.vocabulary import EXTENSIONS, FactType, Kind, Vocabulary
from auditor.source.builtin import EXTENSION_FILE, builtin_vocabulary
from auditor.source.canonical import digest
from auditor.source.cursor import Cursor, Faults
from auditor.source.facttypes import TypeReader, is_text, refuse
from auditor.source.places import builtin_rulesets, edition_files, shown_file
from auditor.source.text import fault, read_bytes
from auditor.source.yamltree import Document, read_yaml

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_FILE_KEYS: Final = frozenset({"$schema", "title", "description", "order", "properties"})


def read_vocabulary(folder: Path | None = None) -> Vocabulary:
    """Read the vocabulary in `folder`, or the one that comes with the program (once per process).

    The latter holds the own facts of the rulesets that come with it too. Raises `InputError` with every
    fault of every file.
    """
    return builtin_vocabulary() if folder is None else _read(folder)


def read_builtin() -> Vocabulary:
    """Read the vocabulary that comes with the program from its files."""
    home = builtin_rulesets()
    editions = [Path(path).parent for path in edition_files(EXTENSION_FILE)]
    editions.sort(key=lambda one: (one.parent.name, [int(part) for part in re.findall(r"\d+", one.name)]))
    faults = Faults()
    own = [
        read_extension(read_extension_file(one, f"{one.parent.name}/{one.name}"), one.parent.name, faults)
        for one in editions
    ]
    if faults.errors:
        raise InputError(tuple(faults.found))
    return _read(home / "vocabulary").extended(one for one in own if one is not None)


def _read(folder: Path) -> Vocabulary:
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise fault(
            "vocabulary.missing",
            f"there is no vocabulary in `{folder.name}`",
            folder.name,
            help="a vocabulary is a folder of .yaml files, one for each subject",
        )
    documents: list[Document] = []
    broken: list[Diagnostic] = []
    for path in paths:
        shown = f"{folder.name}/{path.name}"
        try:
            documents.append(read_yaml(read_bytes(path, shown), shown))
        except InputError as error:
            broken.extend(error.diagnostics)
    if broken:
        raise InputError(tuple(broken))
    return read_documents(documents)


def read_documents(documents: Iterable[Document]) -> Vocabulary:
    """Build the vocabulary from its files, already read."""
    faults = Faults()
    found: list[tuple[int, str, FactType]] = []
    homes: dict[str, Cursor] = {}
    content: dict[str, object] = {}
    for document in documents:
        content[Path(document.file).stem] = document.data
        order, groups = _subject(Cursor.top(document), faults)
        for name, at in groups:
            if name == EXTENSIONS:
                refuse(faults, at, f"`{name}` is where rulesets keep facts of their own", key=True)
                continue
            if name in homes:
                refuse(faults, at, f"`{name}` is already defined in `{homes[name].document.file}`", key=True)
                continue
            homes[name] = at
            type_ = TypeReader(faults).read(at, name, name)
            if type_ is not None:
                found.append((order, name, type_))
    if faults.errors:
        raise InputError(tuple(faults.found))
    groups_in_order = {name: type_ for _, name, type_ in sorted(found, key=lambda one: one[:2])}
    return Vocabulary(groups=groups_in_order, sha256=digest(content))


def read_extension_file(folder: Path, shown: str) -> Document:
    """Read the file in which the edition in `folder` defines facts of its own."""
    name = shown_file(shown, EXTENSION_FILE)
    return read_yaml(read_bytes(folder / EXTENSION_FILE, name), name)


def read_extension(document: Document, ruleset: str, faults: Faults) -> FactType | None:
    """Give a ruleset's own facts as the group they are declared in; None where the file holds none."""
    path = f"{EXTENSIONS}.{ruleset}"
    top = Cursor.top(document)
    _order, nodes = _subject(top, faults, optional=frozenset({"order"}))
    read = {name: TypeReader(faults).read(at, f"{path}.{name}", name) for name, at in nodes}
    fields = {name: one for name, one in read.items() if one is not None}
    if not fields:
        if not faults.errors:
            refuse(faults, top, "the file defines no fact", help="leave the file out, or define one")
        return None
    raw: dict[str, Any] = document.data  # type: ignore[assignment]  # it had properties
    return FactType(
        path=path,
        kind=Kind.GROUP,
        title=str(raw.get("title", "")),
        description=str(raw.get("description", "")),
        fields=fields,
    )


def _subject(
    top: Cursor, faults: Faults, *, optional: frozenset[str] = frozenset()
) -> tuple[int, list[tuple[str, Cursor]]]:
    """Check the head of one file; give its place among the subjects and its top-level nodes."""
    if not isinstance(top.value, dict):
        refuse(faults, top, "a vocabulary file is a group of keys", help="start with `title:`")
        return 0, []
    for key in sorted(_FILE_KEYS - optional - set(top.value)):
        refuse(faults, top, f"`{key}` is missing at the top of the file")
    for key, at in top.entries():
        if key not in _FILE_KEYS:
            refuse(faults, at, f"`{key}` is no key of a vocabulary file", key=True)
    schema, order, properties = (top.value.get(key) for key in ("$schema", "order", "properties"))
    if schema not in (None, DRAFT):
        refuse(faults, top.child("$schema"), "another schema language", help=f"write `{DRAFT}`")
    for key in ("title", "description"):
        if key in top.value and not is_text(top.value[key]):
            refuse(faults, top.child(key), f"`{key}` is not text")
    if "order" in top.value and (isinstance(order, bool) or not isinstance(order, int)):
        refuse(faults, top.child("order"), "`order` is not a whole number")
        order = 0
    if not isinstance(properties, dict):
        if "properties" in top.value:
            refuse(faults, top.child("properties"), "`properties` is not a group of facts")
        return 0, []
    return (order if isinstance(order, int) else 0), list(top.child("properties").entries())
