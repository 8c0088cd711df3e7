"""`auditor check`: whether declarations can be used, and whether their evidence holds. No ruleset is needed."""

from __future__ import annotations

import typer

from auditor.cli.options import DeclarationsArgument, QuietOption, today
from auditor.model.diagnostic import Diagnostic, InputError


def check_command(declarations: DeclarationsArgument, quiet: QuietOption = False) -> None:
    """Check declarations, their evidence and what binds them.

    Shape, words, dates, contradictions, whether each evidence file is there with its hash, and whether each fact
    under `bound:` is as the product's own configuration has it.

    Exit status: 0 nothing is wrong; 1 evidence is broken, facts contradict each other, or a bound fact and the
    configuration disagree; 3 a declaration could not be used.

    Example: auditor check examples/harbour.yaml
    """
    from auditor.cli.loading import contradictions_in, read_input
    from auditor.cli.streams import emit, show_diagnostics
    from auditor.engine.consistency import diagnostics as diagnostics_of
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
        contrary = diagnostics_of(contradictions_in(declaration, today()), declaration.facts)
        apart = [warning for warning in warnings if warning.code.startswith("bound.")]
        diagnostics.extend((*warnings, *contrary))
        exits.append(Exit.NOT_MET if broken or contrary or apart else Exit.MET)
        facts = _number(len(declaration.facts.values), "fact")
        entries = f"{len(declaration.evidence)} pieces of evidence"
        wrong = [f"{_number(len(broken), 'fault')} in its evidence"] if broken else []
        wrong += [_number(len(contrary), "contradiction")] if contrary else []
        wrong += [f"{_number(len(apart), 'bound fact')} not as configured"] if apart else []
        state = " and ".join(wrong) or "nothing is wrong"
        bound = f", {_number(len(declaration.bound), 'bound fact')}" if declaration.bound else ""
        lines.append(f"{one.shown}: {state}; {facts} stated, {entries}{bound}")
    if diagnostics and not (quiet and all(not one.is_error for one in diagnostics)):
        show_diagnostics(diagnostics)
    emit("\n".join(lines) + "\n")
    raise typer.Exit(worst(exits))


def _number(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
