"""`auditor ruleset`: for those who read rules and those who write them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import (
    ruleset_crosswalk,
    ruleset_diff,
    ruleset_docs,
    ruleset_find,
    ruleset_impact,
    ruleset_mutate,
    ruleset_new,
    ruleset_scope,
)
from auditor.cli.crosswalk_files import is_crosswalk, lint_crosswalks
from auditor.cli.editions import EditionsArgument, edition_folders, no_requirement
from auditor.cli.options import AsOfOption, ColorOption, PlainOption, WidthOption, today

if TYPE_CHECKING:
    from datetime import date

    from auditor.authoring.cases import CaseRun
    from auditor.source.library import Edition

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown", help="Read, lint and test rulesets.")

EditionArgument = Annotated[
    str, typer.Argument(metavar="RULESET", help="An id, id@1, id@1.0.0 or a folder.", show_default=False)
]


@app.command("list")
def list_command(as_of: AsOfOption = None) -> None:
    """List the rulesets that come with the program.

    Example: auditor ruleset list
    """
    from auditor.cli.streams import emit_lines
    from auditor.source.library import builtin_editions

    day = as_of or today()
    editions = sorted(builtin_editions(), key=lambda one: one.kind == "consistency")
    names = [f"{one.id}@{one.number}" for one in editions]
    longest = max(map(len, names))
    lines = []
    for name, one in zip(names, editions, strict=True):
        lines.append(f"{name.ljust(longest)}  {one.status.value.replace('_', ' ')}, {_when(one, day)}")
        lines.append(f"    {one.title}")
    emit_lines(lines)


def _when(edition: Edition, day: date) -> str:
    if edition.kind == "consistency":
        return "run on every declaration"
    said = edition.validity.text_on(day)
    return said if edition.starts is not None else f"published {edition.published}, {said}"


@app.command("show")
def show_command(
    ruleset: EditionArgument,
    requirement: Annotated[
        str | None, typer.Argument(help="One requirement. Left out: all of them.", show_default=False)
    ] = None,
    as_of: AsOfOption = None,
    color: ColorOption = "auto",
    width: WidthOption = None,
    plain: PlainOption = False,
) -> None:
    """Show an edition in words.

    What it is, what it asks, and how each requirement is tested.

    Example: auditor ruleset show internet-safety-strategy@3 GRM-02
    """
    from auditor.authoring.reading import read_aloud
    from auditor.cli.loading import load_rules
    from auditor.cli.streams import emit, look
    from auditor.source.vocabularies import read_vocabulary

    loaded = load_rules([ruleset], as_of or today(), read_vocabulary(), any_kind=True)[0].ruleset
    if requirement is not None and requirement not in [one.id for one in loaded.requirements]:
        raise no_requirement(requirement, [loaded])
    drawn = look(color=color, width=width, plain=plain)
    emit(read_aloud(loaded, requirement, width=drawn.width, plain=drawn.plain))


@app.command("lint")
def lint_command(
    rulesets: EditionsArgument = None,
    checks: Annotated[
        bool,
        typer.Option("--checks", help="List what is looked at, and look at nothing. Left out: look."),
    ] = False,
) -> None:
    """Look for faults in rulesets and crosswalks.

    What cannot be read, and what should be better. An error makes an edition unusable, a warning does not. A file
    such as `rulesets/crosswalks/grooming.yaml` is looked at as a crosswalk: it may speak of what comes with the
    program, of editions in ID/VERSION beside it or beside its folder, and of those that are named with it.

    Exit status: 0 nothing found; 1 faults found; 3 an edition cannot be read.

    Example: auditor ruleset lint rulesets/internet-safety-strategy/3.0.0
    """
    from auditor.authoring.lint import CHECKS, lint
    from auditor.cli.streams import emit, emit_lines, show_diagnostics
    from auditor.engine.gate import Exit, worst
    from auditor.model.diagnostic import Diagnostic, InputError
    from auditor.source.crosswalks import crosswalk_files
    from auditor.source.rulesets import read_ruleset
    from auditor.source.vocabularies import read_vocabulary

    if checks:
        emit(_checks_listed())
        return
    files = [Path(one) for one in rulesets if is_crosswalk(one)] if rulesets else crosswalk_files()
    specs = [one for one in rulesets if not is_crosswalk(one)] if rulesets else None
    folders = [] if specs == [] else edition_folders(specs)
    vocabulary = read_vocabulary()
    exits, lines, editions = [], [], []
    found: list[Diagnostic] = []
    for folder in folders:
        name = f"{folder.resolve().parent.name}/{folder.resolve().name}"
        try:
            edition = read_ruleset(folder, vocabulary)
        except InputError as error:
            found.extend(error.diagnostics)
            exits.append(Exit.UNUSABLE)
            lines.append(f"{name}: cannot be read, {len(error.diagnostics)} found")
            continue
        editions.append(edition)
        faults = lint(edition, folder)
        found.extend(faults)
        exits.append(Exit.NOT_MET if faults else Exit.MET)
        state = f"{len(faults)} found" if faults else "nothing found"
        number = len(edition.requirements)
        lines.append(f"{name}: {state}; {number} requirement{'s' * (number != 1)}, {len(CHECKS)} checks")
    said, faulty, ended = lint_crosswalks(files, editions, [one.resolve().parent.parent for one in folders])
    lines, found, exits = [*lines, *said], [*found, *faulty], [*exits, *ended]
    if found:
        show_diagnostics(found)
    emit_lines(lines)
    raise typer.Exit(worst(exits))


def _checks_listed() -> str:
    from auditor.authoring.lint import CHECKS
    from auditor.authoring.lint_crosswalks import CROSSWALK_CHECKS

    rows = [(one.code, one.severity.value, one.about) for one in CHECKS]
    rows += [(one.code, one.severity.value, one.about) for one in CROSSWALK_CHECKS]
    longest = max(len(code) for code, _severity, _about in rows)
    return "".join(f"{code.ljust(longest)}  {severity:7}  {about}\n" for code, severity, about in rows)


@app.command("test")
def cases_command(rulesets: EditionsArgument = None) -> None:
    """Run the cases of rulesets.

    It also says which outcomes no case reaches. On a day on which it is not in force an edition is read as written;
    only a case with a day of its own that expects `not-in-force` keeps to the dates.

    Exit status: 0 every case came out as expected; 1 one did not, or there is none; 3 a file cannot be read.

    Example: auditor ruleset test
    """
    from auditor.authoring.cases import run_cases
    from auditor.cli.streams import emit_lines, show_diagnostics
    from auditor.engine.gate import Exit, worst
    from auditor.model.diagnostic import Diagnostic, InputError
    from auditor.source.case_files import read_cases
    from auditor.source.rulesets import read_ruleset
    from auditor.source.vocabularies import read_vocabulary

    vocabulary = read_vocabulary()
    exits, lines = [], []
    found: list[Diagnostic] = []
    for folder in edition_folders(rulesets):
        name = f"{folder.resolve().parent.name}/{folder.resolve().name}"
        try:
            edition = read_ruleset(folder, vocabulary)
            run = run_cases(edition, vocabulary, read_cases(folder, vocabulary))
        except InputError as error:
            found.extend(error.diagnostics)
            exits.append(Exit.UNUSABLE)
            lines.append(f"{name}: cannot be read, and no case was run")
            continue
        lines += _told(name, run)
        exits.append(Exit.NOT_MET if run.mismatches or not run.cases else Exit.MET)
    if found:
        show_diagnostics(found)
    emit_lines(lines)
    raise typer.Exit(worst(exits))


def _told(name: str, run: CaseRun) -> list[str]:
    lines = []
    for one in run.mismatches:
        lines += [
            f"✗ {one.case}",
            f"  --> {one.place}",
            f"  {one.subject}: expected {one.expected}, found {one.found}",
        ]
        lines += [f"   = why: {one.why}"] if one.why else []
    lines += [
        f"no case reaches {', '.join(status.value for status in statuses)} of {requirement}"
        for requirement, statuses in run.unreached
    ]
    failed = f"{run.failed} came out otherwise" if run.failed else "all as expected"
    lines.append(f"{name}: {run.cases} cases, {run.expectations} expectations, {failed}")
    return lines


app.command("mutate")(ruleset_mutate.mutate_command)
app.command("docs")(ruleset_docs.docs_command)
app.command("new")(ruleset_new.new_command)
app.command("scope")(ruleset_scope.scope_command)
app.command("find")(ruleset_find.find_command)
app.command("crosswalk")(ruleset_crosswalk.crosswalk_command)
app.command("diff")(ruleset_diff.diff_command)
app.command("impact")(ruleset_impact.impact_command)
