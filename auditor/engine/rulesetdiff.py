"""Every change between two editions of one instrument, sorted by what it means for who is held to them.

Knows two rulesets; knows nothing of declarations, files or how changes are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from auditor.engine.rulesetdiff_changes import Pair, change, pairs
from auditor.engine.rulesetdiff_facts import own_facts
from auditor.engine.rulesetdiff_requirements import changes_of
from auditor.engine.rulesetdiff_text import alike, parameters_of
from auditor.model.condition import Always
from auditor.model.ruleset import Area, Exclusion, Obligation, Parameter, Requirement, Ruleset, ScoringModel
from auditor.model.rulesetdiff import OF_THE_EDITION, Change, ChangeKind, Effect, Raise, RulesetDiff, VersionRaise
from auditor.model.themes import words_of

_EFFECTS: Final = (Effect.ASKS_MORE, Effect.UNORDERED, Effect.ASKS_LESS, Effect.SAME)
_KINDS: Final = tuple(ChangeKind)
_VERBS: Final = tuple(Obligation)
_RAISES: Final = (Raise.LOWERED, Raise.NONE, Raise.PATCH, Raise.EDITION)


def diff(old: Ruleset, new: Ruleset) -> RulesetDiff:
    """Compare two editions; the caller has seen that they are of one instrument."""
    matched = pairs(old.requirements, new.requirements)
    changed = changed_parameters(old, new)
    force = (new.in_force_from, new.in_force_until)
    of_requirements = [one for pair in matched for one in changes_of(pair, changed, force)]
    if new.scoring is ScoringModel.FLAT and old.scoring is ScoringModel.FLAT:
        of_requirements = [_unmoved(one) for one in of_requirements]
    found = [
        *of_requirements,
        *_parameters(old, new, matched, of_requirements),
        *_head(old, new),
        *own_facts(old, new, matched),
    ]
    verbs = {one.id: one.obligation for one in (*old.requirements, *new.requirements)}
    ranked = sorted(found, key=lambda one: _rank(one, verbs.get(one.requirement or "")))
    return RulesetDiff(old=old, new=new, changes=tuple(ranked), version=_version(old, new, ranked))


def _unmoved(one: Change) -> Change:
    """Say that a move to another area moves no score where areas do not weigh."""
    return replace(one, moves=False) if one.kind is ChangeKind.MOVED else one


def _rank(one: Change, verb: Obligation | None) -> tuple[int, ...]:
    """Put what asks more before what asks less, and of changes of one kind a must before a may."""
    strength = 0 if verb is None else _VERBS.index(verb)
    return one.kind in OF_THE_EDITION, _EFFECTS.index(one.effect), _KINDS.index(one.kind), strength


def changed_parameters(old: Ruleset, new: Ruleset) -> frozenset[str]:
    """Name the parameters that both editions have, with other values."""
    both = old.parameters.keys() & new.parameters.keys()
    return frozenset(name for name in both if not alike(old.parameters[name].value, new.parameters[name].value))


def reads(one: Requirement) -> frozenset[str]:
    """Name every parameter that a requirement reads, also through definitions."""
    conditions = [one.met_when, *(rung.when for rung in one.rungs)]
    if not isinstance(one.applies_when, Always):
        conditions.append(one.applies_when)
    named = frozenset(name for condition in conditions for name in parameters_of(condition))
    return named | ({one.evidence.parameter} if one.evidence.parameter else frozenset())


def _parameters(old: Ruleset, new: Ruleset, matched: Sequence[Pair], changes: Sequence[Change]) -> Iterator[Change]:
    came, gone = _renamed(old.parameters, new.parameters)
    for name in (*(one for one in new.parameters if one in old.parameters), *came, *gone):
        before, after = old.parameters.get(name), new.parameters.get(name)
        if before is not None and after is not None and _same_parameter(before, after):
            continue
        effects = {one.effect for one in changes if name in one.parameters and one.effect is not Effect.SAME}
        effect = effects.pop() if len(effects) == 1 else Effect.UNORDERED if effects else Effect.SAME
        worth = ("", "") if _worth(before) == _worth(after) else (_worth(before), _worth(after))
        readers = (pair.new or pair.old for pair in matched if any(_reads(one, name) for one in (pair.old, pair.new)))
        yield change(
            ChangeKind.PARAMETER,
            effect,
            moves=effect is not Effect.SAME,
            subject=name,
            old=worth[0],
            new=worth[1],
            readers=tuple(one.id for one in readers if one is not None),
            old_place=None if before is None else before.place,
            new_place=None if after is None else after.place,
        )


def _reads(one: Requirement | None, name: str) -> bool:
    return one is not None and name in reads(one)


def _renamed(old: Mapping[str, Parameter], new: Mapping[str, Parameter]) -> tuple[list[str], list[str]]:
    """Give the parameters that came and went; one that went and came under another name is no change."""
    came, gone = [one for one in new if one not in old], [one for one in old if one not in new]
    for name in [*gone]:
        twin = next((one for one in came if _same_parameter(old[name], new[one])), None)
        if twin is not None:
            came.remove(twin)
            gone.remove(name)
    return came, gone


def _same_parameter(one: Parameter, other: Parameter) -> bool:
    stated = (one.origin, one.because, dict(one.readings)) == (other.origin, other.because, dict(other.readings))
    return stated and alike(one.value, other.value)


def _worth(one: Parameter | None) -> str:
    return "" if one is None else f"{one.written} ({one.origin.value})"


# -- the edition as a whole --------------------------------------------------------------------


def _head(old: Ruleset, new: Ruleset) -> Iterator[Change]:
    places = {"old_place": old.place, "new_place": new.place}
    if old.status is not new.status:
        yield change(ChangeKind.STATUS, Effect.SAME, moves=True, old=old.status.value, new=new.status.value, **places)
    for subject in ("in_force_from", "in_force_until", "transition_until", "published"):
        before, after = (getattr(one, subject) for one in (old, new))
        if before != after:
            yield change(
                ChangeKind.EDITION_DATES,
                Effect.SAME,
                moves=subject != "published",
                subject=subject,
                old=str(before or ""),
                new=str(after or ""),
                **places,
            )
    if old.decided_by != new.decided_by:
        one, other = set(old.decided_by), set(new.decided_by)
        effect = Effect.ASKS_MORE if one < other else Effect.ASKS_LESS if other < one else Effect.UNORDERED
        effect = Effect.SAME if one == other else effect
        said = [", ".join(each.decided_by) for each in (old, new)]
        yield change(ChangeKind.DECIDED_BY, effect, moves=one != other, old=said[0], new=said[1], **places)
    if old.scoring is not new.scoring:
        yield change(
            ChangeKind.SCORING, Effect.SAME, moves=True, old=old.scoring.value, new=new.scoring.value, **places
        )
    for each in (*_areas(old, new), *_sayings(old, new)):
        yield replace(each, **places)


def _areas(old: Ruleset, new: Ruleset) -> Iterator[Change]:
    before, after = ({one.id: one for one in each.areas} for each in (old, new))
    nested = ScoringModel.NESTED in (old.scoring, new.scoring)
    for name in (*after, *(one for one in before if one not in after)):
        one, other = before.get(name), after.get(name)
        if one != other:
            moves = nested and (one is None or other is None or _weighs(one) != _weighs(other))
            yield change(ChangeKind.AREAS, Effect.SAME, moves=moves, subject=name, old=_area(one), new=_area(other))
    common = [[one.id for one in each.areas if one.id in before and one.id in after] for each in (old, new)]
    if common[0] != common[1]:
        order = [", ".join(each) for each in common]
        yield change(ChangeKind.AREAS, Effect.SAME, moves=False, subject="order", old=order[0], new=order[1])


def _weighs(one: Area) -> tuple[object, ...]:
    return one.parent, one.weight, one.transparent


def _area(one: Area | None) -> str:
    if one is None:
        return ""
    inside = f", in {one.parent}" if one.parent else ""
    weight = f", weight {one.weight}" if one.weight != 1 else ""
    return f"{one.title}{inside}{weight}{', transparent' if one.transparent else ''}"


def _sayings(old: Ruleset, new: Ruleset) -> Iterator[Change]:
    """Give what the edition says about itself."""
    before, after = ([_exclusion(one) for one in each.excludes] for each in (old, new))
    if before != after:
        yield change(
            ChangeKind.EXCLUDES,
            Effect.SAME,
            moves=False,
            gone=tuple(one for one in before if one not in after),
            came=tuple(one for one in after if one not in before),
        )
    numbers = [f"{ours} of {whole} are ours" for ours, whole in (old.numbers, new.numbers)]
    said = (
        ("title", old.title, new.title),
        ("summary", old.summary, new.summary),
        ("kind", old.kind, new.kind),
        ("documents", _listed(old.documents.values()), _listed(new.documents.values())),
        ("history", _listed(old.history), _listed(new.history)),
        ("numbers", numbers[0], numbers[1]),
    )
    for subject, one, other in said:
        if one != other:
            shown = ("", "") if subject in ("summary", "documents", "history") else (one, other)
            yield change(ChangeKind.ABOUT, Effect.SAME, moves=False, subject=subject, old=shown[0], new=shown[1])


def _exclusion(one: Exclusion) -> str:
    return f"{', '.join(map(words_of, one.themes))} ({one.clause})"


def _listed(several: Iterable[object]) -> str:
    return repr(tuple(several))


# -- the version -------------------------------------------------------------------------------


def _version(old: Ruleset, new: Ruleset, changes: Sequence[Change]) -> VersionRaise:
    """Hold the version against the changes: what moves a status, a verdict or a score is another edition."""
    one, other = (tuple(map(int, each.version.split("."))) for each in (old, new))
    made = Raise.LOWERED if other < one else Raise.EDITION if other[:2] > one[:2] else Raise.PATCH
    made = Raise.NONE if other == one else made
    moving = tuple(each for each in changes if each.moves)
    needed = Raise.EDITION if moving else Raise.PATCH if changes else Raise.NONE
    if made is Raise.NONE and needed is Raise.NONE and old.sha256 != new.sha256:
        needed = Raise.PATCH
    enough = _RAISES.index(made) >= _RAISES.index(needed)
    return VersionRaise(made=made, needed=needed, enough=enough, because=() if enough else moving)
