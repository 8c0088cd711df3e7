"""What came of making a result again: for people, one sentence a line, and for programs as `auditor.replay/1`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from auditor.model.replay import Held, InputKind, Replay, Standing
from auditor.report.escape import visible
from auditor.report.jsontext import Json, dump
from auditor.report.paper import Paper, Piece
from auditor.report.wording import flat, plural, to_ascii

SCHEMA: Final = "auditor.replay/1"
KINDS: Final[Mapping[InputKind, str]] = {
    InputKind.TOOL: "release",
    InputKind.OPTIONS: "options",
    InputKind.RULESET: "ruleset",
    InputKind.VOCABULARY: "vocabulary of",
    InputKind.CONSISTENCY: "rules about contradictions",
    InputKind.INSTRUMENTS: "instruments",
    InputKind.DECLARATION: "declaration",
    InputKind.LAYOUT: "layout of",
    InputKind.EVIDENCE: "evidence of",
    InputKind.BINDING: "binding",
    InputKind.WAIVERS: "waivers:",
    InputKind.DECISIONS: "decisions:",
    InputKind.CHALLENGES: "challenges:",
    InputKind.BASELINE: "baseline",
    InputKind.SUBMISSION: "register:",
    InputKind.NAMES: "register:",
    InputKind.INPUTS: "number of",
}
_DIGEST: Final = re.compile("[0-9a-f]{64}", re.ASCII)
_MARKS: Final = {
    Standing.SAME: ("✓", "met"),
    Standing.DIFFERS: ("✗", "failed"),
    Standing.MISSING: ("?", "open"),
    Standing.RECORDED: ("–", "out"),
}


def render(replay: Replay, *, width: int, color: bool, ascii: bool, verbose: bool = False) -> str:
    """Draw the inputs, those that differ or are missing with both values; then the answer."""
    paper = Paper(width=width, color=color, ascii=ascii)
    paper.prose(f"{flat(replay.result)}, saved by auditor {replay.saved_by}", style="head")
    for one in replay.inputs:
        mark, style = _MARKS[one.standing]
        lead = Piece(f" {mark} ", style)
        if one.standing in (Standing.SAME, Standing.RECORDED):
            told = one.recorded if verbose or not _DIGEST.fullmatch(one.recorded) else one.recorded[:12]
            paper.prose(f"{_name(one)}: {flat(told)}", lead=lead)
            continue
        paper.prose(_name(one), lead=lead, style=style)
        for what, value in _sides(one):
            paper.prose(flat(value), lead=f"     {what:9}")
    paper.blank()
    for text in _closing(replay):
        paper.prose(text)
    paper.prose(answer(replay), style="head")
    return paper.text()


def _name(one: Held) -> str:
    return f"{KINDS[one.kind]} {flat(one.name)}" if one.name != one.kind.value else one.name


def _sides(one: Held) -> Iterator[tuple[str, str]]:
    yield "recorded", one.recorded
    # Names that were taken out are gone: there is nothing that could be given.
    to_give = one.standing is Standing.MISSING and one.kind is not InputKind.NAMES
    yield ("give it", one.found or "it is not there") if to_give else ("today", one.found)


def _closing(replay: Replay) -> Iterator[str]:
    """Say whose fault a difference is, as far as that can be told, and where the first one is."""
    if replay.same or not replay.made:
        return
    if not replay.of(Standing.DIFFERS):
        yield (
            "All inputs are the same. So the result was changed after it was saved, or another program than this "
            f"auditor {replay.made_by} made it."
        )
    first = replay.first
    if first is None:
        yield "Nothing that it says differs: its file is written otherwise than the program writes it."
        return
    yield (
        f"{plural(replay.differences, 'place')} {'differs' if replay.differences == 1 else 'differ'}; the first is "
        f"{first.pointer}: {_value(first.saved)} in the result, {_value(first.made)} made again."
    )


def _value(value: str | None) -> str:
    return "nothing" if value is None else flat(value)


def answer(replay: Replay) -> str:
    """Give the whole in one sentence: what the last line says."""
    missing, differ = replay.of(Standing.MISSING), replay.of(Standing.DIFFERS)
    if replay.same and not differ:
        return f"THE SAME: {replay.size:,} bytes, SHA-256 {replay.saved}."
    if missing:
        return f"CANNOT BE REPLAYED: {plural(len(missing), 'input')} not at hand."
    if differ:
        verb = "DIFFERS" if len(differ) == 1 else "DIFFER"
        if replay.same:
            return f"{plural(len(differ), 'input').upper()} {verb}, and the same bytes came out."
        return f"NOT THE SAME: {plural(len(differ), 'input').upper()} {verb}."
    return "NOT THE SAME, and no input differs."


def render_plain(replay: Replay, *, ascii: bool) -> str:
    """Say the same, one sentence a line; the answer is the last line."""
    text = "".join(f"{visible(flat(line))}\n" for line in _lines(replay))
    return to_ascii(text) if ascii else text


def _lines(replay: Replay) -> Iterator[str]:
    yield f"Result {replay.result}, saved by auditor {replay.saved_by}."
    for one in replay.inputs:
        words = {Standing.SAME: "the same", Standing.RECORDED: "as recorded"}.get(one.standing, one.standing.value)
        sides = "; ".join(f"{what}: {value}" for what, value in _sides(one))
        told = one.recorded if one.standing in (Standing.SAME, Standing.RECORDED) else sides
        yield f"{_name(one)} {words}: {told}."
    yield from _closing(replay)
    yield answer(replay)


def render_json(replay: Replay, version: str) -> str:
    """Write it for programs; `version` is the program's own."""
    first = replay.first
    document: dict[str, Json] = {
        "schema": SCHEMA,
        "tool": {"name": "auditor", "version": version},
        "result": {"file": replay.result, "sha256": replay.saved, "size": replay.size, "saved_by": replay.saved_by},
        "made": {"sha256": replay.made} if replay.made else None,
        "same": replay.same,
        "inputs": [
            {
                "kind": one.kind.value,
                "name": one.name,
                "standing": one.standing.value,
                "recorded": one.recorded,
                "found": one.found or None,
            }
            for one in replay.inputs
        ],
        "differences": replay.differences,
        "first": None if first is None else {"pointer": first.pointer, "saved": first.saved, "made": first.made},
    }
    return dump(document)
