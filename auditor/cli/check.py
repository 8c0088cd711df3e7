"""`auditor check`: whether declarations can be used, and whether their evidence holds. No ruleset is needed."""

from __future__ import annotations

import typer

from auditor.cli.options import ChallengesOption, DeclarationsArgument, QuietOption, today
from auditor.model.diagnostic import Diagnostic, InputError


def check_command(
    declarations: DeclarationsArgument, challenges: ChallengesOption = None, quiet: QuietOption = False
) -> None:
    """Check declarations, their evidence and what binds them.

    Shape, words, dates, contradictions, whether each evidence file is there with its hash, and whether each fact
    under `bound:` is as the product's own configuration has it. What others contest is shown, and is no fault.

    Exit status: 0 nothing is wrong; 1 evidence is broken, facts contradict each other, or a bound fact and the
    configuration disagree; 3 a declaration could not be used.

    Example: auditor check examples/harbour.yaml
    """
    from auditor.cli.loading import contradictions_in, load_challenges, read_input
    from auditor.cli.streams import emit_lines, show_diagnostics
    from auditor.engine.consistency import diagnostics as diagnostics_of
    from auditor.engine.contested import contested_in
    from auditor.engine.gate import Exit, worst
    from auditor.report.challenges import contested_diagnostics
    from auditor.source.contesting import unknown_services
    from auditor.source.inputs import inputs_of
    from auditor.source.vocabularies import read_vocabulary

    vocabulary = read_vocabulary()
    filed = load_challenges(challenges, vocabulary)
    services: set[str] = set()
    inputs, found = inputs_of(declarations)
    diagnostics: list[Diagnostic] = list(found)
    exits: list[Exit] = []
    lines: list[str] = []
    for one in inputs:
        try:
            declaration, warnings = read_input(one, vocabulary, filed)
        except InputError as error:
            diagnostics.extend(error.diagnostics)
            exits.append(Exit.UNUSABLE)
            lines.append(f"{one.shown}: cannot be used, {_number(len(error.diagnostics), 'problem')}")
            continue
        broken = [warning for warning in warnings if warning.code.startswith("evidence.")]
        contrary = diagnostics_of(contradictions_in(declaration, today()), declaration.facts)
        apart = [warning for warning in warnings if warning.code.startswith("bound.")]
        contested = [each for each in contested_in(declaration, vocabulary, today()) if each.counted]
        services.add(declaration.service.id)
        diagnostics.extend((*warnings, *contrary, *contested_diagnostics(declaration, contested)))
        exits.append(Exit.NOT_MET if broken or contrary or apart else Exit.MET)
        facts = _number(len(declaration.facts.values), "fact")
        entries = f"{len(declaration.evidence)} pieces of evidence"
        wrong = [f"{_number(len(broken), 'fault')} in its evidence"] if broken else []
        wrong += [_number(len(contrary), "contradiction")] if contrary else []
        wrong += [f"{_number(len(apart), 'bound fact')} not as configured"] if apart else []
        state = " and ".join(wrong) or "nothing is wrong"
        bound = f", {_number(len(declaration.bound), 'bound fact')}" if declaration.bound else ""
        disputed = len({each.challenge.fact for each in contested})
        bound += f", {_number(disputed, 'fact')} contested by others" if disputed else ""
        lines.append(f"{one.shown}: {state}; {facts} stated, {entries}{bound}")
    if Exit.UNUSABLE not in exits:
        diagnostics.extend(unknown_services(filed, services))
    if diagnostics and not (quiet and all(not one.is_error for one in diagnostics)):
        show_diagnostics(diagnostics)
    emit_lines(lines)
    raise typer.Exit(worst(exits))


def _number(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
