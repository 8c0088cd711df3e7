"""What each operator does to a value that is stated. Total: no declared value makes one raise.

One function for each row of `auditor.model.operators`. Silence is settled before these are called, save
for sets, which go word by word. (Language reference, sections 5 and 8.)
"""

from __future__ import annotations

import operator
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from auditor.model.condition import AgeRange
from auditor.model.dates import DateSpan, Period
from auditor.model.truth import F, T, Truth, U, negate, truth_of
from auditor.model.values import NONE, Band, Bands, WordSet

Function = Callable[[Any, Any], Truth]
UNSTATED_SET: Final = WordSet({}, complete=False)


def same(seen: Any, wanted: Any) -> Truth:
    """Say whether two values that are known to the last are the same: anything but dates."""
    return T if seen == wanted else F


def _is(seen: Any, wanted: Any) -> Truth:
    if isinstance(seen, DateSpan) and isinstance(wanted, DateSpan):
        if seen.first == seen.last == wanted.first == wanted.last:
            return T
        return F if seen.last < wanted.first or wanted.last < seen.first else U
    return same(seen, wanted)


def _is_not(seen: Any, wanted: Any) -> Truth:
    return negate(_is(seen, wanted))


def _in(seen: Any, wanted: Any) -> Truth:
    if isinstance(wanted, WordSet):
        return F if seen is NONE else wanted.truth(seen)
    return truth_of(seen in wanted)


def _not_in(seen: Any, wanted: Any) -> Truth:
    return negate(_in(seen, wanted))


def _comparison(compare: Callable[[Any, Any], bool]) -> Function:
    def function(seen: Any, wanted: Any) -> Truth:
        return T if seen is not NONE and wanted is not NONE and compare(seen, wanted) else F

    return function


def _before(seen: Any, wanted: Any) -> Truth:
    if seen is NONE or wanted is NONE:
        return F
    if seen.last < wanted.first:
        return T
    return F if seen.first >= wanted.last else U


def _after(seen: Any, wanted: Any) -> Truth:
    return _before(wanted, seen)


def _not_before(seen: Any, wanted: Any) -> Truth:
    return F if seen is NONE or wanted is NONE else negate(_before(seen, wanted))


def _not_after(seen: Any, wanted: Any) -> Truth:
    return F if seen is NONE or wanted is NONE else negate(_after(seen, wanted))


def within(seen: Any, period: Period, as_of: date) -> Truth:
    """Say whether the as-of date lies in the period that begins on the day seen; both ends inside."""
    if seen is NONE:
        return F
    earliest = period.reaching(as_of)
    if earliest <= seen.first and seen.last <= as_of:
        return T
    return F if as_of < seen.first or seen.last < earliest else U


def _has(seen: WordSet, word: str) -> Truth:
    return seen.truth(word)


def _has_all(seen: WordSet, words: tuple[str, ...]) -> Truth:
    return min([seen.truth(word) for word in words])


def _has_any(seen: WordSet, words: tuple[str, ...]) -> Truth:
    return max([seen.truth(word) for word in words])


def _has_none(seen: WordSet, words: tuple[str, ...]) -> Truth:
    return negate(_has_any(seen, words))


def covers(seen: WordSet, other: WordSet, words: tuple[str, ...]) -> Truth:
    """Say whether every member of the other set is a member of this one, over all words of the type."""
    return min((max(negate(other.truth(word)), seen.truth(word)) for word in words), default=T)


def covered(band: Band, age: int) -> Truth:
    """Say whether the band's ends put `age` inside."""
    if (band.start is not None and age < band.start) or (band.end is not None and age > band.end):
        return F
    return U if band.start is None or band.end is None else T


def _spans(seen: Bands, ages: AgeRange) -> Truth:
    least = U if seen.more else F
    bands = [band for band in seen.bands if band.backed]

    def one(age: int) -> Truth:
        return max([least, *(covered(band, age) for band in bands)])

    return min(one(age) for age in range(ages.start, ages.end + 1))


def _matches(seen: Any, pattern: str) -> Truth:
    return F if seen is NONE else truth_of(glob(pattern, seen))


def glob(pattern: str, text: str) -> bool:
    """Match the whole text: `*` is any run, `?` one character, case counts; linear in the text.

    The usual two-pointer walk: on a mismatch go back to the last star and let it take one more.
    """
    pattern, text = unicodedata.normalize("NFC", pattern), unicodedata.normalize("NFC", text)
    at, here, star, mark = 0, 0, -1, 0
    while here < len(text):
        if at < len(pattern) and pattern[at] == "*":
            star, mark, at = at, here, at + 1
        elif at < len(pattern) and pattern[at] in ("?", text[here]):
            at, here = at + 1, here + 1
        elif star >= 0:
            mark += 1
            at, here = star + 1, mark
        else:
            return False
    return all(one == "*" for one in pattern[at:])


def _exists(seen: Any, wanted: bool) -> Truth:
    return truth_of((seen is not NONE) is wanted)


def _unused(seen: Any, wanted: Any) -> Truth:
    """Stand for the operators that need more than two values; the compiler handles them itself."""
    raise AssertionError("compiled apart")  # pragma: no cover


FUNCTIONS: Final[Mapping[str, Function]] = MappingProxyType(
    {
        "is": _is,
        "is_not": _is_not,
        "in": _in,
        "not_in": _not_in,
        "above": _comparison(operator.gt),
        "below": _comparison(operator.lt),
        "at_least": _comparison(operator.ge),
        "at_most": _comparison(operator.le),
        "before": _before,
        "after": _after,
        "not_before": _not_before,
        "not_after": _not_after,
        "within": _unused,
        "has": _has,
        "has_all": _has_all,
        "has_any": _has_any,
        "has_none": _has_none,
        "covers": _unused,
        "spans": _spans,
        "matches": _matches,
        "exists": _exists,
        "declared": _unused,
    }
)
