"""Conditions as gates: all that an edition asks is worked out at once, on both tracks, in a few long numbers.

A truth is two bits, F 00, U 01 and T 11, so that *and* of two truths, the least of them, is `&`, and *or* is `|`. A
byte holds the truths on both tracks; a sheet holds a byte for all that is asked, and for every gate. Gates that need
nothing but what stands before them are a layer, which is worked out at once. There is no *not*: a negation is carried
down to what is asked, which then stands there a second time, negated.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import groupby
from typing import Final

from auditor.model.truth import F, T, U, negate

# A table to translate truths to their bits by, and the truths by their bits, of which 10 are none.
BITS: Final = bytes.maketrans(bytes([F, U, T]), bytes([0b00, 0b01, 0b11]))
_TRUTHS: Final = (F, U, F, T)


def on_both(declared: int, backed: int) -> int:
    """Make one number of the bits on both tracks, or of as many as are written in the bytes of numbers."""
    return declared << 2 | backed


# Tables to translate by: to the truths on one track, and to the opposite on both.
AS_DECLARED: Final = bytes([_TRUTHS[both >> 2 & 3] for both in range(256)])
AS_BACKED: Final = bytes([_TRUTHS[both & 3] for both in range(256)])
_NEGATED: Final = bytes(
    [on_both(BITS[negate(AS_DECLARED[both])], BITS[negate(AS_BACKED[both])]) for both in range(256)]
)
_CONSTANT: Final = bytes([on_both(BITS[truth], BITS[truth]) for truth in (F, T)])

# So much of a sheet is gathered from at a time: a table to translate by has a place more, which is kept for 0. Each
# block takes as long as all that is wanted: of a longer sheet truths are taken one by one.
_BLOCK: Final = 255
_BLOCKS: Final = 16


class Places:
    """Where on a sheet some truths stand that are wanted one after the other."""

    __slots__ = ("_blocks", "_places")

    def __init__(self, places: Sequence[int]) -> None:
        self._places = places
        firsts = sorted({place // _BLOCK * _BLOCK for place in places})
        # For each block of the sheet that holds some: the place in it of each, and 255 for those in other blocks.
        self._blocks = [
            (first, bytes([_within(place - first) for place in places])) for first in firsts[: _BLOCKS + 1]
        ]

    def on(self, sheet: bytes) -> bytes:
        """Give the truths."""
        if len(self._blocks) > _BLOCKS:
            return bytes([sheet[place] for place in self._places])
        found = 0
        for first, places in self._blocks:
            table = sheet[first : first + _BLOCK].ljust(_BLOCK + 1, b"\0")
            found |= number_of(places.translate(table))
        return found.to_bytes(len(self._places), "little")


def _within(place: int) -> int:
    return place if 0 <= place < _BLOCK else _BLOCK


class Gates:
    """The gates of an edition. All that they join is named by numbers: what is asked, its opposites, and gates."""

    never: Final = 0
    always: Final = 1

    def __init__(self) -> None:
        self._asked: dict[tuple[Hashable, bool], int] = {}
        self._gates: dict[tuple[bool, int, int], int] = {}
        self._depths: dict[int, int] = {}
        self._places = {self.never: 0, self.always: 0}
        self._negated = Places(())
        self._layers: list[tuple[int, Places, Places, int]] = []

    def _next(self) -> int:
        return 2 + len(self._asked) + len(self._gates)

    def asked(self, what: Hashable, *, negated: bool) -> int:
        """Give something that is asked, or its opposite."""
        return self._asked.setdefault((what, negated), self._next())

    def joined(self, parts: Sequence[int], *, either: bool) -> int:
        """Give what holds where all of the parts do; or where one of them does."""
        neutral, ruling = (self.never, self.always) if either else (self.always, self.never)
        if ruling in parts:
            return ruling
        left = [one for one in dict.fromkeys(parts) if one != neutral]
        while len(left) > 1:  # by twos, so that there are few layers
            pairs = [self._gate(either, one, other) for one, other in zip(left[::2], left[1::2], strict=False)]
            left = pairs + left[2 * len(pairs) :]
        return left[0] if left else neutral

    def _gate(self, either: bool, one: int, other: int) -> int:
        key = (either, one, other) if one < other else (either, other, one)
        number = self._gates.get(key)
        if number is None:
            number = self._gates[key] = self._next()
            self._depths[number] = 1 + max(self._depths.get(one, 0), self._depths.get(other, 0))
        return number

    def at_least(self, n: int, parts: Sequence[int]) -> int:
        """Give what holds where at least `n` of the parts do."""
        # of the parts so far: that none need hold, that at least one does, that at least two do, …
        held = [self.always] + [self.never] * n
        for part in parts:
            for number in range(n, 0, -1):
                more = self.joined((held[number - 1], part), either=False)
                held[number] = self.joined((held[number], more), either=True)
        return held[-1]

    def lay_out(self, places: Mapping[Hashable, int]) -> None:
        """Give everything its place on a sheet: after what is asked, whose `places` are given, all else."""
        first = 2 + max(places.values(), default=-1) + 1
        mine = self._places
        mine.update({self.never: first - 2, self.always: first - 1})
        mine.update({number: places[what] for (what, negated), number in self._asked.items() if not negated})
        opposites = {what: number for (what, negated), number in self._asked.items() if negated}
        self._negated = Places([places[what] for what in opposites])
        mine.update(zip(opposites.values(), range(first, first + len(opposites)), strict=True))
        first += len(opposites)
        for _depth, layer in groupby(sorted(self._gates, key=self._depth_of), key=self._depth_of):
            gates = list(layer)
            left, right = (Places([mine[gate[side]] for gate in gates]) for side in (1, 2))
            self._layers.append((len(gates), left, right, number_of(bytes([0xFF * gate[0] for gate in gates]))))
            mine.update(zip((self._gates[gate] for gate in gates), range(first, first + len(gates)), strict=True))
            first += len(gates)

    def _depth_of(self, gate: tuple[bool, int, int]) -> int:
        return self._depths[self._gates[gate]]

    def places(self, numbers: Sequence[int]) -> Places:
        """Say where the truths of some gates stand, after all are laid out."""
        return Places([self._places[number] for number in numbers])

    def worked_out(self, asked: bytes) -> bytes:
        """Give the sheet: the truths that were asked, and those of all gates."""
        sheet = asked + _CONSTANT
        sheet += self._negated.on(sheet).translate(_NEGATED)
        for size, lefts, rights, either in self._layers:
            left, right = number_of(lefts.on(sheet)), number_of(rights.on(sheet))
            sheet += (left & right | (left | right) & either).to_bytes(size, "little")
        return sheet


def number_of(truths: bytes) -> int:
    """Read truths as one number."""
    return int.from_bytes(truths, "little")
