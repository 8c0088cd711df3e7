"""What a verdict rests on: the stated facts that would turn it if they were not so, and what backs each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from auditor.engine.backing import Backing, Coverage
from auditor.engine.candidates import Answer as Candidate
from auditor.engine.candidates import Candidates
from auditor.engine.trials import Trial
from auditor.model.answers import Rest, Turn
from auditor.model.evidence import Evidence
from auditor.model.finding import Finding
from auditor.model.scorecard import Verdict
from auditor.model.values import WordSet, show
from auditor.model.vocabulary import FactType, Vocabulary


def rests_on(
    trial: Trial,
    candidates: Candidates,
    vocabulary: Vocabulary,
    evidence: tuple[Evidence, ...],
    as_of: date,
    contradicted: frozenset[str] = frozenset(),
) -> tuple[Rest, ...]:
    """List the stated facts that the verdict as declared rests on, those that nothing backs first.

    Each is replaced, alone, by every other answer that a condition could tell from it: a yes by a no, a number by
    those beyond each limit, a word of a set by its absence; a list by no answer at all.
    """
    found: list[Rest] = []
    for path in trial.facts.values:
        if not trial.reads.readers(path):
            continue
        by_fact: dict[str, list[Candidate]] = {}
        for candidate in candidates.others(path):
            by_fact.setdefault(candidate[0].path, []).append(candidate)
        for fact, others in by_fact.items():
            turns, turned = _turns(trial, others)
            if turns:
                found.append(_rest(trial, fact, turns, turned, vocabulary, evidence, as_of, contradicted))
    return tuple(sorted(found, key=lambda one: bool(one.backed_by)))


def _turns(trial: Trial, others: Iterable[Candidate]) -> tuple[dict[Verdict, Candidate], dict[str, Finding]]:
    turns: dict[Verdict, Candidate] = {}
    turned: dict[str, Finding] = {}
    for candidate in others:
        outcome = trial.changed(candidate)
        if outcome.verdict is not trial.now.verdict:
            turns.setdefault(outcome.verdict, candidate)
            decisive = (one for one in outcome.turned if one.requirement.decisive)
            turned.update((one.requirement.id, one) for one in decisive)
    return turns, turned


def _rest(
    trial: Trial,
    fact: str,
    turns: dict[Verdict, Candidate],
    turned: dict[str, Finding],
    vocabulary: Vocabulary,
    evidence: tuple[Evidence, ...],
    as_of: date,
    contradicted: frozenset[str],
) -> Rest:
    demands = dict.fromkeys(one.requirement.evidence for one in turned.values())
    coverage = Coverage(evidence)
    enough = [set(Backing(coverage, demand, as_of, contradicted).entries(fact)) for demand in demands]
    backing = set.intersection(*enough) if enough else set()
    covering = [one.id for one in evidence if one.covers(fact)]
    return Rest(
        fact=fact,
        seen=_seen(trial, fact, vocabulary),
        place=trial.facts.nearest_place(fact),
        turns=tuple(
            Turn(verdict=verdict, settings=tuple(one.setting for one in candidate))
            for verdict, candidate in turns.items()
        ),
        requirements=tuple(turned.values()),
        backed_by=tuple(one for one in covering if one in backing),
        short=tuple(one for one in covering if one not in backing),
    )


def _seen(trial: Trial, fact: str, vocabulary: Vocabulary) -> str:
    """Say what is stated, for a word of a set whether it is a member."""
    value = trial.facts.values.get(fact)
    if value is None:
        above, _, word = fact.rpartition(".")
        stated = trial.facts.values.get(above)
        assert isinstance(stated, WordSet), fact
        return "included" if word in stated.members else "not included"
    type_ = vocabulary.type_at(fact)
    return show(value, type_.unit if isinstance(type_, FactType) else None)
