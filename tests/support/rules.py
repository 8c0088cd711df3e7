"""Conditions, requirements and editions for tests: from plain data, through the real reader."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

from auditor.engine.compile import Compiler
from auditor.engine.nodes import Node, observed
from auditor.engine.view import View
from auditor.model.condition import Always, Condition
from auditor.model.dates import DateSpan
from auditor.model.declaration import Declaration, Service
from auditor.model.diagnostic import Diagnostic, Place
from auditor.model.evidence import Assurance, Evidence
from auditor.model.facts import Facts
from auditor.model.finding import Observation
from auditor.model.ruleset import (
    Area,
    Checked,
    Citation,
    EvidenceDemand,
    Obligation,
    Origin,
    Parameter,
    Requirement,
    Ruleset,
    RulesetStatus,
    Rung,
    ScoringModel,
    SourceDocument,
)
from auditor.model.truth import Truth
from auditor.model.vocabulary import Vocabulary
from auditor.source.conditions import ConditionReader
from auditor.source.cursor import Cursor, Faults
from auditor.source.subjects import Setting
from auditor.source.yamltree import read_yaml
from tests.support.vocabulary import VOCABULARY

AS_OF: Final = date(2026, 10, 1)
PLACE: Final = Place("rules.yaml", 1, 1)


class Refused(Exception):
    """A condition that the reader did not let through."""

    def __init__(self, found: Sequence[Diagnostic]) -> None:
        super().__init__("\n".join(f"{one.place}: {one.code}: {one.message} ({one.help})" for one in found))
        self.found = found


def parameter(name: str, value: object) -> Parameter:
    """Make a parameter as the ruleset reader does."""
    return Parameter(name=name, value=value, written=str(value), origin=Origin.DESIGN, place=PLACE)


def read_text(
    text: str,
    *,
    parameters: Mapping[str, object] | None = None,
    definitions: str = "",
    setting: Setting | None = None,
    consistency: bool = False,
    vocabulary: Vocabulary = VOCABULARY,
) -> Condition:
    """Read one condition from YAML text; raise `Refused` with every fault."""
    faults = Faults()
    at = Cursor.top(read_yaml(text.encode(), "rules.yaml"))
    raw = Cursor.top(read_yaml(definitions.encode(), "ruleset.yaml")) if definitions else None
    reader = ConditionReader(
        vocabulary=vocabulary,
        parameters={name: parameter(name, value) for name, value in (parameters or {}).items()},
        faults=faults,
        raw_definitions=dict(raw.entries()) if raw is not None else {},
        consistency=consistency,
    )
    condition = reader.condition(at, setting or Setting(consistency=consistency))
    if faults.found or condition is None:
        raise Refused(faults.found)
    return condition


def read(
    condition: object,
    *,
    parameters: Mapping[str, object] | None = None,
    definitions: Mapping[str, object] | None = None,
    **more: Any,
) -> Condition:
    """Read one condition from plain data, where every operator may stand: in a ruleset of kind `consistency`."""
    text = json.dumps(definitions, ensure_ascii=False) if definitions else ""
    written = json.dumps(condition, ensure_ascii=False)
    return read_text(written, parameters=parameters, definitions=text, **{"consistency": True, **more})


def compiled(condition: object, **more: Any) -> Node:
    """Read and compile."""
    return Compiler().condition(read(condition, **more))


def view_of(facts: Facts, as_of: date = AS_OF) -> View:
    """See facts as declared."""
    return View(values=facts.values, facts=facts, as_of=as_of)


def truth_of(node: Node, facts: Facts) -> Truth:
    """Evaluate."""
    return node.truth(view_of(facts), None)


def reasons_of(node: Node, facts: Facts) -> tuple[Observation, ...]:
    """Explain."""
    return observed(view_of(facts), node)


def requirement(
    id: str = "REQ-1",
    *,
    applies: Condition | None = None,
    met: Condition,
    rungs: Sequence[tuple[str, Condition]] = (),
    assurance: Assurance = Assurance.DOCUMENTED,
    area: str = "one",
    weight: Fraction = Fraction(1),
    decisive: bool = True,
) -> Requirement:
    """Make a requirement; no `applies` is `always`."""
    return Requirement(
        id=id,
        title=id,
        asks=id,
        obligation=Obligation.MUST,
        area=area,
        source=Citation(document=SourceDocument(id="d", title="D"), clause="1", checked=Checked.READ),
        applies_when=applies or Always(),
        met_when=met,
        evidence=EvidenceDemand(assurance=assurance),
        place=PLACE,
        rule=PLACE,
        rungs=tuple(Rung(credit=Fraction(credit), when=when) for credit, when in rungs),
        weight=weight,
        decisive=decisive,
    )


def ruleset(
    requirements: Sequence[Requirement],
    *,
    areas: Sequence[Area] = (Area(id="one", title="One"),),
    scoring: ScoringModel = ScoringModel.NESTED,
) -> Ruleset:
    """Make an edition in force."""
    return Ruleset(
        id="test",
        version="1.0.0",
        title="Test",
        summary="A test.",
        status=RulesetStatus.MODEL,
        decided_by=(Obligation.MUST,),
        scoring=scoring,
        areas=tuple(areas),
        requirements=tuple(requirements),
        parameters={},
        documents={},
        sha256="0" * 64,
        vocabulary_sha256="0" * 64,
        place=PLACE,
        in_force_from=date(2020, 1, 1),
    )


def evidence(*supports: str, id: str = "e", assurance: Assurance = Assurance.DOCUMENTED) -> Evidence:
    """Make an entry that was found in order."""
    return Evidence(
        id=id,
        kind="policy",
        title="Policy",
        assurance=assurance,
        supports=tuple(supports),
        place=PLACE,
        issued=DateSpan(AS_OF, AS_OF),
    )


def declaration(facts: Facts, entries: Sequence[Evidence] = ()) -> Declaration:
    """Make a declaration of facts and evidence alone."""
    return Declaration(
        file="declaration.yaml",
        sha256="0" * 64,
        service=Service(id="s", name="S"),
        facts=facts,
        evidence=tuple(entries),
    )
