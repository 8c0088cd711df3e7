"""The promises about findings, scores and verdicts, on random editions, declarations and evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from auditor.engine.audit import audit
from auditor.engine.evaluate import compile_ruleset
from auditor.model.condition import Always
from auditor.model.evidence import Assurance
from auditor.model.finding import Judgement, Status
from auditor.model.result import Audit
from auditor.model.ruleset import Area, Requirement, Ruleset, ScoringModel
from auditor.model.scorecard import Score, Verdict
from tests.support.cutting import cut_down
from tests.support.facts import facts_of
from tests.support.made import PARAMETERS, Answers, Blur, Rules
from tests.support.naive import Naive, Truth
from tests.support.rules import AS_OF, declaration, evidence, read, requirement, ruleset
from tests.support.vocabulary import VOCABULARY

AREAS = (
    Area(id="one", title="One"),
    Area(id="two", title="Two", weight=Fraction(3)),
    Area(id="deep", title="Deep", parent="two", weight=Fraction(2)),
    Area(id="glass", title="Glass", parent="two", transparent=True),
)
CREDITS = ("3/4", "1/4")


@dataclass
class Written:
    """One requirement as plain data."""

    applies: Any
    met: Any
    rungs: list[Any]


@dataclass
class Edition:
    """An edition with what it was made of, a declaration, one that refines it, and evidence."""

    rng: Random = field(repr=False)
    written: list[Written]
    definitions: dict[str, Any]
    ruleset: Ruleset = field(repr=False)
    full: dict[str, Any] = field(repr=False)
    blurred: dict[str, Any]
    supports: list[str]

    def run(self, data: dict[str, Any], supports: Sequence[str] = (), edition: Ruleset | None = None) -> Audit:
        entries = [evidence(*supports)] if supports else []
        chosen = edition or self.ruleset
        return audit(
            declaration(facts_of(data), entries),
            chosen,
            compile_ruleset(chosen),
            vocabulary=VOCABULARY,
            as_of=AS_OF,
            as_written=True,
        )


def _addresses(rng: Random, data: dict[str, Any]) -> list[str]:
    """Draw what evidence supports: single facts, words, items, and whole subjects."""
    paths = [*facts_of(data).values, "app.contact.dm", "surfaces.dm.words.hate", "surfaces.dm", "teams.i0"]
    paths += ["defaults.b0", "defaults.b1.hidden", "users.monthly.GB", "notices.0", "risk", "users"]
    return rng.sample(paths, rng.randint(0, len(paths) // rng.choice((1, 3))))


@st.composite
def editions(draw: st.DrawFn, *, simple: bool = False, depth: int = 2) -> Edition:
    depth = draw(st.integers(0, depth))
    rng = Random(draw(st.integers(0, 2**32)))
    rules = Rules(rng, simple=simple)
    rules.whole(depth)
    written = [
        Written(
            applies=None if rng.random() < 0.3 else rules.condition(depth, scope=True),
            met=rules.condition(depth),
            rungs=[rules.condition(depth) for _ in range(rng.randint(0, 2))],
        )
        for _ in range(rng.randint(1, 4))
    ]

    def load(one: Any) -> Any:
        return read(one, parameters=PARAMETERS, definitions=rules.definitions)

    requirements: list[Requirement] = [
        requirement(
            f"REQ-{index}",
            applies=None if one.applies is None else load(one.applies),
            met=load(one.met),
            rungs=list(zip(CREDITS, map(load, one.rungs), strict=False)),
            area=rng.choice(AREAS).id,
            weight=rng.choice((Fraction(0), Fraction(1), Fraction(1), Fraction(5, 2))),
            decisive=rng.random() < 0.7,
        )
        for index, one in enumerate(written)
    ]
    full = Answers(rng).whole()
    blurred = Blur(rng, rng.choice((0.05, 0.2, 0.5)), bands=simple).whole(full)
    edition = ruleset(requirements, areas=AREAS, scoring=rng.choice(list(ScoringModel)))
    return Edition(rng, written, rules.definitions, edition, full, blurred, _addresses(rng, full))


def _expected(
    written: Written, declared: Callable[[Any], Truth], backed: Callable[[Any], Truth]
) -> tuple[str, str | None, Fraction, Fraction]:
    """Give status, reason and credit of the backed track by sections 10 and 11; both alike for the declared."""
    applies = (True, True) if written.applies is None else (declared(written.applies), backed(written.applies))
    if applies == (False, False):
        return "not-applicable", None, Fraction(0), Fraction(0)
    met = True if backed(written.met) else False if declared(written.met) is False else None
    credits = [Fraction(one) for one in CREDITS]
    held = [c for c, one in zip(credits, written.rungs, strict=False) if backed(one)]
    possible = [c for c, one in zip(credits, written.rungs, strict=False) if declared(one) is not False]
    low = Fraction(1) if met else max(held, default=Fraction(0))
    high = Fraction(1) if met is not False else max(possible, default=Fraction(0))
    if applies[0] is False:
        return "undecided", "scope-unbacked", low, high
    if applies[0] is None:
        return "undecided", "scope-unknown", low, high
    if met is None:
        missing = "evidence-missing" if declared(written.met) else "facts-missing"
        return "undecided", missing, low, high
    return "met" if met else "partly-met" if held else "not-met", None, low, high


def _got(judgement: Judgement) -> tuple[str, str | None, Fraction, Fraction]:
    reason = judgement.reason.value if judgement.reason else None
    return judgement.status.value, reason, judgement.credit.low, judgement.credit.high


@given(editions())
def test_each_finding_is_that_of_the_reference(edition: Edition) -> None:
    setting: Any = {"definitions": edition.definitions, "parameters": PARAMETERS, "as_of": AS_OF}
    whole = Naive(edition.blurred, **setting).holds
    kept = Naive(cut_down(edition.blurred, edition.supports), whole=edition.blurred, **setting).holds
    result = edition.run(edition.blurred, edition.supports)
    for written, finding in zip(edition.written, result.findings, strict=True):
        assert _got(finding.declared) == _expected(written, whole, whole)
        assert _got(finding.backed) == _expected(written, whole, kept)


@given(editions())
def test_every_finding_has_a_witness_or_names_what_is_missing(edition: Edition) -> None:
    for finding in edition.run(edition.blurred, edition.supports).findings:
        for judgement in (finding.declared, finding.backed):
            if judgement.status is Status.UNDECIDED:
                assert judgement.missing
            else:
                assert judgement.because


@given(editions())
def test_backed_never_exceeds_declared(edition: Edition) -> None:
    result = edition.run(edition.blurred, edition.supports)
    for finding in result.findings:
        on, below = finding.declared, finding.backed
        if below.applies == on.applies:
            assert below.credit.low <= on.credit.low
            assert below.credit.high <= on.credit.high
        if below.status in (Status.MET, Status.NOT_MET, Status.NOT_APPLICABLE):
            assert on.status is below.status or on.status is Status.PARTLY_MET
    assert result.scorecard is not None
    score, verdict = result.scorecard.score, result.scorecard.verdict
    if score.declared is not None:
        assert score.backed is not None
        assert score.backed.interval.low <= score.declared.interval.low
        assert score.backed.interval.high <= score.declared.interval.high
    if verdict.backed in (Verdict.COMPLIANT, Verdict.NOT_COMPLIANT, Verdict.NOTHING_APPLIES):
        assert verdict.declared is verdict.backed


@given(editions())
def test_with_everything_backed_both_tracks_are_one(edition: Edition) -> None:
    for finding in edition.run(edition.blurred, list(VOCABULARY.groups)).findings:
        assert _got(finding.backed) == _got(finding.declared)


@given(editions())
def test_more_evidence_never_lowers(edition: Edition) -> None:
    fewer = edition.supports[: len(edition.supports) // 2]
    less, more = edition.run(edition.blurred, fewer), edition.run(edition.blurred, edition.supports)
    for before, after in zip(less.findings, more.findings, strict=True):
        assert before.backed.credit.low <= after.backed.credit.low or after.backed.applies == 0


@given(editions(simple=True))
def test_intervals_shrink_as_answers_come_in(edition: Edition) -> None:
    before = edition.run(edition.blurred, edition.supports).scorecard
    after = edition.run(edition.full, edition.supports).scorecard
    assert before is not None
    assert after is not None
    _assert_within(before.score.declared, after.score.declared)
    if after.score.declared is not None:  # over nothing but unbacked exemptions the best case is a convention
        _assert_within(before.score.backed, after.score.backed)
    for area, later in zip(before.areas, after.areas, strict=True):
        _assert_within(area.score.declared, later.score.declared)
    settled = (Verdict.COMPLIANT, Verdict.NOT_COMPLIANT, Verdict.NOTHING_APPLIES)
    if before.verdict.declared in settled:
        assert after.verdict.declared is before.verdict.declared


def _assert_within(was: Score | None, now: Score | None) -> None:
    if now is None:
        assert was is None or was.may_be_empty
        return
    assert was is not None
    assert 0 <= was.interval.low <= now.interval.low <= now.interval.high <= was.interval.high <= 100


@given(editions())
def test_order_of_requirements_changes_nothing(edition: Edition) -> None:
    shuffled = list(edition.ruleset.requirements)
    edition.rng.shuffle(shuffled)
    other = ruleset(shuffled, areas=AREAS, scoring=edition.ruleset.scoring)
    first = edition.run(edition.blurred, edition.supports)
    again = edition.run(edition.blurred, edition.supports, other)
    assert first.scorecard == again.scorecard
    findings = {one.requirement.id: one for one in again.findings}
    assert all(findings[one.requirement.id] == one for one in first.findings)


@given(editions())
def test_asserted_makes_both_tracks_equal(edition: Edition) -> None:
    bare = [
        requirement(one.id, applies=_scope(one), met=one.met_when, assurance=Assurance.ASSERTED)
        for one in edition.ruleset.requirements
    ]
    for finding in edition.run(edition.blurred, (), ruleset(bare)).findings:
        assert finding.declared == finding.backed


def _scope(one: Requirement) -> Any:
    return None if isinstance(one.applies_when, Always) else one.applies_when
