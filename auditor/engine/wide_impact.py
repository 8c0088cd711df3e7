"""Many services under two editions, counted one by one: by size, by kind, by change, and how far scores moved.

No list of services is kept, only counts; of those that a page names, the first so many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from math import ceil
from typing import Any, Final

from auditor.engine.impact import FAILS
from auditor.engine.impact_undo import Undoing
from auditor.model.diagnostic import Diagnostic
from auditor.model.impact import Cause, CauseTally
from auditor.model.result import Track
from auditor.model.wide_impact import (
    NO_KIND,
    TRACKS,
    Class,
    Flipped,
    FlipTally,
    Large,
    Named,
    Shift,
    Shifted,
    Size,
    Spread,
    WideImpact,
)

NAMED: Final = 1000


def spread(values: Mapping[int, int]) -> Spread:
    """Say how values lie that were counted; there is at least one."""
    total, ordered = sum(values.values()), sorted(values)

    def at(share: Fraction) -> int:
        wanted, seen = max(1, ceil(total * share)), 0
        for value in ordered:
            seen += values[value]
            if seen >= wanted:
                return value
        return ordered[-1]

    return Spread(
        least=ordered[0],
        quarter=at(Fraction(1, 4)),
        median=at(Fraction(1, 2)),
        three_quarters=at(Fraction(3, 4)),
        greatest=ordered[-1],
    )


class _Count:
    """What is counted of one class of services."""

    def __init__(self) -> None:
        self.services = self.flips = self.flipped = self.turned = self.first = self.last = self.asked = 0
        self.verdicts: dict[Track, Counter[Any]] = {track: Counter() for track in TRACKS}
        self.moves: dict[tuple[Track, str], Counter[int]] = {
            (track, what): Counter() for track in TRACKS for what in ("old", "new", "low", "high")
        }

    def add(self, one: Shifted) -> None:
        self.services += 1
        self.flips += len(one.flips)
        self.flipped += bool(one.flips)
        self.turned += bool(one.turned)
        self.first += one.first
        self.last += one.last
        self.asked += bool(one.asked)
        for track, pair, (old, new) in zip(TRACKS, one.verdicts, one.scores, strict=True):
            self.verdicts[track][pair] += 1
            if old is not None and new is not None:
                found = {"old": old[0], "new": new[0], "low": new[0] - old[0], "high": new[1] - old[1]}
                for what, value in found.items():
                    self.moves[track, what][value] += 1

    def total(self, name: str) -> Class:
        return Class(
            name=name,
            services=self.services,
            verdicts={track: dict(sorted(self.verdicts[track].items())) for track in TRACKS},
            shifts={track: self._shift(track) for track in TRACKS},
            flips=self.flips,
            flipped=self.flipped,
            turned=self.turned,
            first=self.first,
            last=self.last,
            asked=self.asked,
        )

    def _shift(self, track: Track) -> Shift | None:
        number = sum(self.moves[track, "old"].values())
        if not number:
            return None
        old, new, low, high = (spread(self.moves[track, what]) for what in ("old", "new", "low", "high"))
        return Shift(services=number, old=old, new=new, low=low, high=high)


class _Names:
    """A count of services, with the first of them by name."""

    def __init__(self) -> None:
        self.count = 0
        self.some: list[tuple[str, str]] = []

    def add(self, service: str, name: str) -> None:
        self.count += 1
        if len(self.some) < NAMED:
            self.some.append((service, name))

    def total(self) -> Named:
        return Named(count=self.count, some=tuple(self.some))


class Counting:
    """Counts services as they come, in the order of their ids."""

    def __init__(self, undoing: Undoing, large: Large | None) -> None:
        self._undoing, self._large = undoing, large
        self._whole, self._sizes, self._kinds = _Count(), dict[Size, _Count](), dict[str, _Count]()
        self._flips: Counter[Flipped] = Counter()
        self._failing: Counter[str] = Counter()
        self._services: Counter[str] = Counter()
        self._turns: Counter[str] = Counter()
        self._turned, self._first, self._last, self._unkept = (_Names() for _ in range(4))
        self._compiled = self._unusable = 0

    def add(self, one: Shifted) -> None:
        """Count a service that was judged."""
        groups = [
            self._whole,
            self._sizes.setdefault(one.size, _Count()),
            *(self._kinds.setdefault(kind, _Count()) for kind in one.kinds),
        ]
        for group in groups:
            group.add(one)
        self._flips.update(one.flips)
        self._failing.update(flip.cause for flip in one.flips if flip.new is not None and flip.new.declared in FAILS)
        self._services.update({flip.cause for flip in one.flips})
        self._turns.update(cause for _track, decisive in one.turned for cause in decisive)
        for so, names in ((one.turned, self._turned), (one.first, self._first), (one.last, self._last)):
            if so:
                names.add(one.service, one.name)

    def leave_out(self) -> None:
        """Count a filing that others compiled."""
        self._compiled += 1

    def miss(self, service: str, name: str) -> None:
        """Count a filing that the register does not hold the content of."""
        self._unkept.add(service, name)

    def refuse(self) -> None:
        """Count a filing that could not be used."""
        self._unusable += 1

    def impact(
        self,
        *,
        as_of: date,
        as_written: bool,
        known_at: datetime | None,
        diagnostics: Iterable[Diagnostic] = (),
    ) -> WideImpact:
        """Put everything together for the renderers."""
        whole = self._whole.total("")
        return WideImpact(
            diff=self._undoing.diff,
            as_of=as_of,
            as_written=as_written,
            known_at=known_at,
            large=self._large,
            whole=whole,
            sizes=tuple(self._sizes[one].total(one.value) for one in Size if one in self._sizes),
            kinds=tuple(
                self._kinds[one].total(one) for one in sorted(self._kinds, key=lambda it: (it == NO_KIND, it))
            ),
            tallies=self._tallies(),
            flips=tuple(
                FlipTally(flip=flip, services=number)
                for flip, number in sorted(self._flips.items(), key=lambda it: (-it[1], _order(it[0])))
            ),
            turned=self._turned.total(),
            first=self._first.total(),
            last=self._last.total(),
            given=whole.services + self._compiled + self._unkept.count + self._unusable,
            compiled=self._compiled,
            unkept=self._unkept.total(),
            unusable=self._unusable,
            diagnostics=tuple(diagnostics),
        )

    def _tallies(self) -> tuple[CauseTally, ...]:
        flips: Counter[str] = Counter()
        for flip, number in self._flips.items():
            flips[flip.cause] += number
        causes = causes_of(self._undoing)
        found = [
            CauseTally(
                cause=causes[one],
                flips=flips[one],
                failing=self._failing[one],
                services=self._services[one],
                turns=self._turns[one],
            )
            for one in {*flips, *self._turns}
        ]
        return tuple(
            sorted(found, key=lambda one: (-one.turns, -one.failing, -one.services, -one.flips, one.cause.id))
        )


def causes_of(undoing: Undoing) -> dict[str, Cause]:
    """Give every cause by its id, those among them that stand for all changes of one requirement."""
    several = (undoing.several(number) for number in range(len(undoing.pairs)))
    return {one.id: one for one in (*(each.cause for each in undoing.causes), *several)}


def _order(flip: Flipped) -> tuple[str, ...]:
    sides = (side for one in (flip.old, flip.new) for side in ((one.declared, one.backed) if one else ("", "")))
    return (flip.requirement, flip.cause, *sides)
