"""One requirement in two editions: every way in which it changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from msgspec.structs import replace

from auditor.engine.rulesetdiff_changes import Pair, change
from auditor.engine.rulesetdiff_facts import held_otherwise
from auditor.engine.rulesetdiff_order import Order, joined, order
from auditor.engine.rulesetdiff_tests import no_longer
from auditor.engine.rulesetdiff_text import came_and_went, lines, parameters_of, structure
from auditor.model.condition import Always, Condition
from auditor.model.dates import Period
from auditor.model.diagnostic import Place
from auditor.model.evidence import Assurance
from auditor.model.ruleset import Checked, EvidenceDemand, Obligation, Requirement, Rung
from auditor.model.rulesetdiff import Change, ChangeKind, Effect

_VERBS: Final = (Obligation.MAY, Obligation.SEEK, Obligation.SHOULD, Obligation.MUST)
_ASSURANCE: Final = (Assurance.ASSERTED, Assurance.DOCUMENTED, Assurance.INDEPENDENT)
_AS_DEMAND: Final = {
    Order.EQUAL: Effect.SAME,
    Order.STRONGER: Effect.ASKS_MORE,
    Order.WEAKER: Effect.ASKS_LESS,
    Order.UNORDERED: Effect.UNORDERED,
}
_AS_SCOPE: Final = {**_AS_DEMAND, Order.STRONGER: Effect.ASKS_LESS, Order.WEAKER: Effect.ASKS_MORE}
# From a day to a day, both inside; None is open.
Span = tuple[date | None, date | None]


def changes_of(pair: Pair, changed: frozenset[str], force: Span) -> Iterator[Change]:
    """Give every change of one requirement.

    `changed` are the parameters that hold other values, `force` the days on which the new edition binds.
    """
    old, new = pair.old, pair.new
    if old is None or new is None:
        one = new or old
        assert one is not None
        yield _whole(one, added=old is None)
        return
    found = (
        *_obligation(old, new),
        *_conditions(old, new, changed),
        *_part_credit(old, new, changed),
        *_evidence(old, new, changed),
        *_standing(old, new, force),
        *_words(old, new),
    )
    formerly = old.id if old.id != new.id else None
    for each in found:
        yield replace(
            each,
            requirement=new.id,
            formerly=formerly,
            title=new.title,
            old_place=each.old_place or old.place,
            new_place=each.new_place or new.place,
        )


def _whole(one: Requirement, *, added: bool) -> Change:
    kind, effect = (ChangeKind.ADDED, Effect.ASKS_MORE) if added else (ChangeKind.REMOVED, Effect.ASKS_LESS)
    words = f"{one.obligation.value}: {one.title}"
    place = {"new_place" if added else "old_place": one.place, "new" if added else "old": words}
    formerly = one.formerly if added else None
    return change(kind, effect, moves=True, requirement=one.id, title=one.title, formerly=formerly, **place)


def _obligation(old: Requirement, new: Requirement) -> Iterator[Change]:
    one, other = old.obligation, new.obligation
    if one is other:
        return
    if one in _VERBS and other in _VERBS:
        effect = Effect.ASKS_MORE if _VERBS.index(other) > _VERBS.index(one) else Effect.ASKS_LESS
    else:
        effect = Effect.UNORDERED
    yield change(ChangeKind.OBLIGATION, effect, moves=True, old=one.value, new=other.value)


def _conditions(old: Requirement, new: Requirement, changed: frozenset[str]) -> Iterator[Change]:
    for kind, one, other in (
        (ChangeKind.SCOPE, old.applies_when, new.applies_when),
        (ChangeKind.TEST, old.met_when, new.met_when),
    ):
        if structure(one) == structure(other):
            continue
        stands = (_AS_SCOPE if kind is ChangeKind.SCOPE else _AS_DEMAND)[order(one, other)]
        same = stands is Effect.SAME
        came, gone = came_and_went(one, other)
        through = (parameters_of(one) | parameters_of(other)) & changed
        yield change(
            ChangeKind.RESTATED if same else kind,
            stands,
            moves=not same,
            subject=kind.value if same else "",
            came=came,
            gone=gone,
            parameters=tuple(sorted(through)),
            wholly=bool(through) and structure(one, named=True) == structure(other, named=True),
            old_place=_place(one),
            new_place=_place(other),
        )


def _place(condition: Condition | Always) -> Place | None:
    return None if isinstance(condition, Always) else condition.place


def _part_credit(old: Requirement, new: Requirement, changed: frozenset[str]) -> Iterator[Change]:
    def of(rungs: Sequence[Rung], *, named: bool) -> list[object]:
        return [(rung.credit, structure(rung.when, named=named)) for rung in rungs]

    if of(old.rungs, named=False) == of(new.rungs, named=False):
        return
    stands = _AS_DEMAND[joined(less=_no_more(new.rungs, old.rungs), more=_no_more(old.rungs, new.rungs))]
    came, gone = ([*_rungs(one)] for one in (new.rungs, old.rungs))
    was, now = held_otherwise([rung.when for rung in old.rungs], [rung.when for rung in new.rungs])
    through = frozenset(name for rung in (*old.rungs, *new.rungs) for name in parameters_of(rung.when)) & changed
    same = stands is Effect.SAME
    yield change(
        ChangeKind.RESTATED if same else ChangeKind.PARTIAL,
        stands,
        moves=not same,
        subject=ChangeKind.PARTIAL.value if same else "",
        came=(*(one for one in came if one not in gone), *now),
        gone=(*(one for one in gone if one not in came), *was),
        parameters=tuple(sorted(through)),
        wholly=bool(through) and of(old.rungs, named=True) == of(new.rungs, named=True),
        old_place=old.rungs[0].when.place if old.rungs else None,
        new_place=new.rungs[0].when.place if new.rungs else None,
    )


def _no_more(one: Sequence[Rung], other: Sequence[Rung]) -> bool:
    """Whether each rung of the first is outdone by one of the second that is nowhere less true."""
    below = (Order.EQUAL, Order.STRONGER)
    return all(any(up.credit >= rung.credit and order(up.when, rung.when) in below for up in other) for rung in one)


def _rungs(rungs: Sequence[Rung]) -> Iterator[str]:
    for rung in rungs:
        yield from lines(rung.when, f"{rung.credit} of the credit: ")


def _evidence(old: Requirement, new: Requirement, changed: frozenset[str]) -> Iterator[Change]:
    one, other = old.evidence, new.evidence
    if one == other:
        return
    assured = (_ASSURANCE.index(other.assurance), _ASSURANCE.index(one.assurance))
    less = assured[0] >= assured[1] and _no_older(other.not_older_than, one.not_older_than)
    more = assured[0] <= assured[1] and _no_older(one.not_older_than, other.not_older_than)
    stands = _AS_DEMAND[joined(less=less, more=more)]
    if stands is Effect.SAME:
        return
    through = frozenset(name for name in (one.parameter, other.parameter) if name) & changed
    alone = one.assurance is other.assurance and one.parameter == other.parameter
    yield change(
        ChangeKind.EVIDENCE,
        stands,
        moves=True,
        old=_demand(one),
        new=_demand(other),
        parameters=tuple(sorted(through)),
        wholly=bool(through) and alone,
    )


def _no_older(one: Period | None, other: Period | None) -> bool:
    """Whether evidence that is young enough for the first always is for the second."""
    return other is None or (one is not None and no_longer(one, other))


def _demand(demand: EvidenceDemand) -> str:
    age = f", not older than {demand.not_older_than}" if demand.not_older_than else ""
    return f"{demand.assurance.value}{age}"


def _standing(old: Requirement, new: Requirement, force: Span) -> Iterator[Change]:
    """Give what touches when and how a requirement counts."""
    spans = ((old.starts, old.ends), (new.starts, new.ends))
    if spans[0] != spans[1]:
        one, other = (_clipped(span, force) for span in spans)
        effect = {
            (True, True): Effect.SAME,
            (True, False): Effect.ASKS_MORE,
            (False, True): Effect.ASKS_LESS,
            (False, False): Effect.UNORDERED,
        }[_within(one, other), _within(other, one)]
        said = (_span(*span) for span in spans)
        yield change(ChangeKind.DATES, effect, moves=effect is not Effect.SAME, old=next(said), new=next(said))
    if old.source.checked is not new.source.checked:
        recalled = [one.source.checked is Checked.RECALLED for one in (old, new)]
        effect = {(True, False): Effect.ASKS_MORE, (False, True): Effect.ASKS_LESS}.get(
            (recalled[0], recalled[1]), Effect.SAME
        )
        yield change(
            ChangeKind.CHECKED,
            effect,
            moves=effect is not Effect.SAME,
            old=old.source.checked.value,
            new=new.source.checked.value,
        )
    if old.alternatives is not new.alternatives:
        effect = Effect.ASKS_LESS if new.alternatives else Effect.ASKS_MORE
        yield change(ChangeKind.ALTERNATIVES, effect, moves=True)
    if old.weight != new.weight:
        yield change(ChangeKind.WEIGHT, Effect.SAME, moves=True, old=str(old.weight), new=str(new.weight))


def _clipped(span: Span, force: Span) -> Span:
    """Give the days of a span on which the edition binds too."""
    starts = [day for day in (span[0], force[0]) if day is not None]
    ends = [day for day in (span[1], force[1]) if day is not None]
    return max(starts, default=None), min(ends, default=None)


def _within(one: Span, other: Span) -> bool:
    """Whether the first span of days lies in the second."""
    starts = other[0] is None or (one[0] is not None and one[0] >= other[0])
    return starts and (other[1] is None or (one[1] is not None and one[1] <= other[1]))


def _span(start: date | None, end: date | None) -> str:
    said = [f"from {start}" if start else "", f"until {end}" if end else ""]
    return " ".join(one for one in said if one) or "as the edition"


def _words(old: Requirement, new: Requirement) -> Iterator[Change]:
    """Give what is only named, placed or worded otherwise."""
    said = (
        (ChangeKind.RENAMED, "", old.id, new.id),
        (ChangeKind.RENUMBERED, "", old.label or "", new.label or ""),
        (ChangeKind.MOVED, "", old.area, new.area),
        (ChangeKind.REWORDED, "title", old.title, new.title),
        (ChangeKind.REWORDED, "asks", old.asks, new.asks),
        (ChangeKind.SOURCE, "document", old.source.document.id, new.source.document.id),
        (ChangeKind.SOURCE, "clause", old.source.clause, new.source.clause),
        (ChangeKind.THEMES, "", ", ".join(old.themes), ", ".join(new.themes)),
        (ChangeKind.REMEDY, "", _remedy(old), _remedy(new)),
    )
    for kind, subject, before, after in said:
        if before != after:
            # in nested scoring the area a requirement stands in is part of its weight
            moves = kind is ChangeKind.MOVED
            yield change(kind, Effect.SAME, moves=moves, subject=subject, old=before, new=after)


def _remedy(one: Requirement) -> str:
    if one.remedy is None:
        return ""
    return one.remedy.do if one.remedy.effort is None else f"{one.remedy.do} (effort {one.remedy.effort})"
