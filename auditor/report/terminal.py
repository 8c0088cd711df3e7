"""The result on a terminal: verdict and areas first, failures next, the answer on the last line."""

from __future__ import annotations

from datetime import date

from auditor.model.result import Audit, Result, Track
from auditor.model.scorecard import Scorecard
from auditor.report.bearing import concerning
from auditor.report.challenges import later_text
from auditor.report.commands import more_command
from auditor.report.contested import put_contested
from auditor.report.contradictions import contradictions_of, put_contradictions
from auditor.report.failing import (
    ANSWERS,
    COMING,
    FAILURES,
    put_answers,
    put_coming,
    put_command,
    put_failures,
)
from auditor.report.highlights import (
    answer_lines,
    decisive_phrases,
    other,
    unusable_text,
    verdict_on,
)
from auditor.report.outcomes import word
from auditor.report.paper import Paper, Piece
from auditor.report.reported import put_reported, reported_answer
from auditor.report.scoreboard import BARS_FROM, put_scoreboard
from auditor.report.several import put_gate, put_several
from auditor.report.smallprint import (
    counts_text,
    left_out_text,
    numbers_text,
    standing_text,
    trust_texts,
    warnings_text,
    withheld_text,
)
from auditor.report.wording import STATUSES, VERDICTS, as_track, flat


def render(result: Result, *, width: int, color: bool, ascii: bool, verbose: bool = False) -> str:
    """Draw the result for a terminal so wide. The same arguments always give the same text."""
    paper = Paper(width=width, color=color, ascii=ascii)
    match result.audits:
        case ():
            _put_nothing(paper, result)
        case (audit,) if not result.outside:
            _put_one(paper, result, audit, verbose=verbose)
        case _:
            put_several(paper, result, verbose=verbose)
    return "\n".join(line.rstrip() for line in paper.text().rstrip("\n").split("\n")) + "\n"


def _put_nothing(paper: Paper, result: Result) -> None:
    paper.prose(unusable_text(result) or "There was no declaration to audit.")
    paper.blank()
    paper.prose("NOTHING WAS AUDITED: there is no verdict and no score.", style="head")


def _put_one(paper: Paper, result: Result, audit: Audit, *, verbose: bool) -> None:
    put_header(paper, audit, result.as_of)
    paper.blank()
    compiled_by = audit.declaration.compiled_by
    if audit.scorecard is None or compiled_by is not None:
        if compiled_by is not None:
            put_reported(paper, audit, compiled_by)
        put_contradictions(paper, contradictions_of(result, audit), verbose=verbose)
        for text in (later_text(audit), withheld_text(audit), warnings_text(result), unusable_text(result)):
            if text:
                paper.prose(text)
        paper.blank()
        paper.put(Piece(reported_answer(audit, paper.fits), "head"))
        return
    card, track = audit.scorecard, result.gate.track
    _put_verdict(paper, audit, card, track)
    paper.blank()
    put_scoreboard(paper, audit, card)
    _put_legend(paper, audit, card)
    put_failures(paper, result, audit, most=None if verbose else FAILURES, verbose=verbose, track=track)
    put_answers(paper, result, audit, card, track=track, most=None if verbose else ANSWERS)
    put_contested(paper, audit)
    put_contradictions(paper, contradictions_of(result, audit), verbose=verbose)
    put_coming(paper, audit, most=None if verbose else COMING)
    if verbose:
        _put_all(paper, audit)
    paper.blank()
    for text in trust_texts(result, audit, card):
        paper.prose(text)
    if unusable_text(result):
        paper.prose(unusable_text(result))
    paper.blank()
    _put_answer(paper, result, audit, card)


def put_header(paper: Paper, audit: Audit, as_of: date) -> None:
    """Write who is audited against what, for which day, and what the reader must know of it."""
    declaration = audit.declaration
    service = declaration.service
    who = paper.dot.join(flat(part) for part in (service.name, service.provider) if part)
    edition = audit.ruleset.name
    room = paper.width - paper.cells(edition) - 2
    name = paper.cut(who, room) if room > paper.width // 3 else who
    paper.sides([Piece(name, "head")], Piece(edition, keep=paper.fits(edition)))
    stated = f"facts of {declaration.stated_on.isoformat()}" if declaration.stated_on else "facts undated"
    right = paper.dot.join(standing_text(audit, as_of))
    room = paper.width - paper.cells(right) - 2
    if paper.cells(stated) + 16 > room:
        room = paper.width
    file = paper.cut_path(declaration.file, room - paper.cells(paper.dot, stated))
    paper.sides([paper.dot.join((file, stated))], right)
    for mark in audit.watermarks:
        paper.prose(flat(mark), lead="! ", style="open")


def _put_verdict(paper: Paper, audit: Audit, card: Scorecard, track: Track) -> None:
    tracks = [track]
    if verdict_on(card, track) is not verdict_on(card, other(track)):
        tracks.append(other(track))
    for one in tracks:
        words = VERDICTS[verdict_on(card, one)]
        on = f" {as_track(one)}" if len(tracks) > 1 else ""
        lead = Piece(f"{words.mark} {words.label.upper()}{on}", words.style)
        phrases = decisive_phrases(audit, card, one)
        said = paper.dot.join(phrases)
        gap = "    " if paper.fits(lead, "    ", said) else "  "
        if paper.fits(lead, gap, said):
            paper.put(lead, gap, said)
        else:
            paper.put(lead)
            paper.flow(phrases, lead="  ", indent=2, gap=paper.dot)


def _put_legend(paper: Paper, audit: Audit, card: Scorecard) -> None:
    head, *counts = counts_text(audit, card)
    paper.flow([f"{head} {counts[0]}" if counts else head, *counts[1:]], lead="  ", indent=2, gap=paper.dot)
    signs = ["█ sure  ▒ still open  · lost  "] if paper.width >= BARS_FROM else []
    signs += ["✗ not met or partly ", "? not answered ", "✓ met  "]
    shown = [one.score.declared for one in card.areas] + [card.score.declared, card.score.backed]
    if any(score is not None and score.may_be_empty for score in shown):
        signs.append("* may not apply at all  ")
    notes = [text + "." for text in (numbers_text(audit), left_out_text(audit)) if text]
    paper.flow([*signs, *notes], lead="  ", indent=2, gap=" ")


def _put_all(paper: Paper, audit: Audit) -> None:
    paper.blank()
    paper.put(Piece("ALL RULES", "head"), "     declared, then backed")
    for finding in audit.findings:
        words, requirement = STATUSES[finding.declared.status], finding.requirement
        declared, backed = (word(audit, finding, track) for track in (Track.DECLARED, Track.BACKED))
        lead = Piece(f"{words.mark} {requirement.id}  ", words.style, keep=True)
        contested = ", contested" if concerning(audit, finding) else ""
        paper.prose(f"{declared}, {backed}{contested}: {flat(requirement.title)}", lead=lead)


def _put_answer(paper: Paper, result: Result, audit: Audit, card: Scorecard) -> None:
    lines = answer_lines(audit, card, result.gate.track)
    answer = next((line for line in lines if paper.fits(line)), lines[-1])
    command = more_command(result, audit)
    if command and paper.fits(answer, "   more: ", command):
        paper.put(Piece(answer, "head"), "   more: ", command)
    else:
        if command:
            put_command(paper, "more", command)
        paper.put(Piece(answer, "head"))
    put_gate(paper, result)
