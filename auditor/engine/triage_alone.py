"""Reasons to look that one filing gives by itself, or beside the one before it of the same service."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from typing import Final

from auditor.model.finding import Status
from auditor.model.plaintext import folded
from auditor.model.register import Entry
from auditor.model.triage import Profile, Signal, SignalKind, Weighed

# All documents dated so many days before the filing, or fewer, and at least so many of them.
FRESH_DAYS: Final = 7
FRESH_LEAST: Final = 2
# The share of the weight that both filings were asked about, which fell out of scope from one to the other.
OUT_OF_SCOPE: Final = Fraction(1, 5)
# So many more alternatives and waivers than the filing before.
MORE_EXCUSES: Final = 2
_OUTSIDE: Final = (Status.NOT_APPLICABLE, Status.NOT_IN_FORCE)


def alone(profile: Profile) -> Iterator[Signal]:
    """Give the signals of a filing by itself."""
    if profile.contradictions:
        number = len(profile.contradictions)
        said = f"its own answers cannot all be true: {number} contradiction{'s' if number > 1 else ''}"
        yield Signal(kind=SignalKind.CONTRADICTION, said=said, evidence=profile.contradictions)
    if profile.contested:
        number = profile.entry.contested or 0
        said = f"others filed evidence against {number} of its facts; who is right is not decided"
        yield Signal(kind=SignalKind.CONTESTED, said=said, evidence=profile.contested)
    yield from _newest(profile.entry)
    yield from _fresh(profile)


def _newest(entry: Entry) -> Iterator[Signal]:
    day = f"the same day, {entry.stated_on}" if entry.stated_on else "no day either"
    told = ((entry.same_day, f"{day}; this one came last"), (entry.undated, "no day"))
    evidence = tuple(f"with other answers, stating {what}: {number}" for number, what in told if number)
    if evidence:
        said = "which filing of the service is the newest is not known"
        yield Signal(kind=SignalKind.NEWEST_UNSURE, said=said, evidence=evidence)


def _fresh(profile: Profile) -> Iterator[Signal]:
    day = profile.entry.stated_on
    dated = [(one.id, one.issued) for one in profile.papers if one.issued is not None]
    if day is None or len(dated) < FRESH_LEAST:
        return
    if all(day - timedelta(FRESH_DAYS) <= issued.first and issued.last <= day for _id, issued in dated):
        said = f"all {len(dated)} dated documents are of the {FRESH_DAYS} days before {day}, the day of the filing"
        evidence = tuple(f"{id}: issued {issued}" for id, issued in dated)
        yield Signal(kind=SignalKind.FRESH_EVIDENCE, said=said, evidence=evidence)


def since(profile: Profile, earlier: Profile) -> Iterator[Signal]:
    """Give the signals of a filing beside the one before it, judged against the same ruleset."""
    before = {one.requirement: one for one in earlier.weighed}
    both = [(before[one.requirement], one) for one in profile.weighed if one.requirement in before]
    when = f"the filing of {earlier.entry.stated_on or 'no day'}"
    yield from _out_of_scope(both, when)
    yield from _excuses(profile, earlier, when)
    yield from _silent(both, when)


def _out_of_scope(both: list[tuple[Weighed, Weighed]], when: str) -> Iterator[Signal]:
    forced = [pair for pair in both if all(one.status is not Status.NOT_IN_FORCE for one in pair)]
    gone = [now for was, now in forced if was.status not in _OUTSIDE and now.status is Status.NOT_APPLICABLE]
    whole = sum((now.weight for _was, now in forced), Fraction(0))
    weight = sum((one.weight for one in gone), Fraction(0))
    if whole and weight / whole >= OUT_OF_SCOPE:
        said = (
            f"{len(gone)} requirements that applied to {when} do not apply now: {_percent(weight / whole)} by weight"
        )
        evidence = tuple(one.requirement for one in gone)
        yield Signal(kind=SignalKind.OUT_OF_SCOPE, said=said, evidence=evidence)


def _excuses(profile: Profile, earlier: Profile, when: str) -> Iterator[Signal]:
    was, now = (
        [one.requirement for one in each.weighed if one.alternative or one.waived] for each in (earlier, profile)
    )
    if len(now) - len(was) >= MORE_EXCUSES:
        said = f"{len(now)} requirements have an alternative or a waiver, and {len(was)} had in {when}"
        yield Signal(kind=SignalKind.MORE_EXCUSES, said=said, evidence=tuple(one for one in now if one not in was))


def _silent(both: list[tuple[Weighed, Weighed]], when: str) -> Iterator[Signal]:
    silent = [
        now for was, now in both if was.status is Status.NOT_MET and now.status is Status.UNDECIDED and now.silent
    ]
    if silent:
        said = f"not met in {when}, and not answered now: {len(silent)}"
        evidence = tuple(f"{one.requirement}: {', '.join(one.silent)}" for one in silent)
        yield Signal(kind=SignalKind.WENT_SILENT, said=said, evidence=evidence)


def other_provider(now: str | None, before: str | None, when: str) -> Iterator[Signal]:
    """Give a signal where two filings of one service name different providers."""
    if now is not None and before is not None and folded(now) != folded(before):
        said = f"another provider than in the filing of {when}"
        yield Signal(kind=SignalKind.OTHER_PROVIDER, said=said, evidence=(f"now: {now}", f"before: {before}"))


def _percent(part: Fraction) -> str:
    return f"{int(part * 100)} %"
