"""One declaration under two editions: what flips, what turns, and which change of the edition did it.

A flip has exactly one cause: of the changes of its requirement the only one, or the first that brings the old
outcome back when it alone is taken back, or all of them together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from auditor.engine.audit import finding_of
from auditor.engine.backing import Tracks
from auditor.engine.impact_undo import Undoing, Undone, decided
from auditor.engine.judge import Evaluator
from auditor.engine.verdicts import backed, declared, verdict
from auditor.model.finding import Finding, Status
from auditor.model.impact import Cause, CauseTally, Flip, Outcome, ServiceImpact, Turn, outcome
from auditor.model.result import Audit, Track
from auditor.model.ruleset import Checked
from auditor.model.vocabulary import Vocabulary

ASKS_NOTHING: Final = frozenset({Status.NOT_APPLICABLE, Status.NOT_IN_FORCE})
FAILS: Final = frozenset({Status.NOT_MET, Status.PARTLY_MET})


class Setting(Struct, frozen=True, kw_only=True):
    """How both editions were read."""

    vocabulary: Vocabulary
    as_of: date
    as_written: bool
    include_recalled: bool
    contradicted: frozenset[str] = frozenset()


def impact_on(undoing: Undoing, old: Audit, new: Audit, setting: Setting) -> ServiceImpact:
    """Compare two audits of one declaration, and say of each flip and each turn where it comes from."""
    return _Comparison(undoing, old, new, setting).impact()


def flips_between(old: Outcome | None, new: Outcome | None) -> bool:
    """Whether a requirement flips; one that came or went and asks nothing of the service does not."""
    if old is None or new is None:
        there = old or new
        return there is not None and not {there.declared, there.backed} <= ASKS_NOTHING
    return old != new


class _Comparison:
    def __init__(self, undoing: Undoing, old: Audit, new: Audit, setting: Setting) -> None:
        self.undoing, self.old, self.new, self.setting = undoing, old, new, setting
        before = {one.requirement.id: one for one in old.findings}
        after = {one.requirement.id: one for one in new.findings}
        self.before = [None if pair.old is None else before.get(pair.old.id) for pair in undoing.pairs]
        self.after = [None if pair.new is None else after.get(pair.new.id) for pair in undoing.pairs]
        facts, entries = new.declaration.facts, new.declaration.evidence
        tracks = Tracks(facts, entries, setting.as_of, setting.contradicted)
        self.evaluator = Evaluator(tracks, facts, setting.vocabulary)

    def impact(self) -> ServiceImpact:
        flips = []
        for number, pair in enumerate(self.undoing.pairs):
            was, is_ = outcome(self.before[number]), outcome(self.after[number])
            if flips_between(was, is_):
                requirement = pair.new or pair.old
                assert requirement is not None
                renamed = pair.old is not None and pair.old.id != requirement.id
                flips.append(
                    Flip(
                        requirement=requirement,
                        formerly=pair.old.id if pair.old is not None and renamed else None,
                        old=was,
                        new=is_,
                        cause=self._cause(number),
                    )
                )
        return ServiceImpact(old=self.old, new=self.new, flips=tuple(flips), turns=tuple(self._turns()))

    def _cause(self, number: int) -> Cause:
        pair, touching = self.undoing.pairs[number], self.undoing.touching(number)
        # what came or went is asked by one edition alone, whatever else that edition changed
        if len(touching) == 1 or pair.old is None or pair.new is None:
            return touching[0].cause
        wanted = outcome(self.before[number])
        for one in touching:
            if outcome(self._without(number, one)) == wanted:
                return one.cause
        return self.undoing.several(number)

    def _turns(self) -> Iterable[Turn]:
        if self.old.scorecard is None or self.new.scorecard is None:
            return
        before, after = self.old.scorecard.verdict, self.new.scorecard.verdict
        turned = [
            (track, was, pick)
            for track, was, is_, pick in (
                (Track.DECLARED, before.declared, after.declared, declared),
                (Track.BACKED, before.backed, after.backed, backed),
            )
            if was is not is_
        ]
        undone = [(one.cause, self._findings(one)) for one in self.undoing.causes] if turned else []
        for track, was, pick in turned:
            decisive = tuple(cause for cause, findings in undone if verdict(findings, pick) is was)
            yield Turn(track=track, decisive=decisive)

    def _findings(self, undone: Undone) -> Sequence[Finding]:
        """Give the findings of the new edition as they would be without one cause."""
        found = [
            self._without(number, undone) if undone.dates or number in undone.parts else finding
            for number, finding in enumerate(self.after)
        ]
        by = self.undoing.old.decided_by if undone.decided_by else self.undoing.new.decided_by
        return [replace(one, requirement=decided(one.requirement, by)) for one in found if one is not None]

    def _without(self, number: int, undone: Undone) -> Finding | None:
        """Judge one requirement of the new edition without a cause; None where it would not be judged."""
        compiled = self.undoing.compiled(number, undone)
        if compiled is None:
            return None
        if compiled.requirement.source.checked is Checked.RECALLED and not self.setting.include_recalled:
            return None
        return finding_of(
            self.evaluator,
            compiled,
            self.new.declaration,
            self.undoing.edition(undone),
            self.setting.as_of,
            as_written=self.setting.as_written,
        )


def tallied(services: Sequence[ServiceImpact]) -> tuple[CauseTally, ...]:
    """Add up what each cause did, the one that turns and flips most first."""
    causes: dict[str, Cause] = {}
    for service in services:
        for cause in (
            *(one.cause for one in service.flips),
            *(one for turn in service.turns for one in turn.decisive),
        ):
            causes.setdefault(cause.id, cause)
    found = [_tally(cause, services) for cause in causes.values()]
    return tuple(sorted(found, key=lambda one: (-one.turns, -one.failing, -one.services, -one.flips, one.cause.id)))


def _tally(cause: Cause, services: Sequence[ServiceImpact]) -> CauseTally:
    flips = [[flip for flip in service.flips if flip.cause.id == cause.id] for service in services]
    failing = [one.new for many in flips for one in many if one.new is not None and one.new.declared in FAILS]
    turns = sum(cause.id in [one.id for one in turn.decisive] for service in services for turn in service.turns)
    return CauseTally(
        cause=cause,
        flips=sum(map(len, flips)),
        failing=len(failing),
        services=sum(map(bool, flips)),
        turns=turns,
    )
