"""Services side by side: who stands where, how sure that is, and what the figures rest on.

Only services that filed for themselves stand in an order. Those compiled by others from published facts stand apart,
and nothing here has room for a verdict, a score or a rank of theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct, field

from auditor.model.changes import Difference
from auditor.model.diagnostic import Diagnostic
from auditor.model.finding import Finding, Status
from auditor.model.result import Audit, Inputs, ReportedFact
from auditor.model.ruleset import Requirement, Ruleset
from auditor.model.scorecard import AreaCard, Tracks, Verdicts
from auditor.model.themes import Theme


class Ranks(Struct, frozen=True, kw_only=True):
    """The best and the worst place that a service can have, from 1: open answers and documents decide within.

    Equal figures share a place, and the one after them is skipped, as in 1, 1, 3. Figures are compared as people see
    them, in whole points, so that two who show the same figure never stand one above the other.
    """

    best: int
    worst: int


class Unranked(StrEnum):
    """Why a service that filed for itself has no rank.

    One of `other-scope` has too little of its score on what is asked of all who are ranked, or would leave the others
    with too little.
    """

    NOTHING_COUNTS = "nothing-counts"
    TOO_LITTLE_ANSWERED = "too-little-answered"
    OTHER_SCOPE = "other-scope"


class Shares(Struct, frozen=True, kw_only=True):
    """Parts of the whole, from 0 to 1; None where there is no whole.

    `unanswered` is the part of the score, as declared, that hangs on facts without an answer. `not_applicable` and
    `on_unbacked_scope` are parts of the weight of all requirements that are in force: those that do not apply as
    declared, and those that fall out on a claim which nothing backs. `common` is the part of the score that rests on
    what is asked, or may be, as backed, of every service that is fit for a rank; what one clause asks in the same
    words is one question, however many requirements put it.
    """

    unanswered: Fraction | None
    not_applicable: Fraction | None
    on_unbacked_scope: Fraction | None
    common: Fraction | None


class Stance(StrEnum):
    """What a service's own filing says to one requirement, or to a matter as a whole.

    `does` is declared and backed; `says-it-does` is declared, and not all of it backed; `contested` is declared, and
    somebody filed evidence to the contrary. What takes a service out is told apart in the same way: `does-not-apply`
    is backed, `says-it-does-not-apply` is not, and an `exemption-contested` has evidence against it.
    `will-not-say` is kept for what a party asked and was refused.
    """

    DOES = "does"
    SAYS_IT_DOES = "says-it-does"
    CONTESTED = "contested"
    PARTLY = "partly"
    DOES_NOT = "does-not"
    WILL_NOT_SAY = "will-not-say"
    NOT_ANSWERED = "not-answered"
    EXEMPTION_CONTESTED = "exemption-contested"
    SAYS_IT_DOES_NOT_APPLY = "says-it-does-not-apply"
    DOES_NOT_APPLY = "does-not-apply"
    NOT_IN_FORCE = "not-in-force"


class Answered(Struct, frozen=True, kw_only=True):
    """One service's answer to one requirement in focus."""

    finding: Finding
    stance: Stance


class Position(Struct, frozen=True, kw_only=True):
    """Where a service that filed for itself stands on the matter in focus.

    `stance` is of the requirements in focus that decide, or of all where none does; `answers` are in the order of
    `Focus.requirements`. `asked` counts those that apply or may apply, `does` those met as declared, `backed` those
    met as backed, `declined` those of which it was asked for something that bears on them and declined to say it:
    whatever the stance, a refusal is never lost in it.
    """

    stance: Stance
    answers: tuple[Answered, ...]
    asked: int
    does: int
    backed: int
    declined: int


class Focus(Struct, frozen=True, kw_only=True):
    """What is asked of all: a theme, or single requirements. `decisive` says whether those that decide were weighed.

    `title` is what people read, as `grooming`.
    """

    title: str
    theme: Theme | None
    requirements: tuple[Requirement, ...]
    decisive: bool


