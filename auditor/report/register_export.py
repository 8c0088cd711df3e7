"""A register's views as files for other programs: a line a row, and a dictionary of all columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from auditor.model.register import Cell, Remains
from auditor.report.escape import visible
from auditor.report.jsontext import dump_line
from auditor.report.register_query import cell_json, csv_row, scores_in
from auditor.report.wording import listed, plural

DICTIONARY = ("view", "column", "meaning")
# A digest of the whole declaration stands in each result, and was made over the names too.
NO_REPLAY = "A result whose filing had a name in it can no longer be replayed: its bytes cannot come out again."


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Write a view as CSV, its head first."""
    scores = scores_in(columns)
    yield csv_row(columns)
    yield from (csv_row(row, scores) for row in rows)


def ndjson_lines(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Write a view as a JSON object a line."""
    for row in rows:
        yield dump_line({name: cell_json(cell) for name, cell in zip(columns, row, strict=True)})


def dictionary(columns: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Give what each column of each view says."""
    for view, meanings in columns.items():
        for column, meaning in meanings.items():
            yield view, column, meaning


def remains_text(remains: Remains) -> str:
    """Say what a register holds, names of persons last."""
    counts = [plural(count, what) for what, count in remains.counts.items()]
    return f"{listed(counts)}, and {plural(remains.names, 'name')} of persons"


def to_forget_text(names: int, remains: Remains, service: str | None) -> str:
    """Say what would be taken out, and that nothing was."""
    of = f" of {service}" if service is not None else ""
    would = f"it would take out {plural(names, 'name')} of persons{of}, for good"
    return visible(f"nothing was taken out: add --yes; {would}; the register holds {remains_text(remains)}")


def forgotten_text(taken: int, remains: Remains, service: str | None) -> str:
    """Say how many names were taken out, and where names may still stand."""
    of = f" of {service}" if service is not None else ""
    lines = [
        f"{plural(taken, 'name')} of persons{of} taken out for good.",
        f"The register holds {remains_text(remains)}.",
        NO_REPLAY,
        "Names may still stand in copies of the register, in results that were saved elsewhere, in names of files, "
        "and in running text.",
    ]
    return "\n".join(visible(one) for one in lines) + "\n"
