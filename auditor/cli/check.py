"""`auditor check`: whether declarations can be used, and whether their evidence holds.

No ruleset is needed, but for facts that only one ruleset has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli.completing import ruleset_names_or_all
from auditor.cli.options import OUTPUT, RULES, AsOfOption, ChallengesOption, DeclarationsArgument, today
from auditor.model.diagnostic import Diagnostic, InputError, Place, Severity
from auditor.model.values import Items, Value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from auditor.model.contested import Contested
    from auditor.model.declaration import Declaration


def check_command(
    declarations: DeclarationsArgument,
    rulesets: Annotated[
        list[str] | None,
        typer.Option(
            "--ruleset",
            "-r",
            metavar="ID[@VERSION]",
            help="Ruleset whose own facts, under `extensions`, are checked too: an id, id@1, id@1.0.0, a folder, or "
            "all. Repeatable. Left out: what every ruleset shares is checked.",
            rich_help_panel=RULES,
            autocompletion=ruleset_names_or_all,
        ),
    ] = None,
    challenges: ChallengesOption = None,
    as_of: AsOfOption = None,
    quiet: Annotated[
        bool,
        typer.Option(
            "--quiet",
            "-q",
            help="No warnings on standard error, only what cannot be used. Left out: each of them whole.",
            rich_help_panel=OUTPUT,
        ),
    ] = False,
) -> None:
    """Check declarations, their evidence and what binds them.

    Shape, words, dates, contradictions, whether each evidence file is there with its hash, and whether each fact
    under `bound:` is as the product's own configuration has it. What others contest is shown, and is no fault. The
    own facts of a ruleset are checked where it is named.

    Exit status: 0 nothing is wrong; 1 evidence is broken, facts contradict each other, or a bound fact and the
    configuration disagree; 3 a declaration could not be used.

    Example: auditor check examples/harbour.yaml
    """
    from auditor.cli.loading import (
        contradictions_in,
        load_challenges,
        load_rules,
        read_input,
        spread,
        vocabulary_with,
    )
    from auditor.cli.streams import emit_lines, show_diagnostics
    from auditor.engine.consistency import diagnostics as diagnostics_of
    from auditor.engine.contested import contested_in
    from auditor.engine.gate import Exit, worst
    from auditor.engine.shared_ids import shared_id, sharing
    from auditor.report.challenges import contested_diagnostics
    from auditor.source.contesting import unknown_services
    from auditor.source.inputs import inputs_of
    from auditor.source.vocabularies import read_vocabulary

    day = as_of or today()
    vocabulary = read_vocabulary()
    named, _outside = spread(rulesets, day)
    if named:
        vocabulary = vocabulary_with(load_rules(named, day, vocabulary), vocabulary)
    filed = load_challenges(challenges, vocabulary)
    read: list[Declaration] = []
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
            lines.append(f"{one.shown}: {_refused(error.diagnostics)}")
            continue
        read.append(declaration)
        contrary = diagnostics_of(contradictions_in(declaration, day), declaration.facts)
        contested = [each for each in contested_in(declaration, vocabulary, day) if each.counted]
        disputes = contested_diagnostics(declaration, contested)
        diagnostics.extend((*warnings, *contrary, *disputes, *_later(declaration, day)))
        wrong = _wrong(warnings, contrary)
        exits.append(Exit.NOT_MET if wrong else Exit.MET)
        state = " and ".join(wrong) or "nothing is wrong"
        lines.append(f"{one.shown}: {state}; {_stated(declaration, warnings, contested)}")
    if Exit.UNUSABLE not in exits:
        diagnostics.extend(unknown_services(filed, {one.service.id for one in read}))
    diagnostics.extend(shared_id(one, other, code="declaration.shared-id") for one, other in sharing(read))
    shown = [one for one in diagnostics if one.is_error or not quiet]
    if shown:
        show_diagnostics(shown)
    emit_lines(lines)
    raise typer.Exit(worst(exits))


def _refused(said: Sequence[Diagnostic]) -> str:
    """Say that a declaration cannot be used, and how many messages tell why."""
    from auditor.report.wording import plural

    problems = plural(sum(one.is_error for one in said), "problem")
    warned = sum(not one.is_error for one in said)
    return f"cannot be used, {problems}" + (f" and {plural(warned, 'warning')}" if warned else "")


def _wrong(warnings: Sequence[Diagnostic], contrary: Sequence[Diagnostic]) -> list[str]:
    """Say what a check fails on: broken evidence, contradictions, facts that are not as the product is configured."""
    from auditor.report.wording import plural

    broken = sum(one.code.startswith("evidence.") for one in warnings)
    apart = sum(one.code.startswith("bound.") for one in warnings)
    said = [f"{plural(broken, 'fault')} in its evidence"] if broken else []
    said += [plural(len(contrary), "contradiction")] if contrary else []
    said += [f"{plural(apart, 'bound fact')} not as configured"] if apart else []
    return said


def _stated(declaration: Declaration, warnings: Sequence[Diagnostic], contested: Sequence[Contested]) -> str:
    """Count what was looked at, and what could not be."""
    from auditor.report.wording import plural
    from auditor.source.extensions import UNREAD

    said = f"{plural(sum(map(_is_a_fact, declaration.facts.values.values())), 'fact')} stated"
    said += f", {plural(len(declaration.evidence), 'piece')} of evidence"
    said += f", {plural(len(declaration.bound), 'bound fact')}" if declaration.bound else ""
    unread = sum(one.code == UNREAD for one in warnings)
    said += f", own facts of {plural(unread, 'ruleset')} not checked" if unread else ""
    disputed = len({one.challenge.fact for one in contested})
    return said + (f", {plural(disputed, 'fact')} contested by others" if disputed else "")


def _later(declaration: Declaration, day: date) -> list[Diagnostic]:
    """Warn of facts of a day that has not come."""
    stated = declaration.stated_on
    if stated is None or stated <= day:
        return []
    return [
        Diagnostic(
            code="declaration.later-day",
            message=f"it says that it was true on {stated}, which is after the as-of date {day}",
            place=Place(declaration.file),
            why="such a filing takes no other's place in a batch, and every report of it says so at its top",
            help="correct `stated_on`, or look at --as-of",
            severity=Severity.WARNING,
        )
    ]


def _is_a_fact(value: Value) -> bool:
    """Whether a value states something itself, and is not what holds the facts beneath it together."""
    return not (isinstance(value, Items) and value.keys)
