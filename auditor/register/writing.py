"""Values of a result as people read them."""

from __future__ import annotations

from typing import Any


def written(value: Any) -> str:
    """Write a value of a result as people read it; lists in alphabetical order."""
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return "[" + ", ".join(sorted(map(written, value))) + "]"
        case dict():
            return "{" + ", ".join(f"{key}: {written(one)}" for key, one in sorted(value.items())) + "}"
        case _:
            return str(value)
