"""The first declaration: a commented template in which every answer is left open.

A template never makes a claim: each fact is there with its question and no value.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from auditor.engine.evaluate import accepts
from auditor.engine.reported import patterns_read
from auditor.model.condition import Always
from auditor.model.ruleset import Ruleset
from auditor.model.vocabulary import FactType, Kind, Vocabulary

_INDENT = "  "
_WIDTH = 100


def template(rulesets: Iterable[Ruleset], vocabulary: Vocabulary, *, minimal: bool) -> str:
    """Write a declaration with the facts that the rulesets read, or with `minimal` those of their scope."""
    rulesets = tuple(rulesets)
    wanted = facts_read(rulesets, vocabulary)
    if minimal:
        wanted = {path: one for path, one in wanted.items() if one.scope}
    names = ", ".join(f"{one.id}@{one.version}" for one in rulesets)
    what = "the facts that decide what applies" if minimal else "every fact it looks at"
    lines = [
        f"# A declaration for {names}: {what}. Nothing is answered yet.",
        "# An answer left open is unknown: never a no, and never a yes. Write an answer after its colon.",
        "# `auditor check FILE` looks for slips; `auditor explain FILE --unanswered` says what to answer next.",
        "declaration: 1",
        "service:",
        "  name: Your service  # the name people know it by",
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
        "# Who stands for all of this:",
        "# attestation: {name:, role:, date:}",
    ]
    return "\n".join(lines) + "\n"


def facts_read(rulesets: Iterable[Ruleset], vocabulary: Vocabulary) -> dict[str, FactType]:
    """Give the type of every fact that the rulesets look at, by its path in the vocabulary."""
    found: dict[str, FactType] = {}
    for ruleset in rulesets:
        for requirement in ruleset.requirements:
            conditions = [requirement.met_when, *(rung.when for rung in requirement.rungs)]
            if not isinstance(requirement.applies_when, Always):
                conditions.append(requirement.applies_when)
            for condition in conditions:
                for pattern in patterns_read(condition, ""):
                    type_ = vocabulary.type_at(pattern)
                    if type_ is not None:
                        found[type_.path] = type_
    return found


def _one(name: str, type_: FactType, wanted: dict[str, FactType], depth: int, key: str) -> list[str]:
    if not any(one.path in wanted for one in type_.walk()):
        return []
    margin = _INDENT * depth
    match type_.kind:
        case Kind.GROUP | Kind.RECORD:
            lines = [f"{margin}# {type_.title}"] if type_.kind is Kind.GROUP and depth == 0 else []
            return ["", *lines, f"{margin}{name}:", *_children(type_.fields.values(), wanted, depth + 1, key)]
        case Kind.CLOSED_MAP if type_.item is not None:
            return _closed_map(name, type_, type_.item, wanted, depth)
        case Kind.BANDS | Kind.LIST if type_.fields:
            return [*_comment(type_, margin, key), *_item_shape(type_, wanted, margin), f"{margin}{name}:"]
        case Kind.OPEN_MAP:
            return [*_comment(type_, margin, key), f"{margin}# as {{KEY: value}}", f"{margin}{name}:"]
        case _:
            return [*_comment(type_, margin, key), f"{margin}{name}:"]


def _closed_map(name: str, type_: FactType, item: FactType, wanted: dict[str, FactType], depth: int) -> list[str]:
    margin = _INDENT * depth
    lines = ["", *_wrapped(type_.title, margin), f"{margin}{name}:"]
    for key in type_.words:
        title = type_.meanings.get(key, key)
        if item.kind is Kind.RECORD:
            lines += [f"{margin}{_INDENT}{key}:  # {title}"]
            lines += _children(item.fields.values(), wanted, depth + 2, title)
        else:
            lines += _one(key, item, wanted, depth + 1, title)
    return lines


def _children(types: Iterable[FactType], wanted: dict[str, FactType], depth: int, key: str) -> list[str]:
    return [line for one in types for line in _one(one.path.rpartition(".")[2], one, wanted, depth, key)]


def _comment(type_: FactType, margin: str, key: str) -> list[str]:
    """Write the question and what may be written."""
    question = type_.question.replace("{key}", key) or type_.title
    lines = _wrapped(question, margin)
    return [*lines, *_wrapped(f"({accepts(type_)})", margin)]


def _item_shape(type_: FactType, wanted: dict[str, FactType], margin: str) -> Iterator[str]:
    """Show the shape of a list's entry, commented out."""
    yield f"{margin}# one entry each, as:"
    head = "ages: {from: 13, to: 15}" if type_.kind is Kind.BANDS else "id:"
    yield f"{margin}#   - {head}"
    for one in type_.fields.values():
        if one.path in wanted:
            yield from _wrapped(f"{one.question} ({accepts(one)})", f"{margin}#     ")
            yield f"{margin}#     {one.path.rpartition('.')[2]}:"


def _wrapped(text: str, margin: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=f"{margin}# ", subsequent_indent=f"{margin}# ", break_long_words=False
    )
