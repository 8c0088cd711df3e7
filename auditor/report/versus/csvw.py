"""The table of a comparison described for programs: the W3C's Metadata Vocabulary for Tabular Data (CSVW).

Validators, and tools that load tables with their types, read it beside the table as `comparison.csv-metadata.json`;
its media type is application/csvm+json.
https://www.w3.org/TR/2015/REC-tabular-metadata-20151217/
"""

from __future__ import annotations

from typing import Final

from auditor.report.jsontext import Json, dump
from auditor.report.versus.columns import ALL, COLUMNS, Column, Datatype

FILE: Final = "comparison.csv"


def render() -> str:
    """Write the metadata."""
    return dump(document())


def document() -> dict[str, Json]:
    """Give the metadata as plain JSON values."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": FILE,
        "dc:title": "Services side by side against one edition of a ruleset",
        "dc:description": "What `auditor compare --format csv` writes. The column `row` says what a row is about, "
        "and each column says which rows fill it. Rows with the basis `compiled` never have a figure or a judgement.",
        "dialect": {"encoding": "utf-8", "delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
        "tableSchema": {"columns": [_column(one) for one in COLUMNS]},
    }


def _column(one: Column) -> dict[str, Json]:
    return {
        "name": one.name,
        "titles": one.name,
        "dc:description": described(one),
        "datatype": _datatype(one),
        "null": "",
        "required": one.always,
    }


def _datatype(one: Column) -> Json:
    if one.words:
        return {"base": "string", "format": "|".join(one.words)}
    if one.datatype is Datatype.BOOLEAN:
        return {"base": "boolean", "format": "true|false"}
    if one.datatype in (Datatype.DECIMAL, Datatype.INTEGER):
        return {"base": one.datatype.value, "minimum": "0"}
    return one.datatype.value


def described(one: Column) -> str:
    """Say what a column means, in which unit, and which rows fill it."""
    unit = f" Unit: {one.unit}." if one.unit else ""
    return f"{one.meaning}{unit} Rows: {rows_text(one)}."


def rows_text(one: Column) -> str:
    """Name the rows that fill a column."""
    return "all" if one.rows == ALL else ", ".join(kind.value for kind in one.rows)
