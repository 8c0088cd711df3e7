"""`ruleset scope` as its users run it, and the record that it writes."""

from __future__ import annotations

import json
import re
from math import ceil
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.e2e.running import AS_OF, EXAMPLES, ROOT, auditor

FIXTURES = ROOT / "tests" / "fixtures" / "scope"
TINY = FIXTURES / "tiny-code" / "1.0.0"
FORUM = FIXTURES / "forum.yaml"
GOLDEN = ROOT / "tests" / "golden" / "scope"
STRATEGY = "internet-safety-strategy@3"
VIEWS = {
    "80.txt": ("--width", "80"),
    "60.txt": ("--width", "60"),
    "plain.txt": ("--plain",),
    "json": ("-f", "json"),
    "record.md": ("-f", "record"),
}


@pytest.mark.parametrize("view", VIEWS)
def test_golden(view: str, update: bool) -> None:
    ran = auditor("ruleset", "scope", TINY, "--for", "forum.yaml", *AS_OF, *VIEWS[view], cwd=FIXTURES)
    assert (ran.status, ran.stderr) == (4, "")
    expected = GOLDEN / f"expected.{view}"
    if update:
        expected.parent.mkdir(exist_ok=True)
        expected.write_bytes(ran.stdout)
    assert ran.stdout == expected.read_bytes()


@pytest.mark.parametrize("name", ["harbour", "quiet-forum", "minimal"])
def test_it_says_what_the_audit_says(name: str) -> None:
    file = EXAMPLES / f"{name}.yaml"
    scope = auditor("ruleset", "scope", STRATEGY, "--for", file, *AS_OF, "-f", "json")
    whole = json.loads(auditor("audit", file, "-r", STRATEGY, *AS_OF, "-f", "json", "-q").stdout)
    (judged,) = whole["audits"]
    said = {one["requirement"]: one for one in json.loads(scope.stdout)["requirements"]}
    assert said.keys() == {one["requirement"] for one in judged["findings"]}
    for finding in judged["findings"]:
        one = said[finding["requirement"]]
        if finding["status"] == "not-applicable":
            assert one["applicability"] == "does-not-apply"
            assert one["because"] == finding["because"]
            assert one["backed"] is (finding["backed"]["reason"] != "scope-unbacked")
        elif finding["reason"] == "scope-unknown":
            assert one["applicability"] == "cannot-tell"
            assert one["missing"]
        else:
            assert one["applicability"] == "applies"
    untold = [one for one in said.values() if one["applicability"] == "cannot-tell"]
    assert scope.status == (4 if untold else 0)


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("name", ["harbour", "quiet-forum", "minimal"])
def test_a_requirement_has_one_place_whole_and_nothing_is_too_wide(name: str, width: int) -> None:
    ran = auditor(
        "ruleset", "scope", STRATEGY, "--for", EXAMPLES / f"{name}.yaml", *AS_OF, "--width", str(width), "--plain"
    )
    wide = auditor("ruleset", "scope", STRATEGY, "--for", EXAMPLES / f"{name}.yaml", *AS_OF, "--width", str(width))
    assert wide.status == ran.status
    for line in wide.text.splitlines():
        assert len(line) <= width or re.fullmatch(r"\s*\S+:\d+:\d+", line), line
    lines = [line for line in wide.text.splitlines() if re.match(r"[+–?·] [A-Z]+-\d+ ", line)]
    assert len(lines) == 110
    assert not [line for line in lines if "…" in line]
    assert re.search(r"\d+ of 85 duties and \d+ of 25 measures apply", ran.text.splitlines()[-1])


def test_dates_are_set_aside_or_respected() -> None:
    file = EXAMPLES / "harbour.yaml"
    written = auditor("ruleset", "scope", "internet-safety-strategy@2.0.0", "--for", file, *AS_OF)
    assert "! edition 2.0.0, voluntary, ended 2025-07-24, read as written\n" in written.text
    dated = auditor("ruleset", "scope", "internet-safety-strategy@2.0.0", "--for", file, *AS_OF, "--respect-dates")
    assert dated.status == 0
    assert "ended 2025-07-24: would apply" in dated.text
    assert "Were those current that are not: " in dated.text
    assert " 0 of " in " " + dated.text.splitlines()[-1]


