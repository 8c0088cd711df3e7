"""The totals of many declarations by one edition: what a finding adds to each sum is worked out once, and kept.

A line is all that one finding adds on both tracks, in one whole number in which each sum has room for the greatest
that it can come to: lines are added up by adding these numbers.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Final

from auditor.engine.layout import At, Layout
from auditor.engine.means import Bag, Mean, mean_of
from auditor.engine.score import score_of
from auditor.engine.scorecards import Totals, card_of
from auditor.engine.sums import Credits, Sums, added_up
from auditor.model.finding import Finding, Status
from auditor.model.ruleset import Requirement, Ruleset
from auditor.model.scorecard import Score, Scorecard, Tracks

_STATUSES: Final = tuple(Status)
# A track is its counts by status, of all and of those that decide, seven sums, and a bag for each end.
_SEVERAL: Final = len(_STATUSES)
_BAGS: Final = 2 * _SEVERAL + 7
# What `struct` calls a number of so many bytes.
_FORMS: Final = {2: "H", 4: "I", 8: "Q"}


class Ledger:
    """Lines of findings by one edition, without waivers and decisions, and the totals that they come to."""

    def __init__(self, ruleset: Ruleset, requirements: Sequence[Requirement]) -> None:
        """Begin with requirements that stand area by area: in their order stand the lines that are added up."""
        layout = self._layout = Layout(ruleset, requirements)
        areas = [one.area for one in requirements]
        self._areas = {
            area: slice(areas.index(area), areas.index(area) + areas.count(area)) for area in dict.fromkeys(areas)
        }
        self._homes = [home for home in layout.under if layout.homes[home] == home]
        credits = {Fraction(0), Fraction(1), *(rung.credit for one in requirements for rung in one.rungs)}
        whole = self._whole = lcm(*(one.denominator for one in credits))
        # Values that are not sure, the least first: negative ones, with -1, where the greatest mean is wanted.
        self._values = {sign: sorted(int(one * whole) * sign for one in credits) for sign in (1, -1)}
        # A bag is a total and a weight of what is sure, and the weight of what is not by its value.
        self._bag = 2 + len(credits)
        self._track = _BAGS + 2 * self._bag
        most = max(len(requirements), whole * sum(layout.place(one).weight for one in requirements))
        self._width = next((one for one in _FORMS if most < 256**one), most.bit_length())
        form = _FORMS.get(self._width)
        self._struct = None if form is None else struct.Struct(f"<{2 * self._track}{form}")

    def line(self, finding: Finding) -> int:
        """Give what a finding adds, whose credits are those of rungs."""
        placed = [self._layout.place(finding.requirement)]
        tracks = [added_up(placed, [one], self._whole) for one in (finding.declared, finding.backed)]
        amounts = [amount for sums, credits in tracks for amount in self._amounts(sums, credits)]
        return int.from_bytes(b"".join(one.to_bytes(self._width, "little") for one in amounts), "little")

    def _amounts(self, sums: Sums, credits: Credits) -> Iterator[int]:
        """Give what one finding adds on one track, in the order in which it stands in a line."""
        yield from (*sums.counts.values(), *sums.decisive.values())
        yield from (sums.surely, sums.unsure, sums.failing, sums.short, sums.counted, sums.outside, sums.unbacked)
        for sign, bags in ((1, credits.low), (-1, credits.high)):
            yield from next((one.amounts(self._values[sign]) for one in bags.values()), [0] * self._bag)

    def card(self, lines: Sequence[int]) -> Scorecard:
        """Give the totals of findings by their lines, one for each requirement, without figures of areas."""
        areas = {area: sum(lines[span]) for area, span in self._areas.items()}
        under = self._layout.under
        homes = {home: self._read(sum([areas.get(one, 0) for one in under[home].own])) for home in self._homes}
        whole = self._read(sum(areas.values()))
        score = Tracks(declared=self._score(homes, _BAGS), backed=self._score(homes, self._track + _BAGS))
        totals = Totals(self._layout, self._sums(whole, 0), self._sums(whole, self._track), score)
        return card_of(totals, totals, totals, totals)

    def _read(self, line: int) -> Sequence[int]:
        """Give the single sums of a line, or of lines that were added up."""
        width = self._width
        data = line.to_bytes(2 * self._track * width, "little")
        if self._struct is not None:
            return self._struct.unpack(data)
        return [int.from_bytes(data[at : at + width], "little") for at in range(0, len(data), width)]

    def _sums(self, amounts: Sequence[int], at: int) -> Sums:
        """Give the sums of the track that begins there."""
        surely, unsure, failing, short, counted, outside, unbacked = amounts[at + 2 * _SEVERAL : at + _BAGS]
        return Sums(
            counts=dict(zip(_STATUSES, amounts[at : at + _SEVERAL], strict=True)),
            decisive=dict(zip(_STATUSES, amounts[at + _SEVERAL : at + 2 * _SEVERAL], strict=True)),
            surely=surely,
            unsure=unsure,
            failing=failing,
            short=short,
            counted=counted,
            outside=outside,
            unbacked=unbacked,
        )

    def _score(self, homes: Mapping[At, Sequence[int]], at: int) -> Score | None:
        """Give the score of the whole on the track whose bags begin there."""
        low, high = self._mean(homes, at, 1, None), self._mean(homes, at + self._bag, -1, None)
        return score_of(low, high, self._whole)

    def _mean(self, homes: Mapping[At, Sequence[int]], at: int, sign: int, home: At) -> Mean | None:
        """Give the mean of an area that has one of its own, or of the whole: the least, or with -1 the greatest."""
        amounts, values, folded = homes[home], self._values[sign], self._layout.under[home].folded
        if not folded:
            return mean_of(amounts, at, values, sign)
        shares = []
        for child, weight in folded:
            mean = self._mean(homes, at, sign, child)
            if mean is not None:
                shares.append((weight, mean))
        total, weight, *unsure = amounts[at : at + self._bag]
        bag = Bag(sign * total, weight, zip(values, unsure, strict=True), greatest=sign < 0)
        bag.put_all(shares)
        return bag.mean()
