"""One edition put to many declarations, of which the totals alone are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from datetime import date
from operator import getitem

from auditor.engine.audit import Findings, chosen_of, watermarks_of
from auditor.engine.backing import Tracks
from auditor.engine.contested import contested_in
from auditor.engine.evaluate import Compiled
from auditor.engine.ledger import Ledger
from auditor.engine.outcomes import Outcomes
from auditor.model.declaration import Declaration
from auditor.model.result import Audit
from auditor.model.ruleset import Requirement, Ruleset
from auditor.model.vocabulary import Vocabulary


class BareAudits:
    """Audits by one edition on one day that have every verdict, and nothing that a total does not need.

    They have no findings, and no figures of areas. Nobody's declaration was compiled by others.
    """

    def __init__(
        self,
        ruleset: Ruleset,
        compiled: Sequence[Compiled],
        *,
        as_of: date,
        as_written: bool,
        include_recalled: bool = False,
    ) -> None:
        chosen = chosen_of(compiled, include_recalled=include_recalled)
        chosen.sort(key=lambda one: one.requirement.area)  # as the ledger has them
        self._ruleset, self._as_of = ruleset, as_of
        self._requirements = [one.requirement for one in chosen]
        self._left_out = {"recalled": len(compiled) - len(chosen)}
        self._checked = Counter(one.source.checked for one in self._requirements)
        self._outcomes = Outcomes(chosen, as_of)
        self._findings = Findings(ruleset, as_of, as_written=as_written)
        self._ledger = Ledger(ruleset, self._requirements)
        # A few dictionaries for all requirements: what is small is read faster, and hardly any line is made twice.
        same: dict[Hashable, _Lines] = {}
        self._lines = [same.setdefault(_kind(one), _Lines(self, at)) for at, one in enumerate(self._requirements)]

    def audit(
        self,
        declaration: Declaration,
        *,
        vocabulary: Vocabulary,
        contradicted: frozenset[str] = frozenset(),
        watermarks: tuple[str, ...] = (),
        asked: str = "",
    ) -> Audit:
        """Judge every requirement and add up what comes of it, as `auditor.engine.audit` does."""
        assert declaration.compiled_by is None, "what others compiled is not judged"
        ruleset, as_of = self._ruleset, self._as_of
        truths = self._outcomes.truths(Tracks(declaration.facts, declaration.evidence, as_of, contradicted))
        lines = list(map(getitem, self._lines, truths))
        return Audit(
            declaration=declaration,
            ruleset=ruleset,
            watermarks=(*watermarks, *watermarks_of(ruleset, declaration, as_of)),
            scorecard=self._ledger.card(lines),
            findings=(),
            left_out=self._left_out,
            checked=dict(self._checked),
            asked=asked,
            contested=contested_in(declaration, vocabulary, as_of),
        )

    def line(self, number: int, truths: tuple[int, ...]) -> int:
        """Give what the requirement of that number adds where its conditions come out so."""
        judged = self._outcomes.outcome(number, truths).judgements
        return self._ledger.line(self._findings.bare(self._requirements[number], judged))


class _Lines(dict[tuple[int, ...], int]):
    """What requirements of a kind add, by the truths of their conditions on both tracks: a few dozen at most."""

    __slots__ = ("_audits", "_one")

    def __init__(self, audits: BareAudits, one: int) -> None:
        """Begin with the number of one of them."""
        super().__init__()
        self._audits, self._one = audits, one

    def __missing__(self, truths: tuple[int, ...]) -> int:
        line = self[truths] = self._audits.line(self._one, truths)
        return line


def _kind(one: Requirement) -> Hashable:
    """Give all of a requirement that what it adds depends on, beside how its conditions come out."""
    return one.weight, one.decisive, tuple([rung.credit for rung in one.rungs]), one.starts, one.ends
