"""`auditor compare`: services side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import typer

from auditor import __version__
from auditor.cli.audit import PublicOption
from auditor.cli.completing import ruleset_names
from auditor.cli.options import (
    DEFAULT_RULESET,
    OUTPUT,
    RULES,
    AsOfOption,
    ChallengesOption,
    ColorOption,
    PlainOption,
    QuietOption,
    RecalledOption,
    RespectDatesOption,
    VerboseOption,
    WidthOption,
    finite,
    today,
)
from auditor.cli.rendering import OutputOption, pairs_of, write_all
from auditor.report.comparison_registry import COMPARISON_FORMATS, ComparisonFormat

if TYPE_CHECKING:
    from auditor.cli.compare_inputs import Given
    from auditor.engine.changes import Auditor
    from auditor.engine.compare import Terms
    from auditor.model.comparison import Comparison, Obstacle
    from auditor.model.ruleset import Ruleset

VIEW = "What is compared"

InputsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="DECLARATION…",
        help="Declarations, or results saved by `auditor audit --format json`; - is standard input.",
        show_default=False,
    ),
]
OneRulesetOption = Annotated[
    str | None,
    typer.Option(
        "--ruleset",
        "-r",
        metavar="ID[@VERSION]",
        help="Ruleset to compare by: an id, id@1, id@1.0.0 or a folder. Left out: the one that all saved results "
        f"hold, or {DEFAULT_RULESET}.",
        rich_help_panel=RULES,
        autocompletion=ruleset_names,
    ),
]
WhoOption = Annotated[
    list[str] | None,
    typer.Option(
        "--who",
        metavar="THEME|ID",
        help="The question put to all: a theme, or ids of requirements. Repeatable, or with commas. "
        "Left out: grooming.",
        rich_help_panel=VIEW,
    ),
]
LensOption = Annotated[
    list[str] | None,
    typer.Option(
        "--lens",
        metavar="AREA,…",
        help="Compare by these areas alone. Repeatable, or with commas. Left out: by all of them.",
        rich_help_panel=VIEW,
    ),
]
ForceOption = Annotated[
    bool,
    typer.Option(
        "--force",
        help="Compare what is not comparable, and say so in every format. Left out: it is refused.",
        rich_help_panel=VIEW,
    ),
]
LeastOption = Annotated[
    float,
    typer.Option(
        "--min-answered",
        metavar="PERCENT",
        min=0,
        max=100,
        callback=finite,
        show_default=False,
        help="Part of the score that must be answered for a rank. Left out: 50.",
        rich_help_panel=VIEW,
    ),
]
FormatOption = Annotated[
    list[ComparisonFormat] | None,
    typer.Option(
        "--format",
        "-f",
        help="Format of the comparison. Repeatable, each with its --output. Left out: terminal.",
        rich_help_panel=OUTPUT,
    ),
]


def compare_command(
    inputs: InputsArgument,
    ruleset: OneRulesetOption = None,
    as_of: AsOfOption = None,
    respect_dates: RespectDatesOption = False,
    include_recalled: RecalledOption = False,
    challenges: ChallengesOption = None,
    who: WhoOption = None,
    lens: LensOption = None,
    force: ForceOption = False,
    min_answered: LeastOption = 50,
    formats: FormatOption = None,
    outputs: OutputOption = None,
    public: PublicOption = False,
    color: ColorOption = "auto",
    width: WidthOption = None,
    plain: PlainOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Put services side by side, and say who does what.

    Services that filed for themselves are ordered by the lower bound of their score as backed by documents; a rank is
    the places that open answers leave possible, and those without one come last, by how much is answered. Several
    filings of one service give its past. Services that others compiled from published facts stand apart, with sources
    and without any judgement.

    Exit status: 0 compared; 2 wrong usage; 3 an input could not be used, or what was given is not comparable; 5 a
    saved result contradicts itself.

    Example: auditor compare examples/harbour.yaml examples/lantern.yaml --as-of 2026-10-01
    """
    from auditor.report.comparison_registry import render_comparison

    pairs = pairs_of(formats, outputs, ComparisonFormat.TERMINAL, COMPARISON_FORMATS)
    comparison = compared(
        inputs,
        ruleset,
        as_of,
        who=who,
        lens=lens,
        force=force,
        least=Fraction(str(min_answered)) / 100,
        respect_dates=respect_dates,
        include_recalled=include_recalled,
        challenges=challenges,
        public=public,
    )
    _tell(comparison, quiet=quiet, verbose=verbose)
    if comparison.obstacles and not force:
        _refuse(comparison.obstacles)
    drawing = {"color": color, "width": width, "plain": plain, "verbose": verbose}
    write_all(pairs, lambda format, **view: render_comparison(format, comparison, **view), **drawing)
    raise typer.Exit(3 if comparison.inputs.unusable else 0)


