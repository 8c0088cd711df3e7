"""How an edition's requirements come out, on both tracks, for as many declarations as there are.

What conditions ask of single facts stands on a sheet. What asks for more (quantifiers, one fact against another) is
put to every declaration. From these truths all conditions are worked out at once, as gates; and what a requirement's
own truths come to as a judgement is looked up from the second time on.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from itertools import count, zip_longest
from operator import getitem
from typing import Final

from auditor.engine.backing import Tracks
from auditor.engine.compile import Compiler
from auditor.engine.evaluate import Compiled
from auditor.engine.gates import AS_BACKED, AS_DECLARED, BITS, Gates, on_both
from auditor.engine.sheets import Key, Sheets, is_of_one_fact, key_of
from auditor.engine.standing import Outcome, Truths, outcome_of
from auditor.model.condition import (
    Always,
    AtLeast,
    Condition,
    Connective,
    Group,
    IfThen,
    Named,
    Not,
    Over,
    Test,
)
from auditor.model.finding import Judgement
from auditor.model.ruleset import EvidenceDemand, Requirement

# *At least* takes as many gates as it has members, times the number that is wanted; with more it is asked on views.
_GATES_OF_ONE: Final = 1000


class Outcomes:
    """The outcomes of one edition's requirements on one day, for as many declarations as there are."""

    def __init__(self, compiled: Sequence[Compiled], as_of: date) -> None:
        requirements = [one.requirement for one in compiled]
        self._gates = Gates()
        wirings: dict[EvidenceDemand, _Wiring] = {}
        wired = [wirings.setdefault(one.evidence, _Wiring(self._gates, len(wirings))).of(one) for one in requirements]
        self._sheets = Sheets({demand: wiring.tests.values() for demand, wiring in wirings.items()}, as_of)
        self._on_views = _OnViews({demand: wiring.others for demand, wiring in wirings.items()})
        places: dict[Hashable, int] = dict(zip(self._on_views.asked, count(len(self._sheets)), strict=False))
        for demand, numbers in enumerate(self._sheets.numbers):
            places.update({(demand, key): number for key, number in numbers.items()})
        self._gates.lay_out(places)
        # First whether each applies, then whether each is met, then the first rung of each, …
        self._columns = [self._gates.places(one) for one in zip_longest(*wired, fillvalue=Gates.never)]
        same: dict[Judgement, Judgement] = {}
        self._ways = [_Ways(one, same) for one in requirements]

    def of(self, tracks: Tracks) -> list[Outcome]:
        """Judge every requirement on both tracks. The same judgement is the same object."""
        return list(map(getitem, self._ways, self.truths(tracks)))

    def truths(self, tracks: Tracks) -> Iterable[tuple[int, ...]]:
        """Give for each requirement the truths of its conditions on both tracks, which decide its outcome."""
        sheet = self._sheet(tracks)
        return zip(*[places.on(sheet) for places in self._columns], strict=True)

    def outcome(self, number: int, truths: tuple[int, ...]) -> Outcome:
        """Judge the requirement of that number by the truths of its conditions."""
        return self._ways[number][truths]

    def _sheet(self, tracks: Tracks) -> bytes:
        """Ask all that is asked, and work out all conditions."""
        return self._gates.worked_out(self._sheets.sheet(tracks) + self._on_views.truths(tracks))


class _Ways(dict[tuple[int, ...], Outcome]):
    """What a requirement comes to, by the truths of its conditions on both tracks: a few dozen at most."""

    __slots__ = ("_credits", "_same")

    def __init__(self, requirement: Requirement, same: dict[Judgement, Judgement]) -> None:
        super().__init__()
        self._credits = tuple([rung.credit for rung in requirement.rungs])
        self._same = same

    def __missing__(self, both: tuple[int, ...]) -> Outcome:
        declared, backed = (self._truths(bytes(both).translate(track)) for track in (AS_DECLARED, AS_BACKED))
        one, other = outcome_of(declared, backed).judgements
        judgements = self._same.setdefault(one, one), self._same.setdefault(other, other)
        found = self[both] = Outcome(declared, backed, judgements)
        return found

    def _truths(self, found: bytes) -> Truths:
        return Truths(found[0], found[1], tuple(found[2 : 2 + len(self._credits)]), self._credits)


class _OnViews:
    """Conditions that ask more than single facts: each is put to what is declared, and to what is backed."""

    def __init__(self, others: Mapping[EvidenceDemand, Mapping[int, Condition]]) -> None:
        compiler = Compiler()
        distinct = {known: one for mine in others.values() for known, one in mine.items()}
        numbers = {known: number for number, known in enumerate(distinct)}
        self._nodes = [compiler.condition(one) for one in distinct.values()]
        self._under = [(demand, [numbers[known] for known in mine]) for demand, mine in others.items() if mine]
        # The demand's number and the condition's id, in the order of the truths.
        self.asked = [(demand, known) for demand, mine in enumerate(others.values()) for known in mine]

    def truths(self, tracks: Tracks) -> bytes:
        """Ask them all. What is declared is the same under all demands, and asked once."""
        found = b""
        seen: list[int] = []
        for demand, numbers in self._under:
            declared, backed = tracks.views(demand)
            seen = seen or [BITS[node.truth(declared, None)] for node in self._nodes]
            if backed is declared:
                found += bytes([on_both(seen[at], seen[at]) for at in numbers])
            else:
                found += bytes([on_both(seen[at], BITS[self._nodes[at].truth(backed, None)]) for at in numbers])
        return found


class _Wiring:
    """Turns the conditions under one demand into gates, and keeps what is asked in them."""

    def __init__(self, gates: Gates, demand: int) -> None:
        self._gates, self._demand = gates, demand
        self._definitions: dict[tuple[int, bool], int] = {}
        # Tests of single facts; and by their ids what asks for more.
        self.tests: dict[Key, Test] = {}
        self.others: dict[int, Condition] = {}

    def of(self, requirement: Requirement) -> list[int]:
        """Give the gates of whether it applies, whether it is met, and of each rung."""
        always = [Gates.always] if isinstance(requirement.applies_when, Always) else []
        return [*always, *(self._gate(one, negated=False) for one in requirement.conditions)]

    def _gate(self, condition: Condition, *, negated: bool) -> int:
        match condition:
            case Named(condition=inner):
                known = id(inner), negated
                if known not in self._definitions:
                    self._definitions[known] = self._gate(inner, negated=negated)
                return self._definitions[known]
            case Not(member=member):
                return self._gate(member, negated=not negated)
            case Group(connective=connective):
                # none of them: all of their opposites
                negated ^= connective is Connective.NONE
                either = negated ^ (connective is not Connective.ALL)
                return self._gates.joined(self._members(condition, negated=negated), either=either)
            case AtLeast(n=n, members=members) if n * len(members) <= _GATES_OF_ONE:
                # not two of three: two of their opposites
                wanted = len(members) + 1 - n if negated else n
                return self._gates.at_least(wanted, self._members(condition, negated=negated))
            case IfThen(condition=first, then=then):
                parts = self._gate(first, negated=not negated), self._gate(then, negated=negated)
                return self._gates.joined(parts, either=not negated)
            case Test() if is_of_one_fact(condition):
                key = key_of(condition)
                self.tests.setdefault(key, condition)
                return self._gates.asked((self._demand, key), negated=negated)
            case Test() | Over() | AtLeast():
                self.others[id(condition)] = condition
                return self._gates.asked((self._demand, id(condition)), negated=negated)

    def _members(self, condition: Group | AtLeast, *, negated: bool) -> list[int]:
        return [self._gate(one, negated=negated) for one in condition.members]
