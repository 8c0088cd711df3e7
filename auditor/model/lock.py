"""A lock: what an audit stood on when it was written, so that a later run can refuse to stand on anything else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """One edition, as exactly as its digest; `asked` is the name it was found by."""

    asked: str
    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """All that is pinned. `as_of` is None where the day is left open, `declarations` is empty where they are.

    `consistency` is the edition of the rules about contradictions; `declarations` maps a file's name, as reports show
    it, to the digest of its content.
    """

    tool: str
    vocabulary: str
    rulesets: tuple[Pinned, ...]
    consistency: Pinned
    as_of: date | None = None
    declarations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One thing that is not as it was pinned."""

    what: str
    pinned: str
    found: str
    help: str
