"""The parameters of an edition: every number and every contestable reading, by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from auditor.model.dates import parse_date
from auditor.model.ruleset import Area, Origin, Parameter, Requirement
from auditor.model.values import plain_number
from auditor.source import operands
from auditor.source.cursor import Cursor, Faults

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_parameters(head: Cursor, faults: Faults) -> dict[str, Parameter]:
    """Read the parameters under an edition's head; those that hold nothing usable are noted and left out."""
    found: dict[str, Parameter] = {}
    holder = head.get("parameters")
    for name, at in holder.entries() if holder is not None else ():
        raw: dict[str, Any] = at.value  # type: ignore[assignment]  # its shape has been checked
        value = raw["value"]
        sort = _sort(value)
        if sort is None:
            faults.add(
                at.child("value"),
                "ruleset.wrong-operand",
                f"parameter `{name}` holds no number, quantity, date, word, or list of these",
            )
            continue
        readings = raw.get("readings") or {}
        for reading, other in readings.items():
            if _sort(other) != sort:
                faults.add(
                    at.child("readings").child(reading),
                    "ruleset.reading-differs",
                    f"reading `{reading}` of `{name}` is of another type than its value",
                    help=f"write it like `{_written(value)}`",
                )
        found[name] = Parameter(
            name=name,
            value=value,
            written=_written(value),
            origin=Origin(raw["origin"]),
            because=raw.get("because", ""),
            readings={key: _written(one) for key, one in readings.items()},
            numbers=_number_count(value),
            place=at.place,
        )
    return found


def named_parameter(raw: object) -> str | None:
    """Give the name in `{parameter: NAME}`; None for anything else."""
    named = raw.get("parameter") if isinstance(raw, dict) and len(raw) == 1 else None
    return named if isinstance(named, str) else None


def _sort(value: object) -> str | None:
    """Name the sort of thing a parameter holds, so that its readings can be held to the same."""
    if isinstance(value, bool):
        return "yes/no"
    if operands.is_number(value):
        return "number"
    if isinstance(value, list):
        sorts = {_sort(one) for one in value}
        return f"list of {sorts.pop()}" if len(sorts) == 1 and None not in sorts else None
    if isinstance(value, str) and value:
        return "quantity" if operands.is_quantity(value) else "text"
    return None


def _number_count(value: object) -> int:
    if isinstance(value, list):
        return sum(_number_count(one) for one in value)
    return int(operands.is_number(value) or operands.is_quantity(value))


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(_written(one) for one in value) + "]"
    return plain_number(value) if operands.is_number(value) else str(value)  # type: ignore[arg-type]


# -- whose numbers they are ----------------------------------------------------------------------


def numbers_of(
    head: Cursor,
    parts: Sequence[Cursor],
    requirements: Sequence[Requirement],
    areas: Iterable[Area],
    parameters: Iterable[Parameter],
) -> tuple[int, int]:
    """Count the numbers that are ours, and all: parameters, weights, credits, and what stands in conditions.

    A number in a condition itself says nothing of where it comes from, and so counts as ours, as weights and credits
    without an origin do. Efforts move no score and are not among them.
    """
    raw: dict[str, Any] = head.value  # type: ignore[assignment]  # its shape has been checked
    origins: Mapping[str, str] = raw.get("origins") or {}
    weighted: list[Requirement | Area] = [*requirements, *areas]
    counted = [(one.origin, one.numbers) for one in parameters]
    counted.append((Origin(origins.get("weights", "design")), sum(one.weight != 1 for one in weighted)))
    counted.append((Origin(origins.get("credits", "design")), sum(len(one.rungs) for one in requirements)))
    counted.append((Origin.DESIGN, _bare(raw.get("definitions")) + sum(_bare_in(part.value) for part in parts)))
    ours = sum(number for origin, number in counted if origin is Origin.DESIGN)
    return ours, sum(number for _origin, number in counted)


def _bare_in(requirements: Any) -> int:
    """Count the numbers that stand in conditions and in demands for evidence of one file, and in no parameter."""
    count = 0
    for one in requirements:
        rungs = one.get("partly_met_when") or []
        whens = [rung["when"] for rung in (rungs if isinstance(rungs, list) else [rungs])]
        count += _bare([one["applies_when"], one["met_when"], one["evidence"].get("not_older_than"), *whens])
    return count


def _bare(value: object) -> int:
    if isinstance(value, dict):
        return 0 if named_parameter(value) is not None else sum(map(_bare, value.values()))
    if isinstance(value, list):
        return sum(map(_bare, value))
    return int(is_bare_number(value))


def is_bare_number(value: object) -> bool:
    """Whether a value in a condition is a number, a quantity or a day."""
    if isinstance(value, str):
        return operands.is_quantity(value) or (_DAY.fullmatch(value) is not None and parse_date(value) is not None)
    return operands.is_number(value)
