"""Triage as plain text: one sentence a line, without columns, marks or rules."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.model.triage import Ranked, Triage
from auditor.report.escape import visible
from auditor.report.register_words import moment_text, verdicts_text, who
from auditor.report.triage_words import (
    BESIDE,
    FORMULA,
    NO_FINDING,
    ORDER,
    OURS,
    apart_lines,
    digest_text,
    editions_text,
    interval_text,
    review_text,
    short_lines,
    signal_text,
    term_text,
)
from auditor.report.wording import flat, sentence, to_ascii

_APART = 10


def render_plain(triage: Triage, *, ascii: bool) -> str:
    """Write the first of the order, and how it was made, one sentence a line."""
    lines = [f"Who to look at first, by {editions_text(triage.editions)}.", ORDER[triage.by]]
    for one in triage.shown:
        lines += _filing(one)
    lines += apart_lines(triage.compiled, triage.unaudited, triage.ruleset, most=_APART)
    lines += [sentence(FORMULA), OURS, *map(sentence, triage.numbers), NO_FINDING, BESIDE]
    shown, signals = len(triage.shown), sum(bool(one.signals) for one in triage.ranked)
    then = f"; as the register knew it on {moment_text(triage.known_at)}" if triage.known_at else ""
    lines.append(f"{len(triage.ranked)} filings in order, {shown} shown, {signals} with signals{then}.")
    text = "\n".join(visible(flat(one)) for one in lines) + "\n"
    return to_ascii(text) if ascii else text


def _filing(one: Ranked) -> Iterator[str]:
    entry = one.entry
    about = f"Number {one.place}, {who(entry, dot=', ')}, submission {digest_text(entry)}"
    yield f"{about}: priority {interval_text(one.priority, to=' to ')}."
    for term in one.terms:
        yield sentence(term_text(term, to=" to "))
    yield sentence(verdicts_text(entry, to=" to "))
    yield from map(sentence, short_lines(one))
    for signal in one.signals:
        yield sentence(f"look: {signal_text(signal)}: {'; '.join(signal.evidence)}")
    for review in one.reviews:
        yield sentence(f"reviewer: {review_text(review, entry.sha256)}")
