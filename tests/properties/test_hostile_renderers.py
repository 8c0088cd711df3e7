"""No text of anybody's acts in any format of a result or a comparison: each is held to what it promises.

Every text is made over; the shape of what is shown has to be the one that harmless texts give it.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz import showing
from tests.support.nasty import BY_KIND, naughty

pytest.importorskip("cmarkgfm", reason="cmarkgfm is not installed (extra: test)")

LONG = "length"
ALL = (*showing.RESULTS, *showing.COMPARISONS)
SHORT = tuple(one for kind, texts in BY_KIND.items() if kind != LONG for one in texts)


@pytest.mark.parametrize("name", ALL)
def test_texts_are_really_made_over(name: str) -> None:
    one = showing.retold(showing.scenario(name), showing.telling(["Elsewhere"]))
    for format, view in showing.ways(one):
        assert showing.text_of(one, format, view).count("Elsewhere") > 2, format


@pytest.mark.parametrize("name", ALL)
def test_no_nasty_text_acts_in_any_format(name: str) -> None:
    showing.hold(name, list(SHORT))


@pytest.mark.parametrize("kind", BY_KIND)
def test_no_kind_of_nasty_text_acts_in_any_format(kind: str) -> None:
    showing.hold("compiled", list(BY_KIND[kind]))
    showing.hold("past", list(BY_KIND[kind]))


@pytest.mark.skipif(not naughty(), reason="AUDITOR_NAUGHTY_STRINGS names no blns.json")
@pytest.mark.parametrize("start", range(0, 500, 100))
def test_no_naughty_string_acts_in_any_format(start: int) -> None:
    texts = list(naughty()[start : start + 100])
    assert texts
    showing.hold("contested", texts)
    showing.hold("past", texts)


TEXTS = st.lists(
    st.one_of(
        st.text(min_size=1, max_size=30),
        st.sampled_from(SHORT),
        st.text("<>&\"'`|*[]():#@=+-\\\x1b\n\t\r\u202e;,%{}$ a1", min_size=1),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40)
@given(st.sampled_from(ALL), TEXTS, st.integers(0, 11))
def test_no_text_at_all_acts_in_any_format(name: str, texts: list[str], way: int) -> None:
    showing.hold(name, texts, way)
