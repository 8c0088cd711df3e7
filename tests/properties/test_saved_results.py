"""A saved result shows the same in every format, says again what it said, and cannot be changed in what follows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from auditor.cli.report import contradictions
from auditor.engine.baseline import held_against
from auditor.engine.gate import AreaMinimum, Terms, judge
from auditor.model.decision import Decision
from auditor.model.diagnostic import InputError, Place
from auditor.model.evidence import Assurance
from auditor.model.result import FailOn, Result, Track, UndecidedPolicy
from auditor.model.waiver import Waiver
from auditor.report import jsonv1
from auditor.report.jsontext import dump
from auditor.report.registry import Format, render
from auditor.source.results import read_result
from tests.support.challenges import filed
from tests.support.results import SCENARIOS
from tests.support.saved import EXAMPLES, audited, declared, leaves, views

HARBOUR: Final = "examples/harbour.yaml"
DISCORD: Final = "examples/published/discord-2023.yaml"
PRINCIPLES: Final = "csea-voluntary-principles@1.0.0"
FOUR: Final = ["internet-safety-strategy@3", "ofcom-children@1.0.0", "uk-social-media-code@1.0.0", PRINCIPLES]
DRAFTS: Final = ["ico-childrens-code@0.9.0", "internet-safety-strategy@1.0.0", "uk-social-media-code@0.1.0"]
EARLY: Final = ["internet-safety-strategy@3.0.0", "ofcom-illegal-content@1.0.0"]
VIEWS: Final = list(views())
SHOWN: Final = [(format, view) for format, view in VIEWS if format is not Format.JSON]


def waived() -> Result:
    waivers = [
        Waiver(
            requirement=f"csea-voluntary-principles/{id}",
            service="harbour",
            reason="A new classifier is on its way.",
            approver="A. Person",
            granted=date(2026, 9, 1),
            expires=date(2026, 12, 31),
            place=Place("waivers.yaml", 2 + number, 5),
        )
        for number, id in enumerate(("VP-3", "VP-4", "VP-5", "VP-9", "VP-11"))
    ]
    return audited([HARBOUR], [PRINCIPLES], waivers=waivers)


def decided() -> Result:
    """One alternative accepted, on the text as it stands, by a reviewer who is not the provider."""
    file = "examples/megaphone.yaml"
    declaration, _warnings = declared(file)
    decisions = [
        Decision(
            requirement=one.requirement,
            service=declaration.service.id,
            accepted=True,
            reviewer="A. Reviewer",
            on=date(2026, 9, 15),
            because="It does the same in another way.",
            assurance=Assurance.INDEPENDENT,
            text_sha256=one.sha256,
            place=Place("decisions.yaml", 2, 5),
        )
        for one in declaration.alternatives
    ]
    rulesets = list(dict.fromkeys(one.requirement.partition("/")[0] for one in decisions))
    result = audited([file], rulesets, decisions=decisions)
    assert any(finding.accepted for audit in result.audits for finding in audit.findings)
    return result


def asked_for() -> Result:
    """Two services against everything that the gate can ask."""
    terms = Terms(
        track=Track.BACKED,
        fail_on=FailOn.ANY,
        min_score=Fraction("61.2345678"),
        min_areas=(AreaMinimum(area="abuse_material", least=Fraction(50)),),
        max_undecided=3,
        max_unbacked=2,
        undecided=UndecidedPolicy.FAIL,
    )
    return audited([HARBOUR, "examples/lantern.yaml"], [PRINCIPLES], terms=terms, unusable=1)


def since_a_baseline() -> Result:
    """A richer declaration held against a poorer one of the same service, as far as anybody can tell."""
    before = audited(["examples/lantern.yaml"], [PRINCIPLES])
    now = audited([HARBOUR], [PRINCIPLES])
    (earlier,), (audit,) = before.audits, now.audits
    service = audit.declaration.service
    renamed = replace(earlier, declaration=replace(earlier.declaration, service=service))
    marks = {one.requirement.id: one.fingerprint for one in audit.findings}
    findings = tuple(replace(one, fingerprint=marks[one.requirement.id]) for one in renamed.findings[:-2])
    saved = replace(before, audits=(replace(renamed, findings=findings),))
    held = held_against(audit, saved, file="results/before.json", sha256="b" * 64)
    return replace(now, audits=(held,), gate=judge([held], Terms(), unusable=0))


REAL: Final[Mapping[str, Callable[[], Result]]] = {
    **{f"{one} and four editions": lambda one=one: audited([one], FOUR) for one in EXAMPLES},  # type: ignore[misc]
    "drafts, in public": lambda: audited([HARBOUR], DRAFTS, public=True, recalled=True),
    "later facts on earlier rules": lambda: audited([HARBOUR], EARLY, as_of=date(2020, 3, 1)),
    "several": lambda: audited(EXAMPLES, [PRINCIPLES]),
    "waived": waived,
    "asked for": asked_for,
    "decided": decided,
    "since a baseline": since_a_baseline,
    "contested": lambda: audited([HARBOUR], [PRINCIPLES], challenges=filed()),
    "contested, one compiled": lambda: audited([HARBOUR, DISCORD], [PRINCIPLES], challenges=filed()),
    "contested, in public": lambda: audited([HARBOUR], [PRINCIPLES], challenges=filed(), public=True),
    "nothing audited": lambda: audited([], [PRINCIPLES], unusable=2),
}


@cache
def real(name: str) -> Result:
    return REAL[name]()


def read(text: str) -> Result:
    return read_result(text.encode("utf-8"), "result.json")[0]


def refusals(text: str) -> int:
    """Count what is wrong with a saved result."""
    try:
        saved, document = read_result(text.encode("utf-8"), "result.json")
    except InputError as error:
        wrong = list(error.diagnostics)
    else:
        wrong = contradictions(saved, document)
    assert all(one.place is not None and one.place.line for one in wrong)
    return len(wrong)


# The same report -----------------------------------------------------------------------------------


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_golden_scenario_shows_the_same(scenario: str) -> None:
    shows_the_same(SCENARIOS[scenario]())


@pytest.mark.parametrize("name", REAL)
def test_every_real_audit_shows_the_same(name: str) -> None:
    shows_the_same(real(name))


def shows_the_same(result: Result) -> None:
    text = render(Format.JSON, result)
    again = read(text)
    assert render(Format.JSON, again) == text
    for format, view in SHOWN:
        assert render(format, again, **view) == render(format, result, **view), (format, view)


@pytest.mark.parametrize("name", REAL)
def test_a_result_that_nobody_touched_follows_from_its_findings(name: str) -> None:
    text = render(Format.JSON, real(name))
    saved, document = read_result(text.encode("utf-8"), "result.json")
    assert [one.message for one in contradictions(saved, document)] == []


def test_layout_order_and_new_names_do_not_matter() -> None:
    """Whoever reads the contract passes over names that it does not know, and so does this reader."""
    document = json.loads(render(Format.JSON, real("waived")), parse_float=Decimal)
    text = render(Format.TERMINAL, real("waived"))

    def changed(value: Any) -> Any:
        if isinstance(value, dict):
            more = {"new_name": [None]} if {"file", "status", "score", "exit"} & set(value) else {}
            return {**more, **{key: changed(one) for key, one in reversed(value.items())}}
        return [changed(one) for one in value] if isinstance(value, list) else value

    packed = json.dumps(changed(document), default=str, separators=(",", ":"))
    assert refusals(packed) == 0
    assert render(Format.TERMINAL, read(packed)) == text


TEXTS: Final = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    [
        "\x00",
        "\x1b[2J",
        "\u202e",
        "]]>",
        "</script>",
        "::error::x",
        "=cmd|' /C calc'!A0",
        "\u2028",
        "\ud800",
        "\ufffe",
    ]
)


@given(st.lists(TEXTS, min_size=7, max_size=7))
@settings(max_examples=25)
def test_any_text_survives(texts: list[str]) -> None:
    result = SCENARIOS["none-met"]()
    (audit,) = result.audits
    title, clause, wanted, fact, name, mark, value = texts
    finding = audit.findings[1]
    requirement = finding.requirement
    (seen, *_), source = finding.declared.because, requirement.source
    finding = replace(
        finding,
        requirement=replace(requirement, title=title, asks=title, source=replace(source, clause=clause)),
        declared=replace(
            finding.declared,
            because=(replace(seen, wanted=wanted, fact=fact, seen=value, place=Place(name, 3, 5)),),
        ),
    )
    declaration = replace(audit.declaration, service=replace(audit.declaration.service, name=name, provider=value))
    audit = replace(audit, findings=(finding, *audit.findings[2:]), watermarks=(mark,), declaration=declaration)
    result = replace(result, audits=(audit,))
    text = render(Format.JSON, result)
    again = read(text)
    assert render(Format.JSON, again) == text
    for format in Format:
        assert render(format, again) == render(format, result), format


# What follows from the findings cannot be changed -----------------------------------------------------

# Everything that is judged, counted or added up: a single change of it is always refused.
HELD: Final = re.compile(
    r"""
    schema | tool/name
    | gate/(met|exit|why|conditions(/.*)?) | inputs/.*
    | audits/\d+/(
        verdict(_without_waivers|_without_decisions)?/.* | score/.* | (counts|decisive)(_backed)?(/.*)? | weight(/.*)?
        | areas(/.*)? | checked/.* | evidence/\d+/used | service/id | ruleset/id | ruleset/areas/\d+/(id|title)
        | declaration/challenges/\d+/counted
        | answers | answers/\d+/(fact|accepts|question|decides|requirements/.*|together/.*|gain/(low|high))
        | findings | findings/\d+/(
            requirement | area | decisive | status | in_force | fingerprint | gives(/.*)? | credit
            | contested(/.*)?
            | backed/(status|credit) | would_be/(backed/)?status | source/(document|checked) | decision/standing
        )
    )
    """,
    re.VERBOSE,
)
# What nothing else in a result need follow from, so that only whoever has the declaration and the rules can tell:
# texts, places, observations and digests; what the gate was asked; days, weights and credits that come to the same.
FREE: Final = re.compile(
    r"""
    as_of | tool/version | (consistency|outside|diagnostics)(/.*)?
    | gate/(track|fail_on|min_score|min_areas(/.*)?|max_undecided|max_unbacked|undecided)
    | audits/\d+/(
        declaration/(?!challenges/\d+/counted$).* | service/(name|provider)
        | (watermarks|left_out|withheld|asked|baseline|reported|reported_scope|decisions|alternatives)(/.*)?
        | evidence | evidence/\d+/(?!used).* | ruleset/(?!id$)(?!areas/\d+/(id|title)$).*
        | answers/\d+/(role|absence|asked.*|file|line|column|length|gain/exact/.*|turns.*)
        | findings/\d+/(
            (label|title|themes|asks|obligation|weight|alternative|rule|remedy|since|waiver|baseline)(/.*)?
            | source/clause | ((would_be/)?(backed/)?)(reason|credit/.*|(because|missing)(/.*)?) | would_be
            | would_be/(backed/)?credit | decision | decision/(?!standing).*
        )
    )
    """,
    re.VERBOSE,
)
TAMPERED: Final[Mapping[str, Callable[[], Result]]] = {
    **{name: lambda name=name: real(name) for name in ("waived", "decided", "asked for", "since a baseline")},  # type: ignore[misc]
    "contested": lambda: real("contested"),
    "public": lambda: audited(["examples/megaphone.yaml"], ["uk-social-media-code@0.1.0"], public=True),
    "coming": lambda: audited(["examples/lantern.yaml"], ["ofcom-children@1.0.0"], as_of=date(2025, 4, 1)),
    "compiled": lambda: audited(["examples/published/discord-2023.yaml"], [PRINCIPLES]),
    "smallest": lambda: audited(["examples/minimal.yaml"], [PRINCIPLES]),
}
# Of a service that is not judged the rules are shown and nothing is counted; a public report was made of answers that
# had been put together before anything was taken out.
NOT_COUNTED: Final = re.compile(r"audits/\d+/(checked/.*|evidence/.*|service/id|ruleset/.*)")
NOT_PUT_TOGETHER: Final = re.compile(r"audits/\d+/answers/.*")
SCHEMA: Final = json.loads((Path(jsonv1.__file__).parent / jsonv1.SCHEMA_FILE).read_text("utf-8"))
At = tuple[str | int, ...]


@cache
def saved_data(name: str) -> tuple[dict[str, Any], list[tuple[At, Any]]]:
    """Give a saved result as data, and everything that stands in it."""
    document: dict[str, Any] = json.loads(render(Format.JSON, TAMPERED[name]()), parse_float=Decimal)
    return document, list(leaves(document))


@cache
def words() -> tuple[tuple[str, ...], ...]:
    """Give every closed list of words that the contract has."""
    found: list[tuple[str, ...]] = []

    def walk(schema: Any) -> None:
        if isinstance(schema, dict):
            found.append(tuple(one for one in schema.get("enum", ()) if isinstance(one, str)))
            for inner in schema.values():
                walk(inner)
        elif isinstance(schema, list):
            for inner in schema:
                walk(inner)

    walk(SCHEMA)
    return tuple(dict.fromkeys(found))


def others(value: Any) -> list[Any]:
    """Give what somebody might put in a value's place."""
    match value:
        case bool():
            return [not value, None]
        case int() | Decimal():
            return [value + 1, max(value - 1, 0), 0, None] if value else [1, 100, None]
        case str():
            known = [other for one in words() if value in one for other in one]
            if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
                known += [f"{Decimal(value) + Decimal('0.01')}", f"{Decimal(value) + 1}", "0", "100.00"]
            if re.fullmatch(r"[0-9]+/[0-9]+", value):
                known += [f"1{value}", f"{value}1"]
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                known += ["2001-01-01", "2031-01-01", "2026-02-30"]
            return [*known, f"{value}x", "compliant", None]
        case None:
            credit = {"low": "1", "high": "1"}
            score = {"low": "100.00", "high": "100.00", "may_be_empty": False, "exact": {"low": "100", "high": "100"}}
            return ["x", "compliant", 1, True, credit, score]
        case _:
            return [None, ["x"], {"x": 1}]


