"""What an impact says is what two separate audits say, and each cause is one, on random editions and declarations."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from auditor.engine.audit import audit
from auditor.engine.evaluate import compile_ruleset
from auditor.engine.impact import Setting, flips_between, impact_on, tallied
from auditor.engine.impact_undo import Undoing
from auditor.engine.rulesetdiff import diff
from auditor.model.condition import Always
from auditor.model.declaration import Declaration
from auditor.model.evidence import Assurance
from auditor.model.finding import Status
from auditor.model.impact import Cause, Outcome, ServiceImpact, outcome
from auditor.model.result import Audit, Track
from auditor.model.ruleset import Checked, EvidenceDemand, Obligation, Requirement, Ruleset, Rung
from auditor.model.rulesetdiff import ChangeKind, RulesetDiff
from tests.support.facts import facts_of
from tests.support.made import PARAMETERS, Answers, Blur, Rules
from tests.support.rules import AS_OF, Refused, declaration, evidence, read, requirement, ruleset
from tests.support.vocabulary import VOCABULARY

FIELDS = {
    ChangeKind.SCOPE: ("applies_when",),
    ChangeKind.TEST: ("met_when",),
    ChangeKind.PARTIAL: ("rungs",),
    ChangeKind.EVIDENCE: ("evidence",),
    ChangeKind.DATES: ("starts", "ends"),
    ChangeKind.CHECKED: ("source",),
    ChangeKind.OBLIGATION: ("obligation",),
}
SUPPORTS = ("app", "risk", "surfaces", "users", "defaults", "teams", "notices")


def condition(rng: Random) -> Any:
    rules = Rules(rng)
    while True:
        try:
            return read(rules.condition(rng.randint(0, 2), scope=True), parameters=PARAMETERS)
        except Refused:  # a condition that is refused is drawn again
            continue


def drawn(rng: Random, id: str) -> Requirement:
    one = requirement(
        id,
        met=condition(rng),
        applies=condition(rng) if rng.random() < 0.3 else None,
        rungs=[("1/2", condition(rng))] if rng.random() < 0.4 else [],
        assurance=rng.choice((Assurance.ASSERTED, Assurance.DOCUMENTED)),
    )
    return replace(one, obligation=rng.choice((Obligation.MUST, Obligation.SHOULD)))


def changed(rng: Random, one: Requirement) -> Requirement:
    """Change some parts of a requirement, perhaps none."""
    fields: dict[str, Any] = {
        "applies_when": rng.choice((Always(), condition(rng))),
        "met_when": condition(rng),
        "rungs": rng.choice(((), (Rung(credit=Fraction(1, 4), when=condition(rng)),))),
        "evidence": EvidenceDemand(assurance=rng.choice((*Assurance,))),
        "source": replace(one.source, checked=rng.choice((*Checked,))),
        "obligation": rng.choice((Obligation.MUST, Obligation.SHOULD)),
        "label": "2",
    }
    return replace(one, **{name: value for name, value in fields.items() if rng.random() < 0.25})


def decides(edition: Ruleset) -> Ruleset:
    return replace(
        edition,
        requirements=tuple(
            replace(
                one,
                decisive=one.obligation in edition.decided_by and one.source.checked is not Checked.RECALLED,
            )
            for one in edition.requirements
        ),
    )


def editions(rng: Random) -> tuple[Ruleset, Ruleset]:
    old = [drawn(rng, f"REQ-{number}") for number in range(rng.randint(1, 4))]
    new = [changed(rng, one) for one in old if rng.random() < 0.85]
    if new and rng.random() < 0.3:
        new[0] = replace(new[0], id="REQ-9", formerly=new[0].id)
    new += [drawn(rng, f"NEW-{number}") for number in range(rng.randint(0, 2))]
    new = new or [drawn(rng, "NEW-7")]
    by = [(Obligation.MUST,), (Obligation.MUST, Obligation.SHOULD)]
    return (
        decides(replace(ruleset(old), decided_by=rng.choice(by), sha256="1" * 64)),
        decides(replace(ruleset(new), decided_by=rng.choice(by), version="1.1.0", sha256="2" * 64)),
    )


def audited(one: Declaration, edition: Ruleset) -> Audit:
    return audit(one, edition, compile_ruleset(edition), vocabulary=VOCABULARY, as_of=AS_OF, as_written=True)


def case(seed: int) -> tuple[RulesetDiff, Undoing, ServiceImpact]:
    rng = Random(seed)
    old, new = editions(rng)
    facts = facts_of(Blur(rng, rng.choice((0, 0.1, 0.3))).whole(Answers(rng).whole()))
    supported = rng.sample(SUPPORTS, rng.randint(0, len(SUPPORTS)))
    stated = declaration(facts, [evidence(*supported)] if supported else [])
    found = diff(old, new)
    undoing = Undoing(found, as_written=True)
    setting = Setting(vocabulary=VOCABULARY, as_of=AS_OF, as_written=True, include_recalled=False)
    return found, undoing, impact_on(undoing, audited(stated, old), audited(stated, new), setting)


def statuses(one: Audit) -> dict[str, Outcome | None]:
    return {each.requirement.id: outcome(each) for each in one.findings}


@settings(max_examples=150)
@given(st.integers(0, 2**32))
def test_flips_are_what_two_audits_differ_in(seed: int) -> None:
    found, _undoing, service = case(seed)
    old, new = statuses(audited(service.declaration, found.old)), statuses(audited(service.declaration, found.new))
    names = {one.id: one.formerly or one.id for one in found.new.requirements}
    expected = {}
    for name, before in names.items():
        expected[name] = (old.get(before), new.get(name))
    for name in old:
        if name not in names.values():
            expected[name] = (old[name], None)
    shown = {one.requirement.id: (one.old, one.new) for one in service.flips}
    assert shown == {name: pair for name, pair in expected.items() if flips_between(*pair)}
    tallies = tallied([service])
    assert sum(one.flips for one in tallies) == len(service.flips)
    known = {id(one) for one in found.changes}
    assert all(id(change) in known for flip in service.flips for change in flip.cause.changes)
    assert all(flip.cause.changes for flip in service.flips)


@settings(max_examples=150)
@given(st.integers(0, 2**32))
def test_a_cause_taken_back_brings_the_old_outcome_and_the_old_verdict_back(seed: int) -> None:
    found, undoing, service = case(seed)
    for flip in service.flips:
        without = statuses(audited(service.declaration, undone(found, flip.cause)))
        assert without.get(flip.requirement.id) == flip.old
    assert service.old.scorecard is not None
    assert service.new.scorecard is not None
    for track in Track:
        before, after = (getattr(one.scorecard.verdict, track.value) for one in (service.old, service.new))  # type: ignore[union-attr]  # seen above
        turns = [one for one in service.turns if one.track is track]
        assert bool(turns) is (before is not after)
        if not turns:
            continue
        named = {one.id for one in turns[0].decisive}
        for one in undoing.causes:
            card = audited(service.declaration, undone(found, one.cause)).scorecard
            assert card is not None
            assert (getattr(card.verdict, track.value) is before) is (one.cause.id in named)


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_identical_editions_do_nothing(seed: int) -> None:
    rng = Random(seed)
    old, _new = editions(rng)
    facts = facts_of(Blur(rng, 0.2).whole(Answers(rng).whole()))
    same = audited(declaration(facts), old)
    setting = Setting(vocabulary=VOCABULARY, as_of=AS_OF, as_written=True, include_recalled=False)
    service = impact_on(Undoing(diff(old, old), as_written=True), same, same, setting)
    assert (service.flips, service.turns) == ((), ())
    assert tallied([service]) == ()


def undone(found: RulesetDiff, cause: Cause) -> Ruleset:
    """Build the whole new edition without a cause, the plain way."""
    old = {one.id: one for one in found.old.requirements}
    new = {one.id: one for one in found.new.requirements}
    decided_by = found.new.decided_by
    for change in cause.changes:
        name = change.requirement or ""
        if change.kind is ChangeKind.ADDED:
            del new[name]
        elif change.kind is ChangeKind.REMOVED:
            new[name] = old[name]
        elif change.kind is ChangeKind.DECIDED_BY:
            decided_by = found.old.decided_by
        else:
            before = old[change.formerly or name]
            taken: dict[str, Any] = {field: getattr(before, field) for field in FIELDS[change.kind]}
            new[name] = replace(new[name], **taken)
    return decides(replace(found.new, requirements=tuple(new.values()), decided_by=decided_by))


def test_what_came_and_asks_nothing_does_not_flip() -> None:
    nothing = Outcome(declared=Status.NOT_APPLICABLE, backed=Status.NOT_APPLICABLE)
    unbacked = Outcome(declared=Status.NOT_APPLICABLE, backed=Status.UNDECIDED)
    assert not flips_between(None, nothing)
    assert not flips_between(nothing, None)
    assert not flips_between(None, None)
    assert flips_between(None, unbacked)
    assert flips_between(unbacked, nothing)
