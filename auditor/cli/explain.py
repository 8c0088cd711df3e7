"""`auditor explain`: why a requirement came out as it did, and what to answer next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli.options import (
    AsOfOption,
    ColorOption,
    DeclarationArgument,
    RecalledOption,
    RespectDatesOption,
    RulesetOption,
    WidthOption,
    today,
)

if TYPE_CHECKING:
    from auditor.cli.streams import Look
    from auditor.model.result import Audit


def explain_command(
    declaration: DeclarationArgument,
    requirement: Annotated[
        str | None,
        typer.Argument(help="A requirement's id. Left out: all that are not met, what decides first."),
    ] = None,
    unanswered: Annotated[
        bool,
        typer.Option("--unanswered", help="List what to answer next instead, and what each answer is worth."),
    ] = False,
    rulesets: RulesetOption = None,
    as_of: AsOfOption = None,
    respect_dates: RespectDatesOption = False,
    include_recalled: RecalledOption = False,
    color: ColorOption = "auto",
    width: WidthOption = None,
) -> None:
    """Explain findings: every test that decided.

    Each with its place, what was seen and what is wanted, on both tracks.

    Example: auditor explain examples/harbour.yaml GRM-02
    """
    from auditor.cli.loading import audit_one, load_rules, read_input
    from auditor.cli.streams import emit, look
    from auditor.source.inputs import inputs_of
    from auditor.source.vocabularies import read_vocabulary

    day = as_of or today()
    vocabulary = read_vocabulary()
    rules = load_rules(rulesets, day, vocabulary, respect_dates=respect_dates)
    inputs, _repeated = inputs_of([declaration])
    read, _warnings = read_input(inputs[0], vocabulary)
    drawn = look(color=color, width=width, plain=False)
    audits = [audit_one(each, read, vocabulary, day, include_recalled=include_recalled) for each in rules]
    if requirement is not None:
        audits = _having(audits, requirement)
    texts = [_text(one, requirement, unanswered=unanswered, drawn=drawn) for one in audits]
    emit("\n".join(texts))


def _having(audits: list[Audit], requirement: str) -> list[Audit]:
    """Keep the audits whose edition has the requirement; end with status 2 where none has."""
    kept = [one for one in audits if any(each.id == requirement for each in one.ruleset.requirements)]
    if not kept:
        known = ", ".join(each.id for one in audits for each in one.ruleset.requirements)
        raise typer.BadParameter(
            f"`{requirement}` is no requirement of {audits[0].ruleset.name}; it has {known}",
            param_hint="REQUIREMENT",
        )
    return kept


def _text(audit: Audit, requirement: str | None, *, unanswered: bool, drawn: Look) -> str:
    from auditor.report import explain

    if unanswered:
        return explain.render_unanswered(
            audit, audit.answers, width=drawn.width, color=drawn.color, ascii=drawn.ascii
        )
    return explain.render_findings(audit, requirement, width=drawn.width, color=drawn.color, ascii=drawn.ascii)
