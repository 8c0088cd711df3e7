"""The naive loop: each submission read and audited alone, one after another, with nothing known of the others."""

from __future__ import annotations

import tarfile
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from auditor.cli.loading import Rules, contradictions_in, inquire, load_rules, vocabulary_with
from auditor.model.declaration import Declaration
from auditor.model.finding import Status
from auditor.model.result import Audit
from auditor.report.numbers import decimals
from auditor.source.declarations import read_declaration
from auditor.source.vocabularies import read_vocabulary

_INSIDE: Final = "!/"
Findings = dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """What one submission comes to when it is audited alone, by one edition; `scores` in hundredths of a point.

    `verdicts`, `scores` and `counts` are those of the register's columns, in their order; `findings` are statuses, as
    declared and as backed, by requirement.
    """

    verdicts: tuple[str | None, str | None]
    scores: tuple[float | None, ...]
    counts: tuple[int | None, ...]
    findings: Findings


class Naive:
    """Audits submissions one by one. Archives are taken apart below `home` by the standard library alone."""

    def __init__(self, folder: Path, home: Path, ruleset: str, as_of: date) -> None:
        self.folder, self.home, self.as_of = folder, home, as_of
        vocabulary = read_vocabulary()
        read = load_rules([ruleset], as_of, vocabulary)
        self.rules: Rules = read[0]
        self.vocabulary = vocabulary_with(read, vocabulary)

    def read(self, shown: str) -> Declaration:
        """Read the submission of a name; raises InputError where it cannot be used."""
        path = self.path(shown)
        return read_declaration(path.read_bytes(), shown, path.parent, self.vocabulary)[0]

    def path(self, shown: str) -> Path:
        """Give the file of a submission; of one in an archive, where it was taken out to."""
        archive, inside, member = shown.partition(_INSIDE)
        if not inside:
            return self.folder / shown
        into = self.home / archive
        if not into.is_dir():
            into.mkdir(parents=True)
            _take_apart(self.folder / archive, into)
        return into / member

    def audit(self, declaration: Declaration) -> Alone:
        """Audit one submission."""
        found = contradictions_in(declaration, self.as_of)
        inquiry = inquire(self.rules, declaration, self.vocabulary, self.as_of, include_recalled=False, found=found)
        return _alone(inquiry.audit)


def _take_apart(archive: Path, into: Path) -> None:
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(into)
    else:
        with tarfile.open(archive) as opened_tar:
            opened_tar.extractall(into, filter="data")


def _alone(audit: Audit) -> Alone:
    card = audit.scorecard
    if card is None:
        return Alone(verdicts=(None, None), scores=(None,) * 4, counts=(None,) * 6, findings={})
    scores: list[float | None] = []
    for score in (card.score.declared, card.score.backed):
        ends = (None, None) if score is None else (score.interval.low, score.interval.high)
        scores += [None if end is None else float(decimals(end, 2)) for end in ends]
    return Alone(
        verdicts=(card.verdict.declared.value, card.verdict.backed.value),
        scores=tuple(scores),
        counts=tuple(card.counts.get(one, 0) for one in Status),
        findings={one.requirement.id: (one.declared.status.value, one.backed.status.value) for one in audit.findings},
    )
