"""Shapes that several documents' schemas share."""

from __future__ import annotations

from typing import Any, Final

from auditor.model.plaintext import SEEN

# What a person writes: something that can be seen, not spaces or signs of no width alone.
TEXT: Final[dict[str, Any]] = {"type": "string", "pattern": SEEN}
