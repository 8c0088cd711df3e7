"""What instruments say on a theme: for each edition the strongest verb, what is silent, what is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct

from auditor.model.ruleset import Checked, Exclusion, Obligation, Requirement, Ruleset
from auditor.model.standing import Standing
from auditor.model.themes import Theme


class Voice(StrEnum):
    """What an edition says in one word: its strongest verb, or why it has none that can be counted on."""

    MUST = "must"
    SHOULD = "should"
    SEEK = "seek"
    DEMAND = "demand"
    MAY = "may"
    RECALLED_ONLY = "recalled-only"
    OUT_OF_TIME = "out-of-time"
    SILENT = "silent"


class Saying(Struct, frozen=True, kw_only=True):
    """What one edition says on a theme.

    `speaking` are the requirements with its strongest obligation, of those that were read and are in force with
    their edition. `weaker` have a weaker one. `recalled` were encoded from memory, and `out_of_time` have days of
    their own that leave out the day it is read for: both stand apart, and give no obligation.
    """

    ruleset: Ruleset
    standing: Standing
    since: date | None
    obligation: Obligation | None
    speaking: tuple[Requirement, ...]
    weaker: tuple[Requirement, ...]
    recalled: tuple[Requirement, ...]
    out_of_time: tuple[Requirement, ...]
    excludes: tuple[Exclusion, ...]

    @property
    def voice(self) -> Voice:
        """What it says in one word."""
        if self.obligation is not None:
            return Voice(self.obligation.value)
        return Voice.OUT_OF_TIME if self.out_of_time else Voice.RECALLED_ONLY if self.recalled else Voice.SILENT

    @property
    def is_current(self) -> bool:
        """Whether it is in force, or current, on the day."""
        return self.standing in (Standing.IN_FORCE, Standing.TRANSITION)

    @property
    def checked(self) -> Mapping[Checked, int]:
        """How surely those that speak were read."""
        return Counter(one.source.checked for one in self.speaking)


class Survey(Struct, frozen=True, kw_only=True):
    """All editions that were looked into, by the day of their publication."""

    theme: Theme
    as_of: date
    sayings: tuple[Saying, ...]

    def voices(self, *, current: bool = False) -> Mapping[Voice, int]:
        """Count the editions by what they say: all of them, or those in force on the day."""
        counted = Counter(one.voice for one in self.sayings if one.is_current or not current)
        return {voice: counted[voice] for voice in Voice if counted[voice]}
