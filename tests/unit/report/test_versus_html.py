"""The page of a comparison as a text: what it says, in which order, what leads where, and what it never holds."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from auditor.model.challenge import Reply
from auditor.model.comparison import Comparison, Mark, Stance, Standing
from auditor.model.diagnostic import Place
from auditor.model.finding import Interval
from auditor.report.page.versus_answer import means
from auditor.report.page.versus_areas import step_of
from auditor.report.versus import terminal
from auditor.report.versus.htmlpage import render
from auditor.report.versus.stances import STANCES
from auditor.report.versus.words import FORCED, rank_text
from tests.support.comparing import SCENARIOS, comparison
from tests.support.disputing import disputed
from tests.support.filings import CHILDREN, DECLINED, DETECTS, EVERYTHING, WARNS, filing
from tests.support.htmltree import Element, read

JUDGING = re.compile(
    r"\b(bar|stack|rank|ranked|score|points|verdict|verdict-cell|stance|tone-\w+|heat(-\w+)?|mark|standings|stands)\b"
)


@cache
def made(name: str) -> Comparison:
    return SCENARIOS[name]()


@cache
def page(name: str) -> Element:
    return read(render(made(name)))


everywhere = pytest.mark.parametrize("name", SCENARIOS)


@everywhere
def test_every_id_is_there_once_and_every_link_leads_somewhere(name: str) -> None:
    ids = [one.attributes["id"] for one in page(name).walk() if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    links = [str(one.attributes["href"]) for one in page(name).all("a")]
    assert {one[1:] for one in links if one.startswith("#")} <= set(ids)
    assert all(one.startswith(("#", "https://", "http://")) for one in links)


@everywhere
def test_headings_are_in_order_and_there_is_one_of_each_landmark(name: str) -> None:
    levels = [int(one.name[1]) for one in page(name).walk() if re.fullmatch("h[1-6]", one.name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert [len(page(name).all(one)) for one in ("main", "nav", "header", "footer")] == [1, 1, 1, 1]


@everywhere
def test_a_page_holds_all_it_needs_and_only_what_its_policy_allows(name: str) -> None:
    text = render(made(name))
    names = {one.name for one in page(name).walk()}
    assert not names & {"link", "img", "iframe", "object", "form", "base", "video", "audio", "image", "use", "button"}
    keys = {key for one in page(name).walk() for key in one.attributes}
    assert not keys & {"src", "srcset", "style", "action", "background", "ping", "download", "target"}
    assert not [one for one in keys if one.startswith("on")]
    style = text.partition("<style>")[2].partition("</style>")[0]
    assert "@import" not in style
    assert set(re.findall(r"url\([^)]*\)", style)) == {"url(#hatch)"}
    (policy,) = [one.attributes["content"] for one in page(name).all("meta") if "http-equiv" in one.attributes]
    scripts = [str(one.children[0]) for one in page(name).all("script")]
    assert len(scripts) == (len(made(name).standings) > 1)
    allowed = "".join(f" script-src {digest(one)};" for one in scripts)
    assert policy == f"default-src 'none'; style-src {digest(style)};{allowed} base-uri 'none'; form-action 'none'"


def digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@everywhere
def test_every_table_has_a_caption_and_every_head_a_scope(name: str) -> None:
    for table in page(name).all("table"):
        first = next(one for one in table.children if isinstance(one, Element))
        assert first.name == "caption"
        assert first.text
    assert all(one.attributes.get("scope") in ("row", "col") for one in page(name).all("th"))


@everywhere
def test_every_chart_is_told_in_words_or_stands_beside_them(name: str) -> None:
    for one in page(name).all("svg"):
        told = one.attributes.get("role") == "img" and one.attributes.get("aria-label")
        assert told or one.attributes.get("aria-hidden") == "true"


@everywhere
def test_the_same_comparison_gives_the_same_page(name: str) -> None:
    assert render(made(name)) == render(SCENARIOS[name]())


@everywhere
def test_what_others_compiled_never_holds_a_bar_a_rank_a_score_or_a_verdict(name: str) -> None:
    boxes = page(name).all(class_="apart")
    assert len(boxes) == (2 if made(name).dossiers and made(name).focus else bool(made(name).dossiers))
    for one in (each for box in boxes for each in box.walk()):
        assert one.name not in ("svg", "table", "path", "rect")
        assert not JUDGING.search(one.classes), one.classes
    outside_boxes = read(render(replace(made(name), dossiers=())))
    apart = {one.audit.declaration.service.name for one in made(name).dossiers}
    assert not [one for one in apart if one in outside_boxes.text]


@everywhere
def test_a_compiled_service_is_in_no_table_but_that_of_the_files(name: str) -> None:
    apart = [one.audit.declaration.service.name for one in made(name).dossiers]
    for table in page(name).all("table"):
        if "files" not in table.classes.split():
            assert not [one for one in apart if one in table.text]
    for drawing in page(name).all("svg"):
        assert not [one for one in apart if one in str(drawing.attributes.get("aria-label"))]


@everywhere
def test_every_service_has_its_row_with_its_rank_or_why_there_is_none(name: str) -> None:
    standings = made(name).standings
    rows = [row for table in page(name).all("table", "standings") for row in table.all("tr")[1:]]
    assert len(rows) == len(standings)
    for row, one in zip(rows, standings, strict=True):
        said = row.all("td", "ranked")[0].text
        assert one.audit.declaration.service.name in row.all("th")[0].text
        if one.ranks is None:
            assert re.fullmatch(r"no rank: \S.*", said)
        else:
            assert said == rank_text(one)
        assert len(row.all("svg", "bar")) == (one.score.backed is not None)


@everywhere
def test_what_the_table_sorts_by_is_a_number_and_what_has_none_comes_last(name: str) -> None:
    for table in page(name).all("table", "standings"):
        heads = table.all("tr")[0].all("th")
        for row in table.all("tr")[1:]:
            cells = [one for one in row.children if isinstance(one, Element)]
            for head, cell in zip(heads, cells, strict=True):
                assert ("data-sort" in head.attributes) == ("data-sort" in cell.attributes)
                assert re.fullmatch(r"(\d+(\.\d+)?)?", cell.attributes.get("data-sort") or "")


def test_the_first_part_says_who_does_who_does_not_and_who_will_not_say() -> None:
    in_order(
        page("everyone").by_id("answer").text,
        "Filed by the services themselves",
        "Does (documents found)",
        "Alder (2 of 2, 2 backed)",
        "Says it does",
        "Birch",
        "Does not, in one thing at least",
        "Cedar (1 of 2, 1 backed)",
        "Will not say",
        "Dogwood",
        "Not answered",
        "Fir",
        "Says it does not apply",
        "Elm",
        "Compiled by others from published facts: no verdict, no score, no rank",
        "Reported yes",
        "Hazel [3]",
        "second-hand",
        "Reported no",
        "Gorse [1][2] (published 2026-03-02 to 2026-03-03",
        "Looked for, not found On 1 of 2 facts: Gorse",
        "Not asked On 1 of 2 facts: Hazel",
        "nobody has checked that it is true",
        "Not asked = the file records no question",
    )


def test_the_answer_stands_before_all_else_and_names_nobody_where_nobody_does() -> None:
    first = next(one for one in page("single").all("main")[0].children if isinstance(one, Element))
    assert first.attributes["id"] == "answer"
    groups = {
        one.all("dt")[0].text.partition(" the service")[0]: one.all("dd")[0].text for one in groups_of("single")
    }
    assert groups["Do (documents found)"] == "nobody"
    assert any(one.startswith("Will not say") and who == "nobody" for one, who in groups.items())


def groups_of(name: str) -> list[Element]:
    (shown,) = page(name).all("dl", "stances")
    return [one for one in shown.children if isinstance(one, Element)]


def test_a_requirement_asked_for_by_its_id_is_named_with_its_title() -> None:
    assert "A summary of action taken is public" in page("single").all("header")[0].text


def test_what_an_other_edition_does_not_hold_is_explained_where_it_is_missing() -> None:
    whole = made("everyone")
    first, *rest = whole.standings
    assert first.position is not None
    thin = replace(first, areas=first.areas[1:], position=replace(first.position, answers=first.position.answers[1:]))
    cut = replace(whole, standings=(thin, *rest))
    shown = read(render(cut)).text
    assert "not in its edition" in shown
    assert "not evaluated" in shown
    told = ("- = the edition by which that service was judged", "- = the audit of that service does not hold it")
    for one, there in ((cut, True), (whole, False)):
        drawn = " ".join(terminal.render(one, width=120, color=False, ascii=False).split())
        assert [each in drawn for each in told] == [there, there]


def test_a_service_of_several_answers_tells_its_refusals_beside_its_no(tmp_path: Path) -> None:
    files = [filing(tmp_path, "ash", {**EVERYTHING, DETECTS: False, WARNS: DECLINED})]
    shown = read(render(comparison(files)))
    in_order(shown.by_id("answer").text, "Does not, in one thing", "Ash", "Will not say, on one thing", "Ash")
    assert "asked, it declined to say something on 1 requirement" in shown.by_id("answers-ash").text


def test_an_exemption_is_said_of_the_matter_and_not_of_the_services(tmp_path: Path) -> None:
    exempt = {**EVERYTHING, CHILDREN: False}
    files = [filing(tmp_path, "ash", exempt), filing(tmp_path, "elm", exempt)]
    answer = read(render(comparison(files))).by_id("answer").text
    assert "Does not apply (backed)" in answer
    assert "o not apply" not in answer.replace("Does not apply (backed)", "")


def test_a_forced_comparison_says_so_before_its_title_and_on_every_sheet() -> None:
    header = page("forced").all("header")[0].text
    assert header.startswith(FORCED)
    assert header.index("answered") < header.index("On grooming: who acts")
    assert page("forced").all("body")[0].classes == "versus forced-page"
    assert FORCED in page("forced").by_id("compared").text
    assert FORCED not in page("everyone").text
    assert page("everyone").all("body")[0].classes == "versus"


def test_watermarks_stand_at_the_top_and_the_many_are_folded_not_left_out() -> None:
    marks = tuple(f"mark {number}" for number in range(6))
    shown = read(render(replace(made("everyone"), marks=tuple(Mark(text=one) for one in marks))))
    header = shown.all("header")[0]
    assert all(f"Mark {number}." in header.text for number in range(6))
    assert header.all("summary")[0].text == "and 4 more that hold for this page"
    assert shown.all("body")[0].classes == "versus marked-page"


def test_every_cell_of_the_map_has_its_figures_in_words_and_its_shade_is_of_what_is_sure() -> None:
    (shown,) = page("everyone").all("table", "heat")
    cells = shown.all("td")
    cards = {one.area.id: one for standing in made("everyone").standings for one in standing.areas}
    assert len(cells) == len(made("everyone").standings) * len(cards)
    assert all("declared" in one.text or one.text == "no score" for one in cells)
    card = made("everyone").standings[0].areas[0]
    assert card.score.backed is not None
    shades = []
    for low in (0, 19, 20, 59, 60, 99, 100):
        backed = replace(card.score.backed, interval=Interval(card.score.backed.interval.low * 0 + low, low))
        shades.append(step_of(replace(card, score=replace(card.score, backed=backed))))
    assert shades == [0, 0, 1, 2, 3, 4, 4]


def test_there_is_a_small_chart_for_every_area_that_counts_with_a_row_for_every_service() -> None:
    charts = page("everyone").all(class_="charts")[0].all("figure")
    assert [len(one.all("li")) for one in charts] == [len(made("everyone").standings)] * len(charts)
    assert len(charts) == 3


def test_every_answer_leads_to_what_it_rests_on() -> None:
    (shown,) = page("everyone").all("table", "stands")
    links = [one for one in shown.all("td") for one in one.all("a")]
    answers = [each for one in made("everyone").standings if one.position for each in one.position.answers]
    assert len(links) == len(answers)
    for link in links:
        note = page("everyone").by_id(str(link.attributes["href"])[1:])
        label = next(words.label for words in STANCES.values() if words.mark == link.text)
        assert note.all("p", "reads")[0].text.startswith(f"{label}: ")
        assert "As declared" in note.text
        assert "As backed" in note.text


def test_every_decisive_failure_names_its_requirement_its_source_and_the_line_of_the_filing() -> None:
    cedar = standing("Cedar")
    assert cedar.decisive_failures
    shown = page("everyone").by_id("failures-cedar").text
    for one in cedar.decisive_failures:
        assert one.requirement.id in shown
        assert one.requirement.title in shown
        assert one.requirement.source.clause in shown
    assert re.search(r"cedar-2026\.yaml:\d+:\d+ grooming\.alerts_child: false", shown)
    assert "Alder: none not met" in page("everyone").by_id("failures-alder").text


def standing(name: str, among: str = "everyone") -> Standing:
    return next(one for one in made(among).standings if one.audit.declaration.service.name == name)


def test_a_service_with_earlier_filings_has_a_chart_a_table_and_what_changed_and_why() -> None:
    shown = page("past").by_id("trend")
    (chart,) = shown.all("svg", "trend")
    assert str(chart.attributes["aria-label"]).startswith("Cedar over time: 2025-06-30 backed 20, declared 20")
    assert len(shown.all("table")[0].all("tr")) == 3
    for said in ("cedar-2025.yaml", "From filing 1 to 2", "by edits: grooming.any_detection", "false → true"):
        assert said in shown.text
    assert "trend" not in {one.attributes.get("id") for one in page("everyone").walk()}


def test_a_reply_stands_beside_what_others_compiled_and_where_nobody_asked_the_page_says_so() -> None:
    comparison = made("compiled")
    (first, *_) = comparison.dossiers
    name = first.audit.declaration.service.name
    silent = replace(first, audit=replace(first.audit, declaration=replace(first.audit.declaration, reply=None)))
    place = Place("gorse.yaml", 1)
    asked = Reply(asked=date(2026, 3, 4), deadline=date(2026, 3, 18), place=place, text="We do, since May.")
    told = replace(first, audit=replace(first.audit, declaration=replace(first.audit.declaration, reply=asked)))
    without = read(render(replace(comparison, dossiers=(silent,))))
    answered = read(render(replace(comparison, dossiers=(told,))))
    assert f"Nobody asked {name} for a reply." in without.by_id("compiled").text
    assert f"Nobody asked {name}" not in answered.text
    assert "“We do, since May.”" in answered.by_id("compiled").text


def test_a_contested_fact_is_shown_with_both_sides_in_a_part_of_its_own_and_in_the_note() -> None:
    shown = read(render(disputed()))
    for part in (shown.by_id("contested"), shown.by_id("answer-alder-MDW-1")):
        in_order(
            part.text,
            "Alder says",
            "yes, alder.yaml:6:3",
            "Example Charity says",
            "no, filed on 2026-09-20",
            "Example Post, What we saw, 2026-09, https://example.org/post",
            "Example News, More, 2026-09-03",
            "Nobody asked Alder for a reply. Alder can reply until 2026-10-04.",
        )
    links = [one for one in shown.all("a") if one.attributes["href"] == "https://example.org/post"]
    assert {one.attributes["rel"] for one in links} == {"external noreferrer"}
    assert "contested" not in {one.attributes.get("id") for one in page("everyone").walk()}


def test_what_is_reported_and_contested_is_shown_with_both_sides_and_the_reply() -> None:
    shown = read(render(disputed()))
    in_order(shown.by_id("answer").text, "Contested", "reported no", "(Example Charity says yes)", "Gorse [1][2]")
    in_order(
        shown.by_id("compiled-gorse").text,
        "Gorse, as reported",
        "no, gorse.yaml:6:3",
        "Example Charity says",
        "yes, filed on 2026-09-20",
        "“It was switched on.”",
    )
    assert "time to reply" not in shown.by_id("compiled-gorse").text
    assert "Gorse" not in shown.by_id("contested").text


def in_order(text: str, *said: str) -> None:
    at = 0
    for one in said:
        at = text.find(one, at)
        assert at >= 0, one


def test_backed_is_explained_and_digests_day_and_dictionary_are_named() -> None:
    reading, compared = page("everyone").by_id("reading").text, page("everyone").by_id("compared").text
    assert "document found, in date, hash right; nobody has checked that it is true" in reading
    assert "auditor schema comparison-csv" in reading
    ruleset = made("everyone").ruleset
    everyone = (*made("everyone").standings, *made("everyone").dossiers)
    for said in (ruleset.name, ruleset.sha256, "2026-10-01", *(one.audit.declaration.sha256 for one in everyone)):
        assert said in compared


def test_services_of_the_same_name_are_told_apart() -> None:
    comparison = made("everyone")
    first, second, *rest = comparison.standings

    def named(one: Standing) -> Standing:
        service = replace(one.audit.declaration.service, name="Twin")
        return replace(one, audit=replace(one.audit, declaration=replace(one.audit.declaration, service=service)))

    shown = read(render(replace(comparison, standings=(named(first), named(second), *rest))))
    rows = [row.all("th")[0].text for row in shown.all("table", "standings")[0].all("tr")[1:3]]
    ids = [one.audit.declaration.service.id for one in (first, second)]
    assert [row.partition(" facts")[0] for row in rows] == [f"Twin ({one})" for one in ids]


@everywhere
def test_a_page_without_a_focus_says_who_is_first_and_has_no_stances(name: str) -> None:
    comparison = replace(
        made(name),
        focus=None,
        standings=tuple(replace(one, position=None) for one in made(name).standings),
        dossiers=tuple(replace(one, focus=()) for one in made(name).dossiers),
    )
    shown = read(render(comparison))
    assert len(shown.all("p", "answer")) == 1
    assert not shown.all("dl", "stances")
    assert not [one for one in shown.walk() if one.attributes.get("id") in ("answer", "focus")]


def test_every_stance_has_a_meaning_for_several_requirements_and_for_one() -> None:
    for stance in Stance:
        assert means(stance, several=False)
        assert means(stance, several=True)
    assert "at least one" in means(Stance.DOES_NOT, several=True)


@everywhere
def test_no_title_says_that_somebody_does_a_harm(name: str) -> None:
    (title,) = page(name).all("h1")
    assert re.match(r"On \S.*: who acts, who does not, who will not say$", title.text)
