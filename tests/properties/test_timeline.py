"""A timeline against the plainest oracle there is: an audit of each single day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest
from msgspec.structs import replace

from auditor.cli.loading import inquire, load_waivers, read_input, vocabulary_with
from auditor.cli.timeline import Chain, line_of
from auditor.model.declaration import Declaration
from auditor.model.diagnostic import InputError
from auditor.model.result import Audit
from auditor.model.timeline import Timeline
from auditor.model.vocabulary import Vocabulary
from auditor.model.waiver import Waiver
from auditor.source.inputs import inputs_of
from auditor.source.library import find
from auditor.source.vocabularies import read_vocabulary
from tests.e2e.running import EXAMPLES

DAY: Final = timedelta(days=1)


def _read(path: Path) -> tuple[Declaration, Vocabulary]:
    vocabulary = read_vocabulary()
    inputs, _ = inputs_of([str(path)])
    return read_input(inputs[0], vocabulary)[0], vocabulary


def _timeline(
    declaration: Declaration,
    vocabulary: Vocabulary,
    spec: str,
    start: date,
    until: date,
    waivers: tuple[Waiver, ...] = (),
) -> Timeline:
    chain = Chain(spec, vocabulary, respect_dates=False)
    known = vocabulary_with(chain.editions, vocabulary)
    return line_of(chain, declaration, known, waivers, start, until, include_recalled=True)


def _single_audit(
    chain: Chain, declaration: Declaration, vocabulary: Vocabulary, spec: str, day: date, waivers: tuple[Waiver, ...]
) -> Audit | None:
    """Audit one day as `auditor audit --as-of` does: the edition is looked up for that day alone."""
    try:
        found = find(spec, day)
    except InputError:
        return None
    rules = next(one for one in chain.editions if one.ruleset.version == found.edition.number)
    assert chain.rules_on(day) is not None
    marks = (found.watermark,) if found.watermark else ()
    own = replace(rules, as_written=found.as_written, watermarks=marks)
    return inquire(own, declaration, vocabulary, day, include_recalled=True, waivers=waivers).audit


def _seen(audit: Audit | None) -> object:
    if audit is None or audit.scorecard is None:
        return None
    card = audit.scorecard
    return (
        audit.ruleset.version,
        audit.watermarks,
        card.verdict,
        card.score,
        card.score_without_waivers,
        tuple(
            (
                one.requirement.id,
                (one.declared.status, one.declared.credit, one.declared.reason),
                (one.backed.status, one.backed.credit),
                one.waiver is None,
            )
            for one in audit.findings
        ),
    )


@pytest.mark.parametrize(
    ("example", "spec", "start", "until"),
    [
        ("harbour", "internet-safety-strategy@3", date(2027, 1, 15), date(2027, 4, 10)),
        ("lantern", "internet-safety-strategy", date(2025, 7, 1), date(2025, 8, 5)),
        ("harbour", "internet-safety-strategy@2.0.0", date(2023, 10, 10), date(2023, 11, 10)),
        ("lantern", "internet-safety-strategy@2.0.0", date(2025, 7, 10), date(2025, 8, 5)),
        ("minimal", "internet-safety-strategy", date(2020, 12, 1), date(2020, 12, 31)),
    ],
)
def test_between_two_moments_nothing_differs_and_on_each_something_does(
    example: str, spec: str, start: date, until: date
) -> None:
    declaration, vocabulary = _read(EXAMPLES / f"{example}.yaml")
    _compare(declaration, vocabulary, spec, start, until, ())


def test_waivers_begin_and_end_on_their_days(tmp_path: Path) -> None:
    path = tmp_path / "waivers.yaml"
    path.write_text(
        "waivers:\n  - {requirement: internet-safety-strategy/GRM-04, service: harbour, reason: it is being built,\n"
        "     approver: A. Example, granted: 2026-10-05, expires: 2026-10-20}\n",
        encoding="utf-8",
    )
    declaration, vocabulary = _read(EXAMPLES / "harbour.yaml")
    line = _compare(
        declaration,
        vocabulary,
        "internet-safety-strategy@3",
        date(2026, 10, 1),
        date(2026, 11, 1),
        load_waivers(str(path)),
    )
    assert [one.day for one in line.moments[1:]] == [date(2026, 10, 5), date(2026, 10, 21)]
    assert [(turn.requirement.id, turn.why) for turn in line.moments[2].turns] == [
        ("GRM-04", ("the waiver of it ended on 2026-10-20",))
    ]


def _compare(
    declaration: Declaration,
    vocabulary: Vocabulary,
    spec: str,
    start: date,
    until: date,
    waivers: tuple[Waiver, ...],
) -> Timeline:
    chain = Chain(spec, vocabulary, respect_dates=False)
    line = _timeline(declaration, vocabulary, spec, start, until, waivers)
    moments = {one.day: one for one in line.moments}
    assert start in moments
    current, before = moments[start], object()
    day = start
    while day <= until:
        single = _seen(_single_audit(chain, declaration, vocabulary, spec, day, waivers))
        if day in moments:
            current = moments[day]
            assert day == start or single != before, f"nothing differs on {day}"
        assert _seen(current.audit) == single, f"{day} is not as the moment of {current.day} says"
        before = single
        day += DAY
    return line


def test_partly_known_days_and_days_to_come(tmp_path: Path) -> None:
    path = tmp_path / "dated.yaml"
    path.write_text(
        "declaration: 1\n"
        "service: {name: Dated}\n"
        "stated_on: 2026-01-01\n"
        "users: {children: {can_use: true}}\n"
        "risk_assessment: {csea_completed: 2026-02, completed: 2026-02-20}\n"
        "age_assurance: {tested_on: 2026-03}\n"
        "transparency: {last_published: 2026}\n"
        "grooming: {tested_on: 2026-03-05, any_detection: true}\n",
        encoding="utf-8",
    )
    declaration, vocabulary = _read(path)
    for start, until in (
        (date(2026, 1, 25), date(2026, 3, 10)),
        (date(2027, 1, 25), date(2027, 3, 10)),
        (date(2027, 12, 25), date(2028, 1, 5)),
    ):
        line = _compare(declaration, vocabulary, "internet-safety-strategy@3", start, until, ())
        assert len(line.moments) > 1, start
