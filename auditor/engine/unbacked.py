"""Why a stated fact counts as unbacked: contradictions, its own configuration, challenges, or what documents lack.

It follows what the backed track does, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from auditor.engine.backing import limit_of, usable_since
from auditor.engine.consistency import Contradiction
from auditor.model.contested import Contested, bears_on
from auditor.model.declaration import Declaration
from auditor.model.evidence import Assurance, Evidence
from auditor.model.ruleset import EvidenceDemand
from auditor.model.unbacked import Conflict, Lack, Said, Short, Unbacked
from auditor.model.values import WordSet


class WhyUnbacked:
    """Says it of the facts of one declaration, with the contradictions and the challenges that were found in it."""

    def __init__(
        self,
        declaration: Declaration,
        found: Sequence[Contradiction],
        contested: Sequence[Contested],
        as_of: date,
    ) -> None:
        self._declaration, self._found, self._as_of = declaration, found, as_of
        self._contested = tuple(one for one in contested if one.counted)

    def __call__(self, fact: str, demand: EvidenceDemand) -> Unbacked:
        """Give what is said against a fact, and what its documents lack; an assertion lacks none."""
        documents = () if demand.assurance is Assurance.ASSERTED else self._declaration.evidence
        lacking = [(one, tuple(self._lacks(one, fact, demand))) for one in documents if _names(one, fact)]
        return Unbacked(
            fact=fact,
            demand=demand,
            as_of=self._as_of,
            conflicts=tuple(self._conflicts(fact)),
            bound=tuple(one for one in self._declaration.bound if one.fault and bears_on(one.fact, fact)),
            contested=tuple(one for one in self._contested if bears_on(one.challenge.fact, fact)),
            short=tuple(Short(document=one, lacks=lacks) for one, lacks in lacking if lacks),
            enough=tuple(one for one, lacks in lacking if not lacks),
        )

    def _conflicts(self, fact: str) -> Iterator[Conflict]:
        facts = self._declaration.facts
        for found in self._found:
            if not any(bears_on(one, fact) for one in found.named):
                continue
            units = {seen.fact: seen.unit for seen in found.observations}
            others = (
                Said(fact=one, value=facts.values[one], unit=units.get(one), place=facts.nearest_place(one))
                for one in found.named
                if not bears_on(one, fact)
            )
            yield Conflict(rule=found.rule, others=tuple(others))

    def _lacks(self, entry: Evidence, fact: str, demand: EvidenceDemand) -> Iterator[Lack]:
        if not entry.covers(fact):
            yield Lack.IN_PART
        elif self._is_left_out(fact) and not entry.covers(fact.rpartition(".")[0]):
            yield Lack.LEFT_OUT
        if entry.fault or entry.issued is None:
            yield Lack.FAULT
            return
        since, limit = usable_since(entry, self._as_of), limit_of(demand, self._as_of)
        if since is None:
            yield Lack.LATER
        elif since < limit.earliest:
            yield Lack.TOO_OLD
        if entry.assurance.rank < limit.rank:
            yield Lack.TOO_WEAK

    def _is_left_out(self, fact: str) -> bool:
        """Whether it is a word that a whole list does not name: only a document on the list says that it is not."""
        above, _, word = fact.rpartition(".")
        words = self._declaration.facts.values.get(above)
        return isinstance(words, WordSet) and word not in words.words


def _names(entry: Evidence, fact: str) -> bool:
    """Whether a document names a fact, or a part of it."""
    return entry.covers(fact) or any(one.startswith(f"{fact}.") for one in entry.supports)
