"""What a register knows by name, and which newest filings a ruleset was not held against."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from auditor.model.register import Wanted
from auditor.register.known import editions, requirements, services
from auditor.register.opened import opened
from auditor.register.store import open_store
from tests.support.registers import NOW, TERMS, audited, filed, later, run_of

ON_THE_DAY = replace(TERMS, as_of=date(2026, 1, 5))
SECOND = replace(TERMS, rulesets=(("rules@2.0.0", "c" * 64),), as_of=date(2026, 11, 1))


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """Give a register: harbour's filing was audited by both editions, cove's newest by the second alone."""
    path = tmp_path / "reg.db"
    with open_store(path, NOW) as store:
        run_of(store, [audited(0, filed("cove")), audited(1, filed("harbour", 9))], NOW, ON_THE_DAY)
        both = [audited(0, filed("cove", 20), version="2.0.0"), audited(1, filed("harbour", 9), version="2.0.0")]
        run_of(store, both, later(1), SECOND)
    return path


@pytest.mark.parametrize(
    ("wanted", "listed", "unaudited"),
    [
        (Wanted(ruleset="rules"), [("cove", "2.0.0"), ("harbour", "2.0.0")], []),
        (Wanted(ruleset="rules@1"), [("harbour", "1.0.0")], ["cove"]),
        (Wanted(ruleset="rules@1.0.0", service="cove"), [], ["cove"]),
        (Wanted(ruleset="rules@1.0.0", service="harbour"), [("harbour", "1.0.0")], []),
        (Wanted(ruleset="rules@1", limit=1, all=True), [("cove", "1.0.0")], []),
        (Wanted(ruleset="rules@1", known_at=NOW), [("cove", "1.0.0"), ("harbour", "1.0.0")], []),
        (Wanted(), [("cove", "2.0.0"), ("harbour", "2.0.0")], []),
    ],
)
def test_newest_filings_that_a_ruleset_was_not_held_against_are_named(
    register: Path, wanted: Wanted, listed: list[tuple[str, str]], unaudited: list[str]
) -> None:
    with opened(register, NOW) as found:
        listing = found.submissions(wanted)
    assert [(one.service, one.version) for one in listing.entries] == listed
    assert [(one.service, one.sha256) for one in listing.unaudited] == [
        (one, filed(one, 20).sha256) for one in unaudited
    ]


def test_names_are_known_from_the_first_audit_on(register: Path) -> None:
    with opened(register, NOW) as found:
        assert services(found, None) == ("cove", "harbour")
        assert editions(found, None) == (("rules", "1.0.0"), ("rules", "2.0.0"))
        assert editions(found, NOW) == (("rules", "1.0.0"),)
        assert requirements(found, None) == ("R-00", "R-01", "R-02", "R-03")
        before = later(-9)
        assert [of(found, before) for of in (services, editions, requirements)] == [(), (), ()]


def test_later_facts_are_counted_where_filings_are(register: Path) -> None:
    with opened(register, NOW) as found:
        shares = found.trend("R-01", Wanted(), requirement="R-01").shares
        steps = found.trend("R-01", Wanted(service="harbour"), requirement="R-01").steps
    assert [(one.as_of, one.later) for one in shares] == [(date(2026, 1, 5), 1), (date(2026, 11, 1), 0)]
    assert {one.sha256 for one in steps} == {filed("harbour", 9).sha256}


def test_an_input_is_told_with_the_submission_that_it_was(register: Path) -> None:
    with opened(register, NOW) as found:
        one = found.input_at(1, 1)
        assert one is not None
        assert (one.service, one.run, one.position, one.sha256) == ("harbour", 1, 1, filed("harbour", 9).sha256)
        assert found.input_at(2, 1, NOW) is None
        assert found.input_at(1, 7) is None


def test_names_are_counted_by_service(register: Path) -> None:
    with opened(register, NOW) as found:
        every = found.remains().names
        assert 0 < found.names_of_service("cove") < every
        assert found.names_of_service("nobody") == 0
