"""Triage and review of a whole register: what is read from it goes to the engine, and what that says comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from auditor.engine import review, triage
from auditor.engine.triage_alike import alike
from auditor.engine.triage_alone import alone, other_provider, since
from auditor.engine.triage_told import numbers_of_review, numbers_of_triage
from auditor.model.answering import Answers
from auditor.model.finding import Status
from auditor.model.register import Entry
from auditor.model.triage import End, Profile, Signal, SignalKind, Triage
from auditor.register.answering import Reading
from auditor.register.choosing import Choice, Chosen, chosen
from auditor.register.profiles import Spread, profiles
from auditor.register.reading import Register
from auditor.register.reviewing import beside, reviews

_ORDER = tuple(SignalKind)
Told = Callable[[int, int], None]


def triaged(
    register: Register,
    entries: Sequence[Entry],
    ruleset: str,
    *,
    by: End,
    known_at: datetime | None = None,
    limit: int | None = None,
    told: Told | None = None,
    spread: Spread = map,
) -> Triage:
    """Say who to look at first among all newest filings; `told` hears how many of how many are read.

    `spread` reads them, in several processes where it is an executor's.
    """
    found = chosen(entries, ruleset, known_at)
    newest = [one.entry for one in found.filings]
    before = [one.before for one in found.filings if one.before is not None]
    read = [*_counted(profiles(register, [*newest, *before], spread), len(newest) + len(before), told)]
    now = read[: len(newest)]
    earlier = {one.entry.sha256: one for one in read[len(newest) :]}
    together = alike(now)
    signals = {
        profile.entry.sha256: _signals(choice, profile, earlier, together.get(profile.entry.sha256, ()))
        for choice, profile in zip(found.filings, now, strict=True)
    }
    decided = beside(found.filings, reviews(register, known_at))
    return Triage(
        ruleset=ruleset,
        by=by,
        ranked=triage.ranked(now, signals, decided, by=by),
        numbers=numbers_of_triage(),
        limit=limit,
        known_at=known_at,
        compiled=found.compiled,
        unaudited=found.unaudited,
        editions=found.editions,
    )


def _counted(found: Iterable[Profile], given: int, told: Told | None) -> Iterable[Profile]:
    for done, one in enumerate(found, start=1):
        yield one
        if told is not None:
            told(done, given)


def _signals(
    choice: Choice, profile: Profile, earlier: dict[str, Profile], together: Sequence[Signal]
) -> tuple[Signal, ...]:
    """Put a filing's signals in the order of their kinds."""
    found = [*alone(profile), *together]
    if choice.before is not None:
        found += since(profile, earlier[choice.before.sha256])
    if (was := choice.filed_before) is not None:
        found += other_provider(profile.entry.provider, was.provider, str(was.stated_on or "no day"))
    return tuple(sorted(found, key=lambda one: _ORDER.index(one.kind)))


def finding_in(register: Register, entry: Entry, requirement: str) -> tuple[Status, Status] | None:
    """Give how a requirement came out in one audit, on both tracks; None where the audit has no such requirement."""
    found = next(iter(Reading(requirement).answers(register, [entry])), None)
    return None if found is None else (found.status, found.backed)


def answered(
    register: Register,
    entries: Sequence[Entry],
    ruleset: str,
    requirement: str,
    *,
    known_at: datetime | None = None,
    limit: int | None = None,
) -> Answers:
    """Give the answers to one requirement over all newest filings, clustered."""
    found: Chosen = chosen(entries, ruleset, known_at)
    reading = Reading(requirement)
    answers = [*reading.answers(register, [one.entry for one in found.filings])]
    decided = {
        digest: tuple(one for one in several if one.requirement == requirement)
        for digest, several in beside(found.filings, reviews(register, known_at)).items()
    }
    return Answers(
        ruleset=ruleset.partition("@")[0],
        requirement=requirement,
        title=reading.title,
        asks=reading.asks,
        filings=len(answers),
        clusters=review.clusters(answers, decided),
        without=tuple(reading.without),
        numbers=numbers_of_review(),
        limit=limit,
        known_at=known_at,
        compiled=found.compiled,
        unaudited=found.unaudited,
        editions=found.editions,
    )
