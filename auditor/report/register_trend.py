"""How a service or a requirement came out over filings and as-of dates: people, a sentence a line, and programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Final

from auditor.model.register import Entry, Share, Step, Trend
from auditor.model.result import LATER_FACTS
from auditor.report.escape import visible
from auditor.report.jsontext import Json, dump
from auditor.report.paper import Paper, Piece
from auditor.report.register_words import (
    SHORT,
    are_later,
    counts_json,
    counts_text,
    dated_text,
    doubts,
    edition_of,
    entry_json,
    is_starred,
    mark_of,
    moment_json,
    moment_text,
    verdicts_text,
)
from auditor.report.wording import MAY_BE_EMPTY, STATUSES, flat, plural, sentence, to_ascii

SCHEMA: Final = "auditor.register-trend/1"


def render(trend: Trend, *, width: int, color: bool, ascii: bool) -> str:
    """Draw the trend, the earliest first."""
    paper = Paper(width=width, color=color, ascii=ascii)
    paper.put(Piece(trend.about, "head"))
    for number, entry in enumerate(trend.entries):
        mark, style = mark_of(entry.verdict, entry.state)
        paper.blank()
        paper.prose(verdicts_text(entry, to=paper.to), lead=Piece(f"{mark} ", style), style=style)
        for line in doubts(entry):
            paper.prose(line, lead="  ", style="open")
        paper.prose(paper.dot.join(_when(entry)), lead="  ", style="out")
        if moved := _moved(trend.entries, number):
            paper.prose(moved, lead="  ")
    if any(map(is_starred, trend.entries)):
        paper.blank()
        paper.prose(f"{MAY_BE_EMPTY}.")
    for step in trend.steps:
        words = STATUSES[step.status]
        paper.blank()
        paper.prose(_step(step), lead=Piece(f"{words.mark} ", words.style), style=words.style)
        paper.prose(paper.dot.join(_step_when(step)), lead="  ", style="out")
    for share in trend.shares:
        paper.blank()
        paper.put(Piece(f"{share.ruleset}@{share.version} as of {share.as_of}", keep=True))
        for text in _share(share):
            paper.prose(text, lead="  ")
    paper.blank()
    paper.prose(answer(trend), style="head")
    return paper.text()


def _when(entry: Entry) -> Iterator[str]:
    yield dated_text(entry)
    yield f"submission {entry.sha256[:SHORT]}"
    yield f"{edition_of(entry)} as of {entry.as_of}"
    yield f"known since {moment_text(entry.known_from)}"


def _before(entries: tuple[Entry, ...], number: int) -> Entry | None:
    """Give the entry that one goes on from, by the same ruleset: the one above it where that is of the same filing.

    Of the filing before it is the audit of the same day, or the last of an earlier one; nothing goes on backward.
    """
    entry = entries[number]
    above = [one for one in entries[:number] if one.ruleset == entry.ruleset]
    if not above:
        return None
    filing = [one for one in above if one.sha256 == above[-1].sha256]
    return next((one for one in reversed(filing) if _day(one) <= _day(entry)), None)


def _day(entry: Entry) -> date:
    return entry.as_of or date.min


def _moved(entries: tuple[Entry, ...], number: int) -> str:
    """Say how both ends of the score moved since the entry before, on both tracks; empty where they did not."""
    before, after = _before(entries, number), entries[number]
    if before is None:
        return ""
    since = "the one above" if before is entries[number - 1] else f"{before.sha256[:SHORT]} as of {before.as_of}"
    said = []
    for track, old, new in (
        ("declared", before.score, after.score),
        ("backed", before.score_backed, after.score_backed),
    ):
        if old is not None and new is not None and old != new:
            low, high = (Fraction(new[end]) - Fraction(old[end]) for end in (0, 1))
            said.append(f"as {track} {_signed(low)} at the least and {_signed(high)} at the most")
    edition = "; another edition" if before.version != after.version else ""
    return sentence(f"since {since}: {', '.join(said)}{edition}") if said else ""


def _signed(points: Fraction) -> str:
    return f"{float(points):+.2f}"


def _step(step: Step) -> str:
    return f"{STATUSES[step.status].label} as declared, {STATUSES[step.backed].label} as backed"


def _step_when(step: Step) -> Iterator[str]:
    yield flat(step.service)
    later = f", {LATER_FACTS}" if are_later(step.stated_on, step.as_of) else ""
    yield f"facts of {step.stated_on}{later}" if step.stated_on else "facts undated"
    yield f"submission {step.sha256[:SHORT]}"
    yield f"{step.requirement} of {step.ruleset}@{step.version} as of {step.as_of}"
    yield f"known since {moment_text(step.known_from)}"


def _share(share: Share) -> Iterator[str]:
    yield f"as declared: {counts_text(share.counts)}"
    yield f"as backed: {counts_text(share.backed)}"
    if share.later:
        yield f"{LATER_FACTS}: in {plural(share.later, 'filing')}"


def render_plain(trend: Trend, *, ascii: bool) -> str:
    """Write the trend, one sentence a line."""
    lines = [f"The trend of {trend.about}."]
    for number, entry in enumerate(trend.entries):
        lines.append(sentence(f"{', '.join(_when(entry))}: {verdicts_text(entry, to=' to ', starred=False)}"))
        lines += map(sentence, doubts(entry))
        lines += [moved] if (moved := _moved(trend.entries, number)) else []
    lines += [f"Of {', '.join(_step_when(one))}: {_step(one)}." for one in trend.steps]
    for share in trend.shares:
        lines.append(f"By {share.ruleset}@{share.version} as of {share.as_of}, {'; '.join(_share(share))}.")
    text = "\n".join(visible(flat(one)) for one in [*lines, answer(trend)]) + "\n"
    return to_ascii(text) if ascii else text


def answer(trend: Trend) -> str:
    """Count what the trend rests on."""
    then = f", as the register knew it on {moment_text(trend.known_at)}" if trend.known_at else ""
    if trend.shares:
        return f"{plural(len(trend.shares), 'AS-OF DATE AND EDITION', 'AS-OF DATES AND EDITIONS')}{then}."
    if trend.steps:
        return f"{plural(len(trend.steps), 'AUDIT', 'AUDITS')} OF {flat(trend.about)}{then}."
    filings = len({one.sha256 for one in trend.entries})
    return f"{plural(len(trend.entries), 'AUDIT', 'AUDITS')} OF {plural(filings, 'FILING', 'FILINGS')}{then}."


def render_json(trend: Trend, version: str) -> str:
    """Write the trend for programs: of its three lists, those that were not asked for are empty."""
    return dump(
        {
            "schema": SCHEMA,
            "tool": {"name": "auditor", "version": version},
            "known_at": moment_json(trend.known_at),
            "about": trend.about,
            "audits": [entry_json(one) for one in trend.entries],
            "findings": [_step_json(one) for one in trend.steps],
            "shares": [
                {
                    "as_of": one.as_of.isoformat(),
                    "ruleset": {"id": one.ruleset, "version": one.version},
                    "requirement": one.requirement,
                    "declared": counts_json(one.counts),
                    "backed": counts_json(one.backed),
                    "later_facts": one.later,
                }
                for one in trend.shares
            ],
        }
    )


def _step_json(step: Step) -> Json:
    return {
        "submission": step.sha256,
        "service": {"id": step.service, "name": step.name},
        "stated_on": step.stated_on.isoformat() if step.stated_on else None,
        "as_of": step.as_of.isoformat(),
        "later_facts": are_later(step.stated_on, step.as_of),
        "ruleset": {"id": step.ruleset, "version": step.version},
        "requirement": step.requirement,
        "status": {"declared": step.status.value, "backed": step.backed.value},
        "known_from": moment_json(step.known_from),
    }
