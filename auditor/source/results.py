"""A saved result back into the result that was saved: what `auditor audit --format json` wrote.

Every figure and verdict is taken as the file has it. Whether they follow from its findings is another question, which
`engine.refold` answers. What no format shows is not in the file: conditions, and the facts of a declaration.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any, Final

from auditor.model.diagnostic import Diagnostic, InputError, Place, Severity
from auditor.model.result import (
    FailOn,
    Gate,
    GateCondition,
    Inputs,
    Measured,
    Outside,
    Result,
    Track,
    UndecidedPolicy,
)
from auditor.model.ruleset import Obligation, Ruleset, RulesetStatus, ScoringModel
from auditor.source.document import Path
from auditor.source.jsontree import JsonDocument, read_json
from auditor.source.savedaudits import audit_of
from auditor.source.savedparts import Raw, Saved, place_of
from auditor.source.schema import Schema, check_shape

LIMIT: Final = 64 * 1024 * 1024
CONTRACT: Final = "auditor.result/1"
_SCORE: Final = re.compile(r"[0-9]{1,3}(\.[0-9]{1,100})?", re.ASCII)
_SCHEMA: Final = "report/schemas/result-1.json"


def read_result(data: bytes, file: str) -> tuple[Result, JsonDocument]:
    """Read a saved result, and give what it was read from; raises InputError where it cannot be used."""
    document = read_json(data, file)
    raw: Any = document.data
    if not isinstance(raw, dict) or raw.get("schema") != CONTRACT:
        raise InputError((_foreign(document, raw),))
    wrong = check_shape(document, _schema(), "result", what="saved result")
    if wrong:
        raise InputError(wrong)
    return _result(Saved(document), raw), document


def _foreign(document: JsonDocument, raw: Any) -> Diagnostic:
    named = raw.get("schema") if isinstance(raw, dict) else None
    said = f"it names the contract `{named}`" if isinstance(named, str) else "it names no contract"
    return document.diagnostic(
        "result.not-a-result",
        f"this is not a saved result: {said}, not `{CONTRACT}`",
        ("schema",),
        help="save one with `auditor audit … --format json --output result.json`",
    )


@cache
def _schema() -> Schema:
    schema: Schema = json.loads((files("auditor") / _SCHEMA).read_text(encoding="utf-8"))
    return schema


def _result(saved: Saved, raw: Raw) -> Result:
    inputs = raw["inputs"]
    return Result(
        version=raw["tool"]["version"],
        as_of=saved.day(raw["as_of"], ("as_of",)),
        audits=tuple(audit_of(saved, one, ("audits", number)) for number, one in enumerate(raw["audits"])),
        gate=_gate(saved, raw["gate"]),
        inputs=Inputs(given=int(inputs["given"]), audited=int(inputs["audited"]), unusable=int(inputs["unusable"])),
        diagnostics=tuple(map(diagnostic_of, raw["diagnostics"])),
        consistency=raw["consistency"] and _consistency(raw["consistency"]),
        outside=tuple(_outside(one) for one in raw["outside"]),
    )


def _gate(saved: Saved, raw: Raw) -> Gate:
    asked: list[tuple[Path, str | None]] = [(("min_score",), raw["min_score"])]
    asked += [(("min_areas", name), least) for name, least in raw["min_areas"].items()]
    for path, least in asked:
        if least is not None and _SCORE.fullmatch(least) is None:
            saved.refuse(("gate", *path), "long-number", f"`{least[:40]}` is not a score")
    return Gate(
        track=Track(raw["track"]),
        fail_on=FailOn(raw["fail_on"]),
        min_score=raw["min_score"],
        undecided=UndecidedPolicy(raw["undecided"]),
        met=raw["met"],
        exit=int(raw["exit"]),
        why=raw["why"],
        min_areas=tuple(raw["min_areas"].items()),
        max_undecided=_number(raw["max_undecided"]),
        max_unbacked=_number(raw["max_unbacked"]),
        conditions=tuple(map(_condition, raw["conditions"])),
    )


def _number(raw: Raw) -> int | None:
    return None if raw is None else int(raw)


def _condition(raw: Raw) -> GateCondition:
    found = raw["found"] or {}
    return GateCondition(
        declaration=raw["declaration"],
        service=raw["service"],
        ruleset=raw["ruleset"],
        what=Measured(raw["what"]),
        area=raw["area"],
        wanted=raw["wanted"],
        low=found.get("low"),
        high=found.get("high"),
        met=raw["met"],
    )


def diagnostic_of(raw: Raw) -> Diagnostic:
    """Read one thing that was wrong with an input; lines of the file itself are not in a result."""
    return Diagnostic(
        code=raw["code"],
        message=raw["message"],
        place=place_of(raw),
        why=raw["why"],
        help=raw["help"],
        severity=Severity(raw["severity"]),
        also=tuple(place for one in raw["also"] if (place := place_of(one)) is not None),
    )


def _outside(raw: Raw) -> Outside:
    return Outside(
        id=raw["id"],
        version=raw["version"],
        title=raw["title"],
        status=RulesetStatus(raw["status"]),
        why=raw["why"],
    )


def _consistency(raw: Raw) -> Ruleset:
    """Name the rules about contradictions; nothing else of them is in a result."""
    return Ruleset(
        id=raw["id"],
        version=raw["version"],
        title="",
        summary="",
        status=RulesetStatus.MODEL,
        decided_by=(Obligation.MUST,),
        scoring=ScoringModel.FLAT,
        areas=(),
        requirements=(),
        parameters={},
        documents={},
        sha256=raw["sha256"],
        vocabulary_sha256="",
        place=Place(""),
    )
