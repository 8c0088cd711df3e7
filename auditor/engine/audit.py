"""One declaration against one edition: the whole pipeline, as a pure function."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from msgspec.structs import replace

from auditor.engine.backing import Tracks
from auditor.engine.contested import contested_in
from auditor.engine.decide import decide
from auditor.engine.evaluate import Compiled, truths_on_both
from auditor.engine.force import why_edition_not_in_force, why_not_in_force
from auditor.engine.judge import Evaluator
from auditor.engine.reported import reported_requirements, reported_scope
from auditor.engine.score import Scorer
from auditor.engine.scorecards import scorecard
from auditor.engine.standing import Outcome, outcome_of
from auditor.engine.verdicts import declared
from auditor.engine.waive import waive
from auditor.model.decision import Decision
from auditor.model.declaration import Alternative, Declaration
from auditor.model.finding import NOTHING, Finding, Judgement, Reason, Status, WouldBe
from auditor.model.result import LATER_FACTS, Audit
from auditor.model.ruleset import Checked, Exclusion, Requirement, Ruleset
from auditor.model.themes import words_of
from auditor.model.truth import F
from auditor.model.vocabulary import Vocabulary
from auditor.model.waiver import Waiver


def audit(
    declaration: Declaration,
    ruleset: Ruleset,
    compiled: Sequence[Compiled],
    *,
    vocabulary: Vocabulary,
    as_of: date,
    as_written: bool,
    include_recalled: bool = False,
    watermarks: tuple[str, ...] = (),
    contradicted: frozenset[str] = frozenset(),
    waivers: Sequence[Waiver] = (),
    decisions: Sequence[Decision] = (),
    asked: str = "",
    outcomes: Callable[[Tracks], Sequence[Outcome]] | None = None,
) -> Audit:
    """Judge every requirement and add the findings up.

    `as_written` sets the edition's dates aside. Requirements that were encoded from memory are left out,
    and counted as left out, unless `include_recalled`; they never decide. A declaration compiled by
    others than the provider is not judged: its facts are shown by requirement. No evidence supports a fact that
    is `contradicted`. `asked` is how the edition was named, for commands that a report suggests. `outcomes` gives
    those of `compiled` on the day, for those who judge many declarations.
    """
    vocabulary = vocabulary.extended([] if ruleset.extension is None else [ruleset.extension])
    chosen = chosen_of(compiled, include_recalled=include_recalled)
    left_out = {"recalled": len(compiled) - len(chosen)}
    checked = Counter(one.requirement.source.checked for one in chosen)
    watermarks = (*watermarks, *watermarks_of(ruleset, declaration, as_of))
    if declaration.compiled_by is not None:
        return Audit(
            declaration=declaration,
            ruleset=ruleset,
            watermarks=watermarks,
            scorecard=None,
            findings=(),
            reported=reported_requirements(declaration, chosen, vocabulary, as_of),
            reported_scope=reported_scope(declaration, chosen, vocabulary, as_of),
            left_out=left_out,
            checked=dict(checked),
            asked=asked,
            contested=contested_in(declaration, vocabulary, as_of),
        )
    tracks = Tracks(declaration.facts, declaration.evidence, as_of, contradicted)
    evaluator = Evaluator(tracks, declaration.facts, vocabulary)
    known = {} if outcomes is None else dict(zip(map(id, compiled), outcomes(tracks), strict=True))
    make = Findings(ruleset, as_of, as_written=as_written)
    findings = []
    for one in chosen:
        outcome = known.get(id(one)) or outcome_of(*truths_on_both(one, tracks))
        findings.append(make.finding(one.requirement, evaluator.explained(one, outcome), declaration))
    findings = decide(findings, decisions, declaration=declaration, ruleset=ruleset.id, as_of=as_of)
    findings = waive(findings, waivers, ruleset=ruleset.id, service=declaration.service, as_of=as_of)
    findings = with_gains(ruleset, findings)
    return Audit(
        declaration=declaration,
        ruleset=ruleset,
        watermarks=watermarks,
        scorecard=scorecard(ruleset, findings),
        findings=tuple(findings),
        left_out=left_out,
        checked=dict(checked),
        asked=asked,
        contested=contested_in(declaration, vocabulary, as_of),
    )


def chosen_of(compiled: Sequence[Compiled], *, include_recalled: bool) -> list[Compiled]:
    """Leave out the requirements that were encoded from memory, unless they are wanted."""
    return [one for one in compiled if include_recalled or one.requirement.source.checked is not Checked.RECALLED]


def watermarks_of(ruleset: Ruleset, declaration: Declaration, as_of: date) -> tuple[str, ...]:
    """Give what every report of an audit must say at its top."""
    return *later_facts(declaration, as_of), *map(_left_out, ruleset.excludes)


def later_facts(declaration: Declaration, as_of: date) -> tuple[str, ...]:
    """Give the watermark of facts that are younger than the day for which the rules are read."""
    if declaration.stated_on is None or as_of >= declaration.stated_on:
        return ()
    return (f"{LATER_FACTS}: facts of {declaration.stated_on}",)


def _left_out(one: Exclusion) -> str:
    matters = " or ".join(map(words_of, one.themes))
    return f"a pass says nothing about {matters} ({one.clause}): {one.because}"


def fingerprint(ruleset: str, requirement: str, service: str) -> str:
    """Give the digest that joins a finding across edits, editions and uploads."""
    return hashlib.sha256("\0".join((ruleset, requirement, service)).encode()).hexdigest()[:32]


def finding_of(
    evaluator: Evaluator,
    compiled: Compiled,
    declaration: Declaration,
    ruleset: Ruleset,
    as_of: date,
    *,
    as_written: bool,
) -> Finding:
    """Judge one requirement; what it gives to the score is not yet said."""
    make = Findings(ruleset, as_of, as_written=as_written)
    return make.finding(compiled.requirement, evaluator.judge(compiled), declaration)


class Findings:
    """Makes findings of judgements under one edition, on one day."""

    def __init__(self, ruleset: Ruleset, as_of: date, *, as_written: bool) -> None:
        self._ruleset, self._as_of, self._as_written = ruleset, as_of, as_written
        self._of_edition = why_edition_not_in_force(ruleset, as_of)

    def finding(
        self, requirement: Requirement, judged: tuple[Judgement, Judgement], declaration: Declaration
    ) -> Finding:
        """Give the finding of a declaration; what it gives to the score is not yet said."""
        mark = fingerprint(self._ruleset.id, requirement.id, declaration.service.id)
        found = self.bare(requirement, judged, mark)
        return self._with_alternative(found, declaration) if declaration.alternatives else found

    def bare(self, requirement: Requirement, judged: tuple[Judgement, Judgement], mark: str = "") -> Finding:
        """Give what of a finding does not depend on whose it is."""
        on_declared, on_backed = judged
        reason = None if self._as_written else self._why_not_in_force(requirement)
        if reason is None:
            return Finding(requirement=requirement, declared=on_declared, backed=on_backed, fingerprint=mark)
        waiting = Judgement(status=Status.NOT_IN_FORCE, credit=NOTHING, applies=F, reason=reason[0])
        return Finding(
            requirement=requirement,
            declared=waiting,
            backed=waiting,
            fingerprint=mark,
            would_be=WouldBe(declared=on_declared, backed=on_backed),
            since=reason[1],
        )

    def _why_not_in_force(self, requirement: Requirement) -> tuple[Reason, date | None] | None:
        if requirement.starts is None and requirement.ends is None:
            return self._of_edition
        return why_not_in_force(requirement, self._ruleset, self._as_of)

    def _with_alternative(self, finding: Finding, declaration: Declaration) -> Finding:
        """Give a finding with what is done instead, where that is declared, allowed, and of any use."""
        if not finding.in_force or finding.declared.status in (Status.MET, Status.NOT_APPLICABLE):
            return finding
        wanted = _alternative(finding.requirement, self._ruleset, declaration)
        return finding if wanted is None else replace(finding, alternative=wanted.measure)


def _alternative(requirement: Requirement, ruleset: Ruleset, declaration: Declaration) -> Alternative | None:
    if not requirement.alternatives:
        return None
    named = f"{ruleset.id}/{requirement.id}"
    return next((one for one in declaration.alternatives if one.requirement == named), None)


def with_gains(ruleset: Ruleset, findings: Sequence[Finding]) -> list[Finding]:
    """Say of each finding that is not met what meeting it would add to the score as declared."""
    counting = [one for one in findings if one.counts]
    scorer = Scorer(ruleset, counting, declared)
    gains = {id(one): scorer.gain_if_met(number) for number, one in enumerate(counting) if _may_gain(one)}
    return [replace(one, gives=gains[id(one)]) if id(one) in gains else one for one in findings]


def _may_gain(finding: Finding) -> bool:
    judgement = finding.declared
    return judgement.applies != F and judgement.status is not Status.MET and not finding.accepted
