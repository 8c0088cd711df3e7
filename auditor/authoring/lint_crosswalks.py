"""What crosswalks are held to: one table of checks, with what the reader refuses.

It is the sibling of the table for rulesets: a check looks at all relations together, wherever they are written, for
two files may contradict each other. Each row has a bad and a good example under `tests/cases/crosswalks/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Final

from msgspec import Struct

from auditor.model.correspondence import Correspondence, Reference, Relation
from auditor.model.diagnostic import Diagnostic, Place, Severity, by_place
from auditor.source.crosswalks import Catalogue
from auditor.source.names import did_you_mean

Faults = Iterator[Diagnostic]
Requirement = tuple[str, tuple[int, ...], str]


class Relations(Struct, frozen=True, dict=True):
    """Relations under the eyes of the linter, and the editions that they may speak of."""

    written: Sequence[Correspondence]
    catalogue: Catalogue

    @cached_property
    def known(self) -> tuple[Correspondence, ...]:
        """The relations between editions that there are, with full versions."""
        return self.catalogue.resolved(self.written)

    @cached_property
    def ends(self) -> tuple[Reference, ...]:
        """Both ends of each of those."""
        return tuple(end for one in self.known for end in (one.source, one.target))


class CrosswalkCheck(Struct, frozen=True):
    """One check: its code, what holds where it is silent, and the function that looks."""

    code: str
    about: str
    look: Callable[[Relations], Faults] | None = None
    severity: Severity = Severity.ERROR


_WHERE_EDITIONS_ARE: Final = (
    "`auditor ruleset list` shows what comes with the program; an edition of one's own lies in ID/VERSION beside the "
    "file, or is named on the command line"
)


def lint_relations(relations: Sequence[Correspondence], catalogue: Catalogue) -> tuple[Diagnostic, ...]:
    """Run every check over relations that can be read, and give what was found in reading order."""
    seen = Relations(relations, catalogue)
    found = [one for check in CROSSWALK_CHECKS if check.look is not None for one in check.look(seen)]
    return tuple(sorted(found, key=by_place))


def unknown_edition(seen: Relations) -> Faults:
    """Look for editions that there are not."""
    for one in seen.written:
        for end in (one.source, one.target):
            if seen.catalogue.resolve(end) is None:
                yield _fault(
                    "crosswalk.unknown-edition",
                    f"there is no edition `{end.edition_text}`",
                    end.place,
                    help=did_you_mean(end.edition_text, seen.catalogue.names) or _WHERE_EDITIONS_ARE,
                )


def unknown_requirement(seen: Relations) -> Faults:
    """Look for requirements that their edition does not have."""
    for end in seen.ends:
        known = seen.catalogue.requirements(end)
        if end.requirement not in known:
            yield _fault(
                "crosswalk.unknown-requirement",
                f"`{end.edition_text}` has no requirement `{end.requirement}`",
                end.place,
                why="nobody can follow a relation that leads nowhere",
                help=did_you_mean(end.requirement, known) or f"`auditor ruleset show {end.edition_text}` shows all",
            )


def not_an_instrument(seen: Relations) -> Faults:
    """Look for relations to rules about contradictions: they ask nothing of a service."""
    for end in seen.ends:
        if seen.catalogue.kind(end) != "scored":
            yield _fault(
                "crosswalk.not-an-instrument",
                f"`{end.edition_text}` looks for contradictions, and asks nothing of a service",
                end.place,
                help="relate requirements of instruments",
            )


def itself(seen: Relations) -> Faults:
    """Look for requirements that are related to themselves."""
    for one in seen.known:
        if _named(one.source) == _named(one.target):
            yield _fault(
                "crosswalk.itself",
                f"`{one.source}` is related to itself",
                one.target.place,
                help="name a requirement of another edition",
            )


def one_edition(seen: Relations) -> Faults:
    """Look for relations within one edition."""
    for one in seen.known:
        if one.source.edition == one.target.edition and one.source.requirement != one.target.requirement:
            yield _fault(
                "crosswalk.one-edition",
                f"`{one.source.requirement}` and `{one.target.requirement}` are both of `{one.source.edition_text}`",
                one.target.place,
                why="a crosswalk leads from one edition to another",
                help="name a requirement of another edition",
            )


def contradiction(seen: Relations) -> Faults:
    """Look for two relations of one pair that cannot both hold."""
    for first, one in _twice(seen):
        if _read_from_first(first, one) is not first.relation:
            yield _fault(
                "crosswalk.contradiction",
                f"`{one.source}` is `{one.relation.value}` to `{one.target}` here, and elsewhere it is not",
                one.place,
                why="what is carried over would hang on which of the two is read",
                help="keep the one that holds; two that are each part of the other are `equal`",
                also=(first.place,),
            )


def repeated(seen: Relations) -> Faults:
    """Look for relations that are written twice."""
    for first, one in _twice(seen):
        if _read_from_first(first, one) is first.relation:
            yield _fault(
                "crosswalk.repeated",
                f"`{one.source}` and `{one.target}` are related twice",
                one.place,
                help="keep one; the other way round it says the same",
                also=(first.place,),
                severity=Severity.WARNING,
            )


def because_no_sentence(seen: Relations) -> Faults:
    """Look for reasons that are no sentence."""
    for one in seen.written:
        if not one.because.rstrip().endswith("."):
            yield _fault(
                "crosswalk.because-no-sentence",
                "the reason does not end as a sentence",
                one.place,
                why="who is told that one pass stands for another may ask why",
                help="write one whole sentence, with a full stop",
                severity=Severity.WARNING,
            )


def _twice(seen: Relations) -> Iterator[tuple[Correspondence, Correspondence]]:
    """Give each relation of a pair that was related before, after the first."""
    first: dict[frozenset[Requirement], Correspondence] = {}
    for one in seen.known:
        pair = frozenset((_named(one.source), _named(one.target)))
        before = first.setdefault(pair, one)
        if before is not one and len(pair) == 2:
            yield before, one


def _read_from_first(first: Correspondence, other: Correspondence) -> Relation:
    same_way = _named(first.source) == _named(other.source)
    return other.relation if same_way else other.relation.reversed


def _named(reference: Reference) -> Requirement:
    return (*reference.edition, reference.requirement)


def _fault(
    code: str,
    message: str,
    place: Place,
    *,
    why: str = "",
    help: str = "",
    also: tuple[Place, ...] = (),
    severity: Severity = Severity.ERROR,
) -> Diagnostic:
    return Diagnostic(code=code, message=message, place=place, why=why, help=help, also=also, severity=severity)


CROSSWALK_CHECKS: Final = (
    # What the reader refuses.
    CrosswalkCheck("crosswalk.missing-key", "Every relation has both ends, a word and a reason."),
    CrosswalkCheck("crosswalk.unknown-key", "Only keys that have a meaning are written."),
    CrosswalkCheck("crosswalk.wrong-type", "Text stands where text belongs, a list where a list does."),
    CrosswalkCheck("crosswalk.unknown-word", "A relation is one of the four."),
    CrosswalkCheck("crosswalk.bad-form", "An end names an edition with its version, and a requirement."),
    CrosswalkCheck("crosswalk.empty", "Nothing is left empty."),
    # Looking.
    CrosswalkCheck("crosswalk.unknown-edition", "Every edition that is named is there.", unknown_edition),
    CrosswalkCheck("crosswalk.unknown-requirement", "Every requirement that is named is there.", unknown_requirement),
    CrosswalkCheck("crosswalk.not-an-instrument", "Instruments are related.", not_an_instrument),
    CrosswalkCheck("crosswalk.itself", "No requirement is related to itself.", itself),
    CrosswalkCheck("crosswalk.one-edition", "A relation leads from one edition to another.", one_edition),
    CrosswalkCheck("crosswalk.contradiction", "No two relations of one pair contradict each other.", contradiction),
    CrosswalkCheck("crosswalk.repeated", "Every pair is related once.", repeated, Severity.WARNING),
    CrosswalkCheck(
        "crosswalk.because-no-sentence", "Every reason is a sentence.", because_no_sentence, Severity.WARNING
    ),
)
