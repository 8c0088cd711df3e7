"""What an audit would come to with other answers: the requirements that look at them judged anew, the rest kept.

On the declared track alone. Knows nothing of questions, documents or files.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

from msgspec import Struct

from auditor.engine.evaluate import Compiled, outline
from auditor.engine.reads import Reads
from auditor.engine.tally import Tally
from auditor.engine.view import View
from auditor.engine.what_if import Change, with_answers, with_changes
from auditor.model.facts import Facts
from auditor.model.finding import Finding, Interval
from auditor.model.scorecard import Verdict
from auditor.model.truth import Truth
from auditor.model.values import Value

_NO_SCORE: Final = Fraction(0)
_Settled = tuple[int, Truth, Interval]
_Scored = tuple[int, Truth, Fraction]


class Outcome(Struct, frozen=True, kw_only=True):
    """What other answers bring: the verdict, the least score, and the requirements that come out otherwise."""

    verdict: Verdict
    least: Fraction | None
    turned: tuple[Finding, ...] = ()


class Trial:
    """One audit, ready to be asked what would change it: its findings, added up, with the rule of each.

    `reads` is the index of `compiled`, where there is one.
    """

    def __init__(
        self,
        facts: Facts,
        tally: Tally,
        compiled: Sequence[Compiled],
        as_of: date,
        reads: Reads | None = None,
    ) -> None:
        self.facts, self.as_of = facts, as_of
        self._tally, self._findings, self._compiled = tally, tally.findings, tuple(compiled)
        self.reads = reads or Reads(compiled)
        # By the requirement and what it looks at of what was put in, which is held so that its id stays its own.
        self._put: dict[tuple[Any, ...], tuple[list[tuple[str, Value]], _Settled | None]] = {}
        self._known: dict[tuple[_Settled, ...], Outcome] = {}
        self._scored: dict[tuple[_Scored, ...], Fraction | None] = {}
        self.now = self._outcome(())

    def answered(self, changes: Sequence[Change]) -> Outcome:
        """Give what comes of answers to what is not stated yet.

        Nothing is taken away, so a requirement comes out otherwise only by the values put in that it looks at; and
        the same for all answers that put in the same of these.
        """
        put = [(path, value) for one in changes for path, value in one.values.items()]
        seen: dict[int, list[tuple[str, Value]]] = {}
        for path, value in put:
            for number in self.reads.looking(path):
                seen.setdefault(number, []).append((path, value))
        view: View | None = None
        settled: list[_Settled] = []
        for number in sorted(seen):
            key = number, *((path, id(value)) for path, value in seen[number])
            known = self._put.get(key)
            if known is None:
                if view is None:
                    view = self._view(with_answers(self.facts, changes))
                known = self._put[key] = seen[number], self._otherwise(number, view, [path for path, _value in put])
            if known[1] is not None:
                settled.append(known[1])
        return self._outcome(tuple(settled))

    def changed(self, changes: Sequence[Change]) -> Outcome:
        """Give what comes of other answers in place of those that are stated."""
        view, paths = self._view(with_changes(self.facts, changes)), [one.path for one in changes]
        numbers = sorted({number for path in paths for number in self.reads.readers(path)})
        found = (self._otherwise(number, view, paths) for number in numbers)
        return self._outcome(tuple(one for one in found if one is not None))

    def gain(self, outcome: Outcome) -> Fraction:
        """Give what an outcome adds to the least score; nothing where nothing is left to score."""
        if outcome.least is None:
            return Fraction(0)
        return outcome.least - (self.now.least or _NO_SCORE)

    def _view(self, facts: Facts) -> View:
        return View(values=facts.values, facts=facts, as_of=self.as_of)

    def _otherwise(self, number: int, view: View, paths: Iterable[str]) -> _Settled | None:
        """Judge a requirement anew where some facts are changed; None where it comes out as it does now."""
        finding = self._findings[number]
        if not finding.in_force:
            return None
        # Whether it applies can be otherwise only where that looks at what is changed.
        of_scope = any(number in self.reads.scopes(path) for path in paths)
        applies, credit = outline(self._compiled[number], view, None if of_scope else finding.declared.applies)
        if (applies, credit) == (finding.declared.applies, finding.declared.credit):
            return None
        return number, applies, credit

    def _outcome(self, settled: tuple[_Settled, ...]) -> Outcome:
        known = self._known.get(settled)
        if known is None:
            known = self._known[settled] = Outcome(
                verdict=self._tally.verdict(settled),
                least=self._least(settled),
                turned=tuple(self._findings[number] for number, _applies, _credit in settled),
            )
        return known

    def _least(self, settled: tuple[_Settled, ...]) -> Fraction | None:
        """Give the least score; what changes only the credit that is possible does not touch it."""
        now = self._findings
        touched = tuple(
            (number, applies, credit)
            for number, applies, credit in settled
            if (applies, credit.low) != (now[number].declared.applies, now[number].declared.credit.low)
        )
        key = tuple((number, applies, credit.low) for number, applies, credit in touched)
        if key not in self._scored:
            self._scored[key] = self._tally.least(touched)
        return self._scored[key]
