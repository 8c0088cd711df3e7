"""Checks of what conditions can come to: what can never hold, can never fail, or changes nothing.

A fault is told where it arises: a requirement that cannot be met because of one impossible test is told of
that test alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from msgspec.structs import replace

from auditor.authoring.lint_draft import Draft, Faults, fault, walk
from auditor.authoring.satisfy import always, can_hold, never
from auditor.model.condition import (
    Always,
    Condition,
    Connective,
    FactSubject,
    Group,
    IfThen,
    Literal,
    Other,
    Over,
    Quantifier,
    Test,
)
from auditor.model.ruleset import Requirement
from auditor.model.values import plain_number
from auditor.model.vocabulary import Kind

_Truths = list[tuple[Condition, bool]]
_LOOK_AGAIN: Final = "look at the fact's type again: `auditor schema declaration`"


def test_never_holds(draft: Draft) -> Faults:
    """Look for tests that no value of the fact's type can pass."""
    for owner, part in draft.parts():
        test = _as_test(part)
        if test is not None and draft.once(_never_holds, part):
            yield fault(
                "lint.never-holds",
                f"`{test.operator}` on `{test.subject.path}` can never hold in {owner}",
                part.place,
                why=_range(test),
                help="name another fact" if _with_itself(test) else _LOOK_AGAIN,
            )


def test_never_fails(draft: Draft) -> Faults:
    """Look for tests that every value of the fact's type passes."""
    for owner, part in draft.parts():
        test = _as_test(part)
        if test is not None and draft.once(_never_fails, part):
            yield fault(
                "lint.never-fails",
                f"`{test.operator}` on `{test.subject.path}` can never fail in {owner}",
                part.place,
                why=_range(test),
                help="leave it out, or ask for more",
            )


def _never_holds(part: Condition) -> bool:
    return never(_as_test(part) or part)


def _never_fails(part: Condition) -> bool:
    return always(_as_test(part) or part)


def _as_test(part: Condition) -> Test | None:
    """Give a test; of a total over known keys, the test that it makes of the sum."""
    if isinstance(part, Test):
        return part
    if not isinstance(part, Over) or part.quantifier is not Quantifier.TOTAL or not isinstance(part.limit, Literal):
        return None
    item, many = part.of.type.item, len(part.keys)
    if item is None or part.of.type.kind is not Kind.CLOSED_MAP or item.or_none:
        return None
    low, high = item.minimum, item.maximum
    if part.where is not None:  # a member that does not count adds nothing
        low, high = None if low is None else min(low, 0), None if high is None else max(high, 0)
    sum_ = replace(item, minimum=None if low is None else low * many, maximum=None if high is None else high * many)
    subject = FactSubject(path=part.of.path, type=sum_)
    return Test(subject=subject, operator=part.bound or "is", operand=part.limit, place=part.place)


def _range(test: Test) -> str:
    """Say why nothing else can come out, such as what numbers there can be at all."""
    if _with_itself(test):
        return "the fact is held against itself"
    if test.operator == "matches":
        return "`*` stands for any text"
    type_ = test.subject.type
    ends = (("from", type_.minimum), ("to", type_.maximum))
    said = [f"{word} {plain_number(end)}" for word, end in ends if end is not None]
    return f"it goes {' '.join(said)}" if said and type_.kind is Kind.NUMBER else ""


def _with_itself(test: Test) -> bool:
    return isinstance(test.operand, Other) and test.operand.subject == test.subject


def contradiction(draft: Draft) -> Faults:
    """Look for lists whose members exclude each other."""
    for owner, part in draft.parts():
        if _is(part, Connective.ALL) and draft.once(_never_holds, part) and not _within(part, never):
            yield fault(
                "lint.contradiction",
                f"what {owner} lists can never hold together",
                part.place,
                help="write `any`, or two requirements",
            )


def any_never_fails(draft: Draft) -> Faults:
    """Look for an `any` that leaves nothing out."""
    for owner, part in draft.parts():
        if _is(part, Connective.ANY) and draft.once(_never_fails, part) and not _within(part, always):
            yield fault(
                "lint.any-never-fails",
                f"of what {owner} lists under `any`, something always holds",
                part.place,
                help="leave it out, or look at the bounds again",
            )


def members_decided(draft: Draft) -> Faults:
    """Look for quantifiers whose `where` settles what `satisfies` asks."""
    for owner, part in draft.parts():
        if not isinstance(part, Over) or part.where is None or part.satisfies is None:
            continue
        if _faulty(draft, part.where) or _faulty(draft, part.satisfies):
            continue
        if not can_hold((part.where, True), (part.satisfies, True)):
            said = "no member that counts can satisfy it"
        elif not can_hold((part.where, True), (part.satisfies, False)):
            said = "every member that counts satisfies it"
        else:
            continue
        yield fault(
            "lint.members-decided",
            f"a quantifier of {owner} leaves nothing open: {said}",
            part.place,
            help="let `satisfies` test what `where` does not",
        )


