"""Mutants: an edition with one thing in it changed, the way a slip of the pen would change it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from auditor.authoring.mutant_comparisons import Edit
from auditor.authoring.mutant_conditions import edits, prefixed
from auditor.model.condition import (
    Always,
    AtLeast,
    Condition,
    Group,
    IfThen,
    Named,
    Not,
    Over,
    Test,
    children,
)
from auditor.model.diagnostic import Place
from auditor.model.evidence import Assurance
from auditor.model.ruleset import NEVER_IN_FORCE, EvidenceDemand, Requirement, Ruleset


class Mutant(Struct, frozen=True, kw_only=True):
    """One change of an edition. `id` stays while the rule keeps its shape; `hint` ends *a case where …*.

    `requirements` are those that the change touches, already changed; for a change of the edition's own dates,
    `ruleset` is changed and they are all of them as they were.
    """

    id: str
    place: Place
    change: str
    hint: str
    ruleset: Ruleset
    requirements: tuple[Requirement, ...]


def mutants(ruleset: Ruleset) -> Iterator[Mutant]:
    """Give every mutant of an edition; a change of a definition is one mutant, wherever it is used."""
    # a contradiction lies in what is declared, whatever backs it
    backed = ruleset.kind != "consistency"
    for requirement in ruleset.requirements:
        for edit, changed in _of_requirement(requirement, backed=backed):
            yield _mutant(f"{requirement.id}/{edit.key}", edit, ruleset, (changed,))
    for name, condition in ruleset.definitions.items():
        for edit in edits(condition):
            changed_ones = tuple(_with(one, name, edit.to) for one in ruleset.requirements if _uses(one, name))
            if changed_ones:
                yield _mutant(f"{name}/{edit.key}", edit, ruleset, changed_ones)
    yield from _of_edition(ruleset)


def _mutant(id: str, edit: Edit, ruleset: Ruleset, requirements: tuple[Requirement, ...]) -> Mutant:
    return Mutant(
        id=id, place=edit.place, change=edit.change, hint=edit.hint, ruleset=ruleset, requirements=requirements
    )


# -- a requirement and the edition -------------------------------------------------------------------------


def _of_requirement(one: Requirement, *, backed: bool) -> Iterator[tuple[Edit, Requirement]]:
    def edit(key: str, change: str, hint: str) -> Edit:
        return Edit(key=key, place=one.place, change=change, hint=hint, to=one.met_when)

    if not isinstance(one.applies_when, Always):
        everywhere = edit("applies/always", "`applies_when` became `always`", "it does not apply")
        yield everywhere, replace(one, applies_when=Always())
        for inner in edits(one.applies_when):
            yield prefixed("applies", inner), replace(one, applies_when=inner.to)
    for inner in edits(one.met_when):
        yield prefixed("met", inner), replace(one, met_when=inner.to)
    for index, rung in enumerate(one.rungs):
        before, after = one.rungs[:index], one.rungs[index + 1 :]
        gone = edit(f"rung-{index}/dropped", f"the part credit of {rung.credit} is gone", "that much credit is due")
        yield gone, replace(one, rungs=before + after)
        less = replace(rung, credit=rung.credit / 2)
        hint = f"that much credit is due, expecting `credit: [{float(rung.credit):g}, {float(rung.credit):g}]`"
        halved = edit(f"rung-{index}/credit", f"the part credit of {rung.credit} became {less.credit}", hint)
        yield halved, replace(one, rungs=(*before, less, *after))
        for inner in edits(rung.when):
            changed = replace(rung, when=inner.to)
            yield prefixed(f"rung-{index}", inner), replace(one, rungs=(*before, changed, *after))
    for key, change, hint, demand in _demands(one.evidence) if backed else ():
        yield edit(f"evidence/{key}", change, hint), replace(one, evidence=demand)
    for name, stated in (("starts", one.starts), ("ends", one.ends)):
        for day, hint in _days(stated):
            shifted = edit(f"{name}/{day}", f"its own {name} moved from {stated} to {day}", hint)
            yield shifted, replace(one, **{name: day})


def _demands(demand: EvidenceDemand) -> Iterator[tuple[str, str, str, EvidenceDemand]]:
    for other in Assurance:
        if abs(other.rank - demand.assurance.rank) == 1:
            least = min(demand.assurance, other, key=lambda assurance: assurance.rank)
            change = f"evidence that is {demand.assurance.value} became {other.value}"
            hint = f"all is backed by evidence that is {least.value}, expecting `backed`"
            yield other.value, change, hint, replace(demand, assurance=other)
    age = demand.not_older_than
    if age is not None and demand.assurance is not Assurance.ASSERTED:
        for moved in (replace(age, count=age.count - 1), replace(age, count=age.count + 1)):
            if moved.count >= 0:
                oldest = max(age, moved, key=lambda period: period.count)
                hint = f"the evidence was issued {oldest} before, to the day, expecting `backed`"
                key = str(moved).replace(" ", "-")
                yield (
                    key,
                    f"evidence not older than {age} became {moved}",
                    hint,
                    replace(demand, not_older_than=moved),
                )


def _of_edition(ruleset: Ruleset) -> Iterator[Mutant]:
    if ruleset.status in NEVER_IN_FORCE or ruleset.in_force_from is None:
        return
    for name in ("in_force_from", "in_force_until", "transition_until"):
        stated: date | None = getattr(ruleset, name)
        for day, hint in _days(stated):
            yield Mutant(
                id=f"edition/{name}/{day}",
                place=ruleset.place,
                change=f"`{name}` moved from {stated} to {day}",
                hint=hint,
                ruleset=replace(ruleset, **{name: day}),
                requirements=ruleset.requirements,
            )


def _days(stated: date | None) -> Iterator[tuple[date, str]]:
    if stated is not None:
        for step in (-1, 1):
            day = stated + timedelta(days=step)
            yield day, f"`as_of` is {min(stated, day)}, and one where it is {max(stated, day)}"


# -- definitions -------------------------------------------------------------------------------------------


def _uses(requirement: Requirement, name: str) -> bool:
    return any(_names(one, name) for one in requirement.conditions)


def _names(condition: Condition, name: str) -> bool:
    if isinstance(condition, Named) and condition.name == name:
        return True
    return any(_names(one, name) for one in children(condition))


def _with(requirement: Requirement, name: str, to: Condition) -> Requirement:
    scope = requirement.applies_when
    return replace(
        requirement,
        applies_when=scope if isinstance(scope, Always) else _put(scope, name, to),
        met_when=_put(requirement.met_when, name, to),
        rungs=tuple(replace(rung, when=_put(rung.when, name, to)) for rung in requirement.rungs),
    )


def _put(condition: Condition, name: str, to: Condition) -> Condition:
    """Put another condition behind a definition's name, everywhere."""
    match condition:
        case Test():
            return condition
        case Named():
            return replace(condition, condition=to if condition.name == name else _put(condition.condition, name, to))
        case Group(members=members) | AtLeast(members=members):
            return replace(condition, members=tuple(_put(one, name, to) for one in members))
        case Not(member=member):
            return replace(condition, member=_put(member, name, to))
        case IfThen(condition=first, then=second):
            return replace(condition, condition=_put(first, name, to), then=_put(second, name, to))
        case Over(where=where, satisfies=satisfies):
            return replace(
                condition,
                where=None if where is None else _put(where, name, to),
                satisfies=None if satisfies is None else _put(satisfies, name, to),
            )
