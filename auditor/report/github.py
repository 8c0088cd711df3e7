"""Workflow commands for GitHub Actions: what failed, at its line, in the pull request's own view.

GitHub shows ten annotations of each level in a step, so the worst come first and the rest are counted: before all
others what can make a pipeline red, be it the gate or `auditor check`. The commands are escaped as GitHub's toolkit
does it; no text can end one, or start another. Every other line begins with `auditor:`, and commands in the older
form are broken up wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from auditor.model.diagnostic import Diagnostic, Place, fails_check
from auditor.model.finding import Finding
from auditor.model.result import Audit, Gate, Result, UndecidedPolicy
from auditor.report.bearing import counted
from auditor.report.challenges import all_replies, both_sides, finding_texts
from auditor.report.escape import visible
from auditor.report.gate_items import GateItem, gate_items
from auditor.report.outcomes import Annotation, Kind, Test, outcome, word
from auditor.report.pointing import besides, place_of, reasons, verdict_words
from auditor.report.smallprint import decisions_text, gate_text, waivers_text
from auditor.report.wording import flat, listed, plural, sentence

SHOWN: Final = 10
TITLE: Final = 250
LINE: Final = 1000
_LEVELS: Final = (Annotation.ERROR, Annotation.WARNING, Annotation.NOTICE)

# The places in the order beside those in the table of outcomes. What is open comes after all other warnings where the
# gate passes it: nothing can fail there.
_INPUT_ERROR, _GATE, _FAILS_CHECK, _INPUT_WARNING, _PASSED, _TOLD = -3, -2, -1, 6, 7, 10

# The older form of a command is looked for anywhere in a line: ##[error], ##vso[…].
_OLDER: Final = re.compile(r"#(?=#\w*\[)")


class Note(Struct, frozen=True, kw_only=True):
    """One annotation before it is written; `rank` as in the table of outcomes."""

    level: Annotation
    rank: int
    title: str
    lines: Sequence[str]
    place: Place | None = None


def render(result: Result) -> str:
    """Write the annotations, the worst first, then each verdict and how many annotations there are."""
    notes = sorted(_notes(result), key=lambda note: note.rank)
    by_level = {level: [one for one in notes if one.level is level] for level in _LEVELS}
    commands = [_command(one) for level in _LEVELS for one in by_level[level][:SHOWN]]
    counts = {level: len(found) for level, found in by_level.items()}
    told = [*_verdicts(result), _plain(f"auditor: {gate_text(result.gate)}"), _counted(counts)]
    return "".join(f"{line}\n" for line in (*commands, *told))


def _notes(result: Result) -> Iterator[Note]:
    for diagnostic in result.diagnostics:
        yield _of_input(diagnostic)
    for audit in result.audits:
        if audit.scorecard is None:
            yield Note(
                level=Annotation.NOTICE,
                rank=_TOLD,
                title=f"{audit.declaration.service.name}: not judged",
                lines=[
                    "The facts were compiled by others than the service: no verdict, score or annotation.",
                    *all_replies(audit),
                ],
                place=Place(audit.declaration.file),
            )
        for finding in audit.findings:
            row = outcome(finding, result.gate.track)
            if row.annotation is not Annotation.NONE:
                yield _of_finding(audit, finding, result.gate)
        yield from (
            _of_gate(audit, one) for one in gate_items(result.gate, audit) if one.annotation is not Annotation.NONE
        )
    for one in result.outside:
        yield Note(
            level=Annotation.NOTICE,
            rank=_TOLD,
            title=f"{one.id} {one.version}: nothing was held against it",
            lines=[sentence(one.why)],
        )


def _of_input(diagnostic: Diagnostic) -> Note:
    lines = [sentence(diagnostic.message)]
    lines += [f"{name}: {text}" for name, text in (("why", diagnostic.why), ("help", diagnostic.help)) if text]
    lines += [f"see also: {one}" for one in diagnostic.also]
    return Note(
        level=Annotation.ERROR if diagnostic.is_error else Annotation.WARNING,
        rank=_INPUT_ERROR if diagnostic.is_error else _FAILS_CHECK if fails_check(diagnostic) else _INPUT_WARNING,
        title=diagnostic.code,
        lines=lines,
        place=diagnostic.place,
    )


def _of_gate(audit: Audit, item: GateItem) -> Note:
    outcome = "not met" if item.ended is Test.FAILURE else "cannot be told yet"
    return Note(
        level=item.annotation,
        rank=_GATE,
        title=f"{item.name}: {outcome}",
        lines=[sentence(item.said), f"{audit.declaration.service.name}, {audit.ruleset.name}"],
        place=Place(audit.declaration.file),
    )


def _of_finding(audit: Audit, finding: Finding, gate: Gate) -> Note:
    track = gate.track
    row, requirement = outcome(finding, track), finding.requirement
    passed = row.kind is Kind.OPEN and gate.undecided is UndecidedPolicy.PASS
    return Note(
        level=row.annotation,
        rank=max(row.rank, _PASSED) if passed else row.rank,
        title=f"{requirement.id} {word(audit, finding, track)}: {requirement.title}",
        lines=[
            *reasons(audit, finding, track),
            *finding_texts(audit, finding),
            *besides(audit, finding, track),
            f"{audit.declaration.service.name}, {audit.ruleset.name}",
        ],
        place=place_of(audit, finding, track),
    )


def _command(note: Note) -> str:
    properties = {"title": _cut(_plain(note.title), TITLE)}
    if note.place is not None and note.place.file and not note.place.file.startswith("<"):
        where = {"file": visible(note.place.file)}
        if note.place.line:
            where["line"] = str(note.place.line)
            if note.place.column:
                where["col"] = str(note.place.column)
        properties = where | properties
    written = ",".join(f"{name}={_property(text)}" for name, text in properties.items())
    said = "\n".join(_cut(_plain(line), LINE) for line in note.lines)
    return f"::{note.level.value} {written}::{_data(said)}"


def _plain(text: str) -> str:
    """Write a text on one line, with nothing in it that acts."""
    return _OLDER.sub(r"\\x23", visible(flat(text)))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(_OLDER.sub(r"\\x23", text)).replace(":", "%3A").replace(",", "%2C")


def _verdicts(result: Result) -> Iterator[str]:
    for audit in result.audits:
        yield _plain(f"auditor: {audit.declaration.service.name}, {audit.ruleset.name}: {verdict_words(audit)}")
        yield from (_plain(f"auditor: {mark}") for mark in audit.watermarks)
        yield from (_plain(f"auditor: {both_sides(audit.declaration, one)}") for one in counted(audit))
        if audit.scorecard is not None:
            for text in (waivers_text(audit, audit.scorecard), decisions_text(audit, audit.scorecard)):
                if text:
                    yield _plain(f"auditor: {text}")


def _counted(counts: dict[Annotation, int]) -> str:
    found = [plural(count, level.value) for level, count in counts.items() if count]
    hidden = [plural(count - SHOWN, level.value) for level, count in counts.items() if count > SHOWN]
    line = f"auditor: {listed(found) or 'nothing to annotate'}"
    if hidden:
        line += f"; GitHub shows {SHOWN} of each in a step, so {listed(hidden)} more stand in the other formats only"
    return line
