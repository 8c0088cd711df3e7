"""What changed between two editions of one instrument, and whether the version says so."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct

from auditor.model.diagnostic import Place
from auditor.model.ruleset import Ruleset


class ChangeKind(StrEnum):
    """What of an edition changed; the first ones of a requirement, the last ones of the edition as a whole."""

    ADDED = "added"
    REMOVED = "removed"
    OBLIGATION = "obligation"
    SCOPE = "scope"
    TEST = "test"
    PARTIAL = "part-credit"
    EVIDENCE = "evidence"
    ALTERNATIVES = "alternatives"
    DATES = "dates"
    CHECKED = "checked"
    WEIGHT = "weight"
    RENUMBERED = "renumbered"
    RENAMED = "renamed"
    MOVED = "moved"
    REWORDED = "reworded"
    RESTATED = "restated"
    SOURCE = "source"
    THEMES = "themes"
    REMEDY = "remedy"
    STATUS = "status-changed"
    EDITION_DATES = "edition-dates"
    DECIDED_BY = "decided-by"
    PARAMETER = "parameter"
    SCORING = "scoring"
    AREAS = "areas"
    EXCLUDES = "excludes"
    OWN_FACTS = "own-facts"
    ABOUT = "about"


OF_THE_EDITION: Final = frozenset(
    {
        ChangeKind.STATUS,
        ChangeKind.EDITION_DATES,
        ChangeKind.DECIDED_BY,
        ChangeKind.PARAMETER,
        ChangeKind.SCORING,
        ChangeKind.AREAS,
        ChangeKind.EXCLUDES,
        ChangeKind.OWN_FACTS,
        ChangeKind.ABOUT,
    }
)


class Effect(StrEnum):
    """What a change means for who is held to the edition."""

    ASKS_MORE = "asks-more"
    UNORDERED = "cannot-be-ordered"
    ASKS_LESS = "asks-less"
    SAME = "asks-the-same"


class Change(Struct, frozen=True, kw_only=True):
    """One change. `old` and `new` say it in words; a place is None where the thing is not in that edition.

    `requirement` is its id in the new edition (in the old one, where it was removed), `formerly` the old id where
    that is another. `subject` names the parameter, the area or the fact. `gone` and `came` are the comparisons that
    only the old or only the new condition makes, and what a fact of both may hold, where that differs.
    `parameters` are the changed parameters it reads; it comes `wholly` through them where nothing else in it changed.
    `readers` are the requirements that read a parameter or a fact. `moves` says that a status, a verdict or a score
    can move.
    """

    kind: ChangeKind
    effect: Effect
    name: str
    moves: bool
    requirement: str | None = None
    formerly: str | None = None
    title: str = ""
    subject: str = ""
    old: str = ""
    new: str = ""
    old_place: Place | None = None
    new_place: Place | None = None
    gone: tuple[str, ...] = ()
    came: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    wholly: bool = False
    readers: tuple[str, ...] = ()


class Raise(StrEnum):
    """How far a version was raised, or needs to be: the instrument's edition (major or minor), or a correction."""

    LOWERED = "lowered"
    NONE = "none"
    PATCH = "patch"
    EDITION = "edition"


class VersionRaise(Struct, frozen=True, kw_only=True):
    """Whether the version was raised as far as the changes need; `because` are those that need it."""

    made: Raise
    needed: Raise
    enough: bool
    because: tuple[Change, ...] = ()


class RulesetDiff(Struct, frozen=True, kw_only=True):
    """Two editions and every change between them, the worst for a platform first."""

    old: Ruleset
    new: Ruleset
    changes: tuple[Change, ...]
    version: VersionRaise

    @property
    def identical(self) -> bool:
        """Whether the two are one and the same."""
        return self.old.sha256 == self.new.sha256 and not self.changes