def test_what_is_recalled_is_counted_or_included() -> None:
    without = auditor("ruleset", "scope", TINY, "--for", FORUM, *AS_OF)
    assert "TC-G1" not in without.text
    assert "1 recalled rule left out (--include-recalled).\n" in without.text
    assert "TC-G1" in auditor("ruleset", "scope", TINY, "--for", FORUM, *AS_OF, "--include-recalled").text


@pytest.mark.parametrize("view", [(), ("--plain",), ("-f", "json")])
def test_of_a_service_that_did_not_file_nothing_is_said_to_apply(view: tuple[str, ...]) -> None:
    file = EXAMPLES / "published" / "youtube-2023.yaml"
    ran = auditor("ruleset", "scope", STRATEGY, "--for", file, *AS_OF, *view)
    assert ran.status == 4
    assert "users.children.can_use" in ran.text
    assert "does not apply" not in ran.text
    if "json" in view:
        document = json.loads(ran.stdout)
        assert (document["requirements"], document["counts"], document["told"]) == ([], None, False)
        assert document["reported_scope"]
    else:
        assert ran.text.splitlines()[-1] == "CANNOT BE TOLD: YouTube did not file this for itself."


def test_nobody_else_writes_a_record() -> None:
    file = EXAMPLES / "published" / "youtube-2023.yaml"
    ran = auditor("ruleset", "scope", STRATEGY, "--for", file, *AS_OF, "-f", "record")
    assert (ran.status, ran.text) == (2, "")
    assert "a record is written by the provider" in ran.stderr


def test_what_cannot_be_used() -> None:
    assert auditor("ruleset", "scope", "no-such-code", "--for", FORUM, *AS_OF).status == 2
    assert auditor("ruleset", "scope", TINY, "--for", "no-such-file.yaml", *AS_OF).status == 3
    assert auditor("ruleset", "scope", TINY, "--for", EXAMPLES, *AS_OF).status == 3


def test_what_is_said_in_vain_is_told(tmp_path: Path) -> None:
    copy = tmp_path / "forum.yaml"
    text = FORUM.read_text("utf-8").replace("tiny-code/TC-A1", "tiny-code/TC-A9")
    copy.write_text(text, encoding="utf-8")
    (tmp_path / "settings.txt").write_bytes((FIXTURES / "settings.txt").read_bytes())
    ran = auditor("ruleset", "scope", TINY, "--for", copy, *AS_OF, "-f", "record")
    assert ran.status == 4
    assert "tiny-code 1.0.0 has no requirement `TC-A9`" in ran.stderr
    assert "the chair" not in ran.text


def test_it_goes_to_a_file(tmp_path: Path) -> None:
    out = tmp_path / "record.md"
    shown = auditor("ruleset", "scope", TINY, "--for", FORUM, *AS_OF, "-f", "record")
    ran = auditor("ruleset", "scope", TINY, "--for", FORUM, *AS_OF, "-f", "record", "-o", out)
    assert (ran.status, ran.text, ran.stderr) == (4, "", f"wrote {out}\n")
    assert out.read_bytes() == shown.stdout


MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})
ACTS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e]")
HOSTILE = (
    "# Not a heading",
    "- [x] a list",
    "1. counted",
    "*strong* _weak_ **very** ~~gone~~",
    "[a link](https://example.org) ![](x) <b>bold</b> <!-- gone -->",
    "https://example.org www.example.org a@example.org",
    "&lt;b&gt; &#x202e; &copy;",
    "`code` ``more`` | a | table |",
    "\u202egnp.exe \u200bhidden",
    "$x$ \\ * ends with \\",
    "a\nb\n\n# c",
)


def hostile_forum(folder: Path, text: str) -> Path:
    """Write the forum with this text wherever a provider can write what it likes."""
    said = json.dumps(text)
    (folder / "settings.txt").write_bytes((FIXTURES / "settings.txt").read_bytes())
    body = FORUM.read_text("utf-8").replace('"T. Example, the chair, answers for safety."', said)
    for old in (
        "The Tiny Forum",
        "Tiny Society",
        "T. Example",
        "our members prefer it",
        "a telephone that is answered day and night",
    ):
        body = body.replace(old, said)
    file = folder / "forum.yaml"
    file.write_text(body, encoding="utf-8")
    return file


