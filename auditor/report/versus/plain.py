"""Services side by side for screen readers and simple terminals: one sentence a line, no columns, bars or rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from auditor.model.comparison import Comparison, Dossier, Standing
from auditor.model.finding import Status
from auditor.report.escape import visible
from auditor.report.highlights import failed
from auditor.report.versus.apart import facts_shown, methods
from auditor.report.versus.areas import columns_of
from auditor.report.versus.conflicts import conflict_text, conflicts_text, contradicting
from auditor.report.versus.facts import (
    NOT_ASKED,
    Sources,
    by_label,
    contested_of,
    contested_texts,
    fact_text,
    replies,
    told_of,
)
from auditor.report.versus.legend import legend
from auditor.report.versus.stances import (
    STANCES,
    count_text,
    stance_words,
    who_answers,
    whole_means,
)
from auditor.report.versus.told import places_of
from auditor.report.versus.trend import change_texts, steps
from auditor.report.versus.words import (
    COMPILED,
    answer_text,
    asked_of_all,
    capital,
    edition_text,
    lens_text,
    name_of,
    question_text,
    rank_text,
    share_text,
    standing_text,
    stated_text,
    warnings,
    why_unranked,
)
from auditor.report.wording import decisive_noun, flat, listed, plural, score_said, sentence, to_ascii

_FEW: Final = 3
_TO: Final = " to "


def render(comparison: Comparison, *, ascii: bool = False, verbose: bool = False) -> str:
    """Say the comparison, one sentence a line; the answer is the last line."""
    lines = [visible(flat(line)).rstrip() for line in _lines(comparison, verbose=verbose)]
    text = "\n".join(line for line in lines if line) + "\n"
    return to_ascii(text) if ascii else text


def _lines(comparison: Comparison, *, verbose: bool) -> Iterator[str]:
    sources = Sources(comparison)
    yield sentence(question_text(comparison))
    yield f"Edition {edition_text(comparison)}: {standing_text(comparison)}."
    yield from (sentence(one) for one in warnings(comparison))
    yield lens_text(comparison)
    for stance, who in who_answers(comparison).items():
        names = [_counted(comparison, one) for one in who]
        yield sentence(f"{capital(stance_words(stance, comparison).label)}: {listed(names) or 'nobody'}")
    for label, told in told_of(comparison).items() if comparison.focus is not None else ():
        said = [f"{name_of(one, comparison)} {sources.marks(one, facts)}".rstrip() for one, facts in told]
        yield sentence(f"As others report, without a verdict, {label}: {listed(said)}")
    yield asked_of_all(comparison)
    yield whole_means(comparison)
    for one in comparison.standings:
        yield from _standing(comparison, one, verbose=verbose)
    for one in comparison.standings:
        yield from _answers(comparison, one)
    for one in comparison.standings:
        yield from _trend(comparison, one)
    both: tuple[Standing | Dossier, ...] = (*comparison.standings, *comparison.dossiers)
    for each in both:
        yield from _contested(comparison, each)
    for each in contradicting(comparison):
        yield sentence(f"{conflicts_text(comparison, each)}; none of what takes part counts as backed")
        yield from (f"{conflict_text(one)} At {', '.join(map(str, places_of(one)))}." for one in each.conflicts)
    yield from _compiled(comparison, sources, verbose=verbose)
    yield from legend(comparison)
    yield answer_text(comparison)


def _counted(comparison: Comparison, one: Standing) -> str:
    count = count_text(one)
    return f"{name_of(one, comparison)} ({count})" if count else name_of(one, comparison)


def _standing(comparison: Comparison, one: Standing, *, verbose: bool) -> Iterator[str]:
    name, noun = name_of(one, comparison), decisive_noun(comparison.ruleset.decided_by)
    why = why_unranked(one, comparison.least_answered)
    place = f"no rank, {why}" if one.ranks is None else f"rank {rank_text(one, to=_TO)} of {comparison.ranked}"
    yield sentence(f"{name}, {stated_text(one)}: {place}")
    backed, declared = (score_said(each, to=_TO) for each in (one.score.backed, one.score.declared))
    yield f"Score of {name}, as backed: {backed}. As declared: {declared}."
    shares = one.shares
    yield (
        f"Of {name}, unanswered {share_text(shares.unanswered)}, not applicable {share_text(shares.not_applicable)}, "
        f"unbacked scope {share_text(shares.on_unbacked_scope)}."
    )
    ids = [finding.requirement.id for finding in one.decisive_failures]
    named = f": {listed(ids, most=None if verbose else _FEW)}" if ids else ""
    untold = one.decisive.get(Status.UNDECIDED, 0)
    count = failed(one.decisive)
    yield f"{capital(noun)} that {name} does not meet, by its own words: {count}{named}; {untold} not answered."
    cards = {card.area.id: card for card in one.areas}
    said = [
        f"{flat(area.title)} {score_said(cards[area.id].score.backed, to=_TO)}, declared "
        f"{score_said(cards[area.id].score.declared, to=_TO)}"
        for area in columns_of(comparison)
        if area.id in cards
    ]
    yield f"Areas of {name}, as backed: {'; '.join(said)}." if said else ""


def _answers(comparison: Comparison, one: Standing) -> Iterator[str]:
    if one.position is None:
        return
    said: dict[str, list[str]] = {}
    for answer in one.position.answers:
        said.setdefault(STANCES[answer.stance].label, []).append(answer.finding.requirement.id)
    told = "; ".join(f"{label}: {listed(ids)}" for label, ids in said.items())
    yield f"{name_of(one, comparison)}, requirement by requirement: {told}." if told else ""


def _trend(comparison: Comparison, one: Standing) -> Iterator[str]:
    if not one.earlier:
        return
    for day, score, change in steps(one):
        backed, declared = (score_said(each, to=_TO) for each in (score.backed, score.declared))
        yield f"{name_of(one, comparison)} on {day}, as backed: {backed}. As declared: {declared}."
        yield from (sentence(text) for text in (change_texts(change, most=_FEW) if change is not None else ()))


def _contested(comparison: Comparison, one: Standing | Dossier) -> Iterator[str]:
    for contested in contested_of(one):
        head, *rest = contested_texts(comparison, one, contested)
        yield f"Contested: {head}"
        yield from rest


def _compiled(comparison: Comparison, sources: Sources, *, verbose: bool) -> Iterator[str]:
    if not comparison.dossiers:
        return
    yield sentence(COMPILED)
    shown: set[int] = set()
    for dossier in comparison.dossiers:
        facts = facts_shown(comparison, dossier, verbose=verbose)
        shown |= {one.number for one in sources.of(dossier, facts)}
        name = name_of(dossier, comparison)
        for label, told in by_label(facts).items():
            if label == NOT_ASKED and not verbose:
                named = listed([one.observation.fact for one in told], most=_FEW)
                yield f"{name}, {label}: {plural(len(told), 'fact')}, {named}."
                continue
            for fact in told:
                said = f"{name}, {label}: {fact_text(comparison, fact)} {sources.marks(dossier, [fact])}".rstrip()
                yield f"{said}."
        yield from replies(comparison, dossier)
    yield from (f"Source {one.number}: {one.text}." for one in sources.all if one.number in shown)
    yield from (sentence(text) for text in methods(comparison))
