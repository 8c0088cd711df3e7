"""What is fuzzed of reading rules: any bytes as a file of an edition end with rules, or with a refusal."""

from __future__ import annotations

import tempfile
from pathlib import Path

from auditor.engine.evaluate import compile_ruleset
from auditor.model.diagnostic import InputError
from auditor.source.case_files import read_cases
from auditor.source.crosswalks import read_crosswalk
from auditor.source.mutant_files import read_accepted
from auditor.source.released import read_released
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_documents, read_vocabulary
from auditor.source.yamltree import read_yaml
from tests.fuzz.judging import Rules, declared, judge, refused, told

HEAD = """ruleset: 1
id: fuzzed
version: 1.0.0
title: Fuzzed
summary: Fuzzed.
status: model
published: 2026-01-01
in_force_from: 2026-01-01
decided_by: [must]
scoring: {model: nested}
documents: [{id: a-text, title: A text}]
areas: [{id: grooming, title: Grooming}]
parameters: {limit: {value: 24 hours, origin: design, because: "It is a fuzzed one."}}
definitions: {children_can_use: {users.children.can_use: true}}
"""


REQUIREMENT = b"""- id: FZ-1
  title: One
  asks: One.
  obligation: must
  area: grooming
  source: {document: a-text, clause: one, checked: read}
  applies_when: children_can_use
  met_when: {grooming.any_detection: true}
  evidence: {assurance: documented}
"""


def fuzz_requirements(data: bytes) -> None:
    """Read any bytes as the requirements of an edition, and evaluate what loads."""
    edition({"ruleset.yaml": HEAD.encode(), "requirements/a.yaml": data})


def fuzz_ruleset(data: bytes) -> None:
    """Read any bytes as the head of an edition."""
    edition({"ruleset.yaml": data, "requirements/a.yaml": REQUIREMENT})


def fuzz_extension(data: bytes) -> None:
    """Read any bytes as the facts of one edition."""
    edition({"ruleset.yaml": HEAD.encode(), "requirements/a.yaml": REQUIREMENT, "vocabulary.yaml": data})


def fuzz_cases(data: bytes) -> None:
    """Read any bytes as the cases of an edition."""
    edition({"ruleset.yaml": HEAD.encode(), "requirements/a.yaml": REQUIREMENT, "cases/a.yaml": data})


def edition(files: dict[str, bytes]) -> None:
    """Read an edition, and judge by what loads."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "fuzzed" / "1.0.0"
        for at, data in files.items():
            (folder / at).parent.mkdir(parents=True, exist_ok=True)
            (folder / at).write_bytes(data)
        try:
            ruleset = read_ruleset(folder, read_vocabulary())
            read_cases(folder, read_vocabulary(), "fuzzed/1.0.0")
        except InputError as error:
            told(error.diagnostics)
            return
    rules = Rules(ruleset, compile_ruleset(ruleset))
    for one in declared():
        judge(one, (rules,))


def fuzz_mutants(data: bytes) -> None:
    """Read any bytes as the list of mutants that may survive."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "mutants.yaml").write_bytes(data)
        refused(lambda: read_accepted(Path(name), "fuzzed"))


def fuzz_crosswalk(data: bytes) -> None:
    """Read any bytes as a crosswalk."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "fuzzed.yaml"
        path.write_bytes(data)
        refused(lambda: read_crosswalk(path))


def fuzz_released(data: bytes) -> None:
    """Read any bytes as the list of digests of what was released."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "RELEASED").write_bytes(data)
        refused(lambda: read_released(Path(name)))


def fuzz_vocabulary(data: bytes) -> None:
    """Read any bytes as one subject of a vocabulary."""
    refused(lambda: read_documents([read_yaml(data, "vocabulary/fuzzed.yaml")]))
