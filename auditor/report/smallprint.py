"""What a reader must know to trust a score: whose numbers, what was left out, what backed means."""

from __future__ import annotations

from datetime import date
from typing import Final

from auditor.model.evidence import Evidence
from auditor.model.result import Audit, FailOn, Gate, GateCondition, Measured, Result
from auditor.model.ruleset import Checked
from auditor.model.scorecard import Scorecard
from auditor.report.bearing import evidence_used
from auditor.report.challenges import later_text
from auditor.report.numbers import exact
from auditor.report.since import baseline_text
from auditor.report.wording import (
    BACKED_MEANS,
    CHECKED,
    STANDINGS,
    STATUSES,
    VERDICTS,
    decision_text,
    listed,
    plural,
    score_said,
    status_words,
    waived_text,
)


def counts_text(audit: Audit, scorecard: Scorecard) -> list[str]:
    """Write how all requirements came out, decisive or not."""
    total, counts = len(audit.findings), scorecard.counts
    said = [
        f"{counts[status]} {status_words(status, audit.ruleset).after(counts[status])}"
        for status in STATUSES
        if counts.get(status, 0)
    ]
    return [f"{plural(total, 'rule')}:", *said]


def numbers_text(audit: Audit) -> str:
    """Say how many of the numbers in the edition's score are ours."""
    ours, total = audit.ruleset.numbers
    return f"{ours} of {total} numbers in the score {'is' if ours == 1 else 'are'} ours" if total else ""


def left_out_text(audit: Audit) -> str:
    """Say what was not evaluated, and how it would be."""
    parts = []
    for why, count in sorted(audit.left_out.items()):
        if count:
            hint = " (--include-recalled)" if why == "recalled" else ""
            parts.append(f"{plural(count, f'{why} rule')} left out{hint}")
    return listed(parts)


def checked_text(audit: Audit) -> str:
    """Say how surely the sources were read."""
    said = [
        f"{audit.checked[how]} {words}"
        for how, words in CHECKED.items()
        if audit.checked.get(how, 0) and how is not Checked.RECALLED
    ]
    recalled = audit.checked.get(Checked.RECALLED, 0)
    if recalled:
        said.append(f"{recalled} recalled, not checked: they decide nothing")
    return f"Rules: {', '.join(said)}." if said else ""


def weight_text(scorecard: Scorecard) -> str:
    """Say how much of the weight the score speaks of."""
    weights = scorecard.weights
    said = f"Weight: {exact(weights.counted)} counts, {exact(weights.not_applicable)} does not apply"
    if weights.on_unbacked_scope:
        said += f"; {exact(weights.on_unbacked_scope)} rests on claims that nothing backs"
    return said + "."


def waivers_text(audit: Audit, scorecard: Scorecard) -> str:
    """Name the findings that are waived, until when, and what it would come to without; empty where none is."""
    waived = [one for one in audit.findings if one.waiver is not None]
    if not waived:
        return ""
    named = [f"{one.requirement.id} {waived_text(one).removeprefix('waived ')}" for one in waived]
    verdict = VERDICTS[scorecard.verdict_without_waivers.declared].label
    score = score_said(scorecard.score_without_waivers.declared)
    return f"Waived: {listed(named, most=4)}. Without waivers: {verdict}, {score} as declared."


def decisions_text(audit: Audit, scorecard: Scorecard) -> str:
    """Name the alternatives that reviewers accepted, and what it would come to without; empty where none is."""
    accepted = [one for one in audit.findings if one.accepted]
    if not accepted:
        return ""
    named = [f"{one.requirement.id} {decision_text(one)}" for one in accepted]
    verdict = VERDICTS[scorecard.verdict_without_decisions.declared].label
    score = score_said(scorecard.score_without_decisions.declared)
    return f"Alternatives: {listed(named, most=4)}. Without decisions: {verdict}, {score} as declared."


def evidence_text(audit: Audit) -> str:
    """Say which documents count, and what is wrong with those that do not."""
    evidence = audit.declaration.evidence
    if not evidence:
        return "No evidence is declared: nothing is backed."
    faulty = [one for one in evidence if one.fault]
    said = f"Evidence: {plural(len(evidence), 'document')}, {len(evidence_used(audit))} used"
    if not faulty:
        return said + "."
    verb = "counts" if len(faulty) == 1 else "count"
    return f"{said}; {len(faulty)} {verb} for nothing: {listed([_fault(one) for one in faulty], most=3)}."


def _fault(evidence: Evidence) -> str:
    return f"{evidence.id} ({evidence.fault.replace('-', ' ')})"


