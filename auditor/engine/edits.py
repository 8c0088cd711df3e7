"""What differs between the inputs of two audits, thing by thing, each under the cause that it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from auditor.engine.challenged import challenged_otherwise, reply_without_place
from auditor.engine.evaluate import Compiled
from auditor.engine.reported import patterns_read
from auditor.model.challenge import Challenge
from auditor.model.changes import Cause, Edit
from auditor.model.decision import Decision
from auditor.model.declaration import Bound, Declaration, Service
from auditor.model.diagnostic import Place
from auditor.model.evidence import Evidence
from auditor.model.facts import Facts
from auditor.model.ruleset import Requirement, Ruleset
from auditor.model.values import show
from auditor.model.waiver import Waiver

NONE: Final = "none"
NOWHERE: Final = Place("")
_DIGITS: Final = 12
_Named = TypeVar("_Named", Waiver, Decision)


class Side(Struct, frozen=True, kw_only=True):
    """Everything that one audit was made of."""

    declaration: Declaration
    ruleset: Ruleset
    compiled: tuple[Compiled, ...]
    as_written: bool
    as_of: date
    waivers: tuple[Waiver, ...] = ()
    decisions: tuple[Decision, ...] = ()
    watermarks: tuple[str, ...] = ()
    include_recalled: bool = False


def edits_between(old: Side, new: Side) -> tuple[Edit, ...]:
    """Give everything that differs between two sides, in the order of the causes."""
    declarations = old.declaration, new.declaration
    about = new.ruleset.id, new.declaration.service.id
    found = [*rules_between(old.ruleset, new.ruleset)]
    same_rules = not found
    if old.include_recalled is not new.include_recalled:
        recalled = recalled_text(old.include_recalled), recalled_text(new.include_recalled)
        found.append(edit(Cause.RULES, "recalled rules", *recalled))
    if same_rules and old.as_of == new.as_of and old.as_written is not new.as_written:
        found.append(edit(Cause.RULES, "dates of the edition", _dates(old), _dates(new)))
    found += days_between(old.as_of, new.as_of)
    evidence = [
        *evidence_between(old.declaration.evidence, new.declaration.evidence),
        *_bound(old.declaration.bound, new.declaration.bound),
        *challenges_between(old.declaration.challenges, new.declaration.challenges),
    ]
    edited = [*_facts(old.declaration.facts, new.declaration.facts), *_besides(*declarations)]
    if old.declaration.sha256 != new.declaration.sha256 and not evidence and not edited:
        edited = [edit(Cause.EDIT, "declaration", "other text", "no fact differs")]
    people = (*_waivers(old.waivers, new.waivers, about), *_decisions(old.decisions, new.decisions, about))
    return (*found, *evidence, *edited, *people)


def recalled_text(included: bool) -> str:
    """Say whether requirements encoded from memory are evaluated."""
    return "evaluated" if included else "left out"


def _dates(side: Side) -> str:
    return "set aside: read as written" if side.as_written else "applied"


def edit(cause: Cause, address: str, before: str, after: str, place: Place | None = None) -> Edit:
    """Make one difference."""
    return Edit(cause=cause, address=address, before=before, after=after, place=place)


def rules_between(old: Ruleset, new: Ruleset) -> Iterator[Edit]:
    """Give the edition, where its content differs."""
    if old.sha256 != new.sha256:
        same = old.version == new.version
        before, after = (f"{one.version} ({digits(one)})" if same else one.version for one in (old, new))
        yield edit(Cause.RULES, new.id, before, after)


def digits(one: Ruleset | Declaration) -> str:
    """Give the first digits of a digest, enough to tell two apart."""
    return one.sha256[:_DIGITS]


def days_between(old: date, new: date) -> Iterator[Edit]:
    """Give the as-of date, where it differs."""
    if old != new:
        yield edit(Cause.TIME, "as-of date", old.isoformat(), new.isoformat())


def evidence_between(old: Sequence[Evidence], new: Sequence[Evidence]) -> Iterator[Edit]:
    """Give the entries that differ in anything but their place."""
    before, after = ({one.id: one for one in many} for many in (old, new))
    for name in dict.fromkeys([*after, *before]):
        was, now = before.get(name), after.get(name)
        if _without_place(was) != _without_place(now):
            here = now or was
            yield edit(
                Cause.EVIDENCE, f"evidence.{name}", _entry(was, now), _entry(now, was), here.place if here else None
            )


def _without_place(one: Evidence | None) -> Evidence | None:
    return None if one is None else replace(one, place=NOWHERE, reply=reply_without_place(one.reply))


def _entry(one: Evidence | None, other: Evidence | None) -> str:
    """Say what an entry is in what tells it from the other one."""
    if one is None:
        return NONE
    said = one.fault or "counts"
    if other is None:
        return said
    parts = [said] if one.fault != other.fault else []
    if one.issued != other.issued:
        parts.append(f"issued {one.issued or 'on no day'}")
    if one.assurance is not other.assurance:
        parts.append(f"says: {one.assurance.value}")
    if one.supports != other.supports:
        parts.append(f"supports {', '.join(one.supports)}")
    return ", ".join(parts) or f"{said}, under another description"


def _bound(old: Sequence[Bound], new: Sequence[Bound]) -> Iterator[Edit]:
    """Give the facts that hold together with the product's configuration otherwise than before."""
    before, after = ({one.fact: one for one in many} for many in (old, new))
    for name in dict.fromkeys([*after, *before]):
        was, now = before.get(name), after.get(name)
        if (was and replace(was, place=NOWHERE)) != (now and replace(now, place=NOWHERE)):
            here = now or was
            yield edit(Cause.EVIDENCE, f"bound.{name}", _tied(was), _tied(now), here.place if here else None)


