"""Contradictions inside one declaration: every rule that is broken, with the least facts that break it.

A contradiction is a rule and a set of stated facts that alone make the rule false, where leaving out any one
of them does not. Knows nothing of rulesets' files, evidence or scores, and repairs nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import ClassVar, Final

from auditor.engine.evaluate import Compiled
from auditor.engine.nodes import observed
from auditor.engine.view import View
from auditor.model.contested import standing
from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Diagnostic, Severity
from auditor.model.facts import Facts
from auditor.model.finding import Observation
from auditor.model.records import AlikeBut
from auditor.model.ruleset import Requirement
from auditor.model.truth import F, T
from auditor.model.values import show

SETS_LIMIT: Final = 50
_STEPS_LIMIT: Final = 200
_NAMED_LIMIT: Final = 6

Broken = Callable[[Iterable[str]], bool]


class Contradiction(AlikeBut, frozen=True, kw_only=True):
    """A rule, and the least facts that break it, in the order in which the declaration states them.

    `facts` leaves nothing out; `named` leaves out a list that is there only because one of its items is.
    """

    left_out: ClassVar = frozenset({"observations"})

    rule: Requirement
    facts: tuple[str, ...]
    named: tuple[str, ...]
    observations: tuple[Observation, ...] = ()


def contradictions(facts: Facts, compiled: Sequence[Compiled], as_of: date) -> tuple[Contradiction, ...]:
    """Find what the declaration says against itself, rule by rule.

    Each set of facts is told once, by the first rule that it breaks, and never beside a smaller one that it
    holds. Of one rule at most `SETS_LIMIT` sets are told.
    """
    found: dict[frozenset[str], Contradiction] = {}
    view = _view(facts, as_of)
    for one in compiled:
        if not _is_broken(one, view):
            continue
        rule = _Rule(one, facts, as_of)
        for kept in least_sets(rule.universe, rule.broken_by):
            found.setdefault(frozenset(kept), _contradiction(one, kept, facts, as_of))
    sets = list(found)
    return tuple(one for kept, one in found.items() if not any(other < kept for other in sets))


def contradicted(
    found: Iterable[Contradiction], declaration: Declaration | None = None, as_of: date = date.max
) -> frozenset[str]:
    """Give the facts that no evidence can support: those against each other, or against the product itself.

    Facts that others contest are among them, where the challenge had been filed by the day.
    """
    named = frozenset(fact for one in found for fact in one.named)
    if declaration is None:
        return named
    contested = (one.fact for one in standing(declaration.challenges, declaration.facts, as_of))
    return named | declaration.unbound | frozenset(contested)


def code_of(one: Contradiction) -> str:
    """Give the code of the message about a contradiction."""
    return f"consistency.{one.rule.id.lower()}"


def diagnostics(found: Iterable[Contradiction], facts: Facts) -> tuple[Diagnostic, ...]:
    """Warn of each contradiction, with the places of all its facts."""
    return tuple(_diagnostic(one, facts) for one in found)


def _diagnostic(one: Contradiction, facts: Facts) -> Diagnostic:
    first, *others = (facts.nearest_place(fact) for fact in one.named)
    units = {seen.fact: seen.unit for seen in one.observations}
    said = [f"`{fact}` is {show(facts.values[fact], units.get(fact))}" for fact in one.named[:_NAMED_LIMIT]]
    if len(one.named) > _NAMED_LIMIT:
        said.append(f"{len(one.named) - _NAMED_LIMIT} more")
    remedy = one.rule.remedy
    return Diagnostic(
        code=code_of(one),
        message=_joined(said),
        place=first,
        why=one.rule.asks.removesuffix("."),
        help=remedy.do if remedy is not None else "correct what is wrong; until then none of it counts as backed",
        severity=Severity.WARNING,
        also=tuple(place for place in others if place is not None),
    )


def _joined(said: Sequence[str]) -> str:
    return f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else said[0]


def _contradiction(compiled: Compiled, kept: tuple[str, ...], facts: Facts, as_of: date) -> Contradiction:
    return Contradiction(
        rule=compiled.requirement,
        facts=kept,
        named=tuple(fact for fact in kept if not any(other.startswith(fact + ".") for other in kept)),
        observations=observed(_view(_only(facts, kept), as_of), compiled.applies, compiled.met),
    )


def _view(facts: Facts, as_of: date) -> View:
    return View(values=facts.values, facts=facts, as_of=as_of)


def _only(facts: Facts, kept: Iterable[str]) -> Facts:
    return Facts(values={path: facts.values[path] for path in kept}, places=facts.places)


def _is_broken(compiled: Compiled, view: View) -> bool:
    applies = compiled.applies
    return (applies is None or applies.truth(view, None) == T) and compiled.met.truth(view, None) == F


class _Rule:
    """One broken rule: the facts it can have been broken by, and whether some of them suffice."""

    def __init__(self, compiled: Compiled, facts: Facts, as_of: date) -> None:
        self._compiled, self._facts, self._as_of = compiled, facts, as_of
        self._known: dict[frozenset[str], bool] = {}
        looked_at = {one.fact for one in observed(_view(facts, as_of), compiled.applies, compiled.met)}
        seen = {above for fact in looked_at for above in _upwards(fact)}
        beneath = tuple(fact + "." for fact in looked_at if fact not in facts.values)
        self.universe = tuple(path for path in facts.values if path in seen or path.startswith(beneath))
        if not self.broken_by(self.universe):
            self.universe = tuple(facts.values)

    def broken_by(self, kept: Iterable[str]) -> bool:
        """Whether these facts alone break the rule."""
        key = frozenset(kept)
        known = self._known.get(key)
        if known is None:
            known = _is_broken(self._compiled, _view(_only(self._facts, key), self._as_of))
            self._known[key] = known
        return known


def _upwards(path: str) -> Iterable[str]:
    while path:
        yield path
        path = path.rpartition(".")[0]


def least_sets(universe: Sequence[str], broken_by: Broken) -> list[tuple[str, ...]]:
    """Find the least sets of facts that break a rule, in the order of the facts.

    First one for each fact that can have a part in it; then the hitting-set walk, which looks for a set
    where every set found so far has lost a member, so that a small rule gets them all.
    """
    found: dict[frozenset[str], None] = {}
    for fact in universe:
        if len(found) < SETS_LIMIT and not any(fact in one for one in found):
            found[_least(_near(fact, universe), broken_by)] = None
    waiting: deque[frozenset[str]] = deque([frozenset()])
    walked: set[frozenset[str]] = set()
    while waiting and len(found) < SETS_LIMIT and len(walked) < _STEPS_LIMIT:
        lost = waiting.popleft()
        if lost in walked:
            continue
        walked.add(lost)
        whole = next((one for one in found if not one & lost), None)
        if whole is None:
            rest = [fact for fact in universe if fact not in lost]
            if not broken_by(rest):
                continue
            whole = _least(rest, broken_by)
            found[whole] = None
        waiting.extend(lost | {fact} for fact in universe if fact in whole)
    order = {fact: index for index, fact in enumerate(universe)}
    sets = [tuple(sorted(one, key=order.__getitem__)) for one in found]
    return sorted(sets, key=lambda one: [order[fact] for fact in one])


def _near(fact: str, universe: Sequence[str]) -> list[str]:
    """Put a fact first, then what stands nearest to it: what is first is kept where it can be."""
    segments = fact.split(".")

    def apart(other: str) -> int:
        alike = 0
        for mine, its in zip(segments, other.split("."), strict=False):
            if mine != its:
                break
            alike += 1
        return -alike

    return [fact, *sorted((one for one in universe if one != fact), key=apart)]


def _least(facts: Sequence[str], broken_by: Broken) -> frozenset[str]:
    """Shrink facts that break a rule until each is needed."""
    kept = _halved((), facts, broken_by, added=False)
    if not broken_by(kept):  # a rule that asks whether something is declared: less is not always safer
        kept = list(facts)
    while (shorter := _without_one(kept, broken_by)) is not None:
        kept = shorter
    return frozenset(kept)


def _halved(base: Sequence[str], facts: Sequence[str], broken_by: Broken, *, added: bool) -> list[str]:
    """Give the facts needed beside `base`, the first preferred, in few questions: half of them at a time."""
    if added and broken_by(base):
        return []
    if len(facts) <= 1:
        return list(facts)
    first, second = facts[: len(facts) // 2], facts[len(facts) // 2 :]
    of_second = _halved((*base, *first), second, broken_by, added=True)
    of_first = _halved((*base, *of_second), first, broken_by, added=bool(of_second))
    return [*of_first, *of_second]


def _without_one(kept: Sequence[str], broken_by: Broken) -> list[str] | None:
    for index in range(len(kept)):
        shorter = [*kept[:index], *kept[index + 1 :]]
        if broken_by(shorter):
            return shorter
    return None
