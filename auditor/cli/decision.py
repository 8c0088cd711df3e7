"""`auditor decision`: what reviewers decided on declared alternatives, whether it still counts, and one more."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli.listed import add_entry
from auditor.cli.options import (
    AsOfOption,
    ColorOption,
    DeclarationArgument,
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
from auditor.cli.waiver import OwnRulesetsOption, refuse_undeclared
from auditor.model.evidence import Assurance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditor.model.decision import Decision
    from auditor.model.declaration import Alternative, Declaration

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode="markdown", help="List, check and add decisions on declared alternatives."
)

FilesArgument = Annotated[list[str], typer.Argument(metavar="FILE…", help="Files of decisions.", show_default=False)]


@app.command("list")
def list_command(
    files: FilesArgument,
    as_of: AsOfOption = None,
    format: ViewOption = View.TERMINAL,
    color: ColorOption = "auto",
    width: WidthOption = None,
    plain: PlainOption = False,
) -> None:
    """List decisions, the latest first.

    Example: auditor decision list decisions.yaml
    """
    day = as_of or today()
    found = sorted(_read(files), key=lambda one: one.on, reverse=True)
    show_view("decisions", found, day, format=format, color=color, width=width, plain=plain)


def _read(files: Sequence[str]) -> list[Decision]:
    from auditor.cli.loading import load_decisions

    return [one for file in dict.fromkeys(files) for one in load_decisions(file)]


@app.command("check")
def check_command(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file of decisions.", show_default=False)],
    declarations: Annotated[
        list[str], typer.Argument(metavar="DECLARATION…", help="The services decided on.", show_default=False)
    ],
    rulesets: OwnRulesetsOption = None,
    as_of: AsOfOption = None,
    quiet: QuietOption = False,
) -> None:
    """Check decisions against what is declared today.

    Exit status: 0 all of them can count, or are not needed; 1 a text has changed since, or a decision is on a
    requirement that there is not or that accepts no alternative; 3 a file cannot be used.

    Example: auditor decision check decisions.yaml examples/megaphone.yaml
    """
    from pathlib import Path

    from auditor.cli.streams import emit_lines, show_diagnostics
    from auditor.cli.targets import audits_about, known_requirements, rulesets_of
    from auditor.engine.decide import decisions_on_nothing, idle_decisions
    from auditor.engine.gate import Exit
    from auditor.report.wording import plural

    day = as_of or today()
    decisions = _read([file])
    named = rulesets_of(one.requirement for one in decisions)
    known = known_requirements(named, rulesets)
    audits, _read_in = audits_about(
        declarations, [one for one in named if known.get(one)], rulesets, day, decisions=decisions
    )
    strangers = decisions_on_nothing(decisions, known)
    told = {one.place for one in strangers}
    named_well = [one for one in decisions if one.place not in told]
    found = [*strangers, *idle_decisions(named_well, audits, day)]
    wrong = [one for one in found if one.code.removeprefix("decision.") in _WRONG]
    if found and (wrong or not quiet):
        show_diagnostics(found)
    counting = sum(one.accepted for audit in audits for one in audit.findings)
    said = plural(len(wrong), "fault") if wrong else "nothing is wrong"
    emit_lines(
        [f"{Path(file).name}: {said}; {plural(len(decisions), 'decision')}, {counting} counting as met on {day}"]
    )
    raise typer.Exit(Exit.NOT_MET if wrong else Exit.MET)


_WRONG = ("text-changed", "unknown-target", "none-accepted")


@app.command("add")
def add_command(
    declaration: DeclarationArgument,
    requirement: Annotated[
        str,
        typer.Argument(
            metavar="REQUIREMENT",
            help="The requirement in whose place the alternative is declared: ICU-D6.",
            show_default=False,
        ),
    ],
    accept: Annotated[
        bool,
        typer.Option("--accept/--refuse", help="Whether the measure stands in its place.", show_default=False),
    ],
    reviewer: Annotated[str, typer.Option(metavar="NAME", parser=parse_text, help="Who decides.")],
    because: Annotated[str, typer.Option(metavar="TEXT", parser=parse_text, help="Why.")],
    file: Annotated[
        str,
        typer.Option("--output", "-o", metavar="FILE", help="A file of decisions; made if it is not there."),
    ] = "decisions.yaml",
    assurance: Annotated[
        Assurance,
        typer.Option(help="How far the reviewer stands apart: independent is not the provider.", show_default=False),
    ] = Assurance.DOCUMENTED,
    on: Annotated[
        date | None,
        typer.Option(metavar="YYYY-MM-DD", parser=parse_day, help="The day of it. Left out: the as-of date."),
    ] = None,
    rulesets: OwnRulesetsOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Add a decision on an alternative as declared today.

    Its digest is worked out here, and the text decided on is printed. What stands in the file stays as it is.

    Exit status: 0 written; 2 wrong usage, such as an alternative that is not declared or not accepted by the edition;
    3 a file cannot be used.

    Example: auditor decision add examples/megaphone.yaml ICU-D6 --accept --reviewer "C. Example"
    --because "it reaches what D6 is for"
    """
    from auditor.cli.streams import emit, say
    from auditor.cli.targets import audits_about
    from auditor.source.decisions import read_decisions

    if assurance is Assurance.ASSERTED:
        raise typer.BadParameter("a decision is documented, or independent", param_hint="--assurance")
    day = as_of or today()
    _audits, (read,) = audits_about([declaration], [], None, day)
    refuse_undeclared(declaration, read, hint="DECLARATION")
    alternative = _alternative(read, requirement)
    _refuse_what_none_accepts(declaration, alternative.requirement, rulesets, day)
    entry: dict[str, str | bool] = {
        "requirement": alternative.requirement,
        "service": read.service.id,
        "accepted": accept,
        "reviewer": reviewer,
        "on": (on or day).isoformat(),
        "because": because,
        "assurance": assurance.value,
        "text_sha256": alternative.sha256,
    }
    add_entry(file, "decisions", entry, read_decisions)
    emit(_text(alternative))
    word = "accepted" if accept else "refused"
    say(f"wrote {file}: the alternative to {alternative.requirement} of {read.service.id} is {word}")


