"""The words for what a new edition does to all services of a register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from auditor.model.impact import Cause
from auditor.model.result import Track
from auditor.model.scorecard import Verdict
from auditor.model.wide_impact import NO_KIND, TRACKS, Class, FlipTally, Shift, Size, WideImpact
from auditor.report.impact_words import cause_name, outcome_text
from auditor.report.numbers import decimals
from auditor.report.register_words import moment_text
from auditor.report.wording import VERDICTS, as_track, plural

SIZES: Final[Mapping[str, str]] = {
    Size.NOT_STATED: "users not stated",
    Size.UNDER_10_THOUSAND: "under 10 thousand users",
    Size.UNDER_100_THOUSAND: "10 to under 100 thousand users",
    Size.UNDER_1_MILLION: "100 thousand to under 1 million users",
    Size.UNDER_7_MILLION: "1 to under 7 million users",
    Size.FROM_7_MILLION: "7 million users or more",
    Size.LARGE: "large, as the ruleset has it",
}


def class_text(name: str) -> str:
    """Name a class of services: a size, or a kind."""
    if name in SIZES:
        return SIZES[name]
    return "all services" if not name else name.replace("_", " ")


def kind_text(name: str) -> str:
    """Name a kind of service."""
    return "kind not stated" if name == NO_KIND else class_text(name)


def bounds_text(impact: WideImpact) -> str:
    """Say whose the classes of size are."""
    ours = "Sizes are monthly users over all countries that are stated; their bounds are this program's own"
    large = impact.large
    if large is None:
        return f"{ours}, no law's."
    more = "more than" if large.more_than else "at least"
    through = f" (parameter {large.parameter})" if large.parameter else ""
    return f"{ours}. Large is what the ruleset calls so{through}: {large.fact} {more} {large.least:,}."


def verdict_counts(one: Class, track: Track, arrow: str) -> Iterator[str]:
    """Say how many got which verdict on a track: those that turn first, the most first."""

    def order(entry: tuple[tuple[Verdict, Verdict], int]) -> tuple[bool, int, list[int]]:
        (old, new), number = entry
        return old is new, -number, [list(Verdict).index(each) for each in (old, new)]

    for (old, new), number in sorted(one.verdicts[track].items(), key=order):
        if old is new:
            yield f"{number:,} {VERDICTS[new].label}, as before"
        else:
            yield f"{number:,} {VERDICTS[old].label} {arrow} {VERDICTS[new].label}"


def moved_text(shift: Shift | None) -> str:
    """Say how far the least scores moved: median, and the middle half."""
    if shift is None:
        return "no scores to compare"
    low = shift.low
    if low.least == low.greatest == 0:
        return f"no score moves; the median stays {points_text(shift.new.median)}"
    medians = f"median {points_text(shift.old.median)} before, {points_text(shift.new.median)} now"
    if low.least == low.greatest:
        return f"{medians}; moved by {signed(low.median)}"
    return (
        f"{medians}; moved by {signed(low.median)} in the median, the middle half by {signed(low.quarter)} to "
        f"{signed(low.three_quarters)}, all by {signed(low.least)} to {signed(low.greatest)}"
    )


def points_text(hundredths: int) -> str:
    """Write hundredths of a point with two decimals."""
    return decimals(Fraction(hundredths, 100), 2)


def signed(hundredths: int) -> str:
    """Write a move, with its sign."""
    return f"+{points_text(hundredths)}" if hundredths > 0 else points_text(hundredths)


def class_facts(one: Class) -> str:
    """Count what becomes of a class of services."""
    parts = [f"{one.turned:,} with another verdict"] if one.turned else []
    parts += [f"{one.flipped:,} with {plural(one.flips, 'flip')}"] if one.flipped else ["nothing flips"]
    if one.asked:
        parts.append(f"{one.asked:,} asked something for the first time")
    if one.first:
        parts.append(f"{one.first:,} to which nothing applied before")
    if one.last:
        parts.append(f"{one.last:,} to which nothing applies now")
    return ", ".join(parts)


def flip_text(tally: FlipTally, cause: Cause | None, arrow: str) -> str:
    """Say in how many services a requirement comes out otherwise, how, and by what."""
    flip = tally.flip
    by = f", by: {cause_name(cause)}" if cause is not None else ""
    return f"{plural(tally.services, 'service')}: {outcome_text(flip.old)} {arrow} {outcome_text(flip.new)}{by}"


def answer_text(impact: WideImpact) -> str:
    """Give the whole in one sentence: what the last line says."""
    whole = impact.whole
    if not whole.services:
        return "NOTHING WAS JUDGED: the register holds no filing that a service made for itself."
    services, flips = plural(whole.services, "service"), plural(whole.flips, "flip")
    if not whole.flips and not whole.turned:
        return f"NOTHING FLIPS in {services}."
    if not whole.turned:
        return f"NO VERDICT TURNS in {services}: {flips} in {whole.flipped}."
    verb = "GETS" if whole.turned == 1 else "GET"
    return f"{whole.turned:,} OF {services.upper()} {verb} ANOTHER VERDICT: {flips} in {whole.flipped}."


def closing_texts(impact: WideImpact) -> Iterator[str]:
    """Say what was not judged, and of which moment this is."""
    if impact.compiled:
        yield f"Compiled by others, and never judged: {impact.compiled:,}."
    if impact.unkept.count:
        yield (
            f"{plural(impact.unkept.count, 'newest filing')} never audited, so that the register does not hold what "
            "was filed: run the batch again."
        )
    if impact.unusable:
        yield f"{impact.unusable:,} of {plural(impact.given, 'filing')} could not be used; the messages say why."
    if impact.known_at is not None:
        yield f"As the register knew it on {moment_text(impact.known_at)}."


def tracks_of(one: Class, arrow: str) -> Iterator[tuple[Track, str, str]]:
    """Give, for each track, how verdicts came out and how far scores moved."""
    for track in TRACKS:
        yield track, "; ".join(verdict_counts(one, track, arrow)), moved_text(one.shifts[track])


def track_name(track: Track) -> str:
    """Name a track in a sentence."""
    return as_track(track)
