"""What a register is asked about, held against what it knows: a name that it does not know ends with status 2."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from auditor.register.reading import Register


def at_that_time(known_at: datetime | None, told: str, then: str) -> str:
    """Say what the register does, or did at the moment that it was asked of."""
    from auditor.report.register_words import moment_text

    return told if known_at is None else f"{then} on {moment_text(known_at)}"


def no_audit(of: str, known_at: datetime | None) -> str:
    """Say that the register holds no audit of something, or held none then."""
    return at_that_time(known_at, f"the register holds no audit {of}", f"the register held no audit {of}")


def unknown(
    what: str, name: str, known: Iterable[str], known_at: datetime | None, *, hint: str
) -> typer.BadParameter:
    """Give the refusal of a name that the register does not know, with the nearest that it does."""
    from auditor.source.names import did_you_mean

    near = did_you_mean(name, known)
    told = f"no {what} `{name}`"
    told = at_that_time(known_at, f"the register knows {told}", f"the register knew {told}")
    return typer.BadParameter(f"{told}; {near}" if near else told, param_hint=hint)


def must_know_service(opened: Register, service: str | None, known_at: datetime | None) -> None:
    """Refuse a service that the register knows nothing of."""
    from auditor.register.known import services

    if service is not None and service not in (known := services(opened, known_at)):
        raise unknown("service", service, known, known_at, hint="--service")


def must_know_requirement(opened: Register, requirement: str, known_at: datetime | None) -> None:
    """Refuse a requirement that nothing was audited on."""
    from auditor.register.known import requirements

    if requirement not in (known := requirements(opened, known_at)):
        raise unknown("requirement", requirement, known, known_at, hint="REQUIREMENT")


def must_have_audits_by(
    opened: Register, ruleset: str | None, known_at: datetime | None, *, hint: str = "--ruleset"
) -> None:
    """Refuse a ruleset or edition that nothing was audited by; before the first audit there is none to name."""
    from auditor.register.choosing import is_edition
    from auditor.register.known import editions

    known = editions(opened, known_at)
    if ruleset is None or not known or any(is_edition(*one, ruleset) for one in known):
        return
    there = ", ".join(dict.fromkeys(one for one, _version in known))
    raise typer.BadParameter(f"{no_audit(f'by `{ruleset}`', known_at)}; it has {there}", param_hint=hint)


def nothing_to_follow(
    opened: Register, about: str, service: str | None, ruleset: str | None, known_at: datetime | None
) -> typer.BadParameter:
    """Say why there is no trend: which of the names on the command line the register does not know, if any."""
    from auditor.register.known import requirements, services

    hint = "SERVICE|REQUIREMENT"
    own, _, requirement = about.rpartition("/")
    must_know_service(opened, service, known_at)
    must_have_audits_by(opened, ruleset, known_at)
    must_have_audits_by(opened, own or None, known_at, hint=hint)
    known = {*requirements(opened, known_at), *(() if service or own else services(opened, known_at))}
    if requirement not in known:
        what = "requirement" if service or own else "service or requirement"
        return unknown(what, requirement, known, known_at, hint=hint)
    by = f" by {ruleset or own}" if ruleset or own else ""
    of = f" in the filings of {service}" if service else ""
    return typer.BadParameter(no_audit(f"of `{requirement}`{by}{of}", known_at), param_hint=hint)
