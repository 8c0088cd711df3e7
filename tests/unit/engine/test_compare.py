"""Services in an order: what it goes by, who has no place in it, and what is set aside beforehand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from auditor.engine.compare import Judged, Line, Terms, dossiers, standings
from auditor.engine.scorecards import scorecard
from auditor.model.comparison import Comparison, Ranks, Standing, Unranked
from auditor.model.diagnostic import InputError, Place
from auditor.model.finding import Finding, Status
from auditor.model.waiver import Waiver
from tests.support.comparing import COMPILED, FILED, comparison
from tests.support.filings import (
    CHILDREN,
    DECLINED,
    DETECTS,
    EVERYTHING,
    HOURS,
    REPORT,
    SUMMARY,
    WARNS,
    compiled,
    filing,
)

GROOMING = ["grooming", "openness"]  # of 6 points of weight, 5 are for services that children can use
HALF = Fraction(1, 2)


def order(made: Comparison) -> list[str]:
    return [one.audit.declaration.service.id for one in made.standings]


def places(made: Comparison) -> dict[str, tuple[int, int] | None]:
    return {
        one.audit.declaration.service.id: one.ranks and (one.ranks.best, one.ranks.worst) for one in made.standings
    }


def of(made: Comparison, id: str) -> Standing:
    return next(one for one in made.standings if one.audit.declaration.service.id == id)


# -- the order ---------------------------------------------------------------------------------


def test_the_fixtures_stand_where_a_hand_puts_them() -> None:
    """Worked out from the weights 3, 2, 2, 2, 1 of the five rules, as backed: low end first, then high end, name."""
    made = comparison([*reversed(FILED), *COMPILED])
    assert places(made) == {
        "alder": (1, 1),  # 100
        "cedar": (2, 5),  # 60 to 70
        "birch": (1, 5),  # 20 to 100
        "dogwood": (1, 5),  # 20 to 100
        "elm": (1, 5),  # 20 to 100
        "fir": None,  # 0 to 100, and nothing answered
    }
    assert order(made) == ["alder", "cedar", "birch", "dogwood", "elm", "fir"]
    assert made.ranked == 5
    assert of(made, "fir").unranked is Unranked.TOO_LITTLE_ANSWERED


def test_the_low_end_leads_then_the_high_end_then_the_name(tmp_path: Path) -> None:
    failing = {**EVERYTHING, DETECTS: False}
    files = [
        filing(tmp_path, "a", backed=[REPORT]),  # 20 to 100
        filing(tmp_path, "b", failing, backed=[REPORT]),  # 20 to 70
        filing(tmp_path, "c", backed=[REPORT, SUMMARY]),  # 30 to 100
        filing(tmp_path, "d", name="A first", backed=[HOURS]),  # 20 to 100
        filing(tmp_path, "e", name="ä last", backed=[HOURS]),
        filing(tmp_path, "f", name="ALPHA", backed=[HOURS]),
        filing(tmp_path, "g", name="alpha", backed=[HOURS]),
    ]
    # "a", "a first", "alpha" twice, of which the lesser id goes first, "ä last"
    expected = ["c", "a", "d", "f", "g", "e", "b"]
    for given in (files, files[::-1], files[3:] + files[:3]):
        assert order(comparison(given)) == expected


def test_declared_points_move_nobody(tmp_path: Path) -> None:
    boast = filing(tmp_path, "boast", backed=[])
    modest = filing(tmp_path, "modest", {**EVERYTHING, DETECTS: False, WARNS: False}, backed=[REPORT])
    made = comparison([boast, modest])
    assert order(made) == ["modest", "boast"]
    (first, second) = (one.score.declared for one in made.standings)
    assert first is not None
    assert second is not None
    assert second.interval.low > first.interval.low


def test_equal_whole_points_share_a_place(tmp_path: Path) -> None:
    rules = _rules(tmp_path, weights=("300", "200", "201", "199", "100"))
    one = filing(tmp_path, "b", {**EVERYTHING, REPORT: False})  # 79.9
    other = filing(tmp_path, "a", {**EVERYTHING, HOURS: 60})  # 80.1
    third = filing(tmp_path, "c", {**EVERYTHING, SUMMARY: False})  # 90
    made = comparison([one, other, third], rules=rules)
    assert places(made) == {"c": (1, 1), "a": (2, 2), "b": (2, 2)}


def _rules(folder: Path, weights: tuple[str, ...]) -> Path:
    """Write the fixture's edition with other weights."""
    source = Path(__file__).parents[2] / "fixtures" / "compare" / "meadow-rules" / "1.0.0"
    home = folder / "meadow-rules" / "1.0.0"
    (home / "requirements").mkdir(parents=True)
    (home / "ruleset.yaml").write_bytes((source / "ruleset.yaml").read_bytes())
    entries = (source / "requirements" / "meadow.yaml").read_text(encoding="utf-8").split("\n- ")
    bare = ["\n".join(line for line in one.split("\n") if "weight:" not in line).rstrip() for one in entries]
    text = "\n- ".join(f"{one}\n  weight: {weight}" for one, weight in zip(bare, weights, strict=True))
    (home / "requirements" / "meadow.yaml").write_text(text + "\n", encoding="utf-8")
    return home


