"""No text of a file can add anything to the page of a comparison: its tree is the same whatever the texts say.

As for the page of a result: every text of a comparison is replaced, and what comes out must have the elements,
attributes, classes and number of anchors that harmless texts give. The script is the program's own, to the byte.
"""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.model.comparison import Comparison
from auditor.report.versus.htmlpage import render
from tests.properties.test_html_shape import HARMLESS, HOSTILE, UNSEEN, Tree, read, retold
from tests.support.comparing import SCENARIOS
from tests.support.disputing import disputed

PAGES = {**SCENARIOS, "with both sides": disputed}
SCRIPT = re.compile(r"<script[ >].*?</script>", re.DOTALL)


@cache
def scenario(name: str) -> Comparison:
    return PAGES[name]()


@cache
def harmless(name: str) -> Tree:
    return read(render(retold(scenario(name), lambda text: HARMLESS + text)))


@cache
def script(name: str) -> list[str]:
    return SCRIPT.findall(render(scenario(name)))


def check(name: str, text: str) -> None:
    page = render(retold(scenario(name), lambda one: text + one))
    tree, calm = read(page), harmless(name)
    assert tree.shape == calm.shape
    assert len(tree.ids) == len(set(tree.ids)) == len(calm.ids)
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", one) for one in tree.ids)
    assert {one[1:] for one in tree.links if one.startswith("#")} <= set(tree.ids)
    assert [one for one in tree.links if not one.startswith("#")] == [
        one for one in calm.links if not one.startswith("#")
    ]
    assert not UNSEEN.search(page)
    assert SCRIPT.findall(page) == script(name)
    page.encode("utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_no_hostile_text_changes_the_shape_of_a_comparison(name: str) -> None:
    for text in HOSTILE:
        check(name, text)


@settings(max_examples=10)
@given(st.text(min_size=1))
def test_no_text_at_all_changes_the_shape_of_a_comparison(text: str) -> None:
    check("past", text)
    check("compiled", text)
