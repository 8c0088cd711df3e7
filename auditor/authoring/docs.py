"""Reference pages in Markdown: one for each edition, one for the vocabulary. Generated, so that they cannot lie.

The same rulesets and vocabulary always give the same bytes. Whatever an edition says is escaped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from auditor.authoring.conditions_aloud import said
from auditor.engine.judge import accepts
from auditor.model.condition import Always, Condition
from auditor.model.ruleset import Area, Origin, Parameter, Requirement, Ruleset, SourceDocument
from auditor.model.standing import holding, validity_of
from auditor.model.themes import words_of
from auditor.model.values import plain_number
from auditor.model.vocabulary import FactType, Kind, Vocabulary
from auditor.report.escape import visible
from auditor.report.wording import backing_text

_UNWRAPPED: Final = 100_000
_ACTIVE: Final = re.compile(r"([\\`*\[\]<>|~]|(?<!\w)_|_(?!\w))")
_SPACE: Final = re.compile(r"\s+")
_CODE: Final = re.compile(r"`[A-Za-z0-9_.,:*{} -]+`")
_LEADING: Final = re.compile(r"^(\s*(?:\d+(?=[.)]))?)(#{1,6}\s|[-+]\s|(?<=\d)[.)])")
_FACT: Final = re.compile(r"`[A-Za-z0-9_.*-]+`|\b[a-z][a-z0-9_]*(?:\.[A-Za-z0-9_*-]+)+")
_GENERATED: Final = "<!-- Written by `auditor ruleset docs`. What it says is changed in {where}. -->"


def pages(rulesets: Iterable[Ruleset], vocabulary: Vocabulary) -> dict[str, str]:
    """Give every page by its path below the folder of the documentation."""
    return {"vocabulary.md": vocabulary_page(vocabulary), **edition_pages(rulesets)}


def edition_pages(rulesets: Iterable[Ruleset]) -> dict[str, str]:
    """Give the pages of editions alone."""
    return {f"rulesets/{one.id}-{one.version}.md": edition_page(one) for one in rulesets}


# -- an edition --------------------------------------------------------------------------------------------


def edition_page(ruleset: Ruleset) -> str:
    """Write the reference of one edition."""
    lines = [
        _GENERATED.format(where=f"`rulesets/{ruleset.id}/{ruleset.version}/`"),
        "",
        f"# {escape(ruleset.title)} ({ruleset.version})",
        "",
        escape(ruleset.summary),
        "",
        *_table(("", ""), _head(ruleset)),
    ]
    lines += ["", "## Areas", "", *_table(("area", "weight", "requirements"), _areas(ruleset))]
    if ruleset.parameters:
        head = ("name", "value", "whose number", "why")
        lines += ["", "## Numbers and lists", "", *_table(head, map(_parameter, ruleset.parameters.values()))]
    if ruleset.definitions:
        lines += ["", "## Definitions"]
        for name, condition in ruleset.definitions.items():
            lines += ["", f"**{escape(name.replace('_', ' '))}**", "", *_read_aloud(condition, 0)]
    if ruleset.extension is not None:
        lines += ["", "## Facts of its own", "", escape(ruleset.extension.description), *_facts_of(ruleset.extension)]
    lines += ["", "## Requirements"]
    for area in ruleset.areas:
        here = [one for one in ruleset.requirements if one.area == area.id]
        if here:
            lines += ["", f"### {escape(area.title)}"]
        for one in here:
            lines += ["", *_requirement(one, ruleset)]
    lines += ["", "## Sources", "", *(f"- {_document(one)}" for one in ruleset.documents.values())]
    return "\n".join(lines) + "\n"


def _head(ruleset: Ruleset) -> Iterator[tuple[str, str]]:
    yield "ruleset", f"`{ruleset.id}@{ruleset.version}`"
    yield "kind of text", ruleset.status.value.replace("_", " ")
    yield "published", str(ruleset.published)
    yield "state", validity_of(ruleset).span_text
    if ruleset.transition_until is not None:
        yield "transition", f"until {ruleset.transition_until}"
    for step in ruleset.history:
        yield step.stage.value, escape(f"{step.on}{': ' if step.note else ''}{step.note}")
    for one in ruleset.excludes:
        yield "says nothing about", escape(", ".join(map(words_of, one.themes)) + f" ({one.clause}): {one.because}")
    if ruleset.kind != "consistency":
        yield "verdict decided by", ", ".join(one.value for one in ruleset.decided_by)
        yield "score", ruleset.scoring.value
    obligations = Counter(one.obligation for one in ruleset.requirements)
    split = ", ".join(f"{number} {one.value}" for one, number in sorted(obligations.items(), key=_by_rank))
    yield "requirements", f"{len(ruleset.requirements)}: {split}"
    marks = Counter(one.source.checked for one in ruleset.requirements)
    yield "their sources were", ", ".join(f"{mark.value} for {number}" for mark, number in sorted(marks.items()))
    ours, whole = ruleset.numbers
    yield "numbers in the score", f"{whole}, of which {ours} are ours"


def _by_rank(counted: tuple[object, int]) -> tuple[int, str]:
    obligation, number = counted
    return -number, str(obligation)


def _areas(ruleset: Ruleset) -> Iterator[tuple[str, str, str]]:
    titles = {area.id: area.title for area in ruleset.areas}
    for area in ruleset.areas:
        here = [one.id for one in ruleset.requirements if one.area == area.id]
        yield _area_title(area, titles), _number(area.weight), ", ".join(here) or "in the areas below it"


def _area_title(area: Area, titles: dict[str, str]) -> str:
    above = f" (in {escape(titles[area.parent])})" if area.parent else ""
    return escape(area.title) + above + (", handed on" if area.transparent else "")


def _parameter(one: Parameter) -> tuple[str, str, str, str]:
    readings = "".join(
        f"; {escape(name)} reading: {escape(_unbracketed(value))}" for name, value in one.readings.items()
    )
    origin = "the source's" if one.origin is Origin.SOURCE else "ours"
    return f"`{one.name}`", escape(_unbracketed(one.written)) + readings, origin, escape(one.because)


def _unbracketed(written: str) -> str:
    return written.removeprefix("[").removesuffix("]")


def _requirement(one: Requirement, ruleset: Ruleset) -> Iterator[str]:
    yield f"#### {one.id}: {escape(one.title)}"
    yield ""
    yield escape(one.asks)
    yield ""
    decides = "decides the verdict" if one.decisive else "does not decide the verdict"
    label = f" · {escape(one.label)}" if one.label else ""
    yield f"- **{one.obligation.value}**, {decides} · weight {_number(one.weight)}{label}"
    yield f"- **Source:** {_linked(one.source.document)}, {escape(one.source.clause)} ({one.source.checked.value})"
    if one.themes:
        yield "- **About** " + ", ".join(map(words_of, one.themes))
    if one.formerly:
        yield f"- **Formerly** {one.formerly}"
    if one.starts is not None or one.ends is not None:
        yield f"- **{holding(ruleset.status).capitalize()}**{_dates(one)}"
    if isinstance(one.applies_when, Always):
        yield "- **Applies** to every service"
    else:
        yield "- **Applies** where"
        yield from _read_aloud(one.applies_when, 1)
    yield "- **Met** where"
    yield from _read_aloud(one.met_when, 1)
    for rung in one.rungs:
        yield f"- **Otherwise {_number(rung.credit)} of the credit** where"
        yield from _read_aloud(rung.when, 1)
    yield f"- **Backed** {backing_text(one.evidence).removeprefix('backed ')}"
    if one.remedy is not None:
        effort = f" (effort {one.remedy.effort} of 13)" if one.remedy.effort else ""
        yield f"- **To meet it:** {escape(one.remedy.do)}{effort}"


def _dates(one: Requirement) -> str:
    starts = f" from {one.starts}" if one.starts else ""
    return starts + (f" until {one.ends}" if one.ends else "")


def _read_aloud(condition: Condition, depth: int) -> Iterator[str]:
    """Read a condition aloud as a list that nests as the condition does."""
    for line in said(condition, depth, _UNWRAPPED):
        text = line.lstrip()
        yield f"{line[: len(line) - len(text)]}- {_marked(text.removesuffix(':'))}"


def _marked(text: str) -> str:
    """Escape a line, its facts set as code."""
    parts, end = [], 0
    for match in _FACT.finditer(text):
        parts += [escape(text[end : match.start()]), f"`{match[0].strip('`')}`"]
        end = match.end()
    return "".join([*parts, escape(text[end:])])


def _linked(document: SourceDocument) -> str:
    title = escape(document.title)
    return f"[{title}](<{document.url}>)" if _is_plain_link(document.url) else title


def _is_plain_link(url: str) -> bool:
    return re.fullmatch(r"https?://[^\s<>\\]+", url) is not None


def _document(one: SourceDocument) -> str:
    said_of_it = [one.publisher, one.published, one.licence]
    return ". ".join([_linked(one), *(escape(part) for part in said_of_it if part)])


# -- the vocabulary ----------------------------------------------------------------------------------------


def vocabulary_page(vocabulary: Vocabulary) -> str:
    """Write the reference of every fact, by subject."""
    count = sum(1 for _fact in vocabulary.facts())
    lines = [
        _GENERATED.format(where="`rulesets/vocabulary/`"),
        "",
        "# What a declaration can state",
        "",
        f"{count} facts, by subject. A fact that is left out is not a no: it is unknown. `*` stands for a key of a",
        "map, an age band, or an entry of a list. A **scope** fact can take a service out of a requirement; a",
        "**control** is something that the service does to protect people.",
    ]
    for group in vocabulary.groups.values():
        lines += ["", f"## {escape(group.title)}", "", escape(group.description), *_facts_of(group)]
    return "\n".join(lines) + "\n"


def _facts_of(group: FactType) -> Iterator[str]:
    """Write the facts of a group as a table, and the meanings of their words below it."""
    facts = [one for one in group.walk() if one.question and one.kind not in (Kind.GROUP, Kind.RECORD)]
    yield ""
    yield from _table(("fact", "question", "what may be written", ""), map(_fact, facts))
    for one, meanings in _meanings(group):
        yield from ("", f"The {'keys' if one.kind is Kind.CLOSED_MAP else 'words'} of `{one.path}`:", "")
        yield from (f"- `{word}`: {escape(meaning)}" for word, meaning in meanings)


def _fact(one: FactType) -> tuple[str, str, str, str]:
    question = one.question.replace("{key}", "each of them")
    flags = [name for name, holds in (("scope", one.scope), ("control", one.control)) if holds]
    return f"`{one.path}`", escape(question), escape(_answer(one)), ", ".join(flags)


def _answer(one: FactType) -> str:
    written = accepts(one)
    if one.kind is Kind.LADDER:
        written += ", from the least to the most"
    if one.kind is Kind.NUMBER:
        if one.maximum is not None:
            written += f", {plain_number(one.minimum or 0)} to {plain_number(one.maximum)}"
        elif one.minimum:
            written += f", at least {plain_number(one.minimum)}"
    if one.kind in (Kind.CLOSED_MAP, Kind.OPEN_MAP):
        return "a map: " + ("any of the keys below" if one.words else f"keys that look like `{one.key_pattern}`")
    return written


def _meanings(group: FactType) -> Iterator[tuple[FactType, Sequence[tuple[str, str]]]]:
    for one in group.walk():
        if one.meanings:
            yield one, [(word, one.meanings[word]) for word in one.words if word in one.meanings]


# -- Markdown ----------------------------------------------------------------------------------------------


def escape(text: str) -> str:
    """Make a text mean itself in Markdown, on one line; what an author has set as code stays code."""
    flat = visible(_SPACE.sub(" ", text))
    parts, end = [], 0
    for code in _CODE.finditer(flat):
        parts += [_inert(flat[end : code.start()]), code[0]]
        end = code.end()
    return _LEADING.sub(r"\1\\\2", "".join([*parts, _inert(flat[end:])]))


def _inert(text: str) -> str:
    return _ACTIVE.sub(r"\\\1", text).replace("&", "&amp;")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [
        "| " + " | ".join(head) + " |",
        "|" + "---|" * len(head),
        *("| " + " | ".join(row) + " |" for row in rows),
    ]


def _number(number: Fraction) -> str:
    return plain_number(Decimal(number.numerator) / Decimal(number.denominator))
