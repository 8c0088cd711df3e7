"""A declaration in block style, as people write it: one fact to a line, short lists in brackets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from benchmarks.filings.yamltext import flow

# Longer lists, and mappings other than these, stand in lines of their own.
_WIDE: Final = 96
_BRACED: Final = frozenset({"ages", "monthly_active", "attestation"})


def in_blocks(data: Mapping[str, Any]) -> list[str]:
    """Give the lines of a declaration, an empty one between its subjects."""
    lines: list[str] = []
    for key, value in data.items():
        if isinstance(value, dict | list) and value and lines:
            lines.append("")
        lines += _entry(key, value, "")
    return lines


def _entry(key: str, value: Any, indent: str) -> list[str]:
    written = f"{indent}{flow(key)}: {flow(value)}"
    if not isinstance(value, dict | list) or not value or key in _BRACED:
        return [written]
    if isinstance(value, dict):
        return [f"{indent}{flow(key)}:", *_mapping(value, indent + "  ")]
    groups = isinstance(value[0], dict)
    if not groups and len(written) <= _WIDE:
        return [written]
    lines = [f"{indent}{flow(key)}:"]
    for one in value:
        if key == "evidence":
            lines += _braced(one, indent + "  ")
            continue
        inside = _mapping(one, indent + "    ") if groups else [f"{indent}    {flow(one)}"]
        lines += [f"{indent}  - {inside[0].lstrip()}", *inside[1:]]
    return lines


def _braced(value: Mapping[str, Any], indent: str) -> list[str]:
    """Write a piece of evidence in four lines, as our examples do."""
    pairs = [f"{key}: {flow(one)}" for key, one in value.items()]
    rows = [", ".join(pairs[:4]), ", ".join(pairs[4:6]), pairs[6], pairs[7]]
    return [f"{indent}- {{{rows[0]},", *(f"{indent}   {row}," for row in rows[1:3]), f"{indent}   {rows[3]}}}"]


def _mapping(value: Mapping[str, Any], indent: str) -> list[str]:
    return [line for key, one in value.items() for line in _entry(key, one, indent)]
