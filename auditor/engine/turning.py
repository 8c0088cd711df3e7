"""The days on which the passing of time alone may change what comes of a declaration.

They are found from what is asked and what is stated, and are more rather than fewer: between two of them nothing
can change, and on one of them nothing need.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from auditor.engine.evaluate import Compiled
from auditor.engine.reads import Reads
from auditor.model.condition import AsOf, Literal
from auditor.model.dates import DateSpan, Period
from auditor.model.declaration import Declaration
from auditor.model.evidence import Assurance
from auditor.model.facts import Facts
from auditor.model.ruleset import NEVER_IN_FORCE, Ruleset
from auditor.model.standing import holding
from auditor.model.timeline import Cause
from auditor.model.waiver import Waiver

_DAY: Final = timedelta(days=1)


def turning_days(
    declaration: Declaration,
    ruleset: Ruleset,
    compiled: Sequence[Compiled],
    consistency: Sequence[Compiled],
    waivers: Sequence[Waiver],
) -> tuple[Cause, ...]:
    """Give every day on which one edition's audit of a declaration may change, each with why.

    `consistency` are the rules about contradictions, which take the backing from what they hit.
    """
    found = [
        *_stated_days(declaration.facts, compiled),
        *(Cause(day=one.day, why=one.why) for one in _stated_days(declaration.facts, consistency)),
        *_evidence_days(declaration, compiled),
        *_challenge_days(declaration, compiled),
        *_waiver_days(declaration, ruleset, waivers),
        *_rule_days(ruleset),
    ]
    return tuple(dict.fromkeys(found))


def next_day(day: date) -> date | None:
    """Give the day after; None after the last that there is."""
    return None if day == date.max else day + _DAY


def _stated_days(facts: Facts, compiled: Sequence[Compiled]) -> Iterator[Cause]:
    """Days on which a test of a stated date may come out otherwise."""
    dated = [(path, value) for path, value in facts.values.items() if isinstance(value, DateSpan)]
    for one in compiled:
        reads = Reads((one,))
        for path, value in dated:
            for use in reads.uses(path):
                if isinstance(use.operand, AsOf):
                    for day in (value.first, value.last):
                        yield from _on(day, f"{path} is {value}", one.requirement.id)
                        yield from _after(day, f"{path} is {value}", one.requirement.id)
                elif isinstance(use.operand, Literal) and isinstance(use.operand.value, Period):
                    yield from _aged(path, value, use.operand.value, one.requirement.id)


def _aged(path: str, value: DateSpan, period: Period, requirement: str) -> Iterator[Cause]:
    for day in (value.first, value.last):
        yield from _on(day, f"{path} is {value}", requirement)
        yield from _after(period.after(day), f"{path} of {value} is older than {period}", requirement)


def _evidence_days(declaration: Declaration, compiled: Sequence[Compiled]) -> Iterator[Cause]:
    """Days on which evidence begins to count, or is too old."""
    reads = Reads(compiled)
    for entry in declaration.evidence:
        if entry.fault or entry.issued is None:
            continue
        for number in dict.fromkeys(number for path in entry.supports for number in reads.readers(path)):
            requirement = compiled[number].requirement
            demand = requirement.evidence
            if demand.assurance is Assurance.ASSERTED or entry.assurance.rank < demand.assurance.rank:
                continue
            yield from _on(entry.issued.last, f"evidence {entry.id} is of {entry.issued}", requirement.id)
            if demand.not_older_than is not None:
                old = f"evidence {entry.id} of {entry.issued} is older than {demand.not_older_than}"
                yield from _after(demand.not_older_than.after(entry.issued.first), old, requirement.id)


def _challenge_days(declaration: Declaration, compiled: Sequence[Compiled]) -> Iterator[Cause]:
    """Days on which a fact becomes contested, for the requirements that look at it."""
    reads = Reads(compiled)
    for one in declaration.challenges:
        for number in reads.readers(one.fact):
            why = f"{one.fact} is contested: {one.filed_by} filed evidence against it on {one.on}"
            yield from _on(one.on, why, compiled[number].requirement.id)


def _waiver_days(declaration: Declaration, ruleset: Ruleset, waivers: Sequence[Waiver]) -> Iterator[Cause]:
    for one in waivers:
        about, _, requirement = one.requirement.partition("/")
        if declaration.service.is_meant_by(one.service) and about == ruleset.id:
            yield from _on(one.granted, f"a waiver of it begins on {one.granted}", requirement)
            yield from _after(one.expires, f"the waiver of it ended on {one.expires}", requirement)


def _rule_days(ruleset: Ruleset) -> Iterator[Cause]:
    if ruleset.status in NEVER_IN_FORCE:
        return
    holds = holding(ruleset.status)
    if ruleset.in_force_from is not None:
        yield from _on(ruleset.in_force_from, f"from {ruleset.in_force_from} on {ruleset.name} is {holds}")
    if ruleset.transition_until is not None:
        yield from _after(
            ruleset.transition_until, f"the time of transition of {ruleset.name} ended on {ruleset.transition_until}"
        )
    if ruleset.in_force_until is not None:
        yield from _after(ruleset.in_force_until, f"the last day of {ruleset.name} was {ruleset.in_force_until}")
    for one in ruleset.requirements:
        if one.starts is not None:
            yield from _on(one.starts, f"its first day is {one.starts}", one.id)
        if one.ends is not None:
            yield from _after(one.ends, f"its last day was {one.ends}", one.id)


def _on(day: date, why: str, requirement: str | None = None) -> Iterator[Cause]:
    yield Cause(day=day, why=why, requirement=requirement)


def _after(day: date, why: str, requirement: str | None = None) -> Iterator[Cause]:
    later = next_day(day)
    if later is not None:
        yield Cause(day=later, why=why, requirement=requirement)
