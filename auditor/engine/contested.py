"""What others filed against a declaration, beside what is declared: what an audit shows of it."""

from __future__ import annotations

from datetime import date

from auditor.model.challenge import Challenge
from auditor.model.contested import Contested, declared_at, disputes
from auditor.model.declaration import Declaration
from auditor.model.values import show
from auditor.model.vocabulary import Kind, Vocabulary


def contested_in(declaration: Declaration, vocabulary: Vocabulary, as_of: date) -> tuple[Contested, ...]:
    """Give every challenge that disputes what is declared, in order of fact, day and challenger.

    Those filed after the as-of date are among them, and do not count.
    """
    found = (
        Contested(
            challenge=one,
            declared=declared,
            place=declaration.facts.nearest_place(one.fact),
            unit=_unit(vocabulary, one.fact),
            counted=one.filed(as_of),
        )
        for one in declaration.challenges
        if disputes(one.says, declared := declared_at(declaration.facts, one.fact))
    )
    return tuple(sorted(found, key=lambda one: _order(one.challenge)))


def _order(one: Challenge) -> tuple[str, date, str, str]:
    return one.fact, one.on, one.filed_by, show(one.says)


def _unit(vocabulary: Vocabulary, fact: str) -> str | None:
    type_ = vocabulary.type_at(fact)
    return type_.unit if type_ is not None and type_.kind is Kind.NUMBER else None
