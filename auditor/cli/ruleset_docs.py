"""`auditor ruleset docs`: the reference pages, written anew or held against what stands there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.editions import EditionsArgument, edition_folders


def docs_command(
    rulesets: EditionsArgument = None,
    folder: Annotated[
        Path, typer.Option("--folder", metavar="FOLDER", help="Where the pages stand; it has to be there.")
    ] = Path("docs"),
    check: Annotated[bool, typer.Option("--check", help="Write nothing; say which pages are not current.")] = False,
) -> None:
    """Write the reference pages of rulesets and vocabulary.

    One page for each edition that comes with the program, in `rulesets/` of the folder, and `vocabulary.md`. Of
    editions that are named, one's own too, the pages alone, with the facts that they bring themselves.

    Exit status: 0 written, or all current; 1 with `--check`, a page is not current; 3 a file cannot be written.

    Example: auditor ruleset docs --check
    """
    from auditor.authoring.docs import edition_pages, pages
    from auditor.cli.outputs import write_whole
    from auditor.cli.streams import emit_lines
    from auditor.engine.gate import Exit
    from auditor.source.beside import is_folder
    from auditor.source.rulesets import read_ruleset
    from auditor.source.vocabularies import read_vocabulary

    if not is_folder(folder):
        raise typer.BadParameter(f"`{folder}` is no folder", param_hint="--folder")
    vocabulary = read_vocabulary()
    editions = [read_ruleset(one, vocabulary) for one in edition_folders(rulesets)]
    wanted = edition_pages(editions) if rulesets else pages(editions, vocabulary)
    stale = {name: text for name, text in wanted.items() if _standing(folder / name) != text.encode()}
    # a page of an edition that is no more would go on being read
    left = [] if rulesets else sorted(f"rulesets/{one.name}" for one in (folder / "rulesets").glob("*.md"))
    left = [name for name in left if name not in wanted]
    if not check:
        try:
            (folder / "rulesets").mkdir(exist_ok=True)
        except OSError as error:
            reason = (error.strerror or "no reason").lower()
            raise typer.BadParameter(f"`{folder / 'rulesets'}` cannot be made: {reason}") from None
        for name, text in stale.items():
            write_whole(folder / name, text.encode())
    state = "not current" if check else "written"
    lines = [f"{folder / name}: {state}" for name in stale]
    lines += [f"{folder / name}: belongs to no edition" for name in left]
    lines.append(f"{len(wanted)} page{'s' * (len(wanted) != 1)}, {len(stale)} {state}")
    emit_lines(lines)
    raise typer.Exit(Exit.NOT_MET if check and (stale or left) else Exit.MET)


def _standing(page: Path) -> bytes | None:
    try:
        return page.read_bytes()
    except OSError:  # not there, or not to be read: either way it is written anew, or reported
        return None
