"""What a register says beside verdicts and scores: what may hold instead, what is contested, what gave way."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from auditor.model.batch import Outcome, State
from auditor.model.diagnostic import Severity
from auditor.model.register import Wanted
from auditor.register.columns import COLUMNS
from auditor.register.store import open_store
from tests.support.registers import NOW, TERMS, audited, filed, judged, later, made, run_of, unusable


def test_filings_that_may_hold_instead_are_counted_as_known_then(tmp_path: Path) -> None:
    first, second, old = filed("bolt", 9), filed("bolt", 9, mark="other"), filed("bolt", 5)
    looked_at_again = replace(first, sha256="f" * 64, evidence="e" * 64)
    nameless = replace(filed("bolt", mark="undated"), stated_on=None)
    theirs = filed("bolt", 9, compiled=True, mark="theirs")
    with open_store(tmp_path / "reg.db", NOW) as store:
        for at, one in enumerate([old, first, looked_at_again, theirs, second, nameless]):
            run_of(store, [audited(0, one)], later(at))
        told = {}
        for at in (3, 4, 5):
            for entry in store.submissions(Wanted(all=True, known_at=later(at))).entries:
                told[at, entry.sha256] = (entry.same_day, entry.undated)
        rows = [dict(zip(COLUMNS["submission"], one, strict=True)) for one in store.rows_of("submission")]
        assert len(store.others(["bolt", "nobody"], later(5))["bolt"]) == 5
    assert {told[3, one.sha256] for one in (old, first, looked_at_again, theirs)} == {(0, 0)}
    assert [told[4, one.sha256] for one in (old, first, second)] == [(0, 0), (1, 0), (2, 0)]
    assert [told[5, one.sha256] for one in (old, first, second)] == [(0, 1), (1, 1), (2, 1)]
    assert (told[5, nameless.sha256], told[5, theirs.sha256]) == ((0, 0), (0, 0))
    assert {one["submission"]: (one["same_day"], one["undated"]) for one in rows} == {
        sha256: said for (at, sha256), said in told.items() if at == 5
    }


def test_what_an_input_gave_way_to_is_listed_and_stands_in_its_history(tmp_path: Path) -> None:
    new, old = filed("harbour", 10), filed("harbour", 5)
    with open_store(made(tmp_path / "reg.db"), NOW) as store:
        by_register = Outcome(
            position=0, shown="o.yaml", state=State.SUPERSEDED, filed=old, of="", of_sha256=new.sha256
        )
        again = Outcome(
            position=1, shown="n.yaml", state=State.DUPLICATE, filed=new, of="m.yaml", of_sha256=new.sha256
        )
        run_of(store, [by_register, again], later(5))
        (superseded,) = store.submissions(Wanted(state=State.SUPERSEDED)).entries
        (duplicate,) = store.submissions(Wanted(state=State.DUPLICATE)).entries
        seen = store.history(old.sha256).seen[-1]
        rows = [dict(zip(COLUMNS["run_input"], one, strict=True)) for one in store.rows_of("run_input")][-2:]
    assert (superseded.of, superseded.of_sha256) == (seen.of, seen.of_sha256) == ("", new.sha256)
    assert (duplicate.of, duplicate.of_sha256) == ("m.yaml", new.sha256)
    assert [(one["of"], one["of_submission"]) for one in rows] == [(None, new.sha256), ("m.yaml", new.sha256)]


def test_the_codes_of_what_cannot_be_used_are_of_what_refuses_it(tmp_path: Path) -> None:
    wrong = unusable(0)
    warning = replace(wrong.diagnostics[0], code="declaration.no-attestation", severity=Severity.WARNING)
    warned = replace(audited(1, filed("bolt")), diagnostics=(replace(warning, code="batch.same-day"),))
    made_of = [replace(wrong, diagnostics=(warning, *wrong.diagnostics)), warned]
    with open_store(made(tmp_path / "reg.db", made_of), NOW) as store:
        (entry,) = store.submissions(Wanted(state=State.UNUSABLE)).entries
        assert entry.codes == ("declaration.not-a-day",)
        codes = [dict(zip(COLUMNS["run_input"], one, strict=True))["codes"] for one in store.rows_of("run_input")]
        assert codes == ["declaration.not-a-day", "batch.same-day"]
        assert len(store.diagnostics(1, 0) or ()) == 2


def test_what_may_be_no_score_and_what_is_contested_is_kept(tmp_path: Path) -> None:
    one = judged(filed("bolt"))
    summary = replace(one.summaries[0], score_backed=("0.00", "0.00"), backed_may_be_empty=True)
    doubted = replace(one, summaries=(summary,), contested=2)
    path = made(tmp_path / "reg.db", [replace(audited(0, one.filed), judged=doubted), audited(1, filed("acme"))])
    with open_store(path, NOW) as store:
        recalled = store.recall([one.filed.sha256], TERMS, whole=False)[one.filed.sha256]
        acme, bolt = store.submissions(Wanted()).entries
        rows = [dict(zip(COLUMNS["audit"], one, strict=True)) for one in store.rows_of("audit")]
    assert recalled.contested == 2
    assert (recalled.summaries[0].may_be_empty, recalled.summaries[0].backed_may_be_empty) == (False, True)
    assert (bolt.may_be_empty, bolt.backed_may_be_empty, bolt.contested) == (False, True, 2)
    assert (acme.may_be_empty, acme.backed_may_be_empty, acme.contested) == (False, False, 0)
    doubts = [(one["score_may_be_empty"], one["score_backed_may_be_empty"], one["contested"]) for one in rows]
    assert doubts == [(0, 1, 2), (0, 0, 0)]
