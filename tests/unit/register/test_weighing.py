"""What becomes of each filing of a register when two editions are held against it: none is lost count of."""

from __future__ import annotations

from pathlib import Path

from auditor.model.batch import Outcome, State
from auditor.register.job import Edition
from auditor.register.newest import newest
from auditor.register.opened import opened
from auditor.register.store import open_store
from auditor.register.weighing import WideJob, wide_impact
from auditor.source.library import find
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary
from tests.support.batches import AtOnce
from tests.support.registers import NOW, TERMS, audited, filed, later, made, run_of


def edition(spec: str) -> Edition:
    folder = find(spec, TERMS.as_of).edition.folder
    return Edition(
        folder=str(folder), sha256=read_ruleset(folder, read_vocabulary()).sha256, asked=spec, as_written=True
    )


def test_every_newest_filing_is_judged_left_out_missed_or_refused(tmp_path: Path) -> None:
    """Of a filing that was never audited nothing is kept, and an older one does not stand in for it."""
    stopped = Outcome(position=1, shown="cove.yaml", state=State.INTERRUPTED, filed=filed("cove", 9))
    path = made(
        tmp_path / "reg.db",
        [
            audited(0, filed("cove", 3)),
            stopped,
            audited(2, filed("lantern", compiled=True)),
            audited(3, filed("zebra")),
        ],
    )
    job = WideJob(
        editions=(edition("nspcc-asks@1.0.0"), edition("nspcc-asks@1.1.0")),
        as_of=TERMS.as_of,
        version="0",
        register=str(path),
    )
    with opened(path, NOW) as register:
        impact = wide_impact(register, job, AtOnce, known_at=None, window=2)
        earlier = wide_impact(register, job, AtOnce, known_at=later(-1), window=2)
    assert impact.unkept.some == (("cove", "Cove"),)
    assert (impact.given, impact.judged, impact.compiled, impact.unusable) == (3, 0, 1, 1)
    assert [one.code for one in impact.diagnostics] == ["batch.own-fault"]
    assert earlier.given == 0


def test_the_newest_filing_is_of_the_moment_that_is_asked_about(tmp_path: Path) -> None:
    path = made(tmp_path / "reg.db", [audited(0, filed("cove", 3))])
    with open_store(path, later(1)) as store:
        run_of(store, [audited(0, filed("cove", 9)), audited(1, filed("cove", 1))], later(1))
    with opened(path, later(2)) as register:
        (now,), (before,) = newest(register, None), newest(register, later(0.5))
    assert (now.submission, before.submission) == (filed("cove", 9).sha256, filed("cove", 3).sha256)
    assert now.result != before.result
