"""Totals that are added up in one pass, against each of them counted for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from auditor.engine.scorecards import scorecard
from auditor.engine.verdicts import backed, declared, verdict
from auditor.model.decision import Decision, Reviewed, Standing
from auditor.model.evidence import Assurance
from auditor.model.finding import NOTHING, OPEN, WHOLE, Finding, Interval, Judgement, Reason, Status
from auditor.model.ruleset import Ruleset, ScoringModel
from auditor.model.scorecard import Score, Tracks, Verdicts, Weights
from auditor.model.truth import F, T, U
from auditor.model.waiver import Waiver
from tests.properties.test_scores import FRACTIONS, MET, WEIGHTS, areas, settled
from tests.support.rules import PLACE, requirement, ruleset

DAY = date(2026, 10, 1)
WAIVED = Waiver(requirement="r/R", service="s", reason="", approver="A", granted=DAY, expires=DAY, place=PLACE)
ACCEPTED = Reviewed(
    decision=Decision(
        requirement="r/R",
        service="s",
        accepted=True,
        reviewer="A",
        on=DAY,
        because="",
        assurance=Assurance.DOCUMENTED,
        text_sha256="",
        place=PLACE,
    ),
    standing=Standing.ACCEPTED,
    today_sha256="",
    backs=True,
)

Pick = Callable[[Finding], Judgement]


@st.composite
def credits(draw: st.DrawFn) -> Interval:
    """One of the three that are made once, the same made again, or any other."""
    low, high = sorted((draw(FRACTIONS), draw(FRACTIONS)))
    return draw(st.sampled_from([NOTHING, OPEN, WHOLE, Interval(low, high)]))


@st.composite
def judgements(draw: st.DrawFn) -> Judgement:
    """What rules make of a declaration, and what a saved result may say of one besides."""
    applies = draw(st.sampled_from([T, T, T, U, U, F]))
    credit, reason = draw(credits()), None
    if applies == F:
        status = draw(st.sampled_from([Status.NOT_APPLICABLE, Status.NOT_IN_FORCE]))
        credit, reason = NOTHING, Reason.NOT_YET if status is Status.NOT_IN_FORCE else None
    elif applies == U or draw(st.booleans()):
        status = Status.UNDECIDED
        reason = draw(st.sampled_from([Reason.SCOPE_UNKNOWN, Reason.SCOPE_UNBACKED, Reason.FACTS_MISSING]))
    else:
        status = Status.MET if credit.low == 1 else draw(st.sampled_from([Status.NOT_MET, Status.PARTLY_MET]))
    return Judgement(status=status, credit=credit, applies=applies, reason=reason)


@st.composite
def editions(draw: st.DrawFn) -> tuple[Ruleset, list[Finding]]:
    tree = draw(areas())
    made = []
    for index in range(draw(st.integers(0, 4))):
        wanted = requirement(
            f"R-{index}",
            met=MET,
            area=draw(st.sampled_from([area.id for area in tree])),
            weight=draw(WEIGHTS),
            decisive=draw(st.booleans()),
        )
        finding = Finding(
            requirement=wanted,
            declared=draw(judgements()),
            backed=draw(judgements()),
            fingerprint="",
            waiver=draw(st.sampled_from([None, None, None, WAIVED])),
            decision=draw(st.sampled_from([None, None, None, ACCEPTED])),
        )
        made.append(finding)
    known = [one.requirement for one in made] if draw(st.booleans()) else []
    return ruleset(known, areas=tree, scoring=draw(st.sampled_from(ScoringModel))), made


def _ways(found: Sequence[Finding], pick: Pick, *, best: bool) -> Iterator[dict[str, Fraction]]:
    """Every way to settle: each finding out, or in with its least credit; in the best case with its greatest.

    There nothing counts that is out of scope with nothing to back it.
    """
    choices: list[list[Fraction | None]] = []
    for judgement in map(pick, found):
        credit = judgement.credit.high if best else judgement.credit.low
        exempt = best and judgement.reason is Reason.SCOPE_UNBACKED
        out = judgement.applies == F or exempt or judgement.status is Status.NOT_IN_FORCE
        choices.append([None] if out else [credit] if judgement.applies == T else [None, credit])
    for chosen in product(*choices):
        yield {one.requirement.id: each for one, each in zip(found, chosen, strict=True) if each is not None}


def _score(rules: Ruleset, found: Sequence[Finding], pick: Pick, area: str | None) -> Score | None:
    every = [settled(rules, found, way, area) for way in _ways(found, pick, best=False)]
    least = [one for one in every if one is not None]
    if not least:
        return None
    ways = _ways(found, pick, best=True)
    most = [one for way in ways if (one := settled(rules, found, way, area)) is not None]
    return Score(interval=Interval(min(least), max(most, default=min(least))), may_be_empty=None in every)


# What is looked at as declared, and what as backed.
Looked = tuple[Sequence[Finding], Sequence[Finding]]


def _looked_at(found: Sequence[Finding]) -> Looked:
    """A waiver takes a finding out on each track on which it neither counts as met nor is out of question."""
    needless = (Status.MET, Status.NOT_APPLICABLE, Status.NOT_IN_FORCE)

    def stays(one: Finding, judgement: Judgement, accepted: bool) -> bool:
        return one.waiver is None or accepted or judgement.status in needless

    return (
        [one for one in found if stays(one, one.declared, one.accepted)],
        [one for one in found if stays(one, one.backed, one.accepted_backed)],
    )


def _scores(rules: Ruleset, found: Looked, area: str | None = None) -> Tracks:
    return Tracks(declared=_score(rules, found[0], declared, area), backed=_score(rules, found[1], backed, area))


def _verdicts(found: Looked) -> Verdicts:
    return Verdicts(declared=verdict(found[0], declared), backed=verdict(found[1], backed))


def _counts(judgements: Sequence[Judgement]) -> dict[Status, int]:
    return {status: sum(one.status is status for one in judgements) for status in Status}


@settings(max_examples=300)
@given(editions())
def test_every_total_is_what_counting_it_alone_gives(made: tuple[Ruleset, list[Finding]]) -> None:
    rules, found = made
    counting, whole = _looked_at(found), (found, found)
    decisive = [[one for one in each if one.requirement.decisive] for each in counting]
    undecided = _looked_at([replace(one, decision=None) for one in found])
    card = scorecard(rules, found)
    assert (card.verdict, card.score) == (_verdicts(counting), _scores(rules, counting))
    assert (card.verdict_without_waivers, card.score_without_waivers) == (_verdicts(whole), _scores(rules, whole))
    assert card.verdict_without_decisions == _verdicts(undecided)
    assert card.score_without_decisions == _scores(rules, undecided)
    assert card.counts == _counts([one.declared for one in found])
    assert card.counts_backed == _counts([one.backed for one in found])
    assert card.decisive == _counts([*map(declared, decisive[0])])
    assert card.decisive_backed == _counts([*map(backed, decisive[1])])
    assert [one.score for one in card.areas] == [_scores(rules, counting, one.id) for one in rules.areas]


@given(editions())
def test_weights_are_of_what_surely_counts_and_of_what_does_not(made: tuple[Ruleset, list[Finding]]) -> None:
    rules, found = made

    def weigh(holds: Callable[[Finding], bool]) -> Fraction:
        return sum((one.requirement.weight for one in found if holds(one)), Fraction(0))

    assert scorecard(rules, found).weights == Weights(
        counted=weigh(lambda one: one.declared.applies == T),
        not_applicable=weigh(lambda one: one.declared.status is Status.NOT_APPLICABLE),
        on_unbacked_scope=weigh(lambda one: one.backed.reason is Reason.SCOPE_UNBACKED),
    )
