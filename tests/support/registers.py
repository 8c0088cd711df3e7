"""Registers to test with: filings that were audited, as a batch hands them over."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

from auditor.model.batch import Filed, Judged, Judgement, Outcome, State, Summary, Terms
from auditor.model.diagnostic import Diagnostic, Place
from auditor.model.finding import Status
from auditor.model.scorecard import Verdict
from auditor.register.packing import packed
from auditor.register.store import Store, open_store
from auditor.source.persons import persons_in
from auditor.source.yamltree import read_yaml

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
TERMS = Terms(as_of=date(2026, 10, 1), rulesets=(("rules@1.0.0", "a" * 64),), version="0.1.0")
PERSON = "Dr. Jane Roe-Ångström"
STATUSES = (Status.MET, Status.NOT_MET, Status.UNDECIDED, Status.PARTLY_MET)


def later(minutes: float) -> datetime:
    """Give a moment after the first."""
    return NOW + timedelta(minutes=minutes)


def digest(*parts: object) -> str:
    """Give a digest of anything."""
    return sha256(repr(parts).encode()).hexdigest()


def filed(service: str, day: int = 0, *, compiled: bool = False, mark: object = "") -> Filed:
    """Give a filing; `day` counts days from the first, and `mark` tells filings of one day apart."""
    return Filed(
        sha256=digest(service, day, compiled, mark),
        declaration=digest("declaration", service, day, mark),
        evidence=digest("evidence", mark),
        service=service,
        name=service.title(),
        provider=f"{service.title()} Ltd",
        stated_on=date(2026, 1, 1) + timedelta(day),
        compiled=compiled,
    )


def judgements(one: Filed, rules: int) -> tuple[Judgement, ...]:
    """Give findings that differ from filing to filing, and are the same every time."""
    seed = int(one.sha256[:8], 16)
    found = []
    for number in range(rules):
        status = STATUSES[(seed >> number) % len(STATUSES)]
        low = Fraction(1, 3) if status is Status.PARTLY_MET else Fraction(int(status is Status.MET))
        high = Fraction(1) if status is Status.UNDECIDED else low
        found.append(
            Judgement(
                requirement=f"R-{number:02}",
                fingerprint=digest("rules", number, one.service)[:32],
                decisive=number % 2 == 0,
                status=status,
                backed=Status.UNDECIDED if status is Status.MET else status,
                credit=(low, high),
                credit_backed=(Fraction(0), high),
            )
        )
    return tuple(found)


def content(one: Filed, *, person: str = PERSON) -> bytes:
    """Give the text of a filing."""
    return f'declaration: 1\nattestation: {{name: "{person}", role: x}}  # {one.sha256}\n'.encode()


def judged(one: Filed, *, person: str = PERSON, rules: int = 4, version: str = "1.0.0") -> Judged:
    """Give a filing that was audited, text and result made ready, with its figures; a compiled one is not judged."""
    text = content(one, person=person)
    result = json.dumps(
        {"audits": [{"declaration": {"attestation": {"name": person, "role": "x"}}, "sha256": one.sha256}]},
        ensure_ascii=False,
    ).encode()
    findings = () if one.compiled else judgements(one, rules)
    summary = Summary(
        ruleset="rules",
        version=version,
        ruleset_sha256="a" * 64,
        vocabulary_sha256="b" * 64,
        verdict=None if one.compiled else Verdict.NOT_COMPLIANT,
        verdict_backed=None if one.compiled else Verdict.CANNOT_TELL,
        score=None if one.compiled else ("61.25", "70.05"),
        score_backed=None if one.compiled else ("0.00", "70.00"),
        counts={} if one.compiled else {kind: sum(each.status is kind for each in findings) for kind in Status},
        judgements=findings,
    )
    people = persons_in(read_yaml(text, "x.yaml"), text)
    return Judged(
        filed=one,
        result=result,
        summaries=(summary,),
        packed=packed(text, people, result),
        messages={"evidence.hash-differs": 2, "consistency.det-02": 1},
    )


def audited(position: int, one: Filed, **how: object) -> Outcome:
    """Give an input that was audited."""
    return Outcome(
        position=position,
        shown=f"{one.service}-{position}.yaml",
        state=State.AUDITED,
        filed=one,
        judged=judged(one, **how),  # type: ignore[arg-type]
    )


def unusable(position: int, message: str = "`Jane Roe` is no day") -> Outcome:
    """Give an input that could not be used."""
    wrong = Diagnostic(
        code="declaration.not-a-day", message=message, place=Place("bad.yaml", 3, 7), excerpt="  date: Jane Roe"
    )
    return Outcome(position=position, shown="bad.yaml", state=State.UNUSABLE, diagnostics=(wrong,))


def mixed(service: str = "harbour") -> list[Outcome]:
    """Give inputs that end in every state there is."""
    new, old = filed(service, 10), filed(service, 5)
    return [
        audited(0, new),
        unusable(1),
        Outcome(position=2, shown="copy.yaml", state=State.DUPLICATE, filed=new, of="harbour-0.yaml"),
        Outcome(position=3, shown="old.yaml", state=State.SUPERSEDED, filed=old, of="harbour-0.yaml"),
        audited(4, filed("lantern", 3, compiled=True)),
        Outcome(position=5, shown="late.yaml", state=State.INTERRUPTED),
    ]


def counts_of(outcomes: Sequence[Outcome]) -> dict[State, int]:
    """Count inputs by their state."""
    return {state: sum(one.state is state for one in outcomes) for state in State}


def run_of(store: Store, outcomes: Sequence[Outcome], now: datetime = NOW, terms: Terms = TERMS) -> int:
    """Keep a whole run."""
    run = store.begin(terms, len(outcomes), now)
    store.keep(run, outcomes, now)
    store.end(run, counts_of(outcomes), now)
    return run


def made(path: Path, outcomes: Sequence[Outcome] | None = None) -> Path:
    """Make a register of one run."""
    with open_store(path, NOW) as store:
        run_of(store, mixed() if outcomes is None else outcomes)
    return path
