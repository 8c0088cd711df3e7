"""`auditor ruleset scope`: what of an edition applies to a service, by which declared fact, and what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from auditor.cli.options import (
    OUTPUT,
    RULES,
    AsOfOption,
    ColorOption,
    DecisionsOption,
    PlainOption,
    RecalledOption,
    RespectDatesOption,
    WidthOption,
    today,
)

if TYPE_CHECKING:
    from auditor.cli.options import ColorChoice
    from auditor.model.scope import Scope

ScopeFormat = Literal["terminal", "json", "record"]


def scope_command(
    ruleset: Annotated[
        str, typer.Argument(metavar="RULESET", help="An id, id@1, id@1.0.0 or a folder.", show_default=False)
    ],
    declaration: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="DECLARATION",
            help="The service it is asked for: a declaration; - is standard input.",
            show_default=False,
            rich_help_panel=RULES,
        ),
    ],
    as_of: AsOfOption = None,
    respect_dates: RespectDatesOption = False,
    include_recalled: RecalledOption = False,
    decisions: DecisionsOption = None,
    format: Annotated[
        ScopeFormat,
        typer.Option(
            "--format",
            "-f",
            show_default=False,
            help="A page to read, JSON for programs, or the provider's written record of its measures, in Markdown. "
            "Left out: terminal.",
            rich_help_panel=OUTPUT,
        ),
    ] = "terminal",
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            show_default=False,
            help="Where it goes. Left out: -, standard output.",
            rich_help_panel=OUTPUT,
        ),
    ] = "-",
    color: ColorOption = "auto",
    width: WidthOption = None,
    plain: PlainOption = False,
) -> None:
    """Say what of an edition applies to a service.

    What applies, what does not and by which declared fact, what cannot be told and what to answer to know, and what
    is not asked on the day. `-f record` writes down the measure in place for each requirement that applies, since
    when, and any alternative with its reason: the record that section 23 of the Online Safety Act 2023 asks for.

    Exit status: 0 all of it is told; 4 something cannot be told; 3 an input cannot be used.

    Example: auditor ruleset scope internet-safety-strategy@3 --for examples/quiet-forum.yaml
    """
    from auditor.cli.loading import (
        contradictions_in,
        inquire,
        load_decisions,
        load_rules,
        read_input,
        vocabulary_with,
    )
    from auditor.cli.opening import tell_in_vain
    from auditor.cli.streams import emit, say
    from auditor.engine.consistency import diagnostics
    from auditor.engine.decide import idle_decisions
    from auditor.engine.gate import Exit
    from auditor.engine.idle_claims import idle_claims
    from auditor.source.inputs import inputs_of
    from auditor.source.vocabularies import read_vocabulary

    day = as_of or today()
    vocabulary = read_vocabulary()
    rules = load_rules([ruleset], day, vocabulary, respect_dates=respect_dates)
    vocabulary = vocabulary_with(rules, vocabulary)
    inputs, _repeated = inputs_of([declaration])
    read, warnings = read_input(inputs[0], vocabulary)
    if format == "record" and read.compiled_by is not None:
        raise typer.BadParameter(
            "a record is written by the provider, and others compiled this declaration", param_hint="--format"
        )
    found = contradictions_in(read, day)
    decided = load_decisions(decisions)
    asked = inquire(
        rules[0],
        read,
        vocabulary,
        day,
        include_recalled=include_recalled,
        found=found,
        decisions=decided,
    )
    in_vain = [*idle_claims(read, rules[0].ruleset), *idle_decisions(decided, [asked.audit], day)]
    tell_in_vain([*warnings, *diagnostics(found, read.facts), *in_vain])
    scope = asked.scope()
    emit(_drawn(scope, format, to_file=output != "-", color=color, width=width, plain=plain), output)
    if output != "-":
        say(f"wrote {output}")
    raise typer.Exit(Exit.MET if scope.is_told else Exit.CANNOT_TELL)


def _drawn(
    scope: Scope, format: ScopeFormat, *, to_file: bool, color: ColorChoice, width: int | None, plain: bool
) -> str:
    if format == "json":
        from auditor.report import scope_json

        return scope_json.render(scope)
    if format == "record":
        from auditor.report import record

        return record.render(scope)
    from auditor.cli.streams import look
    from auditor.report import scope as page
    from auditor.report import scope_plain

    drawn = look(color=color, width=width, plain=plain, to_file=to_file)
    if drawn.plain:
        return scope_plain.render(scope, ascii=drawn.ascii)
    return page.render(scope, width=drawn.width, color=drawn.color, ascii=drawn.ascii)
