"""What all views of a register share: how an entry, a moment and a score are told, and how they stand in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from auditor.model.batch import State
from auditor.model.finding import Status
from auditor.model.register import Entry
from auditor.model.result import Track
from auditor.model.scorecard import Verdict
from auditor.report.jsonfindings import day_json
from auditor.report.jsontext import Json
from auditor.report.wording import STATUSES, VERDICTS, as_track, flat

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


def points_text(score: tuple[str, str] | None, *, to: str) -> str:
    """Write a score as it is kept, with two decimals: rounded to whole points it would be rounded twice."""
    if score is None:
        return "n/a"
    low, high = score
    return low if low == high else f"{low}{to}{high}"


def verdicts_text(entry: Entry, *, to: str) -> str:
    """Say verdict and score on both tracks; of a service that others compiled, that it is not judged."""
    if entry.verdict is None or entry.verdict_backed is None:
        return NOT_JUDGED if entry.compiled else STATES[entry.state][2]
    declared = f"{VERDICTS[entry.verdict].label} {as_track(Track.DECLARED)} ({points_text(entry.score, to=to)})"
    backed = VERDICTS[entry.verdict_backed].label
    return f"{declared}, {backed} {as_track(Track.BACKED)} ({points_text(entry.score_backed, to=to)})"


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


def counts_text(counts: Mapping[Status, int]) -> str:
    """Count findings by status, those that are there."""
    return ", ".join(f"{count} {STATUSES[one].after(count)}" for one, count in counts.items() if count)


def counts_json(counts: Mapping[Status, int]) -> Json:
    """Give counts by status; null where nothing was judged."""
    return {one.value: counts.get(one, 0) for one in Status} if counts else None


def score_json(score: tuple[str, str] | None) -> Json:
    """Give a score as it is kept; null where nothing counts."""
    return None if score is None else {"low": score[0], "high": score[1]}


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
        "tool": entry.tool or None,
        "verdict": {"declared": verdict.value if verdict else None, "backed": backed.value if backed else None},
        "score": {"declared": score_json(entry.score), "backed": score_json(entry.score_backed)},
        "counts": counts_json(entry.counts),
        "known_from": moment_json(entry.known_from),
        "input": entry.shown or None,
        "run": entry.run,
        "position": entry.position,
        "codes": list(entry.codes),
    }
