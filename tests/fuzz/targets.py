"""What is fuzzed: each target takes any bytes, and must end with an answer or a refusal that has a place."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from auditor.cli.report import contradictions
from auditor.engine.audit import audit
from auditor.engine.evaluate import Compiled, compile_ruleset
from auditor.model.diagnostic import Diagnostic, InputError
from auditor.model.ruleset import Ruleset
from auditor.report.diagnostics import render_diagnostics
from auditor.report.registry import Format, render
from auditor.source.declarations import read_declaration
from auditor.source.library import builtin_editions
from auditor.source.results import read_result
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary
from auditor.source.yamltree import read_yaml

AS_OF = date(2026, 10, 1)
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


@dataclass(frozen=True)
class Rules:
    """An edition, compiled."""

    ruleset: Ruleset
    compiled: tuple[Compiled, ...]


@cache
def editions() -> tuple[Rules, ...]:
    """Read the newest edition of each scored ruleset that comes with the program, once."""
    newest = {one.id: one for one in builtin_editions() if one.kind == "scored"}
    read = [read_ruleset(one.folder, read_vocabulary()) for one in newest.values()]
    return tuple(Rules(one, compile_ruleset(one)) for one in read)


def told(diagnostics: tuple[Diagnostic, ...]) -> None:
    """Hold a refusal to what it promises, and draw it."""
    assert diagnostics
    assert all(one.code and one.message and one.place is not None for one in diagnostics)
    assert "\x1b" not in render_diagnostics(diagnostics, color=False)


def fuzz_yaml(data: bytes) -> None:
    """Read any bytes as YAML."""
    try:
        read_yaml(data, "fuzzed.yaml")
    except InputError as error:
        told(error.diagnostics)


def fuzz_declaration(data: bytes) -> None:
    """Read any bytes as a declaration, and judge what can be read against every edition."""
    try:
        declaration, warnings = read_declaration(data, "fuzzed.yaml", None, read_vocabulary())
    except InputError as error:
        told(error.diagnostics)
        return
    if warnings:
        told(warnings)
    judge(declaration_rules=editions(), data=declaration)


def judge(declaration_rules: tuple[Rules, ...], data: object) -> None:
    """Judge a declaration; every finding has a witness or names what is missing."""
    from auditor.model.declaration import Declaration

    assert isinstance(data, Declaration)
    for rules in declaration_rules:
        result = audit(
            data, rules.ruleset, rules.compiled, vocabulary=read_vocabulary(), as_of=AS_OF, as_written=True
        )
        for finding in result.findings:
            for judgement in (finding.declared, finding.backed):
                assert judgement.because or judgement.missing, finding.requirement.id


def fuzz_requirements(data: bytes) -> None:
    """Read any bytes as the requirements of an edition, and evaluate what loads."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "fuzzed" / "1.0.0"
        (folder / "requirements").mkdir(parents=True)
        (folder / "ruleset.yaml").write_text(HEAD, encoding="utf-8")
        (folder / "requirements" / "a.yaml").write_bytes(data)
        try:
            ruleset = read_ruleset(folder, read_vocabulary())
        except InputError as error:
            told(error.diagnostics)
            return
    rules = Rules(ruleset, compile_ruleset(ruleset))
    for declared in (b"declaration: 1\nservice: {name: A}\n", harbour()):
        declaration, _ = read_declaration(declared, "a.yaml", None, read_vocabulary())
        judge((rules,), declaration)


def fuzz_result(data: bytes) -> None:
    """Read any bytes as a saved result, hold what can be read against itself, and show it in every format."""
    try:
        result, document = read_result(data, "fuzzed.json")
        wrong = contradictions(result, document)
    except InputError as error:
        told(error.diagnostics)
        return
    if wrong:
        told(tuple(wrong))
        return
    for format in Format:
        assert render(format, result)


@cache
def harbour() -> bytes:
    """Give the richest example."""
    return (Path(__file__).parent.parent.parent / "examples" / "harbour.yaml").read_bytes()


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "yaml": fuzz_yaml,
    "declaration": fuzz_declaration,
    "requirements": fuzz_requirements,
    "result": fuzz_result,
}
