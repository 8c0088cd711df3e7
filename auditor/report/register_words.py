"""What all views of a register share: how an entry, a moment and a score are told, and how they stand in JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Final

from auditor.model.batch import State
from auditor.model.finding import Status
from auditor.model.register import Entry, Seen
from auditor.model.result import LATER_FACTS, Track
from auditor.model.scorecard import Verdict
from auditor.report.jsonfindings import day_json
from auditor.report.jsontext import Json
from auditor.report.wording import STATUSES, VERDICTS, as_track, flat, plural

SHORT: Final = 12
STATES: Final[Mapping[State, tuple[str, str, str]]] = {
    State.AUDITED: ("✓", "met", "audited"),
    State.UNUSABLE: ("✗", "failed", "could not be used"),
    State.DUPLICATE: ("–", "out", "duplicate"),
    State.SUPERSEDED: ("–", "out", "superseded"),
    State.INTERRUPTED: ("?", "open", "not got to"),
}
NOT_JUDGED: Final = "compiled by others, not judged"


def moment_text(moment: datetime) -> str:
    """Write a moment for people, to the second, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def moment_json(moment: datetime | None) -> Json:
    """Write a moment for programs, to the microsecond, in UTC."""
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def points_text(score: tuple[str, str] | None, empty: str, *, to: str) -> str:
    """Write a score as it is kept, with two decimals: rounded to whole points it would be rounded twice.

    `empty` follows it: what says that it may be no score at all, or nothing.
    """
    if score is None:
        return "n/a"
    low, high = score
    return (low if low == high else f"{low}{to}{high}") + empty


def verdicts_text(entry: Entry, *, to: str, starred: bool = True) -> str:
    """Say verdict and score on both tracks; of what was not audited, what became of it.

    A score that may be no score at all is `starred`, or said to be so.
    """
    if entry.verdict is None or entry.verdict_backed is None:
        return NOT_JUDGED if entry.compiled and not entry.of_sha256 else STATES[entry.state][2] + gave_way(entry)
    mark = "*" if starred else ", or no score at all"
    score = points_text(entry.score, mark if entry.may_be_empty else "", to=to)
    score_backed = points_text(entry.score_backed, mark if entry.backed_may_be_empty else "", to=to)
    declared = f"{VERDICTS[entry.verdict].label} {as_track(Track.DECLARED)} ({score})"
    return f"{declared}, {VERDICTS[entry.verdict_backed].label} {as_track(Track.BACKED)} ({score_backed})"


def is_starred(entry: Entry) -> bool:
    """Whether a score of an entry bears the star, so that it has to be explained."""
    return entry.may_be_empty or entry.backed_may_be_empty


def gave_way(one: Entry | Seen) -> str:
    """Say of which input, or by which filing, one is a duplicate or superseded; empty where there is none."""
    if not one.of and not one.of_sha256:
        return ""
    digest = f" ({one.of_sha256[:SHORT]})" if one.of_sha256 else ""
    word = "of" if one.state is State.DUPLICATE else "by"
    return f" {word} {flat(one.of) or 'a filing that the register has'}{digest}"


def doubts(entry: Entry) -> Iterator[str]:
    """Say what stands beside verdict and score: which filings may hold instead of this one, and what is contested."""
    yield from rivals(entry)
    if entry.contested:
        yield f"{plural(entry.contested, 'fact')} contested by others"


def rivals(entry: Entry) -> Iterator[str]:
    """Say which other filings of the service may hold instead of this one, as far as their days tell."""
    if entry.same_day:
        day = "the same day" if entry.stated_on else "no day either"
        s = "s" if entry.same_day == 1 else ""
        others = _others(entry.same_day)
        yield f"{others} of the service state{s} {day} and say{s} something else: which one holds is not known"
    if entry.undated:
        s, it = ("s", "it is") if entry.undated == 1 else ("", "they are")
        yield f"{_others(entry.undated)} of the service state{s} no day: whether {it} newer is not known"


def mark_of(verdict: Verdict | None, state: State) -> tuple[str, str]:
    """Give the mark and the style of an entry."""
    if verdict is not None:
        return VERDICTS[verdict].mark, VERDICTS[verdict].style
    return ("–", "out") if state is State.AUDITED else STATES[state][:2]


def who(entry: Entry, *, dot: str) -> str:
    """Name the service: id, name, provider, as far as they are known and differ; else the input."""
    parts = [entry.service, *(one for one in (entry.name, entry.provider) if one and one != entry.service)]
    return dot.join(flat(one) for one in parts if one) or flat(entry.shown)


def edition_of(entry: Entry) -> str:
    """Name the edition."""
    return f"{entry.ruleset}@{entry.version}" if entry.ruleset else ""


def facts_text(entry: Entry) -> str:
    """Say of which day the facts are."""
    return f"facts of {entry.stated_on}" if entry.stated_on else "facts undated"


def are_later(stated_on: date | None, as_of: date | None) -> bool:
    """Whether facts are younger than the day for which the rules were read: what follows is then no history."""
    return stated_on is not None and as_of is not None and as_of < stated_on


def dated_text(entry: Entry) -> str:
    """Say of which day the facts are, with the watermark of those that are younger than the rules."""
    return facts_text(entry) + (f", {LATER_FACTS}" if are_later(entry.stated_on, entry.as_of) else "")


def _others(number: int) -> str:
    return "another filing" if number == 1 else f"{number} other filings"


def counts_text(counts: Mapping[Status, int]) -> str:
    """Count findings by status, those that are there."""
    return ", ".join(f"{count} {STATUSES[one].after(count)}" for one, count in counts.items() if count)


def counts_json(counts: Mapping[Status, int]) -> Json:
    """Give counts by status; null where nothing was judged."""
    return {one.value: counts.get(one, 0) for one in Status} if counts else None


def score_json(score: tuple[str, str] | None, may_be_empty: bool) -> Json:
    """Give a score as it is kept, and whether it may be none; null where nothing counts."""
    return None if score is None else {"low": score[0], "high": score[1], "may_be_empty": may_be_empty}


def entry_json(entry: Entry) -> dict[str, Json]:
    """Give all of an entry; null for what is not there."""
    verdict, backed = entry.verdict, entry.verdict_backed
    return {
        "state": entry.state.value,
        "submission": entry.sha256 or None,
        "service": {"id": entry.service, "name": entry.name, "provider": entry.provider} if entry.service else None,
        "stated_on": day_json(entry.stated_on),
        "compiled": entry.compiled,
        "ruleset": {"id": entry.ruleset, "version": entry.version} if entry.ruleset else None,
        "as_of": day_json(entry.as_of),
        "later_facts": are_later(entry.stated_on, entry.as_of),
        "tool": entry.tool or None,
        "verdict": {"declared": verdict.value if verdict else None, "backed": backed.value if backed else None},
        "score": {
            "declared": score_json(entry.score, entry.may_be_empty),
            "backed": score_json(entry.score_backed, entry.backed_may_be_empty),
        },
        "counts": counts_json(entry.counts),
        "contested": entry.contested,
        "same_day": entry.same_day,
        "undated": entry.undated,
        "known_from": moment_json(entry.known_from),
        "input": entry.shown or None,
        "run": entry.run,
        "position": entry.position,
        "codes": list(entry.codes),
        "of": entry.of or None,
        "of_submission": entry.of_sha256 or None,
    }