def test_who_has_no_rank_stands_by_what_is_answered_and_silence_last(tmp_path: Path) -> None:
    """What may yet be backed is 100 for whoever says nothing, and less for whoever owns up."""
    owns_up = {CHILDREN: True, DETECTS: False, SUMMARY: False}
    files = [
        filing(tmp_path, "a", {}, stated_on=None, backed=[]),
        filing(tmp_path, "b", {CHILDREN: True, SUMMARY: True}),
        filing(tmp_path, "c", {CHILDREN: True, SUMMARY: False}),
        filing(tmp_path, "d", owns_up),
        filing(tmp_path, "e", {**EVERYTHING, DETECTS: False, WARNS: False, REPORT: False, HOURS: 60, SUMMARY: False}),
    ]
    for given in (files, files[::-1]):
        made = comparison(given)
        assert order(made) == ["e", "d", "b", "c", "a"]
        assert [one.ranks is None for one in made.standings] == [False, True, True, True, True]


# -- no rank -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unsaid", "least", "ranked"),
    [
        ([DETECTS, WARNS], HALF, True),  # 5 of 10 answered: half is enough
        ([DETECTS, WARNS, SUMMARY], HALF, False),
        ([DETECTS, WARNS, SUMMARY], Fraction(2, 5), True),
        ([DETECTS, WARNS, SUMMARY], Fraction(41, 100), False),
        ([], Fraction(1), True),
        ([SUMMARY], Fraction(1), False),
        (list(EVERYTHING), Fraction(0), True),
    ],
    ids=str,
)
def test_a_rank_takes_answers(unsaid: list[str], least: Fraction, ranked: bool, tmp_path: Path) -> None:
    said = {fact: value for fact, value in EVERYTHING.items() if fact not in unsaid}
    made = comparison([filing(tmp_path, "a", said), filing(tmp_path, "b")], least=least)
    found = of(made, "a")
    assert (found.ranks is not None) is ranked
    assert found.unranked is (None if ranked else Unranked.TOO_LITTLE_ANSWERED)
    assert of(made, "b").ranks is not None


def test_declining_is_not_answering(tmp_path: Path) -> None:
    said = {**EVERYTHING, DETECTS: DECLINED, WARNS: DECLINED, SUMMARY: DECLINED}
    backed = [CHILDREN, REPORT, HOURS]
    made = comparison([filing(tmp_path, "a", said, backed=backed), filing(tmp_path, "b")])
    assert of(made, "a").shares.unanswered == Fraction(6, 10)
    assert of(made, "a").unranked is Unranked.TOO_LITTLE_ANSWERED