def never_applies(draft: Draft) -> Faults:
    """Look for scopes that no service can be in."""
    for one, scope in _scopes(draft):
        if draft.once(_never_holds, scope):
            yield fault(
                "lint.never-applies",
                f"`{one.id}` can never apply",
                draft.place_of(one, "applies_when"),
                help="look at what its scope excludes",
            )


def always_applies(draft: Draft) -> Faults:
    """Look for scopes that leave no service out."""
    for one, scope in _scopes(draft):
        if draft.once(_never_fails, scope):
            yield fault(
                "lint.always-applies",
                f"the scope of `{one.id}` leaves no service out",
                draft.place_of(one, "applies_when"),
                help="write `applies_when: always`",
            )


def _scopes(draft: Draft) -> Iterator[tuple[Requirement, Condition]]:
    for one in draft.requirements:
        if not isinstance(one.applies_when, Always) and not _faulty(draft, one.applies_when):
            yield one, one.applies_when


def cannot_be_met(draft: Draft) -> Faults:
    """Look for requirements that nothing in their scope can meet."""
    for one, scope in _reachable(draft):
        if not can_hold(*scope, (one.met_when, True)):
            yield fault(
                "lint.cannot-be-met",
                f"`{one.id}` cannot be met by any service that it applies to",
                draft.place_of(one, "met_when"),
                help="hold `met_when` against `applies_when`",
            )


def cannot_be_missed(draft: Draft) -> Faults:
    """Look for requirements that everything in their scope meets."""
    for one, _scope in _reachable(draft):
        if not draft.once(_can_be_missed, one):
            yield fault(
                "lint.cannot-be-missed",
                f"`{one.id}` is met by every service that it applies to",
                draft.place_of(one, "met_when"),
                why="what nobody can miss asks nothing",
                help="test in `met_when` what `applies_when` does not settle",
            )


def idle_rung(draft: Draft) -> Faults:
    """Look for part credit that nobody can earn: it holds only where more was earned already."""
    for one, scope in _reachable(draft):
        if not draft.once(_can_be_missed, one):
            continue
        before: _Truths = [*scope, (one.met_when, False)]
        for index, rung in enumerate(one.rungs):
            if not _faulty(draft, rung.when) and not can_hold(*before, (rung.when, True)):
                written = draft.written[one.id].child("partly_met_when").value
                way = ("partly_met_when", index) if isinstance(written, list) else ("partly_met_when",)
                yield fault(
                    "lint.idle-rung",
                    f"nobody can earn the {rung.credit} of `{one.id}`: where it holds, more is earned already",
                    draft.place_of(one, *way, "when"),
                    help="ask for less than `met_when` and the rungs above it do",
                )
            before.append((rung.when, False))


def settled_by_scope(draft: Draft) -> Faults:
    """Look for parts of `met_when` that hold wherever the requirement applies."""
    for one, scope in _reachable(draft):
        if not scope or not draft.once(_can_be_missed, one):
            continue
        group = one.met_when
        members = group.members if isinstance(group, Group) and group.connective is Connective.ALL else (group,)
        for member in members:
            asked = member.condition if isinstance(member, IfThen) else member
            # of the whole it is known that it can be missed
            if asked is not group and not _faulty(draft, asked) and not can_hold(*scope, (asked, False)):
                yield fault(
                    "lint.settled-by-scope",
                    f"`{one.id}` asks in `met_when` what `applies_when` has settled",
                    asked.place,
                    help="leave it out: where the requirement applies, it holds",
                )


def _reachable(draft: Draft) -> Iterator[tuple[Requirement, _Truths]]:
    """Give requirements, with what their scope settles, whose conditions have no fault of their own."""
    for one in draft.requirements:
        scope = _scope(one)
        whole = [one.met_when, *(condition for condition, _truth in scope)]
        if not any(_faulty(draft, each) for each in whole) and not any(
            draft.once(_never_holds, each) for each, _ in scope
        ):
            yield one, scope


def _scope(requirement: Requirement) -> _Truths:
    applies = requirement.applies_when
    return [] if isinstance(applies, Always) else [(applies, True)]


def _can_be_missed(requirement: Requirement) -> bool:
    return can_hold(*_scope(requirement), (requirement.met_when, False))


def _faulty(draft: Draft, condition: Condition) -> bool:
    """Whether something within is told of already: it can never hold, or never fail."""
    return any(_is_decided(draft, one) for one in walk(condition, names=True))


def _is_decided(draft: Draft, part: Condition) -> bool:
    if _as_test(part) is not None:
        return draft.once(_never_holds, part) or draft.once(_never_fails, part)
    if _is(part, Connective.ALL):
        return draft.once(_never_holds, part)
    return _is(part, Connective.ANY) and draft.once(_never_fails, part)


def _is(part: Condition, connective: Connective) -> bool:
    return isinstance(part, Group) and part.connective is connective


def _within(part: Condition, look: Callable[[Condition], bool]) -> bool:
    """Whether something inside a list is itself what `look` looks for."""
    return any(one is not part and not isinstance(one, Over) and look(one) for one in walk(part, names=True))
