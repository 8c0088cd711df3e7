"""`auditor ruleset impact`: who flips under a new edition, and which change did it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from msgspec.structs import replace

from auditor.cli.options import (
    RULES,
    AsOfOption,
    ColorOption,
    PlainOption,
    QuietOption,
    RecalledOption,
    VerboseOption,
    View,
    ViewOption,
    WidthOption,
    today,
)
from auditor.cli.register_options import KnownAtOption
from auditor.cli.ruleset_diff import NewArgument, OldArgument, refuse_two_instruments
from auditor.cli.ruleset_impact_register import (
    ImpactRegisterOption,
    ImpactWorkersOption,
    Over,
    over_register,
)
from auditor.cli.views import show_view
from auditor.model.diagnostic import Diagnostic, InputError

if TYPE_CHECKING:
    from auditor.cli.loading import Rules
    from auditor.engine.impact import Setting
    from auditor.engine.impact_undo import Undoing
    from auditor.model.declaration import Declaration
    from auditor.model.impact import Impact, ServiceImpact
    from auditor.model.vocabulary import Vocabulary
    from auditor.source.inputs import Input

DatesOption = Annotated[
    bool,
    typer.Option(
        "--respect-dates",
        help="Apply the dates of both editions. Left out: both are read as written, so that one that is still to "
        "come can be judged.",
        rich_help_panel=RULES,
    ),
]


def impact_command(
    old: OldArgument,
    new: NewArgument,
    declarations: Annotated[
        list[str] | None,
        typer.Argument(metavar="DECLARATION…", help="Declarations; - is standard input.", show_default=False),
    ] = None,
    register: ImpactRegisterOption = None,
    known_at: KnownAtOption = None,
    workers: ImpactWorkersOption = None,
    as_of: AsOfOption = None,
    respect_dates: DatesOption = False,
    include_recalled: RecalledOption = False,
    format: ViewOption = View.TERMINAL,
    color: ColorOption = "auto",
    width: WidthOption = None,
    plain: PlainOption = False,
    verbose: VerboseOption = False,
    quiet: QuietOption = False,
) -> None:
    """Tell who flips under a new edition, and by which change.

    Each declaration is audited against both editions, read as written. Every requirement that comes out otherwise is
    put down to exactly one change between them, and every verdict that turns to the changes that decide it.
    Declarations that others compiled are never judged, and listed apart. With --register it is the newest filing of
    each service that the register knows, counted by size and kind of service, with how far scores moved and who is
    asked something for the first time.

    Exit status: 0 told; 2 two rulesets; 3 an input could not be used, was never audited (so that a register does not
    hold it), or there was nothing to judge.

    Example: auditor ruleset impact nspcc-asks@1.0.0 nspcc-asks@1.1.0 examples/harbour.yaml --as-of 2026-10-01
    """
    from auditor.cli.loading import load_rules, vocabulary_with
    from auditor.engine.gate import Exit
    from auditor.engine.impact import Setting
    from auditor.engine.impact_undo import Undoing
    from auditor.engine.rulesetdiff import diff
    from auditor.source.inputs import inputs_of
    from auditor.source.vocabularies import read_vocabulary

    day, vocabulary = as_of or today(), read_vocabulary()
    drawing: dict[str, Any] = {"color": color, "width": width, "plain": plain, "verbose": verbose}
    if register is not None or not declarations:
        if register is None or declarations:
            raise typer.BadParameter("give declarations or --register, one of the two", param_hint="DECLARATION…")
        over = Over(file=register, known_at=known_at, workers=workers)
        wide = over_register(over, old, new, day, respect_dates=respect_dates, include_recalled=include_recalled)
        _tell([one for one in wide.diagnostics if one.is_error], [], quiet=quiet, verbose=verbose)
        show_view("wide_impact", wide, format=format, json="wide_impact_json", **drawing)
        raise typer.Exit(Exit.UNUSABLE if wide.unusable or wide.unkept.count or not wide.judged else Exit.MET)
    if known_at is not None or workers is not None:
        raise typer.BadParameter("--known-at and --workers need --register", param_hint="--register")
    rules = [load_rules([one], day, vocabulary, respect_dates=respect_dates)[0] for one in (old, new)]
    refuse_two_instruments(rules[0].ruleset, rules[1].ruleset)
    # also an edition that is in force: the two are held against each other, not against the calendar
    before, after = (replace(one, as_written=not respect_dates) for one in rules)
    vocabulary = vocabulary_with(rules, vocabulary)
    found = diff(before.ruleset, after.ruleset)
    undoing = Undoing(found, as_written=not respect_dates)
    setting = Setting(
        vocabulary=vocabulary, as_of=day, as_written=not respect_dates, include_recalled=include_recalled
    )
    inputs, repeated = inputs_of(declarations)
    run = _Run(undoing, before, after, setting, [*repeated])
    for one in inputs:
        run.take(one)
    impact = run.impact(given=len(inputs))
    _tell(run.errors, run.warnings, quiet=quiet, verbose=verbose)
    if impact.services or impact.left_out or format is View.JSON:
        show_view("impact", impact, format=format, json="impact_json", **drawing)
    raise typer.Exit(Exit.UNUSABLE if impact.unusable or not impact.services else Exit.MET)


class _Run:
    """What came of the inputs: every one is judged, left out or unusable."""

    def __init__(
        self, undoing: Undoing, old: Rules, new: Rules, setting: Setting, warnings: list[Diagnostic]
    ) -> None:
        self.undoing, self.old, self.new, self.setting = undoing, old, new, setting
        self.services: list[ServiceImpact] = []
        self.left_out: list[Declaration] = []
        self.errors: list[Diagnostic] = []
        self.warnings = warnings

    def take(self, one: Input) -> None:
        """Read an input and judge it, or note why it cannot be."""
        from auditor.cli.loading import read_input

        try:
            declaration, warnings = read_input(one, self.setting.vocabulary)
        except InputError as error:
            self.errors.extend(error.diagnostics)
            return
        self.warnings.extend(warnings)
        if declaration.compiled_by is not None:
            self.left_out.append(declaration)
        else:
            self.services.append(self._judged(declaration, self.setting.vocabulary))

    def _judged(self, declaration: Declaration, vocabulary: Vocabulary) -> ServiceImpact:
        from auditor.cli.loading import contradictions_in, inquire
        from auditor.engine.consistency import contradicted, diagnostics
        from auditor.engine.impact import impact_on

        day = self.setting.as_of
        found = contradictions_in(declaration, day)
        self.warnings.extend(diagnostics(found, declaration.facts))
        audits = [
            inquire(
                one,
                declaration,
                vocabulary,
                day,
                include_recalled=self.setting.include_recalled,
                found=found,
            ).audit
            for one in (self.old, self.new)
        ]
        setting = replace(self.setting, contradicted=contradicted(found, declaration, day))
        return impact_on(self.undoing, audits[0], audits[1], setting)

    def impact(self, *, given: int) -> Impact:
        """Put everything together for the renderers."""
        from auditor.engine.impact import tallied
        from auditor.model.diagnostic import by_place
        from auditor.model.impact import Impact

        return Impact(
            diff=self.undoing.diff,
            as_of=self.setting.as_of,
            as_written=self.setting.as_written,
            services=tuple(self.services),
            left_out=tuple(self.left_out),
            tallies=tallied(self.services),
            given=given,
            diagnostics=tuple(sorted((*self.errors, *self.warnings), key=by_place)),
        )


def _tell(errors: list[Diagnostic], warnings: list[Diagnostic], *, quiet: bool, verbose: bool) -> None:
    from auditor.cli.streams import show_diagnostics, tell_warnings

    if errors:
        show_diagnostics(errors)
    tell_warnings(warnings, quiet=quiet, verbose=verbose)
