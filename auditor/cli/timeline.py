"""`auditor timeline`: what changes when nobody touches the file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli.audit import WaiversOption
from auditor.cli.options import (
    RULES,
    AsOfOption,
    ChallengesOption,
    ColorOption,
    DeclarationArgument,
    PlainOption,
    RecalledOption,
    RespectDatesOption,
    RulesetsOption,
    VerboseOption,
    View,
    ViewOption,
    WidthOption,
    parse_day,
    today,
)

if TYPE_CHECKING:
    from auditor.cli.loading import Rules
    from auditor.cli.streams import Look
    from auditor.model.declaration import Declaration
    from auditor.model.result import Audit
    from auditor.model.timeline import Cause, Timeline
    from auditor.model.vocabulary import Vocabulary
    from auditor.model.waiver import Waiver


def timeline_command(
    declaration: DeclarationArgument,
    rulesets: RulesetsOption = None,
    as_of: AsOfOption = None,
    until: Annotated[
        date | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            parser=parse_day,
            help="Last day to look at. Left out: as far as anything can change.",
            rich_help_panel=RULES,
        ),
    ] = None,
    respect_dates: RespectDatesOption = False,
    include_recalled: RecalledOption = False,
    waivers: WaiversOption = None,
    challenges: ChallengesOption = None,
    format: ViewOption = View.TERMINAL,
    color: ColorOption = "auto",
    width: WidthOption = None,
    plain: PlainOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Tell every day on which a verdict changes by itself.

    Evidence and assessments grow old, rules and waivers begin and end: each such day is given from the as-of date
    on, with what turns and why. An id without a full version means, each day, the edition in force, or current.
    What a declaration announces under `planned` is shown apart and never turns anything.

    Example: auditor timeline examples/harbour.yaml --as-of 2026-10-01
    """
    from auditor.cli.loading import load_challenges, load_waivers, read_input, vocabulary_with
    from auditor.cli.opening import tell_in_vain
    from auditor.cli.options import DEFAULT_RULESET
    from auditor.cli.streams import emit, look
    from auditor.source.contesting import unknown_services
    from auditor.source.inputs import inputs_of
    from auditor.source.vocabularies import read_vocabulary

    day = as_of or today()
    if until is not None and until < day:
        raise typer.BadParameter(f"{until} lies before {day}, the first day", param_hint="--until")
    shared = read_vocabulary()
    accepted = load_waivers(waivers)
    specs = list(dict.fromkeys(each for one in rulesets or [DEFAULT_RULESET] for each in _ids(one, day)))
    chains = [Chain(spec, shared, respect_dates=respect_dates) for spec in specs]
    vocabulary = vocabulary_with([each for one in chains for each in one.editions], shared)
    inputs, _repeated = inputs_of([declaration])
    filed = load_challenges(challenges, vocabulary)
    read, warnings = read_input(inputs[0], vocabulary, filed)
    tell_in_vain([*warnings, *unknown_services(filed, {read.service.id})])
    lines = [
        line_of(one, read, vocabulary, accepted, day, until, include_recalled=include_recalled) for one in chains
    ]
    emit(_shown(lines, read, format, look(color=color, width=width, plain=plain), verbose=verbose))


def _ids(spec: str, day: date) -> list[str]:
    """Put every instrument of the day, whose editions may follow one another, in the place of `all`."""
    from auditor.cli.loading import ALL, spread

    if spec != ALL:
        return [spec]
    named, _outside = spread([spec], day)
    return [one.partition("@")[0] for one in named or ()]


def _shown(lines: list[Timeline], declaration: Declaration, format: View, drawn: Look, *, verbose: bool) -> str:
    from auditor import __version__
    from auditor.report.paper import Paper
    from auditor.report.timeline import draw, say
    from auditor.report.timelinejson import timeline_json

    if format is View.JSON:
        return timeline_json(lines, declaration, __version__)
    if drawn.plain:
        return say(lines, declaration, ascii=drawn.ascii, verbose=verbose)
    paper = Paper(width=drawn.width, color=drawn.color, ascii=drawn.ascii)
    return draw(lines, declaration, paper=paper, verbose=verbose)


class Chain:
    """The editions that a name means as time passes: one, or each in its days."""

    def __init__(self, spec: str, vocabulary: Vocabulary, *, respect_dates: bool) -> None:
        from auditor.cli.loading import load_rules
        from auditor.cli.streams import show_diagnostics
        from auditor.model.diagnostic import InputError
        from auditor.source.library import meant

        self.spec, self._respect_dates = spec, respect_dates
        try:
            editions = meant(spec)
        except InputError as error:
            show_diagnostics(error.diagnostics)
            raise typer.Exit(2) from None
        self._rules = {
            one.folder: load_rules([str(one.folder)], date.min, vocabulary, respect_dates=True)[0] for one in editions
        }

    @property
    def editions(self) -> list[Rules]:
        """Every edition that is read on some day."""
        return list(self._rules.values())

    def rules_on(self, day: date) -> Rules | None:
        """Give what an audit of that day would read; None where no edition is in force."""
        from msgspec.structs import replace

        from auditor.model.diagnostic import InputError
        from auditor.source.library import find

        try:
            found = find(self.spec, day, respect_dates=self._respect_dates)
        except InputError:
            return None
        return replace(
            self._rules[found.edition.folder],
            as_written=found.as_written,
            watermarks=(found.watermark,) if found.watermark else (),
        )


def line_of(
    chain: Chain,
    declaration: Declaration,
    vocabulary: Vocabulary,
    waivers: tuple[Waiver, ...],
    start: date,
    until: date | None,
    *,
    include_recalled: bool,
) -> Timeline:
    """Tell what time alone changes for one declaration against what one name means."""
    from auditor.engine.timeline import timeline

    return timeline(
        declaration,
        _auditing(chain, vocabulary, waivers, include_recalled=include_recalled),
        _causes(chain, declaration, waivers),
        asked=chain.spec,
        start=start,
        until=until,
    )


def _auditing(
    chain: Chain, vocabulary: Vocabulary, waivers: tuple[Waiver, ...], *, include_recalled: bool
) -> Callable[[Declaration, date], Audit | None]:
    from auditor.cli.loading import inquire

    def audit_on(declaration: Declaration, day: date) -> Audit | None:
        rules = chain.rules_on(day)
        if rules is None:
            return None
        return inquire(rules, declaration, vocabulary, day, include_recalled=include_recalled, waivers=waivers).audit

    return audit_on


def _causes(chain: Chain, declaration: Declaration, waivers: tuple[Waiver, ...]) -> list[Cause]:
    from auditor.cli.loading import consistency
    from auditor.engine.turning import turning_days

    return [
        cause
        for each in chain.editions
        for cause in turning_days(
            declaration,
            each.ruleset,
            each.compiled,
            consistency().compiled,
            waivers,
        )
    ]
