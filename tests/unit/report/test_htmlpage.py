"""The HTML page as a text: what it says, in which order, where it can be linked to, and what it never holds."""

from __future__ import annotations

import re
from base64 import b64encode
from fractions import Fraction
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from auditor.model.diagnostic import Diagnostic, Place
from auditor.model.finding import Interval
from auditor.model.result import Result
from auditor.model.scorecard import Score, Tracks
from auditor.report.htmlpage import render
from auditor.report.page.anchors import Anchors, escaped
from auditor.report.page.summary import STARRED
from auditor.report.wording import BACKED_MEANS
from tests.support.results import SCENARIOS, make_result, mixed, several, waived


class Page(HTMLParser):
    """A page as it reads without style: its text in order, its headings, ids and links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.levels: list[int] = []
        self._texts: list[str] = []
        self._quiet = 0
        self.feed(page)
        self.text = " ".join("".join(self._texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags.append((tag, named))
        self.ids += [str(named["id"])] if "id" in named else []
        self.links += [str(named["href"])] if "href" in named else []
        self.levels += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        self._quiet += tag in ("style", "title")

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        self._texts += [] if self._quiet else [data]


def page_of(result: Result) -> Page:
    return Page(render(result))


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_finding_has_its_anchor_and_every_link_leads_somewhere(name: str) -> None:
    result = SCENARIOS[name]()
    page = page_of(result)
    assert len(page.ids) == len(set(page.ids))
    assert {one[1:] for one in page.links if one.startswith("#")} <= set(page.ids)
    for audit in result.audits:
        for one in (*audit.findings, *audit.reported):
            anchor = f"{audit.ruleset.id}-{one.requirement.id}-{audit.declaration.service.id}"
            assert anchor in page.ids
            assert f"#{anchor}" in page.links


def test_two_editions_for_one_service_are_told_apart_by_their_versions() -> None:
    (audit,) = mixed().audits
    earlier = replace(audit, ruleset=replace(audit.ruleset, version="2.0.0"))
    page = page_of(make_result(audit, earlier, audit))
    assert "internet-safety-strategy-3.0.0-GRM-01-harbour" in page.ids
    assert "internet-safety-strategy-2.0.0-GRM-01-harbour" in page.ids
    assert "internet-safety-strategy-3.0.0-GRM-01-harbour.2" in page.ids
    assert "internet-safety-strategy-GRM-01-harbour" not in page.ids


def test_an_anchor_needs_no_escape_in_an_address() -> None:
    assert escaped("a-B.9_ é/#") == "a-B.9__20__e9__2f__23_"
    anchors = Anchors(mixed())
    assert anchors.part(0, "areas") != anchors.part(0, "areas")


@pytest.mark.parametrize("name", SCENARIOS)
def test_headings_are_in_order_and_there_is_one_of_each_landmark(name: str) -> None:
    page = page_of(SCENARIOS[name]())
    assert page.levels[0] == 1
    assert page.levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(page.levels, page.levels[1:], strict=False))
    names = [tag for tag, _ in page.tags]
    assert [names.count(one) for one in ("main", "nav", "header", "footer")] == [1, 1, 1, 1]
    assert page.tags[0] == ("html", {"lang": "en"})


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_page_holds_all_it_needs_and_nothing_that_acts(name: str) -> None:
    text = render(SCENARIOS[name]())
    page = Page(text)
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "link", "img", "iframe", "object", "form", "base", "video", "audio", "image", "use"}
    keys = {key for _, named in page.tags for key in named}
    assert not keys & {"src", "srcset", "style", "action", "background", "ping", "download", "target"}
    assert not [one for one in keys if one.startswith("on")]
    style = text.partition("<style>")[2].partition("</style>")[0]
    assert "@import" not in style
    assert re.findall(r"url\([^)]*\)", style) == ["url(#hatch)"]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = next(named["content"] for _, named in page.tags if named.get("http-equiv"))
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_table_has_a_caption_and_every_head_a_scope(name: str) -> None:
    tags = page_of(SCENARIOS[name]()).tags
    for at, (tag, _) in enumerate(tags):
        if tag == "table":
            assert tags[at + 1][0] == "caption"
    assert all(named.get("scope") in ("row", "col", "rowgroup") for tag, named in tags if tag == "th")


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_chart_is_told_in_words_or_stands_beside_them(name: str) -> None:
    for tag, named in page_of(SCENARIOS[name]()).tags:
        if tag == "svg":
            assert (named.get("role") == "img" and named.get("aria-label")) or named.get("aria-hidden") == "true"


def test_the_page_reads_in_order_without_style() -> None:
    text = page_of(mixed()).text
    said = (
        "Harbour Social Ltd",
        "model, not law",
        "As declared ✗ Not compliant",
        "As backed ✗ Not compliant",
        "To quote this: Harbour under internet-safety-strategy 3.0.0 (model, not law; read for 2026-10-01",
        BACKED_MEANS[1:],
        "37 of 62 numbers in the score are ours.",
        "Areas",
        "All rules",
        "musts not met",
        "seen at examples/harbour.yaml:",
        "wanted",
        "Answer next",
        "Every finding",
        "What this rests on",
        "Gate on decisive rules",
    )
    at = 0
    for one in said:
        at = text.find(one, at)
        assert at >= 0, one


def test_a_failure_is_told_whole() -> None:
    text = page_of(mixed()).text
    at = text.index("GRM-02 ", text.index("musts not met", text.index("All rules")))
    whole = text[at : text.index("Rule internet", at)]
    for one in (
        "must",
        "seen at examples/harbour.yaml:",
        "wanted",
        "Do ",
        "(effort 8)",
        "Gives +3.1 points; closes 1",
    ):
        assert one in whole


def test_waivers_are_told_with_what_it_would_be_without() -> None:
    text = page_of(waived()).text
    assert "Without waivers" in text
    assert "waived from 2026-09-01 until 2027-02-28: Group chat moves to the new service in spring." in text
    assert "Approved by Safety board" in text


def test_a_compiled_declaration_is_never_judged() -> None:
    page = page_of(SCENARIOS["compiled"]())
    for one in ("ompliant", "Score", "annot tell", "musts", " of 100", "To quote this", "Gate"):
        assert one not in page.text
    assert "NO VERDICT: Chat did not file this for itself." in page.text
    assert "Not filed by the service." in page.text
    assert "https://www.esafety.gov.au/" in page.links
    assert not [named for tag, named in page.tags if tag == "svg" and named.get("class")]


def test_several_audits_are_told_in_rows_and_each_whole() -> None:
    page = page_of(several())
    assert "1 of 5 declarations could not be used and was not audited" in page.text
    assert "compiled by others: no verdict" in page.text
    assert "uk-social-media-code 1.0.0 ended 2023-10-25" in page.text
    assert sum(named.get("class") == "audit" for _, named in page.tags) == 4


def test_a_star_in_the_matrix_of_areas_is_explained() -> None:
    result = several()
    (first, *_others) = result.audits
    card = first.scorecard
    assert card is not None
    tracks = Tracks(
        declared=Score(interval=Interval(Fraction(0), Fraction(100)), may_be_empty=True), backed=card.score.backed
    )
    starred = replace(first, scorecard=replace(card, areas=(replace(card.areas[0], score=tracks), *card.areas[1:])))
    assert STARRED not in page_of(replace(result, audits=(first, first))).text
    page = page_of(replace(result, audits=(starred, first))).text
    assert page.partition("All areas")[0].count(STARRED) == 1


def test_services_under_one_edition_get_a_matrix_of_areas() -> None:
    (audit,) = mixed().audits
    told = replace(
        audit.declaration, file="other.yaml", service=replace(audit.declaration.service, id="o", name="Other")
    )
    page = page_of(make_result(audit, replace(audit, declaration=told)))
    matrix = [named for tag, named in page.tags if tag == "table" and named.get("class") == "matrix"]
    assert len(matrix) == 1
    assert "Areas of internet-safety-strategy 3.0.0" in page.text
    assert not [named for tag, named in page_of(several()).tags if named.get("class") == "matrix"]


def test_where_nothing_was_audited_the_page_says_so() -> None:
    told = Diagnostic(code="yaml.empty", message="there is nothing in it", place=Place("a.yaml"), help="Write it.")
    page = page_of(make_result(diagnostics=(told,), unusable=1))
    assert "Nothing was audited" in page.text
    assert "error: there is nothing in it yaml.empty a.yaml Write it." in page.text


def test_watermarks_stand_before_the_verdict_and_in_the_quote() -> None:
    text = page_of(SCENARIOS["not-in-force"]()).text
    mark = "edition 3.0.0, draft, never in force, read as written"
    assert text.lower().index(mark) < text.index("As declared")
    assert mark in text[text.index("To quote this") :]
