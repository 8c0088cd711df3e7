"""What the gate asks beside the findings, in SARIF: a rule for each sort, a result where it is not kept."""

from __future__ import annotations

from typing import Final

from auditor.model.diagnostic import Place
from auditor.model.result import Audit
from auditor.report.gate_items import GateItem
from auditor.report.jsontext import Json
from auditor.report.outcomes import Kind, Level
from auditor.report.sarif_parts import location, message

FINGERPRINT: Final = "auditorGate/v1"
_RULES: Final = {
    "gate/score": ("GateScore", "The score is as high as the gate asks."),
    "gate/area": ("GateArea", "Each area has the score that the gate asks of it."),
    "gate/undecided": ("GateUndecided", "No more decisive rules are undecided than the gate allows."),
    "gate/unbacked": ("GateUnbacked", "No more decisive rules are met without being backed than the gate allows."),
    "gate/any": ("GateAny", "No rule of any kind is left unmet."),
}
_HELP: Final = (
    "It is asked by an option or in the settings: `auditor config` says where. Answer, back or mend what is open: "
    "the report of `auditor audit` says what."
)


def gate_rule(rule: str) -> dict[str, Json]:
    """Give a sort of condition as a rule."""
    name, asks = _RULES[rule]
    return {
        "id": rule,
        "name": name,
        "shortDescription": message(asks),
        "fullDescription": message(asks),
        "help": {**message(_HELP), "markdown": _HELP},
        "defaultConfiguration": {"level": Level.ERROR.value},
    }


def gate_result(audit: Audit, item: GateItem, index: int) -> dict[str, Json]:
    """Give a condition that is not kept, or cannot be told yet, at the declaration as a whole."""
    kind, level = item.sarif or (Kind.INFORMATIONAL, Level.NONE)
    one, said = item.condition, "not met" if kind is Kind.FAIL else "open"
    about = "/".join(part for part in (one.service, audit.ruleset.id, one.what.value, one.area) if part)
    return {
        "ruleId": item.rule,
        "ruleIndex": index,
        "kind": kind.value,
        "level": level.value,
        "message": message(f"The gate is {said}: {item.said}."),
        "locations": [location(Place(audit.declaration.file))],
        "partialFingerprints": {FINGERPRINT: about},
        "properties": {"wanted": one.wanted, "low": one.low, "high": one.high, "area": one.area},
    }