def _tied(one: Bound | None) -> str:
    return NONE if one is None else one.fault or f"agrees with {one.file}"


def challenges_between(old: Sequence[Challenge], new: Sequence[Challenge]) -> Iterator[Edit]:
    """Give the facts that others contest otherwise than before: others, or with something else."""
    for fact, was, now, place in challenged_otherwise(old, new):
        yield edit(Cause.EVIDENCE, f"challenges.{fact}", was or NONE, now or NONE, place)


def _facts(old: Facts, new: Facts) -> Iterator[Edit]:
    paths = dict.fromkeys([*new.values, *new.absences, *old.values, *old.absences])
    for path in paths:
        if old.values.get(path) != new.values.get(path) or _silence(old, path) != _silence(new, path):
            yield edit(
                Cause.EDIT,
                path,
                _said(old, path),
                _said(new, path),
                new.nearest_place(path) or old.nearest_place(path),
            )


def _silence(facts: Facts, path: str) -> object:
    absence = facts.absences.get(path)
    return None if absence is None else replace(absence, place=None)


def _said(facts: Facts, path: str) -> str:
    value = facts.values.get(path)
    if value is None:
        return facts.absence(path).silence.value.replace("-", " ")
    return show(value)


def _besides(old: Declaration, new: Declaration) -> Iterator[Edit]:
    """Give what else of a declaration differs: no fact, but shown, or read with the facts."""
    if old.stated_on != new.stated_on:
        yield edit(Cause.EDIT, "stated_on", str(old.stated_on or NONE), str(new.stated_on or NONE))
    yield from service_between(old.service, new.service)
    kept: tuple[tuple[str, object, object], ...] = (
        ("attestation", old.attestation, new.attestation),
        ("confidential", old.confidential, new.confidential),
        *(
            (name, _plain(getattr(old, name)), _plain(getattr(new, name)))
            for name in ("alternatives", "measures", "planned")
        ),
    )
    for name, was, now in kept:
        if was != now:
            yield edit(Cause.EDIT, name, "as it was", "changed")


def service_between(old: Service, new: Service) -> Iterator[Edit]:
    """Give what a service is called otherwise, and who else provides it."""
    for name in ("id", "name", "provider"):
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield edit(Cause.EDIT, f"service.{name}", was or NONE, now or NONE)


def _plain(many: Iterable[object]) -> list[object]:
    return [replace(one, place=NOWHERE) for one in many]  # type: ignore[type-var]  # each of them has a place


def _waivers(old: Sequence[Waiver], new: Sequence[Waiver], about: tuple[str, str]) -> Iterator[Edit]:
    before, after = (_by_target(many, about) for many in (old, new))
    for name in dict.fromkeys([*after, *before]):
        was, now = before.get(name, []), after.get(name, [])
        if [replace(one, place=NOWHERE) for one in was] != [replace(one, place=NOWHERE) for one in now]:
            place = (*now, *was)[0].place
            yield edit(Cause.WAIVER, name, terms_of(was), terms_of(now), place)


def _decisions(old: Sequence[Decision], new: Sequence[Decision], about: tuple[str, str]) -> Iterator[Edit]:
    before, after = (_by_target(many, about) for many in (old, new))
    for name in dict.fromkeys([*after, *before]):
        was, now = before.get(name, []), after.get(name, [])
        if [replace(one, place=NOWHERE) for one in was] != [replace(one, place=NOWHERE) for one in now]:
            yield edit(Cause.WAIVER, name, decided_text(was), decided_text(now), (*now, *was)[0].place)


def decided_text(decisions: Sequence[Decision]) -> str:
    """Say what was decided, when and by whom."""
    said = (
        f"alternative {'accepted' if one.accepted else 'refused'} on {one.on.isoformat()}, {one.reviewer}"
        for one in decisions
    )
    return "; ".join(said) or NONE


def _by_target(given: Sequence[_Named], about: tuple[str, str]) -> Mapping[str, list[_Named]]:
    ruleset, service = about
    found: dict[str, list[_Named]] = {}
    for one in given:
        if one.service == service and one.requirement.startswith(f"{ruleset}/"):
            found.setdefault(one.requirement, []).append(one)
    return found


def terms_of(waivers: Sequence[Waiver]) -> str:
    """Say from when to when waivers hold, and by whose word."""
    said = (f"{one.granted.isoformat()} to {one.expires.isoformat()}, {one.approver}" for one in waivers)
    return "; ".join(said) or NONE


def bearing_on(requirements: Sequence[Requirement], edits: Sequence[Edit]) -> tuple[str, ...]:
    """Give the addresses of the facts edited that a requirement looks at, and of what else is about it alone."""
    patterns = {
        tuple(pattern.split("."))
        for one in requirements
        for condition in one.conditions
        for pattern in patterns_read(condition)
    }
    ids = {one.id for one in requirements}
    return tuple(
        one.address
        for one in edits
        if (one.cause is Cause.EDIT and any(_fits(tuple(one.address.split(".")), each) for each in patterns))
        or (one.cause is Cause.WAIVER and one.address.partition("/")[2] in ids)
        or any(_fits(tuple(fact.split(".")), each) for fact in _contested(one) for each in patterns)
    )


def _contested(one: Edit) -> tuple[str, ...]:
    """Give the fact that is contested otherwise than before; a word of a set also as the set."""
    head, _, fact = one.address.partition(".")
    is_challenge = one.cause is Cause.EVIDENCE and head == "challenges"
    return (fact, fact.rpartition(".")[0]) if is_challenge else ()


def _fits(path: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    return len(path) == len(pattern) and all(want in ("*", have) for have, want in zip(path, pattern, strict=True))
