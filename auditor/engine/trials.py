"""What an audit would come to with other answers: the requirements that look at them judged anew, the rest kept.

On the declared track alone. Knows nothing of questions, documents or files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct

from auditor.engine.evaluate import Compiled, outline
from auditor.engine.reads import Reads
from auditor.engine.tally import Change as Settled
from auditor.engine.tally import Tally
from auditor.engine.view import View
from auditor.engine.what_if import Change, with_answers, with_changes
from auditor.model.facts import Facts
from auditor.model.finding import Finding, Judgement, Status
from auditor.model.scorecard import Verdict
from auditor.model.truth import F, Truth

# The number of a requirement, whether it applies, where that is known, and what it counts for now.
_Concerned = tuple[int, Truth | None, Judgement]


class Outcome(Struct, frozen=True, kw_only=True):
    """What other answers bring: the verdict, the gain, and the requirements that come out otherwise.

    The gain is what they add to the least score; nothing where nothing is left to score.
    """

    verdict: Verdict
    gain: Fraction
    turned: tuple[Finding, ...] = ()


class Trial:
    """One audit, ready to be asked what would change it: its findings, added up as they count, with the rule of each.

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
        # By the facts that an answer states: what it may turn.
        self._answerable: dict[tuple[str, ...], list[_Concerned]] = {}
        self.now = Outcome(verdict=tally.verdict(), gain=Fraction(0))

    def answered(self, changes: Sequence[Change]) -> Outcome:
        """Give what comes of answers to what is not stated yet.

        Nothing is taken away, so a requirement comes out otherwise only by the values put in that it looks at.
        """
        paths = tuple([path for one in changes for path in one.values])
        concerned = self._answerable.get(paths)
        if concerned is None:
            concerned = self._answerable[paths] = self._concerned(paths, self.reads.looking)
        return self._judged(with_answers(self.facts, changes), concerned)

    def changed(self, changes: Sequence[Change]) -> Outcome:
        """Give what comes of other answers in place of those that are stated."""
        concerned = self._concerned([one.path for one in changes], self.reads.readers)
        return self._judged(with_changes(self.facts, changes), concerned)

    def _concerned(self, paths: Sequence[str], concerning: Callable[[str], Iterable[int]]) -> list[_Concerned]:
        """Give the requirements that may come out otherwise where some facts are changed."""
        # Whether one applies can be otherwise only where that looks at what is changed.
        of_scope = frozenset[int]().union(*map(self.reads.scopes, paths))
        found = []
        for number in sorted(frozenset[int]().union(*map(concerning, paths))):
            now = self._findings[number].declared
            applies = None if number in of_scope else now.applies
            if now.status is not Status.NOT_IN_FORCE and applies != F:
                found.append((number, applies, self._tally.judged[number]))
        return found

    def _judged(self, facts: Facts, concerned: Iterable[_Concerned]) -> Outcome:
        """Judge requirements anew where some facts are changed."""
        view = View(values=facts.values, facts=facts, as_of=self.as_of)
        turned: list[Settled] = []
        aside = self._tally.aside
        for number, known, now in concerned:
            applies, credit = outline(self._compiled[number], view, known)
            if number in aside:
                applies, credit = self._tally.counted(number, applies, credit)
            if applies != now.applies or (credit is not now.credit and credit != now.credit):
                turned.append((number, applies, credit))
        if not turned:
            return self.now
        return Outcome(
            verdict=self._tally.verdict(turned),
            gain=self._tally.gain(turned),
            turned=tuple([self._findings[number] for number, _applies, _credit in turned]),
        )