def test_what_is_said_without_documents_is_answered(tmp_path: Path) -> None:
    made = comparison([filing(tmp_path, "a", backed=[]), filing(tmp_path, "b")])
    assert of(made, "a").shares.unanswered == 0
    assert of(made, "a").ranks == Ranks(best=1, worst=2)


def test_those_without_a_rank_come_last_and_take_no_place(tmp_path: Path) -> None:
    thin = filing(tmp_path, "thin", {REPORT: True, CHILDREN: True})
    good = filing(tmp_path, "good", {**EVERYTHING, DETECTS: False})
    made = comparison([thin, good])
    assert order(made) == ["good", "thin"]
    assert places(made) == {"good": (1, 1), "thin": None}


def test_nothing_counts_where_nothing_applies(tmp_path: Path) -> None:
    adults = filing(tmp_path, "adults", {CHILDREN: False})
    made = comparison([adults, filing(tmp_path, "b")], lens=["grooming"])
    found = of(made, "adults")
    assert (found.ranks, found.unranked, found.score.declared) == (None, Unranked.NOTHING_COUNTS, None)
    assert (found.shares.unanswered, found.shares.common) == (None, None)
    assert found.shares.not_applicable == 1
    assert of(comparison([adults], lens=["grooming"], force=True), "adults").ranks is None


# -- other scope -------------------------------------------------------------------------------


def test_one_of_another_scope_has_no_place(tmp_path: Path) -> None:
    adults = filing(tmp_path, "adults", {**EVERYTHING, CHILDREN: False})
    children = [filing(tmp_path, name) for name in "abc"]
    for given in permutations([adults, *children]):
        made = comparison(given, lens=GROOMING)
        assert places(made) == {"a": (1, 1), "b": (1, 1), "c": (1, 1), "adults": None}
        assert of(made, "adults").unranked is Unranked.OTHER_SCOPE
        assert {of(made, name).shares.common for name in "abc"} == {Fraction(1)}
        assert of(made, "adults").shares.common == 1
        assert made.obstacles == ()


def test_one_of_a_wider_scope_takes_no_places_from_many(tmp_path: Path) -> None:
    wide = filing(tmp_path, "wide")
    adults = [filing(tmp_path, name, {**EVERYTHING, CHILDREN: False}) for name in "abc"]
    made = comparison([wide, *adults], lens=GROOMING)
    assert places(made) == {"a": (1, 1), "b": (1, 1), "c": (1, 1), "wide": None}
    assert of(made, "wide").shares.common == Fraction(1, 6)


def test_of_two_with_too_little_in_common_neither_has_a_place(tmp_path: Path) -> None:
    files = [filing(tmp_path, "a", {**EVERYTHING, CHILDREN: False}), filing(tmp_path, "b")]
    made = comparison(files, lens=GROOMING)
    assert places(made) == {"a": None, "b": None}
    assert {one.shares.common for one in made.standings} == {Fraction(1), Fraction(1, 6)}


def test_half_in_common_is_enough(tmp_path: Path) -> None:
    files = [filing(tmp_path, "a", {**EVERYTHING, CHILDREN: False}), filing(tmp_path, "b")]
    made = comparison(files)
    assert of(made, "b").shares.common == HALF
    assert places(made) == {"a": (1, 1), "b": (1, 1)}


def test_a_bare_claim_takes_nobody_out_of_the_order(tmp_path: Path) -> None:
    backed = [fact for fact in EVERYTHING if fact != CHILDREN]
    claims = filing(tmp_path, "claims", {**EVERYTHING, CHILDREN: False}, backed=backed)
    made = comparison([claims, *(filing(tmp_path, name) for name in "abc")], lens=GROOMING)
    assert of(made, "claims").ranks is not None
    assert of(made, "claims").shares.on_unbacked_scope == Fraction(5, 6)
    assert of(made, "claims").shares.not_applicable == Fraction(5, 6)


