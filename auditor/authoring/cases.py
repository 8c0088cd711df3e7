"""Run the cases of an edition, and say which outcomes no case reaches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from auditor.engine.audit import finding_of
from auditor.engine.backing import Tracks
from auditor.engine.evaluate import compile_ruleset
from auditor.engine.judge import Evaluator
from auditor.engine.verdicts import backed, declared, verdict
from auditor.model.condition import Always
from auditor.model.diagnostic import Place
from auditor.model.finding import Finding, Interval, Judgement, Status
from auditor.model.ruleset import Requirement, Ruleset
from auditor.model.vocabulary import Vocabulary
from auditor.source.case_files import Case, Expectation


class Mismatch(Struct, frozen=True, kw_only=True):
    """Something that came out otherwise than a case expects."""

    case: str
    place: Place
    subject: str
    expected: str
    found: str
    why: str = ""


class CaseRun(Struct, frozen=True, kw_only=True):
    """What a run of an edition's cases gave.

    An expectation is what a case says of one requirement, or of one verdict; of those that `failed`, each gives a
    mismatch for every part of it that came out otherwise. `unreached` names, for each requirement, the outcomes that
    can be reached and that no case expects.
    """

    cases: int
    expectations: int
    failed: int
    mismatches: tuple[Mismatch, ...]
    unreached: tuple[tuple[str, tuple[Status, ...]], ...]


def run_cases(ruleset: Ruleset, vocabulary: Vocabulary, cases: Sequence[Case]) -> CaseRun:
    """Run every case; on a day on which the edition is not in force it is read as written, as audits read it."""
    compiled = {one.requirement.id: one for one in compile_ruleset(ruleset)}
    decisive = {one.id for one in ruleset.requirements if one.decisive}
    vocabulary = vocabulary.extended([] if ruleset.extension is None else [ruleset.extension])
    mismatches: list[Mismatch] = []
    reached: dict[str, set[Status]] = {one.id: set() for one in ruleset.requirements}
    expectations = failed = 0
    for case in cases:
        day, as_written = day_of(case, ruleset)
        declaration = case.declaration
        tracks = Tracks(declaration.facts, declaration.evidence, day)
        evaluator = Evaluator(tracks, declaration.facts, vocabulary)
        # only what the case speaks of: most cases are about one requirement of many
        ids = {one.requirement for one in case.expectations} & compiled.keys()
        if case.verdict is not None or case.backed_verdict is not None:
            ids |= decisive
        findings = {
            one: finding_of(evaluator, compiled[one], declaration, ruleset, day, as_written=as_written) for one in ids
        }
        for expected in case.expectations:
            expectations += 1
            finding = findings.get(expected.requirement)
            wrong = [_unknown(case, expected)] if finding is None else compare(case, expected, finding)
            if wrong and finding is not None and finding.declared.status is Status.NOT_IN_FORCE:
                wrong = [replace(one, why=_out_of_force(ruleset, day)) for one in wrong]
            mismatches += wrong
            failed += bool(wrong)
            if not wrong and finding is not None:
                reached[expected.requirement].add(finding.declared.status)
        turned = _verdicts(case, findings.values())
        mismatches += turned
        expectations += (case.verdict is not None) + (case.backed_verdict is not None)
        failed += len(turned)
    return CaseRun(
        cases=len(cases),
        expectations=expectations,
        failed=failed,
        mismatches=tuple(mismatches),
        unreached=tuple(
            (one.id, missing)
            for one in ruleset.requirements
            if (missing := tuple(sorted(reachable(one) - reached[one.id])))
        ),
    )


def day_of(case: Case, ruleset: Ruleset) -> tuple[date, bool]:
    """Give the day of a case, and whether the edition's dates are set aside for it.

    On a day on which the edition is not in force its rules are read as written, as an audit that names it does. A
    dated case that expects something to be not in force tests the dates themselves, and keeps to them.
    """
    day = case.as_of or ruleset.in_force_from or ruleset.published
    assert day is not None, "the schema requires `published`"
    return day, not ruleset.in_force(day) and (case.as_of is None or not _tests_dates(case))


def _tests_dates(case: Case) -> bool:
    out = Status.NOT_IN_FORCE.value
    return any(out in (one.declared, one.backed) for one in case.expectations)


def _out_of_force(ruleset: Ruleset, day: date) -> str:
    """Say why nothing is asked on the day of a case that tests dates, where something else is expected too."""
    if ruleset.in_force(day):
        return ""
    return f"the edition is not in force on {day}, and the case expects so of another rule: make it two cases"


def reachable(requirement: Requirement) -> set[Status]:
    """Give the outcomes that some declaration can bring a requirement to."""
    statuses = {Status.MET, Status.NOT_MET, Status.UNDECIDED}
    if not isinstance(requirement.applies_when, Always):
        statuses.add(Status.NOT_APPLICABLE)
    if requirement.rungs:
        statuses.add(Status.PARTLY_MET)
    if requirement.starts is not None or requirement.ends is not None:
        statuses.add(Status.NOT_IN_FORCE)
    return statuses


def _unknown(case: Case, expected: Expectation) -> Mismatch:
    return Mismatch(
        case=case.title,
        place=expected.place,
        subject=expected.requirement,
        expected="a requirement of this edition",
        found="none of that id",
    )


def compare(case: Case, expected: Expectation, finding: Finding) -> list[Mismatch]:
    """Give what came out otherwise than expected of one requirement."""
    rows = [
        ("declared", expected.declared, finding.declared.status.value),
        ("backed", expected.backed, finding.backed.status.value),
        ("reason", expected.reason, _reason(finding.declared)),
        ("backed reason", expected.backed_reason, _reason(finding.backed)),
        ("credit", _shown(expected.credit), _shown(finding.declared.credit)),
        ("backed credit", _shown(expected.backed_credit), _shown(finding.backed.credit)),
    ]
    return [
        Mismatch(
            case=case.title,
            place=expected.place,
            subject=f"{expected.requirement} {what}",
            expected=wanted,
            found=found or "none",
        )
        for what, wanted, found in rows
        if wanted is not None and wanted != found
    ]


def _verdicts(case: Case, findings: Iterable[Finding]) -> list[Mismatch]:
    findings = tuple(findings)
    rows = [
        ("verdict", case.verdict, verdict(findings, declared).value),
        ("backed verdict", case.backed_verdict, verdict(findings, backed).value),
    ]
    return [
        Mismatch(case=case.title, place=case.place, subject=what, expected=wanted, found=got)
        for what, wanted, got in rows
        if wanted is not None and wanted != got
    ]


def _reason(judgement: Judgement) -> str | None:
    return judgement.reason.value if judgement.reason is not None else None


def _shown(credit: Interval | tuple[Decimal, Decimal] | None) -> str | None:
    if credit is None:
        return None
    low, high = (credit.low, credit.high) if isinstance(credit, Interval) else map(Fraction, credit)
    return f"{low} to {high}"
