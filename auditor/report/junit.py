"""JUnit XML for test reports of CI: a suite for each audit, a test case for each requirement.

The outcome comes from the table of outcomes: what is not met fails; what is open and decides is an error, a test that
could not tell. What is open and decides nothing, is waived, no worse than in a baseline, or out of scope or time, is
skipped and says why. Where the gate passes what is open, so does this report: it is skipped. What the gate asks
beside the findings, a score or a budget, is a test case of the audit it is asked of. A service that others described
is skipped whole. An input that could not be used is an error in a suite of its own. There are no times: a result has
no clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from auditor.model.diagnostic import Diagnostic
from auditor.model.finding import Finding, Status
from auditor.model.result import Audit, ReportedRequirement, Result, Track, UndecidedPolicy
from auditor.model.ruleset import Requirement
from auditor.model.scorecard import Tracks, Verdicts
from auditor.report.bearing import counted
from auditor.report.challenges import all_replies, both_sides, finding_texts, reported_texts
from auditor.report.gate_items import GATE, GateItem, gate_items
from auditor.report.junitxml import Case, Suite, written
from auditor.report.numbers import decimals
from auditor.report.outcomes import Outcome, Test, judged, outcome, word
from auditor.report.pointing import besides, reasons
from auditor.report.smallprint import gate_text
from auditor.report.wording import REPORTED, capital, decision_text, seen_text, waived_text

_COMPILED: Final = "not judged: the facts were compiled by others than the service"


def render(result: Result) -> str:
    """Write the document."""
    suites = [
        _suite(result, audit, classname)
        for audit, classname in zip(result.audits, _classnames(result.audits), strict=True)
    ]
    if result.diagnostics or result.outside:
        suites.append(_inputs(result))
    return written(suites)


def _classnames(audits: Sequence[Audit]) -> list[str]:
    """Name each audit by service and ruleset; CI programs lose one of two tests that are called alike.

    The version joins in where a run holds two editions of a ruleset, so that tests keep their names otherwise.
    """
    short = [f"{one.declaration.service.id}.{one.ruleset.id}" for one in audits]
    several = Counter(short)
    names: list[str] = []
    for one, name in zip(audits, short, strict=True):
        long = f"{name}-{one.ruleset.version.replace('.', '-')}" if several[name] > 1 else name
        again = sum(known == long or known.startswith(f"{long}-again") for known in names)
        names.append(f"{long}-again-{again}" if again else long)
    return names


def _suite(result: Result, audit: Audit, classname: str) -> Suite:
    service, edition = audit.declaration.service, audit.ruleset
    policy, track = result.gate.undecided, result.gate.track
    cases = [_case(classname, audit, finding, track, policy) for finding in audit.findings]
    cases += [_reported(classname, audit, one) for one in audit.reported]
    cases += [_asked(classname, one) for one in gate_items(result.gate, audit)]
    return Suite(name=f"{service.id} {edition.name}", cases=cases, properties=_properties(result, audit))


def _properties(result: Result, audit: Audit) -> list[tuple[str, str]]:
    declaration, edition, card = audit.declaration, audit.ruleset, audit.scorecard
    said = [
        ("tool", f"auditor {result.version}"),
        ("as_of", result.as_of.isoformat()),
        ("track", result.gate.track.value),
        ("gate", gate_text(result.gate)),
        ("service", declaration.service.name),
        ("provider", declaration.service.provider or ""),
        ("declaration", declaration.file),
        ("compiled_by", declaration.compiled_by.name if declaration.compiled_by else ""),
        ("ruleset", edition.title),
        ("ruleset_status", edition.status.value),
        *(("watermark", one) for one in audit.watermarks),
        *(("contested", both_sides(declaration, one)) for one in counted(audit)),
        *(("reply", one) for one in all_replies(audit)),
    ]
    if card is not None:
        said += _totals("", card.verdict, card.score)
        if any(one.waiver is not None for one in audit.findings):
            said += _totals("without_waivers.", card.verdict_without_waivers, card.score_without_waivers)
        if any(one.accepted for one in audit.findings):
            said += _totals("without_decisions.", card.verdict_without_decisions, card.score_without_decisions)
    return [(name, value) for name, value in said if value]


def _totals(name: str, verdicts: Verdicts, scores: Tracks) -> list[tuple[str, str]]:
    said = [(f"{name}verdict.declared", verdicts.declared.value), (f"{name}verdict.backed", verdicts.backed.value)]
    for track, score in (("declared", scores.declared), ("backed", scores.backed)):
        if score is not None:
            said.append((f"{name}score.{track}.low", decimals(score.interval.low, 2)))
            said.append((f"{name}score.{track}.high", decimals(score.interval.high, 2)))
    return said


def _case(classname: str, audit: Audit, finding: Finding, track: Track, undecided: UndecidedPolicy) -> Case:
    row, requirement = outcome(finding, track), finding.requirement
    ended = row.test
    if ended is Test.ERROR and undecided is UndecidedPolicy.PASS:
        ended = Test.SKIPPED
    said = reasons(audit, finding, track)
    aside = ", no worse than in the baseline" if row.excused else ""
    if row.accepted:
        aside = f", alternative {decision_text(finding)}"
    if row.suppressed and finding.waiver is not None:
        aside = f", {waived_text(finding)}"
    return Case(
        classname=classname,
        name=_name(requirement),
        ended=ended,
        type=_type(row, judged(finding, track).status),
        message=f"{word(audit, finding, track)}{aside}" + (f": {said[0]}" if said else ""),
        lines=[*said, *finding_texts(audit, finding), *besides(audit, finding, track)],
    )


def _type(row: Outcome, status: Status) -> str:
    if row.suppressed:
        return "waived"
    if row.accepted:
        return "alternative-accepted"
    return "baseline" if row.excused else status.value


def _name(requirement: Requirement) -> str:
    return f"{requirement.id} {requirement.title}"


def _reported(classname: str, audit: Audit, reported: ReportedRequirement) -> Case:
    lines = []
    for one in reported.facts:
        seen = one.observation
        where = f"{seen.place}: " if seen.place is not None else ""
        value = "" if seen.seen is None else f", {seen_text(seen)}"
        lines.append(f"{where}{seen.fact}: {REPORTED[one.state]}{value}")
    lines += reported_texts(audit, reported)
    return Case(
        classname=classname,
        name=_name(reported.requirement),
        ended=Test.SKIPPED,
        type="compiled",
        message=_COMPILED,
        lines=lines,
    )


def _asked(classname: str, item: GateItem) -> Case:
    return Case(
        classname=classname,
        name=item.name,
        ended=item.ended,
        type=GATE,
        message=item.said,
        lines=[capital(item.said)],
    )


def _inputs(result: Result) -> Suite:
    cases = [_unusable(one) for one in result.diagnostics if one.is_error]
    cases += [
        Case(
            classname=f"inputs.{one.id}",
            name=f"{one.version} {one.title}",
            ended=Test.SKIPPED,
            type="outside",
            message=f"nothing was held against it: {one.why}",
        )
        for one in result.outside
    ]
    told = [_diagnosed(one) for one in result.diagnostics if not one.is_error]
    return Suite(name="inputs", cases=cases, told=told)


def _unusable(diagnostic: Diagnostic) -> Case:
    where = str(diagnostic.place) if diagnostic.place is not None else "no place"
    lines = [_diagnosed(diagnostic)]
    lines += [f"{name}: {text}" for name, text in (("why", diagnostic.why), ("help", diagnostic.help)) if text]
    return Case(
        classname="inputs",
        name=f"{where} {diagnostic.code}",
        ended=Test.ERROR,
        type=diagnostic.code,
        message=diagnostic.message,
        lines=lines,
    )


def _diagnosed(diagnostic: Diagnostic) -> str:
    where = f"{diagnostic.place}: " if diagnostic.place is not None else ""
    return f"{where}{diagnostic.severity.value}: {diagnostic.code}: {diagnostic.message}"
