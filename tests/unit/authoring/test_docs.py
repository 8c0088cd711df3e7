"""The generated pages: current, whole, and harmless whatever an edition says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from auditor.authoring.docs import edition_page, escape, pages, vocabulary_page
from auditor.model.ruleset import Area, Ruleset
from auditor.source.library import builtin_editions
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary
from tests.support import rules

DOCS = Path(__file__).parents[3] / "docs"
HOSTILE = "a|b <script>x</script> [l](javascript:1) ![i](u) **b** __c__ `d|e` ~~f~~ \\ &lt; \x1b[2J\u202e\nnew # line"


def _editions() -> list[Ruleset]:
    return [read_ruleset(one.folder, read_vocabulary()) for one in builtin_editions()]


def test_the_pages_are_current(update: bool) -> None:
    wanted = pages(_editions(), read_vocabulary())
    if update:
        for name, text in wanted.items():
            (DOCS / name).parent.mkdir(exist_ok=True)
            (DOCS / name).write_text(text, encoding="utf-8")
    found = {name: (DOCS / name).read_text(encoding="utf-8") for name in wanted if (DOCS / name).exists()}
    stale = [name for name, text in wanted.items() if found.get(name) != text]
    assert stale == [], "run `auditor ruleset docs` and read the difference"
    assert {f"rulesets/{one.name}" for one in (DOCS / "rulesets").glob("*.md")} == wanted.keys() - {"vocabulary.md"}


def test_a_page_holds_every_requirement_parameter_and_source() -> None:
    for edition in _editions():
        page = edition_page(edition)
        assert re.findall(r"^#### (\S+):", page, re.MULTILINE) == [
            one.id for area in edition.areas for one in edition.requirements if one.area == area.id
        ]
        assert all(escape(one.asks) in page for one in edition.requirements)
        assert all(f"| `{name}` |" in page for name in edition.parameters)
        assert all(escape(one.title) in page for one in edition.documents.values())


def test_the_vocabulary_page_holds_every_fact_with_its_answers() -> None:
    vocabulary = read_vocabulary()
    page = vocabulary_page(vocabulary)
    rows = re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)
    assert rows == [one.path for one in vocabulary.facts()]
    for one in vocabulary.facts():
        line = next(line for line in page.splitlines() if line.startswith(f"| `{one.path}` |"))
        assert ("scope" in line.split(" | ")[-1]) is one.scope
        assert one.unit is None or one.unit in line
        assert "{key}" not in line


def test_every_row_of_a_table_has_the_cells_of_its_head() -> None:
    for page in pages(_editions(), read_vocabulary()).values():
        wide = 0
        for line in page.splitlines():
            if not line.startswith("|"):
                wide = 0
                continue
            cells = len(re.findall(r"(?<!\\)\|", line))
            assert wide in (0, cells), line
            wide = cells


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain words, and 24 hours.", "plain words, and 24 hours."),
        ("a|b", "a\\|b"),
        ("<b>", "\\<b\\>"),
        ("snake_case stays", "snake_case stays"),
        ("_this_ does not", "\\_this\\_ does not"),
        ("`grooming.alerts` stays code", "`grooming.alerts` stays code"),
        ("`a|b` does not", "\\`a\\|b\\` does not"),
        ("# no heading", "\\# no heading"),
        ("- no item", "\\- no item"),
        ("1. no item", "1\\. no item"),
        ("two\nlines", "two lines"),
        ("&lt;", "&amp;lt;"),
    ],
)
def test_a_text_means_itself(text: str, written: str) -> None:
    assert escape(text) == written


def test_nothing_an_edition_says_acts() -> None:
    requirement = rules.requirement(met=rules.read({"app.note": {"matches": "*<img src=x>|*"}}))
    citation = replace(
        requirement.source,
        clause=HOSTILE,
        document=replace(requirement.source.document, title=HOSTILE, url="javascript:alert(1)"),
    )
    hostile = replace(requirement, title=HOSTILE, asks=HOSTILE, source=citation, label=HOSTILE)
    edition = replace(
        rules.ruleset([hostile], areas=[Area(id="one", title=HOSTILE)]),
        title=HOSTILE,
        summary=HOSTILE,
        documents={"d": citation.document},
    )
    page = edition_page(edition)
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert not re.search(r"(?<!\\)<(?!!--)", page)
    assert not re.search(r"(?<!\\)[\[\]]", page)
    assert "new # line" in page
    assert page.count("\n#### ") == 1
