"""SARIF 2.1.0, for code scanning: a run for each audit, a rule for each requirement, a result for what needs a hand.

Results are what fails or is open, waived or not, and what the gate asks beside the findings and does not get; of a
service that others described, what was reported. What is met, out of scope or out of time has a rule and is named in
the run's properties, but is no result: GitHub looks at no `kind`, and makes an alert of everything that is listed.
Runs differ in `automationDetails.id`, which GitHub takes for the category, so that each edition opens and closes
alerts of its own. There is no clock, and no path of the machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from auditor.model.diagnostic import Diagnostic
from auditor.model.result import Audit, Gate, Result
from auditor.report.escape import visible
from auditor.report.gate_items import gate_items
from auditor.report.jsontext import Json, dump
from auditor.report.sarif_gate import gate_result, gate_rule
from auditor.report.sarif_parts import ROOT, location, message, rule
from auditor.report.sarif_results import finding_result, is_listed, reported_result, run_properties
from auditor.report.wording import flat, sentence

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_USABLE: Final = (0, 1, 4)  # the exit statuses of an audit that took place


def render(result: Result) -> str:
    """Write the log."""
    return dump(document(result))


def document(result: Result) -> dict[str, Json]:
    """Give the log as plain JSON values. Messages about inputs stand in the first run: the invocation was one."""
    names = _names(result.audits)
    runs: list[Json] = [
        _run(result, audit, name, result.diagnostics if not number else ())
        for number, (audit, name) in enumerate(zip(result.audits, names, strict=True))
    ]
    if not runs:
        runs = [_frame(result, [], "inputs", "No declaration was audited.", result.diagnostics)]
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": runs}


def _names(audits: Sequence[Audit]) -> list[str]:
    """Name each run, no two alike: service and ruleset; where that is not enough the version, and then a number."""
    pairs = [(one.declaration.service.id, one.ruleset.id) for one in audits]
    often = Counter(pairs)
    names, taken = [], Counter[str]()
    for audit, pair in zip(audits, pairs, strict=True):
        name = "/".join(pair) + (f"/{audit.ruleset.version}" if often[pair] > 1 else "")
        taken[name] += 1
        names.append(name if taken[name] == 1 else f"{name}/{taken[name]}")
    return names


def _run(result: Result, audit: Audit, name: str, told: Sequence[Diagnostic]) -> dict[str, Json]:
    track = result.gate.track
    wanted = [*(one.requirement for one in audit.findings), *(one.requirement for one in audit.reported)]
    index = {one.id: number for number, one in enumerate(wanted)}
    said = f"{audit.declaration.service.name}, {audit.ruleset.name}, read for {result.as_of.isoformat()}."
    results: list[Json] = [
        finding_result(audit, one, index[one.requirement.id], track)
        for one in audit.findings
        if is_listed(one, track)
    ]
    results += [reported_result(audit, one, index[one.requirement.id]) for one in audit.reported]
    rules: list[Json] = [rule(audit, one) for one in wanted]
    asked = [one for one in gate_items(result.gate, audit) if one.sarif is not None]
    names = list(dict.fromkeys(one.rule for one in asked))
    results += [gate_result(audit, one, len(rules) + names.index(one.rule)) for one in asked]
    rules += [gate_rule(one) for one in names]
    frame = _frame(result, rules, name, said, told)
    return {**frame, "results": results, "properties": run_properties(result, audit)}


def _frame(result: Result, rules: list[Json], name: str, said: str, told: Sequence[Diagnostic]) -> dict[str, Json]:
    """Give what every run has."""
    invocation: dict[str, Json] = {
        "exitCode": result.gate.exit,
        "exitCodeDescription": _gate(result.gate),
        "executionSuccessful": result.gate.exit in _USABLE,
    }
    if told:
        invocation["toolExecutionNotifications"] = [_notification(one) for one in told]
    return {
        "tool": {"driver": {"name": "auditor", "version": result.version, "rules": rules}},
        "automationDetails": {"id": f"auditor/{name}/", "description": message(said)},
        "language": "en-GB",
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": message("The folder that the audit was run in.")}},
        "invocations": [invocation],
        "results": [],
    }


def _gate(gate: Gate) -> str:
    said = {True: "the gate is met", False: "the gate is not met", None: "it cannot be told"}[gate.met]
    return visible(flat(f"{said}: {gate.why}" if gate.why else said))


def _notification(diagnostic: Diagnostic) -> dict[str, Json]:
    parts = (diagnostic.message, *(text for text in (diagnostic.why, diagnostic.help) if text))
    told: dict[str, Json] = {
        "descriptor": {"id": diagnostic.code},
        "level": diagnostic.severity.value,
        "message": message(" ".join(map(sentence, parts))),
    }
    places = [one for one in (diagnostic.place, *diagnostic.also) if one is not None and one.file]
    return told | ({"locations": [location(one) for one in places]} if places else {})
