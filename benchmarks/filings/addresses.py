"""Answers by their addresses, in data that is about to be written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Facts = dict[str, Any]


def leaves(facts: Mapping[str, Any] | list[Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Give the answers with their addresses; items of a list of groups by their numbers."""
    entries = enumerate(facts) if isinstance(facts, list) else facts.items()
    for key, value in entries:
        at = f"{path}.{key}" if path else str(key)
        if (isinstance(value, dict) and value) or (isinstance(value, list) and value and isinstance(value[0], dict)):
            yield from leaves(value, at)
        else:
            yield at, value


def get(facts: Mapping[str, Any], path: str) -> Any:
    """Give what stands at an address; None where nothing does."""
    at: Any = facts
    for key in path.split("."):
        at = at[int(key)] if isinstance(at, list) else at.get(key) if isinstance(at, dict) else None
        if at is None:
            return None
    return at


def put(facts: Facts, path: str, value: Any) -> None:
    """Put a value at an address; groups above it that are not there are made."""
    *above, last = path.split(".")
    at: Any = facts
    for key in above:
        at = at[int(key)] if isinstance(at, list) else at.setdefault(key, {})
    at[last] = value


def remove(facts: Facts, path: str) -> None:
    """Take away what stands at an address."""
    above, _, last = path.rpartition(".")
    home = get(facts, above) if above else facts
    if isinstance(home, dict):
        home.pop(last, None)


def copied(value: Any) -> Any:
    """Copy answers, groups and lists in them too, so that a change here is none there."""
    if isinstance(value, dict):
        return {key: copied(one) for key, one in value.items()}
    return [copied(one) for one in value] if isinstance(value, list) else value
