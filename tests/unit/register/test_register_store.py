"""A register: what was kept is what is told, of every moment, and nothing of it can be changed."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from auditor.model.batch import Latest, Recalled, State
from auditor.model.decision import Decision
from auditor.model.diagnostic import InputError, Place
from auditor.model.evidence import Assurance
from auditor.model.finding import Status
from auditor.model.plaintext import called
from auditor.model.register import Wanted
from auditor.model.reviews import Opinion
from auditor.model.scorecard import Verdict
from auditor.register import schema1, schema2, schema3, schema4
from auditor.register.columns import COLUMNS, VIEWS
from auditor.register.opened import opened
from auditor.register.store import open_store
from auditor.register.views import NAMES
from tests.support.registers import (
    NOW,
    PERSON,
    TERMS,
    audited,
    content,
    counts_of,
    filed,
    judged,
    judgements,
    later,
    made,
    mixed,
    run_of,
)

DECISION = Decision(
    requirement="rules/R-01",
    service="harbour",
    accepted=True,
    reviewer="Zoë Quill",
    on=date(2026, 9, 30),
    because="it does as much",
    assurance=Assurance.DOCUMENTED,
    text_sha256="c" * 64,
    place=Place("decisions.yaml", 2, 3),
)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return made(tmp_path / "reg.db")


def test_what_was_kept_is_given_back_whole(register: Path) -> None:
    harbour = filed("harbour", 10)
    wanted = judged(harbour)
    with opened(register, NOW) as found:
        entry = found.submissions(Wanted(service="harbour")).entries[0]
        assert entry.result is not None
        assert found.result(entry.result) == wanted.result
        assert found.content(entry.result) == content(harbour)
    summary = wanted.summaries[0]
    assert (entry.verdict, entry.verdict_backed) == (summary.verdict, summary.verdict_backed)
    assert (entry.score, entry.score_backed) == (summary.score, summary.score_backed)
    assert (entry.counts, entry.ruleset, entry.version) == (summary.counts, "rules", "1.0.0")
    assert (entry.as_of, entry.known_from, entry.stated_on) == (TERMS.as_of, NOW, date(2026, 1, 11))


def test_every_finding_is_kept_with_its_credit_and_fingerprint(register: Path) -> None:
    with opened(register, NOW) as found:
        columns = [*COLUMNS["finding"]]
        rows = [dict(zip(columns, row, strict=True)) for row in found.rows_of("finding")]
    told = {
        (
            str(row["requirement"]),
            str(row["status"]),
            str(row["status_backed"]),
            bool(row["decisive"]),
            row["credit_low"],
            row["credit_high"],
            row["credit_backed_high"],
            row["fingerprint"],
        )
        for row in rows
    }
    assert len(rows) == len(told)
    assert told == {
        (
            one.requirement,
            one.status.value,
            one.backed.value,
            one.decisive,
            float(one.credit[0]),
            float(one.credit[1]),
            float(one.credit_backed[1]),
            one.fingerprint,
        )
        for one in judgements(filed("harbour", 10), 4)
    }


def test_every_input_has_its_state_and_a_run_its_counts(register: Path) -> None:
    with opened(register, NOW) as found:
        (run,) = found.runs()
        inputs = [*found.rows_of("run_input")]
    assert (run.given, run.started, run.ended, run.terms) == (6, NOW, NOW, TERMS)
    assert run.counts == counts_of(mixed())
    assert [row[1:4] for row in inputs] == [(one.position, one.shown, one.state.value) for one in mixed()]


def test_a_run_that_was_killed_has_no_end(register: Path) -> None:
    with open_store(register, NOW) as store:
        store.begin(TERMS, 3, later(1))
        assert [(one.given, one.ended, dict(one.counts)) for one in store.runs()][1:] == [(3, None, {})]


def test_of_a_service_the_newest_filing_is_listed_and_with_all_every_one(register: Path) -> None:
    with opened(register, NOW) as found:
        new = found.submissions(Wanted())
        every = found.submissions(Wanted(all=True))
        some = found.submissions(Wanted(all=True, limit=1))
    assert [(one.service, one.state, one.compiled) for one in new.entries] == [
        ("harbour", State.AUDITED, False),
        ("lantern", State.AUDITED, True),
    ]
    assert [(one.service, one.state) for one in every.entries] == [
        ("harbour", State.AUDITED),
        ("harbour", State.SUPERSEDED),
        ("lantern", State.AUDITED),
    ]
    assert (new.found, every.found, some.found, len(some.entries)) == (2, 3, 3, 1)


@pytest.mark.parametrize(
    ("wanted", "services"),
    [
        (Wanted(service="harbour"), ["harbour"]),
        (Wanted(verdict=Verdict.NOT_COMPLIANT), ["harbour"]),
        (Wanted(verdict=Verdict.COMPLIANT), []),
        (Wanted(ruleset="rules"), ["harbour", "lantern"]),
        (Wanted(ruleset="rules@1"), ["harbour", "lantern"]),
        (Wanted(ruleset="rules@1.0.0"), ["harbour", "lantern"]),
        (Wanted(ruleset="rules@1.0.00"), []),
        (Wanted(ruleset="rule"), []),
        (Wanted(state=State.AUDITED), ["harbour", "lantern"]),
        (Wanted(state=State.UNUSABLE), [""]),
        (Wanted(state=State.DUPLICATE), ["harbour"]),
        (Wanted(state=State.SUPERSEDED), ["harbour"]),
        (Wanted(state=State.INTERRUPTED), [""]),
    ],
)
def test_filters_narrow_the_list(register: Path, wanted: Wanted, services: list[str]) -> None:
    with opened(register, NOW) as found:
        listing = found.submissions(wanted)
    assert [one.service for one in listing.entries] == services
    assert listing.found == len(services)


def test_inputs_are_listed_of_the_newest_run_or_of_all(register: Path) -> None:
    with open_store(register, NOW) as store:
        run_of(store, [audited(0, filed("harbour", 11))], later(1))
        assert store.submissions(Wanted(state=State.UNUSABLE)).entries == ()
        (entry,) = store.submissions(Wanted(state=State.UNUSABLE, all=True)).entries
    assert (entry.run, entry.position, entry.shown, entry.codes) == (1, 1, "bad.yaml", ("declaration.not-a-day",))


def test_what_is_held_by_the_same_terms_is_recalled_and_by_others_is_not(register: Path) -> None:
    new, old = filed("harbour", 10), filed("harbour", 5)
    other = [
        replace(TERMS, as_of=date(2026, 10, 2)),
        replace(TERMS, version="0.2.0"),
        replace(TERMS, rulesets=(("rules@1.0.0", "d" * 64),)),
        replace(TERMS, include_recalled=True),
        replace(TERMS, respect_dates=True),
    ]
    with open_store(register, NOW) as store:
        digests = [new.sha256, old.sha256, "0" * 64]
        assert store.held(digests, TERMS) == {new.sha256}
        assert [store.held(digests, one) for one in other] == [set()] * len(other)
        whole = store.recall(digests, TERMS, whole=True)
        brief = store.recall(digests, TERMS, whole=False)
    wanted = judged(new)
    summaries = (replace(wanted.summaries[0], judgements=()),)
    assert wanted.messages
    assert whole == {
        new.sha256: Recalled(summaries=summaries, result=wanted.result, messages=wanted.messages),
    }
    assert brief == {new.sha256: Recalled(summaries=summaries, messages=wanted.messages)}


def test_summaries_are_recalled_in_the_order_of_the_rulesets(tmp_path: Path) -> None:
    one = judged(filed("harbour"))
    summaries = tuple(replace(one.summaries[0], ruleset=name) for name in ("zebra", "apple", "mint"))
    outcome = replace(audited(0, one.filed), judged=replace(one, summaries=summaries))
    with open_store(made(tmp_path / "reg.db", [outcome]), NOW) as store:
        (found,) = store.recall([one.filed.sha256], TERMS, whole=False).values()
        assert [each.ruleset for each in found.summaries] == ["zebra", "apple", "mint"]


def test_the_latest_day_is_of_the_services_own_filings_as_known_then(register: Path) -> None:
    with open_store(register, NOW) as store:
        run_of(store, [audited(0, filed("harbour", 20))], later(5))
        services = ["harbour", "lantern", "nobody"]
        day = TERMS.as_of
        before, now = (
            {"harbour": Latest(day=one.stated_on, sha256=one.sha256)}
            for one in (filed("harbour", 10), filed("harbour", 20))
            if one.stated_on is not None
        )
        assert store.latest(services, later(4), day) == before
        assert store.latest(services, later(5), day) == now
        assert store.latest(services, later(5), date(2026, 1, 20)) == before
        assert store.latest(services, later(5), date(2025, 1, 1)) == {}
        assert store.latest(services, later(-1), day) == {}


def test_what_services_are_called_is_told_as_known_then(register: Path) -> None:
    with open_store(register, NOW) as store:
        run_of(store, [audited(0, replace(filed("harbour", 20), name="Other", provider=None))], later(5))
        usual = called("HARBOUR", "harbour ltd.")
        assert store.called(["harbour", "nobody"], later(4)) == {"harbour": {usual}}
        assert store.called(["harbour"], later(5)) == {"harbour": {usual, called("Other", None)}}


def test_an_audit_that_is_known_is_noted_and_not_kept_twice(register: Path) -> None:
    again = replace(mixed()[0], judged=None, known=True)
    with open_store(register, NOW) as store:
        before = store.remains().counts
        run_of(store, [again], later(1))
        after = store.remains().counts
        seen = store.history(filed("harbour", 10).sha256).seen
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {
        "run": 1,
        "input": 1,
    }
    assert [(one.run, one.state, one.known) for one in seen] == [
        (1, State.AUDITED, False),
        (1, State.DUPLICATE, False),
        (2, State.AUDITED, True),
    ]


def test_what_was_made_ready_is_kept_whether_the_result_is_wanted_too_or_not(tmp_path: Path) -> None:
    outcome = audited(0, filed("harbour"))
    assert outcome.judged is not None
    with open_store(made(tmp_path / "one.db", [outcome]), NOW) as store:
        here = store.result(1), store.content(1), store.remains().names
    with open_store(tmp_path / "two.db", NOW) as store:
        run = store.begin(TERMS, 1, NOW)
        hollow = replace(outcome, judged=replace(outcome.judged, result=b""))
        store.keep(run, [hollow], NOW)
        assert (store.result(1), store.content(1), store.remains().names) == here


def test_the_registers_time_never_runs_backward(tmp_path: Path) -> None:
    with open_store(tmp_path / "reg.db", NOW) as store:
        run_of(store, [audited(0, filed("harbour"))], later(10))
        run_of(store, [audited(0, filed("lantern"))], later(3))
        assert [one.started for one in store.runs()] == [later(10), later(10)]
        assert store.submissions(Wanted(known_at=later(9))).found == 0
        assert store.submissions(Wanted(known_at=later(10))).found == 2


def test_a_decision_stands_beside_and_its_reviewer_apart(register: Path) -> None:
    with open_store(register, NOW) as store:
        store.add_decision(DECISION, later(1), submission=filed("harbour", 10).sha256)
        assert store.decisions(NOW) == ()
        ((found, filing),) = store.decisions()
        assert replace(found, place=DECISION.place) == DECISION
        assert filing == filed("harbour", 10).sha256
        store.forget_people(later(2))
        ((found, _filing),) = store.decisions()
        assert replace(found, place=DECISION.place, reviewer=DECISION.reviewer) == DECISION
        assert found.reviewer == "(name taken out)"


def test_trends_follow_filings_and_as_of_dates(register: Path) -> None:
    with open_store(register, NOW) as store:
        run_of(store, [audited(0, filed("harbour", 20)), audited(1, filed("cove", 2))], later(1))
        run_of(store, [audited(0, filed("harbour", 20))], later(2), replace(TERMS, as_of=date(2026, 11, 1)))
        service = store.trend("harbour", Wanted(service="harbour"))
        shares = store.trend("R-01", Wanted(), requirement="R-01").shares
        steps = store.trend("R-01", Wanted(service="harbour"), requirement="R-01").steps
        newest = store.findings("R-01", Wanted())
    oct_, nov = date(2026, 10, 1), date(2026, 11, 1)
    jan = [date(2026, 1, 11), date(2026, 1, 21), date(2026, 1, 21)]
    assert [(one.stated_on, one.as_of) for one in service.entries] == list(zip(jan, [oct_, oct_, nov], strict=True))
    assert [(one.stated_on, one.as_of) for one in steps] == list(zip(jan, [oct_, oct_, nov], strict=True))
    by_hand = {one.service: judgements(one, 4)[1] for one in (filed("harbour", 20), filed("cove", 2))}
    assert [(one.as_of, sum(one.counts.values())) for one in shares] == [(oct_, 2), (nov, 1)]
    assert {status: count for status, count in shares[0].counts.items() if count} == {
        status: sum(one.status is status for one in by_hand.values())
        for status in {o.status for o in by_hand.values()}
    }
    assert [(one.service, one.as_of, one.status) for one in newest] == [
        ("cove", oct_, by_hand["cove"].status),
        ("harbour", nov, by_hand["harbour"].status),
    ]


def test_a_name_means_the_beginning_of_a_digest_or_a_service(register: Path) -> None:
    new = filed("harbour", 10).sha256
    with opened(register, NOW) as found:
        assert found.named(new[:8]) == (new,)
        assert found.named("harbour") == (new,)
        assert found.named(new[:3]) == ()
        assert found.named("%%%%") == ()
        assert found.named("nobody") == ()


def test_what_was_wrong_with_an_input_is_told_without_its_text(register: Path) -> None:
    with opened(register, NOW) as found:
        told = found.diagnostics(1, 1)
        assert found.diagnostics(1, 99) is None
    assert told is not None
    assert [(one.code, one.message, str(one.place), one.excerpt) for one in told] == [
        ("declaration.not-a-day", "`Jane Roe` is no day", "bad.yaml:3:7", None)
    ]


def test_nothing_but_people_can_be_changed_or_taken_out(register: Path) -> None:
    with open_store(register, NOW) as store:
        store.add_decision(DECISION, NOW, submission=filed("harbour", 10).sha256, opinion=Opinion.LOOK)
        store.forget_people(NOW, service="nobody")
    plain = sqlite3.connect(register, isolation_level=None)
    tables = {name for (name,) in plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    keys = {**schema1.KEYS, **schema2.KEYS, **schema3.KEYS, **schema4.KEYS}
    assert tables == {*keys, "reg_people"}
    for table in keys:
        (count,) = plain.execute(f"SELECT count(*) FROM {table}").fetchone()
        assert count, table
        column, *_ = [row[1] for row in plain.execute(f"PRAGMA table_info({table})")]
        before = plain.execute(f"SELECT * FROM {table}").fetchall()
        for attempt in (
            f"UPDATE {table} SET {column} = {column}",
            f"DELETE FROM {table}",
            f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
            f"REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="never changed"):
                plain.execute(attempt)
        assert plain.execute(f"SELECT * FROM {table}").fetchall() == before
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        plain.execute("UPDATE reg_people SET name = 'x'")
    plain.execute("DELETE FROM reg_people")
    plain.close()


def test_every_view_has_a_meaning_for_every_column(register: Path) -> None:
    plain = sqlite3.connect(register)
    views = {name for (name,) in plain.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    assert views == set(NAMES) == set(VIEWS) == set(COLUMNS)
    for view in NAMES:
        columns = [row[1] for row in plain.execute(f"PRAGMA table_info({view})")]
        assert columns == [*COLUMNS[view]], view
    assert all(meaning.endswith(".") for one in COLUMNS.values() for meaning in one.values())
    plain.close()


def test_names_stand_in_the_table_of_people_alone(register: Path) -> None:
    with open_store(register, NOW) as store:
        store.add_decision(DECISION, NOW)
        held = store.remains().names
        taken = store.forget_people(later(1))
        assert store.remains().names == 0
        assert taken == held == 6
    everything = b"".join(path.read_bytes() for path in register.parent.iterdir())
    for name in (PERSON, "Roe", "Quill", "Jane"):
        assert name.encode() not in everything


def test_forgetting_leaves_every_count_and_place(register: Path) -> None:
    with open_store(register, NOW) as store:
        before = store.remains().counts
        result, content = store.result(1), store.content(1)
        listing, history = store.submissions(Wanted(all=True)), store.history(filed("harbour", 10).sha256)
        assert PERSON in result.decode()
        store.forget_people(later(1), service="harbour")
        assert (store.remains().counts, store.remains().names) == (before, 2 + 1)
        assert store.submissions(Wanted(all=True)) == listing
        assert store.history(filed("harbour", 10).sha256) == history
        after = store.result(1).decode(), store.content(1).decode()
        store.forget_people(later(2))
        told = store.diagnostics(1, 1)
    assert told is not None
    assert told[0].message == "`████████` is no day"
    fill = "█" * len(PERSON)
    assert after == (result.decode().replace(PERSON, fill), content.decode().replace(PERSON, fill))
    assert json.loads(after[0])["audits"][0]["declaration"]["attestation"]["name"] == fill


def test_names_are_overwritten_only_when_nobody_reads_any_more(register: Path) -> None:
    with open_store(register, NOW, wait=0.1) as store:
        with opened(register, NOW), pytest.raises(InputError, match="not overwritten yet") as told:
            store.forget_people(later(1))
        assert told.value.diagnostics[0].code == "register.still-read"
        assert store.remains().names == 0
        assert store.forget_people(later(2)) == 0
    assert b"Roe" not in register.read_bytes()


def test_looking_back_says_what_was_known_and_never_brings_a_name_back(register: Path) -> None:
    with open_store(register, NOW) as store:
        store.forget_people(later(1))
        (entry,) = store.submissions(Wanted(service="harbour", known_at=NOW)).entries
        assert entry.result is not None
        assert PERSON not in store.result(entry.result).decode()


def test_file_names_that_are_no_text_are_kept_as_escapes(tmp_path: Path) -> None:
    odd = replace(audited(0, filed("harbour")), shown="a\udcff.yaml", of="b\udcff")
    with open_store(made(tmp_path / "reg.db", [odd]), NOW) as store:
        (row,) = store.rows_of("run_input")
        assert (row[2], row[7]) == ("a\\udcff.yaml", "b\\udcff")


def test_a_compiled_service_has_an_audit_without_figures(register: Path) -> None:
    with opened(register, NOW) as found:
        (entry,) = found.submissions(Wanted(service="lantern")).entries
    assert (entry.verdict, entry.score, dict(entry.counts), entry.compiled) == (None, None, {}, True)
    assert Status.MET not in entry.counts


def test_there_is_no_register_where_none_was_made(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no register"), opened(tmp_path / "none.db", NOW):
        pass
    assert not (tmp_path / "none.db").exists()
