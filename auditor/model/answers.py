"""What to answer next: one open fact, the requirements that wait for it, and what it can give."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from auditor.model.diagnostic import Place
from auditor.model.facts import UNANSWERED, Absence
from auditor.model.finding import Finding, Interval, Role
from auditor.model.scorecard import Verdict


class Turn(Struct, frozen=True, kw_only=True):
    """A verdict other than today's, and what brings it: each setting is `FACT=VALUE`."""

    verdict: Verdict
    settings: tuple[str, ...]


class Answer(Struct, frozen=True, kw_only=True):
    """One fact without a value, asked once however many requirements look at it.

    `decides` says that a decisive requirement waits for it. `turns` holds each other verdict that this answer
    alone can bring, with an answer that brings it. `gain` is what it adds to the least score, in points: by
    the answer that gives least, and by the one that gives most. `together` is what it adds at most beside
    answers to everything else: if every requirement that waits for it came out met.
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
    turns: tuple[Turn, ...] = ()
    together: Fraction = Fraction(0)


class Rest(Struct, frozen=True, kw_only=True):
    """A stated fact that the verdict rests on: were it untrue, the verdict would be another.

    `turns` are the verdicts it could bring, `requirements` those that it would turn on the way. `backed_by` names the
    documents that are good enough for all of them, `short` those that cover the fact and are not.
    """

    fact: str
    seen: str
    place: Place | None
    turns: tuple[Turn, ...]
    requirements: tuple[Finding, ...]
    backed_by: tuple[str, ...]
    short: tuple[str, ...]
