"""An outside check of nested scores: a published index, answered and scored by people, to the second decimal.

The published answers become declarations, the index a ruleset with facts of its own, and the command line
must give every published total and category. Companies with as many services share a ruleset and a run.
"""

from __future__ import annotations

import json
import os
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from tests.e2e.running import ROOT, auditor
from tests.support import rdr

DATA = Path(os.environ.get("AUDITOR_RDR_DATA") or ROOT.parent / "shared" / "data" / "rdr-2022")
TOTAL = 14

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the published index is not here")


@cache
def index() -> rdr.Index:
    return rdr.read_index(DATA)


def alike(levels: int) -> tuple[str, ...]:
    """Give the companies that were asked at so many levels."""
    return tuple(one for one in index().companies if len(rdr.levels(index().of(one))) == levels)


def test_every_company_is_looked_at() -> None:
    assert sum(len(alike(levels)) for levels in range(3, 9)) == len(index().companies) == TOTAL


@pytest.mark.parametrize("levels", range(3, 9))
def test_every_published_total_and_category_is_reproduced(levels: int, tmp_path: Path) -> None:
    companies = alike(levels)
    answers = [one for company in companies for one in index().of(company)]
    ruleset = rdr.write_ruleset(index(), answers, tmp_path)
    files = [
        rdr.write_declaration(company, index().of(company), rdr.levels(answers), tmp_path / f"{company.lower()}.yaml")
        for company in companies
    ]
    ran = auditor(
        "audit", *files, "-r", ruleset, "--as-of", "2022-05-01", "--fail-on", "never", "-f", "json", timeout=120
    )
    assert ran.status == 0, ran.stderr
    audits = json.loads(ran.stdout)["audits"]
    assert [one["service"]["name"] for one in audits] == list(companies)
    for company, audit in zip(companies, audits, strict=True):
        published = index().published[company]
        expected = {name: Decimal(published[name]) for name in ("total", "governance", "freedom", "privacy")}
        for track in ("declared", "backed"):
            found = rdr.scores(audit, track)
            assert {name: Decimal(low) for name, (low, _high) in found.items()} == expected
            assert {name: Decimal(high) for name, (_low, high) in found.items()} == expected
