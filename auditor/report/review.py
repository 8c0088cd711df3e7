"""One requirement across all filings, for people and for programs: answers that are alike, outliers first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from auditor.model.answering import Answers, Cluster, Far
from auditor.model.register import Entry
from auditor.report.escape import visible
from auditor.report.jsontext import Json, dump
from auditor.report.numbers import decimals
from auditor.report.paper import Paper, Piece
from auditor.report.register_words import facts_text, moment_json, moment_text, who
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
    return f"{plural(len(one.stands_for), 'filing')}{rare}: {declared} as declared, {backed} as backed"


def _body(one: Cluster) -> Iterator[str]:
    for far in one.far:
        yield _far(far)
    said = [f"{flat(seen.fact)} is {flat(seen.text)}" for seen in one.seen]
    yield f"seen: {'; '.join(said)}" if said else "nothing was looked at"
    yield f"size: {_counted(one.sizes)}; kind: {_counted(one.kinds)}"
    yield f"stands for {listed([_filing(entry) for entry in one.stands_for], most=_FILINGS)}"
    by_service = {entry.service: entry.sha256 for entry in one.stands_for}
    for review in one.reviews:
        yield f"reviewer, {flat(review.service)}: {review_text(review, by_service[review.service])}"


def _far(far: Far) -> str:
    return (
        f"outlier: {flat(far.fact)} is {flat(far.text)}; of {far.of} numbers the median is "
        f"{number_text(far.median)}, the usual distance from it {number_text(far.spread)}: robust score "
        f"{decimals(far.score, 1)}"
    )


def _filing(entry: Entry) -> str:
    return f"{who(entry, dot=', ')} ({digest_text(entry)}, {facts_text(entry)})"


def _counted(counts: tuple[tuple[str, int], ...]) -> str:
    return listed([f"{word.replace('-', ' ')} {count}" for word, count in counts], most=_CLASSES)


def _foot(answers: Answers) -> Iterator[str]:
    yield from apart_lines(answers.compiled, answers.unaudited, answers.ruleset, most=_APART)
    if answers.without:
        names = listed([flat(one.service) for one in answers.without], most=_APART)
        yield f"Judged by an edition without this requirement: {len(answers.without)}: {names}."
    yield from map(sentence, answers.numbers)
    yield OUTLIER
    yield BESIDE


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
        }
    )


def _cluster_json(one: Cluster) -> Json:
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
        "sizes": dict(one.sizes),
        "kinds": dict(one.kinds),
        "stands_for": [short_json(entry) for entry in one.stands_for],
        "reviews": [review_json(review) for review in one.reviews],
    }
