"""A public report: what is confidential stands nowhere in it, and nothing else is different."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from auditor.engine.audit import audit
from auditor.engine.evaluate import Compiled, compile_ruleset
from auditor.engine.withhold import withhold, withhold_diagnostics
from auditor.model.dates import DateSpan
from auditor.model.declaration import Alternative, Declaration, Plan
from auditor.model.diagnostic import Diagnostic, Place
from auditor.model.facts import Absence, Silence
from auditor.model.result import Audit, FailOn, Gate, Inputs, Reported, Result, Track, UndecidedPolicy
from auditor.model.values import WITHHELD, Bands, Items, Value, WordSet
from auditor.report.registry import FORMATS, Format, render
from auditor.source.declarations import read_declaration
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary

ROOT = Path(__file__).parent.parent.parent.parent
AS_OF = date(2026, 10, 1)
FILES = ("harbour.yaml", "lantern.yaml", "published/youtube-2023.yaml")
EDITION = ROOT / "rulesets" / "internet-safety-strategy" / "3.0.0"
# Values that stand nowhere else; a word of a fixed list cannot be one.
NUMBER, DAY, TEXT = 73577357, DateSpan(date(2019, 7, 13), date(2019, 7, 13)), "zanzibar-fish"
SECRETS = ("73577357", "2019-07-13", TEXT)


@cache
def rules() -> tuple[Any, tuple[Compiled, ...]]:
    ruleset = read_ruleset(EDITION, read_vocabulary())
    return ruleset, compile_ruleset(ruleset)


@cache
def example(file: str) -> Declaration:
    path = ROOT / "examples" / file
    return read_declaration(path.read_bytes(), path.name, path.parent, read_vocabulary())[0]


def judged(declaration: Declaration, as_of: date = AS_OF) -> Audit:
    ruleset, compiled = rules()
    return audit(declaration, ruleset, compiled, vocabulary=read_vocabulary(), as_of=as_of, as_written=True)


def result(*audits: Audit) -> Result:
    gate = Gate(
        track=Track.DECLARED,
        fail_on=FailOn.NEVER,
        min_score=None,
        undecided=UndecidedPolicy.TELL,
        met=True,
        exit=0,
        why="",
    )
    inputs = Inputs(given=1, audited=1, unusable=0)
    return Result(version="1", as_of=AS_OF, audits=audits, gate=gate, inputs=inputs)


def shown(one: Audit) -> Iterator[str]:
    """Give an audit in every format that prints one."""
    for format in Format:
        for plain in (False, True) if FORMATS[format].plain else (False,):
            for audits in ((one,), (one, one)):
                yield render(format, result(*audits), width=200, plain=plain, verbose=True)


def as_json(one: Audit) -> Any:
    return json.loads(render(Format.JSON, result(one)))


def observations(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        if "seen" in data:
            yield data
        for each in data.values():
            yield from observations(each)
    elif isinstance(data, list):
        for each in data:
            yield from observations(each)


def secret(value: Value) -> Value:
    """Give a value that would be recognised, of the same sort."""
    match value:
        case bool():
            return value
        case int() | Decimal():
            return NUMBER
        case DateSpan():
            return DAY
        case _:
            return value


def with_secrets(declaration: Declaration, *paths: str) -> Declaration:
    values = {
        path: secret(value) if any(f"{path}.".startswith(f"{one}.") for one in paths) else value
        for path, value in declaration.facts.values.items()
    }
    return replace(declaration, facts=replace(declaration.facts, values=values), confidential=paths)


def groups(declaration: Declaration) -> list[str]:
    return list(dict.fromkeys(path.split(".")[0] for path in declaration.facts.values))


@pytest.mark.parametrize("file", FILES[:2])
def test_a_secret_stands_nowhere(file: str) -> None:
    all_of_it = groups(example(file))
    for paths in (all_of_it, ["risk_assessment", "transparency", "reporting"]):
        whole = judged(with_secrets(example(file), *paths))
        assert any(one in text for text in shown(whole) for one in SECRETS), "it would have been shown"
        for text in shown(withhold(whole)):
            assert not [one for one in SECRETS if one in text], paths


def hides_who_asked(one: dict[str, Any]) -> bool:
    """Whether it is told of an answer that nobody got, and not who asked for it."""
    return bool(one.get("asked")) and one["asked"]["by"] == "withheld"


def test_what_others_reported_of_a_confidential_fact_is_neither_yes_nor_no() -> None:
    declaration = example("published/youtube-2023.yaml")
    day = date(2024, 1, 1)
    whole = judged(declaration, day)
    public = withhold(judged(replace(declaration, confidential=tuple(groups(declaration))), day))
    states = {fact.state for one in whole.reported for fact in one.facts}
    assert Reported.YES in states
    shown_states = {fact.state for one in public.reported for fact in one.facts}
    assert not shown_states & {Reported.YES, Reported.NO}
    text = render(Format.TERMINAL, result(public))
    assert "withheld" in text
    assert "reported yes  " not in text
    assert public.withheld
    assert f"{public.withheld} facts withheld" in text


@pytest.mark.parametrize("file", FILES)
def test_every_confidential_value_reads_withheld_and_nothing_else_changes(file: str) -> None:
    declaration = example(file)
    leaves = [path for path, value in declaration.facts.values.items() if not isinstance(value, Items | Bands)]
    for path in (*groups(declaration)[1:5], *leaves[:: len(leaves) // 3]):
        whole = judged(replace(declaration, confidential=(path,)))
        public = withhold(whole)
        assert public.scorecard == whole.scorecard
        for mine, was in zip(public.findings, whole.findings, strict=True):
            assert (mine.declared.status, mine.declared.credit) == (was.declared.status, was.declared.credit)
            assert (mine.backed.status, mine.backed.credit) == (was.backed.status, was.backed.credit)
        for one in observations(as_json(public)):
            if f"{one['fact']}.".startswith(f"{path}.") and one["seen"] is not None:
                assert (one["seen"], one["withheld"]) == ("withheld", True)
                assert one.get("truth", "unknown") == "unknown"
            else:
                assert not one["withheld"] or path.startswith(f"{one['fact']}.")
            assert not hides_who_asked(one) or f"{one['fact']}.".startswith(f"{path}.")
        kept = [one for one in observations(as_json(public)) if not one["withheld"] and not hides_who_asked(one)]
        before = [one for one in observations(as_json(whole)) if one in kept]
        assert kept == before


def test_without_a_mark_only_the_count_is_added() -> None:
    whole = judged(replace(example("harbour.yaml"), confidential=()))
    public = withhold(whole)
    assert public == replace(whole, withheld=0)
    for format in Format:
        if format not in (Format.JSON, Format.NDJSON):
            assert render(format, result(public)) == render(format, result(whole))


@pytest.mark.parametrize(
    ("paths", "count"),
    [
        (("grooming.signals",), 1),
        (("grooming.signals.language", "grooming.signals.linked_accounts"), 1),
        (("users.monthly_active",), 2),
        (("users.monthly_active", "users.monthly_active.GB"), 2),
        (("risk_assessment.completed", "users.minimum_age"), 2),
        (("transparency.last_published", "surfaces.game_chat"), 2),
    ],
)
def test_withheld_facts_are_counted_in_every_format(paths: tuple[str, ...], count: int) -> None:
    public = withhold(judged(replace(example("harbour.yaml"), confidential=paths)))
    assert public.withheld == count
    assert as_json(public)["audits"][0]["withheld"] == count
    said = f"Confidential: {count} fact{'s' if count > 1 else ''} withheld."
    for plain in (False, True):
        assert said in render(Format.TERMINAL, result(public), plain=plain)
        assert said in render(Format.TERMINAL, result(public, public), plain=plain)


def test_the_keys_of_a_confidential_list_are_not_shown() -> None:
    declaration = replace(example("harbour.yaml"), confidential=("child_defaults", "users.monthly_active"))
    public = withhold(judged(declaration))
    for text in shown(public):
        assert "13-15" not in text
        assert "16-17" not in text
        assert "monthly_active.IE" not in text
        assert "ages 13 to" not in text
    assert public.declaration.facts.values["child_defaults"] is WITHHELD
    assert not [path for path in public.declaration.facts.values if path.startswith("child_defaults.")]


def test_no_single_test_tells_whether_a_confidential_answer_is_yes() -> None:
    declaration = replace(example("harbour.yaml"), confidential=("surfaces",))
    public = withhold(judged(declaration))
    hidden = [one for one in observations(as_json(public)) if one["withheld"] and "truth" in one]
    assert hidden
    assert {one["truth"] for one in hidden} == {"unknown"}


def test_a_refusal_keeps_its_word_and_loses_its_story() -> None:
    base = example("harbour.yaml")
    values = {path: one for path, one in base.facts.values.items() if path != "reporting.appeal"}
    told = Absence(silence=Silence.DECLINED, by="Zanzibar Regulator", on="2026-02", source="letter 7")
    facts = replace(base.facts, values=values, absences={"reporting.appeal": told})
    public = withhold(judged(replace(base, facts=facts, confidential=("reporting.appeal",))))
    assert public.withheld == 1
    assert public.declaration.facts.absences["reporting.appeal"].silence is Silence.DECLINED
    for text in shown(public):
        assert "Zanzibar" not in text
        assert "letter 7" not in text


def test_texts_that_quote_a_secret_are_withheld_whole() -> None:
    base = with_secrets(example("harbour.yaml"), "users.minimum_age")
    place = Place("harbour.yaml", 1, 1)
    quoting = Alternative(requirement="a/B-1", measure=f"From {NUMBER} on", why="Because", place=place)
    silent = Alternative(requirement="a/B-2", measure="Something", why="Because", place=place)
    plan = Plan(fact="users.minimum_age", values={"users.minimum_age": 16}, start=DAY, place=place)
    public = withhold(judged(replace(base, alternatives=(quoting, silent), planned=(plan,)))).declaration
    assert [one.measure for one in public.alternatives] == ["withheld", "Something"]
    assert public.planned[0].values == {"users.minimum_age": WITHHELD}


def test_a_set_is_withheld_where_one_of_its_words_is() -> None:
    public = withhold(judged(replace(example("harbour.yaml"), confidential=("service.kinds.messaging",))))
    assert public.declaration.facts.values["service.kinds"] is WITHHELD
    assert isinstance(example("harbour.yaml").facts.values["service.kinds"], WordSet)


def message(text: str, *, file: str = "harbour.yaml", line: int = 3) -> Diagnostic:
    return Diagnostic(code="a.b", message=text, place=Place(file, line, 1), why="W", help="H", excerpt=f"x: {NUMBER}")


def test_messages_quote_neither_the_line_nor_the_value() -> None:
    declaration = with_secrets(example("harbour.yaml"), "users.minimum_age")
    near, about, quoting = withhold_diagnostics(
        [
            message("nothing is stated at `terms.child_version`"),
            message(f"`users.minimum_age` is {NUMBER}"),
            message("`users.minimum_age` is odd"),
        ],
        declaration,
    )
    assert (near.message, near.excerpt) == ("nothing is stated at `terms.child_version`", None)
    for one in (about, quoting):
        assert (one.code, one.message) == ("a.b", "withheld: it speaks of confidential facts")
        assert (one.why, one.help, one.excerpt) == ("", "", None)


def test_of_a_file_that_cannot_be_read_only_places_are_told() -> None:
    inside, whole = withhold_diagnostics([message("`x` is 7"), message("not there", line=0)], None)
    assert inside.excerpt is None
    assert "7" not in inside.message
    assert inside.place == Place("harbour.yaml", 3, 1)
    assert whole.message == "not there"


def test_without_a_mark_messages_stay() -> None:
    declaration = replace(example("harbour.yaml"), confidential=())
    assert withhold_diagnostics([message("m")], declaration) == (message("m"),)
