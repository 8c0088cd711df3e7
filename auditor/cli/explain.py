"""`auditor explain`: why a requirement came out as it did, what to answer next, what the verdict rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli.completing import requirement_ids
from auditor.cli.editions import no_requirement
from auditor.cli.options import (
    OUTPUT,
    AsOfOption,
    ChallengesOption,
    ColorOption,
    DecisionsOption,
    DeclarationArgument,
    RecalledOption,
    RespectDatesOption,
    RulesetsOption,
    WidthOption,
    today,
)

if TYPE_CHECKING:
    from auditor.cli.streams import Look
    from auditor.engine.inquiry import Inquiry


def explain_command(
    declaration: DeclarationArgument,
    requirement: Annotated[
        str | None,
        typer.Argument(
            help="A requirement's id. Left out: all that are not met, what decides first.",
            autocompletion=requirement_ids,
        ),
    ] = None,
    unanswered: Annotated[
        bool,
        typer.Option("--unanswered", help="List what to answer next instead, and what each answer could turn."),
    ] = False,
    rests_on: Annotated[
        bool,
        typer.Option("--rests-on", help="List the declared facts that turn the verdict if untrue, unbacked first."),
    ] = False,
    rulesets: RulesetsOption = None,
    as_of: AsOfOption = None,
    respect_dates: RespectDatesOption = False,
    include_recalled: RecalledOption = False,
    decisions: DecisionsOption = None,
    challenges: ChallengesOption = None,
    color: ColorOption = "auto",
    width: WidthOption = None,
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose",
            "-v",
            help="Every test, also those that decided nothing. Left out: what decided.",
            rich_help_panel=OUTPUT,
        ),
    ] = False,
) -> None:
    """Explain findings: the proof tree of each.

    Every test that decided, with its place, what was seen and what is wanted, on both tracks.

    Example: auditor explain examples/harbour.yaml GRM-02
    """
    from auditor.cli.opening import opened
    from auditor.cli.streams import emit, look

    if sum((unanswered, rests_on, requirement is not None)) > 1:
        raise typer.BadParameter("name a requirement, or one of --unanswered and --rests-on")
    drawn = look(color=color, width=width, plain=False, verbose=verbose)
    read = opened(declaration, rulesets, as_of or today(), respect_dates=respect_dates, challenges=challenges)
    asked = read.inquiries(include_recalled=include_recalled, decisions=decisions)
    if requirement is not None:
        asked = _having(asked, requirement)
    if unanswered:
        texts = [_unanswered(one, drawn) for one in asked]
    elif rests_on:
        texts = [_rests_on(one, drawn) for one in asked]
    else:
        texts = [_findings(one, requirement, drawn) for one in asked]
    emit("\n".join(texts))


def _having(asked: list[Inquiry], requirement: str) -> list[Inquiry]:
    """Keep the audits whose edition has the requirement; end with status 2 where none has."""
    kept = [one for one in asked if any(each.id == requirement for each in one.audit.ruleset.requirements)]
    if not kept:
        raise no_requirement(requirement, [one.audit.ruleset for one in asked])
    return kept


def _findings(inquiry: Inquiry, requirement: str | None, drawn: Look) -> str:
    from auditor.report.explain import explained, render_findings

    proofs = inquiry.proofs(one.requirement.id for one in explained(inquiry.audit, requirement))
    return render_findings(
        inquiry.audit,
        requirement,
        width=drawn.width,
        color=drawn.color,
        ascii=drawn.ascii,
        proofs=proofs,
        why=inquiry.why_unbacked,
        verbose=drawn.verbose,
    )


def _unanswered(inquiry: Inquiry, drawn: Look) -> str:
    from auditor.report.explain import render_unanswered

    audit = inquiry.with_answers_tried()
    return render_unanswered(audit, audit.answers, width=drawn.width, color=drawn.color, ascii=drawn.ascii)


def _rests_on(inquiry: Inquiry, drawn: Look) -> str:
    from auditor.report.explain_rests import render_rests

    return render_rests(
        inquiry.audit,
        inquiry.rests_on(),
        inquiry.why_unbacked,
        width=drawn.width,
        color=drawn.color,
        ascii=drawn.ascii,
    )
