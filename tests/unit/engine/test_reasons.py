"""What a test names where a set or a date is known in part."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.model.truth import U
from tests.support.facts import facts_of
from tests.support.rules import compiled, reasons_of, truth_of

COVERS = {"app.watched": {"covers": {"fact": "app.contact"}}}
ONE_OF = {"app.kind": {"in": {"fact": "app.kinds"}}}
BEFORE = {"app.launched": {"before": {"fact": "app.reviewed"}}}


@pytest.mark.parametrize(
    ("condition", "app", "named"),
    [
        ({"app.contact": {"has_any": ["dm", "live"]}}, {"contact": {"dm": False}}, ["app.contact.live"]),
        ({"app.contact": {"has_any": ["dm", "live"]}}, {}, ["app.contact"]),
        (COVERS, {}, ["app.watched", "app.contact"]),
        (COVERS, {"watched": ["dm"]}, ["app.contact"]),
        # only words that this set lacks, and that the other may have, keep it open
        (COVERS, {"watched": ["dm"], "contact": {"live": False}}, ["app.contact.comments"]),
        (COVERS, {"watched": {"dm": True}, "contact": ["dm", "live"]}, ["app.watched.live"]),
        (
            COVERS,
            {"watched": {"dm": True}, "contact": {"live": False}},
            ["app.watched.comments", "app.contact.comments"],
        ),
        (ONE_OF, {"kind": "social", "kinds": {"gaming": True}}, ["app.kinds.social"]),
        (ONE_OF, {"kinds": ["gaming"]}, ["app.kind"]),
        (BEFORE, {"launched": "2026", "reviewed": "2026-05-01"}, ["app.launched"]),
        (BEFORE, {"launched": "2026-05-01", "reviewed": "2026"}, ["app.reviewed"]),
        (BEFORE, {"launched": "2026-05", "reviewed": "2026"}, ["app.launched", "app.reviewed"]),
        (BEFORE, {"launched": "2026-05-01"}, ["app.reviewed"]),
    ],
)
def test_only_what_is_open_is_named(condition: Any, app: dict[str, Any], named: list[str]) -> None:
    node, facts = compiled(condition), facts_of({"app": app})
    assert truth_of(node, facts) == U
    assert [one.fact for one in reasons_of(node, facts)] == named
