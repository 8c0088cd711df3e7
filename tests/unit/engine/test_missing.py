"""What is asked for as backed: only what could turn the answer, and a word of a set as a word."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.engine.judge import accepts
from auditor.model.finding import Reason, Role, Status
from tests.support.judging import judge
from tests.support.vocabulary import VOCABULARY

CHAT_OR_CALLS = {"any": [{"app.chat": True}, {"app.calls": True}]}
CHAT_AND_CALLS = {"all": [{"app.chat": True}, {"app.calls": True}]}
REACHED = {"of": "surfaces", "among": "all", "satisfies": [{"its.offered": True}, {"its.reach": True}]}
OFFERS_NONE = {"surfaces": {name: {"offered": False} for name in ("dm", "comments", "live")}}
NOT_OFFERED = ["surfaces.dm.offered", "surfaces.comments.offered", "surfaces.live.offered"]
COVERED = {"app.watched": {"covers": {"fact": "app.contact"}}}


def app(**facts: Any) -> dict[str, Any]:
    return {"app": facts}


@pytest.mark.parametrize(
    ("data", "met", "supports", "facts"),
    [
        (app(chat=True, calls=False), CHAT_OR_CALLS, [], ["app.chat"]),
        (app(chat=True), CHAT_OR_CALLS, [], ["app.chat"]),
        (app(chat=True, calls=True), CHAT_OR_CALLS, [], ["app.chat", "app.calls"]),
        (app(chat=False, calls=True), {"not": CHAT_AND_CALLS}, [], ["app.chat"]),
        (app(chat=False), {"none": [CHAT_AND_CALLS]}, [], ["app.chat"]),
        (
            app(chat=False, calls=True),
            {"if": {"app.chat": True}, "then": {"app.calls": True}},
            [],
            ["app.chat", "app.calls"],
        ),
        (app(chat=False, calls=False), {"if": {"app.chat": True}, "then": {"app.calls": True}}, [], ["app.chat"]),
        (app(contact={"dm": True, "live": False}), {"app.contact": {"has_any": ["dm", "live"]}}, [], ["app.contact"]),
        (
            app(contact={"dm": True, "live": False, "comments": True}),
            {"app.contact": {"has_any": ["dm", "live"]}},
            ["app.contact.comments"],
            ["app.contact.dm"],
        ),
        (app(watched=["dm"], contact=["dm"]), COVERED, ["app.watched.dm"], ["app.contact"]),
        (app(watched=[], contact=[]), COVERED, [], ["app.contact"]),
        (OFFERS_NONE, {"count": {**REACHED, "at_most": 1}}, [], NOT_OFFERED),
        (OFFERS_NONE, {"count": {**REACHED, "exactly": 0}}, [], NOT_OFFERED),
        (OFFERS_NONE, {"not": {"some": REACHED}}, [], NOT_OFFERED),
        (
            {"surfaces": {**OFFERS_NONE["surfaces"], "dm": {"offered": True, "reach": True, "review": 3}}},
            {
                "every": {
                    "of": "surfaces",
                    "among": "all",
                    "where": REACHED["satisfies"],
                    "satisfies": {"its.review": {"at_most": "24 hours"}},
                    "if_none": False,
                }
            },
            [],
            ["surfaces.dm.offered", "surfaces.dm.reach", "surfaces.dm.review", *NOT_OFFERED[1:]],
        ),
    ],
    ids=str,
)
def test_only_documents_that_can_help_are_missing(
    data: dict[str, Any], met: Any, supports: list[str], facts: list[str]
) -> None:
    found = judge(data, met, *supports)
    assert found.declared.status is Status.MET
    assert sorted((one.fact, one.role) for one in found.backed.missing) == sorted(
        (one, Role.EVIDENCE) for one in facts
    )
    assert judge(data, met, *supports, *facts).backed.status is Status.MET


@pytest.mark.parametrize(
    ("data", "applies", "facts"),
    [
        (app(chat=True, calls=False), CHAT_AND_CALLS, ["app.calls"]),
        (OFFERS_NONE, {"some": REACHED}, NOT_OFFERED),
    ],
    ids=str,
)
def test_an_admission_is_not_asked_to_be_backed_where_something_does_not_apply(
    data: dict[str, Any], applies: Any, facts: list[str]
) -> None:
    found = judge(data, {"app.kind": "social"}, applies=applies)
    assert found.backed.reason is Reason.SCOPE_UNBACKED
    assert [(one.fact, one.role) for one in found.backed.missing] == [(one, Role.EVIDENCE) for one in facts]


def test_what_is_not_answered_is_still_asked_beside_what_is_not_backed() -> None:
    found = judge(
        app(chat=True), {"all": [{"app.chat": True}, {"any": [{"app.calls": True}, {"app.kind": "social"}]}]}
    )
    told = [(one.fact, one.role) for one in found.backed.missing]
    assert told == [("app.chat", Role.EVIDENCE), ("app.calls", Role.CONTENT), ("app.kind", Role.CONTENT)]


def test_one_word_of_a_set_is_asked_for_as_a_word() -> None:
    met = {"app.contact": {"has_all": ["dm", "comments", "live"]}}
    found = judge(app(contact={"dm": True}), met).declared.missing
    assert [(one.fact, one.accepts) for one in found] == [
        ("app.contact.comments", "true or false"),
        ("app.contact.live", "true or false"),
    ]
    assert [one.question.rpartition("Is this among it: ")[2] for one in found] == ["comments?", "live?"]
    (whole,) = judge(app(), met).declared.missing
    assert (whole.fact, whole.accepts) == ("app.contact", "a list of dm, comments, live")
    assert "among it" not in whole.question


def test_how_to_write_an_open_map_is_said() -> None:
    type_ = VOCABULARY.type_at("users.monthly")
    assert type_ is not None
    assert accepts(type_) == "as {GB: …}, each a whole number"
    assert type_.kind.with_article == "an open map"
