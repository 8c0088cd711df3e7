"""`auditor audit`: the main job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from auditor import __version__
from auditor.cli.config import of_one_origin
from auditor.cli.gate_options import (
    MaxUnbackedOption,
    MaxUndecidedOption,
    MinAreaOption,
    MinScoreOption,
    area_minima,
)
from auditor.cli.lock import found_lock, read_lock_file, refuse_drift
from auditor.cli.options import (
    DEFAULT_RULESET,
    GATE,
    OUTPUT,
    RULES,
    AsOfOption,
    ColorOption,
    DecisionsOption,
    DeclarationsArgument,
    PlainOption,
    QuietOption,
    RecalledOption,
    RespectDatesOption,
    RulesetsOption,
    VerboseOption,
    WidthOption,
    today,
)
from auditor.cli.rendering import FormatOption, OutputOption, formats_with_places, write_reports
from auditor.cli.saved import BaselineOption, held_against_saved
from auditor.model.diagnostic import Diagnostic, InputError
from auditor.model.result import FailOn, Track, UndecidedPolicy

if TYPE_CHECKING:
    from auditor.model.lock import Lock
    from auditor.model.result import Audit, Gate, Outside, Result
    from auditor.model.ruleset import Ruleset


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
PublicOption = Annotated[
    bool,
    typer.Option(
        "--public",
        help="A report to publish: what a declaration marks as confidential is withheld, and counted. "
        "Left out: everything is shown.",
        rich_help_panel=OUTPUT,
    ),
]
LockedOption = Annotated[
    bool,
    typer.Option(
        "--locked",
        help="Stand on what auditor.lock pins and refuse anything else, with status 5. Left out: no lock is read.",
        rich_help_panel=RULES,
    ),
]


def audit_command(
    context: typer.Context,
    declarations: DeclarationsArgument,
    rulesets: RulesetsOption = None,
    as_of: AsOfOption = None,
    respect_dates: RespectDatesOption = False,
    include_recalled: RecalledOption = False,
    waivers: WaiversOption = None,
    decisions: DecisionsOption = None,
    baseline: BaselineOption = None,
    locked: LockedOption = False,
    track: TrackOption = Track.DECLARED,
    fail_on: FailOnOption = FailOn.DECISIVE,
    min_score: MinScoreOption = None,
    min_areas: MinAreaOption = None,
    max_undecided: MaxUndecidedOption = None,
    max_unbacked: MaxUnbackedOption = None,
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
    from auditor.engine.gate import Terms, judge
    from auditor.engine.withhold import withhold

    pairs = formats_with_places(*of_one_origin(context, formats, outputs))
    lock = read_lock_file() if locked else None
    day = as_of or (lock.as_of if lock else None) or today()
    run = _run(
        declarations,
        [one.asked for one in lock.rulesets] if lock and rulesets is None else rulesets,
        day,
        respect_dates=respect_dates,
        include_recalled=include_recalled,
        public=public,
        waivers=waivers,
        decisions=decisions,
        lock=lock,
    )
    terms = Terms(
        track=track,
        fail_on=fail_on,
        min_score=min_score,
        min_areas=area_minima(min_areas, run.editions),
        max_undecided=max_undecided,
        max_unbacked=max_unbacked,
        undecided=undecided,
    )
    if baseline is not None:
        run.audits, told = held_against_saved(run.audits, baseline, day)
        run.warnings.extend(told)
    gate = judge(run.audits, terms, unusable=run.unusable)
    if public:
        run.audits = [withhold(one) for one in run.audits]
    _tell(run, quiet=quiet, verbose=verbose)
    drawing = {"color": color, "width": width, "plain": plain, "verbose": verbose}
    write_reports(pairs, run.result(day, gate), **drawing)
    raise typer.Exit(gate.exit)


@dataclass(slots=True)
class _Run:
    """What came of the inputs: every one is audited or unusable."""

    audits: list[Audit]
    errors: list[Diagnostic]
    warnings: list[Diagnostic]
    given: int
    audited: int
    editions: tuple[Ruleset, ...]
    outside: tuple[Outside, ...]

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
            outside=self.outside,
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
    decisions: str | None,
    lock: Lock | None,
) -> _Run:
    from auditor.cli.loading import (
        audit_one,
        contradictions_in,
        load_decisions,
        load_rules,
        load_waivers,
        read_input,
        spread,
        vocabulary_with,
    )
    from auditor.engine.consistency import diagnostics
    from auditor.engine.decide import idle_decisions
    from auditor.engine.idle_evidence import idle_evidence
    from auditor.engine.scope import idle_claims
    from auditor.engine.waive import idle_waivers
    from auditor.engine.withhold import withhold_diagnostics
    from auditor.source.inputs import inputs_of
    from auditor.source.vocabularies import read_vocabulary

    vocabulary = read_vocabulary()
    named, outside = spread(rulesets, day)
    rules = load_rules(named, day, vocabulary, respect_dates=respect_dates)
    vocabulary = vocabulary_with(rules, vocabulary)
    accepted, decided = load_waivers(waivers), load_decisions(decisions)
    inputs, repeated = inputs_of(declarations)
    run = _Run(
        audits=[],
        errors=[],
        warnings=list(repeated),
        given=len(inputs),
        audited=0,
        editions=tuple(one.ruleset for one in rules),
        outside=outside,
    )
    read = []
    for one in inputs:
        try:
            read.append(read_input(one, vocabulary))
        except InputError as error:
            run.errors.extend(withhold_diagnostics(error.diagnostics, None) if public else error.diagnostics)
    run.audited = len(read)
    if lock is not None:
        specs = list(dict.fromkeys(named or [DEFAULT_RULESET]))
        refuse_drift(lock, found_lock(specs, rules, day, [one for one, _warnings in read]))
    for declaration, warnings in read:
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
                    decisions=decided,
                )
            )
            said.extend(idle_evidence(declaration, each.ruleset, each.compiled, day))
            said.extend(idle_claims(declaration, each.ruleset))
        run.warnings.extend(withhold_diagnostics(said, declaration) if public else said)
    run.warnings.extend(idle_waivers(accepted, run.audits, day))
    run.warnings.extend(idle_decisions(decided, run.audits, day))
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
