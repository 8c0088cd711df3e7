"""`auditor ruleset new`: the first files of a ruleset."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.options import today


def new_command(
    id: Annotated[str, typer.Argument(metavar="ID", help="Name of the ruleset, as in child-safety-code.")],
    version: Annotated[
        str, typer.Option("--version", metavar="VERSION", help="Version of its edition. Left out: 1.0.0.")
    ] = "1.0.0",
    folder: Annotated[
        Path,
        typer.Option("--folder", metavar="FOLDER", help="Folder that holds rulesets. Left out: rulesets."),
    ] = Path("rulesets"),
) -> None:
    """Begin a ruleset, with one requirement and its cases.

    What is written lints clean and its cases pass. A folder that exists is never written to. An id that a ruleset of
    the program has is taken, and said to be: by the id alone the program's own is meant.

    Example: auditor ruleset new child-safety-code
    """
    from auditor.authoring.scaffold import fault_in_name, scaffold
    from auditor.cli.outputs import making
    from auditor.cli.streams import say
    from auditor.source.beside import is_there
    from auditor.source.library import builtin_editions

    fault = fault_in_name(id, version)
    if fault is not None:
        raise typer.BadParameter(fault)
    home = folder / id / version
    if is_there(home):
        raise typer.BadParameter(
            f"`{home}` is there already, and is not overwritten; give another --version or --folder"
        )
    with making(home) as beside:
        for name, text in scaffold(id, version, today()).items():
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            (beside / name).write_bytes(text.encode())
    say(
        f"wrote {home}: change what it asks, then run `auditor ruleset lint {home}` and `auditor ruleset test {home}`"
    )
    if id in {one.id for one in builtin_editions()}:
        say(f"`{id}` alone goes on meaning the ruleset that comes with the program; name yours by its folder, {home}")
