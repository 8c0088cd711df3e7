"""Comments read by GitHub's own parser: no text of anybody's becomes a link, a picture, a mention or a table cell."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.model.result import Track
from auditor.report.gfm import cell, code, prose, told
from auditor.report.markdown import render
from tests.support.results import SCENARIOS, make_result, on_track
from tests.support.retelling import HOSTILE, retold

cmarkgfm = pytest.importorskip("cmarkgfm", reason="cmarkgfm is not installed (extra: test)")
HAS_LINTER = importlib.util.find_spec("pymarkdown") is not None
needs_linter = pytest.mark.skipif(not HAS_LINTER, reason="pymarkdownlnt is not installed (extra: test)")

# Off: the length of lines, for a paragraph or a row of a table is one; and a title at the top, for a comment has the
# bot's mark there and stands under a heading of GitHub's.
OFF = "md013,md041"
PLACES = ("mixed", "several", "compiled", "waived", "since-baseline", "not-in-force")

# What GitHub makes something of in a text after it was parsed, wherever it is not code.
ACTS = re.compile(
    r"(^|\W)@\w|(^|\W)#\d|\bgh-\d|\bcve-\d{4}|\bghsa-|:[+\w-]+:|\$|https?:|www\.|\b(?=[a-f]*\d)[0-9a-f]{7,40}\b", re.I
)


class Shape(HTMLParser):
    """The elements of a page, without code, and the texts outside it."""

    def __init__(self, markdown: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.comments: list[str] = []
        self._code = 0
        options = cmarkgfm.cmark.Options
        self.feed(
            cmarkgfm.github_flavored_markdown_to_html(
                markdown, options=options.CMARK_OPT_UNSAFE | options.CMARK_OPT_FOOTNOTES
            )
        )
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "code":
            self._code += 1
        else:
            self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "code":
            self._code -= 1
        else:
            self.tags.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if not self._code:
            self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_comment_has_no_link_picture_or_markup_of_anybodys(scenario: str) -> None:
    shape = Shape(render(SCENARIOS[scenario]()))
    assert not {"a", "img", "script", "input", "sup", "del", "em", "pre", "hr"} & set(shape.tags)
    assert len(shape.comments) == 1
    assert not [text for text in shape.texts if ACTS.search(text)]


@pytest.mark.parametrize("scenario", PLACES)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_change_nothing_of_the_shape(scenario: str, text: str) -> None:
    result = SCENARIOS[scenario]()
    harmless = Shape(render(retold(result, lambda _: "some plain words")))
    hostile = Shape(render(retold(result, lambda _: text)))
    assert hostile.tags == harmless.tags
    assert hostile.comments == harmless.comments
    assert not [one for one in hostile.texts if ACTS.search(one)]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_behind_and_before_others_change_nothing(text: str) -> None:
    result = SCENARIOS["several"]()
    harmless = Shape(render(retold(result, lambda one: f"x {one} y")))
    hostile = Shape(render(retold(result, lambda one: f"{text}{one}{text}")))
    assert hostile.tags == harmless.tags
    assert not [one for one in hostile.texts if ACTS.search(one)]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_row_of_a_table_has_its_cells(scenario: str) -> None:
    for text in ("some | words", "a \\| b `c|d` e"):
        tags = Shape(render(retold(SCENARIOS[scenario](), lambda _, text=text: text))).tags  # type: ignore[misc]
        rows = " ".join(tags).split(" tr ")[1:]
        counts = {row.split(" /tr")[0].count("/th") or row.split(" /tr")[0].count("/td") for row in rows}
        assert counts <= {8}


ANY = st.text(st.characters(codec="utf-8"), max_size=12) | st.text("@#:`|\\<>[]()!*_~$&{}ab1. \n-=+/", max_size=16)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(ANY, st.sampled_from([prose, code, told]))
def test_no_text_acts_in_a_paragraph(text: str, write: object) -> None:
    assert callable(write)
    shape = Shape(f"- Said: {write(text)} and more.\n  - {write(text)}\n")
    assert shape.tags == ["ul", "li", "ul", "li", "/li", "/ul", "/li", "/ul"]
    assert not shape.comments
    assert not [one for one in shape.texts if ACTS.search(one)]


@settings(max_examples=400, deadline=None, derandomize=True)
@given(ANY, ANY)
def test_no_text_leaves_its_cell(text: str, other: str) -> None:
    shape = Shape(f"| a | b |\n| --- | --- |\n| {cell(text)} | {cell(other)} |\n")
    assert shape.tags.count("td") == 2
    assert shape.tags[-8:] == ["tr", "td", "/td", "td", "/td", "/tr", "/tbody", "/table"]
    assert not [one for one in shape.texts if ACTS.search(one)]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text("ab1.@#:|-_$ x", min_size=1, max_size=16).map(lambda one: " ".join(one.split())).filter(bool))
def test_what_is_shown_is_what_was_said(text: str) -> None:
    html = cmarkgfm.github_flavored_markdown_to_html(f"x {prose(text)} y")
    shown = re.sub(r"<[^>]*>", "", html).strip()
    assert shown == f"x {text} y"


@needs_linter
@pytest.mark.parametrize("scenario", [*SCENARIOS, "nothing", "backed"])
def test_the_linter_is_content(scenario: str) -> None:
    made = {
        **SCENARIOS,
        "nothing": lambda: make_result(unusable=1),
        "backed": lambda: on_track(SCENARIOS["mixed"](), Track.BACKED),
    }
    ran = subprocess.run(
        [sys.executable, "-m", "pymarkdown", "-e", "*", "-d", OFF, "scan-stdin"],
        input=render(made[scenario]()),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (0, "")


@needs_linter
def test_the_linter_sees_what_is_wrong() -> None:
    wrong = render(SCENARIOS["mixed"]()) + "\n\n#x\n"
    ran = subprocess.run(
        [sys.executable, "-m", "pymarkdown", "-e", "*", "-d", OFF, "scan-stdin"],
        input=wrong,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 1
