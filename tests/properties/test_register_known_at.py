"""Looking back is the same as having kept a copy: at every moment, and in every question."""

from __future__ import annotations

import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import text

from auditor.model.batch import Outcome, State
from auditor.model.decision import Decision
from auditor.model.diagnostic import Place
from auditor.model.evidence import Assurance
from auditor.model.register import Wanted
from auditor.register.opened import opened
from auditor.register.querying import ask
from auditor.register.reading import Register
from auditor.register.store import Store, open_store
from auditor.register.views import NAMES
from tests.support.registers import TERMS, audited, counts_of, filed, later, unusable

SERVICES = ("cove", "harbour", "lantern")
FILINGS = st.builds(
    filed, st.sampled_from(SERVICES), st.integers(0, 3), compiled=st.booleans(), mark=st.sampled_from("ab")
)
KINDS = st.sampled_from(["audited", "superseded", "unusable", "duplicate", "interrupted"])
ASKED = (
    *((view, "known_from") for view in NAMES if view != "run"),
    ("run", "ended"),
)
DAYS = st.sampled_from([date(2026, 10, 1), date(2026, 11, 1)])
# A chunk of inputs, whether its run ends with it, and whether somebody decides something beside.
STEPS = st.lists(
    st.tuples(st.lists(st.tuples(KINDS, FILINGS), max_size=4), DAYS, st.booleans(), st.booleans()), max_size=4
)


def outcome(position: int, kind: str, one: Any) -> Outcome:
    """Give an input that ended so."""
    match kind:
        case "audited":
            return audited(position, one, rules=3)
        case "unusable":
            return unusable(position)
        case "interrupted":
            return Outcome(position=position, shown="late.yaml", state=State.INTERRUPTED)
        case _:
            return Outcome(position=position, shown="x.yaml", state=State(kind), filed=one, of="y.yaml")


def step(store: Store, turn: int, what: Any) -> None:
    """Do one step of a history, at its own moment."""
    chunk, day, ends, decides = what
    terms, now = replace(TERMS, as_of=day), later(turn)
    run = store.begin(terms, len(chunk), now)
    outcomes = [outcome(position, kind, one) for position, (kind, one) in enumerate(chunk)]
    store.keep(run, outcomes, now)
    if ends:
        store.end(run, counts_of(outcomes), now)
    if decides:
        store.add_decision(
            Decision(
                requirement="rules/R-01",
                service="harbour",
                accepted=True,
                reviewer=f"R. {turn}",
                on=day,
                because="so",
                assurance=Assurance.DOCUMENTED,
                text_sha256="c" * 64,
                place=Place(""),
            ),
            now,
        )


def answers(register: Register, known_at: datetime | None) -> list[Any]:
    """Ask everything there is to ask."""
    found: list[Any] = []
    listed = [
        Wanted(known_at=known_at),
        Wanted(all=True, known_at=known_at),
        Wanted(service="harbour", known_at=known_at),
    ]
    listed += [Wanted(state=state, all=every, known_at=known_at) for state in State for every in (False, True)]
    found += [replace(register.submissions(one), known_at=None) for one in listed]
    filings = [one.sha256 for one in register.submissions(Wanted(all=True, known_at=known_at)).entries]
    found += [register.history(one, known_at) for one in sorted(set(filings))]
    found += [register.named(one, known_at) for one in (*SERVICES, *filings)]
    for service in SERVICES:
        wanted = Wanted(service=service, known_at=known_at)
        found.append(replace(register.trend(service, wanted), known_at=None))
        found.append(replace(register.trend("R-01", wanted, requirement="R-01"), known_at=None))
    found.append(replace(register.trend("R-01", Wanted(known_at=known_at), requirement="R-01"), known_at=None))
    found.append(register.findings("R-01", Wanted(known_at=known_at)))
    found += [register.runs(known_at), register.decisions(known_at)]
    for view in NAMES:
        found.append([*register.rows_of(view, known_at)])
    every = " union all ".join(f"select '{view}', count(*), max({column}) from {view}" for view, column in ASKED)
    found.append(ask(register, every, expired=lambda: False, rows=99, known_at=known_at))
    return found


@settings(max_examples=8)
@given(STEPS)
def test_a_register_asked_of_a_moment_answers_as_a_copy_of_that_moment(steps: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copies = []
        with open_store(folder / "reg.db", later(0)) as store:
            for turn, what in enumerate(steps, start=1):
                step(store, turn, what)
                copies.append((later(turn), folder / f"{turn}.db"))
                store.connection.execute(text(f"VACUUM INTO '{copies[-1][1]}'"))
        with opened(folder / "reg.db", later(99)) as now:
            for moment, copy in copies:
                with opened(copy, later(99)) as then:
                    assert answers(now, moment) == answers(then, None)
            if copies:
                assert answers(now, None) == answers(now, copies[-1][0])
            assert not any(answers(now, later(0.5))[0].entries)
