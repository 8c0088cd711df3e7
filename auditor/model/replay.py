"""A saved result made again: which inputs it was made from, whether they are the same today, and what came out."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class InputKind(StrEnum):
    """What a result is made from."""

    TOOL = "tool"
    OPTIONS = "options"
    RULESET = "ruleset"
    VOCABULARY = "vocabulary"
    CONSISTENCY = "consistency"
    INSTRUMENTS = "instruments"
    DECLARATION = "declaration"
    LAYOUT = "layout"
    EVIDENCE = "evidence"
    BINDING = "binding"
    WAIVERS = "waivers"
    DECISIONS = "decisions"
    CHALLENGES = "challenges"
    BASELINE = "baseline"
    SUBMISSION = "submission"
    NAMES = "names"
    INPUTS = "inputs"


class Standing(StrEnum):
    """Whether an input is what it was: `recorded` is taken from the result, and cannot differ."""

    SAME = "same"
    DIFFERS = "differs"
    MISSING = "missing"
    RECORDED = "recorded"


class Held(Struct, frozen=True, kw_only=True):
    """One input: what the result records of it and what was found; `found` is empty where it is not at hand."""

    kind: InputKind
    name: str
    standing: Standing
    recorded: str
    found: str = ""


class Difference(Struct, frozen=True, kw_only=True):
    """The first place where a saved result and the one made again differ: a JSON pointer, and both values.

    A value is None where there is nothing at that place.
    """

    pointer: str
    saved: str | None
    made: str | None


class Replay(Struct, frozen=True, kw_only=True):
    """What came of it. `made` is the digest of the result made again, empty where none could be made.

    `differences` counts the places that differ; where there are none and the digests differ, the file is written
    otherwise than the program writes it.
    """

    result: str
    saved: str
    made: str
    size: int
    inputs: tuple[Held, ...]
    differences: int = 0
    first: Difference | None = None
    saved_by: str = ""
    made_by: str = ""

    @property
    def same(self) -> bool:
        """Whether the same bytes came out."""
        return self.made == self.saved

    def of(self, standing: Standing) -> tuple[Held, ...]:
        """Give the inputs of one standing."""
        return tuple(one for one in self.inputs if one.standing is standing)
