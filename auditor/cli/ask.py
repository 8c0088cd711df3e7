"""`auditor ask`: an information request over what is missing, or not backed."""

from __future__ import annotations

from typing import Annotated

import typer

from auditor.cli.options import (
    OUTPUT,
    AsOfOption,
    ChallengesOption,
    DecisionsOption,
    DeclarationArgument,
    RecalledOption,
    RespectDatesOption,
    RulesetsOption,
    today,
)


def ask_command(
    declaration: DeclarationArgument,
    rulesets: RulesetsOption = None,
    as_of: AsOfOption = None,
    respect_dates: RespectDatesOption = False,
    include_recalled: RecalledOption = False,
    decisions: DecisionsOption = None,
    challenges: ChallengesOption = None,
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where the request goes. Left out: -, standard output.",
            rich_help_panel=OUTPUT,
        ),
    ] = "-",
) -> None:
    """Write an information request to the provider.

    One numbered question for each fact that decides and is not answered, that something stands against, or that
    nothing backs, with why it is asked and what would do. Plain text that is Markdown too, dated by the as-of date.

    Example: auditor ask examples/harbour.yaml --as-of 2026-10-01
    """
    from auditor.cli.opening import opened
    from auditor.cli.streams import emit, say
    from auditor.report.asking import render_request

    day = as_of or today()
    read = opened(declaration, rulesets, day, respect_dates=respect_dates, challenges=challenges)
    asked = read.inquiries(include_recalled=include_recalled, decisions=decisions)
    emit(render_request([one.audit for one in asked], day, asked[0].why_unbacked), output)
    if output != "-":
        say(f"wrote {output}")