def compared(
    names: Sequence[str],
    ruleset: str | None,
    as_of: date | None,
    *,
    who: Sequence[str] | None,
    lens: Sequence[str] | None,
    force: bool,
    least: Fraction,
    respect_dates: bool,
    include_recalled: bool,
    challenges: str | None = None,
    public: bool = False,
) -> Comparison:
    from auditor.cli.compare_inputs import Asked, read_all
    from auditor.cli.compare_saved import newest_of, ruleset_of, saved_among
    from auditor.cli.compare_terms import areas_named, focus_named
    from auditor.cli.loading import consistency, load_challenges, load_rules, vocabulary_with
    from auditor.engine.changes import Auditor
    from auditor.engine.compare import Terms
    from auditor.engine.withhold_comparison import withhold_comparison
    from auditor.source.contesting import unknown_services
    from auditor.source.inputs import inputs_of
    from auditor.source.vocabularies import read_vocabulary

    given, repeated = inputs_of(names)
    saved, faults = saved_among(given)
    day = as_of or newest_of(saved.values()) or today()
    shared = read_vocabulary()
    spec = ruleset or ruleset_of(saved.values())
    rules = load_rules([spec] if spec else None, day, shared, respect_dates=respect_dates)[0]
    vocabulary = vocabulary_with([rules], shared)
    terms = Terms(
        lens=areas_named(lens, rules.ruleset),
        focus=focus_named(who, rules.ruleset),
        least_answered=least,
        forced=force,
    )
    auditor = Auditor(vocabulary, consistency().compiled)
    filed = load_challenges(challenges, vocabulary)
    asked = Asked(
        rules=rules,
        as_of=day,
        vocabulary=vocabulary,
        auditor=auditor,
        challenges=filed,
        include_recalled=include_recalled,
        public=public,
        named=ruleset is not None,
    )
    read = read_all(given, saved, faults, asked)
    read.warnings += [*repeated, *unknown_services(filed, {one.audit.declaration.service.id for one in read.held})]
    comparison = _put_together(read, terms, rules.ruleset, as_of, auditor)
    return withhold_comparison(comparison) if public else comparison


def _put_together(read: Given, terms: Terms, ruleset: Ruleset, asked: date | None, auditor: Auditor) -> Comparison:
    from auditor.cli.compare_inputs import judged_of, lines_of
    from auditor.cli.streams import show_diagnostics
    from auditor.engine.comparable import obstacles
    from auditor.engine.compare import dossiers, standings
    from auditor.engine.compare_marks import watermarks
    from auditor.engine.questions import questions
    from auditor.model.comparison import Comparison
    from auditor.model.diagnostic import by_place
    from auditor.model.result import Inputs

    if not read.held:
        show_diagnostics(read.errors, done="nothing was compared")
        raise typer.Exit(3)
    lines, warnings = lines_of([one for one in read.held if one.audit.scorecard is not None], auditor)
    compiled = [judged_of(one) for one in read.held if one.audit.scorecard is None]
    ordered = standings(lines, terms)
    told = dossiers(compiled, terms.focus)
    judged = [*(one.newest for one in lines), *compiled]
    newest = max(one.as_of for one in judged)
    return Comparison(
        version=__version__,
        as_of=newest,
        ruleset=ruleset,
        lens=terms.lens,
        focus=terms.focus,
        standings=ordered,
        dossiers=told,
        obstacles=obstacles(judged, ordered, terms, ruleset, asked or newest),
        marks=watermarks(ordered, told, read.errors),
        least_answered=terms.least_answered,
        inputs=Inputs(given=read.given, audited=read.audited, unusable=read.unusable),
        diagnostics=tuple(sorted((*read.errors, *read.warnings, *warnings), key=by_place)),
        questions=questions(auditor.vocabulary, ordered, told),
    )


def _tell(comparison: Comparison, *, quiet: bool, verbose: bool) -> None:
    from auditor.cli.streams import show_diagnostics, tell_warnings

    errors = [one for one in comparison.diagnostics if one.is_error]
    warnings = [one for one in comparison.diagnostics if not one.is_error]
    if errors:
        inputs = comparison.inputs
        show_diagnostics(errors, done=f"{inputs.audited} of {inputs.given} compared")
    tell_warnings(warnings, quiet=quiet, verbose=verbose)


def _refuse(obstacles: Sequence[Obstacle]) -> None:
    """End the program with status 3: what cannot be compared is not put side by side.

    It stands in no one file, so that it has no place: services are named, and no file is counted.
    """
    from auditor.cli.streams import show_diagnostics
    from auditor.model.diagnostic import Diagnostic
    from auditor.report.versus.words import between_text

    told = [
        Diagnostic(
            code=f"compare.{one.what.value}",
            message=between_text(one),
            why="figures that do not measure the same thing must not stand in one order",
            help=f"{one.help}; or `--force`, and every format says what differs",
        )
        for one in obstacles
    ]
    show_diagnostics(told, done="nothing was compared")
    raise typer.Exit(3)