def withheld_text(audit: Audit) -> str:
    """Say how many facts a public report does not show; empty where it shows all."""
    if not audit.withheld:
        return ""
    return f"Confidential: {plural(audit.withheld, 'fact')} withheld."


def gate_text(gate: Gate) -> str:
    """Say which rule made the exit status, what it gave, and which scores and budgets of any audit are not kept."""
    return " ".join((gate_rule_text(gate), *conditions_texts(gate)))


def gate_rule_text(gate: Gate) -> str:
    """Say which rule made the exit status, and what it gave."""
    rule = f"{_GATES[gate.fail_on]}, as {gate.track.value}"
    if gate.min_score is not None:
        rule += f", and a score of {gate.min_score} or more"
    for area, least in gate.min_areas:
        rule += f", and {area} at {least} or more"
    if gate.max_undecided is not None:
        rule += f", and at most {gate.max_undecided} decisive rules undecided"
    if gate.max_unbacked is not None:
        rule += f", and at most {gate.max_unbacked} decisive rules met but not backed"
    said = {True: "met", False: "not met", None: gate.why or "cannot tell"}[gate.met]
    if gate.met is not None and gate.exit > 1 and gate.why:
        said = f"{said}, {gate.why}"
    return f"Gate on {rule}: {said} (exit {gate.exit})."


def conditions_texts(gate: Gate, audit: Audit | None = None) -> list[str]:
    """Say which scores and budgets are not kept, of one audit or of all; the verdict itself is said elsewhere."""
    said = []
    for one in gate.conditions:
        if not asks_beside_findings(one) or one.met or (audit is not None and not is_of(one, audit)):
            continue
        if one.low is None and one.what is Measured.AREA:
            continue
        of = "" if audit is not None else f" for {one.service}, {one.ruleset}"
        outcome = "Not met" if one.met is False else "Cannot be told yet"
        said.append(f"{outcome}{of}: {asked_and_found(one)}.")
    return said


def asks_beside_findings(condition: GateCondition) -> bool:
    """Whether no finding tells of it: all but what the verdict decides, and what is open and decides nothing."""
    return condition.what not in _BY_VERDICT or (condition.what is Measured.ANY and condition.met is None)


def is_of(condition: GateCondition, audit: Audit) -> bool:
    declaration = audit.declaration
    return (condition.declaration, condition.service, condition.ruleset) == (
        declaration.file,
        declaration.service.id,
        f"{audit.ruleset.id}@{audit.ruleset.version}",
    )


def asked_and_found(one: GateCondition) -> str:
    """Say what was found, and what was asked."""
    found = (
        "nothing that counts" if one.low is None else one.low if one.low == one.high else f"{one.low} to {one.high}"
    )
    if one.what.is_points:
        name = f"area {one.area}" if one.area else "score"
        return f"{name} {found}, asked {one.wanted} or more"
    if one.what is Measured.ANY:
        return f"{found} rules of any kind not met, asked none"
    what = "undecided as declared" if one.what is Measured.UNDECIDED else "met as declared and not backed"
    return f"{found} decisive {'rule' if found == '1' else 'rules'} {what}, asked {one.wanted} or fewer"


_BY_VERDICT: Final = (Measured.DECISIVE, Measured.ANY)
_GATES: Final = {
    FailOn.DECISIVE: "decisive rules",
    FailOn.ANY: "all rules",
    FailOn.NEVER: "no rule",
}


def standing_text(audit: Audit, as_of: date) -> tuple[str, str]:
    """Say what kind of text the edition is, and for which day it was read."""
    return STANDINGS[audit.ruleset.status].words, f"read for {as_of.isoformat()}"


def warnings_text(result: Result) -> str:
    """Say that there are messages about the input, and of what sort; empty where there are none."""
    if not result.diagnostics:
        return ""
    codes = listed(list(dict.fromkeys(one.code for one in result.diagnostics)), most=4)
    return f"Input: {plural(len(result.diagnostics), 'message')} about it: {codes}."


def trust_texts(result: Result, audit: Audit, scorecard: Scorecard) -> list[str]:
    """Write the small print of one audit, a sentence each."""
    texts = (
        BACKED_MEANS,
        weight_text(scorecard),
        checked_text(audit),
        evidence_text(audit),
        later_text(audit),
        withheld_text(audit),
        waivers_text(audit, scorecard),
        decisions_text(audit, scorecard),
        warnings_text(result),
        baseline_text(audit, result.gate.track),
        gate_rule_text(result.gate),
        *conditions_texts(result.gate, audit),
    )
    return [text for text in texts if text]
