"""One requirement across all filings, for people and for programs: answers that are alike, outliers first."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from auditor.model.answering import Answers, Cluster, Disputed, Far, Instead
from auditor.model.register import Entry
from auditor.report.escape import visible
from auditor.report.jsontext import Json, dump
from auditor.report.numbers import decimals
from auditor.report.paper import Paper, Piece
from auditor.report.register_words import dated_text, moment_json, moment_text, who
from auditor.report.triage_words import (
    BESIDE,
    apart_lines,
    digest_text,
    editions_text,
    filings_text,
    number_text,
    review_json,
    review_text,
    short_json,
)
from auditor.report.wording import STATUSES, flat, listed, plural, sentence, to_ascii

SCHEMA: Final = "auditor.review/1"
OUTLIER: Final = (
    "An outlier is a reason to look. It is not a finding: most services that answer unlike others have theirs."
)
_FILINGS: Final = 3
_APART: Final = 10
_CLASSES: Final = 4
_PLACES: Final = 4


def render(answers: Answers, *, width: int, color: bool, ascii: bool) -> str:
    """Draw the clusters."""
    paper = Paper(width=width, color=color, ascii=ascii)
    paper.put(Piece(f"{answers.ruleset}/{answers.requirement}", "place", keep=True))
    paper.prose(answers.title, style="head")
    if answers.asks:
        paper.prose(answers.asks)
    paper.prose(f"By {editions_text(answers.editions)}", style="out")
    for one in answers.shown:
        paper.blank()
        words = STATUSES[one.status]
        paper.prose(_head(one), lead=Piece(f"{words.mark} ", words.style), style=words.style)
        for line in _body(one):
            paper.prose(line, lead="  ")
    paper.blank()
    for line in _foot(answers):
        paper.prose(line)
    paper.blank()
    paper.prose(answer(answers), style="head")
    return paper.text()


def render_plain(answers: Answers, *, ascii: bool) -> str:
    """Write the clusters, one sentence a line."""
    lines = [f"{answers.ruleset}/{answers.requirement}, {flat(answers.title)}.", answers.asks]
    lines.append(f"By {editions_text(answers.editions)}.")
    for one in answers.shown:
        lines += [sentence(_head(one)), *map(sentence, _body(one))]
    lines += [*_foot(answers), answer(answers)]
    text = "\n".join(visible(flat(one)) for one in lines if one) + "\n"
    return to_ascii(text) if ascii else text


def _head(one: Cluster) -> str:
    declared, backed = STATUSES[one.status].label, STATUSES[one.backed].label
    rare = ", rare" if one.rare else ""
    marked = (", contested" if one.disputed else "") + (", alternative declared" if one.instead else "")
    return f"{plural(len(one.stands_for), 'filing')}{rare}: {declared} as declared, {backed} as backed{marked}"


def _body(one: Cluster) -> Iterator[str]:
    for far in one.far:
        yield _far(far)
    said = [f"{flat(seen.fact)} is {flat(seen.text)}" for seen in one.seen]
    yield f"seen: {'; '.join(said)}" if said else "nothing was looked at"
    yield from _some([_dispute(each) for each in one.disputed])
    reviewed = {review.submission for review in one.reviews}
    yield from _some([_alternative(each, reviewed) for each in one.instead])
    yield f"size: {_counted(one.sizes)}; kind: {_counted(one.kinds)}"
    yield f"stands for {listed([_filing(entry) for entry in one.stands_for], most=_FILINGS)}"
    by_service = {entry.service: entry.sha256 for entry in one.stands_for}
    for review in one.reviews:
        yield f"reviewer, {flat(review.service)}: {review_text(review, by_service[review.service])}"


def _dispute(one: Disputed) -> str:
    reply = "replied to" if one.replied else "no reply"
    return (
        f"contested, {flat(one.entry.service)}: {flat(one.fact)}: declared {flat(one.declared)}; a challenge of "
        f"{one.filed} says {flat(one.says)}, {reply}; while it stands, nothing backs the fact"
    )


def _alternative(one: Instead, reviewed: Collection[str]) -> str:
    not_reviewed = "" if one.entry.sha256 in reviewed else ", not reviewed"
    return f"alternative declared{not_reviewed}, {flat(one.entry.service)}: {flat(one.text)}"


def _some(lines: list[str]) -> Iterator[str]:
    yield from lines[:_FILINGS]
    if len(lines) > _FILINGS:
        yield f"and {len(lines) - _FILINGS} more such"


def _far(far: Far) -> str:
    return (
        f"outlier: {flat(far.fact)} is {flat(far.text)}; of {far.of} numbers the median is "
        f"{number_text(far.median)}, the usual distance from it {number_text(far.spread)}: robust score "
        f"{decimals(far.score, 1)}"
    )


def _filing(entry: Entry) -> str:
    return f"{who(entry, dot=', ')} ({digest_text(entry)}, {dated_text(entry)})"


def _counted(counts: tuple[tuple[str, int], ...]) -> str:
    return listed([f"{word.replace('-', ' ')} {count}" for word, count in counts], most=_CLASSES)


def _foot(answers: Answers) -> Iterator[str]:
    yield from apart_lines(answers.compiled, answers.unaudited, answers.ruleset, most=_APART)
    if answers.without:
        names = listed([flat(one.service) for one in answers.without], most=_APART)
        yield f"Judged by an edition without this requirement: {len(answers.without)}: {names}."
    if unsure := _unsure(answers):
        names = listed([flat(one.service) for one in unsure], most=_APART)
        yield (
            "Not sure to be the newest, because another filing of the service states the same day, or none, and says "
            f"something else: {len(unsure)}: {names}."
        )
    yield from map(sentence, answers.numbers)
    yield OUTLIER
    yield BESIDE


def _unsure(answers: Answers) -> list[Entry]:
    """Give the filings that others of their service may hold instead of."""
    found = (one for cluster in answers.clusters for one in cluster.stands_for if one.same_day or one.undated)
    return sorted(found, key=lambda one: one.service)


def answer(answers: Answers) -> str:
    """Say how many filings answer in how many ways."""
    shown = len(answers.shown)
    more = f", {shown} shown" if shown < len(answers.clusters) else ""
    then = f"; as the register knew it on {moment_text(answers.known_at)}" if answers.known_at else ""
    ways = plural(len(answers.clusters), "cluster")
    return f"{filings_text(answers.filings)} in {ways}{more}{then}."


def render_json(answers: Answers, version: str) -> str:
    """Write the clusters for programs, each with every filing that it stands for."""
    return dump(
        {
            "schema": SCHEMA,
            "tool": {"name": "auditor", "version": version},
            "known_at": moment_json(answers.known_at),
            "ruleset": answers.ruleset,
            "editions": [*answers.editions],
            "requirement": answers.requirement,
            "title": answers.title,
            "asks": answers.asks,
            "numbers": {"origin": "design", "are": [*answers.numbers]},
            "outliers_are": OUTLIER,
            "decisions_are": BESIDE,
            "filings": answers.filings,
            "found": len(answers.clusters),
            "clusters": [_cluster_json(one) for one in answers.shown],
            "compiled": [short_json(one) for one in answers.compiled],
            "not_audited": [short_json(one) for one in answers.unaudited],
            "without_requirement": [short_json(one) for one in answers.without],
            "newest_unsure": [short_json(one) for one in _unsure(answers)],
        }
    )


def _cluster_json(one: Cluster) -> Json:
    reviewed = {review.submission for review in one.reviews}
    return {
        "status": {"declared": one.status.value, "backed": one.backed.value},
        "seen": [{"fact": seen.fact, "value": seen.text} for seen in one.seen],
        "filings": len(one.stands_for),
        "rare": one.rare,
        "far": [
            {
                "fact": far.fact,
                "value": far.text,
                "of": far.of,
                **{
                    name: decimals(number, _PLACES)
                    for name, number in (("median", far.median), ("spread", far.spread), ("score", far.score))
                },
            }
            for far in one.far
        ],
        "contested": [
            {
                "filing": short_json(each.entry),
                "fact": each.fact,
                "declared": each.declared,
                "says": each.says,
                "filed_on": each.filed,
                "replied": each.replied,
            }
            for each in one.disputed
        ],
        "alternatives": [
            {"filing": short_json(each.entry), "text": each.text, "reviewed": each.entry.sha256 in reviewed}
            for each in one.instead
        ],
        "sizes": dict(one.sizes),
        "kinds": dict(one.kinds),
        "stands_for": [short_json(entry) for entry in one.stands_for],
        "reviews": [review_json(review) for review in one.reviews],
    }
