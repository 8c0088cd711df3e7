"""Each reason to look: given at its bound, not given one step short of it, and the same in any order of filings."""

from __future__ import annotations

from itertools import permutations

import pytest
from msgspec.structs import replace

from auditor.engine.triage_alike import alike
from auditor.engine.triage_alone import alone, other_provider, since
from auditor.model.finding import Status
from auditor.model.triage import Profile, Signal, SignalKind
from tests.support.triaging import measured, papers, profile, says, weighed

SAID = (
    "Our round the clock team reviews contact between adults and children with people and tools, "
    "and acts on what it finds without delay"
)


def kinds(signals: object) -> list[SignalKind]:
    return [one.kind for one in signals]  # type: ignore[attr-defined]


def of(profiles: list[Profile], service: str) -> list[Signal]:
    digest = next(one.entry.sha256 for one in profiles if one.entry.service == service)
    return list(alike(profiles).get(digest, ()))


def test_what_others_contest_is_told_with_both_sides() -> None:
    contested = profile("a", contested=("x: declared true; filed against it on 2026-09-20: false",))
    (signal,) = alone(replace(contested, entry=replace(contested.entry, contested=1)))
    assert (signal.kind, signal.evidence) == (SignalKind.CONTESTED, contested.contested)
    assert signal.said.startswith("others filed evidence against 1 of its facts")


@pytest.mark.parametrize(
    ("same_day", "undated", "evidence"),
    [
        (0, 0, None),
        (2, 0, ("with other answers, stating the same day, 2026-06-30; this one came last: 2",)),
        (0, 1, ("with other answers, stating no day: 1",)),
    ],
)
def test_a_newest_filing_that_may_not_be_the_newest_is_told(
    same_day: int, undated: int, evidence: tuple[str, ...] | None
) -> None:
    one = profile("a")
    found = [*alone(replace(one, entry=replace(one.entry, same_day=same_day, undated=undated)))]
    assert kinds(found) == ([] if evidence is None else [SignalKind.NEWEST_UNSURE])
    assert [signal.evidence for signal in found] == ([] if evidence is None else [evidence])


def test_a_contradiction_is_told_in_its_own_words() -> None:
    (signal,) = alone(profile("a", contradictions=("`x` is true and `y` is false",)))
    assert (signal.kind, signal.evidence) == (SignalKind.CONTRADICTION, ("`x` is true and `y` is false",))


@pytest.mark.parametrize(
    ("issued", "found"),
    [
        (("2026-06-23", "2026-06-30"), True),
        (("2026-06-22", "2026-06-30"), False),
        (("2026-06-29", "2026-07-01"), False),
        (("2026-06-29", "2026-06"), False),
        (("2026-06-29",), False),
        ((), False),
    ],
)
def test_documents_all_of_the_last_days_before_the_filing(issued: tuple[str, ...], *, found: bool) -> None:
    assert bool([*alone(profile("a", papers=papers(*issued)))]) is found
    assert not [*alone(profile("a", day="", papers=papers(*issued)))]


def test_weight_that_fell_out_of_scope() -> None:
    rules = [weighed(f"R{at}", Status.MET) for at in range(10)]
    earlier = profile("a", day="2025-06-30", weighed=tuple(rules))
    one, two = ([weighed(f"R{at}", Status.NOT_APPLICABLE) for at in range(count)] for count in (1, 2))
    assert not [*since(profile("a", weighed=(*one, *rules[1:])), earlier)]
    (signal,) = since(profile("a", weighed=(*two, *rules[2:])), earlier)
    assert (signal.kind, signal.evidence) == (SignalKind.OUT_OF_SCOPE, ("R0", "R1"))
    assert "20 %" in signal.said
    # What never applied, and what only one of the two was asked, says nothing.
    assert not [*since(profile("a", weighed=(*two, *rules[2:])), profile("a", weighed=(*two, *rules[2:])))]
    assert not [*since(profile("a", weighed=tuple(two)), profile("a", weighed=tuple(rules[2:])))]


def test_more_alternatives_and_waivers_than_before() -> None:
    plain = tuple(weighed(f"R{at}", Status.NOT_MET) for at in range(3))
    excused = (
        weighed("R0", Status.NOT_MET, alternative=True),
        weighed("R1", Status.NOT_MET, waived=True),
        weighed("R2", Status.NOT_MET),
    )
    (signal,) = since(profile("a", weighed=excused), profile("a", weighed=plain))
    assert (signal.kind, signal.evidence) == (SignalKind.MORE_EXCUSES, ("R0", "R1"))
    assert not [*since(profile("a", weighed=(excused[0], *plain[1:])), profile("a", weighed=plain))]
    assert not [*since(profile("a", weighed=plain), profile("a", weighed=excused))]


