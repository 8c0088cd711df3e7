"""What changed is put down to causes whose parts add up exactly, over random edits of an example."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from auditor.cli.loading import Rules, consistency, load_rules
from auditor.engine.changes import Auditor, at_once, step_by_step
from auditor.engine.edits import Side
from auditor.engine.edits_told import edits_told
from auditor.model.changes import ORDER, Cause, Difference
from auditor.model.declaration import Declaration
from auditor.model.diagnostic import InputError, Place
from auditor.model.finding import Finding, Interval
from auditor.model.result import Track
from auditor.model.waiver import Waiver
from auditor.source.declarations import read_declaration
from auditor.source.vocabularies import read_vocabulary
from auditor.source.yamltree import read_yaml

EXAMPLES = Path(__file__).parents[2] / "examples"
EDITIONS = ("1.0.0", "2.0.0", "3.0.0")
DAY = date(2026, 10, 1)
CAUSES = tuple(ORDER)


@cache
def harbour() -> str:
    return json.dumps(read_yaml((EXAMPLES / "harbour.yaml").read_bytes(), "harbour.yaml").data, default=float)


@cache
def auditor() -> Auditor:
    return Auditor(read_vocabulary(), consistency().compiled)


@cache
def rules(version: str) -> Rules:
    return load_rules([f"internet-safety-strategy@{version}"], DAY, read_vocabulary())[0]


def declared(raw: Any) -> Declaration:
    return read_declaration(json.dumps(raw).encode(), "harbour.yaml", EXAMPLES, read_vocabulary())[0]


@cache
def first() -> Declaration:
    return declared(json.loads(harbour()))


def side(
    declaration: Declaration, version: str = "3.0.0", as_of: date = DAY, waivers: tuple[Waiver, ...] = ()
) -> Side:
    edition = rules(version)
    return Side(
        declaration=declaration,
        ruleset=edition.ruleset,
        compiled=edition.compiled,
        as_written=edition.as_written,
        as_of=as_of,
        waivers=waivers,
    )


def leaves(raw: Any) -> Iterator[tuple[Any, Any]]:
    """Give every answer of yes or no and every number, with what it stands in."""
    for key, value in list(raw.items() if isinstance(raw, dict) else enumerate(raw)):
        if isinstance(value, dict | list):
            yield from leaves(value)
        elif isinstance(value, bool | int):
            yield raw, key


def edited(rng: Random, one: Declaration) -> Declaration:
    """Change a few answers; draw again where the declaration could not be read."""
    while True:
        raw = json.loads(harbour())
        inside = {key: value for key, value in raw.items() if key not in ("declaration", "service", "evidence")}
        for there, key in rng.sample(list(leaves(inside)), rng.randint(1, 8)):
            value = there[key]
            there[key] = rng.choice((None, not value)) if isinstance(value, bool) else rng.choice((None, value + 3))
        try:
            found = declared(raw)
        except InputError:
            continue
        if found.sha256 != first().sha256:
            return replace(found, evidence=one.evidence)


def with_other_files(rng: Random, one: Declaration) -> Declaration:
    entries = list(one.evidence)
    for _ in range(rng.randint(1, 4)):
        number = rng.randrange(len(entries))
        if rng.random() < 0.5:
            entries[number] = replace(entries[number], fault="the file is not there")
        elif len(entries) > 1:
            del entries[number]
    return replace(one, evidence=tuple(entries))


def some_waivers(rng: Random) -> tuple[Waiver, ...]:
    names = [f"internet-safety-strategy/{one.id}" for one in rules("3.0.0").ruleset.requirements]
    return tuple(
        Waiver(
            requirement=name,
            service=first().service.id,
            reason="It is being built.",
            approver="A. Example",
            granted=DAY - timedelta(days=rng.randint(-50, 300)),
            expires=DAY + timedelta(days=rng.randint(60, 400)),
            place=Place("waivers.yaml", 2, 3),
        )
        for name in rng.sample(names, 12)
    )


def changed(rng: Random, old: Side, causes: tuple[Cause, ...]) -> Side:
    new = old
    for cause in causes:
        match cause:
            case Cause.RULES:
                version = rng.choice([one for one in EDITIONS if one != old.ruleset.version])
                edition = rules(version)
                new = replace(new, ruleset=edition.ruleset, compiled=edition.compiled, as_written=edition.as_written)
            case Cause.TIME:
                new = replace(new, as_of=DAY + timedelta(days=rng.randint(-900, 900) or 1))
            case Cause.EVIDENCE:
                new = replace(new, declaration=with_other_files(rng, new.declaration))
            case Cause.EDIT:
                new = replace(new, declaration=edited(rng, new.declaration))
            case _:
                new = replace(new, waivers=some_waivers(rng))
    return new


def added_up(difference: Difference) -> None:
    for one in difference.scores:
        if one.before is None or one.after is None:
            continue
        parts = [part.points for part in one.parts]
        assert None not in parts
        low = sum(part.low for part in parts if part)
        high = sum(part.high for part in parts if part)
        assert (low, high) == (one.after.low - one.before.low, one.after.high - one.before.high)


def outcome(one: Finding | None) -> tuple[object, ...] | None:
    if one is None:
        return None
    return one.declared.status, one.backed.status, one.declared.reason, one.waiver is None, one.accepted


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.sets(st.sampled_from(CAUSES)))
def test_the_parts_add_up_and_both_ends_are_what_two_audits_say(seed: int, chosen: set[Cause]) -> None:
    rng = Random(seed)
    old = side(first(), waivers=some_waivers(rng) if rng.random() < 0.3 else ())
    new = changed(rng, old, tuple(one for one in ORDER if one in chosen))
    found = step_by_step(old, new, auditor())
    audits = auditor().audit(old), auditor().audit(new)
    assert (found.old.findings, found.new.findings) == tuple(one.findings for one in audits)
    cards = [one.scorecard for one in audits]
    assert cards[0] is not None
    assert cards[1] is not None
    for track, verdict, score in zip(Track, found.verdicts, found.scores, strict=True):
        assert [verdict.before, verdict.after] == [getattr(one.verdict, track.value) for one in cards if one]
        ends: list[Interval | None] = [score.before, score.after]
        assert ends == [each and each.interval for each in (getattr(one.score, track.value) for one in cards if one)]
        turns = [verdict.before, *(one.after for one in verdict.turns)]
        assert turns[-1] is verdict.after
    added_up(found)
    assert found.separable
    assert set(found.causes) <= chosen
    assert list(found.causes) == [one for one in ORDER if one in found.causes]
    for change in found.changes:
        assert change.before == change.steps[0].before
        assert change.after == change.steps[-1].after
        assert all(step.causes and set(step.causes) <= set(found.causes) for step in change.steps)
    told = {one.formerly or one.requirement.id: one for one in found.changes}
    before, after = ({one.requirement.id: one for one in each.findings} for each in audits)
    if old.ruleset is new.ruleset:
        for name in before:
            differs = outcome(before.get(name)) != outcome(after.get(name))
            assert differs is (name in told and told[name].remains)


@pytest.mark.parametrize("cause", CAUSES)
@settings(max_examples=8)
@given(st.integers(0, 2**32))
def test_a_single_cause_has_it_all(cause: Cause, seed: int) -> None:
    rng = Random(seed)
    old = side(first())
    new = changed(rng, old, (cause,))
    found = step_by_step(old, new, auditor())
    added_up(found)
    assert found.causes == (cause,)
    assert {edit.cause for edit in found.edits} == {cause}
    causes = [
        *(part.causes for one in found.scores for part in one.parts),
        *(turn.causes for one in found.verdicts for turn in one.turns),
        *(step.causes for one in found.changes for step in one.steps),
    ]
    assert set(causes) <= {(cause,)}
    # two saved results tell the same where one thing differs between them
    days = old.as_of, new.as_of
    told = at_once(found.old, found.new, edits_told(found.old, found.new, days, ("1", "1")), days)
    if cause is not Cause.WAIVER and cause is not Cause.EDIT:
        assert told.separable
        assert told.causes == (cause,)
        assert told.scores == found.scores
        assert told.verdicts == found.verdicts


@settings(max_examples=10)
@given(st.integers(0, 2**32))
def test_identical_inputs_give_nothing(seed: int) -> None:
    rng = Random(seed)
    one = changed(rng, side(first()), tuple(cause for cause in ORDER if rng.random() < 0.5))
    for found in (step_by_step(one, replace(one), auditor()),):
        assert not found.says_something
        assert (found.causes, found.edits, found.changes) == ((), (), ())
        assert all(not score.parts for score in found.scores)
        assert at_once(found.old, found.new, (), (one.as_of, one.as_of)) == found
