"""From what the command line names to what the engine takes: rules and declarations, read once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import typer

from auditor.cli.options import DEFAULT_RULESET
from auditor.model.diagnostic import InputError

if TYPE_CHECKING:
    from auditor.engine.evaluate import Compiled
    from auditor.model.declaration import Declaration
    from auditor.model.diagnostic import Diagnostic
    from auditor.model.result import Audit
    from auditor.model.ruleset import Ruleset
    from auditor.model.vocabulary import Vocabulary
    from auditor.source.inputs import Input


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """One edition, ready to audit with."""

    ruleset: Ruleset
    compiled: tuple[Compiled, ...]
    as_written: bool
    watermarks: tuple[str, ...]


def load_rules(
    specs: Sequence[str] | None, as_of: date, vocabulary: Vocabulary, *, respect_dates: bool = False
) -> list[Rules]:
    """Find, read and compile the editions asked for.

    Ends the program with status 2 where a name means no edition; raises InputError for one that cannot be
    read.
    """
    from auditor.cli.streams import show_diagnostics
    from auditor.engine.evaluate import compile_ruleset
    from auditor.source.library import find
    from auditor.source.rulesets import read_ruleset

    loaded = []
    for spec in dict.fromkeys(specs or [DEFAULT_RULESET]):
        try:
            found = find(spec, as_of, respect_dates=respect_dates)
        except InputError as error:
            show_diagnostics(error.diagnostics)
            raise typer.Exit(2) from None
        ruleset = read_ruleset(found.edition.folder, vocabulary)
        loaded.append(
            Rules(
                ruleset=ruleset,
                compiled=compile_ruleset(ruleset),
                as_written=found.as_written,
                watermarks=(found.watermark,) if found.watermark else (),
            )
        )
    return loaded


def audit_one(
    rules: Rules, declaration: Declaration, vocabulary: Vocabulary, as_of: date, *, include_recalled: bool
) -> Audit:
    """Audit one declaration against one edition."""
    from auditor.engine.audit import audit

    return audit(
        declaration,
        rules.ruleset,
        rules.compiled,
        vocabulary=vocabulary,
        as_of=as_of,
        as_written=rules.as_written,
        include_recalled=include_recalled,
        watermarks=rules.watermarks,
    )


def read_input(one: Input, vocabulary: Vocabulary) -> tuple[Declaration, tuple[Diagnostic, ...]]:
    """Read one declaration, with the warnings about it; raises InputError where it cannot be used."""
    from auditor.source.declarations import read_declaration
    from auditor.source.text import read_bytes, read_stream

    data = read_stream(sys.stdin.buffer) if one.path is None else read_bytes(one.path, one.shown)
    return read_declaration(data, one.shown, one.folder, vocabulary)
