"""Reading, and whole audits in one process, against the C parser's scan of the same bytes in the same process."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from yaml import cyaml

from auditor import __version__
from auditor.engine.audit import Findings
from auditor.engine.judge import Evaluator
from auditor.model.batch import Judged, Outcome, State
from auditor.model.declaration import Declaration
from auditor.model.finding import Judgement
from auditor.model.result import Audit
from auditor.register import judging
from auditor.register.job import Edition, Job, Rules, contradictions_in, outcomes_of, rules_of
from auditor.register.judging import judged
from auditor.report import batch_ndjson
from auditor.report.jsonfindings import finding_json
from auditor.report.jsontext import Json, dump_line
from auditor.source.declarations import read_document
from auditor.source.library import newest
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary
from auditor.source.yamltree import read_yaml
from benchmarks.speed.asked import Asked
from benchmarks.speed.goals import Goal, Row, shown
from benchmarks.speed.ratios import as_in_a_worker, balanced, interleaved, over, ratio
from benchmarks.speed.verdicts import tracks_of
from benchmarks.speed.workload import AS_OF

_PARSER: Any = cyaml.CParser  # type: ignore[attr-defined]  # the stubs do not know it


def raw(data: bytes) -> None:
    """Scan all events without making anything of them: what libyaml itself needs."""
    _PARSER(data).raw_parse()


def read(goal: Goal, asked: Asked) -> Row:
    """Measure reading with places and all refusals."""
    contents = [(path.read_bytes(), path.name) for path in asked.drawn]
    works = {
        "raw": over([data for data, _name in contents], raw),
        "read": over(contents, lambda one: read_yaml(*one)),
    }
    took = interleaved(balanced(works), asked.rounds)
    return Row(
        goal=goal, figure=ratio(took["read"], took["raw"]), note=_note(took["read"], took["raw"], len(contents))
    )


def audit(goal: Goal, asked: Asked) -> Row:
    """Measure what a worker does with an input, the reasons of all findings included, and the line that comes of it.

    Reasons are made when they are asked for, and a batch that keeps no results does not ask: its own work is beside.
    """
    with as_in_a_worker():
        return _audit(goal, asked)


def _audit(goal: Goal, asked: Asked) -> Row:
    one, paths = Judging(asked), asked.drawn
    scan = over([path.read_bytes() for path in paths], raw)
    took = interleaved(balanced({"raw": scan, "audit": over(paths, one.with_reasons)}), asked.rounds)
    figure = ratio(took["audit"], took["raw"])
    row = Row(goal=goal, figure=figure, note=_note(took["audit"], took["raw"], len(paths)))
    if asked.beside:
        whole, builtin = job(edition(asked.ruleset), results=True), job(one.builtin)
        works: dict[str, Callable[[], object]] = {
            "raw": scan,
            "read and accepted alone": over(paths, one.accept),
            "reasons not asked for, as a batch without a register": over(paths, lambda path: one.line(one.job, path)),
            "with all findings and their reasons written as JSON": over(paths, one.told),
            "with whole results, as a batch with a register": over(paths, lambda path: one.line(whole, path)),
            f"by {one.builtin.asked} instead, without a register": over(paths, lambda path: one.line(builtin, path)),
        }
        other = interleaved(balanced(works), asked.beside)
        row.beside = [(name, shown(ratio(other[name], other["raw"]).median)) for name in works if name != "raw"]
    return row


def _note(ours: list[float], theirs: list[float], count: int) -> str:
    per = 1000 / count
    return f"the quickest took {min(ours) * per:.2f} ms a declaration, raw {min(theirs) * per:.3f} ms"


class Judging:
    """What a batch's worker does, in this process."""

    def __init__(self, asked: Asked) -> None:
        self.job = job(edition(asked.ruleset))

    @cached_property
    def builtin(self) -> Edition:
        """The edition that a batch takes where none is named."""
        named = newest("internet-safety-strategy")
        return edition(named.folder, f"{named.id}@{named.number}")

    def accept(self, path: Path) -> None:
        """Read one input until it is a declaration."""
        read_document(read_yaml(path.read_bytes(), path.name), path.parent, rules_of(self.job.editions).vocabulary)

    def line(self, job: Job, path: Path) -> bytes:
        """Audit one input, and give the line that a batch writes for it."""
        return _line(judged(job, rules_of(job.editions), (str(path), path.name)), path, whole=job.results)

    def with_reasons(self, path: Path) -> bytes:
        """Do the same, and ask for every finding's reasons on both tracks."""
        declaration, audits = self._audits(path)
        for both in self._explained(declaration):
            for track in both:
                _ = *track.because, *track.missing
        return self._said(declaration, audits, path)

    def told(self, path: Path) -> bytes:
        """Do the same, and write every finding with its reasons."""
        declaration, audits = self._audits(path)
        ruleset, compiled = self._rules.rulesets[0]
        make = Findings(ruleset, AS_OF, as_written=False)
        each = zip(compiled, self._explained(declaration), strict=True)
        findings = [finding_json(make.finding(one.requirement, both, declaration)) for one, both in each]
        return self._said(declaration, audits, path) + dump_line(list[Json](findings)).encode()

    def _explained(self, declaration: Declaration) -> list[tuple[Judgement, Judgement]]:
        """Judge every requirement once more, with reasons: no batch asks for them without the rest of a result."""
        vocabulary, compiled = self._rules.vocabulary, self._rules.rulesets[0][1]
        tracks = tracks_of(declaration, AS_OF)
        evaluator = Evaluator(tracks, declaration.facts, vocabulary)
        outcomes = outcomes_of(self.job.editions, AS_OF)[0].of(tracks)
        return [evaluator.explained(one, outcome) for one, outcome in zip(compiled, outcomes, strict=True)]

    @property
    def _rules(self) -> Rules:
        return rules_of(self.job.editions)

    def _audits(self, path: Path) -> tuple[Declaration, list[Audit]]:
        rules = self._rules
        *_, declaration, _warnings = judging._read(rules, (str(path), path.name))
        found = contradictions_in(self.job, declaration.facts)
        return declaration, judging._audits(self.job, rules, declaration, found, whole=self.job.results)[0]

    def _said(self, declaration: Declaration, audits: list[Audit], path: Path) -> bytes:
        summaries = tuple(map(judging.summary_of, audits))
        filed = judging.filed_of(declaration, ())
        return _line(Judged(filed=filed, result=b"", summaries=summaries), path, whole=False)


def _line(found: Judged, path: Path, *, whole: bool) -> bytes:
    outcome = Outcome(position=0, shown=path.name, state=State.AUDITED, filed=found.filed, judged=found)
    return batch_ndjson.line(outcome, whole=whole)


def edition(folder: Path, asked: str = "") -> Edition:
    """Name an edition as a batch does."""
    ruleset = read_ruleset(folder, read_vocabulary())
    return Edition(folder=str(folder), sha256=ruleset.sha256, asked=asked or folder.name)


def job(by: Edition, *, results: bool = False) -> Job:
    """Say what is to be done with each input, as a batch does: whole results are for a register alone."""
    return Job(editions=(by,), as_of=AS_OF, version=__version__, results=results)
