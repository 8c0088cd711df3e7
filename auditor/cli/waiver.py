"""`auditor waiver`: what is waived and until when, whether it still holds, and one more."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli.listed import add_entry
from auditor.cli.options import (
    RULES,
    AsOfOption,
    ColorOption,
    PlainOption,
    QuietOption,
    View,
    ViewOption,
    WidthOption,
    parse_day,
    parse_text,
    today,
)
from auditor.cli.views import show_view

if TYPE_CHECKING:
    from auditor.model.declaration import Declaration
    from auditor.model.diagnostic import Diagnostic
    from auditor.model.waiver import Waiver

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown", help="List, check and add waivers.")

OwnRulesetsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--ruleset",
        "-r",
        metavar="ID[@VERSION]",
        help="A ruleset of your own that is named: its folder. Repeatable. Left out: those of the program.",
        rich_help_panel=RULES,
    ),
]
FilesArgument = Annotated[list[str], typer.Argument(metavar="FILE…", help="Files of waivers.", show_default=False)]


@app.command("list")
def list_command(
    files: FilesArgument,
    rulesets: OwnRulesetsOption = None,
    as_of: AsOfOption = None,
    format: ViewOption = View.TERMINAL,
    color: ColorOption = "auto",
    width: WidthOption = None,
    plain: PlainOption = False,
) -> None:
    """List waivers by the day on which they end.

    Each with its state on the as-of date.

    Example: auditor waiver list waivers.yaml --as-of 2026-10-01
    """
    from auditor.cli.targets import known_requirements, rulesets_of
    from auditor.engine.waive import unknown_target

    day = as_of or today()
    found = sorted(_read(files), key=lambda one: (one.expires, one.granted))
    known = known_requirements(rulesets_of(one.requirement for one in found), rulesets)
    rows = [(one, unknown_target(one.requirement, known)) for one in found]
    show_view("waivers", rows, day, format=format, color=color, width=width, plain=plain)


def _read(files: list[str]) -> list[Waiver]:
    from auditor.cli.loading import load_waivers

    return [one for file in dict.fromkeys(files) for one in load_waivers(file)]


@app.command("check")
def check_command(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file of waivers.", show_default=False)],
    declarations: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DECLARATION…]", help="Services it should be about. Left out: any."),
    ] = None,
    rulesets: OwnRulesetsOption = None,
    as_of: AsOfOption = None,
    within: Annotated[
        str, typer.Option(metavar="DAYS", help="How soon a waiver must end to be told, as `30` or `30 days`.")
    ] = "30 days",
    quiet: QuietOption = False,
) -> None:
    """Check a file of waivers.

    Shape and days, requirements that there are, what has ended, and what ends soon. With declarations also services
    that none of them is about, and waivers that none of them needs.

    Exit status: 0 nothing is wrong, though something may end soon or be needed no more; 1 a waiver has ended, or is
    about a requirement or service that there is not; 3 the file cannot be used.

    Example: auditor waiver check waivers.yaml examples/harbour.yaml
    """
    from auditor.cli.streams import emit_lines, show_diagnostics
    from auditor.cli.targets import known_requirements, rulesets_of
    from auditor.engine.gate import Exit
    from auditor.engine.waive import waiver_faults
    from auditor.report.wording import plural

    day, soon = as_of or today(), _days(within)
    waivers = _read([file])
    named = rulesets_of(one.requirement for one in waivers)
    known = known_requirements(named, rulesets)
    found = list(waiver_faults(waivers, known, day, within=soon))
    if declarations:
        found += _in_use(waivers, declarations, [one for one in named if known.get(one)], rulesets, day)
    errors = [one for one in found if one.is_error]
    if found and (errors or not quiet):
        show_diagnostics(found)
    holding = sum(one.in_time(day) for one in waivers)
    said = [plural(len(errors), "fault")] if errors else ["nothing is wrong"]
    said += [plural(len(found) - len(errors), "warning")] if len(found) > len(errors) else []
    emit_lines(
        [f"{Path(file).name}: {', '.join(said)}; {plural(len(waivers), 'waiver')}, {holding} in time on {day}"]
    )
    raise typer.Exit(Exit.NOT_MET if errors else Exit.MET)


def _days(text: str) -> int:
    number = text.removesuffix("days").removesuffix("day").strip()
    if not (number.isascii() and number.isdigit() and len(number) < 5):
        raise typer.BadParameter(f"`{text}` is not a number of days", param_hint="--within")
    return int(number)


_IDLE = ("waiver.unused", "waiver.id-not-declared")


def _in_use(
    waivers: list[Waiver], declarations: list[str], rulesets: list[str], specs: list[str] | None, day: date
) -> list[Diagnostic]:
    """Say which waivers are about no service that is declared, or are needed by none."""
    from auditor.cli.targets import audits_about
    from auditor.engine.waive import idle_waivers, unknown_services

    audits, read = audits_about(declarations, rulesets, specs, day, waivers=waivers)
    strangers = unknown_services(waivers, [one.service.id for one in read])
    told = {one.place for one in strangers}
    about = [one for one in waivers if one.place not in told and one.in_time(day)]
    unused = [one for one in idle_waivers(about, audits, day) if one.code in _IDLE]
    return [*strangers, *unused]


@app.command("add")
def add_command(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A file of waivers; made if it is not there.", show_default=False)
    ],
    requirement: Annotated[
        str, typer.Option(metavar="RULESET/ID", help="What is waived: internet-safety-strategy/GRM-02.")
    ],
    reason: Annotated[str, typer.Option(metavar="TEXT", parser=parse_text, help="Why it is accepted for a time.")],
    approver: Annotated[str, typer.Option(metavar="NAME", parser=parse_text, help="Who accepts it.")],
    expires: Annotated[
        date, typer.Option(metavar="YYYY-MM-DD", parser=parse_day, help="The last day on which it holds.")
    ],
    service: Annotated[
        str | None, typer.Option(metavar="ID", help="The `service.id` that it is about. Left out: that of --for.")
    ] = None,
    declaration: Annotated[
        str | None,
        typer.Option("--for", metavar="DECLARATION", help="The service's declaration. Left out: none is looked at."),
    ] = None,
    granted: Annotated[
        date | None,
        typer.Option(
            metavar="YYYY-MM-DD", parser=parse_day, help="The first day on which it holds. Left out: the as-of date."
        ),
    ] = None,
    rulesets: OwnRulesetsOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Add a waiver at the end of a file.

    What stands there is left as it is. What a reader of the file would refuse is not written: two waivers of one
    thing at one time, days the wrong way round, a requirement that there is not, and rules about contradictions,
    which are never waived.

    Exit status: 0 written; 2 wrong usage; 3 the file, or the waiver in it, cannot be used.

    Example: auditor waiver add waivers.yaml --requirement internet-safety-strategy/GRM-02 --service harbour
    --reason "it is being built" --approver "A. Example" --expires 2026-12-31
    """
    from auditor.cli.streams import say
    from auditor.cli.targets import known_requirements, rulesets_of
    from auditor.engine.waive import unknown_target
    from auditor.source.waivers import read_waivers

    day = as_of or today()
    unknown = unknown_target(requirement, known_requirements(rulesets_of([requirement]), rulesets))
    if unknown:
        raise typer.BadParameter(unknown, param_hint="--requirement")
    if expires < day:
        raise typer.BadParameter(f"{expires} is past on {day}: it would never hold", param_hint="--expires")
    entry = {
        "requirement": requirement,
        "service": _service(service, declaration, requirement, rulesets, day),
        "reason": reason,
        "approver": approver,
        "granted": (granted or day).isoformat(),
        "expires": expires.isoformat(),
    }
    add_entry(file, "waivers", entry, read_waivers)
    of = "" if declaration is None else f" of {entry['service']}"
    where = (
        "" if declaration is not None else f" wherever a declaration says `id: {entry['service']}` under `service:`"
    )
    say(f"wrote {file}: {requirement}{of} is waived until {expires}{where}")


def refuse_undeclared(declaration: str, read: Declaration, *, hint: str) -> None:
    """End with status 2 where a declaration does not say its id: what is written for it would be put to nothing."""
    if not read.service.id_declared:
        raise typer.BadParameter(
            f"{declaration} does not say its `service.id`, and the name of its file may be that of other services' "
            f"files too; write `id: {read.service.id}` under `service:`, or another id",
            param_hint=hint,
        )


def _service(
    service: str | None, declaration: str | None, requirement: str, rulesets: list[str] | None, day: date
) -> str:
    if declaration is None:
        if service is None:
            raise typer.BadParameter("name the service, or its declaration with --for", param_hint="--service")
        return service
    from auditor.cli.targets import audits_about, rulesets_of

    _audits, (read,) = audits_about([declaration], rulesets_of([requirement]), rulesets, day)
    refuse_undeclared(declaration, read, hint="--for")
    if service not in (None, read.service.id):
        raise typer.BadParameter(f"{declaration} is of `{read.service.id}`, not `{service}`", param_hint="--service")
    return read.service.id