class Conflict(Struct, frozen=True, kw_only=True):
    """What a file says against itself, or against the product it is bound to: none of the facts counts as backed."""

    facts: tuple[str, ...]
    told: Diagnostic


class Filing(Struct, frozen=True, kw_only=True):
    """An earlier filing of a service, judged by the same edition, and what changed since the filing before it.

    Each is judged for the day on which it was stated, so that documents are as old as they were then.
    """

    audit: Audit
    as_of: date
    score: Tracks
    change: Difference | None


class Standing(Struct, frozen=True, kw_only=True):
    """One service that filed for itself.

    `score`, `counts`, `decisive` and `areas` are of the areas looked at; `verdict` is of the whole edition. Waivers
    and decisions are set aside in all of them, `set_aside` of them. `decisive_failures` are met in part or not at
    all, as declared. `change` is what the newest filing changed since the one before, `earlier` the filings before
    it, oldest first.
    """

    audit: Audit
    as_of: date
    version: str
    score: Tracks
    verdict: Verdicts
    counts: Mapping[Status, int]
    counts_backed: Mapping[Status, int]
    decisive: Mapping[Status, int]
    decisive_backed: Mapping[Status, int]
    decisive_failures: tuple[Finding, ...]
    areas: tuple[AreaCard, ...]
    shares: Shares
    ranks: Ranks | None
    unranked: Unranked | None = None
    position: Position | None = None
    earlier: tuple[Filing, ...] = ()
    change: Difference | None = None
    set_aside: int = 0
    conflicts: tuple[Conflict, ...] = ()


class Dossier(Struct, frozen=True, kw_only=True):
    """One service that others compiled from published facts: facts with their sources, and nothing else.

    `focus` are the reported facts that the requirements in focus look at, each once, in their order; `facts` are all
    reported facts, scope facts last.
    """

    audit: Audit
    as_of: date
    version: str
    focus: tuple[ReportedFact, ...]
    facts: tuple[ReportedFact, ...]
    conflicts: tuple[Conflict, ...] = ()


class Mismatch(StrEnum):
    """What two services have to have in common before their figures can be put side by side."""

    RULES = "rules"
    DAY = "day"
    SCOPE = "scope"
    COVERAGE = "coverage"


class Obstacle(Struct, frozen=True, kw_only=True):
    """Why services cannot be compared: what differs, between whom, and what would mend it.

    A comparison that holds one was forced, and says so in every format.
    """

    what: Mismatch
    message: str
    help: str
    services: tuple[str, ...]


class Mark(Struct, frozen=True, kw_only=True):
    """A watermark of a comparison, and the services it is about; none where it is about the whole page."""

    text: str
    services: tuple[str, ...] = ()


class Comparison(Struct, frozen=True, kw_only=True):
    """Services side by side against one edition.

    `lens` are the areas that scores are taken over; empty for all of them. `standings` are in order: by the lower
    bound of the backed score, equals by name; those without a rank come last, by how much is answered, so that
    silence never stands above an answer. `dossiers` are in order of name.
    `least_answered` is the part that must be answered for a rank. `marks` are the watermarks of the page. `as_of` is
    the newest day for which any of them was judged. `questions` are the vocabulary's own words for facts that are
    shown, by address; a fact without one is named by its address.
    """

    version: str
    as_of: date
    ruleset: Ruleset
    lens: tuple[str, ...]
    focus: Focus | None
    standings: tuple[Standing, ...]
    dossiers: tuple[Dossier, ...]
    obstacles: tuple[Obstacle, ...]
    marks: tuple[Mark, ...]
    least_answered: Fraction
    inputs: Inputs
    diagnostics: tuple[Diagnostic, ...] = ()
    questions: Mapping[str, str] = field(default_factory=dict)

    @property
    def watermarks(self) -> tuple[str, ...]:
        """What a reader must know of the whole page."""
        return tuple(one.text for one in self.marks)

    @property
    def ranked(self) -> int:
        """Among how many the ranks are."""
        return sum(one.ranks is not None for one in self.standings)