def put(document: dict[str, Any], at: At, value: Any) -> None:
    inner: Any = document
    for step in at[:-1]:
        inner = inner[step]
    inner[at[-1]] = value


def test_every_name_is_held_or_free() -> None:
    """Whoever adds a name says which it is."""
    known = {at for name in TAMPERED for at, _value in saved_data(name)[1]}
    for scenario in SCENARIOS.values():
        known |= {at for at, _value in leaves(json.loads(render(Format.JSON, scenario())))}
    written = {"/".join(map(str, at)) for at in known}
    assert [one for one in sorted(written) if bool(HELD.fullmatch(one)) is bool(FREE.fullmatch(one))] == []


@pytest.mark.parametrize("name", TAMPERED)
@given(data=st.data())
@settings(max_examples=40)
def test_a_change_of_what_follows_is_refused(name: str, data: st.DataObject) -> None:
    document, found = saved_data(name)
    at, value = data.draw(st.sampled_from(found))
    other = data.draw(st.sampled_from([one for one in others(value) if one != value or type(one) is not type(value)]))
    path = "/".join(map(str, at))
    put(document, at, other)
    try:
        wrong = refusals(dump(document))
    finally:
        put(document, at, value)
    free = FREE.fullmatch(path) or (
        NOT_COUNTED.fullmatch(path) if name == "compiled" else name == "public" and NOT_PUT_TOGETHER.fullmatch(path)
    )
    assert wrong or free, (path, value, other)


@pytest.mark.parametrize("name", [name for name in TAMPERED if name != "compiled"])
def test_a_finding_cannot_be_left_out_doubled_or_moved(name: str) -> None:
    document, _found = saved_data(name)
    for audit in document["audits"]:
        kept = audit["findings"]
        for changed in (kept[1:], kept[:-1], [*kept, kept[0]]):
            audit["findings"] = changed
            assert refusals(dump(document))
        audit["findings"] = kept
    audits = document["audits"]
    for several in ([], [*audits, audits[0]]):
        document["audits"] = several
        assert refusals(dump(document))
    document["audits"] = audits
    assert not refusals(dump(document))
