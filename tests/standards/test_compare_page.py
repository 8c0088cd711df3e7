"""The page of a comparison before its judges: the Nu HTML checker, axe-core, and Chromium, which sorts its table.

The tools are those of `test_html`, and are looked for in the same places; what is missing is skipped.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from auditor.report.versus.htmlpage import render
from tests.standards.test_html import CHROMIUM, LOOK, MODULES, NODE, needs_browser, needs_checker, told
from tests.support.comparing import SCENARIOS
from tests.support.disputing import disputed

PAGES = {**SCENARIOS, "with-both-sides": disputed}
SORT = LOOK.with_name("sort.mjs")
HASHES_ARE_NOT_KNOWN = "violates Content Security Policy"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write a page for every scenario."""
    folder = tmp_path_factory.mktemp("compared")
    paths = {name: folder / f"{name}.html" for name in PAGES}
    for name, path in paths.items():
        path.write_text(render(PAGES[name]()), encoding="utf-8")
    return paths


@pytest.fixture(scope="module")
def looked(written: dict[str, Path]) -> dict[str, dict[str, Any]]:
    """Look at every page in Chromium, once."""
    found = run(LOOK, *written.values())
    return {name: found[str(path)] for name, path in written.items()}


@pytest.fixture(scope="module")
def pressed(written: dict[str, Path]) -> dict[str, Any]:
    """Sort the table of the scenario with everybody in it."""
    return run(SORT, written["everyone"])


def run(script: Path, *pages: Path) -> dict[str, Any]:
    """Run a script on pages, and give what it found."""
    command = [str(NODE), str(script), str(Path(MODULES).resolve()), str(CHROMIUM), *map(str, pages)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


@needs_checker
def test_the_checker_has_nothing_to_say(written: dict[str, Path]) -> None:
    messages = told(list(written.values()))
    assert [one["message"] for one in messages if HASHES_ARE_NOT_KNOWN not in one["message"]] == []
    assert {Path(one["url"]).name for one in messages} == {path.name for path in written.values()}


@needs_browser
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_in_every_scheme_and_width_and_never_scrolls_sideways(
    name: str, looked: dict[str, dict[str, Any]]
) -> None:
    views = looked[name]["views"]
    judged = {view: one["violations"] for view, one in views.items() if "violations" in one}
    assert judged == {f"{width} {scheme}": [] for width in (390, 1440) for scheme in ("light", "dark")}
    assert all(one["rules"] > 10 for one in views.values() if "rules" in one)
    assert {view: one["wide"] for view, one in views.items() if one["wide"] > 0} == {}


@needs_browser
@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_nobody_for_anything_and_prints_with_every_part_open(
    name: str, looked: dict[str, dict[str, Any]]
) -> None:
    seen = looked[name]
    assert {Path(one.partition("#")[0]).name for one in seen["requests"]} == {f"{name}.html"}
    assert seen["said"] == []
    assert (seen["pdf"], seen["hidden"], seen["paper"]) == ("%PDF-", 0, "rgb(255, 255, 255)")
    assert seen.get("opens", True)


@needs_browser
def test_each_press_on_a_head_sorts_by_it_and_leaves_every_rank_as_it_was(pressed: dict[str, Any]) -> None:
    given = {row["name"]: row["rank"] for row in pressed["given"]["rows"]}
    orders = set()
    assert pressed["said"] == []
    assert len(pressed["pressed"]) == 22
    for one in pressed["pressed"]:
        at, rows = one["at"], one["rows"]
        assert {row["name"]: row["rank"] for row in rows} == given
        values = [float(row["value"][at]) for row in rows if row["value"][at]]
        # The table stands sorted by rank at first, so that the first press on that head turns it round.
        down = one["times"] == (1 if at == 0 else 2)
        assert values == sorted(values, reverse=down)
        assert [row["value"][at] for row in rows][len(values) :] == [""] * (len(rows) - len(values))
        assert one["sorts"][at] == ("descending" if down else "ascending")
        assert sum(order is not None for order in one["sorts"]) == 1
        orders.add(tuple(row["name"] for row in rows))
    assert len(orders) > 4


@needs_browser
def test_an_order_that_is_no_rank_says_so(pressed: dict[str, Any]) -> None:
    assert pressed["given"]["caption"].startswith("In order of what is backed for certain")
    for one in pressed["pressed"]:
        by_rank = one["at"] == 0 and one["sorts"][0] == "ascending"
        if by_rank:
            assert one["caption"] == pressed["given"]["caption"]
        else:
            assert one["caption"].startswith(f"Ordered by “{one['head']}”, ")
            assert "This order is not a rank" in one["caption"]


@needs_browser
def test_without_scripts_every_row_and_rank_is_there_and_nothing_pretends_to_sort(pressed: dict[str, Any]) -> None:
    plain, given = pressed["plain"], pressed["given"]
    assert plain["buttons"] == 0
    assert given["buttons"] == 11
    assert plain["sorts"] == [None] * 12
    assert plain["caption"] == given["caption"]
    assert [row["rank"] for row in plain["rows"]] == [row["rank"] for row in given["rows"]]
    assert [row["name"] for row in plain["rows"]] == [row["name"] for row in given["rows"]]


@needs_browser
def test_the_first_screen_answers_without_scrolling(pressed: dict[str, Any]) -> None:
    assert set(pressed["first"]) == {"1440x900", "390x844"}
    for seen in pressed["first"].values():
        assert seen["filed"] < seen["height"]
        assert seen["apart"] < seen["height"]
