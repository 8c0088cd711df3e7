"""Texts that are nearly the same, found without holding each against each, and without missing any.

Two texts are as alike as the sets of their shingles (runs of three words): what both have, of what either has. Where
that is at least some share, they have one of their rarest shingles in common, and so many of them need be looked at:
the shingles of a text beyond a share of its own number. This is exact; no chance is in it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import Final

Shingles = frozenset[str]

RUN: Final = 3
_WORD: Final = re.compile(r"\w+")


def words_of(text: str) -> tuple[str, ...]:
    """Give the words of a text, without regard to case, punctuation and spaces."""
    return tuple(_WORD.findall(text.casefold()))


def shingles_of(text: str) -> Shingles:
    """Give the runs of three words of a text; of a shorter one, the one run that it is."""
    words = words_of(text)
    return (
        frozenset(" ".join(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1)))
        if words
        else frozenset()
    )


def likeness(one: Shingles, other: Shingles) -> Fraction:
    """Say how alike two sets are, from 0 to 1: what both have, of what either has."""
    both = len(one & other)
    either = len(one) + len(other) - both
    return Fraction(both, either) if either else Fraction(1)


def near_pairs(
    sets: Sequence[Shingles], least: Fraction, *, most: int | None = None, tries: int | None = None
) -> Iterator[tuple[int, int, Fraction]]:
    """Give every two sets that are at least so alike, by their numbers, the lower first; empty sets are like none.

    `least` is more than 0. With `most`, of the pairs of a set with those before it (by size) that many are given and
    the others left out; with `tries`, it is held against so many at the most. A great many copies of one text then
    cost no more than their number.
    """
    common = Counter(one for each in sets for one in each)
    rarest = [sorted(each, key=lambda one: (common[one], one)) for each in sets]
    index: dict[str, list[int]] = defaultdict(list)
    for at in sorted(
        (one for one in range(len(sets)) if sets[one]), key=lambda one: (len(sets[one]), rarest[one], one)
    ):
        enough = ceil(least * len(sets[at]))
        telling = rarest[at][: len(sets[at]) - enough + 1]
        for other, alike in _like(at, telling, enough, sets, index, least, most, tries):
            yield min(at, other), max(at, other), alike
        for one in telling:
            index[one].append(at)


def _like(
    at: int,
    telling: Sequence[str],
    enough: int,
    sets: Sequence[Shingles],
    index: Mapping[str, Sequence[int]],
    least: Fraction,
    most: int | None,
    tries: int | None,
) -> Iterator[tuple[int, Fraction]]:
    looked_at: set[int] = set()
    given, (above, below) = 0, least.as_integer_ratio()
    for one in telling:
        for other in index.get(one, ()):
            if other in looked_at or len(sets[other]) < enough:
                continue
            if len(looked_at) == tries:
                return
            looked_at.add(other)
            both = len(sets[at] & sets[other])
            either = len(sets[at]) + len(sets[other]) - both
            if both * below >= above * either:  # a fraction of each would cost more than all the rest
                yield other, Fraction(both, either)
                given += 1
                if given == most:
                    return
