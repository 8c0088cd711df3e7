"""What is said of an input that could not be brought to an end, whatever it is that it did to its worker."""

from __future__ import annotations

from auditor.engine.shared_ids import write_an_id
from auditor.model.batch import Filed
from auditor.model.diagnostic import Diagnostic, Place, Severity

OWN_FAULT = "batch.own-fault"
SAME_DAY = "batch.same-day"
UNDATED = "batch.undated"


def _unusable(shown: str, code: str, message: str, why: str, help: str) -> Diagnostic:
    return Diagnostic(code=code, message=message, place=Place(shown), why=why, help=help)


def too_long(shown: str, seconds: float | None) -> Diagnostic:
    """Say that a submission took more time than it may."""
    return _unusable(
        shown,
        "batch.too-long",
        f"`{shown}` took longer than {seconds:g} seconds" if seconds else f"`{shown}` took too long",
        "no single submission may hold up the others",
        "look at what it is made of; `--time-limit` gives it more",
    )


def too_much_memory(shown: str) -> Diagnostic:
    """Say that a submission took more memory than it may."""
    return _unusable(
        shown,
        "batch.too-much-memory",
        f"`{shown}` needs more memory than a submission may take",
        "no single submission may exhaust the machine",
        "look at what it is made of; `--memory-limit` gives it more",
    )


def died(shown: str) -> Diagnostic:
    """Say that the process that worked on a submission, and on nothing else, came to its end."""
    return _unusable(
        shown,
        "batch.worker-died",
        f"the process that worked on `{shown}` ended before it was done",
        "it was tried alone, so that no other submission can be to blame",
        "look at what it is made of; the system may have ended the process for want of memory",
    )


def own_fault(shown: str, fault: BaseException) -> Diagnostic:
    """Say that the program itself failed over a submission."""
    return _unusable(
        shown,
        OWN_FAULT,
        f"a fault of the program's own stopped the audit of `{shown}` ({type(fault).__name__}: {fault})",
        "this says nothing about the submission: no verdict was reached",
        "report it, with the file where you may",
    )


def changed(shown: str) -> Diagnostic:
    """Say that a submission was not the same at its second reading."""
    return _unusable(
        shown,
        "batch.changed",
        f"`{shown}` changed while the run went on",
        "what is a duplicate, and what is the newest, was told by what it said before",
        "run again when nobody writes to it",
    )


def no_scratch(reason: str) -> Diagnostic:
    """Say that the run's own files cannot be kept while it goes on."""
    return Diagnostic(
        code="batch.temporary-folder",
        message=f"the temporary folder cannot be used: {reason.lower()}",
        why="the index of what is given, and what comes out of archives, is kept there while the run goes on",
        help="make room there, or name another folder in the variable TMPDIR; then run this again",
    )


def shared_id(shown: str, filed: Filed, other: str) -> Diagnostic:
    """Say that a filing does not say its service's id, and that the name of its file is the id of another service.

    `other` is a filing of that one; empty where the register has it.
    """
    return _unusable(
        shown,
        "batch.shared-id",
        f"the id made of this file's name, `{filed.service}`, is that of another service too: "
        + (f"`{other}`" if other else "one in the register"),
        "filings of one id replace each other, the newest all before it",
        write_an_id(filed.name),
    )


def _warning(shown: str, code: str, message: str, why: str, help: str) -> Diagnostic:
    return Diagnostic(code=code, message=message, place=Place(shown), why=why, help=help, severity=Severity.WARNING)


def twins(shown: str, service: str, day: object) -> Diagnostic:
    """Warn that a service says two things of one day."""
    return _warning(
        shown,
        SAME_DAY,
        f"another filing of the service `{service}` states the same day, {day}, and says something else",
        "neither can be said to be the newer one, so both are audited",
        "ask the service which one holds",
    )


def undated(shown: str, service: str) -> Diagnostic:
    """Warn that it cannot be told which filing of a service is the newest."""
    return _warning(
        shown,
        UNDATED,
        f"there are several filings of the service `{service}`, and this one has no `stated_on`",
        "without a day it is never taken for older or newer than another, so it is audited",
        "write `stated_on:` with the day of which it speaks",
    )
