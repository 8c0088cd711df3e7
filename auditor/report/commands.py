"""The commands that a report prints, ready to type: run from the same folder, each tells what the report tells.

All that a command needs is taken from the result, so that a saved one prints the same: the day, the rules as they
were asked for, and each option or file that left its traces. Where a command could not be run, nothing is printed.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from typing import Final

from auditor.model.finding import Status
from auditor.model.result import Audit, FailOn, Result, Track, UndecidedPolicy
from auditor.model.ruleset import Checked
from auditor.report.highlights import failures

STDIN: Final = "<stdin>"
INSIDE: Final = "!/"
_AS_WRITTEN: Final = "read as written"


def explain_command(result: Result, audit: Audit, what: str) -> str:
    """Give the command that explains a requirement, or what else is asked of it; empty where it could not be run."""
    return _command(result, audit, "explain", what, options=_inquiring(audit))


def ask_command(result: Result, audit: Audit) -> str:
    """Give the command that writes the information request; empty where it could not be run."""
    return _command(result, audit, "ask", options=_inquiring(audit))


def whole_command(result: Result, audit: Audit) -> str:
    """Give the command that shows everything, by the same gate; empty where it could not be run."""
    return _command(result, audit, "audit", options=(*_auditing(result, audit), "--verbose"))


def more_command(result: Result, audit: Audit) -> str:
    """Give the command that says more of what matters most here."""
    failing = failures(audit)
    if failing:
        return explain_command(result, audit, failing[0].requirement.id)
    if audit.answers:
        return explain_command(result, audit, "--unanswered")
    open_on_track = [
        one.requirement.id
        for one in audit.findings
        if one.requirement.decisive
        and one.backed.status is Status.UNDECIDED
        and one.declared.status is not Status.UNDECIDED
    ]
    if open_on_track:
        return explain_command(result, audit, open_on_track[0])
    return explain_command(result, audit, audit.findings[0].requirement.id) if audit.findings else ""


def _command(result: Result, audit: Audit, name: str, *what: str, options: Iterable[str]) -> str:
    """Write a command; none where a file has no name that can be typed, or stands in no file of its own."""
    file = audit.declaration.file
    if file == STDIN or INSIDE in file:
        return ""
    settings = ["--config", result.config] if result.config else []
    file = f"./{file}" if file.startswith("-") else file
    words = ["auditor", *settings, name, file, *what, *_reading(result, audit), *options]
    return shlex.join(words) if all(map(str.isprintable, words)) else ""


def _reading(result: Result, audit: Audit) -> list[str]:
    """Give the options that say by which rules, and as of which day, a declaration is read."""
    words = ["-r", audit.asked] if audit.asked else []
    words += ["--as-of", result.as_of.isoformat()]
    as_written = any(one.endswith(_AS_WRITTEN) for one in audit.watermarks)
    if not audit.ruleset.in_force(result.as_of) and not as_written:
        words.append("--respect-dates")
    looked_at = (*(one.requirement for one in audit.findings), *(one.requirement for one in audit.reported))
    if any(one.source.checked is Checked.RECALLED for one in looked_at):
        words.append("--include-recalled")
    return words


def _inquiring(audit: Audit) -> Iterator[str]:
    """Give the files of their own that bear on how a requirement comes out."""
    decided = [one.decision.decision.place.file for one in audit.findings if one.decision is not None]
    challenged = [one.challenge.place.file for one in audit.contested]
    for option, files in (("--decisions", decided), ("--challenges", challenged)):
        beside = [one for one in files if one != audit.declaration.file]
        yield from (option, beside[0]) if beside else ()


def _auditing(result: Result, audit: Audit) -> Iterator[str]:
    """Give what only an audit takes: waivers, the result it is held against, its gate, and who may read it."""
    yield from _inquiring(audit)
    waived = [one.waiver.place.file for one in audit.findings if one.waiver is not None]
    yield from ("--waivers", waived[0]) if waived else ()
    yield from ("--baseline", audit.baseline.file) if audit.baseline is not None else ()
    gate = result.gate
    for option, value, usual in (
        ("--track", gate.track.value, Track.DECLARED.value),
        ("--fail-on", gate.fail_on.value, FailOn.DECISIVE.value),
        ("--undecided", gate.undecided.value, UndecidedPolicy.TELL.value),
        ("--min-score", gate.min_score, None),
        ("--max-undecided", gate.max_undecided, None),
        ("--max-unbacked", gate.max_unbacked, None),
    ):
        yield from (option, str(value)) if value != usual else ()
    for area, least in gate.min_areas:
        yield from ("--min-area", f"{area}={least}")
    if audit.withheld is not None:
        yield "--public"
