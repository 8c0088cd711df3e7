"""Waivers put to findings: which count no longer, and which waivers did nothing. The one place that consumes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from auditor.model.diagnostic import Diagnostic, Severity
from auditor.model.finding import Finding, Status
from auditor.model.result import Audit
from auditor.model.waiver import Waiver

_NOTHING_TO_WAIVE = (Status.MET, Status.NOT_APPLICABLE, Status.NOT_IN_FORCE)


def waive(
    findings: Sequence[Finding], waivers: Sequence[Waiver], *, ruleset: str, service: str, as_of: date
) -> list[Finding]:
    """Mark the findings that a waiver holds for on the day; statuses stay as they are.

    A requirement that is met, does not apply or is not in force needs no waiver and gets none.
    """
    holding = {one.requirement: one for one in waivers if one.service == service and one.in_time(as_of)}
    return [
        replace(one, waiver=holding.get(f"{ruleset}/{one.requirement.id}"))
        if one.declared.status not in _NOTHING_TO_WAIVE or one.backed.status not in _NOTHING_TO_WAIVE
        else one
        for one in findings
    ]


def idle_waivers(waivers: Sequence[Waiver], audits: Sequence[Audit], as_of: date) -> tuple[Diagnostic, ...]:
    """Warn of every waiver that held for nothing in the run, with why."""
    used = {
        (finding.waiver.place, finding.waiver.requirement)
        for audit in audits
        for finding in audit.findings
        if finding.waiver is not None
    }
    return tuple(_idle(waiver, audits, as_of) for waiver in waivers if (waiver.place, waiver.requirement) not in used)


def _idle(waiver: Waiver, audits: Sequence[Audit], as_of: date) -> Diagnostic:
    ruleset, _, requirement = waiver.requirement.partition("/")
    about = [one for one in audits if one.ruleset.id == ruleset and one.declaration.service.id == waiver.service]
    known = any(each.id == requirement for one in about for each in one.ruleset.requirements)
    if as_of > waiver.expires:
        fault, message = "expired", f"the waiver for `{waiver.requirement}` ended on {waiver.expires}"
        why = f"on the as-of date {as_of} it no longer applies, so the finding counts again"
        help = "renew it with a new approval, or remove it"
    elif as_of < waiver.granted:
        fault, message = "not-yet", f"the waiver for `{waiver.requirement}` begins on {waiver.granted}"
        why, help = f"on the as-of date {as_of} it does not apply yet, so the finding counts", ""
    elif about and not known:
        fault, message = "unknown-target", f"`{waiver.requirement}` is no requirement of the edition audited"
        why, help = "a waiver for nothing can hide a slip of the pen", "write the id of a requirement"
    elif about:
        fault, message = "unused", f"the waiver for `{waiver.requirement}` is not needed"
        why, help = "the requirement is met, does not apply, or is not in force", "remove it"
    else:
        fault = "unused"
        message = f"no audit of this run is about `{waiver.requirement}` of `{waiver.service}`"
        why, help = "a waiver for another service or ruleset does nothing here", ""
    return Diagnostic(
        code=f"waiver.{fault}", message=message, place=waiver.place, why=why, help=help, severity=Severity.WARNING
    )
