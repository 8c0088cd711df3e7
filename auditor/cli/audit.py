"""`auditor audit`: the main job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

import typer

from auditor import __version__
from auditor.cli.options import (
    GATE,
    OUTPUT,
    RULES,
    AsOfOption,
    ColorOption,
    DeclarationsArgument,
    PlainOption,
    QuietOption,
    RecalledOption,
    RespectDatesOption,
    RulesetOption,
    VerboseOption,
    WidthOption,
    today,
)
from auditor.model.diagnostic import Diagnostic, InputError
from auditor.model.result import FailOn, Track, UndecidedPolicy
from auditor.report.registry import FORMATS, Format

if TYPE_CHECKING:
    from auditor.model.result import Audit, Gate, Result


def parse_score(text: str) -> Fraction:
    """Read a score from 0 to 100 exactly."""
    try:
        score = Fraction(text)
        if not 0 <= score <= 100 or "/" in text or "_" in text:
            raise ValueError
    except (ValueError, ZeroDivisionError):
        raise typer.BadParameter(f"`{text}` is not a score; write a number from 0 to 100") from None
    return score


TrackOption = Annotated[
    Track,
    typer.Option(
        show_default=False, help="Track that the gate and the order use. Left out: declared.", rich_help_panel=GATE
    ),
]
FailOnOption = Annotated[
    FailOn,
    typer.Option(
        show_default=False,
        help="What fails the gate: a decisive requirement, any requirement, or nothing. Left out: decisive.",
        rich_help_panel=GATE,
    ),
]
MinScoreOption = Annotated[
    Fraction | None,
    typer.Option(
        metavar="N",
        parser=parse_score,
        help="Least score; an interval that N lies in cannot tell. Left out: no score is asked for.",
        rich_help_panel=GATE,
    ),
]
UndecidedOption = Annotated[
    UndecidedPolicy,
    typer.Option(
        show_default=False,
        help="What an answer that is not known yet does to the gate; tell gives status 4. Left out: tell.",
        rich_help_panel=GATE,
    ),
]
WaiversOption = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="Accepted exceptions, each with its end; figures are given with and without. Left out: none.",
        rich_help_panel=RULES,
    ),
]
FormatOption = Annotated[
    list[Format] | None,
    typer.Option(
        "--format",
        "-f",
        help="Format of the report. Repeatable, each with its --output. Left out: terminal.",
        rich_help_panel=OUTPUT,
    ),
]
PublicOption = Annotated[
    bool,
    typer.Option(
        "--public",
        help="A report to publish: what a declaration marks as confidential is withheld, and counted. "
        "Left out: everything is shown.",
        rich_help_panel=OUTPUT,
    ),
]
OutputOption = Annotated[
    list[str] | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Where the report goes. Repeatable, in the order of --format. Left out: -, standard output.",
        rich_help_panel=OUTPUT,
    ),
]


def audit_command(
    declarations: DeclarationsArgument,
    rulesets: RulesetOption = None,
    as_of: AsOfOption = None,
    respect_dates: RespectDatesOption = False,
    include_recalled: RecalledOption = False,
    waivers: WaiversOption = None,
    track: TrackOption = Track.DECLARED,
    fail_on: FailOnOption = FailOn.DECISIVE,
    min_score: MinScoreOption = None,
    undecided: UndecidedOption = UndecidedPolicy.TELL,
    formats: FormatOption = None,
    outputs: OutputOption = None,
    public: PublicOption = False,
    color: ColorOption = "auto",
    width: WidthOption = None,
    plain: PlainOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Audit declarations and print a scorecard.

    Each declaration is judged as declared and as backed by evidence, against each ruleset. The exit status
    is that of the gate.

    Example: auditor audit examples/harbour.yaml --as-of 2026-10-01
    """
    from auditor.engine.gate import judge
    from auditor.engine.withhold import withhold

    pairs = _pairs(formats, outputs)
    day = as_of or today()
    run = _run(
        declarations,
        rulesets,
        day,
        respect_dates=respect_dates,
        include_recalled=include_recalled,
        public=public,
        waivers=waivers,
    )
    gate = judge(
        run.audits,
        track=track,
        fail_on=fail_on,
        min_score=min_score,
        undecided=undecided,
        unusable=run.unusable,
    )
    if public:
        run.audits = [withhold(one) for one in run.audits]
    _tell(run, quiet=quiet, verbose=verbose)
    drawing = {"color": color, "width": width, "plain": plain, "verbose": verbose}
    _write(pairs, run.result(day, gate), **drawing)
    raise typer.Exit(gate.exit)


