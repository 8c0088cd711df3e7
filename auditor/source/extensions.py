"""Facts of single rulesets: which are read in a run, and what a declaration holds beyond them.

A declaration is written once and audited against many rulesets, so it may hold facts of rulesets that
are not at hand. Those are left alone, with a warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from auditor.model.diagnostic import Diagnostic, InputError, Place, Severity
from auditor.model.ruleset import Ruleset
from auditor.model.vocabulary import EXTENSIONS, FactType, Kind, Vocabulary
from auditor.source.beside import is_there
from auditor.source.builtin import EXTENSION_FILE
from auditor.source.document import Document
from auditor.source.names import nearest

UNREAD: Final = "declaration.unread-extension"


def extended(vocabulary: Vocabulary, rulesets: Iterable[Ruleset]) -> Vocabulary:
    """Add the own facts of rulesets, which stand before those of other editions that come with the program.

    Raises InputError where two of the rulesets are editions that mean different sorts of fact by one name:
    a value could then be right for one alone.
    """
    found: dict[str, tuple[Ruleset, FactType]] = {}
    faults: list[Diagnostic] = []
    read: list[FactType] = []
    for ruleset in rulesets:
        if ruleset.extension is None:
            continue
        read.append(ruleset.extension)
        for one in _leaves(ruleset.extension):
            for other, before in _in_the_way(one, found):
                faults.append(_differs(ruleset, one, other, before))
            found[one.path] = ruleset, one
    if faults:
        raise InputError(tuple(faults))
    return vocabulary.extended(read)


def _leaves(type_: FactType) -> Iterator[FactType]:
    """Give what stands at the ends of the groups."""
    if type_.kind is not Kind.GROUP:
        yield type_
    for child in type_.fields.values() if type_.kind is Kind.GROUP else ():
        yield from _leaves(child)


def _in_the_way(one: FactType, found: dict[str, tuple[Ruleset, FactType]]) -> list[tuple[Ruleset, FactType]]:
    return [
        (ruleset, before)
        for path, (ruleset, before) in found.items()
        if (path == one.path and _shape(before) != _shape(one))
        or path.startswith(f"{one.path}.")
        or one.path.startswith(f"{path}.")
    ]


def _shape(type_: FactType) -> object:
    """Give what decides which values fit: everything but the words for people and the flags."""
    return (
        type_.kind,
        type_.words,
        type_.unit,
        type_.integer,
        type_.minimum,
        type_.maximum,
        type_.or_none,
        type_.key_pattern,
        tuple((name, _shape(one)) for name, one in type_.fields.items()),
        None if type_.item is None else _shape(type_.item),
    )


def _differs(ruleset: Ruleset, one: FactType, other: Ruleset, before: FactType) -> Diagnostic:
    paths = f"`{one.path}`" if one.path == before.path else f"`{one.path}` and `{before.path}`"
    return Diagnostic(
        code="ruleset.extension-differs",
        message=f"{ruleset.name} and {other.name} mean different sorts of fact by {paths}",
        place=Place(ruleset.place.file.replace("ruleset.yaml", EXTENSION_FILE)),
        why="one declaration is read for both, and a value may fit one alone, or mean another thing there",
        help="audit against one of them at a time; in a new edition, give the new fact a new name",
        also=(Place(other.place.file.replace("ruleset.yaml", EXTENSION_FILE)),),
    )


def with_own_facts(vocabulary: Vocabulary, folder: Path, shown: str) -> Vocabulary:
    """Add the own facts of the edition in a folder; what is wrong with them is the edition's reader's to say."""
    if not is_there(folder / EXTENSION_FILE):
        return vocabulary
    from auditor.source.cursor import Faults
    from auditor.source.places import shown_file
    from auditor.source.text import read_bytes
    from auditor.source.vocabularies import read_extension, read_extension_file
    from auditor.source.yamltree import read_yaml

    name_of_head = shown_file(shown, "ruleset.yaml")
    head = read_yaml(read_bytes(folder / "ruleset.yaml", name_of_head), name_of_head).data
    name = head.get("id") if isinstance(head, dict) else None
    own = read_extension(read_extension_file(folder, shown), str(name), Faults())
    return vocabulary.extended([] if own is None else [own])


def is_unread(path: str, vocabulary: Vocabulary) -> bool:
    """Whether a path leads to facts of a ruleset that is not at hand, of which nothing can be said."""
    first, _, rest = path.removesuffix(".*").partition(".")
    if first != EXTENSIONS:
        return False
    return rest.partition(".")[0] not in vocabulary.extensions if rest else not vocabulary.extensions


def unread(document: Document, written: Iterable[str], vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """Warn of each ruleset whose facts a declaration holds and that is not at hand."""
    for name in written:
        if name not in vocabulary.extensions:
            near = nearest(name, vocabulary.extensions)
            yield document.diagnostic(
                UNREAD,
                f"the facts under `{EXTENSIONS}.{name}` are not read: no ruleset at hand is called `{name}`",
                (EXTENSIONS, name),
                key=True,
                why="what a ruleset does not define cannot be checked, and decides nothing",
                help=f"did you mean `{near}`?" if near else "name the ruleset with `--ruleset`, or leave them",
                severity=Severity.WARNING,
            )
