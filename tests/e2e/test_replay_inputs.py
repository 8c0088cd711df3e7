"""`auditor replay`: each single input that is not what it was is named, with both values."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.replaying import changed, document_of, harbour, named, replay, saved, told
from tests.e2e.running import EXAMPLES, ROOT

WAIVERS = """\
waivers:
  - requirement: csea-voluntary-principles/VP-7
    service: harbour
    reason: A new classifier is on its way.
    approver: A. Person
    granted: 2026-09-01
    expires: 2026-12-31
"""
CHALLENGES = """\
challenges:
  - fact: grooming.any_detection
    service: harbour
    says: false
    filed_by: Example Charity
    date: 2026-09-20
    window: 2026-10-04
    evidence:
      - {publisher: P, title: T, date: 2026-09-18}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return harbour(tmp_path)


CHANGES: dict[str, Callable[[Path], object]] = {
    "declaration": lambda folder: changed(folder / "harbour.yaml", "any_detection: true", "any_detection: false"),
    "layout": lambda folder: (folder / "harbour.yaml").write_text(
        "# A line more.\n" + (folder / "harbour.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    ),
    "evidence": lambda folder: document_of(folder).write_text("another text", encoding="utf-8"),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_the_one_input_that_was_changed_is_named(folder: Path, kind: str) -> None:
    saved(folder)
    CHANGES[kind](folder)
    status, document = told(folder)
    assert (status, named(document), document["same"]) == (5, [kind], False)
    (one,) = (one for one in document["inputs"] if one["standing"] == "differs")
    assert one["recorded"] != one["found"]
    assert document["first"]["pointer"].startswith("/")
    for view in ((), ("--plain",)):
        assert "1 INPUT DIFFERS" in replay(folder, *view).text


def test_a_document_that_is_gone_is_named_with_its_fault(folder: Path) -> None:
    saved(folder)
    document_of(folder).unlink()
    status, document = told(folder)
    assert (status, named(document)) == (5, ["evidence"])
    (one,) = (one for one in document["inputs"] if one["standing"] == "differs")
    assert (one["recorded"], one["found"]) == ("found, with the hash that is declared", "the file is not there")


def test_a_declaration_that_cannot_be_used_any_more_is_named(folder: Path) -> None:
    saved(folder)
    (folder / "harbour.yaml").write_text("declaration: 1\n", encoding="utf-8")
    status, document = told(folder)
    assert (status, named(document)) == (5, ["declaration"])
    assert any(str(one["found"]).startswith("cannot be used: ") for one in document["inputs"])


def test_a_ruleset_that_was_changed_is_named_with_both_digests(folder: Path) -> None:
    shutil.copytree(ROOT / "rulesets" / "nspcc-asks" / "1.1.0", folder / "rules" / "nspcc-asks" / "1.1.0")
    where = "rules/nspcc-asks/1.1.0"
    saved(folder, "-r", where)
    assert replay(folder).status == 0
    shutil.copytree(folder / "rules", folder / "moved")
    head = folder / where / "ruleset.yaml"
    changed(head, "title: ", "title: New ")
    status, document = told(folder)
    assert status == 0, "the edition that comes with the program has the digest that is recorded"
    (folder / "rules").rename(folder / "gone")
    assert replay(folder, "-r", "moved/nspcc-asks/1.1.0").status == 0
    own = folder / "own"
    shutil.copytree(folder / "moved" / "nspcc-asks" / "1.1.0", own / "mine" / "1.1.0")
    changed(own / "mine" / "1.1.0" / "ruleset.yaml", "id: nspcc-asks", "id: mine")
    saved(folder, "-r", "own/mine/1.1.0")
    changed(own / "mine" / "1.1.0" / "ruleset.yaml", "title: ", "title: New ")
    status, document = told(folder)
    assert (status, named(document)) == (5, ["ruleset"])
    shutil.rmtree(own)
    status, document = told(folder)
    assert (status, named(document, "missing")) == (3, ["ruleset"])


@pytest.mark.parametrize(
    ("at", "value", "kind"),
    [
        (("tool", "version"), "0.0.9", "tool"),
        (("consistency", "sha256"), "0" * 64, "consistency"),
        (("audits", 0, "ruleset", "vocabulary_sha256"), "0" * 64, "vocabulary"),
        (("audits", 0, "ruleset", "sha256"), "0" * 64, "ruleset"),
        (("audits", 0, "declaration", "sha256"), "0" * 64, "declaration"),
    ],
)
def test_a_digest_that_was_other_then_is_named(
    folder: Path, at: tuple[str | int, ...], value: str, kind: str
) -> None:
    result = saved(folder)
    document = json.loads(result.read_bytes())
    inner = document
    for step in at[:-1]:
        inner = inner[step]
    text = result.read_text(encoding="utf-8")
    was = inner[at[-1]]
    assert was in text
    if kind == "tool":
        text = text.replace(f'"version": "{was}"', f'"version": "{value}"', 1)
    else:
        text = text.replace(was, value)
    result.write_text(text, encoding="utf-8")
    status, told_of = told(folder)
    assert status == 5
    assert kind in named(told_of)
    assert any(value in (one["recorded"]) for one in told_of["inputs"] if one["standing"] == "differs")


OWN = {
    "waivers": (WAIVERS, ("-r", "csea-voluntary-principles"), "expires: 2026-12-31", "expires: 2026-11-30"),
    "challenges": (CHALLENGES, (), "filed_by: Example Charity", "filed_by: Another Charity"),
}


@pytest.mark.parametrize("kind", OWN)
def test_files_of_their_own_have_to_be_given_and_are_named(folder: Path, kind: str) -> None:
    text, more, old, new = OWN[kind]
    path = folder / f"{kind}.yaml"
    path.write_text(text, encoding="utf-8")
    saved(folder, *more, f"--{kind}", path.name)
    status, document = told(folder)
    assert (status, named(document, "missing")) == (3, [kind])
    assert replay(folder, f"--{kind}", path.name).status == 0
    changed(path, old, new)
    status, document = told(folder, f"--{kind}", path.name)
    assert (status, named(document)) == (5, [kind])


def test_decisions_have_to_be_given_and_are_named(folder: Path) -> None:
    shutil.copy(EXAMPLES / "megaphone.yaml", folder)
    shutil.copytree(EXAMPLES / "evidence" / "megaphone", folder / "evidence" / "megaphone")
    saved(folder, "-r", "ofcom-illegal-content@1.0.0", file="megaphone.yaml")
    findings = json.loads((folder / "result.json").read_bytes())["audits"][0]["findings"]
    requirement = next(one["requirement"] for one in findings if one["alternative"])
    path = folder / "decisions.yaml"
    path.write_text(
        f"decisions:\n  - requirement: ofcom-illegal-content/{requirement}\n    service: megaphone\n"
        "    accepted: true\n    reviewer: A. Reviewer\n    on: 2026-09-15\n    because: It does the same.\n"
        f"    assurance: independent\n    text_sha256: {'0' * 64}\n",
        encoding="utf-8",
    )
    more = ("--decisions", "decisions.yaml")
    saved(folder, *more, "-r", "ofcom-illegal-content@1.0.0", file="megaphone.yaml")
    status, document = told(folder)
    assert (status, named(document, "missing")) == (3, ["decisions"])
    assert replay(folder, *more).status == 0
    changed(path, "A. Reviewer", "B. Reviewer")
    status, document = told(folder, *more)
    assert (status, named(document)) == (5, ["decisions"])


def test_a_baseline_that_was_changed_is_named(folder: Path) -> None:
    saved(folder).rename(folder / "before.json")
    saved(folder, "--baseline", "before.json")
    assert replay(folder).status == 0
    text = (folder / "before.json").read_text(encoding="utf-8")
    (folder / "before.json").write_text(text + "\n", encoding="utf-8")
    status, document = told(folder)
    assert (status, named(document)) == (5, ["baseline"])
    (folder / "before.json").unlink()
    status, document = told(folder)
    assert (status, named(document, "missing")) == (3, ["baseline"])
