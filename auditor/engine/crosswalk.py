"""Lay two editions side by side, and read an audit of the one across to the other.

Only a relation that covers a requirement whole carries `met`; a part or an overlap never does. Relations are not
chained over a third edition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from auditor.engine.backing import Tracks
from auditor.engine.evaluate import Compiled
from auditor.engine.judge import Evaluator
from auditor.model.correspondence import Correspondence, name_of
from auditor.model.crosswalk import (
    Carried,
    CarriedOver,
    Crosswalk,
    Hindrance,
    Outcome,
    Pair,
    Said,
    Step,
)
from auditor.model.finding import Finding, Judgement, Status
from auditor.model.result import Audit
from auditor.model.ruleset import EvidenceDemand, Requirement, Ruleset
from auditor.model.vocabulary import Vocabulary

Rejudge = Callable[[Requirement, EvidenceDemand], Judgement]


def crosswalk(
    first: Ruleset, second: Ruleset, relations: Iterable[Correspondence], watermarks: Sequence[str] = ()
) -> Crosswalk:
    """Give every pair between two editions; each relation is read in the direction from first to second.

    References are to full versions, and to requirements that are there. Of a relation that is written twice the first
    counts.
    """
    ours = {one.id: (number, one) for number, one in enumerate(first.requirements)}
    theirs = {one.id: (number, one) for number, one in enumerate(second.requirements)}
    here, there = name_of(first.id, first.version), name_of(second.id, second.version)
    found: dict[tuple[int, int], Pair] = {}
    for one in relations:
        ends = (one.source, one.target)
        relation = one.relation
        if (one.source.edition, one.target.edition) == (there, here):
            ends, relation = (one.target, one.source), one.relation.reversed
        elif (one.source.edition, one.target.edition) != (here, there):
            continue
        at, requirement = ours[ends[0].requirement]
        to, other = theirs[ends[1].requirement]
        pair = Pair(first=requirement, second=other, relation=relation, because=one.because, place=one.place)
        found.setdefault((at, to), pair)
    ordered = tuple(found[key] for key in sorted(found))
    return Crosswalk(first=first, second=second, pairs=ordered, watermarks=tuple(watermarks))


def carry_over(walk: Crosswalk, audit: Audit, rejudge: Rejudge) -> CarriedOver:
    """Read an audit of the first edition across to each requirement of the second that corresponds to something.

    `rejudge` gives the backed track of a requirement of the first under another's demand for evidence: what backs the
    one need not be enough for the other. Of a service that is not judged nothing is carried over.
    """
    findings = {one.requirement.id: one for one in audit.findings}
    carried = []
    for requirement in walk.second.requirements if audit.scorecard is not None else ():
        pairs = [one for one in walk.pairs if one.second is requirement]
        if pairs:
            carried.append(_carried(requirement, [_step(one, findings.get(one.first.id), rejudge) for one in pairs]))
    return CarriedOver(crosswalk=walk, audit=audit, carried=tuple(carried))


def rejudging(
    audit: Audit,
    compiled: Sequence[Compiled],
    *,
    vocabulary: Vocabulary,
    as_of: date,
    contradicted: frozenset[str] = frozenset(),
) -> Rejudge:
    """Give the function that judges a requirement of an audit anew, as backed, under another demand for evidence."""
    own, declaration = audit.ruleset.extension, audit.declaration
    tracks = Tracks(declaration.facts, declaration.evidence, as_of, contradicted)
    evaluator = Evaluator(tracks, declaration.facts, vocabulary.extended([] if own is None else [own]))
    by_id: Mapping[str, Compiled] = {one.requirement.id: one for one in compiled}

    def rejudge(requirement: Requirement, demand: EvidenceDemand) -> Judgement:
        other = replace(by_id[requirement.id], requirement=replace(requirement, evidence=demand))
        return evaluator.judge(other)[1]

    return rejudge


def _carried(requirement: Requirement, steps: Sequence[Step]) -> Carried:
    declared, torn = _together([one.declared.outcome for one in steps])
    backed, backed_torn = _together([one.backed.outcome for one in steps])
    return Carried(
        requirement=requirement,
        declared=declared,
        backed=backed,
        steps=tuple(steps),
        disagree=torn or backed_torn,
    )


def _together(outcomes: Iterable[Outcome]) -> tuple[Outcome, bool]:
    """Give the one outcome that is carried; where two relations carry different ones nothing is, and that is told."""
    carried = set(outcomes) - {Outcome.OPEN}
    if len(carried) == 1:
        return carried.pop(), False
    return Outcome.OPEN, bool(carried)


def _step(pair: Pair, finding: Finding | None, rejudge: Rejudge) -> Step:
    if finding is None:
        left_out = Said(outcome=Outcome.OPEN, hindrance=Hindrance.LEFT_OUT)
        return Step(pair=pair, finding=None, declared=left_out, backed=left_out)
    backed = said(pair, finding.backed)
    if backed.outcome is Outcome.MET and rejudge(pair.first, pair.second.evidence).status is not Status.MET:
        backed = Said(outcome=Outcome.OPEN, hindrance=Hindrance.STRICTER_EVIDENCE)
    return Step(pair=pair, finding=finding, declared=said(pair, finding.declared), backed=backed)


def said(pair: Pair, judgement: Judgement) -> Said:
    """Say what a judgement on the first requirement means for the second, as far as it applies."""
    relation = pair.relation
    match judgement.status:
        case Status.MET if relation.covers:
            return Said(outcome=Outcome.MET)
        case Status.MET:
            hindrance = Hindrance.MORE_IS_ASKED if relation.is_covered else Hindrance.PARTIAL
        case Status.NOT_MET | Status.PARTLY_MET if relation.is_covered:
            return Said(outcome=Outcome.NOT_MET)
        case Status.NOT_MET | Status.PARTLY_MET:
            hindrance = Hindrance.LESS_IS_ASKED if relation.covers else Hindrance.NOT_MET_IN_FULL
        case Status.UNDECIDED:
            hindrance = Hindrance.UNDECIDED
        case Status.NOT_APPLICABLE:
            hindrance = Hindrance.NOT_APPLICABLE
        case Status.NOT_IN_FORCE:
            hindrance = Hindrance.NOT_IN_FORCE
    return Said(outcome=Outcome.OPEN, hindrance=hindrance)
