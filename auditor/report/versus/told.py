"""What is told of single facts in a comparison's formats: who contests them, who said what, of which day they are.

Knows what is on record and in which order; each format decides how to write it.
"""

from __future__ import annotations

from datetime import date

from auditor.model.comparison import Comparison, Conflict, Dossier, Standing
from auditor.model.contested import Contested, bears_on
from auditor.model.diagnostic import Place
from auditor.model.evidence import Evidence
from auditor.model.finding import Finding
from auditor.model.result import ReportedFact
from auditor.report.wording import flat


def question_of(comparison: Comparison, fact: str) -> str:
    """Give the vocabulary's question for a fact, on one line; empty where it has none."""
    return flat(comparison.questions.get(fact, "")).replace("*", "any of them")


def filed(one: Standing | Dossier) -> tuple[Contested, ...]:
    """Give the challenges that count against what is said of a service, in order of fact, day and challenger."""
    return tuple(each for each in one.audit.contested if each.counted)


def filed_against(one: Standing | Dossier, fact: str) -> tuple[Contested, ...]:
    """Give those of them that bear on one fact."""
    return tuple(each for each in filed(one) if bears_on(each.challenge.fact, fact))


def is_bound(one: Standing | Dossier, fact: str) -> bool:
    """Whether a fact is bound to the product's configuration, and could not be held against it."""
    return any(bears_on(each, fact) for each in one.audit.declaration.unbound)


def places_of(conflict: Conflict) -> tuple[Place, ...]:
    """Give every place that takes part in a contradiction, each once."""
    places = (conflict.told.place, *conflict.told.also)
    return tuple({str(each): each for each in places if each is not None}.values())


def sources_of(one: Dossier, fact: ReportedFact) -> tuple[Evidence, ...]:
    """Give the publications that a reported fact rests on, in the order in which the fact names them."""
    known = {each.id: each for each in one.audit.declaration.evidence}
    return tuple(known[each] for each in fact.observation.backed_by if each in known)


def looked_at(one: Standing, finding: Finding) -> bool:
    """Whether a finding stands in the areas looked at, which scores and counts are of."""
    return finding.requirement.area in {card.area.id for card in one.areas}


def day_of_facts(one: Standing | Dossier) -> date | None:
    """Give the day of which the facts are: when they were stated, or when somebody else compiled them."""
    declaration = one.audit.declaration
    if declaration.stated_on is None and declaration.compiled_by is not None:
        return declaration.compiled_by.on
    return declaration.stated_on


def facts_told(one: Dossier) -> tuple[ReportedFact, ...]:
    """Give all that is told of a service compiled by others, each fact once, those in focus first."""
    return tuple({each.observation.fact: each for each in (*one.focus, *one.facts)}.values())
