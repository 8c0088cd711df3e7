"""One audit with other answers: what would turn its verdict, and what answers would bring."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from msgspec.structs import replace

from auditor.engine.answers import answers, ranked
from auditor.engine.candidates import Candidates
from auditor.engine.evaluate import Compiled
from auditor.engine.reads import Reads
from auditor.engine.tally import NONE_STANDS_BY, Standby, Tally
from auditor.engine.trials import Trial
from auditor.model.result import Audit
from auditor.model.vocabulary import Vocabulary


class Trying:
    """Tries an audit with other answers, by the compiled rules and the vocabulary that it was made with.

    `reads` is the index of the compiled rules, for those who have one.
    """

    def __init__(
        self,
        audit: Audit,
        compiled: Sequence[Compiled],
        *,
        vocabulary: Vocabulary,
        as_of: date,
        contradicted: frozenset[str] = frozenset(),
        reads: Reads | None = None,
        standby: Standby = NONE_STANDS_BY,
    ) -> None:
        self._reads, self._all, self._standby = reads, len(compiled), standby
        self.audit, self._as_of, self._contradicted = audit, as_of, contradicted
        own = audit.ruleset.extension
        self._vocabulary = vocabulary.extended([] if own is None else [own])
        self._compiled = {one.requirement.id: one for one in compiled}

    @cached_property
    def _tally(self) -> Tally:
        return Tally(self.audit.ruleset, self.audit.findings, self._standby)

    @cached_property
    def trial(self) -> Trial:
        """The audit, ready to be tried with other answers."""
        judged = [self._compiled[one.requirement.id] for one in self._tally.findings]
        # An index of all rules serves where all of them were judged.
        reads = self._reads if len(judged) == self._all else None
        return Trial(self.audit.declaration.facts, self._tally, judged, self._as_of, reads)

    @cached_property
    def candidates(self) -> Candidates:
        """The answers worth trying."""
        return Candidates(self.audit.declaration.facts, self.trial.reads, self._vocabulary, self._as_of)

    def with_answers_tried(self) -> Audit:
        """Give the audit with each missing answer tried out, those that can turn the verdict first."""
        missing = answers(self._tally)
        return replace(self.audit, answers=ranked(missing, self.trial, self.candidates)) if missing else self.audit
