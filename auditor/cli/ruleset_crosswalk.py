"""`auditor ruleset crosswalk`: how two editions correspond, and what an audit of one says about the other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor import __version__
from auditor.cli.crosswalk_files import own_relations
from auditor.cli.options import (
    RULES,
    AsOfOption,
    ColorOption,
    PlainOption,
    RecalledOption,
    RespectDatesOption,
    View,
    ViewOption,
    WidthOption,
    today,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from auditor.cli.loading import Rules
    from auditor.cli.options import ColorChoice
    from auditor.model.correspondence import Correspondence
    from auditor.model.crosswalk import CarriedOver, Crosswalk
    from auditor.model.ruleset import Ruleset

Name = "An id, id@1, id@1.0.0 or a folder."


def crosswalk_command(
    first: Annotated[str, typer.Argument(metavar="A", help=Name, show_default=False)],
    second: Annotated[str, typer.Argument(metavar="B", help=Name, show_default=False)],
    declaration: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="DECLARATION",
            help="Audit this against A, and show what that says about B; - is standard input. "
            "Left out: the relations alone.",
            rich_help_panel=RULES,
            show_default=False,
        ),
    ] = None,
    files: Annotated[
        list[Path] | None,
        typer.Option(
            "--crosswalk",
            metavar="FILE",
            help="A crosswalk of your own. Repeatable. Left out: those that come with the program, and what the "
            "requirements of A and B carry.",
            rich_help_panel=RULES,
            show_default=False,
        ),
    ] = None,
    as_of: AsOfOption = None,
    respect_dates: RespectDatesOption = False,
    include_recalled: RecalledOption = False,
    format: ViewOption = View.TERMINAL,
    color: ColorOption = "auto",
    width: WidthOption = None,
    plain: PlainOption = False,
) -> None:
    """Show how two editions correspond.

    By requirement of A: what asks the same of B, a part, more, or overlaps; then what nothing corresponds to. With
    `--for`, only what covers a requirement of B whole is carried over as met; a part or an overlap never is. What is
    carried over is no verdict and no score.

    Exit status: 0 shown; 2 no such edition; 3 a file cannot be used.

    Example: auditor ruleset crosswalk internet-safety-strategy@2.0.0 internet-safety-strategy@3
    """
    from auditor.cli.loading import load_rules
    from auditor.cli.streams import emit
    from auditor.source.vocabularies import read_vocabulary

    day = as_of or today()
    ours, theirs = (
        load_rules([spec], day, read_vocabulary(), respect_dates=respect_dates)[0] for spec in (first, second)
    )
    if ours.ruleset.name == theirs.ruleset.name:
        raise typer.BadParameter(f"both are {ours.ruleset.name}; name two editions", param_hint="B")
    walk = _walk(ours, theirs, files or [])
    over = None
    if declaration is not None:
        over = _carried(walk, ours, declaration, day, include_recalled=include_recalled)
    if format is View.JSON:
        from auditor.report.crosswalk_json import render_json

        emit(render_json(walk, over, day, __version__))
        return
    emit(_drawn(walk, over, color=color, width=width, plain=plain))


def _walk(ours: Rules, theirs: Rules, files: Sequence[Path]) -> Crosswalk:
    """Gather every relation between two editions, and lay them side by side."""
    from auditor.engine.crosswalk import crosswalk
    from auditor.source.crosswalks import crosswalk_files, read_crosswalk

    rulesets = (ours.ruleset, theirs.ruleset)
    relations = own_relations(rulesets)
    for path in [*crosswalk_files(), *files]:
        relations.extend(read_crosswalk(path))
    marks = [f"{one.ruleset.name}: {mark}" for one in (ours, theirs) for mark in one.watermarks]
    return crosswalk(*rulesets, _between(rulesets, relations), marks)


def _carried(walk: Crosswalk, rules: Rules, declaration: str, day: date, *, include_recalled: bool) -> CarriedOver:
    """Audit a declaration against the first edition, and read that across to the second."""
    from auditor.cli.loading import contradictions_in, inquire, read_input, vocabulary_with
    from auditor.engine.consistency import contradicted
    from auditor.engine.crosswalk import carry_over, rejudging
    from auditor.source.inputs import inputs_of
    from auditor.source.vocabularies import read_vocabulary

    vocabulary = vocabulary_with([rules], read_vocabulary())
    inputs, _repeated = inputs_of([declaration])
    read, _warnings = read_input(inputs[0], vocabulary)
    found = contradictions_in(read, day)
    audit = inquire(rules, read, vocabulary, day, include_recalled=include_recalled, found=found).audit
    rejudge = rejudging(
        audit, rules.compiled, vocabulary=vocabulary, as_of=day, contradicted=contradicted(found, read, day)
    )
    return carry_over(walk, audit, rejudge)


def _between(rulesets: tuple[Ruleset, Ruleset], relations: Sequence[Correspondence]) -> list[Correspondence]:
    """Give the relations between two editions; raises InputError where they lead nowhere or contradict each other."""
    from auditor.authoring.lint_crosswalks import lint_relations
    from auditor.model.correspondence import name_of
    from auditor.model.diagnostic import InputError
    from auditor.source.crosswalks import Catalogue
    from auditor.source.library import builtin_editions

    catalogue = Catalogue(builtin_editions())
    for ruleset in rulesets:
        catalogue.add(ruleset)
    wanted = {name_of(ruleset.id, ruleset.version) for ruleset in rulesets}
    chosen = [one for one in catalogue.resolved(relations) if {one.source.edition, one.target.edition} == wanted]
    faults = [one for one in lint_relations(chosen, catalogue) if one.is_error]
    if faults:
        raise InputError(tuple(faults))
    return chosen


def _drawn(walk: Crosswalk, over: CarriedOver | None, *, color: ColorChoice, width: int | None, plain: bool) -> str:
    from auditor.cli.streams import look
    from auditor.report import crosswalk as pages
    from auditor.report import crosswalk_plain as sentences

    drawn = look(color=color, width=width, plain=plain)
    if drawn.plain:
        if over is None:
            return sentences.render_crosswalk(walk, ascii=drawn.ascii)
        return sentences.render_carried(over, ascii=drawn.ascii)
    if over is None:
        return pages.render_crosswalk(walk, width=drawn.width, color=drawn.color, ascii=drawn.ascii)
    return pages.render_carried(over, width=drawn.width, color=drawn.color, ascii=drawn.ascii)
