"""`auditor register export`: the views of a register as files for other programs."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.options import OUTPUT
from auditor.cli.register_options import FILTERS, KnownAtOption, RegisterArgument, register_at


class Rows(StrEnum):
    """How rows are written."""

    CSV = "csv"
    NDJSON = "ndjson"


class Seen(StrEnum):
    """The views of a register."""

    SUBMISSION = "submission"
    AUDIT = "audit"
    FINDING = "finding"
    MESSAGE = "message"
    RUN = "run"
    RUN_INPUT = "run_input"
    DECISION = "decision"
    RULESET = "ruleset"


def export_command(
    register: RegisterArgument,
    folder: Annotated[
        str,
        typer.Argument(
            metavar="FOLDER",
            help="Where the files go; made if it is not there. - is standard output, for one view.",
            show_default=False,
        ),
    ],
    views: Annotated[
        list[Seen] | None,
        typer.Option(
            "--view",
            help="Which view. Repeatable. Left out: all of them; on standard output finding.",
            rich_help_panel=FILTERS,
        ),
    ] = None,
    known_at: KnownAtOption = None,
    format: Annotated[
        Rows,
        typer.Option(
            "--format",
            "-f",
            show_default=False,
            help="For spreadsheets, or a JSON object a line. Left out: csv.",
            rich_help_panel=OUTPUT,
        ),
    ] = Rows.CSV,
) -> None:
    """Export the views, with a dictionary of their columns.

    A file for each view, and dictionary.csv, which says what each column means. Of persons only reviewers are named,
    in the view decision.

    Exit status: 0 written; 2 wrong usage; 3 the register cannot be used, or the files cannot be written.

    Example: auditor register export register.db exported --format ndjson
    """
    from auditor.cli.streams import emit, say
    from auditor.report.register_export import DICTIONARY, csv_lines, dictionary, ndjson_lines

    with register_at(register) as opened:
        from auditor.register.columns import COLUMNS

        lines = csv_lines if format is Rows.CSV else ndjson_lines
        wanted = [one.value for one in views or (Seen if folder != "-" else [Seen.FINDING])]
        told = {one: COLUMNS[one] for one in dict.fromkeys(wanted)}
        if folder == "-":
            if len(told) > 1:
                raise typer.BadParameter("standard output takes one view; name a folder", param_hint="--view")
            for line in lines([*told[wanted[0]]], opened.rows_of(wanted[0], known_at)):
                emit(line)
            return
        for view, columns in told.items():
            _write(Path(folder), f"{view}.{format.value}", lines([*columns], opened.rows_of(view, known_at)))
        _write(Path(folder), "dictionary.csv", csv_lines(DICTIONARY, dictionary(told)))
    say(f"wrote {len(told) + 1} files to {folder}")


def _write(folder: Path, name: str, lines: Iterable[str]) -> None:
    """Write a file line by line, so that it is there whole or not at all; raises InputError."""
    from auditor.cli.outputs import replacing, told

    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with replacing(folder / name) as file:
        for line in lines:
            with told(folder / name):
                file.write(line.encode("utf-8", "backslashreplace"))
