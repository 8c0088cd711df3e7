"""One company's worth of a published index (see the fixture's README), which always runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.e2e.running import auditor
from tests.standards.test_rdr_2022 import DATA
from tests.support import rdr

FIXTURE = Path(__file__).parent.parent / "fixtures" / "index-2022"
EDITION = FIXTURE / rdr.RULESET / "2022.1.0"
COMPANY = "Yahoo"
PUBLISHED = {"total": "53.62", "governance": "59.16", "freedom": "30.74", "privacy": "59.41"}


def test_the_published_scores_come_out() -> None:
    ran = auditor(
        "audit", FIXTURE / "yahoo.yaml", "-r", EDITION, "--as-of", "2022-05-01", "--fail-on", "never", "-f", "json"
    )
    assert ran.status == 0, ran.stderr
    (audit,) = json.loads(ran.stdout)["audits"]
    for track in ("declared", "backed"):
        assert rdr.scores(audit, track) == {name: (score, score) for name, score in PUBLISHED.items()}


@pytest.mark.skipif(not DATA.is_dir(), reason="the published index is not here")
def test_the_fixture_is_what_the_published_answers_give(tmp_path: Path, update: bool) -> None:
    index = rdr.read_index(DATA)
    answers = rdr.thinned(index.of(COMPANY))
    home = FIXTURE if update else tmp_path
    rdr.write_ruleset(index, answers, home)
    rdr.write_declaration(COMPANY, answers, rdr.levels(answers), home / "yahoo.yaml")
    made, kept = ({p.relative_to(at): p.read_bytes() for p in at.rglob("*.yaml")} for at in (home, FIXTURE))
    assert made == kept
    assert {name: index.published[COMPANY][name] for name in PUBLISHED} == PUBLISHED
