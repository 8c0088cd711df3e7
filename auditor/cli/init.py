"""`auditor init`: a template for a first declaration, or the questions of one in the terminal."""

from __future__ import annotations

from typing import Annotated

import typer

from auditor.cli.options import OUTPUT, AsOfOption, RulesetsOption, today

ANSWERS = "declaration.yaml"


def init_command(
    rulesets: RulesetsOption = None,
    minimal: Annotated[
        bool,
        typer.Option("--minimal", help="Only the facts that decide what applies. Left out: every fact looked at."),
    ] = False,
    ask: Annotated[
        bool,
        typer.Option(
            "--ask",
            help="Ask in the terminal, one fact after the other, and save each answer. Left out: write a template.",
        ),
    ] = False,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where the declaration goes; a file that exists is never overwritten, and --ask goes on with it. "
            f"Left out: standard output; with --ask, {ANSWERS}.",
            rich_help_panel=OUTPUT,
            show_default=False,
        ),
    ] = None,
    as_of: AsOfOption = None,
) -> None:
    """Write a template for a first declaration, or ask for one.

    It holds the questions of the facts that the rulesets look at, and not one answer. With `--ask` they are asked
    in the terminal, what decides the others first; what no longer matters is left out, and only what was typed is
    written. It can be stopped at any moment, and goes on where it was.

    Example: auditor init --minimal -o declaration.yaml
    """
    import shlex
    from pathlib import Path

    from auditor.authoring.template import template
    from auditor.cli.loading import load_rules, spread, vocabulary_with
    from auditor.cli.streams import emit, say
    from auditor.source.beside import is_file, is_there
    from auditor.source.vocabularies import read_vocabulary

    output = output or (ANSWERS if ask else "-")
    if ask and (minimal or output == "-"):
        wrong = "--minimal" if minimal else "--output -"
        raise typer.BadParameter(f"`{wrong}` cannot be had with --ask: answers go into a file", param_hint="--ask")
    if not ask and output != "-" and is_there(Path(output)):
        raise typer.BadParameter(
            f"`{output}` is there already, and is not overwritten; name another file, or go on with it by --ask",
            param_hint="--output",
        )
    day = as_of or today()
    options = [word for one in rulesets or [] for word in ("-r", one)]
    options += [] if as_of is None else ["--as-of", as_of.isoformat()]
    vocabulary = read_vocabulary()
    named, _outside = spread(rulesets, day)
    rules = load_rules(named, day, vocabulary)
    vocabulary = vocabulary_with(rules, vocabulary)
    if ask:
        from auditor.cli.init_ask import ask as put_questions

        put_questions(output, rules, vocabulary, day, options)
        return
    beside = Path(output).parent / "declaration.schema.json"
    editions = [one.ruleset for one in rules]
    emit(template(editions, vocabulary, minimal=minimal, schema=output != "-" and is_file(beside)), output)
    if output != "-":
        say(f"wrote {output}: answer what you can, then run `{shlex.join(['auditor', 'audit', output, *options])}`")
