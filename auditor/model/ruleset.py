"""One edition of one instrument: its requirements, dates, parameters and how it is scored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Final

from msgspec import Struct, field

from auditor.model.condition import Always, Condition
from auditor.model.dates import DateSpan, Period
from auditor.model.diagnostic import Place
from auditor.model.evidence import Assurance
from auditor.model.records import AlikeBut
from auditor.model.themes import Theme
from auditor.model.vocabulary import FactType

if TYPE_CHECKING:
    from auditor.model.correspondence import Correspondence


class RulesetStatus(StrEnum):
    """What kind of text the edition is."""

    PROPOSAL = "proposal"
    CONSULTATION = "consultation"
    DRAFT = "draft"
    ADVOCACY = "advocacy"
    VOLUNTARY = "voluntary"
    STATUTORY_GUIDANCE = "statutory_guidance"
    STATUTORY_CODE = "statutory_code"
    ACT = "act"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"
    MODEL = "model"


NEVER_IN_FORCE: Final = frozenset({RulesetStatus.PROPOSAL, RulesetStatus.CONSULTATION, RulesetStatus.DRAFT})

# Of a text that binds nobody, in force means that it is current.
CURRENT: Final = frozenset({RulesetStatus.VOLUNTARY, RulesetStatus.ADVOCACY, RulesetStatus.MODEL})


class Obligation(StrEnum):
    """The clause's own verb, from the strongest."""

    MUST = "must"
    SHOULD = "should"
    SEEK = "seek"
    DEMAND = "demand"
    MAY = "may"


class Checked(StrEnum):
    """How surely the source was read when the requirement was encoded."""

    READ = "read"
    SECONDARY = "secondary"
    RECALLED = "recalled"


class Origin(StrEnum):
    """Whether a number is the source's or ours."""

    SOURCE = "source"
    DESIGN = "design"


class ScoringModel(StrEnum):
    """How areas add up."""

    FLAT = "flat"
    NESTED = "nested"


class Stage(StrEnum):
    """What happened to a text on a day."""

    PROMISED = "promised"
    PROPOSED = "proposed"
    CONSULTED = "consulted"
    SUBMITTED = "submitted"
    LAID = "laid"
    PUBLISHED = "published"
    ISSUED = "issued"
    REPEALED = "repealed"


class Milestone(Struct, frozen=True, kw_only=True):
    """A step in the life of an edition; `on` is as exact as is known: a day, a month or a year."""

    stage: Stage
    on: DateSpan
    note: str = ""


class Exclusion(Struct, frozen=True, kw_only=True):
    """Matters that the text leaves out in so many words, so that a pass says nothing about them."""

    themes: tuple[Theme, ...]
    clause: str
    because: str


class SourceDocument(Struct, frozen=True, kw_only=True):
    """A text the edition encodes."""

    id: str
    title: str
    publisher: str = ""
    published: str = ""
    url: str = ""
    licence: str = ""


class Citation(Struct, frozen=True, kw_only=True):
    """Where a requirement comes from, and how surely that was read."""

    document: SourceDocument
    clause: str
    checked: Checked


class Parameter(Struct, frozen=True, kw_only=True):
    """A named number, list or reading of the edition."""

    name: str
    value: object
    written: str
    origin: Origin
    because: str = ""
    readings: Mapping[str, str] = field(default_factory=dict)
    numbers: int = 0
    place: Place


class Rung(Struct, frozen=True, kw_only=True):
    """Part credit, and the condition that earns it."""

    credit: Fraction
    when: Condition


class EvidenceDemand(AlikeBut, frozen=True, kw_only=True):
    """What backs a requirement: assurance at least this, not older than this on the as-of date.

    `parameter` names what the age comes through, if anything.
    """

    left_out: ClassVar = frozenset({"parameter"})

    assurance: Assurance
    not_older_than: Period | None = None
    parameter: str | None = None


class Remedy(Struct, frozen=True, kw_only=True):
    """What to do, and how much work it is (our own scale, 1 to 13)."""

    do: str
    effort: int | None = None


class Requirement(Struct, frozen=True, kw_only=True):
    """One testable demand. `formerly` is the id that the edition before knew it by, where that differs.

    `place` is where it can be opened; `rule` is that place by edition and not by folder, as results hold it: the same
    from wherever the edition was read.
    """

    id: str
    title: str
    asks: str
    obligation: Obligation
    area: str
    source: Citation
    applies_when: Condition | Always
    met_when: Condition
    evidence: EvidenceDemand
    place: Place
    rule: Place
    themes: tuple[Theme, ...] = ()
    label: str | None = None
    formerly: str | None = None
    crosswalk: tuple[Correspondence, ...] = ()
    rungs: tuple[Rung, ...] = ()
    remedy: Remedy | None = None
    weight: Fraction = Fraction(1)
    starts: date | None = None
    ends: date | None = None
    alternatives: bool = False
    decisive: bool = False

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All its conditions, in document order; to apply always is none."""
        scope = () if isinstance(self.applies_when, Always) else (self.applies_when,)
        return (*scope, self.met_when, *(rung.when for rung in self.rungs))


class Area(Struct, frozen=True, kw_only=True):
    """A heading of the scorecard. A transparent area hands its children to its parent as well."""

    id: str
    title: str
    parent: str | None = None
    weight: Fraction = Fraction(1)
    transparent: bool = False


class Ruleset(Struct, frozen=True, kw_only=True):
    """One edition, read and checked: everything in it can be evaluated and cannot raise.

    `extension` is the group of facts that the edition brings itself, at `extensions.<id>`. `history` tells what
    became of the text, and when; `excludes` what it leaves out in so many words.
    """

    id: str
    version: str
    title: str
    summary: str
    status: RulesetStatus
    decided_by: tuple[Obligation, ...]
    scoring: ScoringModel
    areas: tuple[Area, ...]
    requirements: tuple[Requirement, ...]
    parameters: Mapping[str, Parameter]
    documents: Mapping[str, SourceDocument]
    sha256: str
    vocabulary_sha256: str
    place: Place
    kind: str = "scored"
    definitions: Mapping[str, Condition] = field(default_factory=dict)
    published: date | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None
    transition_until: date | None = None
    history: tuple[Milestone, ...] = ()
    excludes: tuple[Exclusion, ...] = ()
    alternatives: bool = False
    numbers: tuple[int, int] = (0, 0)
    extension: FactType | None = None

    @property
    def name(self) -> str:
        """Give `id version`, as reports write it."""
        return f"{self.id} {self.version}"

    def in_force(self, day: date) -> bool:
        """Whether this edition is in force on `day`; both ends are inside."""
        if self.status in NEVER_IN_FORCE or self.in_force_from is None:
            return False
        return self.in_force_from <= day and (self.in_force_until is None or day <= self.in_force_until)
