"""`FACT=VALUE` of a command line: what can be set, and the reader's own words for what cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.model.diagnostic import InputError
from auditor.model.facts import Facts
from auditor.model.values import NONE, Band, Bands, Items, Value, WordSet
from auditor.source.settings import not_there, read_setting
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
            "child_defaults.13-15-2.location_visible=false",
            "child_defaults.13-15-2.location_visible",
            {
                "child_defaults": Bands((Band(key="13-15-2", start=13, end=15),)),
                "child_defaults.13-15-2.location_visible": False,
            },
        ),
        (
            "child_defaults.1.location_visible=false",
            "child_defaults.1.location_visible",
            {
                "child_defaults": Bands((Band(key="1", start=None, end=None),)),
                "child_defaults.1.location_visible": False,
            },
        ),
        (
            "child_defaults.1.ages={from: 14, to: 120}",
            "child_defaults.1.ages",
            {"child_defaults": Bands((Band(key="1", start=14, end=120),))},
        ),
        ("child_defaults.1.location_visible=null", "child_defaults.1.location_visible", {}),
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
        (
            "child_defaults.13-15.messages_from=all",
            "declaration.unknown-word",
            "`child_defaults.13-15.messages_from`",
        ),
        ("child_defaults.3.messages_from=all", "declaration.unknown-word", "`child_defaults.3.messages_from`"),
        ("child_defaults.3.ages=14", "declaration.wrong-type", "`child_defaults.3.ages`"),
        ("child_defaults.3.ages={from: 15, to: 14}", "declaration.band-reversed", "from 15 to 14"),
        ("child_defaults.13-15={}", "declaration.unknown-fact", "`child_defaults.13-15` is not a fact"),
        ("child_defaults.13-15.ages={from: 13}", "declaration.unknown-fact", "is not a fact"),
        ("child_defaults.013-15.messages_from=nobody", "declaration.unknown-fact", "is not a fact"),
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


def test_an_item_of_a_list_is_called_by_its_own_name() -> None:
    vocabulary = read_vocabulary(Path(__file__).parents[2] / "fixtures" / "vocabulary")
    assert dict(read_setting("teams.south.size=2", vocabulary).values) == {
        "teams": Items(("south",)),
        "teams.south.size": 2,
    }
    assert dict(read_setting("teams.south.languages.1=Welsh", vocabulary).values) == {
        "teams": Items(("south",)),
        "teams.south.languages": Items(("1",)),
        "teams.south.languages.1": "Welsh",
    }
    for text, named in (
        ("teams.south.size=[2]", "`teams.south.size`"),
        ("teams.south.sizes=2", "in `teams.south`"),
        ("teams.south.languages=Welsh", "`teams.south.languages`"),
        ("teams.south.languages.1=[Welsh]", "`teams.south.languages.1`"),
        ("teams.south={size: 2}", "`teams.south` is not a fact"),
    ):
        with pytest.raises(InputError) as refused:
            read_setting(text, vocabulary)
        assert named in refused.value.diagnostics[0].message


def test_a_band_is_called_by_a_number_only_where_the_declaration_leaves_it_open() -> None:
    facts = Facts(values={"child_defaults": Bands((Band("13-15", 13, 15), Band("1", 16, None)))}, places={})
    for text, there in (
        ("child_defaults.1.location_visible=false", True),
        ("child_defaults.0.location_visible=false", False),
        ("child_defaults.2.ages={from: 16, to: 17}", False),
        ("child_defaults.16-17.location_visible=false", True),
        ("child_defaults=[{ages: {from: 13}}]", True),
    ):
        fault = not_there(read_setting(text, VOCABULARY), facts)
        assert (fault is None) is there
        assert fault is None or fault.code == "setting.unknown-band"
