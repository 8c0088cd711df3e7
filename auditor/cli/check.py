"""`auditor check`: whether declarations can be used, and whether their evidence holds. No ruleset is needed."""

from __future__ import annotations

import typer

from auditor.cli.options import DeclarationsArgument, QuietOption
from auditor.model.diagnostic import Diagnostic, InputError


def check_command(declarations: DeclarationsArgument, quiet: QuietOption = False) -> None:
    """Check declarations and their evidence files.

    Shape, words, dates, and whether each evidence file is there with its hash.

    Exit status: 0 nothing is wrong; 1 evidence is broken; 3 a declaration could not be used.

    Example: auditor check examples/harbour.yaml
    """
    from auditor.cli.loading import read_input
    from auditor.cli.streams import emit, show_diagnostics
    from auditor.engine.gate import Exit, worst
    from auditor.source.inputs import inputs_of
    from auditor.source.vocabularies import read_vocabulary

    vocabulary = read_vocabulary()
    inputs, found = inputs_of(declarations)
    diagnostics: list[Diagnostic] = list(found)
    exits: list[Exit] = []
    lines: list[str] = []
    for one in inputs:
        try:
            declaration, warnings = read_input(one, vocabulary)
        except InputError as error:
            diagnostics.extend(error.diagnostics)
            exits.append(Exit.UNUSABLE)
            lines.append(f"{one.shown}: cannot be used, {_number(len(error.diagnostics), 'problem')}")
            continue
        broken = [warning for warning in warnings if warning.code.startswith("evidence.")]
        diagnostics.extend(warnings)
        exits.append(Exit.NOT_MET if broken else Exit.MET)
        facts = _number(len(declaration.facts.values), "fact")
        entries = f"{len(declaration.evidence)} pieces of evidence"
        state = f"{_number(len(broken), 'fault')} in its evidence" if broken else "nothing is wrong"
        lines.append(f"{one.shown}: {state}; {facts} stated, {entries}")
    if diagnostics and not (quiet and all(not one.is_error for one in diagnostics)):
        show_diagnostics(diagnostics)
    emit("\n".join(lines) + "\n")
    raise typer.Exit(worst(exits))


def _number(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
