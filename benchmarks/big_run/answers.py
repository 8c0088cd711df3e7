"""What a register says, asked in SQL as an analyst would ask it, held against the naive loop."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from auditor.model.declaration import Declaration
from benchmarks.big_run.expected import Line, has, inputs_of, said
from benchmarks.big_run.naive import Alone, Findings, Naive
from benchmarks.big_run.process import ROOT

_SCORES: Final = "score_low, score_high, score_backed_low, score_backed_high"
_COUNTS: Final = "met, partly_met, not_met, undecided, not_applicable, not_in_force"


class Answers:
    """Asks a register, which is only read."""

    def __init__(self, register: Path) -> None:
        self.path = register
        self._asked = sqlite3.connect(f"file:{register}?mode=ro", uri=True)

    def close(self) -> None:
        """Let go of the file."""
        self._asked.close()

    def audits(self) -> dict[str, Alone]:
        """Give every audit, by the submission's digest."""
        findings: dict[int, Findings] = defaultdict(dict)
        for audit, requirement, *statuses in self._asked.execute(
            "SELECT audit, requirement, status, status_backed FROM finding"
        ):
            findings[audit][requirement] = (statuses[0], statuses[1])
        found = {}
        for audit, submission, *row in self._asked.execute(
            f"SELECT audit, submission, verdict, verdict_backed, {_SCORES}, {_COUNTS} FROM audit"
        ):
            assert submission not in found, "one submission, one edition, one audit"
            found[submission] = Alone(
                verdicts=(row[0], row[1]), scores=tuple(row[2:6]), counts=tuple(row[6:12]), findings=findings[audit]
            )
        return found

    def newest(self) -> dict[str, str]:
        """Give the latest day that each service states of itself."""
        asked = "SELECT service, max(stated_on) FROM submission WHERE NOT compiled GROUP BY service"
        return {service: day for service, day in self._asked.execute(asked) if day is not None}

    def submissions(self) -> int:
        """Count the submissions that are held."""
        return int(self._asked.execute("SELECT count(*) FROM submission").fetchone()[0])


def wrong_with_register(answers: Answers, naive: Naive, lines: Sequence[Line]) -> Iterator[str]:
    """Tell every answer of the register, and of the lines, that the naive loop does not give."""
    held = answers.audits()
    newest: dict[str, str] = {}
    audited = 0
    for name, line in inputs_of(lines).items():
        if line["state"] == "unusable":
            continue
        declaration = naive.read(name)
        _keep_newest(newest, declaration)
        if line["state"] != "audited":
            continue
        audited += 1
        alone = naive.audit(declaration)
        if held.get(line["sha256"]) != alone:
            yield f"{name}: the register says {held.get(line['sha256'])}, audited alone it is {alone}"
        yield from _wrong_line(name, line, alone)
    if len(held) != audited:
        yield f"the register holds {len(held)} audits, and {audited} inputs were audited"
    if answers.newest() != newest:
        yield f"the newest filings differ: {sorted(answers.newest().items() ^ newest.items())[:10]}"


def _keep_newest(newest: dict[str, str], declaration: Declaration) -> None:
    if declaration.stated_on is not None and declaration.compiled_by is None:
        service, day = declaration.service.id, declaration.stated_on.isoformat()
        newest[service] = max(day, newest.get(service, day))


def _wrong_line(name: str, line: Line, alone: Alone) -> Iterator[str]:
    audit = line["audits"][0]
    verdict, score = audit["verdict"] or {}, audit["score"] or {}
    scores = tuple(
        None if score.get(track) is None else float(score[track][end])
        for track in ("declared", "backed")
        for end in ("low", "high")
    )
    counts = tuple((audit["counts"] or {}).values()) or (None,) * 6
    verdicts = (verdict.get("declared"), verdict.get("backed"))
    if (verdicts, scores, counts) != (alone.verdicts, alone.scores, alone.counts):
        yield f"{name}: the line says {verdicts} {scores} {counts}, audited alone it is {alone}"


def wrong_with_results(
    answers: Answers,
    naive: Naive,
    key: Mapping[str, Any],
    inputs: Mapping[str, Line],
    ruleset: str,
    whole: Sequence[str],
) -> Iterator[str]:
    """Tell what stored results lack of planted codes, and those of `whole` that a single audit does not give.

    Results are taken out of the register, and made anew, by the commands that users have.
    """
    for name, wanted in key["planted"].items():
        line = inputs[name]
        if line["state"] == "audited" and wanted.get("codes"):
            codes = said(line) | said(json.loads(_auditor(naive.folder, "register", "show", *_of(answers, line))))
            if not has(codes, wanted["codes"]) and "as_root" not in wanted:
                yield f"{name} says {sorted(codes)}, and must say {wanted['codes']}"
    as_of = naive.as_of.isoformat()
    for name in whole:
        kept = _auditor(naive.folder, "register", "show", *_of(answers, inputs[name]))
        alone = _auditor(naive.folder, "audit", name, "--ruleset", ruleset, "--as-of", as_of, "--format", "json")
        if kept != alone:
            yield f"{name}: the result in the register is not that of a single audit, byte for byte"


def _of(answers: Answers, line: Line) -> tuple[str, ...]:
    return str(answers.path), line["sha256"], "--format", "json"


def _auditor(folder: Path, *arguments: str) -> bytes:
    ran = subprocess.run(
        [sys.executable, "-m", "auditor", *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return ran.stdout
