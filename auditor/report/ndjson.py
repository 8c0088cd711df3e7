"""The result as lines of JSON, contract `auditor.lines/1`: one object a line, for `jq`, `grep` and databases.

First the `run`, then each `audit` without its findings, each `finding` (or `reported` requirement, of a service that
others described), and last each `diagnostic`. Objects are those of `auditor.result/1`, with what tells them apart.
The schema is `schemas/lines-1.json` beside this file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, cast

from auditor.model.result import Result
from auditor.report.jsontext import Json, dump_line
from auditor.report.jsonv1 import document

SCHEMA: Final = "auditor.lines/1"
SCHEMA_FILE: Final = "schemas/lines-1.json"

_INNER: Final = {"finding": "findings", "reported": "reported"}


def render(result: Result) -> str:
    """Write the whole result, an object a line."""
    return "".join(map(dump_line, lines(result)))


def lines(result: Result) -> Iterator[dict[str, Json]]:
    """Give every line as plain JSON values."""
    whole = document(result)
    audits = cast(list[dict[str, Json]], whole.pop("audits"))
    diagnostics = cast(list[dict[str, Json]], whole.pop("diagnostics"))
    yield {"kind": "run", **whole, "schema": SCHEMA}
    for audit in audits:
        yield {"kind": "audit", **_whose(audit), **_without(audit, *_INNER.values())}
    for audit in audits:
        for kind, name in _INNER.items():
            for one in cast(list[dict[str, Json]], audit[name]):
                yield {"kind": kind, **_whose(audit), **one}
    for diagnostic in diagnostics:
        yield {"kind": "diagnostic", **diagnostic}


def _whose(audit: dict[str, Json]) -> dict[str, Json]:
    """Name the audit that a line belongs to."""
    service, ruleset, declaration = (
        cast(dict[str, Json], audit[name]) for name in ("service", "ruleset", "declaration")
    )
    return {
        "service_id": service["id"],
        "ruleset_id": ruleset["id"],
        "ruleset_version": ruleset["version"],
        "declaration_file": declaration["file"],
    }


def _without(members: dict[str, Json], *names: str) -> dict[str, Json]:
    return {name: one for name, one in members.items() if name not in names}
