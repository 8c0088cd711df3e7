"""The HTML page before its judges: the Nu HTML checker, and axe-core in Chromium, in every scheme and width.

The tools are not kept here. AUDITOR_NODE_MODULES names a folder into which npm has installed vnu-jar, axe-core and
puppeteer-core; `java`, `node` and `chromium` are looked for on PATH. What is missing is skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from auditor.report.htmlpage import render
from tests.support.results import SCENARIOS, make_result

MODULES = os.environ.get("AUDITOR_NODE_MODULES", "")
CHECKER = Path(MODULES) / "vnu-jar" / "build" / "dist" / "vnu.jar"
LOOK = Path(__file__).parent / "html" / "look.mjs"
JAVA, NODE, CHROMIUM = (shutil.which(name) for name in ("java", "node", "chromium"))
PAGES = {**SCENARIOS, "nothing": make_result}
LIGHT, DARK = "rgb(253, 253, 251)", "rgb(21, 24, 28)"

# The checker knows no hashes in a policy, and tells that a style sheet that has one is blocked. Chromium, which does
# as the policy says, applies it: see below.
HASHES_ARE_NOT_KNOWN = "Inline style violates Content Security Policy"

needs_checker = pytest.mark.skipif(
    JAVA is None or not MODULES or not CHECKER.is_file(),
    reason="needs java, and AUDITOR_NODE_MODULES with vnu-jar in it",
)
needs_browser = pytest.mark.skipif(
    NODE is None or CHROMIUM is None or not MODULES or not (Path(MODULES) / "puppeteer-core").is_dir(),
    reason="needs node, chromium, and AUDITOR_NODE_MODULES with puppeteer-core and axe-core in it",
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write a page for every scenario."""
    folder = tmp_path_factory.mktemp("pages")
    paths = {name: folder / f"{name}.html" for name in PAGES}
    for name, path in paths.items():
        path.write_text(render(PAGES[name]()), encoding="utf-8")
    return paths


@pytest.fixture(scope="module")
def looked(written: dict[str, Path]) -> dict[str, dict[str, Any]]:
    """Look at every page in Chromium, once."""
    command = [str(NODE), str(LOOK), str(Path(MODULES).resolve()), str(CHROMIUM), *map(str, written.values())]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    return {name: found[str(path)] for name, path in written.items()}


def told(paths: list[Path]) -> list[dict[str, Any]]:
    """Give the messages of the checker."""
    command = [
        str(JAVA),
        "-jar",
        str(CHECKER),
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
        *map(str, paths),
    ]
    ran = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, check=True)
    messages: list[dict[str, Any]] = json.loads(ran.stdout)["messages"]
    return messages


@needs_checker
def test_the_checker_has_nothing_to_say(written: dict[str, Path]) -> None:
    messages = told(list(written.values()))
    assert [one["message"] for one in messages if HASHES_ARE_NOT_KNOWN not in one["message"]] == []
    assert {Path(one["url"]).name for one in messages} == {path.name for path in written.values()}


@needs_checker
def test_the_checker_would_have_said_something(tmp_path: Path, written: dict[str, Path]) -> None:
    broken = tmp_path / "broken.html"
    broken.write_text(written["mixed"].read_text("utf-8").replace("<caption>", "<caption><table>"), encoding="utf-8")
    assert any(one["type"] == "error" for one in told([broken]))


@needs_browser
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_in_every_scheme_and_width(name: str, looked: dict[str, dict[str, Any]]) -> None:
    views = looked[name]["views"]
    judged = {view: one["violations"] for view, one in views.items() if "violations" in one}
    assert judged == {f"{width} {scheme}": [] for width in (390, 1440) for scheme in ("light", "dark")}
    assert all(one["rules"] > 10 for one in views.values() if "rules" in one)


@needs_browser
@pytest.mark.parametrize("name", PAGES)
def test_a_page_never_scrolls_sideways(name: str, looked: dict[str, dict[str, Any]]) -> None:
    assert {view: one["wide"] for view, one in looked[name]["views"].items() if one["wide"] > 0} == {}


@needs_browser
@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_nobody_for_anything(name: str, looked: dict[str, dict[str, Any]]) -> None:
    assert {Path(one.partition("#")[0]).name for one in looked[name]["requests"]} == {f"{name}.html"}
    assert looked[name]["said"] == []


@needs_browser
@pytest.mark.parametrize("name", PAGES)
def test_a_page_follows_the_scheme_and_its_policy_lets_its_style_in(
    name: str, looked: dict[str, dict[str, Any]]
) -> None:
    papers = {view.partition(" ")[2]: one["paper"] for view, one in looked[name]["views"].items()}
    assert papers == {"light": LIGHT, "dark": DARK}


@needs_browser
@pytest.mark.parametrize("name", PAGES)
def test_a_page_prints_with_every_part_open_and_on_white(name: str, looked: dict[str, dict[str, Any]]) -> None:
    seen = looked[name]
    assert seen["pdf"] == "%PDF-"
    assert seen["hidden"] == 0
    assert seen["paper"] == "rgb(255, 255, 255)"


@needs_browser
def test_parts_are_folded_on_a_screen_and_a_link_to_a_finding_opens_them(looked: dict[str, dict[str, Any]]) -> None:
    assert looked["mixed"]["folded"] > 0
    opened = {name: seen["opens"] for name, seen in looked.items() if "opens" in seen}
    assert opened
    assert all(opened.values())
