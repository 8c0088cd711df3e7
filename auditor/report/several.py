"""Several audits on one page: one line each, then what failed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from auditor.model.finding import Status
from auditor.model.result import Audit, Outside, Result, Track
from auditor.model.scorecard import Verdict
from auditor.model.standing import none_holds
from auditor.report.challenges import later_text
from auditor.report.contested import put_contested
from auditor.report.contradictions import contradictions_of, put_contradictions
from auditor.report.failing import FAILURES, put_failures
from auditor.report.gate_items import gate_answer
from auditor.report.highlights import failed, failures, unusable_text, verdict_on
from auditor.report.naming import service_names
from auditor.report.paper import Paper, Piece
from auditor.report.reported import put_reported
from auditor.report.since import baseline_text
from auditor.report.smallprint import conditions_texts, gate_rule_text, warnings_text, withheld_text
from auditor.report.wording import (
    BACKED_MEANS,
    MAY_BE_EMPTY,
    STANDINGS,
    VERDICTS,
    any_starred,
    as_track,
    plural,
    score_text,
    sentence,
)

_WORST_FIRST: Final = (
    Verdict.NOT_COMPLIANT,
    Verdict.CANNOT_TELL,
    Verdict.COMPLIANT,
    Verdict.NOTHING_APPLIES,
)
_FEW: Final = 2
FEWER_FAILURES: Final = 2
_NUMBERS: Final = (4, 4, 4, 5, 10, 8)


def put_several(paper: Paper, result: Result, *, verbose: bool) -> None:
    """Write a block of lines for each declaration, then its decisive failures."""
    track = result.gate.track
    names = {audit.ruleset.id for audit in result.audits}
    for _, group in groupby(result.audits, key=lambda audit: (audit.declaration.file, audit.declaration.service.id)):
        audits = list(group)
        paper.blank()
        _put_head(paper, result, audits[0])
        if any(audit.scorecard is not None for audit in audits):
            _put_columns(paper)
        for audit in audits:
            _put_audit(paper, audit, track, longest=max(map(len, names)))
        for audit in audits:
            for mark in audit.watermarks:
                paper.prose(f"{audit.ruleset.name}: {mark}", lead="! ")
            if audit.baseline is not None:
                paper.prose(f"{audit.ruleset.name}: {baseline_text(audit, track)}", lead="  ")
        if withheld_text(audits[0]):
            paper.prose(withheld_text(audits[0]), lead="  ")
    if len({audit.declaration.file for audit in result.audits}) > 1:
        paper.blank()
    for one in result.outside:
        paper.prose(outside_text(one), lead="- ")
    most = FAILURES if len(result.audits) <= _FEW else FEWER_FAILURES
    for audit, name in zip(result.audits, service_names(result.audits), strict=True):
        compiled_by = audit.declaration.compiled_by
        contrary = contradictions_of(result, audit)
        if failures(audit, result.gate.track) or audit.contested or contrary or compiled_by is not None:
            paper.blank()
            paper.prose(f"{name}{paper.dot}{audit.ruleset.name}", style="head")
        if compiled_by is not None:
            put_reported(paper, audit, compiled_by)
        else:
            put_failures(
                paper, result, audit, most=None if verbose else most, verbose=verbose, track=result.gate.track
            )
            put_contested(paper, audit)
            if later_text(audit):
                paper.prose(later_text(audit))
        put_contradictions(paper, contrary, verbose=verbose)
    paper.blank()
    paper.prose("Decisive rules only: ✗ not met or partly, ? not answered, ✓ met, n/a does not apply.")
    if any_starred(one.scorecard.score for one in result.audits if one.scorecard is not None):
        paper.prose(f"{MAY_BE_EMPTY}.")
    rule, missed = gate_rule_text(result.gate), conditions_texts(result.gate)
    for text in (BACKED_MEANS, warnings_text(result), rule, *missed, unusable_text(result)):
        if text:
            paper.prose(text)
    paper.blank()
    head, *rest = several_answer(result)
    if paper.fits(text := "; ".join((head, *rest)) + "."):
        paper.put(Piece(text, "head"))
    else:
        paper.prose(sentence("; ".join(rest)))
        paper.put(Piece(head + ".", "head"))
    put_gate(paper, result)


def put_gate(paper: Paper, result: Result) -> None:
    """Write that the gate is not met where no verdict says so: whoever looks for the cause of a status looks here."""
    lines = gate_answer(result)
    if lines:
        paper.put(Piece(next((one for one in lines if paper.fits(one)), lines[-1]), "head"))


def outside_text(one: Outside) -> str:
    """Say why nothing was held against an instrument, and how it would be."""
    return f"{one.id} {one.version} {one.why}; add -r {one.id}@{one.version} to read it anyway"


def several_answer(result: Result) -> tuple[str, ...]:
    """Give the answer over all audits in parts: the worst verdict in capitals, then the others."""
    track = result.gate.track
    audits = plural(len(result.audits), "audit")
    verdicts = [verdict_on(one.scorecard, track) for one in result.audits if one.scorecard is not None]
    counts = [(verdict, verdicts.count(verdict)) for verdict in _WORST_FIRST if verdict in verdicts]
    if not counts:
        return (f"NO VERDICT: none of {audits} is of a service that filed for itself",)
    worst, count = counts[0]
    head = f"{VERDICTS[worst].label.upper()} {as_track(track)}: {count} of {audits}"
    without = len(result.audits) - len(verdicts)
    return (
        head,
        *(f"{number} {VERDICTS[verdict].label}" for verdict, number in counts[1:]),
        *([f"no verdict for {without} compiled by others"] if without else []),
        *([f"{len(result.outside)} {none_holds(*(one.status for one in result.outside))}"] if result.outside else []),
    )


def _put_head(paper: Paper, result: Result, audit: Audit) -> None:
    declaration = audit.declaration
    stated = f"facts of {declaration.stated_on.isoformat()}" if declaration.stated_on else "facts undated"
    left = paper.dot.join((declaration.service.name, declaration.file))
    paper.sides([Piece(left, "head")], paper.dot.join((stated, f"read for {result.as_of.isoformat()}")))


def _put_columns(paper: Paper) -> None:
    heads = ("✗", "?", "✓", "n/a", "declared", "backed")
    paper.put(" " * (paper.width - sum(_NUMBERS)), *_cells(paper, heads))


def _cells(paper: Paper, texts: tuple[str, ...]) -> Iterator[str]:
    return (paper.pad(text, width, right=True) for text, width in zip(texts, _NUMBERS, strict=True))


def _name(paper: Paper, audit: Audit, longest: int, room: int) -> str:
    """Name an edition: in columns where there is room, at least the id and version where there is little."""
    ruleset = audit.ruleset
    standing = STANDINGS[ruleset.status].short
    columns = f"{ruleset.id.ljust(longest)} {ruleset.version} {standing}"
    if paper.cells(columns) <= room:
        return columns
    full = f"{ruleset.name} {standing}"
    return full if paper.fits("  ", full) else ruleset.name


def _put_audit(paper: Paper, audit: Audit, track: Track, *, longest: int) -> None:
    room = paper.width - sum(_NUMBERS) - 3
    name = _name(paper, audit, longest, room)
    if audit.scorecard is None:
        paper.prose("compiled by others: no verdict", lead=Piece(f"· {name}  ", keep=True))
        return
    card = audit.scorecard
    words = VERDICTS[verdict_on(card, track)]
    outside = sum(one.requirement.decisive and one.declared.status is Status.NOT_APPLICABLE for one in audit.findings)
    numbers = (
        failed(card.decisive),
        card.decisive.get(Status.UNDECIDED, 0),
        card.decisive.get(Status.MET, 0),
    )
    cells = _cells(
        paper,
        (
            *(str(number) if number else "·" for number in (*numbers, outside)),
            score_text(card.score.declared, to=paper.to),
            score_text(card.score.backed, to=paper.to),
        ),
    )
    mark = Piece(f"{words.mark} ", words.style, keep=True)
    if paper.cells(name) <= room:
        paper.put(mark, paper.pad(name, room + 1), *cells)
    else:
        paper.put(mark, Piece(name, keep=True))
        paper.put(" " * (room + 3), *cells)
