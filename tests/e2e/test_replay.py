"""`auditor replay`: the same inputs give the same bytes, and a result that was changed is found."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.e2e.replaying import document_of, harbour, named, replay, saved, told
from tests.e2e.running import AS_OF, EXAMPLES, auditor

EDITIONS = ("internet-safety-strategy@3", "uk-social-media-code@0.1.0", "ofcom-children@1.0.0", "nspcc-asks")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return harbour(tmp_path)


@pytest.mark.parametrize(
    "file",
    sorted(
        one.relative_to(EXAMPLES).as_posix() for one in (*EXAMPLES.glob("*.yaml"), *EXAMPLES.glob("published/*.yaml"))
    ),
)
def test_every_example_gives_the_same_bytes(file: str, tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    rulesets = [part for one in EDITIONS for part in ("-r", one)]
    auditor("audit", f"examples/{file}", *rulesets, *AS_OF, "-q", "-f", "json", "-o", result)
    ran = auditor("replay", result)
    assert ran.status == 0, ran.text
    assert ran.text.splitlines()[-1].startswith("THE SAME: ")


@pytest.mark.parametrize(
    "more",
    [
        ("--public",),
        ("--include-recalled", "-r", "ofcom-children@1.0.0"),
        ("--respect-dates", "-r", "ofcom-children@1.0.0"),
        ("-r", "all"),
        ("--track", "backed", "--fail-on", "any", "--min-score", "61.2345678", "--max-undecided", "3"),
        ("--min-area", "grooming=80", "--max-unbacked", "1", "--undecided", "fail"),
    ],
    ids=lambda more: " ".join(more),
)
def test_options_are_taken_from_the_result(folder: Path, more: tuple[str, ...]) -> None:
    saved(folder, *more)
    ran = replay(folder)
    assert ran.status == 0, ran.text


def test_several_declarations_of_which_one_cannot_be_used(folder: Path) -> None:
    (folder / "bad.yaml").write_text("declaration: 1\nservice: {id: Bad}\n", encoding="utf-8")
    shutil.copy(EXAMPLES / "puddle.yaml", folder)
    saved(folder, "bad.yaml", "puddle.yaml", "./harbour.yaml")
    assert replay(folder).status == 0


def test_a_declaration_of_standard_input_has_to_be_named(folder: Path) -> None:
    data = (folder / "harbour.yaml").read_bytes()
    ran = auditor("audit", "-", *AS_OF, "-q", "-f", "json", cwd=folder, stdin=data)
    (folder / "result.json").write_bytes(ran.stdout)
    status, document = told(folder)
    assert (status, named(document, "missing"), document["made"]) == (3, ["declaration"], None)
    assert replay(folder, "--declaration", "harbour.yaml").status == 0


def test_what_moved_is_found_where_it_is_named(folder: Path) -> None:
    saved(folder)
    (folder / "there").mkdir()
    shutil.move(folder / "harbour.yaml", folder / "there")
    shutil.move(folder / "evidence", folder / "there")
    ran = replay(folder)
    assert ran.status == 3
    assert ran.text.splitlines()[-1] == "CANNOT BE REPLAYED: 1 input not at hand."
    assert replay(folder, "--declaration", "there/harbour.yaml").status == 0


def test_a_result_that_was_changed_is_found_at_its_first_place(folder: Path) -> None:
    result = saved(folder)
    document = json.loads(result.read_bytes())
    finding = next(one for one in document["audits"][0]["findings"] if one["status"] == "not-met")
    text = result.read_text(encoding="utf-8")
    at = text.index(f'"requirement": "{finding["requirement"]}"')
    result.write_text(text[:at] + text[at:].replace('"not-met"', '"met"', 1), encoding="utf-8")
    status, told_of = told(folder)
    assert (status, named(told_of)) == (5, [])
    number = document["audits"][0]["findings"].index(finding)
    assert told_of["first"] == {
        "pointer": f"/audits/0/findings/{number}/status",
        "saved": '"met"',
        "made": '"not-met"',
    }
    assert "the result was changed after it was saved" in " ".join(replay(folder).text.split())


def test_a_name_more_and_another_layout_are_found(folder: Path) -> None:
    result = saved(folder)
    text = result.read_text(encoding="utf-8")
    result.write_text(text.replace('{\n  "schema"', '{\n  "extra": 1,\n  "schema"', 1), encoding="utf-8")
    status, document = told(folder)
    assert (status, document["first"]) == (5, {"pointer": "/extra", "saved": "1", "made": None})
    result.write_text(text + "\n", encoding="utf-8")
    status, document = told(folder)
    assert (status, document["differences"], document["first"], named(document)) == (5, 0, None, [])
    assert "written otherwise than the program writes it" in " ".join(replay(folder).text.split())


def test_what_is_no_result_is_refused(folder: Path) -> None:
    (folder / "result.json").write_text("{}", encoding="utf-8")
    ran = replay(folder)
    assert (ran.status, ran.stdout) == (3, b"")
    assert auditor("replay", "nothing.json", cwd=folder).status == 3
    saved(folder)
    assert replay(folder, *AS_OF).status == 2
    assert replay(folder, "--register", "r.db", "--declaration", "harbour.yaml").status == 2


# In a register ------------------------------------------------------------------------------------


@pytest.fixture
def kept(folder: Path) -> Path:
    """Give a folder with a register, from which the files are gone: it is all that is left."""
    (folder / "product.json").write_text('{"a": {"b": false}}', encoding="utf-8")
    text = (folder / "harbour.yaml").read_text(encoding="utf-8")
    bound = "bound:\n  - {fact: grooming.any_detection, file: product.json, pointer: /a/b}\n"
    (folder / "harbour.yaml").write_text(text + bound, encoding="utf-8")
    document_of(folder).write_text("another text", encoding="utf-8")
    shutil.copy(EXAMPLES / "puddle.yaml", folder)
    paths = ("harbour.yaml", "puddle.yaml")
    ran = auditor("batch", *paths, "--register", "reg.db", *AS_OF, "-r", "all", "-q", cwd=folder)
    assert ran.status == 0, ran.stderr
    for path in paths:
        (folder / path).unlink()
    shutil.rmtree(folder / "evidence")
    (folder / "product.json").unlink()
    return folder


def test_a_result_in_a_register_is_replayed_from_what_is_kept(kept: Path) -> None:
    for service in ("harbour", "puddle"):
        status, document = told(kept, "--register", "reg.db", result=service)
        assert (status, document["same"]) == (0, True), document
    (binding,) = (
        one for one in told(kept, "--register", "reg.db", result="harbour")[1]["inputs"] if one["kind"] == "binding"
    )
    assert binding["standing"] == "same"
    assert replay(kept, "--register", "reg.db", result="nobody-at-all").status == 2


def test_what_a_register_has_no_result_of_is_said_with_a_command_that_lists_what_it_has(kept: Path) -> None:
    for more, asked in (
        (("--as-of", "2020-01-01"), "no result as of 2020-01-01 for it"),
        (("-r", "no-such", "--as-of", "2020-01-01"), "no result by no-such as of 2020-01-01 for it"),
    ):
        ran = replay(kept, "--register", "reg.db", *more, result="harbour")
        said = " ".join(ran.stderr.replace("│", " ").split())
        assert ran.status == 2
        assert asked in said
        assert "RESULT" in said
        _before, _, command = said.partition("see what it holds: auditor ")
        listing = auditor(*command.replace("╰", " ").split()[:5], cwd=kept)
        assert (listing.status, listing.text.rstrip()[-1]) == (0, "."), said


def test_names_that_were_taken_out_are_an_input_that_is_missing(kept: Path) -> None:
    ran = auditor("register", "forget", "reg.db", "--all", "--yes", cwd=kept)
    assert ran.status == 0, ran.stderr
    assert "can no longer be replayed" in ran.text
    status, document = told(kept, "--register", "reg.db", result="harbour")
    assert (status, named(document, "missing")) == (3, ["names"])


def test_what_something_else_wrote_into_a_register_is_named(kept: Path) -> None:
    plain = sqlite3.connect(kept / "reg.db")
    plain.execute("DROP TRIGGER reg_text_no_update")
    plain.execute(f"UPDATE reg_text SET sha256 = '{'0' * 64}' WHERE id = 1")
    plain.commit()
    plain.close()
    status, document = told(kept, "--register", "reg.db", result="harbour")
    assert (status, named(document)) == (5, ["declaration"])
