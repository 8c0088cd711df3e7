"""One requirement across all filings: who answers alike, and which answers are unlike the others.

Outliers are told by counting and by medians alone: a few odd filings move neither.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from auditor.model.answering import Answered, Cluster, Far, Seen
from auditor.model.finding import Status
from auditor.model.reviews import Review
from auditor.model.wide_impact import BOUNDS, NO_KIND, Size

# A number is far from the others if it lies so many times the usual distance from the median; the factor makes that
# distance comparable with a standard deviation. Fewer numbers than these have no usual distance.
FAR: Final = Fraction(7, 2)
FACTOR: Final = Fraction(6745, 10_000)
NUMBERS_LEAST: Final = 8
# A cluster is rare that holds this share of all filings or less, where there are so many filings.
RARE: Final = Fraction(1, 50)
FILINGS_LEAST: Final = 10

_ORDER: Final = tuple(Status)


def clusters(answers: Sequence[Answered], reviews: Mapping[str, Sequence[Review]]) -> tuple[Cluster, ...]:
    """Put filings together that came out alike on both tracks and say the same; outliers come first.

    What others contest, or what is declared in place of a requirement, is not the same as what stands by itself.

    First are clusters with a number far from the others, the farthest first, then the rare ones, then the rest; of
    each kind the smallest first.
    """
    together: dict[tuple[Status, Status, tuple[Seen, ...], tuple[str, ...], bool], list[Answered]] = defaultdict(list)
    for one in answers:
        contested = tuple(each.fact for each in one.disputed)
        together[one.status, one.backed, one.seen, contested, one.instead is not None].append(one)
    medians = _medians(answers)
    found = [
        Cluster(
            status=status,
            backed=backed,
            seen=seen,
            stands_for=tuple(sorted((one.entry for one in held), key=lambda entry: (entry.service, entry.sha256))),
            sizes=_counted([size_of(one.users).value for one in held]),
            kinds=_counted([kind for one in held for kind in one.kinds or (NO_KIND,)]),
            far=tuple(far for one in seen if (far := _far(one, medians)) is not None),
            rare=len(answers) >= FILINGS_LEAST and Fraction(len(held), len(answers)) <= RARE,
            disputed=tuple(one for each in held for one in each.disputed),
            instead=tuple(each.instead for each in held if each.instead is not None),
            reviews=tuple(one for each in held for one in reviews.get(each.entry.sha256, ())),
        )
        for (status, backed, seen, _contested, _instead), held in together.items()
    ]
    return tuple(sorted(found, key=_outliers_first))


def _outliers_first(one: Cluster) -> tuple[object, ...]:
    farthest = max((far.score for far in one.far), default=Fraction(0))
    statuses = _ORDER.index(one.status), _ORDER.index(one.backed)
    return -farthest, not one.rare, len(one.stands_for), *statuses, one.stands_for[0].service


def size_of(users: int | None) -> Size:
    """Give the class of a service by its monthly users."""
    if users is None:
        return Size.NOT_STATED
    return next((size for size, bound in BOUNDS if users < bound), Size.FROM_7_MILLION)


def _counted(words: Sequence[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(words).items(), key=lambda one: (-one[1], one[0])))


def median(numbers: Sequence[Fraction]) -> Fraction:
    """Give the middle one of numbers, or what is halfway between the two in the middle; there is one at the least."""
    in_order, half = sorted(numbers), len(numbers) // 2
    return in_order[half] if len(numbers) % 2 else (in_order[half - 1] + in_order[half]) / 2


def _medians(answers: Sequence[Answered]) -> Mapping[str, tuple[Fraction, Fraction, int]]:
    """Give, of each fact with enough numbers, their median, the median distance from it, and how many they are."""
    numbers: dict[str, list[Fraction]] = defaultdict(list)
    for answer in answers:
        for one in answer.seen:
            if one.number is not None:
                numbers[one.fact].append(one.number)
    found = {}
    for fact, stated in numbers.items():
        if len(stated) >= NUMBERS_LEAST:
            middle = median(stated)
            found[fact] = (middle, median([abs(one - middle) for one in stated]), len(stated))
    return found


def _far(one: Seen, medians: Mapping[str, tuple[Fraction, Fraction, int]]) -> Far | None:
    """Say how far a number lies from the others; None where it is near, or where at least half are the same."""
    if one.number is None or one.fact not in medians:
        return None
    middle, spread, of = medians[one.fact]
    if not spread:
        return None
    score = FACTOR * abs(one.number - middle) / spread
    if score <= FAR:
        return None
    return Far(fact=one.fact, text=one.text, median=middle, spread=spread, score=score, of=of)
