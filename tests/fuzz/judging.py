"""What is read is judged, and what is refused is held to what it promises: shared by what is fuzzed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from auditor.engine.audit import audit
from auditor.engine.evaluate import Compiled, compile_ruleset
from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Diagnostic, InputError
from auditor.model.finding import Status
from auditor.model.ruleset import Ruleset
from auditor.report.diagnostics import render_diagnostics
from auditor.source.declarations import read_declaration
from auditor.source.library import builtin_editions
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary
from tests.support.neutral import hold_text

ROOT = Path(__file__).parent.parent.parent


AS_OF = date(2026, 10, 1)


DECISIVE = (Status.MET, Status.PARTLY_MET)


MINIMAL = b"declaration: 1\nservice: {name: A}\n"


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


@cache
def harbour() -> bytes:
    """Give the richest example."""
    return (ROOT / "examples" / "harbour.yaml").read_bytes()


@cache
def declared() -> tuple[Declaration, ...]:
    """Give a declaration that says nothing, and one that says much."""
    return tuple(read_declaration(one, "a.yaml", None, read_vocabulary())[0] for one in (MINIMAL, harbour()))


def told(diagnostics: tuple[Diagnostic, ...], *, placed: bool = True) -> None:
    """Hold a refusal to what it promises, and draw it."""
    assert diagnostics
    assert all(one.code and one.message for one in diagnostics)
    assert not placed or all(one.place is not None for one in diagnostics)
    hold_text(render_diagnostics(diagnostics, color=False))
    hold_text(render_diagnostics(diagnostics, color=True), color=True)


def refused(read: Callable[[], object]) -> bool:
    """Read, and hold the refusal where there is one."""
    try:
        read()
    except InputError as error:
        told(error.diagnostics)
        return True
    return False


def judge(data: Declaration, rules: tuple[Rules, ...]) -> None:
    """Judge a declaration: every finding has a witness or names what is missing, and what is backed is declared."""
    for one in rules:
        result = audit(data, one.ruleset, one.compiled, vocabulary=read_vocabulary(), as_of=AS_OF, as_written=True)
        for finding in result.findings:
            for judgement in (finding.declared, finding.backed):
                assert judgement.because or judgement.missing, finding.requirement.id
            if finding.backed.status in DECISIVE:
                assert finding.declared.status in DECISIVE, finding.requirement.id
            assert finding.backed.status is not Status.MET or finding.declared.status is Status.MET
            if data.facts.values == {} and finding.declared.status is Status.MET:
                assert not finding.declared.missing
