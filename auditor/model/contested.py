"""Which challenges stand against what is declared, and what a report shows of them: both sides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from auditor.model.challenge import Challenge
from auditor.model.diagnostic import Place
from auditor.model.facts import Facts
from auditor.model.truth import F, T, U
from auditor.model.values import Value, WordSet


class Contested(Struct, frozen=True, kw_only=True):
    """A challenge beside what it is filed against: what is declared, in which unit, and where that stands.

    `counted` says whether it had been filed by the as-of date; one that had not changes nothing.
    """

    challenge: Challenge
    declared: Value | None
    place: Place | None
    unit: str | None
    counted: bool


def declared_at(facts: Facts, path: str) -> Value | None:
    """Give what is stated at an address; of a word of a set whether it is in the set, where that is stated."""
    stated = facts.values.get(path)
    if stated is not None:
        return stated
    above, _, word = path.rpartition(".")
    around = facts.values.get(above)
    if not isinstance(around, WordSet) or around.truth(word) == U:
        return None
    return around.truth(word) == T


def disputes(says: Value, declared: Value | None) -> bool:
    """Whether the two cannot both be so; where nothing is declared there is nothing to dispute.

    Two sets dispute each other over a word that one of them has and the other has not.
    """
    if isinstance(says, WordSet) and isinstance(declared, WordSet):
        words = (*says.words, *declared.words)
        return any({says.truth(word), declared.truth(word)} == {T, F} for word in words)
    return declared is not None and says != declared


def standing(challenges: Iterable[Challenge], facts: Facts, as_of: date) -> tuple[Challenge, ...]:
    """Give the challenges that count on a day: filed by then, against a fact that is stated otherwise."""
    return tuple(one for one in challenges if one.filed(as_of) and disputes(one.says, declared_at(facts, one.fact)))


def bears_on(fact: str, path: str) -> bool:
    """Whether what is contested at `fact` is, or is part of, what is looked at under `path`; a word of its set."""
    return path == fact or path.startswith(fact + ".") or fact.rpartition(".")[0] == path
