"""`auditor ruleset mutate`: would the cases notice a slip in the rules?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli.editions import EditionsArgument, edition_folders
from auditor.cli.options import finite

if TYPE_CHECKING:
    from auditor.authoring.mutate import MutationRun, Reviewed
    from auditor.model.diagnostic import Diagnostic


def mutate_command(
    rulesets: EditionsArgument = None,
    at_least: Annotated[
        float,
        typer.Option(
            "--at-least",
            min=0,
            max=100,
            callback=finite,
            metavar="PERCENT",
            help="The share that the cases must notice.",
        ),
    ] = 90,
) -> None:
    """Change rules one by one, and see whether a case notices.

    Operators, thresholds, quantifiers, guards and dates are changed as a slip of the pen would. What no case
    notices is listed with a case that would; `mutants.yaml` beside the cases may say why one need not be noticed.

    Exit status: 0 enough are noticed; 1 too few, a reason that nothing needs, or cases that do not come out; 3 a
    file cannot be read.

    Example: auditor ruleset mutate internet-safety-strategy@3
    """
    from auditor.authoring.mutate import mutate, review
    from auditor.cli.streams import emit_lines, show_diagnostics
    from auditor.engine.gate import Exit, worst
    from auditor.source.case_files import read_cases
    from auditor.source.mutant_files import read_accepted
    from auditor.source.rulesets import read_ruleset
    from auditor.source.vocabularies import read_vocabulary

    vocabulary = read_vocabulary()
    exits, lines = [], []
    faults: list[Diagnostic] = []
    for folder in edition_folders(rulesets):
        name = f"{folder.resolve().parent.name}/{folder.resolve().name}"
        edition = read_ruleset(folder, vocabulary)
        run = mutate(edition, vocabulary, read_cases(folder, vocabulary))
        reviewed = review(run, read_accepted(folder))
        faults.extend([] if run.unsound else reviewed.faults)
        lines += _told(name, run, reviewed)
        enough = not run.unsound and not reviewed.faults and run.percent >= at_least
        exits.append(Exit.MET if enough else Exit.NOT_MET)
    if faults:
        show_diagnostics(faults)
    emit_lines(lines)
    raise typer.Exit(worst(exits))


def _told(name: str, run: MutationRun, reviewed: Reviewed) -> list[str]:
    if run.unsound:
        several = "; ".join(run.unsound)
        return [f"{name}: nothing was changed, for these cases do not come out as they are: {several}"]
    lines = []
    for one in reviewed.open:
        lines += [
            f"survived {one.id}",
            f"  --> {one.place}",
            f"  {one.change}",
            f"  would be noticed by a case where {one.hint}",
        ]
    for one, accepted in reviewed.accepted:
        lines += [f"accepted {one.id}", f"  {one.change}", f"  because {accepted.reason}"]
    # rounded down, so that a share below the bar never reads as if it were on it
    tenths = int(run.percent * 10)
    reasons = f", {len(reviewed.accepted)} of them with a reason" if run.survivors else ""
    lines.append(
        f"{name}: {run.killed} of {run.mutants} changes noticed ({tenths // 10}.{tenths % 10} %), "
        f"{len(run.survivors)} not{reasons}"
    )
    return lines
