"""`auditor audit`: the main job.

Its annotations are evaluated where they stand: of texts the framework would evaluate each, and twice.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli.config import named_settings, of_one_origin, refuse_entry
from auditor.cli.gate_options import (
    BaselineOption,
    MaxUnbackedOption,
    MaxUndecidedOption,
    MinAreaOption,
    MinScoreOption,
    area_minima,
)
from auditor.cli.options import (
    DEFAULT_RULESET,
    GATE,
    OUTPUT,
    RULES,
    AsOfOption,
    ChallengesOption,
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
from auditor.model.result import FailOn, Track, UndecidedPolicy

if TYPE_CHECKING:
    from auditor.cli.auditing import Run
    from auditor.model.declaration import Declaration
    from auditor.model.lock import Lock


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
    challenges: ChallengesOption = None,
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

    pairs = formats_with_places(*of_one_origin(context, formats, outputs))
    lock = _lock() if locked else None
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
        challenges=challenges,
        lock=lock,
    )
    terms = Terms(
        track=track,
        fail_on=fail_on,
        min_score=min_score,
        min_areas=area_minima(min_areas, run.editions, partial(refuse_entry, context, "min_areas")),
        max_undecided=max_undecided,
        max_unbacked=max_unbacked,
        undecided=undecided,
    )
    if baseline is not None:
        from auditor.cli.saved import held_against_saved

        run.audits, told = held_against_saved(run.audits, baseline, day)
        run.warnings.extend(told)
    gate = judge(run.audits, terms, unusable=run.unusable)
    if public:
        from auditor.engine.withhold import withhold

        run.audits = [withhold(one) for one in run.audits]
    _tell(run, quiet=quiet, verbose=verbose)
    drawing = {"color": color, "width": width, "plain": plain, "verbose": verbose}
    write_reports(pairs, run.result(day, gate, config=named_settings(context)), **drawing)
    raise typer.Exit(gate.exit)


def _lock() -> "Lock":
    from auditor.cli.lock import read_lock_file

    return read_lock_file()


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
    challenges: str | None,
    lock: "Lock | None",
) -> "Run":
    from auditor.cli.auditing import By, run_over
    from auditor.cli.loading import (
        load_challenges,
        load_decisions,
        load_rules,
        load_waivers,
        spread,
        vocabulary_with,
    )
    from auditor.source.builtin import builtin_vocabulary
    from auditor.source.inputs import inputs_of

    vocabulary = builtin_vocabulary()
    named, outside = spread(rulesets, day)
    rules = load_rules(named, day, vocabulary, respect_dates=respect_dates)
    vocabulary = vocabulary_with(rules, vocabulary)
    by = By(
        rules=rules,
        vocabulary=vocabulary,
        day=day,
        include_recalled=include_recalled,
        public=public,
        waivers=load_waivers(waivers),
        decisions=load_decisions(decisions),
        challenges=load_challenges(challenges, vocabulary),
        outside=outside,
    )

    def looked(read: "Sequence[Declaration]") -> None:
        if lock is not None:
            from auditor.cli.lock import found_lock, refuse_drift

            specs = list(dict.fromkeys(named or [DEFAULT_RULESET]))
            refuse_drift(lock, found_lock(specs, rules, day, read))

    return run_over(*inputs_of(declarations), by, looked=looked)


def _tell(run: "Run", *, quiet: bool, verbose: bool) -> None:
    """Show errors whole, and warnings in a line unless more is asked for."""
    from auditor.cli.streams import show_diagnostics, tell_warnings

    if run.errors:
        done = "nothing was audited" if not run.audited else f"{run.audited} of {run.given} audited"
        show_diagnostics(run.errors, done=done)
    tell_warnings(run.warnings, quiet=quiet, verbose=verbose)
