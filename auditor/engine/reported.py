"""Facts of a service that did not file for itself: what was reported, by requirement, never a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from auditor.engine.evaluate import Compiled
from auditor.engine.reads import uses_in
from auditor.model.condition import Always, Condition
from auditor.model.contested import bears_on, standing
from auditor.model.dates import Period, PeriodUnit
from auditor.model.declaration import Declaration
from auditor.model.facts import Silence
from auditor.model.finding import Observation
from auditor.model.result import Reported, ReportedFact, ReportedRequirement
from auditor.model.truth import U
from auditor.model.vocabulary import FactType, Vocabulary

STALE_AFTER: Final = Period(12, PeriodUnit.MONTHS)


def reported_requirements(
    declaration: Declaration, compiled: Sequence[Compiled], vocabulary: Vocabulary, as_of: date
) -> tuple[ReportedRequirement, ...]:
    """List, for each requirement, the facts it looks at as they were reported, scope facts left out."""
    return tuple(
        ReportedRequirement(
            requirement=one.requirement,
            facts=_facts(declaration, [p for p in _content(one) if not _is_scope(p, vocabulary)], vocabulary, as_of),
        )
        for one in compiled
    )


def reported_scope(
    declaration: Declaration, compiled: Sequence[Compiled], vocabulary: Vocabulary, as_of: date
) -> tuple[ReportedFact, ...]:
    """List, once for all requirements, the facts that say what kind of service it is."""
    patterns = [pattern for one in compiled for pattern in (*_scope(one), *_content(one))]
    return _facts(declaration, [p for p in patterns if _is_scope(p, vocabulary)], vocabulary, as_of)


def _scope(compiled: Compiled) -> Iterator[str]:
    condition = compiled.requirement.applies_when
    if not isinstance(condition, Always):
        yield from patterns_read(condition)


def _content(compiled: Compiled) -> Iterator[str]:
    yield from patterns_read(compiled.requirement.met_when)
    for rung in compiled.requirement.rungs:
        yield from patterns_read(rung.when)


def _is_scope(pattern: str, vocabulary: Vocabulary) -> bool:
    type_ = vocabulary.type_at(pattern)
    return type_ is not None and type_.scope


def _facts(
    declaration: Declaration, patterns: Sequence[str], vocabulary: Vocabulary, as_of: date
) -> tuple[ReportedFact, ...]:
    """Facts that nobody reported are named once by their pattern (`surfaces.*.offered`)."""
    found: dict[str, ReportedFact] = {}
    for pattern in dict.fromkeys(patterns):
        matches = [path for path in _stated(declaration) if _fits(path, pattern)]
        if matches:
            found.update((path, _reported(declaration, path, vocabulary, as_of)) for path in matches)
        else:
            found.setdefault(pattern, _absent(declaration, pattern))
    return tuple(found.values())


def patterns_read(condition: Condition) -> Iterator[str]:
    """Give the addresses a condition looks at, with `*` for the members of a collection."""
    return (".".join(use.pattern) for use in uses_in(condition))


def _stated(declaration: Declaration) -> Iterator[str]:
    yield from declaration.facts.values
    yield from (
        path for path, absence in declaration.facts.absences.items() if absence.silence is not Silence.NOT_ANSWERED
    )


def _fits(path: str, pattern: str) -> bool:
    ours, theirs = path.split("."), pattern.split(".")
    return len(ours) == len(theirs) and all(their in ("*", our) for our, their in zip(ours, theirs, strict=True))


def _reported(declaration: Declaration, path: str, vocabulary: Vocabulary, as_of: date) -> ReportedFact:
    facts = declaration.facts
    value = facts.values.get(path)
    sources = [
        entry
        for entry in declaration.evidence
        if entry.covers(path) and entry.issued is not None and entry.issued.last <= as_of
    ]
    if not sources:
        return _absent(declaration, path)
    type_ = vocabulary.type_at(path)
    observation = Observation(
        fact=path,
        place=facts.nearest_place(path),
        seen=value,
        wanted="",
        truth=U,
        unit=type_.unit if isinstance(type_, FactType) else None,
        backed_by=tuple(entry.id for entry in sources),
    )
    if value is None:
        absence = facts.absence(path)
        state = Reported.DECLINED if absence.silence is Silence.DECLINED else Reported.NOT_FOUND
        return ReportedFact(state=state, observation=observation, absence=absence)
    if any(bears_on(one.fact, path) for one in standing(declaration.challenges, facts, as_of)):
        return ReportedFact(state=Reported.CONTESTED, observation=observation)
    issued = [entry.issued.first for entry in sources if entry.issued is not None]
    if STALE_AFTER.after(max(issued)) < as_of:
        return ReportedFact(state=Reported.STALE, observation=observation)
    if isinstance(value, bool):
        state = Reported.YES if value else Reported.NO
        return ReportedFact(state=state, observation=observation)
    return ReportedFact(state=Reported.VALUE, observation=observation)


def _absent(declaration: Declaration, pattern: str) -> ReportedFact:
    """Say in which way nothing is reported: only what somebody looked for can be called not found."""
    facts = declaration.facts
    absence = facts.absence(pattern)
    if absence.silence is Silence.SOUGHT:
        state = Reported.NOT_FOUND
    elif absence.silence is Silence.DECLINED or pattern in facts.values:
        state = Reported.NO_SOURCE
    else:
        state = Reported.NOT_ASKED
    observation = Observation(fact=pattern, place=None, seen=None, wanted="", truth=U)
    return ReportedFact(state=state, observation=observation, absence=absence)
