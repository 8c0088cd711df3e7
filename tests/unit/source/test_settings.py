"""`FACT=VALUE` of a command line: what can be set, and the reader's own words for what cannot."""

from __future__ import annotations

import pytest

from auditor.model.diagnostic import InputError
from auditor.model.values import NONE, Band, Bands, Items, Value, WordSet
from auditor.source.settings import read_setting
from auditor.source.vocabularies import read_vocabulary

VOCABULARY = read_vocabulary()


@pytest.mark.parametrize(
    ("text", "path", "values"),
    [
        ("users.children.can_use=true", "users.children.can_use", {"users.children.can_use": True}),
        (" users.minimum_age = 13 ", "users.minimum_age", {"users.minimum_age": 13}),
        ("users.minimum_age=none", "users.minimum_age", {"users.minimum_age": NONE}),
        (
            "users.monthly_active.GB=5",
            "users.monthly_active.GB",
            {"users.monthly_active": Items(("GB",)), "users.monthly_active.GB": 5},
        ),
        (
            "child_defaults.13-15.location_visible=false",
            "child_defaults.13-15.location_visible",
            {
                "child_defaults": Bands((Band(key="13-15", start=13, end=15),)),
                "child_defaults.13-15.location_visible": False,
            },
        ),
        (
            "service.kinds.messaging=false",
            "service.kinds.messaging",
            {"service.kinds": WordSet({"messaging": 0}, complete=False)},
        ),
        ("service.kinds=[]", "service.kinds", {"service.kinds": WordSet({}, complete=True)}),
        ("users.children.can_use=null", "users.children.can_use", {}),
    ],
)
def test_a_setting_is_read_as_a_declaration_states_it(text: str, path: str, values: dict[str, Value]) -> None:
    setting = read_setting(text, VOCABULARY)
    assert (setting.path, dict(setting.values)) == (path, values)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("users.children.can_use=yes", "declaration.wrong-type", "`yes`, which is not `true` or `false`"),
        ("users.childen.can_use=true", "declaration.unknown-key", "`childen` is not known in `users`"),
        ("users.minimum_age=[", "yaml.syntax", ""),
        ("service.name=Other", "declaration.unknown-fact", "`service.name` is not a fact"),
        ("declaration=2", "declaration.unknown-fact", "`declaration` is not a fact"),
        ("evidence=[]", "declaration.unknown-fact", "`evidence` is not a fact"),
        ("stated_on=2026-01-01", "declaration.unknown-fact", "`stated_on` is not a fact"),
        ("users.children=true", "declaration.wrong-type", ""),
        ("users.minimum_age", "setting.bad-form", "does not set a fact"),
        ("users.minimum_age=", "setting.bad-form", "does not set a fact"),
        ("=true", "setting.bad-form", "does not set a fact"),
        ("users.minimum_age=13\nevidence: []", "setting.bad-form", "does not set a fact"),
    ],
)
def test_what_cannot_be_set_is_refused_in_the_words_of_the_reader(text: str, code: str, words: str) -> None:
    with pytest.raises(InputError) as refused:
        read_setting(text, VOCABULARY)
    (first, *_rest) = refused.value.diagnostics
    assert first.code == code
    assert words in first.message
    assert str(first.place).startswith("--set")
