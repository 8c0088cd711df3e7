"""What people read on a terminal when services stand side by side, and what must never stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from auditor.model.challenge import Challenge, CounterEvidence, Reply
from auditor.model.comparison import Comparison, Dossier, Mark, Mismatch, Obstacle, Ranks, Stance, Standing, Unranked
from auditor.model.contested import Contested
from auditor.model.dates import DateSpan
from auditor.model.declaration import Service
from auditor.model.diagnostic import Place
from auditor.model.facts import Absence, Silence
from auditor.model.finding import Interval, Status
from auditor.model.result import Reported, ReportedFact
from auditor.model.ruleset import Area
from auditor.model.scorecard import Score, Tracks
from auditor.report.paper import Paper, Part
from auditor.report.replies import reply_text
from auditor.report.versus import plain, terminal
from auditor.report.versus.areas import keys_of
from auditor.report.versus.bars import bar
from auditor.report.versus.facts import LABELS, Sources, by_label, fact_label
from auditor.report.versus.names import short_names
from auditor.report.versus.stances import STANCES, STANCES_MEAN
from auditor.report.versus.words import UNRANKED, name_of, share_text, why_unranked
from auditor.report.wording import VERDICTS, whole
from tests.support.comparing import SCENARIOS, comparison
from tests.support.filings import (
    CHILDREN,
    DECLINED,
    DETECTS,
    EVERYTHING,
    HOURS,
    SUMMARY,
    WARNS,
    challenge,
    compiled,
    filing,
)

HERE = Place("alder.yaml", 9, 3)
DAY = date(2026, 10, 1)


@cache
def scenario(name: str) -> Comparison:
    return SCENARIOS[name]()


def drawn(one: Comparison, *, width: int = 80, ascii: bool = False, verbose: bool = False) -> list[str]:
    return terminal.render(one, width=width, color=False, ascii=ascii, verbose=verbose).splitlines()


def spoken(one: Comparison, *, verbose: bool = False) -> list[str]:
    return plain.render(one, verbose=verbose).splitlines()


def line_with(lines: Sequence[str], *words: str) -> str:
    return next(line for line in lines if all(word in line for word in words))


Each = TypeVar("Each", Standing, Dossier)
Draw = Callable[[Comparison], list[str]]


def renamed(one: Each, name: str, id: str | None = None) -> Each:
    service = one.audit.declaration.service
    changed = Service(id=id or service.id, name=name, provider=service.provider)
    declaration = replace(one.audit.declaration, service=changed)
    return replace(one, audit=replace(one.audit, declaration=declaration))


def with_name(one: Comparison, name: str) -> Comparison:
    first, *rest = one.standings
    return replace(one, standings=(renamed(first, name), *rest))


def test_the_first_screen_answers_the_question_and_so_does_the_last_line() -> None:
    lines = drawn(scenario("everyone"))
    screen = lines[:24]
    for label, name in (
        ("does (documents found)", "Alder"),
        ("says it does", "Birch"),
        ("does not do all of it ", "Cedar"),
        ("will not say", "Dogwood"),
        ("not all answered", "Fir"),
        ("says it does not apply", "Elm"),
        ("reported yes", "Hazel"),
        ("reported no", "Gorse"),
    ):
        assert any(line.startswith(label) and name in line for line in screen), label
    assert lines[-3] == "Compiled by others, no verdict: 2."
    assert " ".join(lines[-2:]) == (
        "On grooming: 1 does (documents found), 1 says it does, 1 does not do all of it, 1 will not say all of it, "
        "1 not all answered, "
        "1 says it does not apply."
    )
    assert drawn(scenario("past"))[-1] == "On grooming: 1 does (documents found), 1 does not do all of it."


def test_the_repositorys_examples_are_answered_on_one_screen() -> None:
    names = ("allotment", "harbour", "lantern", "megaphone", "puddle", "quiet-forum")
    published = ("published/discord-2023", "published/youtube-2023")
    one = comparison(
        [f"examples/{name}.yaml" for name in (*names, *published)],
        rules="internet-safety-strategy@3.0.0",  # type: ignore[arg-type]  # an edition by name
        day=date(2026, 11, 22),
        who=["grooming"],
    )
    screen = "\n".join(drawn(one)[:24])
    for each in (*one.standings, *one.dossiers):
        assert name_of(each) in screen
    assert "Filed by the services themselves" not in "\n".join(drawn(one)[:10])


def test_each_service_has_its_line_with_figures_rank_and_shares() -> None:
    lines = drawn(scenario("everyone"))
    at = next(number for number, line in enumerate(lines) if line.startswith("Cedar  ") and "█" in line)
    assert lines[at].split()[2:] == ["60–70", "70", "2–5", "2", "·"]
    assert lines[at + 1] == "  unanswered 0% · not applicable 0% · unbacked scope 0% · facts of 2026-06-30"
    wide = drawn(scenario("everyone"), width=120)
    assert line_with(wide, "Cedar", "█").split()[2:] == [
        "60–70",
        "70",
        "2–5",
        "2",
        "·",
        "0%",
        "0%",
        "0%",
        "2026-06-30",
    ]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_large_numbers_stay_apart(width: int) -> None:
    first, *rest = scenario("everyone").standings
    many = {Status.NOT_MET: 12345, Status.UNDECIDED: 6789}
    changed = replace(first, decisive=many, ranks=Ranks(best=100, worst=2000))
    lines = drawn(replace(scenario("everyone"), standings=(changed, *rest)), width=width)
    assert any({"100–2000", "12345", "6789"} <= set(line.split()) for line in lines)


def test_a_service_without_a_rank_says_why() -> None:
    lines = drawn(scenario("everyone"))
    at = next(number for number, line in enumerate(lines) if line.startswith("Fir  ") and "▒" in line)
    assert " none " in lines[at]
    assert lines[at + 2] == "  no rank, too little is answered: 0% of the score, and 50% is asked for"
    assert "Fir, facts of 2026-07-01: no rank, too little is answered" in "\n".join(spoken(scenario("everyone")))


@pytest.mark.parametrize("why", Unranked)
def test_every_reason_for_no_rank_has_words(why: Unranked) -> None:
    one = replace(scenario("everyone").standings[0], ranks=None, unranked=why)
    assert why_unranked(one, Fraction(1, 2)).startswith(UNRANKED[why])


@pytest.mark.parametrize("draw", [drawn, spoken])
def test_what_stands_in_the_way_is_told_before_anything_else(draw: Draw) -> None:
    lines = draw(scenario("forced"))
    answered = next(number for number, line in enumerate(lines) if line.lower().startswith("does ("))
    told = " ".join(lines[:answered])
    assert "FORCED" in told
    assert "oo little answered" in told
    assert "fir" in told


def test_an_obstacle_and_a_watermark_are_shown_with_whom_they_concern() -> None:
    obstacle = Obstacle(
        what=Mismatch.DAY, message="not judged for the same day", help="", services=("alder", "birch")
    )
    marked = replace(scenario("past"), obstacles=(obstacle,), marks=(Mark(text="later facts on earlier rules"),))
    lines = drawn(marked)
    assert "! different days: not judged for the same day (alder, birch)" in lines[:6]
    assert "! later facts on earlier rules" in lines[:6]


def test_one_requirement_is_told_by_its_title() -> None:
    lines = drawn(scenario("single"))
    assert "will not say            nobody" in lines
    assert "Will not say: nobody." in spoken(scenario("single"))
    assert "Asked: A summary of action taken is public (MDW-5 of meadow-rules 1.0.0, which" in lines
    assert lines[-1] == "On MDW-5: 1 not answered."


def test_a_lens_is_told_at_the_top() -> None:
    assert "Scores, ranks and shares look at Reporting alone." in drawn(scenario("lens"))[:4]
    assert "Scores, ranks and shares look at Reporting alone." in spoken(scenario("lens"))[:4]


def test_earlier_filings_are_told_with_what_changed_and_why() -> None:
    lines = drawn(scenario("past"))
    at = lines.index("Over time: each filing judged for its own day")
    assert lines[at + 1 : at + 4] == [
        "Cedar",
        "  2025-06-30  backed 20        declared 20",
        "  2026-06-30  backed 60–70     declared 70",
    ]
    told = " ".join(line.strip() for line in lines[at + 4 : at + 9])
    assert "3 requirements came out otherwise, put down to edits: MDW-1, MDW-4, MDW-5" in told
    assert "grooming.any_detection" in told


def contested(reply: Reply | None) -> Comparison:
    one = scenario("everyone")
    challenge = Challenge(
        service="alder",
        fact="grooming.any_detection",
        says=False,
        filed_by="Example Charity",
        on=date(2026, 9, 20),
        window=date(2026, 10, 4),
        evidence=(
            CounterEvidence(
                publisher="The Example Times",
                title="Alder does not look",
                issued=DateSpan(date(2026, 9, 18), date(2026, 9, 18)),
            ),
        ),
        place=HERE,
        reply=reply,
    )
    beside = Contested(challenge=challenge, declared=True, place=HERE, unit=None, counted=True)
    later = replace(beside, challenge=replace(challenge, filed_by="Somebody later"), counted=False)
    first, *rest = one.standings
    return replace(one, standings=(replace(first, audit=replace(first.audit, contested=(beside, later))), *rest))


@pytest.mark.parametrize("draw", [drawn, spoken])
def test_both_sides_of_a_contested_fact_are_shown(draw: Draw) -> None:
    reply = Reply(asked=date(2026, 9, 20), deadline=date(2026, 10, 4), place=HERE, text="We do look.")
    told = " ".join(line.strip() for line in draw(contested(reply)))
    assert "Alder says: yes." in told
    assert (
        "Example Charity filed on 2026-09-20: no. It rests on The Example Times, Alder does not look, 2026-09-18."
        in told
    )
    assert "Alder was asked on 2026-09-20 for a reply by 2026-10-04, and replied: “We do look.”" in told
    assert "Somebody later" not in told
    unasked = " ".join(line.strip() for line in draw(contested(None)))
    assert "Nobody asked Alder for a reply. Alder can reply until 2026-10-04." in unasked


def test_a_reply_that_is_not_there_is_told_as_what_it_is() -> None:
    asked = Reply(asked=date(2026, 9, 1), deadline=date(2026, 9, 15), place=HERE)
    told = "Gorse was asked on 2026-09-01 for a reply by 2026-09-15"
    assert reply_text("Gorse", None) == "nobody asked Gorse for a reply"
    assert reply_text("Gorse", asked) == f"{told}, and no reply is recorded"
    answered = replace(asked, answered=date(2026, 9, 10))
    assert reply_text("Gorse", answered) == f"{told}, and replied on 2026-09-10, but what it said is not recorded"


def test_facts_with_their_sources_and_no_reply_stand_apart() -> None:
    lines = drawn(scenario("everyone"))
    apart = "\n".join(lines[lines.index("Compiled by others from published facts: no verdict, no score, no rank") :])
    assert "Nobody asked Gorse for a reply." in apart
    assert "looked for, not found Is a child warned" in apart
    assert "not asked             1 fact: grooming.alerts_child" in apart
    for number in (1, 2, 3):
        assert f"  [{number}] The Example" in apart
    assert "      https://times.example/gorse" in apart.splitlines()


def test_without_a_question_nothing_is_asked_and_all_facts_are_counted() -> None:
    bare = replace(
        scenario("everyone"),
        focus=None,
        standings=tuple(replace(one, position=None) for one in scenario("everyone").standings),
        dossiers=tuple(replace(one, focus=()) for one in scenario("everyone").dossiers),
    )
    lines = drawn(bare)
    assert lines[0].startswith("8 services side by side")
    assert lines[-2:] == [
        "Compiled by others, no verdict: 2.",
        "Alder, Birch, Dogwood, Elm may each be first of 5 ranked.",
    ]
    assert not any("requirement by requirement" in line for line in lines)
    assert any(re.match(r"  reported no +\d+ facts?: ", line) for line in lines)


def test_the_grid_holds_words_and_falls_back_to_lists_where_there_is_no_room() -> None:
    one = scenario("everyone")
    assert line_with(drawn(one, width=100), "MDW-2*").split()[-6:] == ["yes+", "no", "yes", "declined", "n/a", "?"]
    many = replace(one, standings=tuple(renamed(one.standings[n % 6], f"S{n}", f"s{n}") for n in range(30)))
    lines = drawn(many)
    assert any(line.startswith("  will not say") and "S3, S9" in line for line in lines)
    assert sum("MDW-2*" in line for line in lines) == 1


def test_every_stance_has_words_and_a_mark_of_its_own() -> None:
    assert set(STANCES) == set(STANCES_MEAN) == set(Stance)
    assert len({one.mark for one in STANCES.values()}) == len(Stance)
    assert len({one.label for one in STANCES.values()}) == len(Stance)


def test_areas_have_a_line_for_each_track_and_one_where_both_are_the_same() -> None:
    lines = drawn(scenario("everyone"))
    at = lines.index("as backed     GRO  REP  OPE")
    assert lines[at + 1 : at + 4] == [
        "Alder         100  100  100",
        "Cedar          60✗  75✗   0?",
        "  as declared  60✗  75✗ 100",
    ]
    narrow = drawn(scenario("everyone"), width=40)
    assert narrow[narrow.index("Areas: points that are sure, of 100") + 1].startswith("as backed")


def test_areas_without_room_for_columns_are_listed() -> None:
    one = scenario("past")
    cards = one.standings[1].areas * 5
    many = tuple(
        replace(card, area=replace(card.area, id=f"{card.area.id}{number}")) for number, card in enumerate(cards)
    )
    lines = drawn(replace(one, standings=(replace(one.standings[1], areas=many),)))
    at = lines.index("Areas: points that are sure, of 100")
    assert lines[at + 1] == "Cedar"
    assert lines[at + 2].startswith("  backed   A1 60✗  A2 75✗  A3 0?  ")
    assert any(line.startswith("  declared A1 60✗  A2 75✗  A3 100  ") for line in lines[at + 3 : at + 6])


def test_keys_of_areas_are_short_and_told_apart() -> None:
    one = scenario("everyone")
    areas = one.standings[0].areas
    keys = keys_of(one, [card.area for card in areas])
    assert list(keys.values()) == ["GRO", "REP", "OPE"]
    alike = [Area(id="search", title="Search"), Area(id="seafood", title="Seafood")]
    assert list(keys_of(one, alike).values()) == ["A1", "A2"]
    assert any("OPE Openness (no musts here)" in line for line in drawn(one))


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120])
@pytest.mark.parametrize("name", list(SCENARIOS))
def test_no_line_is_wider_than_the_paper(name: str, width: int) -> None:
    for line in drawn(scenario(name), width=width, verbose=True):
        assert cell_len(line) <= width or line.strip().startswith("https://"), line


@pytest.mark.parametrize("name", list(SCENARIOS))
def test_ascii_alone_where_that_is_asked_for(name: str) -> None:
    text = terminal.render(scenario(name), width=80, color=False, ascii=True)
    assert text.isascii()
    assert plain.render(scenario(name), ascii=True).isascii()
    if scenario(name).standings:
        assert re.search(r"[#+~.]{10}", text)


HOSTILE = (
    "灯笼的社区服务平台中文名称很长很长很长很长",
    "\x1b[31mAlder\x07\u202egnp",
    "[red]A[/red]\nMDW-1  met  ✓" * 9,
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_acts_nowhere_and_moves_no_column(name: str) -> None:
    lines = drawn(with_name(scenario("everyone"), name))
    text = "\n".join(lines)
    assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e]", text)
    assert all(cell_len(line) <= 80 for line in lines if "https://" not in line)
    bars = [line for line in lines if re.search("[█▒]{3}", line)]
    assert len({cell_len(re.split("[█▒]", line, maxsplit=1)[0]) for line in bars}) == 1
    assert len({cell_len(line) for line in bars}) == 1
    text = plain.render(with_name(scenario("everyone"), name))
    assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e]", text)


def test_a_name_changes_no_figure() -> None:
    def figures(one: Comparison) -> list[str]:
        return [line.split("  ", 1)[1].strip() for line in drawn(one, width=120) if re.search("[█▒]{3}", line)]

    assert figures(with_name(scenario("everyone"), "Alter")) == figures(scenario("everyone"))


def test_services_of_one_name_are_told_apart_by_id() -> None:
    one = with_name(scenario("everyone"), "birch")
    assert name_of(one.standings[0], one) == "birch (alder)"
    assert name_of(one.standings[2], one) == "Birch (birch)"
    assert any("birch (alder)" in line for line in drawn(one)[:10])


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (None, "n/a"),
        (Fraction(0), "0%"),
        (Fraction(1, 1000), "<1%"),
        (Fraction(1, 8), "13%"),
        (Fraction(999, 1000), ">99%"),
        (Fraction(1), "100%"),
    ],
)
def test_no_part_is_rounded_away(share: Fraction | None, text: str) -> None:
    assert share_text(share) == text


POINTS = st.fractions(0, 100, max_denominator=400)


@given(st.lists(POINTS, min_size=3, max_size=3), st.sampled_from((10, 20, 30, 40)))
def test_a_bar_shows_every_part_in_order_and_fills_only_for_a_full_score(points: list[Fraction], cells: int) -> None:
    backed, low, high = sorted(points)
    score = Tracks(
        backed=Score(interval=Interval(backed, high)),
        declared=Score(interval=Interval(low, high)),
    )
    shown = bar(score, cells)
    assert len(shown) == cells
    assert re.fullmatch("█*▓*▒*·*", shown)
    assert whole(backed) == whole(low) or "▓" in shown
    assert whole(low) == whole(high) or "▒" in shown
    if high < Fraction(199, 2):
        assert whole(backed) != whole(low) or "▓" not in shown
        assert whole(low) != whole(high) or "▒" not in shown
    assert ("·" in shown) == (high < 100)


def test_nothing_is_lost_where_it_may_be_that_nothing_counts() -> None:
    none = Score(interval=Interval(Fraction(0), Fraction(0)), may_be_empty=True)
    assert bar(Tracks(declared=none, backed=none), 10) == "▒▒▒▒▒▒▒▒▒▒"


def test_nothing_is_drawn_where_nothing_counts() -> None:
    assert bar(Tracks(declared=None, backed=None), 20) == ""


def test_publications_are_numbered_once_for_the_page_those_in_focus_first() -> None:
    one = scenario("everyone")
    sources = Sources(one)
    assert [each.number for each in sources.all] == list(range(1, len(sources.all) + 1))
    assert len({each.text for each in sources.all}) == len(sources.all)
    gorse = one.dossiers[0]
    assert sources.marks(gorse, gorse.focus) == "[1][2]"


SILENT = {
    Reported.NOT_FOUND: "looked for, not found",
    Reported.NOT_ASKED: "not asked",
    Reported.NO_SOURCE: "no dated source",
}


@pytest.mark.parametrize("state", SILENT)
def test_not_asked_is_not_looked_for_and_not_found(state: Reported) -> None:
    fact = replace(scenario("everyone").dossiers[0].focus[1], state=state)
    assert fact_label(fact) == SILENT[state]


JUDGING = re.compile(
    "[█▓▒✗✓]|%|\\brank|\\bscore|\\bpoints?\\b|\\bdoes\\b(?! the service)|\\bdo not\\b|says it does|\\bmet\\b|"
    + "|".join(re.escape(one.label) for one in VERDICTS.values()),
    re.IGNORECASE,
)
A_TITLE = "Gorse does not look, says regulator"  # a publication's own words
FREE = re.compile(
    r"no verdict, no score, no rank|without a verdict|Compiled by others, no verdict: \d+\.|"
    r"NO VERDICT: \d+ services?, all compiled by others\."
)


def about(lines: Sequence[str], name: str) -> list[str]:
    """Give the lines that speak of compiled services: those that name one, and all of their part of the page."""
    start = next(number for number, line in enumerate(lines) if line.startswith("Compiled by others from"))
    end = next(number for number, line in enumerate(lines) if number > start and line.startswith("Backed: "))
    return [*lines[start:end], *(line for line in lines if name in line)]


@st.composite
def reported(draw: st.DrawFn, fact: ReportedFact) -> ReportedFact:
    state = draw(st.sampled_from(Reported))
    silence = draw(st.sampled_from(Silence)) if state in (*SILENT, Reported.DECLINED) else None
    seen = None if silence else draw(st.sampled_from((True, False, "90", "none")))
    return replace(
        fact,
        state=state,
        observation=replace(fact.observation, seen=seen),
        absence=Absence(silence=silence) if silence else None,
    )


@settings(max_examples=30, deadline=None)
@given(st.data(), st.sampled_from((60, 80, 120)), st.booleans(), st.booleans())
def test_a_compiled_service_never_has_a_bar_a_percentage_a_rank_or_a_verdict(
    data: st.DataObject, width: int, verbose: bool, asked: bool
) -> None:
    one = scenario("everyone")
    dossiers = tuple(
        replace(
            renamed(each, f"Reported{number}"),
            focus=tuple(data.draw(reported(fact)) for fact in each.focus) if asked else (),
            facts=tuple(data.draw(reported(fact)) for fact in each.facts),
        )
        for number, each in enumerate(one.dossiers)
    )
    shown = replace(one, dossiers=dossiers, focus=one.focus if asked else None)
    for lines in (drawn(shown, width=width, verbose=verbose), spoken(shown, verbose=verbose)):
        told = " ".join(line.strip() for line in about(lines, "Reported")).replace(A_TITLE, "")
        found = JUDGING.search(FREE.sub("", told))
        assert found is None, told[found.start() - 60 : found.end() + 60]
    for each in dossiers:
        assert set(by_label(each.facts)) <= set(LABELS)


# -- who is who, and what is asked, in little room ----------------------------------------------


def six(folder: Path) -> Comparison:
    ends = ("Chat", "Video", "Live", "Forum", "Games", "Kids")
    return comparison([filing(folder, end.lower(), name=f"Example Social {end}") for end in ends])


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_no_two_services_read_alike_in_any_table(width: int, tmp_path: Path) -> None:
    lines = drawn(six(tmp_path), width=width)
    assert "…     " not in "\n".join(lines)
    first = lines.index(line_with(lines, "requirement by requirement")) + 1
    heads = " ".join(lines[first : lines.index(line_with(lines[first:], "MDW-1"))])
    if width > 60:  # on less each service is named in full under each requirement
        assert all(heads.count(end) == 1 for end in ("Chat", "Forum", "Games", "Kids", "Live", "Video"))
    rows = [line.partition(" ▓")[0].partition("  ")[0].split("█")[0].strip() for line in lines if "█" in line[:40]]
    assert len(set(rows)) == len(rows) >= 6


def test_names_of_no_difference_but_their_ids_are_told_apart(tmp_path: Path) -> None:
    named = "The Same Very Long Name For Everybody"
    one = comparison([filing(tmp_path, f"lantern-{end}", name=named) for end in ("ex-1", "ex-2")])
    names = short_names(Paper(width=80, color=False, ascii=False), one, 16)
    assert sorted(names.values()) == ["The Sam…rn-ex-1)", "The Sam…rn-ex-2)"]


def test_names_that_differ_in_their_middle_alone_are_numbered(tmp_path: Path) -> None:
    one = comparison([filing(tmp_path, f"s{end}", name=f"Example {end * 20} Network") for end in "ab"])
    names = short_names(Paper(width=80, color=False, ascii=False), one, 12)
    assert len(set(names.values())) == 2
    assert all(cell_len(name) <= 12 for name in names.values())


@given(st.lists(st.text(min_size=1, max_size=30), min_size=2, max_size=6), st.integers(6, 30))
@settings(max_examples=60)
def test_short_names_fit_and_are_never_alike(names: list[str], cells: int) -> None:
    one = scenario("everyone")
    called = [
        replace(each, audit=replace(each.audit, declaration=replace(each.audit.declaration, service=service)))
        for each, name in zip(one.standings, names, strict=False)
        for service in [replace(each.audit.declaration.service, name=name)]
    ]
    short = short_names(
        Paper(width=80, color=False, ascii=False), replace(one, standings=tuple(called), dossiers=()), cells
    )
    assert all(cell_len(name) <= cells for name in short.values())
    assert len(set(short.values())) == len(called)


def test_what_others_call_a_service_does_not_rename_what_it_filed_itself(tmp_path: Path) -> None:
    (tmp_path / "others").mkdir()
    one = comparison([filing(tmp_path, "yew", name="Yew Social"), compiled(tmp_path / "others", "yew")])
    names = short_names(Paper(width=80, color=False, ascii=False), one, 16)
    assert [names[id(each)] for each in (*one.standings, *one.dossiers)] == ["Yew Social", "Yew"]
    lines = drawn(one)
    assert any(line.startswith("Yew Social") and "█" in line for line in lines)
    assert line_with(lines, "reported yes").split()[:3] == ["reported", "yes", "Yew"]


class Measuring(Paper):
    """Paper that counts how many signs it was asked to measure."""

    measured = 0

    def cells(self, *parts: Part) -> int:
        self.measured += sum(len(each) for each in parts if isinstance(each, str))
        return super().cells(*parts)


def test_to_shorten_or_fold_a_long_name_takes_no_longer_than_to_read_it_a_few_times(tmp_path: Path) -> None:
    marks = "\N{COMBINING ACUTE ACCENT}" * 2000
    ends = (f"abcdefghijklmnopqrstuvwx{marks}", f"abcdefghijklmnopqrstuvwx{marks}y")
    one = comparison([filing(tmp_path, f"s{number}", name=name) for number, name in enumerate(ends)])
    paper = Measuring(width=80, color=False, ascii=False)
    names = short_names(paper, one, 16)
    assert all(cell_len(name) <= 16 for name in names.values())
    lines = paper.wrapped(f"word {'a' * 2000} {marks}", 10, broken=True)
    assert lines == ["word", *["a" * 10] * 200, marks]
    assert paper.measured < 50_000


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_titles_of_requirements_are_never_cut(width: int) -> None:
    shown = " ".join(" ".join(drawn(scenario("past"), width=width)).split())
    assert "…" not in shown[shown.index("requirement by requirement") : shown.index("yes+ = says so")]


def test_nobody_is_said_of_a_refusal_only_where_there_is_none(tmp_path: Path) -> None:
    """An answer to one thing hides no refusal of another, and further silence hides none either."""
    files = [
        filing(tmp_path, "ash", {**EVERYTHING, DETECTS: False, WARNS: DECLINED}),
        filing(tmp_path, "elm", {**EVERYTHING, DETECTS: DECLINED, CHILDREN: None, WARNS: None}),
        filing(tmp_path, "fir", {**EVERYTHING, DETECTS: None}),
    ]
    made = comparison(files)
    lines = drawn(made)
    assert line_with(lines, "does not do all of it").split("of it ")[1].strip() == "Ash (0 of 2)"
    assert "Elm (0 of 2), Ash (0 of 2)" in line_with(lines, "will not say all of it")
    assert line_with(lines, "not all answered ").split("answered ")[1].strip() == "Fir (1 of 2, 1 backed)"
    told = " ".join(" ".join(lines).split())
    assert "Will not say = asked about one thing at least, and declined to say, whatever else it says." in told
    assert "Not answered = none of these, and one thing at least is left open." in told
    assert told.endswith("1 does not do all of it, 2 will not say all of it, 1 not all answered.")
    honest = comparison(files[2:])
    assert line_with(drawn(honest), "will not say all of it").endswith("nobody")
    assert "Will not say =" not in " ".join(spoken(honest))


def test_how_many_take_a_stance_is_said_of_services_and_not_of_the_matter(tmp_path: Path) -> None:
    exempt = {**EVERYTHING, CHILDREN: False}
    contested = [challenge(CHILDREN, True)]
    made = comparison(
        [
            filing(tmp_path, "ash", exempt),
            filing(tmp_path, "elm", exempt),
            filing(tmp_path, "fir", exempt, backed=[]),
            filing(tmp_path, "yew", exempt, challenges=contested),
        ],
        who=["MDW-1"],
    )
    lines = drawn(made, width=120)
    assert line_with(lines, "does not apply (backed)").endswith("Ash, Elm")
    assert line_with(lines, "says it does not apply").endswith("Fir")
    assert line_with(lines, "exemption contested").endswith("Yew")
    assert lines[-1] == (
        "On MDW-1: 1 whose exemption is contested, 1 says it does not apply, 2 to which it does not apply (backed)."
    )


def test_what_some_in_part_means_is_said_where_it_is_said(tmp_path: Path) -> None:
    partly = comparison([filing(tmp_path, "yew", {**EVERYTHING, HOURS: 30})], who=["reporting"])
    met = comparison([filing(tmp_path, "ash")], who=["reporting"])
    for draw in (drawn, spoken):
        told = " ".join(draw(partly))
        assert "does some in part" in told.lower()
        assert "Does some in part = nothing that is asked is left undone" in told
        assert "in part =" not in " ".join(draw(met))


def test_what_is_open_has_a_mark_even_where_nothing_in_it_decides(tmp_path: Path) -> None:
    one = comparison([filing(tmp_path, "yew", {**EVERYTHING, SUMMARY: None})])
    lines = drawn(one)
    row = lines[lines.index(line_with(lines, "as backed ", "GRO")) + 1]
    assert row.split() == ["Yew", "100", "100", "0?"]
