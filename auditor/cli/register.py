"""`auditor register`: what a register of many submissions holds, and what may be taken out of it."""

from __future__ import annotations

from typing import Annotated

import typer

from auditor.cli.options import ColorOption, PlainOption, View, ViewOption, WidthOption
from auditor.cli.register_export import export_command
from auditor.cli.register_options import (
    FILTERS,
    KnownAtOption,
    OneRulesetOption,
    RegisterArgument,
    ServiceOption,
    now,
    register_at,
    store_at,
)
from auditor.cli.register_query import query_command
from auditor.cli.register_show import show_command
from auditor.cli.views import show_view
from auditor.model.batch import State
from auditor.model.scorecard import Verdict

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown", help="Ask a register of many submissions.")
app.command("show")(show_command)
app.command("query")(query_command)
app.command("export")(export_command)


@app.command("list")
def list_command(
    register: RegisterArgument,
    service: ServiceOption = None,
    ruleset: OneRulesetOption = None,
    state: Annotated[
        State | None,
        typer.Option(
            help="Only what ended in this state; for states other than audited the inputs of the newest run. "
            "Left out: submissions.",
            rich_help_panel=FILTERS,
        ),
    ] = None,
    verdict: Annotated[
        Verdict | None,
        typer.Option(help="Only audits of this verdict as declared. Left out: of any.", rich_help_panel=FILTERS),
    ] = None,
    known_at: KnownAtOption = None,
    all: Annotated[
        bool,
        typer.Option(
            "--all",
            help="Every filing, audit and run. Left out: of each service the newest filing, audited last.",
            rich_help_panel=FILTERS,
        ),
    ] = False,
    limit: Annotated[
        int, typer.Option(min=0, metavar="N", help="How many entries at the most; 0 is all.", rich_help_panel=FILTERS)
    ] = 100,
    format: ViewOption = View.TERMINAL,
    color: ColorOption = "auto",
    width: WidthOption = None,
    plain: PlainOption = False,
) -> None:
    """List submissions with their verdicts and scores.

    Of each service the newest filing, against each ruleset as it was audited last. With --ruleset it is named which
    newest filings were not audited by it.

    Exit status: 0 listed; 2 wrong usage, or the register knows no such service or ruleset; 3 the register cannot be
    used.

    Example: auditor register list register.db --verdict not-compliant
    """
    from auditor.cli.register_asked import must_have_audits_by, must_know_service
    from auditor.model.register import Wanted

    if state not in (None, State.AUDITED) and (ruleset is not None or verdict is not None):
        raise typer.BadParameter(
            f"what ended as {state.value} has no audit that --ruleset or --verdict could choose", param_hint="--state"
        )
    wanted = Wanted(
        service=service,
        ruleset=ruleset,
        state=state,
        verdict=verdict,
        known_at=known_at,
        all=all,
        limit=limit or None,
    )
    with register_at(register) as opened:
        must_know_service(opened, service, known_at)
        must_have_audits_by(opened, ruleset, known_at)
        found = opened.submissions(wanted)
    show_view("register_list", found, format=format, color=color, width=width, plain=plain)


@app.command("trend")
def trend_command(
    register: RegisterArgument,
    about: Annotated[
        str,
        typer.Argument(
            metavar="SERVICE|REQUIREMENT", help="A service's id, or GRM-02 or RULESET/GRM-02.", show_default=False
        ),
    ],
    service: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Of a requirement: in the filings of this service. Left out: over all services.",
            rich_help_panel=FILTERS,
        ),
    ] = None,
    ruleset: OneRulesetOption = None,
    known_at: KnownAtOption = None,
    format: ViewOption = View.TERMINAL,
    color: ColorOption = "auto",
    width: WidthOption = None,
    plain: PlainOption = False,
) -> None:
    """Show how a service or a requirement went.

    Of a service verdict and score, filing by filing and as-of date by as-of date. Of a requirement how many services
    came out how on each as-of date, or how one service did in each filing.

    Exit status: 0 shown; 2 the register knows no such service or requirement; 3 the register cannot be used.

    Example: auditor register trend register.db GRM-02 --service harbour
    """
    from auditor.cli.register_asked import nothing_to_follow
    from auditor.model.register import Wanted

    own, _, requirement = about.rpartition("/")
    with register_at(register) as opened:
        found = None
        if service is None and not own:
            found = opened.trend(about, Wanted(service=about, ruleset=ruleset, known_at=known_at))
        if found is None or not found.entries:
            wanted = Wanted(service=service, ruleset=ruleset or own or None, known_at=known_at)
            found = opened.trend(about, wanted, requirement=requirement)
        if not (found.entries or found.steps or found.shares):
            raise nothing_to_follow(opened, about, service, ruleset, known_at)
    show_view("register_trend", found, format=format, color=color, width=width, plain=plain)


@app.command("forget")
def forget_command(
    register: RegisterArgument,
    service: Annotated[
        str | None, typer.Option(metavar="ID", help="Names in what this service filed. Left out: see --all.")
    ] = None,
    all: Annotated[bool, typer.Option("--all", help="The names of all. Left out: see --service.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do it. Left out: nothing is taken out, and it is said what would be.")
    ] = False,
) -> None:
    """Take the names of persons out, for good.

    Who attested or compiled a declaration, who challenged it, who was asked, and who approved or decided. Nothing
    else changes: every verdict, count and place stays. What had a name in it can no longer be replayed.

    Exit status: 0 done; 2 wrong usage, or --yes is missing; 3 the register cannot be used.

    Example: auditor register forget register.db --service harbour --yes
    """
    from auditor.cli.register_asked import unknown
    from auditor.cli.streams import emit, say
    from auditor.report.register_export import NO_REPLAY, forgotten_text, to_forget_text

    if (service is None) is not all:
        raise typer.BadParameter("name one service, or --all of them", param_hint="--service")
    with register_at(register) as opened:
        from auditor.register.known import services

        if service is not None and not opened.knows(service):
            raise unknown("service", service, services(opened, None), None, hint="--service")
        holds = opened.remains()
        names = holds.names if service is None else opened.names_of_service(service)
    if not yes:
        say(to_forget_text(names, holds, service))
        say(NO_REPLAY)
        raise typer.Exit(2)
    with store_at(register) as store:
        taken = store.forget_people(now(), service=service)
        remains = store.remains()
    emit(forgotten_text(taken, remains, service))
