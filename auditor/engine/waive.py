"""Waivers put to findings: which count no longer, and which waivers did nothing. The one place that consumes them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from auditor.model.declaration import Declaration, Service
from auditor.model.diagnostic import Diagnostic, Severity
from auditor.model.finding import Finding
from auditor.model.result import Audit
from auditor.model.waiver import State, Waiver


def waive(
    findings: Sequence[Finding], waivers: Sequence[Waiver], *, ruleset: str, service: Service, as_of: date
) -> list[Finding]:
    """Mark the findings that a waiver holds for on the day; statuses stay as they are.

    A requirement that is met or counts as met, does not apply or is not in force needs no waiver and gets none. One
    that is so on the declared track alone gets it, and loses nothing there (`Finding.counts`).
    """
    holding = held_for(waivers, service, as_of)
    if not holding:
        return list(findings)
    return [
        replace(one, waiver=holding.get(f"{ruleset}/{one.requirement.id}")) if one.has_something_to_waive else one
        for one in findings
    ]


def held_for(waivers: Sequence[Waiver], service: Service, as_of: date) -> dict[str, Waiver]:
    """Give the waivers that hold for a service on a day, by the requirement."""
    return {one.requirement: one for one in waivers if service.is_meant_by(one.service) and one.in_time(as_of)}


def idle_waivers(waivers: Sequence[Waiver], audits: Sequence[Audit], as_of: date) -> tuple[Diagnostic, ...]:
    """Warn of every waiver that held for nothing in the run, with why."""
    used = {
        (finding.waiver.place, finding.waiver.requirement)
        for audit in audits
        for finding in audit.findings
        if finding.waiver is not None
    }
    return tuple(_idle(waiver, audits, as_of) for waiver in waivers if (waiver.place, waiver.requirement) not in used)


def waiver_faults(
    waivers: Sequence[Waiver], known: Mapping[str, frozenset[str]], as_of: date, *, within: int
) -> tuple[Diagnostic, ...]:
    """Say what is wrong with waivers before any audit: those that ended or name nothing, and those that end soon.

    `known` are the requirements of each ruleset, none of one that nothing is audited against. What ends within so
    many days is a warning, the rest are errors.
    """
    return tuple(one for waiver in waivers for one in _faults(waiver, known, as_of, within))


def _faults(waiver: Waiver, known: Mapping[str, frozenset[str]], as_of: date, within: int) -> Iterator[Diagnostic]:
    target = unknown_target(waiver.requirement, known)
    if target:
        yield _told(waiver, "unknown-target", target, "a waiver for nothing can hide a slip of the pen", _NAME_IT)
    state, left = waiver.state(as_of), waiver.days_left(as_of)
    if state is State.EXPIRED:
        message = f"the waiver for `{waiver.requirement}` ended on {waiver.expires}"
        why = f"on the as-of date {as_of} it no longer applies, so the finding counts again"
        yield _told(waiver, "expired", message, why, _RENEW)
    elif state is State.IN_TIME and left <= within:
        when = "today" if not left else "in 1 day" if left == 1 else f"in {left} days"
        message = f"the waiver for `{waiver.requirement}` ends {when}, on {waiver.expires}"
        yield _told(waiver, "expiring", message, "on the day after, the finding counts again", _RENEW, error=False)


def unknown_target(requirement: str, known: Mapping[str, frozenset[str]]) -> str:
    """Say why nothing can be waived under a name; empty where something can."""
    ruleset, _, id = requirement.partition("/")
    if ruleset not in known:
        return f"no ruleset is called `{ruleset}`"
    if not known[ruleset]:
        return f"`{ruleset}` looks for contradictions, and a contradiction is never set aside"
    return "" if id in known[ruleset] else f"`{ruleset}` has no requirement `{id}`"


def unknown_services(waivers: Sequence[Waiver], services: Collection[str]) -> tuple[Diagnostic, ...]:
    """Say which waivers are about a service that is not among these."""
    why = "a waiver for another service does nothing for these"
    return tuple(
        _told(one, "unknown-service", f"none of the declarations is of `{one.service}`", why, "write a `service.id`")
        for one in waivers
        if one.service not in services
    )


_RENEW = "renew it with a new approval, or remove it"
_NAME_IT = "write the id of a requirement; name a ruleset of your own with -r"


def _told(waiver: Waiver, fault: str, message: str, why: str, help: str, *, error: bool = True) -> Diagnostic:
    severity = Severity.ERROR if error else Severity.WARNING
    return Diagnostic(
        code=f"waiver.{fault}", message=message, place=waiver.place, why=why, help=help, severity=severity
    )


def not_declared(what: str, requirement: str, declaration: Declaration) -> tuple[str, str, str, str]:
    """Say that a waiver or a decision names a service that does not say its id: fault, message, why and help."""
    id = declaration.service.id
    return (
        "id-not-declared",
        f"the {what} for `{requirement}` is of `{id}`, which `{declaration.file}` does not say is its `service.id`",
        "an id that is only the name of a file may be that of other services' files too, so nothing is put to it",
        f"write `id: {id}` under `service:` in the declaration, where it is the service that is meant",
    )


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
    elif about and not any(one.declaration.service.id_declared for one in about):
        fault, message, why, help = not_declared("waiver", waiver.requirement, about[0].declaration)
    elif about and not known:
        fault, message = "unknown-target", f"`{waiver.requirement}` is no requirement of the edition audited"
        why, help = "a waiver for nothing can hide a slip of the pen", "write the id of a requirement"
    elif about:
        fault, message = "unused", f"the waiver for `{waiver.requirement}` is not needed"
        why = "the requirement is met or counts as met, does not apply, or is not asked on this day"
        help = "remove it"
    else:
        fault = "unused"
        message = f"no audit of this run is about `{waiver.requirement}` of `{waiver.service}`"
        why, help = "a waiver for another service or ruleset does nothing here", ""
    return Diagnostic(
        code=f"waiver.{fault}", message=message, place=waiver.place, why=why, help=help, severity=Severity.WARNING
    )
