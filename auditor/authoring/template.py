"""The first declaration: a commented template in which every answer is left open.

A template never makes a claim: each fact is there with its question and no value.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct, field

from auditor.engine.judge import accepts
from auditor.engine.reported import patterns_read
from auditor.model.condition import Always
from auditor.model.plaintext import slug_of
from auditor.model.ruleset import Ruleset
from auditor.model.vocabulary import FactType, Kind, Vocabulary
from auditor.source.characters import as_json

_INDENT: Final = "  "
_WIDTH: Final = 100
_NAMED: Final = 3
_MODELINE: Final = "# yaml-language-server: $schema=declaration.schema.json"
_ID: Final = "by which waivers, decisions and comparisons know it; once in use it stays"
_ABOUT: Final = (
    "# An answer left open is unknown: never a no, and never a yes.",
    "# `auditor check FILE` looks for slips; `auditor explain FILE --unanswered` says what to answer next.",
)
_EDITORS: Final = (
    "# An editor can complete and explain this file: run `auditor schema declaration > declaration.schema.json`",
    f"# beside it, and make this the first line: `{_MODELINE}`",
)


class _Wanted(Struct, frozen=True):
    """The facts that are asked for, each with the ids of the rulesets that ask; none where all do.

    What the words of a fact mean is told once, though it is asked under every key of a map.
    """

    askers: Mapping[str, tuple[str, ...]]
    explained: set[str] = field(default_factory=set)

    def asks(self, type_: FactType) -> bool:
        """Whether a fact, or one beneath it, is asked for."""
        return any(one.path in self.askers for one in type_.walk())

    def scope(self, type_: FactType) -> bool:
        """Whether a fact that is asked for here decides what applies."""
        return any(one.scope and one.path in self.askers for one in type_.walk())

    def told(self, type_: FactType) -> str:
        """Say who asks, where not every ruleset does."""
        names = self.askers.get(type_.path, ())
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        return f"; for {', '.join(names[:_NAMED])}{more}" if names else ""


def template(rulesets: Iterable[Ruleset], vocabulary: Vocabulary, *, minimal: bool, schema: bool = False) -> str:
    """Write a declaration with the facts that the rulesets read, or with `minimal` those of their scope.

    With `schema` the first line points editors at `declaration.schema.json` beside the file.
    """
    rulesets = tuple(rulesets)
    wanted = _wanted(rulesets, vocabulary, minimal=minimal)
    what = "the facts that decide what applies" if minimal else "every fact it looks at"
    lines = [
        *([_MODELINE] if schema else []),
        *_wrapped(f"A declaration for {_names(rulesets)}: {what}. Nothing is answered yet.", ""),
        *_ABOUT[:1],
        "# Write an answer after its colon.",
        *_ABOUT[1:],
        *([] if schema else _EDITORS),
        "declaration: 1",
        "service:",
        "  name: Your service  # the name people know it by",
        f"  # id: your-service  # {_ID}",
    ]
    service = vocabulary.groups.get("service")
    if service is not None:
        lines += _children(service.fields.values(), wanted, 1, "")
    lines += ["# stated_on: 2026-03-01  # the day on which these are the facts"]
    for name, group in vocabulary.groups.items():
        if name != "service":
            lines += _one(name, group, wanted, 0, "")
    lines += [
        "",
        "# Documents that show what is answered above, each with its hash (sha256sum FILE):",
        "# evidence:",
        "#   - {id:, kind:, title:, issued:, issuer:, file:, sha256:, supports: []}",
        "# Facts that are set in the product's own configuration; `auditor check` fails where the two differ:",
        "# bound:",
        "#   - {fact:, file: ../config/safety.yaml, pointer: /features/grooming/enabled}",
        "# Who stands for all of this:",
        "# attestation: {name:, role:, date:}",
    ]
    return "\n".join(lines) + "\n"


def opening(names: Sequence[str], service: str) -> str:
    """Write a declaration that says but the service's name, and an id of it, as the questionnaire begins one."""
    name = service or "Your service"
    id = slug_of(service)
    lines = [
        *_wrapped(f"A declaration for {', '.join(names)}.", ""),
        *_ABOUT,
        "declaration: 1",
        "service:",
        f"  name: {as_json(name)}" + ("" if service else "  # the name people know it by"),
        f"  id: {as_json(id)}  # {_ID}" if id else f"  # id: your-service  # {_ID}",
    ]
    return "\n".join(lines) + "\n"


def _names(rulesets: Sequence[Ruleset]) -> str:
    return ", ".join(f"{one.id}@{one.version}" for one in rulesets)


def _wanted(rulesets: Sequence[Ruleset], vocabulary: Vocabulary, *, minimal: bool) -> _Wanted:
    askers: dict[str, tuple[str, ...]] = {}
    for ruleset in rulesets:
        for path, type_ in facts_read([ruleset], vocabulary).items():
            if type_.scope or not minimal:
                askers[path] = tuple(dict.fromkeys((*askers.get(path, ()), ruleset.id)))
    every = len({one.id for one in rulesets})
    return _Wanted({path: names if len(names) < every else () for path, names in askers.items()})


