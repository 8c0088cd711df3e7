"""Results of real audits, in process, and every way in which a format can be asked to show one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from auditor import __version__
from auditor.cli.loading import audit_one, consistency, load_rules, vocabulary_with
from auditor.engine.gate import Terms, judge
from auditor.engine.withhold import withhold
from auditor.model.challenge import Challenge
from auditor.model.decision import Decision
from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Diagnostic
from auditor.model.result import Inputs, Result
from auditor.model.waiver import Waiver
from auditor.report.registry import FORMATS, Format
from auditor.source.contesting import attached
from auditor.source.declarations import read_declaration
from auditor.source.vocabularies import read_vocabulary

ROOT = Path(__file__).parent.parent.parent
AS_OF = date(2026, 10, 1)
EXAMPLES = tuple(
    sorted(
        path.relative_to(ROOT).as_posix()
        for folder in (ROOT / "examples", ROOT / "examples" / "published")
        for path in folder.glob("*.yaml")
    )
)

VIEWS: tuple[dict[str, Any], ...] = (
    {},
    {"width": 60, "ascii": True},
    {"width": 160, "color": True, "verbose": True},
    {"plain": True},
    {"plain": True, "ascii": True, "verbose": True},
)


def views() -> Iterator[tuple[Format, dict[str, Any]]]:
    """Go through every format, those for people in every way."""
    for format, row in FORMATS.items():
        for view in VIEWS if row.viewed else VIEWS[:1]:
            yield format, view


@cache
def declared(file: str) -> tuple[Declaration, tuple[Diagnostic, ...]]:
    path = ROOT / file
    return read_declaration(path.read_bytes(), file, path.parent, read_vocabulary())


def audited(
    files: Sequence[str],
    rulesets: Sequence[str] | None = None,
    *,
    as_of: date = AS_OF,
    terms: Terms | None = None,
    public: bool = False,
    recalled: bool = False,
    unusable: int = 0,
    waivers: Sequence[Waiver] = (),
    decisions: Sequence[Decision] = (),
    challenges: Sequence[Challenge] = (),
) -> Result:
    """Audit declarations of the project as `auditor audit` does."""
    vocabulary = read_vocabulary()
    rules = load_rules(rulesets, as_of, vocabulary)
    vocabulary = vocabulary_with(rules, vocabulary)
    read = [(attached(one, challenges)[0], warnings) for one, warnings in map(declared, files)]
    audits = [
        audit_one(
            each,
            declaration,
            vocabulary,
            as_of,
            include_recalled=recalled,
            waivers=waivers,
            decisions=decisions,
        )
        for declaration, _warnings in read
        for each in rules
    ]
    gate = judge(audits, terms or Terms(), unusable=unusable)
    return Result(
        version=__version__,
        as_of=as_of,
        audits=tuple(withhold(one) for one in audits) if public else tuple(audits),
        gate=gate,
        inputs=Inputs(given=len(read) + unusable, audited=len(read), unusable=unusable),
        diagnostics=tuple(one for _declaration, warnings in read for one in warnings),
        consistency=consistency().ruleset,
    )


def leaves(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Go through everything in JSON data that holds nothing itself, with its path."""
    if isinstance(value, dict) and value:
        for key, one in value.items():
            yield from leaves(one, (*at, key))
    elif isinstance(value, list) and value:
        for number, one in enumerate(value):
            yield from leaves(one, (*at, number))
    else:
        yield at, value