def shape(record: str) -> list[tuple[str, str]]:
    return [(token.type, token.tag) for token in MARKDOWN.parse(record)]


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_of_others_act_nowhere_in_a_record(tmp_path: Path, text: str) -> None:
    ran = auditor("ruleset", "scope", TINY, "--for", hostile_forum(tmp_path, text), *AS_OF, "-f", "record")
    assert ran.status == 4, ran.stderr
    assert not ACTS.search(ran.text)
    assert shape(ran.text) == shape((GOLDEN / "expected.record.md").read_text("utf-8"))
    tokens = [inner for token in MARKDOWN.parse(ran.text) for inner in token.children or ()]
    assert {one.type for one in tokens} <= {"text", "text_special", "code_inline", "strong_open", "strong_close"}
    flat = " ".join(text.split())
    heading = "".join(one.content for one in MARKDOWN.parse(ran.text)[1].children or ())
    assert heading.endswith(flat) or not flat.isascii()
    assert not re.search(r"https?://|www\.|[^\\]@", ran.text)


@pytest.mark.parametrize("view", [view for view in VIEWS if view != "record.md"])
def test_texts_of_others_act_nowhere_on_a_page(tmp_path: Path, view: str) -> None:
    file = hostile_forum(tmp_path, "\u202e".join(HOSTILE))
    ran = auditor("ruleset", "scope", TINY, "--for", file, *AS_OF, *VIEWS[view])
    assert ran.status == 4, ran.stderr
    assert not ACTS.search(ran.text)


def test_a_small_record_stands_on_two_pages() -> None:
    ran = auditor("ruleset", "scope", TINY, "--for", FORUM, *AS_OF, "-f", "record")
    assert sum(max(1, ceil(len(line) / 100)) for line in ran.text.splitlines()) <= 110


BASELINE = ("A2", "C1", "C2", "D1", "D2", "D7", "D9", "D10", "D11", "D12", "D13", "G1", "G3", "H1")


def test_a_small_service_at_low_risk_gets_the_baseline_of_the_code_on_two_pages() -> None:
    file, edition = FIXTURES / "low-risk.yaml", "ofcom-illegal-content@1.1.0"
    ran = auditor("ruleset", "scope", edition, "--for", file, *AS_OF, "-f", "json")
    assert ran.status == 0, ran.stderr
    applying = [
        one["label"]
        for one in json.loads(ran.stdout)["requirements"]
        if one["applicability"] == "applies" and one["requirement"].startswith("ICU-")
    ]
    assert sorted(applying) == sorted(BASELINE)
    page = auditor("ruleset", "scope", edition, "--for", file, *AS_OF).text
    assert re.match(r"14 of \d+ measures and \d+ of \d+ duties apply, ", page.splitlines()[-1])
    record = auditor("ruleset", "scope", edition, "--for", file, *AS_OF, "-f", "record").text
    beside = re.compile(r"^\d+\. \*\*`OSA.*\n(?:    ? - .*\n)+", re.MULTILINE)
    assert beside.search(record)
    assert sum(max(1, ceil(len(line) / 100)) for line in beside.sub("", record).splitlines()) <= 120


def test_bands_that_are_declared_are_told_beside_the_ages_that_are_not(tmp_path: Path) -> None:
    """A record says what is in place: one band of two is not nothing."""
    file = tmp_path / "bands.yaml"
    file.write_text(
        "declaration: 1\nservice: {id: bands, name: Bands, provider: Bands Ltd, kinds: [social_network]}\n"
        "stated_on: 2026-09-20\nusers: {children: {can_use: true}}\nchild_defaults:\n"
        "  - {ages: {from: 13, to: 15}, messages_from: connections, location_visible: false}\n",
        encoding="utf-8",
    )
    ran = auditor("ruleset", "scope", "nspcc-asks@1.1.0", "--for", file, *AS_OF, "-f", "record")
    part = "In place: stated in part (Defaults by age: 13-15 (line 5), and not ages 16 to 17); not stated ("
    assert part in ran.text
    assert "not stated (Defaults by age)" not in ran.text
