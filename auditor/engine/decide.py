"""Decisions put to declared alternatives: which count as met, and which do nothing. No other place consumes them.

A decision is on a text. It counts from its day on, while the declaration still says what was decided on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from auditor.engine.waive import not_declared, unknown_target
from auditor.model.decision import Decision, Reviewed, Standing, standing
from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Diagnostic, Severity
from auditor.model.finding import Finding
from auditor.model.result import Audit


def decide(
    findings: Sequence[Finding],
    decisions: Sequence[Decision],
    *,
    declaration: Declaration,
    ruleset: str,
    as_of: date,
) -> list[Finding]:
    """Put beside each alternative the decision that is on it, with what it comes to; statuses stay as they are.

    A finding carries an alternative only where the edition accepts one and the requirement asks for it.
    """
    about: dict[str, list[Decision]] = {}
    for one in decisions:
        if declaration.service.is_meant_by(one.service):
            about.setdefault(one.requirement, []).append(one)
    if not about:
        return list(findings)
    texts = {one.requirement: one.sha256 for one in reversed(declaration.alternatives)}
    decided = []
    for finding in findings:
        named = f"{ruleset}/{finding.requirement.id}"
        if finding.alternative is not None and named in about:
            finding = replace(finding, decision=_reviewed(finding, about[named], texts[named], as_of))
        decided.append(finding)
    return decided


def settled(finding: Finding, as_of: date) -> Reviewed | None:
    """Give what the decision beside a finding comes to, worked out again; None where there is nothing to decide."""
    reviewed = finding.decision
    if reviewed is None or finding.alternative is None:
        return None
    return replace(reviewed, standing=standing(reviewed.decision, reviewed.today_sha256, as_of))


def _reviewed(finding: Finding, decisions: Iterable[Decision], text: str, as_of: date) -> Reviewed:
    """Choose what holds on the day: the last decision on today's text, or else the last on another, or the next."""
    chosen = max(
        decisions,
        key=lambda one: (
            one.on <= as_of,
            one.text_sha256 == text,
            one.on.toordinal() if one.on <= as_of else -one.on.toordinal(),
        ),
    )
    return Reviewed(
        decision=chosen,
        standing=standing(chosen, text, as_of),
        today_sha256=text,
        backs=chosen.assurance.rank >= finding.requirement.evidence.assurance.rank,
    )


def idle_decisions(decisions: Sequence[Decision], audits: Sequence[Audit], as_of: date) -> tuple[Diagnostic, ...]:
    """Warn of every decision that changed nothing in the run and that no later one replaced, with why."""
    beside = {
        (one.decision.decision.place, one.decision.decision.requirement): one.decision
        for audit in audits
        for one in audit.findings
        if one.decision is not None
    }
    found = []
    for decision in decisions:
        reviewed = beside.get((decision.place, decision.requirement))
        if reviewed is None and _is_replaced(decision, decisions, as_of):
            continue
        if reviewed is None or reviewed.standing in (Standing.CHANGED, Standing.LATER):
            found.append(_idle(decision, reviewed, audits, as_of))
    return tuple(found)


def decisions_on_nothing(
    decisions: Sequence[Decision], known: Mapping[str, frozenset[str]]
) -> tuple[Diagnostic, ...]:
    """Say which decisions name no requirement at all; `known` are the requirements of each ruleset."""
    return tuple(
        Diagnostic(
            code="decision.unknown-target",
            message=message,
            place=one.place,
            why="a decision on nothing can hide a slip of the pen",
            help="write the id of a requirement; name a ruleset of your own with -r",
        )
        for one in decisions
        if (message := unknown_target(one.requirement, known))
    )


def _is_replaced(decision: Decision, decisions: Sequence[Decision], as_of: date) -> bool:
    return any(one.about == decision.about and decision.on < one.on <= as_of for one in decisions)


def _idle(decision: Decision, reviewed: Reviewed | None, audits: Sequence[Audit], as_of: date) -> Diagnostic:
    named, (ruleset, _, requirement) = decision.requirement, decision.requirement.partition("/")
    about = [one for one in audits if one.ruleset.id == ruleset and one.declaration.service.id == decision.service]
    asked = [each for one in about for each in one.ruleset.requirements if each.id == requirement]
    declared = any(each.requirement == named for one in about for each in one.declaration.alternatives)
    if decision.on > as_of:
        fault, message = "not-yet", f"the decision on `{named}` is of {decision.on}"
        why, help = f"on the as-of date {as_of} it was not made yet, so it changes nothing", ""
    elif reviewed is not None:
        fault, message = "text-changed", f"the alternative to `{named}` is not the one that was decided on"
        why = "a decision is on a text, and what the declaration says has changed since"
        help = "have the new text reviewed: `auditor decision add` notes the decision with its digest"
    elif not about:
        fault, message = "unused", f"no audit of this run is about `{named}` of `{decision.service}`"
        why, help = "a decision on another service or ruleset does nothing here", ""
    elif not any(one.declaration.service.id_declared for one in about):
        fault, message, why, help = not_declared("decision", named, about[0].declaration)
    elif not asked:
        fault, message = "unknown-target", f"`{named}` is no requirement of the edition audited"
        why, help = "a decision on nothing can hide a slip of the pen", "write the id of a requirement"
    elif not any(one.alternatives for one in asked):
        fault, message = "none-accepted", f"the edition accepts no alternative to `{named}`"
        why, help = "the decision changes nothing under it", "remove it"
    elif not declared:
        fault, message = "unused", f"no alternative to `{named}` is declared"
        why, help = "there is nothing that the decision could be on", "remove it"
    else:
        fault, message = "unused", f"the decision on `{named}` is not needed"
        why, help = "the requirement is met, does not apply, or is not asked on this day", ""
    return Diagnostic(
        code=f"decision.{fault}", message=message, place=decision.place, why=why, help=help, severity=Severity.WARNING
    )
