"""The numbers of ours that triage and review rest on, in words, made from the constants themselves."""

from __future__ import annotations

from fractions import Fraction

from auditor.engine import review, triage, triage_alike, triage_alone
from auditor.model.finding import Interval


def numbers_of_triage() -> tuple[str, ...]:
    """Say each number of ours that a priority or a signal rests on."""
    levels = ", ".join(f"{level} {_number(value)}" for level, value in triage.LEVELS.items())
    shares = ", ".join(
        f"{_range(value)} {what}"
        for value, what in (
            (triage.MADE_FOR_CHILDREN, "where it is made for children under 13"),
            (triage.CHILDREN_USE_IT, "where children can use it or are likely to"),
            (triage.CHILDREN_UNKNOWN, "where that is not stated"),
            (triage.NO_CHILDREN_CLAIMED, "where it is said that they cannot, without backing"),
            (triage.NO_CHILDREN_BACKED, "where that is backed"),
        )
    )
    return (
        f"users: where a number is not stated, {_range(triage.USERS_UNKNOWN)}",
        f"share of children, which no filing states: {shares}",
        f"risk, the greatest of {', '.join(triage.RISKS)}: {levels}; "
        f"{_range(Interval(min(triage.LEVELS.values()), max(triage.LEVELS.values())))} where none is stated",
        f"contact: one more than the surfaces open between adults and children, of {triage.SURFACES + 1}",
        "shortfall: the share of the decisive weight that is not met as backed; what is undecided counts for nothing "
        "at the lower end and in full at the upper",
        f"fresh evidence: all dated documents, {triage_alone.FRESH_LEAST} or more, of the {triage_alone.FRESH_DAYS} "
        "days before the filing",
        f"out of scope: {_percent(triage_alone.OUT_OF_SCOPE)} of the weight that both filings were asked about",
        f"more alternatives and waivers: {triage_alone.MORE_EXCUSES} more than in the filing before",
        f"nearly the same prose: texts of {triage_alike.WORDS_LEAST} words or more, "
        f"{_percent(triage_alike.ALIKE)} alike by runs of three words; a text is held against up to "
        f"{triage_alike.TRIED} others that have a rare run in common with it, and up to {triage_alike.FOLLOWED} "
        "likenesses are followed",
        f"near bounds: {triage_alike.NEAR_LEAST} numbers or more within {_percent(triage_alike.NEAR)} of one, at "
        f"least {_percent(triage_alike.NEAR_SHARE)} of those that pass one, and {triage_alike.NEAR_TIMES} times the "
        "share in other filings",
    )


def numbers_of_review() -> tuple[str, ...]:
    """Say each number of ours that an outlier rests on."""
    return (
        f"far: more than {_number(review.FAR)} by the robust score, {_number(review.FACTOR)} × the distance from the "
        f"median ÷ the median of all such distances, over {review.NUMBERS_LEAST} numbers or more; where that median "
        "is 0, at least half say the same, and no number is called far",
        f"rare: {_percent(review.RARE)} of the filings or fewer, of {review.FILINGS_LEAST} or more",
    )


def _number(value: Fraction) -> str:
    return f"{float(value):,g}" if value < 1000 else f"{int(value):,}"


def _range(value: Interval) -> str:
    return _number(value.low) if value.low == value.high else f"{_number(value.low)} to {_number(value.high)}"


def _percent(part: Fraction) -> str:
    return f"{int(part * 100)} %"
