"""`auditor init`: a template for a first declaration."""

from __future__ import annotations

from typing import Annotated

import typer

from auditor.cli.options import OUTPUT, AsOfOption, RulesetOption, today


def init_command(
    rulesets: RulesetOption = None,
    minimal: Annotated[
        bool,
        typer.Option("--minimal", help="Only the facts that decide what applies. Left out: every fact looked at."),
    ] = False,
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where the template goes; a file that exists is never overwritten. Left out: standard output.",
            rich_help_panel=OUTPUT,
        ),
    ] = "-",
    as_of: AsOfOption = None,
) -> None:
    """Write a template for a first declaration.

    It holds the questions of the facts that the rulesets look at, and not one answer.

    Example: auditor init --minimal -o declaration.yaml
    """
    from pathlib import Path

    from auditor.authoring.template import template
    from auditor.cli.loading import load_rules, vocabulary_with
    from auditor.cli.streams import emit, say
    from auditor.source.vocabularies import read_vocabulary

    if output != "-" and Path(output).exists():
        raise typer.BadParameter(
            f"`{output}` is there already, and is not overwritten; name another file", param_hint="--output"
        )
    vocabulary = read_vocabulary()
    rules = load_rules(rulesets, as_of or today(), vocabulary)
    vocabulary = vocabulary_with(rules, vocabulary)
    emit(template((one.ruleset for one in rules), vocabulary, minimal=minimal), output)
    if output != "-":
        say(f"wrote {output}: answer what you can, then run `auditor audit {output}`")
