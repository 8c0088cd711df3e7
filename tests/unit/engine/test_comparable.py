"""What stands in the way of a comparison: told whenever it is there, and never told where it is not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from auditor.engine.comparable import obstacles
from auditor.engine.compare import Judged, Line, Terms, dossiers, standings
from auditor.engine.compare_marks import watermarks
from auditor.model.comparison import Comparison, Mark, Mismatch, Obstacle, Standing
from auditor.model.finding import Status
from tests.support.comparing import COMPILED, FILED, comparison
from tests.support.filings import CHILDREN, EVERYTHING, HOURS, REPORT, compiled, filing

DAY = date(2026, 10, 1)


def judged(made: Comparison) -> list[Judged]:
    every = [*made.standings, *made.dossiers]
    return [Judged(audit=one.audit, as_of=one.as_of, version=one.version) for one in every]


def found(
    made: Comparison, every: Sequence[Judged], *, forced: bool = False, lens: tuple[str, ...] = (), day: date = DAY
) -> tuple[Obstacle, ...]:
    """Compare these audits on the page of a comparison."""
    terms = Terms(lens=lens, focus=None, least_answered=Fraction(1, 2), forced=forced)
    ordered = standings([Line(newest=one) for one in every if one.audit.scorecard is not None], terms)
    return obstacles(every, ordered, terms, made.ruleset, day)


def with_rules(one: Judged, **changed: Any) -> Judged:
    return replace(one, audit=replace(one.audit, ruleset=replace(one.audit.ruleset, **changed)))


def test_nothing_stands_in_the_way_of_like_services() -> None:
    made = comparison([*FILED, *COMPILED])
    assert made.obstacles == ()
    assert found(made, judged(made)) == ()


def test_another_edition_is_an_obstacle_whoever_was_judged_by_it() -> None:
    made = comparison([*FILED, *COMPILED])
    every = judged(made)
    for number, one in enumerate(every):
        other = [*every[:number], with_rules(one, sha256="f" * 64), *every[number + 1 :]]
        (told,) = found(made, other)
        assert told.what is Mismatch.RULES
        assert "f" * 12 in told.message
        assert "meadow-rules 1.0.0" in told.message
        assert told.services == tuple(sorted(each.audit.declaration.service.id for each in every))


def test_the_page_is_of_the_edition_that_it_names() -> None:
    """All were judged by one edition, which is not the one that the page is of."""
    made = comparison([*FILED])
    every = [with_rules(one, sha256="f" * 64, version="2.0.0") for one in judged(made)]
    (told,) = found(made, every)
    assert told.what is Mismatch.RULES
    assert "meadow-rules 1.0.0" in told.message
    assert "meadow-rules 2.0.0" in told.message


def test_another_day_is_an_obstacle_whoever_was_judged_for_it() -> None:
    made = comparison([*FILED, *COMPILED])
    every = judged(made)
    for number, one in enumerate(every):
        other = [*every[:number], replace(one, as_of=date(2026, 9, 30)), *every[number + 1 :]]
        (told,) = found(made, other)
        assert told.what is Mismatch.DAY
        assert "2026-09-30, 2026-10-01" in told.message
    (told,) = found(made, every, day=date(2026, 10, 2))
    assert told.what is Mismatch.DAY


def test_requirements_that_were_not_put_to_all_are_an_obstacle() -> None:
    made = comparison([*FILED])
    first, *others = judged(made)
    without = replace(first, audit=replace(first.audit, findings=first.audit.findings[:-1]))
    (told,) = found(made, [without, *others])
    assert told.what is Mismatch.SCOPE
    assert told.message.startswith("1 requirement was not put to all: ")
    assert told.services == (first.audit.declaration.service.id,)
    assert "--include-recalled" in told.help
    assert found(made, [without, *others], lens=("grooming",)) == ()


def test_requirements_in_force_for_some_alone_are_an_obstacle() -> None:
    made = comparison([*FILED])
    first, *others = judged(made)
    later = tuple(
        replace(
            one,
            declared=replace(one.declared, status=Status.NOT_IN_FORCE),
            backed=replace(one.backed, status=Status.NOT_IN_FORCE),
        )
        for one in first.audit.findings[:2]
    )
    changed = replace(first, audit=replace(first.audit, findings=(*later, *first.audit.findings[2:])))
    (told,) = found(made, [changed, *others])
    assert told.what is Mismatch.SCOPE
    assert told.message.startswith("2 requirements were not put to all: ")


def test_forced_or_not_what_differs_is_told() -> None:
    made = comparison([*FILED])
    first, *others = judged(made)
    every = [with_rules(replace(first, as_of=date(2026, 9, 30)), sha256="f" * 64), *others]
    told = [one.what for one in found(made, every)]
    assert told == [Mismatch.RULES, Mismatch.DAY]
    assert [one.what for one in found(made, every, forced=True)][:2] == told


# -- what takes a rank, and is told only where the rank is given all the same ------------------


def test_little_coverage_refuses_nothing(tmp_path: Path) -> None:
    files = [filing(tmp_path, "thin", {CHILDREN: True}), filing(tmp_path, "b")]
    made = comparison(files)
    assert made.obstacles == ()
    assert [one.ranks is None for one in made.standings] == [False, True]
    forced = comparison(files, force=True)
    assert all(one.ranks is not None for one in forced.standings)
    (told,) = forced.obstacles
    assert (told.what, told.services) == (Mismatch.COVERAGE, ("thin",))
    assert "less than 50% of the score is answered" in told.message


@pytest.mark.parametrize(("least", "told"), [("0.75", "75%"), ("0.625", "62.5%"), ("1", "100%")])
def test_how_much_must_be_answered_is_told_as_it_was_asked_for(least: str, told: str, tmp_path: Path) -> None:
    files = [filing(tmp_path, "thin", {CHILDREN: True}), filing(tmp_path, "b")]
    (one,) = comparison(files, force=True, least=Fraction(least)).obstacles
    assert f"less than {told} of the score" in one.message


def test_another_scope_refuses_nothing(tmp_path: Path) -> None:
    adults = filing(tmp_path, "adults", {**EVERYTHING, CHILDREN: False})
    files = [adults, *(filing(tmp_path, name) for name in "abc")]
    plain = comparison(files, lens=["grooming", "openness"])
    assert plain.obstacles == ()
    forced = comparison(files, lens=["grooming", "openness"], force=True)
    assert all(one.ranks is not None for one in forced.standings)
    (told,) = forced.obstacles
    assert (told.what, told.services) == (Mismatch.SCOPE, ("adults",))


def test_force_changes_nothing_where_all_can_be_compared(tmp_path: Path) -> None:
    files = [filing(tmp_path, name) for name in "abc"]
    assert comparison(files, force=True) == comparison(files)


# -- watermarks of the whole page --------------------------------------------------------------


def marks(made: Comparison, standings: Sequence[Standing] | None = None) -> tuple[str, ...]:
    found = watermarks(made.standings if standings is None else standings, made.dossiers, ())
    return tuple(one.text for one in found)


def test_facts_of_different_times_are_told(tmp_path: Path) -> None:
    new = filing(tmp_path, "new", stated_on="2026-09-01")
    old = filing(tmp_path, "old", stated_on="2025-08-31")
    assert marks(comparison([new, old])) == (
        "facts of different times: from 2025-08-31 to 2026-09-01; more than 12 months older than the newest: old",
    )
    year = filing(tmp_path, "year", stated_on="2025-09-01")
    assert marks(comparison([new, year])) == ()


def test_facts_of_no_stated_day_are_told(tmp_path: Path) -> None:
    made = comparison([filing(tmp_path, "a", stated_on=None), filing(tmp_path, "b")])
    assert marks(made) == ("facts of no stated day: a",)


def test_versions_of_the_program_are_told(tmp_path: Path) -> None:
    made = comparison([filing(tmp_path, "a"), filing(tmp_path, "b")])
    first, second = made.standings
    assert marks(made, [first, replace(second, version="0.0.1")]) == (
        f"judged by different versions of the program: 0.0.1, {first.version}",
    )


@pytest.mark.parametrize(
    ("number", "told"),
    [(1, "1 waiver or decision is set aside"), (2, "2 waivers and decisions are set aside")],
)
def test_what_was_set_aside_is_told(number: int, told: str, tmp_path: Path) -> None:
    made = comparison([filing(tmp_path, "a"), filing(tmp_path, "b")])
    first, second = made.standings
    (mark,) = marks(made, [replace(first, set_aside=number), second])
    assert mark.startswith(told)


def test_a_watermark_of_some_names_them(tmp_path: Path) -> None:
    made = comparison(
        [filing(tmp_path, "a"), filing(tmp_path, "b"), compiled(tmp_path, "c", {REPORT: True, HOURS: 1})]
    )
    first, second = made.standings
    marked = [replace(one, audit=replace(one.audit, watermarks=("made up",))) for one in (first, second)]
    assert "a, b: made up" in marks(made, marked)
    assert "a: made up" in marks(made, [marked[0], second])
    every = watermarks(marked, (), ())
    assert every == (Mark(text="made up"),)
    assert Mark(text="a: made up", services=("a",)) in watermarks([marked[0], second], made.dossiers, ())


def test_dossiers_alone_have_no_obstacle() -> None:
    made = comparison(COMPILED)
    assert made.obstacles == ()
    again = dossiers(judged(made), made.focus)
    assert again == made.dossiers
