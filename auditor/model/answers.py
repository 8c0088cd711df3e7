"""What to answer next: one open fact, the requirements that wait for it, and what it can give."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.diagnostic import Place
from auditor.model.facts import UNANSWERED, Absence
from auditor.model.finding import Interval, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One fact without a value, asked once however many requirements look at it.

    `decides` says that a decisive requirement waits for it. `gain` is in points of the score: none where
    the answer is a bad one, and at the high end what it adds to the least score at most.
    """

    fact: str
    question: str
    accepts: str
    place: Place | None
    role: Role
    requirements: tuple[str, ...]
    decides: bool
    gain: Interval
    absence: Absence = UNANSWERED