@pytest.mark.parametrize(
    ("was", "now", "silent", "found"),
    [
        (Status.NOT_MET, Status.UNDECIDED, ("x.y",), True),
        (Status.NOT_MET, Status.UNDECIDED, (), False),
        (Status.MET, Status.UNDECIDED, ("x.y",), False),
        (Status.NOT_MET, Status.NOT_MET, ("x.y",), False),
    ],
)
def test_a_failure_that_is_not_answered_for_any_more(
    was: Status, now: Status, silent: tuple[str, ...], *, found: bool
) -> None:
    signals = [
        *since(profile("a", weighed=(weighed("R", now, silent=silent),)), profile("a", weighed=(weighed("R", was),)))
    ]
    assert kinds(signals) == ([SignalKind.WENT_SILENT] if found else [])
    if found:
        assert signals[0].evidence == ("R: x.y",)


def test_another_provider_is_told_but_not_another_way_to_write_one() -> None:
    assert kinds(other_provider("New Ltd", "Old Ltd", "2025-01-01")) == [SignalKind.OTHER_PROVIDER]
    assert not [*other_provider("OLD ltd", "Old Ltd", "2025-01-01")]
    assert not [*other_provider(None, "Old Ltd", "2025-01-01")]


def test_the_same_document_of_another_provider_is_a_signal_and_of_the_same_one_is_not() -> None:
    same = papers("2025-01-01", sha256="ab" * 32)
    first, second = (profile(one, provider="Both Ltd", papers=same) for one in "ab")
    assert not alike([first, second])
    third = profile("c", provider="Third Ltd", papers=same)
    for order in permutations((first, second, third)):
        (signal,) = of([*order], "c")
        assert signal.kind is SignalKind.SAME_DOCUMENTS
        assert signal.evidence == ("d0 (abababababab): also d0 of a, d0 of b",)
        assert kinds(of([*order], "a")) == [SignalKind.SAME_DOCUMENTS]
    assert not alike(
        [profile(one, papers=papers("2025-01-01")) for one in "ab"]
    )  # without a digest, nothing is the same


def test_nearly_the_same_prose_is_found_and_short_texts_are_not_compared() -> None:
    nearly = SAID.replace("without delay", "at once")
    found = [
        profile("a", passages=says(SAID)),
        profile("b", passages=says(nearly)),
        profile("c", passages=says("x " * 40)),
    ]
    for order in permutations(found):
        assert kinds(of([*order], "a")) == kinds(of([*order], "b")) == [SignalKind.SAME_PROSE]
        assert not of([*order], "c")
    (signal,) = of(found, "a")
    # 23 words, so 21 runs of three; the two last words changed take 2 of them and bring 2 others: 19 of 23.
    assert signal.evidence == (
        "alternatives.0.measure, “Our round the clock team reviews contact between adults and children with …”: "
        "82 % alike in b, alternatives.0.measure",
    )
    short = "We do this in a better way"
    assert not alike([profile(one, passages=says(short)) for one in "ab"])
    assert not alike([profile(one, provider="Both", passages=says(SAID)) for one in "ab"])


def test_numbers_at_their_bounds_are_a_signal_beside_filings_where_they_are_not() -> None:
    near = tuple(measured(f"x.{at}", number, 100) for at, number in enumerate((100, 102, 98, "102.01")))
    usual = tuple(measured(f"x.{at}", 150, 100) for at in range(8))
    others = [profile(one, measured=usual) for one in "bc"]
    (signal,) = of([profile("a", measured=near), *others], "a")
    assert signal.kind is SignalKind.NEAR_BOUNDS
    assert signal.said.startswith(
        "3 of 4 numbers that pass a bound lie on it or within 2 %; in the other filings 0 %"
    )
    assert [one.split(":")[0] for one in signal.evidence] == ["x.0", "x.1", "x.2"]
    # Alone there is nothing to compare with; where all do so, it is usual; two are too few.
    assert not alike([profile("a", measured=near)])
    assert not alike([profile(one, measured=near) for one in "abc"])
    assert not of([profile("a", measured=near[:2]), *others], "a")


def test_one_fact_that_many_rules_look_at_counts_once() -> None:
    often = tuple(measured("x.0", 100, 100) for _ in range(5))
    others = [profile("b", measured=tuple(measured(f"x.{at}", 150, 100) for at in range(8)))]
    assert not of([profile("a", measured=often), *others], "a")