def facts_read(rulesets: Iterable[Ruleset], vocabulary: Vocabulary) -> dict[str, FactType]:
    """Give the type of every fact that the rulesets look at, by its path in the vocabulary."""
    found: dict[str, FactType] = {}
    for ruleset in rulesets:
        for requirement in ruleset.requirements:
            conditions = [requirement.met_when, *(rung.when for rung in requirement.rungs)]
            if not isinstance(requirement.applies_when, Always):
                conditions.append(requirement.applies_when)
            for condition in conditions:
                for pattern in patterns_read(condition):
                    type_ = vocabulary.type_at(pattern)
                    if type_ is not None:
                        found[type_.path] = type_
    return found


def _one(name: str, type_: FactType, wanted: _Wanted, depth: int, key: str) -> list[str]:
    if not wanted.asks(type_):
        return []
    margin = _INDENT * depth
    match type_.kind:
        case Kind.GROUP | Kind.RECORD:
            lines = [f"{margin}# {type_.title}"] if type_.kind is Kind.GROUP and depth == 0 else []
            return ["", *lines, f"{margin}{name}:", *_children(type_.fields.values(), wanted, depth + 1, key)]
        case Kind.CLOSED_MAP if type_.item is not None:
            return _closed_map(name, type_, type_.item, wanted, depth)
        case Kind.BANDS | Kind.LIST if type_.fields:
            lines = [*_comment(type_, margin, key, wanted), *_item_shape(type_, wanted, margin)]
            return ["", *lines, f"{margin}{name}:"]
        case _:
            return [*_comment(type_, margin, key, wanted), f"{margin}{name}:"]


def _closed_map(name: str, type_: FactType, item: FactType, wanted: _Wanted, depth: int) -> list[str]:
    margin = _INDENT * depth
    lines = ["", *_wrapped(type_.title, margin), f"{margin}{name}:"]
    for key in type_.words:
        title = type_.meanings.get(key, key.replace("_", " "))
        if item.kind is Kind.RECORD:
            lines += [f"{margin}{_INDENT}{key}:  # {title}"]
            lines += _children(item.fields.values(), wanted, depth + 2, title)
        else:
            lines += _one(key, item, wanted, depth + 1, title)
    return lines


def _children(types: Iterable[FactType], wanted: _Wanted, depth: int, key: str) -> list[str]:
    """Write what stands in a group, what decides the scope first."""
    ordered = sorted(types, key=lambda one: not wanted.scope(one))
    return [line for one in ordered for line in _one(one.path.rpartition(".")[2], one, wanted, depth, key)]


def _comment(type_: FactType, margin: str, key: str, wanted: _Wanted) -> list[str]:
    """Write the question, what may be written, and who asks."""
    question = type_.question.replace("{key}", key) or type_.title
    listed = type_.path not in wanted.explained and any(type_.meanings.get(word) for word in type_.words)
    wanted.explained.add(type_.path)
    lines = _wrapped(f"{question} ({_accepted(type_, listed)}{wanted.told(type_)})", margin)
    for word in type_.words if listed else ():
        lines += _wrapped(f"{word}: {type_.meanings.get(word, '')}".rstrip(": "), margin, "  ")
    return lines


def _accepted(type_: FactType, listed: bool) -> str:
    """Say what may be written, in short where the words follow, each on its own line."""
    match type_.kind:
        case Kind.LIST if type_.item is not None:
            return "a list of texts, as [one, another]"
        case Kind.SET if listed:
            return "a list of these words, as [" + ", ".join(type_.words[:2]) + "]; [] for none"
        case Kind.LADDER if listed:
            return "one of these words, the least first"
        case Kind.WORD if listed:
            return "one of these words"
        case Kind.SET:
            return accepts(type_) + "; [] for none"
        case _:
            return accepts(type_)


def _item_shape(type_: FactType, wanted: _Wanted, margin: str) -> Iterator[str]:
    """Show the shape of a list's entry, commented out."""
    yield f"{margin}# one entry each, as:"
    yield f"{margin}#   - {'ages: {from: 13, to: 15}' if type_.kind is Kind.BANDS else 'id: a_name'}"
    for one in type_.fields.values():
        if one.path in wanted.askers:
            # at the field's own margin, so that it is a comment of the field once the entry is one
            yield from _wrapped(f"{one.question} ({accepts(one)}{wanted.told(one)})", f"{margin}#     ")
            yield f"{margin}#     {one.path.rpartition('.')[2]}:"


def _wrapped(text: str, margin: str, more: str = "") -> list[str]:
    begin = f"{margin}# {more}"
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=begin,
        subsequent_indent=begin + more,
        break_long_words=False,
        break_on_hyphens=False,
    )
