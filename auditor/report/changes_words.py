"""The words for what changed between two audits, and what it is put down to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final

from auditor.model.changes import Cause, Change, Diff, Difference, Edit, Part, ScoreChange, VerdictChange
from auditor.model.finding import NOTHING_TO_WAIVE, Interval, Outcome, Status
from auditor.report.numbers import decimals
from auditor.report.wording import REASONS, SILENCES, STATUSES, VERDICTS, listed, plural

CAUSES: Final[Mapping[Cause, str]] = {
    Cause.RULES: "the rules",
    Cause.TIME: "time",
    Cause.EVIDENCE: "evidence",
    Cause.EDIT: "edits",
    Cause.WAIVER: "waivers",
    Cause.PROGRAM: "the program",
}
IN_ORDER: Final = (
    "Told step by step: the rules, then time, then evidence, then edits, then waivers and decisions; "
    "the parts add up exactly."
)
TOGETHER: Final = (
    "Several things changed and the saved results do not hold the declarations: what each of them did cannot be told "
    "apart. --declarations names a folder that has them."
)
_WORST: Final = (Status.NOT_MET, Status.PARTLY_MET, Status.UNDECIDED, Status.MET)


def causes_text(causes: Sequence[Cause]) -> str:
    """Name what something is put down to."""
    return " and ".join(CAUSES[one] for one in causes) or "nothing that the results hold"


def outcome_text(one: Outcome | None, *, sure: bool = False) -> str:
    """Say how a requirement came out: on both tracks where they differ, and whether it counts.

    With `sure` it is said too that all of it is backed, beside an outcome that differs in that alone.
    """
    if one is None:
        return "not asked"
    said = STATUSES[one.declared].label if one.silence is None else SILENCES[one.silence]
    if one.backed is not one.declared:
        said += " (not backed)" if one.backed is Status.UNDECIDED else f" (backed: {STATUSES[one.backed].label})"
    elif sure:
        said += " (backed)"
    said += ", alternative accepted" if one.accepted else ""
    return said if one.counts else f"{said}, waived{waived_where(one)}"


def waived_where(one: Outcome) -> str:
    """Name the track on which it is waived, where it needs no waiver on the other."""
    return " as backed" if one.accepted or one.declared in NOTHING_TO_WAIVE else ""


def change_text(change: Change, to: str) -> str:
    """Say how a requirement came out before and after; with the reason where nothing else differs."""
    sure = _differs_in_backing(change)
    before, after = outcome_text(change.before, sure=sure), outcome_text(change.after, sure=sure)
    if before == after and change.before and change.after and change.remains:
        return f"{before}, {_reason(change.before)} {to} {_reason(change.after)}"
    return f"{before} {to} {after}" if change.remains else f"{before}, and back again"


def _differs_in_backing(change: Change) -> bool:
    before, after = change.before, change.after
    return (
        before is not None
        and after is not None
        and before.declared is after.declared
        and before.backed is not after.backed
    )


def _reason(one: Outcome) -> str:
    return REASONS[one.reason] if one.reason is not None else "decided"


def steps_text(change: Change, to: str) -> str:
    """Say which causes did it; step by step where there are several."""
    if len(change.steps) == 1:
        said = causes_text(change.steps[0].causes)
    else:
        said = ", ".join(f"{causes_text(one.causes)} ({to} {outcome_text(one.after)})" for one in change.steps)
    return f"{said}: {listed(change.edits, most=4)}" if change.edits else said


def edit_text(edit: Edit, to: str) -> str:
    """Say what differs between the inputs."""
    return f"{edit.address}: {edit.before} {to} {edit.after}"


def verdict_text(one: VerdictChange, to: str) -> str:
    """Say a verdict before and after, and what turned it."""
    before, after = VERDICTS[one.before].label, VERDICTS[one.after].label
    if one.before is one.after:
        return f"{after}, as before" + (", turned and turned back" if one.turns else "")
    turned = ", ".join(causes_text(turn.causes) for turn in one.turns)
    return f"{before} {to} {after}, by {turned}"


def points_text(points: Interval) -> str:
    """Write a difference of both ends of a score, signed, to two places."""
    low, high = _signed(points.low), _signed(points.high)
    return low if low == high else f"{low} at worst, {high} at best"


def _signed(points: Fraction) -> str:
    text = decimals(points, 2)
    return text if points <= 0 else f"+{text}"


def ends_text(points: Interval | None, to: str) -> str:
    """Write a score to two places; `n/a` over nothing."""
    if points is None:
        return "n/a"
    low, high = decimals(points.low, 2), decimals(points.high, 2)
    return low if low == high else f"{low}{to}{high}"


def score_text(one: ScoreChange, arrow: str, to: str) -> str:
    """Say a score before and after, and the difference."""
    if one.before == one.after:
        return f"{ends_text(one.after, to)}, as before" + ("; parts cancel out" if one.parts else "")
    said = f"{ends_text(one.before, to)} {arrow} {ends_text(one.after, to)}"
    return said if one.points is None else f"{said}: {points_text(one.points)}"


def part_text(part: Part) -> str:
    """Say what one cause did to a score."""
    if part.points is None:
        return f"{causes_text(part.causes)}: it begins or ceases to have a score"
    return f"{causes_text(part.causes)}: {points_text(part.points)}"


def worst_first(changes: Iterable[Change]) -> list[Change]:
    """Put what decides first, then what is worst now; what changed and changed back comes last."""

    def rank(change: Change) -> tuple[bool, bool, int]:
        status = change.after.declared if change.after else None
        return (
            not change.remains,
            not change.requirement.decisive,
            _WORST.index(status) if status in _WORST else len(_WORST),
        )

    return sorted(changes, key=rank)


def how_text(one: Difference) -> str:
    """Say how what changed was put down to causes."""
    if not one.separable:
        return TOGETHER
    if len(one.causes) == 1:
        return f"Nothing else differs than {CAUSES[one.causes[0]]}: all of it is put down to that."
    return IN_ORDER


def answer_text(diff: Diff) -> str:
    """Give the whole in one sentence: what the last line says."""
    if not diff.differences:
        return "INCOMPARABLE: nothing on one side has a counterpart on the other that is judged."
    audits = plural(len(diff.differences), "audit")
    beside = f"; {len(diff.incomparable)} incomparable" if diff.incomparable else ""
    turned = [one for one in diff.differences if any(each.before is not each.after for each in one.verdicts)]
    changed = [one for one in diff.differences if any(each.remains for each in one.changes)]
    rules = sum(change.remains for one in diff.differences for change in one.changes)
    if turned:
        return f"{len(turned)} OF {audits.upper()} {_GETS[len(turned) == 1]} ANOTHER VERDICT{beside}."
    if changed:
        return f"NO VERDICT TURNS in {audits}: {plural(rules, 'rule')} {_COMES[rules == 1]} out otherwise{beside}."
    if any(one.before != one.after for each in diff.differences for one in each.scores):
        return f"NO VERDICT TURNS in {audits}: scores differ{beside}."
    if any(one.causes for one in diff.differences):
        return f"NOTHING COMES OUT OTHERWISE in {audits}: only inputs differ{beside}."
    return f"NOTHING CHANGED in {audits}{beside}."


_GETS: Final = {True: "GETS", False: "GET"}
_COMES: Final = {True: "comes", False: "come"}


def head_text(one: Difference) -> str:
    """Name the instrument with both editions."""
    old, new = one.old.ruleset, one.new.ruleset
    return new.name if old.version == new.version else f"{new.id}: {old.version} against {new.version}"