def test_those_who_answer_too_little_narrow_no_ground(tmp_path: Path) -> None:
    """A service without a rank sets no limit to what the ranked have in common."""
    silent = filing(tmp_path, "silent", {CHILDREN: False, REPORT: None})
    made = comparison([silent, filing(tmp_path, "a"), filing(tmp_path, "b")], lens=GROOMING)
    assert of(made, "silent").unranked is Unranked.TOO_LITTLE_ANSWERED
    assert places(made) == {"a": (1, 1), "b": (1, 1), "silent": None}


# -- what is set aside, and what is looked at --------------------------------------------------


def _waived(one: Finding) -> Finding:
    waiver = Waiver(
        requirement=f"meadow-rules/{one.requirement.id}",
        service="a",
        reason="Later",
        approver="A. Person",
        granted=date(2026, 1, 1),
        expires=date(2027, 1, 1),
        place=Place("waivers.yaml", 1, 1),
    )
    return replace(one, waiver=waiver)


def test_what_anybody_waived_counts_again(tmp_path: Path) -> None:
    made = comparison([filing(tmp_path, "a", {**EVERYTHING, DETECTS: False, WARNS: False})])
    plain = made.standings[0]
    failed = [one for one in plain.audit.findings if one.declared.status is Status.NOT_MET]
    assert len(failed) == 2
    findings = tuple(_waived(one) if one in failed else one for one in plain.audit.findings)
    audit = replace(plain.audit, findings=findings, scorecard=scorecard(plain.audit.ruleset, findings))
    assert audit.scorecard is not None
    assert audit.scorecard.score != plain.score
    judged = Judged(audit=audit, as_of=plain.as_of, version=plain.version)
    (found,) = standings([Line(newest=judged)], Terms(lens=(), focus=made.focus, least_answered=HALF))
    assert found.set_aside == 2
    assert (found.score, found.verdict, found.areas) == (plain.score, plain.verdict, plain.areas)
    assert (found.counts, found.decisive, found.shares) == (plain.counts, plain.decisive, plain.shares)
    assert found.decisive_failures == plain.decisive_failures
    assert found.position == plain.position


@pytest.mark.parametrize("area", ["grooming", "reporting", "openness"])
def test_a_lens_of_one_area_gives_that_areas_score(area: str) -> None:
    for one in comparison([*FILED], lens=[area]).standings:
        card = one.audit.scorecard
        assert card is not None
        (of_area,) = [each for each in card.areas if each.area.id == area]
        assert one.score == of_area.score
        assert one.counts == of_area.counts
        assert one.decisive == of_area.decisive
        assert one.decisive_backed == of_area.decisive_backed
        assert [each.area.id for each in one.areas] == [area]
        assert {each.requirement.area for each in one.decisive_failures} <= {area}
        assert one.verdict == card.verdict


def test_without_a_lens_every_figure_is_that_of_a_plain_audit() -> None:
    for one in comparison([*FILED]).standings:
        card = one.audit.scorecard
        assert card is not None
        assert (one.score, one.verdict, one.areas) == (card.score, card.verdict, card.areas)
        assert (one.counts, one.counts_backed) == (card.counts, card.counts_backed)
        assert (one.decisive, one.decisive_backed) == (card.decisive, card.decisive_backed)
        assert one.set_aside == 0


def test_decisive_failures_are_in_part_or_not_at_all(tmp_path: Path) -> None:
    said = {**EVERYTHING, DETECTS: False, HOURS: 36, WARNS: None, SUMMARY: False}
    (one,) = comparison([filing(tmp_path, "a", said)]).standings
    found = [(each.requirement.id, each.declared.status) for each in one.decisive_failures]
    assert found == [("MDW-1", Status.NOT_MET), ("MDW-4", Status.PARTLY_MET)]


# -- several filings of one service ------------------------------------------------------------


