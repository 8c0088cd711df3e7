"""How an edition stands on a day, and the words for it: commands, messages and every format take them from here.

A text that binds nobody (a model, an advocacy text, a voluntary one) is never in force and never law: it is current.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from auditor.model.finding import Reason
from auditor.model.ruleset import CURRENT, NEVER_IN_FORCE, Ruleset, RulesetStatus


class Standing(StrEnum):
    """Whether an edition is in force, or current, on a day."""

    IN_FORCE = "in-force"
    TRANSITION = "transition"
    NOT_YET = "not-yet"
    ENDED = "ended"
    NEVER = "never"


class Validity(Struct, frozen=True, kw_only=True):
    """What kind of text an edition is, and from when to when it holds; both ends are inside."""

    status: RulesetStatus
    starts: date | None
    ends: date | None
    transition: date | None = None

    def on(self, day: date) -> tuple[Standing, date | None]:
        """Give how it stands on a day, and the day that this turns on."""
        if self.status in NEVER_IN_FORCE or self.starts is None:
            return Standing.NEVER, None
        if day < self.starts:
            return Standing.NOT_YET, self.starts
        if self.ends is not None and self.ends < day:
            return Standing.ENDED, self.ends
        if self.transition is not None and day <= self.transition:
            return Standing.TRANSITION, self.transition
        return Standing.IN_FORCE, self.starts

    def holds(self, day: date) -> bool:
        """Whether it is in force, or current, on a day."""
        return self.on(day)[0] in (Standing.IN_FORCE, Standing.TRANSITION)

    def text_on(self, day: date, *, since: bool = True) -> str:
        """Say how it stands on a day: `current since 2025-07-25`; without `since` only what may still change."""
        word = holding(self.status)
        standing, turns_on = self.on(day)
        began = f"{word} since {self.starts}" if since else ""
        match standing:
            case Standing.IN_FORCE:
                return began or word
            case Standing.TRANSITION:
                return ", ".join(part for part in (began, f"in transition until {turns_on}") if part)
            case _:
                return _outside(word, standing, turns_on)

    @property
    def span_text(self) -> str:
        """Say from when to when it holds, whatever the day: `in force from 2024-05-31 until 2026-09-29`."""
        word = holding(self.status)
        if self.status in NEVER_IN_FORCE or self.starts is None:
            return _outside(word, Standing.NEVER, None)
        until = f" until {self.ends}" if self.ends is not None else ""
        return f"{_outside(word, Standing.NOT_YET, self.starts)}{until}"


def validity_of(ruleset: Ruleset) -> Validity:
    """Give the kind and the days of an edition that has been read."""
    return Validity(
        status=ruleset.status,
        starts=ruleset.in_force_from,
        ends=ruleset.in_force_until,
        transition=ruleset.transition_until,
    )


def holding(*statuses: RulesetStatus) -> str:
    """Give the word for texts of these kinds that hold: `in force`, `current`, or both where there are both."""
    lived = [one for one in statuses if one not in NEVER_IN_FORCE]
    kinds = {one in CURRENT for one in lived}
    return "in force or current" if len(kinds) > 1 else "current" if kinds == {True} else "in force"


def waiting_text(ruleset: Ruleset, reason: Reason | None, turns_on: date | None) -> str:
    """Say why a requirement of an edition does not hold on the day, in the words for the edition itself."""
    word = holding(ruleset.status)
    match reason:
        case Reason.TRANSITION:
            return f"in transition until {turns_on}" if turns_on else "in transition"
        case Reason.ENDED:
            return _outside(word, Standing.ENDED, turns_on)
        case Reason.NOT_YET:
            never = turns_on is None and ruleset.status in NEVER_IN_FORCE
            return _outside(word, Standing.NEVER if never else Standing.NOT_YET, turns_on)
        case _:
            return f"not {word}"


def none_holds(*statuses: RulesetStatus) -> str:
    """Say of texts of these kinds that they do not hold: `not in force`, `not current`."""
    return f"not {holding(*statuses)}"


def _outside(word: str, standing: Standing, turns_on: date | None) -> str:
    match standing:
        case Standing.NOT_YET:
            return f"{word} from {turns_on}" if turns_on else f"not yet {word}"
        case Standing.ENDED:
            return f"ended {turns_on}" if turns_on else f"no longer {word}"
        case _:
            return f"never {word}"