def _write(pairs: Sequence[tuple[Format, str]], result: Result, **drawing: Any) -> None:
    """Render everything before anything is written: several reports, whole or not at all."""
    from auditor.cli.streams import emit, look
    from auditor.report.registry import render

    texts = []
    for format, output in pairs:
        if not result.audits and format is Format.TERMINAL:
            continue  # what went wrong has been told on standard error
        drawn = look(to_file=output != "-", **drawing)
        text = render(
            format,
            result,
            width=drawn.width,
            color=drawn.color,
            ascii=drawn.ascii,
            plain=drawn.plain,
            verbose=drawn.verbose,
        )
        texts.append((text, output))
    for text, output in sorted(texts, key=lambda pair: pair[1] == "-"):
        emit(text, output)


@dataclass(slots=True)
class _Run:
    """What came of the inputs: every one is audited or unusable."""

    audits: list[Audit]
    errors: list[Diagnostic]
    warnings: list[Diagnostic]
    given: int
    audited: int

    @property
    def unusable(self) -> int:
        """How many inputs could not be used."""
        return self.given - self.audited

    def result(self, day: date, gate: Gate) -> Result:
        """Put everything together for the renderers."""
        from auditor.cli.loading import consistency
        from auditor.model.diagnostic import by_place
        from auditor.model.result import Inputs, Result

        return Result(
            version=__version__,
            as_of=day,
            audits=tuple(self.audits),
            gate=gate,
            inputs=Inputs(given=self.given, audited=self.audited, unusable=self.unusable),
            diagnostics=tuple(sorted((*self.errors, *self.warnings), key=by_place)),
            consistency=consistency().ruleset if self.audited else None,
        )


def _run(
    declarations: Sequence[str],
    rulesets: Sequence[str] | None,
    day: date,
    *,
    respect_dates: bool,
    include_recalled: bool,
    public: bool,
    waivers: str | None,
) -> _Run:
    from auditor.cli.loading import (
        audit_one,
        contradictions_in,
        load_rules,
        load_waivers,
        read_input,
        vocabulary_with,
    )
    from auditor.engine.consistency import diagnostics
    from auditor.engine.idle_evidence import idle_evidence
    from auditor.engine.waive import idle_waivers
    from auditor.engine.withhold import withhold_diagnostics
    from auditor.source.inputs import inputs_of
    from auditor.source.vocabularies import read_vocabulary

    vocabulary = read_vocabulary()
    rules = load_rules(rulesets, day, vocabulary, respect_dates=respect_dates)
    vocabulary = vocabulary_with(rules, vocabulary)
    accepted = load_waivers(waivers)
    inputs, repeated = inputs_of(declarations)
    run = _Run(audits=[], errors=[], warnings=list(repeated), given=len(inputs), audited=0)
    for one in inputs:
        try:
            declaration, warnings = read_input(one, vocabulary)
        except InputError as error:
            run.errors.extend(withhold_diagnostics(error.diagnostics, None) if public else error.diagnostics)
            continue
        run.audited += 1
        found = contradictions_in(declaration, day)
        said = [*warnings, *diagnostics(found, declaration.facts)]
        for each in rules:
            run.audits.append(
                audit_one(
                    each,
                    declaration,
                    vocabulary,
                    day,
                    include_recalled=include_recalled,
                    found=found,
                    waivers=accepted,
                )
            )
            said.extend(idle_evidence(declaration, each.ruleset, each.compiled, day))
        run.warnings.extend(withhold_diagnostics(said, declaration) if public else said)
    run.warnings.extend(idle_waivers(accepted, run.audits, day))
    return run


def _tell(run: _Run, *, quiet: bool, verbose: bool) -> None:
    """Show errors whole, and warnings in a line unless more is asked for."""
    from auditor.cli.streams import say, show_diagnostics

    if run.errors:
        done = "nothing was audited" if not run.audited else f"{run.audited} of {run.given} audited"
        show_diagnostics(run.errors, done=done)
    if not run.warnings or quiet:
        return
    if verbose:
        show_diagnostics(run.warnings)
        return
    number = "1 warning" if len(run.warnings) == 1 else f"{len(run.warnings)} warnings"
    codes = ", ".join(dict.fromkeys(one.code for one in run.warnings))
    say(f"{number}: {codes}. `--verbose` shows them whole.")


def _pairs(formats: Sequence[Format] | None, outputs: Sequence[str] | None) -> list[tuple[Format, str]]:
    """Put each format with its output: as many of one as of the other, or outputs left out at the end."""
    chosen, places = list(formats or [Format.TERMINAL]), list(outputs or [])
    if len(places) > len(chosen):
        raise typer.BadParameter(
            f"{len(places)} outputs for {len(chosen)} formats; give each --output its --format",
            param_hint="--output",
        )
    places += ["-"] * (len(chosen) - len(places))
    if len(set(places)) < len(places):
        raise typer.BadParameter("two reports would go to one place; give each its own", param_hint="--output")
    for format, place in zip(chosen, places, strict=True):
        other = next((one for one, row in FORMATS.items() if one is not format and place.endswith(row.suffix)), None)
        if other is not None and place != "-":
            typer.echo(f"note: {place} holds the format {format.value}, whatever its name ends in", err=True)
    return list(zip(chosen, places, strict=True))
