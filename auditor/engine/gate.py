"""From audits to an exit status: whether the gate is met, and why. Pure; the format never matters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, localcontext
from enum import IntEnum
from fractions import Fraction
from math import floor
from typing import Final

from msgspec import Struct

from auditor.engine.verdicts import backed, declared, is_excused, verdict
from auditor.model.finding import Reason, Status
from auditor.model.result import Audit, FailOn, Gate, GateCondition, Measured, Track, UndecidedPolicy
from auditor.model.ruleset import Ruleset
from auditor.model.scorecard import Scorecard, Tracks, Verdict
from auditor.model.truth import F, T
from auditor.model.values import plain_number


class Exit(IntEnum):
    """What the exit statuses mean; a contract with scripts."""

    MET = 0
    NOT_MET = 1
    USAGE = 2
    UNUSABLE = 3
    CANNOT_TELL = 4
    INTEGRITY = 5
    FAULT = 70
    INTERRUPTED = 130
    READER_LEFT = 141


_WORST_FIRST: Final = (
    Exit.FAULT,
    Exit.UNUSABLE,
    Exit.INTEGRITY,
    Exit.NOT_MET,
    Exit.CANNOT_TELL,
    Exit.MET,
)


def worst(exits: Sequence[Exit]) -> Exit:
    """Give the one that counts where several inputs ended differently."""
    return min(exits, key=_WORST_FIRST.index, default=Exit.UNUSABLE)


class AreaMinimum(Struct, frozen=True, kw_only=True):
    """A least score of one area; of the editions of one ruleset where one is named, otherwise of all that have it."""

    area: str
    least: Fraction
    ruleset: str = ""

    @property
    def name(self) -> str:
        """The area as it is asked for: `area` or `ruleset/area`."""
        return f"{self.ruleset}/{self.area}" if self.ruleset else self.area

    def is_of(self, ruleset: Ruleset) -> bool:
        """Whether an edition has the area that is meant."""
        return self.ruleset in ("", ruleset.id) and any(one.id == self.area for one in ruleset.areas)


class Terms(Struct, frozen=True, kw_only=True):
    """What the gate asks of every audit; left out, what the command line asks by default.

    `undecided` is the word on what cannot be told yet. The minima and the budgets are further conditions: they can
    make the gate stricter and never more lenient. A budget is of each audit, and whatever the track: a budget that is
    kept does not make `cannot tell yet` a pass, and one that is not kept fails, whatever `undecided` says.
    """

    track: Track = Track.DECLARED
    fail_on: FailOn = FailOn.DECISIVE
    min_score: Fraction | None = None
    min_areas: tuple[AreaMinimum, ...] = ()
    max_undecided: int | None = None
    max_unbacked: int | None = None
    undecided: UndecidedPolicy = UndecidedPolicy.TELL


def judge(audits: Sequence[Audit], terms: Terms, *, unusable: int) -> Gate:
    """Put the gate to every audit; the worst outcome is the run's.

    A declaration compiled by others has no verdict and so no part in the gate. Where there are no others, no gate
    is met: otherwise one line in a file would turn every gate green. A verdict over nothing passes beside others,
    and while rules are in transition; otherwise, where it is all there is, there was nothing to audit.
    """
    asked = [
        (one, card, tuple(_conditions(one, card, terms))) for one in audits if (card := one.scorecard) is not None
    ]
    judged = [_one(*each, terms) for each in asked]
    met: bool | None
    if not judged:
        met, exit_, why = None, Exit.UNUSABLE, "nothing here is judged: the facts were compiled by others"
    elif all(one is None for one in judged):
        met, exit_, why = None, Exit.UNUSABLE, "nothing applies: there was nothing to audit"
    else:
        exit_ = worst([one for one in judged if one is not None])
        met = {Exit.MET: True, Exit.NOT_MET: False}.get(exit_)
        why = _WHY[exit_]
    if unusable:
        exit_ = worst([Exit.UNUSABLE, exit_])
        number = "1 input" if unusable == 1 else f"{unusable} inputs"
        met, why = (None if met else met), f"{number} could not be used"
    return Gate(
        track=terms.track,
        fail_on=terms.fail_on,
        min_score=None if terms.min_score is None else _plain(terms.min_score),
        undecided=terms.undecided,
        met=met,
        exit=int(exit_),
        why=why,
        min_areas=tuple((one.name, _plain(one.least)) for one in terms.min_areas),
        max_undecided=terms.max_undecided,
        max_unbacked=terms.max_unbacked,
        conditions=tuple(one for _audit, _card, conditions in asked for one in conditions),
    )


_WHY: Final = {
    Exit.MET: "met",
    Exit.NOT_MET: "not met",
    Exit.CANNOT_TELL: "cannot be told yet",
}


def _one(audit: Audit, card: Scorecard, conditions: Sequence[GateCondition], terms: Terms) -> Exit | None:
    """Judge one audit; None where nothing applies."""
    on_declared = terms.track is Track.DECLARED
    verdict = card.verdict.declared if on_declared else card.verdict.backed
    score = card.score.declared if on_declared else card.score.backed
    if verdict is Verdict.NOTHING_APPLIES and score is None:
        # in transition gaps are told and do not fail; otherwise there was nothing to audit
        return Exit.MET if any(one.declared.reason is Reason.TRANSITION for one in audit.findings) else None
    found = worst([Exit.MET, *map(_exit, conditions)])
    if found is not Exit.CANNOT_TELL:
        return found
    return {
        UndecidedPolicy.FAIL: Exit.NOT_MET,
        UndecidedPolicy.PASS: Exit.MET,
        UndecidedPolicy.TELL: Exit.CANNOT_TELL,
    }[terms.undecided]


def _exit(condition: GateCondition) -> Exit:
    if condition.met is not None:
        return Exit.MET if condition.met else Exit.NOT_MET
    # an area over nothing holds nothing up; a whole score over nothing beside a verdict tells nothing
    return Exit.MET if condition.low is None and condition.what is Measured.AREA else Exit.CANNOT_TELL


def _conditions(audit: Audit, card: Scorecard, terms: Terms) -> Iterator[GateCondition]:
    """Give what is asked of one audit, each with its own outcome."""
    on_declared = terms.track is Track.DECLARED
    if terms.fail_on is not FailOn.NEVER:
        yield _none_fails(audit, card, terms.fail_on, on_declared)
    if terms.min_score is not None:
        yield _at_least(audit, Measured.SCORE, terms.min_score, card.score, on_declared)
    for minimum in terms.min_areas:
        for area in card.areas:
            if area.area.id == minimum.area and minimum.is_of(audit.ruleset):
                yield _at_least(audit, Measured.AREA, minimum.least, area.score, on_declared, area.area.id)
    if terms.max_undecided is not None:
        yield _within(audit, Measured.UNDECIDED, terms.max_undecided, card.decisive[Status.UNDECIDED])
    if terms.max_unbacked is not None:
        # what is met as backed is met as declared, so that the difference is what is met in words only
        unbacked = card.decisive[Status.MET] - card.decisive_backed[Status.MET]
        yield _within(audit, Measured.UNBACKED, terms.max_unbacked, unbacked)


def _none_fails(audit: Audit, card: Scorecard, fail_on: FailOn, on_declared: bool) -> GateCondition:
    """Ask that no decisive rule, or no rule at all, fails: one that can only be partly met fails surely.

    With a baseline only what got worse is looked at.
    """
    decisive = fail_on is FailOn.DECISIVE
    looked_at = [
        one
        for one in audit.findings
        if (one.counts if on_declared else one.counts_backed)
        and (one.requirement.decisive or not decisive)
        and not is_excused(one, on_declared=on_declared)
    ]
    pick = declared if on_declared else backed
    asked = [pick(one) for one in looked_at]
    binding = [one for one in asked if one.status is not Status.NOT_IN_FORCE and one.applies != F]
    failed = sum(one.applies == T and one.credit.high < 1 for one in binding)
    can_fail = sum(one.credit.low < 1 for one in binding)
    met: bool | None
    if decisive:
        found = card.verdict.declared if on_declared else card.verdict.backed
        if audit.baseline is not None:
            found = verdict(looked_at, pick)
        met = {Verdict.NOT_COMPLIANT: False, Verdict.CANNOT_TELL: None}.get(found, True)
    else:
        met = False if failed else None if any(one.status is Status.UNDECIDED for one in asked) else True
    return _condition(audit, Measured(fail_on.value), "0", str(failed), str(can_fail), met)


def _within(audit: Audit, what: Measured, budget: int, found: int) -> GateCondition:
    return _condition(audit, what, str(budget), str(found), str(found), found <= budget)


def _at_least(
    audit: Audit, what: Measured, wanted: Fraction, scores: Tracks, on_declared: bool, area: str | None = None
) -> GateCondition:
    score = scores.declared if on_declared else scores.backed
    if score is None:
        return _condition(audit, what, _plain(wanted), None, None, None, area)
    low, high = score.interval.low, score.interval.high
    met = True if low >= wanted else False if high < wanted else None
    return _condition(audit, what, _plain(wanted), _rounded(low), _rounded(high), met, area)


def _condition(
    audit: Audit,
    what: Measured,
    wanted: str,
    low: str | None,
    high: str | None,
    met: bool | None,
    area: str | None = None,
) -> GateCondition:
    return GateCondition(
        declaration=audit.declaration.file,
        service=audit.declaration.service.id,
        ruleset=f"{audit.ruleset.id}@{audit.ruleset.version}",
        what=what,
        area=area,
        wanted=wanted,
        low=low,
        high=high,
        met=met,
    )


def _plain(number: Fraction) -> str:
    """Write what was asked for in plain decimals: it was read from some."""
    with localcontext() as context:
        context.prec = len(str(number.numerator)) + 4 * len(str(number.denominator))
        return plain_number(Decimal(number.numerator) / Decimal(number.denominator))


def _rounded(points: Fraction) -> str:
    """Round to two decimals, half up."""
    return f"{Decimal(floor(points * 100 + Fraction(1, 2))).scaleb(-2):.2f}"