def _alternative(read: Declaration, requirement: str) -> Alternative:
    """Find the alternative by a requirement's full name, or its id where that is plain."""
    found = [one for one in read.alternatives if requirement in (one.requirement, one.requirement.partition("/")[2])]
    if len({one.requirement for one in found}) == 1:
        return found[0]
    declared = ", ".join(dict.fromkeys(one.requirement for one in read.alternatives)) or "none"
    which = "several alternatives are" if found else "no alternative is"
    raise typer.BadParameter(f"{which} declared to `{requirement}`; declared: {declared}", param_hint="REQUIREMENT")


def _refuse_what_none_accepts(declaration: str, named: str, rulesets: list[str] | None, day: date) -> None:
    """End with status 2 where the edition of the day has no such requirement or accepts no alternative to it."""
    from auditor.cli.targets import audits_about, known_requirements, rulesets_of

    about = rulesets_of([named])
    known = known_requirements(about, rulesets)
    audits, _read_in = audits_about([declaration], [one for one in about if known.get(one)], rulesets, day)
    asked = [one for audit in audits for one in audit.ruleset.requirements if named.endswith(f"/{one.id}")]
    if not asked:
        raise typer.BadParameter(f"no edition in force or current on {day} has `{named}`", param_hint="REQUIREMENT")
    if not any(one.alternatives for one in asked):
        raise typer.BadParameter(f"the edition accepts no alternative to `{named}`", param_hint="REQUIREMENT")


def _text(alternative: Alternative) -> str:
    from auditor.report.escape import visible
    from auditor.report.wording import flat

    lines = [
        f"decided on, at {alternative.place}:",
        f"  measure: {flat(alternative.measure)}",
        f"  why:     {flat(alternative.why)}",
        f"  sha256:  {alternative.sha256}",
    ]
    return "\n".join(visible(one) for one in lines) + "\n"
