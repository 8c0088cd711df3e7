"""The parameters of an edition: every number and every contestable reading, by name."""

from __future__ import annotations

from typing import Any

from auditor.model.ruleset import Origin, Parameter
from auditor.model.values import plain_number
from auditor.source import operands
from auditor.source.cursor import Cursor, Faults


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
