"""`auditor ask`: an information request over what is missing, or not backed."""

from __future__ import annotations

from typing import Annotated

import typer

from auditor.cli.options import (
    OUTPUT,
    AsOfOption,
    DeclarationArgument,
    RecalledOption,
    RespectDatesOption,
    RulesetOption,
    today,
)


def ask_command(
    declaration: DeclarationArgument,
    rulesets: RulesetOption = None,
    as_of: AsOfOption = None,
    respect_dates: RespectDatesOption = False,
    include_recalled: RecalledOption = False,
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

    One numbered question for each fact that decides and is not answered, or that nothing backs, with why it is
    asked and what would do. Plain text that is Markdown too, dated by the as-of date.

    Example: auditor ask examples/harbour.yaml --as-of 2026-10-01
    """
    from auditor.cli.loading import inquire, load_rules, read_input, vocabulary_with
    from auditor.cli.streams import emit, say
    from auditor.report.asking import render_request
    from auditor.source.inputs import inputs_of
    from auditor.source.vocabularies import read_vocabulary

    day = as_of or today()
    vocabulary = read_vocabulary()
    rules = load_rules(rulesets, day, vocabulary, respect_dates=respect_dates)
    vocabulary = vocabulary_with(rules, vocabulary)
    inputs, _repeated = inputs_of([declaration])
    read, _warnings = read_input(inputs[0], vocabulary)
    audits = [inquire(each, read, vocabulary, day, include_recalled=include_recalled).audit for each in rules]
    emit(render_request(audits, day), output)
    if output != "-":
        say(f"wrote {output}")
