"""The vocabulary's own words for the facts that a comparison shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.model.challenge import Challenge
from auditor.model.comparison import Dossier, Standing
from auditor.model.finding import Finding
from auditor.model.vocabulary import Vocabulary


def questions(vocabulary: Vocabulary, standings: Iterable[Standing], dossiers: Iterable[Dossier]) -> dict[str, str]:
    """Give the question that asks for each fact, by address, sorted; a fact that no question asks for is left out."""
    facts = {fact for one in standings for fact in _judged(one)} | {fact for one in dossiers for fact in _told(one)}
    asked = ((fact, vocabulary.question(fact)) for fact in sorted(facts))
    return {fact: question for fact, question in asked if question}


def _judged(one: Standing) -> Iterator[str]:
    yield from _challenged(one.audit.declaration.challenges)
    for answer in one.position.answers if one.position else ():
        yield from _of(answer.finding)
    for finding in one.decisive_failures:
        yield from _of(finding)


def _told(one: Dossier) -> Iterator[str]:
    yield from _challenged(one.audit.declaration.challenges)
    yield from (fact.observation.fact for fact in (*one.focus, *one.facts))


def _challenged(challenges: Iterable[Challenge]) -> Iterator[str]:
    return (one.fact for one in challenges)


def _of(finding: Finding) -> Iterator[str]:
    for judged in (finding.declared, finding.backed):
        yield from (one.fact for one in judged.because)
        yield from (one.fact for one in judged.missing)
