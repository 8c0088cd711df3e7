"""A lock: what an audit stood on when it was written, so that a later run can refuse to stand on anything else."""

from __future__ import annotations

from datetime import date

from msgspec import Struct


class Pinned(Struct, frozen=True, kw_only=True):
    """One edition, as exactly as its digest; `asked` is the name it was found by."""

    asked: str
    id: str
    version: str
    sha256: str


class Lock(Struct, frozen=True, kw_only=True):
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


class Drift(Struct, frozen=True, kw_only=True):
    """One thing that is not as it was pinned."""

    what: str
    pinned: str
    found: str
    help: str
