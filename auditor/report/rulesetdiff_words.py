"""The words for changes between editions, for every format that people read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from auditor.model.diagnostic import Place
from auditor.model.ruleset import Ruleset
from auditor.model.rulesetdiff import Change, ChangeKind, Effect, Raise, RulesetDiff
from auditor.model.standing import validity_of
from auditor.report.wording import STANDINGS, plural

_WORDS: Final = {
    ChangeKind.PARTIAL: "part credit",
    ChangeKind.CHECKED: "how surely it was read",
    ChangeKind.RESTATED: "written otherwise, with the same meaning",
    ChangeKind.STATUS: "status changed",
    ChangeKind.DECIDED_BY: "what decides the verdict",
    ChangeKind.PARAMETER: "parameter",
    ChangeKind.AREAS: "area",
    ChangeKind.EXCLUDES: "what the text leaves out",
    ChangeKind.OWN_FACTS: "fact of its own",
    ChangeKind.ABOUT: "its",
}
# Neither in force nor current: the two editions may be texts of different kinds.
_DAYS: Final = {
    "in_force_from": "first day",
    "in_force_until": "last day",
    "transition_until": "last day of the transition",
    "published": "day of publication",
}
_OUTCOMES: Final = {
    ChangeKind.SCOPE: ("wider", "narrower"),
    ChangeKind.PARTIAL: ("harder to earn", "easier to earn"),
    ChangeKind.DATES: ("longer", "shorter"),
    ChangeKind.ALTERNATIVES: ("no longer allowed", "now allowed"),
    ChangeKind.DECIDED_BY: ("more", "less"),
}
_NAMED: Final = {
    ChangeKind.ADDED,
    ChangeKind.REMOVED,
    ChangeKind.PARAMETER,
    ChangeKind.CHECKED,
    ChangeKind.RESTATED,
    ChangeKind.OWN_FACTS,
}
EFFECTS: Final = {
    Effect.ASKS_MORE: "asks more",
    Effect.UNORDERED: "cannot be ordered",
    Effect.ASKS_LESS: "asks less",
    Effect.SAME: "asks the same",
}
_STEPS: Final = {
    Raise.NONE: "it was not raised",
    Raise.PATCH: "only its last number was raised, which is for corrections that move nothing",
    Raise.EDITION: "it was raised to another edition",
    Raise.LOWERED: "it was lowered",
}


def change_text(change: Change, arrow: str) -> str:
    """Say a change in one phrase: what of it, how, and from what to what where that is short."""
    head = _WORDS.get(change.kind, change.kind.value.replace("-", " "))
    if change.kind is ChangeKind.ADDED:
        split = f", split from {change.formerly}" if change.formerly else ""
        return f"added: {change.new.partition(':')[0]}{split}"
    if change.kind is ChangeKind.REMOVED:
        return f"removed: {change.old.partition(':')[0]}"
    if change.kind is ChangeKind.RESTATED:
        return f"{change.subject.replace('-', ' ')} {head}"
    if change.kind is ChangeKind.EDITION_DATES:
        return f"{_DAYS[change.subject]}: {change.old or 'none'} {arrow} {change.new or 'none'}"
    if change.effect is not Effect.SAME and change.kind not in _NAMED:
        outcomes = _OUTCOMES.get(change.kind, ("stronger", "weaker"))
        said = {Effect.ASKS_MORE: outcomes[0], Effect.ASKS_LESS: outcomes[1]}
        head = f"{head} {said.get(change.effect, 'cannot be ordered')}"
    if change.subject:
        named = change.kind in (ChangeKind.PARAMETER, ChangeKind.OWN_FACTS)
        subject = change.subject if named else change.subject.replace("_", " ")
        head = f"{head} {subject}"
    if change.kind is ChangeKind.PARAMETER and not (change.old or change.new):
        return f"{head}: its reason or its readings"
    if change.kind is ChangeKind.STATUS:
        return f"{head}: {change.old.replace('_', ' ')} {arrow} {change.new.replace('_', ' ')}"
    if change.kind is ChangeKind.CHECKED and change.moves:
        counts = "so it counts now" if change.effect is Effect.ASKS_MORE else "so it no longer counts"
        return f"{head}: {change.old} {arrow} {change.new}, {counts}"
    if told_apart(change) or not (change.old or change.new):
        return head
    return f"{head}: {change.old or 'none'} {arrow} {change.new or 'none'}"


def told_apart(change: Change) -> bool:
    """Whether old and new are whole sentences, which stand on lines of their own."""
    return change.kind in (ChangeKind.REWORDED, ChangeKind.REMEDY, ChangeKind.OWN_FACTS)


def through_text(change: Change) -> str:
    """Say through which parameters a change comes; empty where through none."""
    noun = "parameter" if len(change.parameters) == 1 else "parameters"
    part = "through" if change.wholly else "in part through"
    return f"{part} {noun} {', '.join(change.parameters)}" if change.parameters else ""


def places(change: Change, diff: RulesetDiff) -> Iterator[tuple[str, Place]]:
    """Give where a change stands, the old edition first, each with its version."""
    for edition, place in ((diff.old, change.old_place), (diff.new, change.new_place)):
        if place is not None:
            yield edition.version, place


def edition_text(edition: Ruleset) -> str:
    """Say what an edition is and when it binds."""
    words = STANDINGS[edition.status].words
    validity = validity_of(edition)
    if validity.starts is None:
        when = f"published {edition.published}" if edition.published else "undated"
        return f"{words}, {when}, {validity.span_text}"
    return f"{words}, {validity.span_text}"


def version_text(diff: RulesetDiff) -> str:
    """Say whether the version was raised enough, and how far it should be."""
    version, old, new = diff.version, diff.old.version, diff.new.version
    if version.enough:
        if version.made is Raise.NONE:
            return f"The version, {new}, is the same, and so is the edition."
        return f"The version was raised enough: {old} to {new}."
    if version.made is Raise.LOWERED:
        return f"The version was lowered, {old} to {new}: name the earlier edition first."
    numbers = [int(part) for part in old.split(".")]
    if version.needed is Raise.PATCH:
        wanted = f"{numbers[0]}.{numbers[1]}.{numbers[2] + 1}"
        return f"The version was not raised enough: the files differ, and both say {new}. It needs {wanted} or more."
    wanted = f"{numbers[0]}.{numbers[1] + 1}.0"
    because = plural(len(version.because), "change", "changes")
    moved = f"{because} can move a status, a verdict or a score"
    return f"The version was not raised enough: {moved}, and {_STEPS[version.made]}. It needs {wanted} or more."


def answer_text(diff: RulesetDiff) -> str:
    """Give the whole in one sentence: what the last line says."""
    if diff.identical:
        return f"NO CHANGE: {diff.old.name} and {diff.new.name} are one edition."
    if not diff.changes:
        return f"NO CHANGE in what {diff.new.id} asks, between {diff.old.version} and {diff.new.version}."
    counts = {effect: sum(one.effect is effect for one in diff.changes) for effect in Effect}
    said = [f"{counts[effect]} {_after(effect, counts[effect])}" for effect in Effect if counts[effect]]
    short = "" if diff.version.enough else "VERSION NOT RAISED ENOUGH; "
    return f"{short}{plural(len(diff.changes), 'change')}: {', '.join(said)}."


def _after(effect: Effect, count: int) -> str:
    several = {Effect.ASKS_MORE: "ask more", Effect.ASKS_LESS: "ask less", Effect.SAME: "ask the same"}
    return EFFECTS[effect] if count == 1 else several.get(effect, EFFECTS[effect])
