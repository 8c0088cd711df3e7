"""A name or a reason that shows nothing was not given: commands refuse it, and write nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.model.plaintext import SEEN, is_blank
from tests.e2e.running import AS_OF, auditor

WAIVER = ("waiver", "add", "FILE", "--requirement", "internet-safety-strategy/GRM-05", "--service", "harbour")
DECISION = ("decision", "add", "examples/megaphone.yaml", "ICU-D6", "--accept", "-o", "FILE")
LINES = {
    "--reason": (*WAIVER, "--expires", "2026-12-31", "--approver", "A. Example"),
    "--approver": (*WAIVER, "--expires", "2026-12-31", "--reason", "it is being built"),
    "--reviewer": (*DECISION, "--because", "it reaches what it is for"),
    "--because": (*DECISION, "--reviewer", "C. Example"),
}


@pytest.mark.parametrize("blank", ["", " ", "\u200b", "\u00a0\u2800"])
@pytest.mark.parametrize("flag", LINES)
def test_what_has_to_be_given_is_refused_where_it_is_blank(tmp_path: Path, flag: str, blank: str) -> None:
    file = tmp_path / "made.yaml"
    line = [str(file) if one == "FILE" else one for one in LINES[flag]]
    ran = auditor(*line, *AS_OF, flag, blank)
    assert ran.status == 2
    assert flag in ran.stderr
    assert not file.exists()
    assert auditor(*line, *AS_OF, flag, "said").status == 0


def test_a_review_needs_a_reason_that_can_be_read(tmp_path: Path) -> None:
    line = ("review", "GRM-02", "--register", tmp_path / "r.db", "--decide", "harbour", "accept")
    ran = auditor(*line, "--reviewer", "C. Example", "--because", "\u200b")
    assert (ran.status, "--because" in ran.stderr) == (2, True)


def test_the_published_form_of_a_text_shows_its_signs() -> None:
    for name in ("waivers", "declaration", "requirements"):
        written = auditor("schema", name).text
        assert not [one for one in set(written) - {"\n", " "} if is_blank(one)]
        assert json.dumps(SEEN) in json.dumps(json.loads(written))