def test_the_newest_filing_stands_and_the_others_are_its_past(tmp_path: Path) -> None:
    years = {"2024": {**EVERYTHING, DETECTS: False, WARNS: False}, "2025": {**EVERYTHING, WARNS: False}, "2026": None}
    files = [
        filing(tmp_path, "a", facts, file=f"a-{year}.yaml", stated_on=f"{year}-06-30", backed=_documented(year))
        for year, facts in years.items()
    ]
    for given in permutations([*files, filing(tmp_path, "b")]):
        made = comparison(given)
        assert order(made) == ["a", "b"]
        one = of(made, "a")
        assert one.audit.declaration.stated_on == date(2026, 6, 30)
        assert one.as_of == made.as_of
        assert [each.as_of for each in one.earlier] == [date(2024, 6, 30), date(2025, 6, 30)]
        assert [each.change is None for each in one.earlier] == [True, False]
        assert one.change is not None
        assert _low(one.earlier[1].score.declared) == 80
        assert _low(one.earlier[0].score.declared) == 50


def _documented(year: str) -> list[str]:
    return [REPORT] if year == "2024" else list(EVERYTHING)


def _low(score: Any) -> Fraction:
    low: Fraction = score.interval.low
    return low


def test_documents_are_as_old_as_they_were_then(tmp_path: Path) -> None:
    """The document is of January 2025: it backs nothing that was stated before."""
    old = filing(tmp_path, "a", file="old.yaml", stated_on="2024-12-31")
    new = filing(tmp_path, "a", file="new.yaml", stated_on="2026-01-01")
    (one,) = comparison([old, new]).standings
    assert _low(one.score.backed) == 100
    assert _low(one.earlier[0].score.backed) == 0
    assert _low(one.earlier[0].score.declared) == 100


@pytest.mark.parametrize("days", [(None, "2026-01-01"), ("2026-01-01", "2026-01-01"), (None, None)], ids=str)
def test_filings_whose_order_is_open_are_refused(days: tuple[str | None, ...], tmp_path: Path) -> None:
    files = [
        filing(tmp_path, "a", {**EVERYTHING, HOURS: number}, file=f"{number}.yaml", stated_on=day)
        for number, day in enumerate(days)
    ]
    with pytest.raises(InputError) as caught:
        comparison([*files, filing(tmp_path, "b")])
    assert {one.code for one in caught.value.diagnostics} == {"compare.filings-unordered"}


def test_a_filing_given_twice_counts_once(tmp_path: Path) -> None:
    one = filing(tmp_path, "a", file="one.yaml")
    other = filing(tmp_path, "a", file="other.yaml")
    made = comparison([one, other])
    assert len(made.standings) == 1
    assert made.standings[0].earlier == ()
    assert [each.code for each in made.diagnostics] == ["compare.same-filing"]


def test_filings_of_different_providers_are_told(tmp_path: Path) -> None:
    old = filing(tmp_path, "a", file="old.yaml", stated_on="2025-01-01", service={"id": "a", "name": "A"})
    made = comparison([old, filing(tmp_path, "a")])
    assert [each.code for each in made.diagnostics] == ["compare.provider-differs"]


# -- compiled by others ------------------------------------------------------------------------


def test_what_others_compiled_stands_apart_by_name(tmp_path: Path) -> None:
    files = [compiled(tmp_path, name) for name in ("zeta", "beta", "alpha")]
    made = comparison([*files, filing(tmp_path, "b")])
    assert order(made) == ["b"]
    assert [one.audit.declaration.service.id for one in made.dossiers] == ["alpha", "beta", "zeta"]
    for one in made.dossiers:
        assert one.audit.scorecard is None
        assert one.audit.findings == ()


def test_a_dossier_has_no_room_for_a_judgement() -> None:
    made = comparison(COMPILED)
    assert made.ranked == 0
    judged = [Judged(audit=one.audit, as_of=one.as_of, version=one.version) for one in made.dossiers]
    for one in dossiers(judged, None):
        assert set(type(one).__slots__) == {"audit", "as_of", "version", "focus", "facts", "conflicts"}
        assert one.focus == ()
