"""One audit opened up: the proof of each finding, what applies, what the verdict rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from msgspec.structs import replace

from auditor.engine.backing import Tracks
from auditor.engine.consistency import Contradiction
from auditor.engine.decide import decide
from auditor.engine.evaluate import Compiled
from auditor.engine.proof import prove
from auditor.engine.rests_on import rests_on
from auditor.engine.scope import scope_of
from auditor.engine.tally import NONE_STANDS_BY, Standby
from auditor.engine.trying import Trying
from auditor.engine.unbacked import WhyUnbacked
from auditor.engine.waive import held_for
from auditor.model.answers import Rest
from auditor.model.decision import Decision
from auditor.model.proof import RequirementProof
from auditor.model.result import Audit
from auditor.model.scope import Scope
from auditor.model.vocabulary import Vocabulary
from auditor.model.waiver import Waiver


class Inquiry(Trying):
    """Asks further about an audit; `found` are the contradictions that were found in its declaration.

    `waivers` and `decisions` are those that it was made with, also such as nothing needs as it stands.
    """

    def __init__(
        self,
        audit: Audit,
        compiled: Sequence[Compiled],
        *,
        vocabulary: Vocabulary,
        as_of: date,
        contradicted: frozenset[str] = frozenset(),
        found: Sequence[Contradiction] = (),
        waivers: Sequence[Waiver] = (),
        decisions: Sequence[Decision] = (),
    ) -> None:
        standby = standing_by(audit, waivers, decisions, as_of) if waivers or decisions else NONE_STANDS_BY
        super().__init__(
            audit, compiled, vocabulary=vocabulary, as_of=as_of, contradicted=contradicted, standby=standby
        )
        self._found = found

    @cached_property
    def why_unbacked(self) -> WhyUnbacked:
        """Says why a stated fact counts as unbacked."""
        return WhyUnbacked(self.audit.declaration, self._found, self.audit.contested, self._as_of)

    def rests_on(self) -> tuple[Rest, ...]:
        """List the stated facts that the verdict rests on; nothing for a service that is not judged."""
        if self.audit.scorecard is None:
            return ()
        return rests_on(
            self.trial,
            self.candidates,
            self._vocabulary,
            self.audit.declaration.evidence,
            self._as_of,
            self._contradicted,
        )

    def scope(self) -> Scope:
        """Say what of the edition applies, and what to answer where that cannot be told."""
        return scope_of(self.audit, self._compiled, self.candidates, self._vocabulary, self._as_of)

    def proofs(self, requirements: Iterable[str]) -> dict[str, RequirementProof]:
        """Prove these requirements."""
        declaration = self.audit.declaration
        tracks = Tracks(declaration.facts, declaration.evidence, self._as_of, self._contradicted)
        return {one: prove(self._compiled[one], tracks) for one in requirements}


def standing_by(audit: Audit, waivers: Sequence[Waiver], decisions: Sequence[Decision], as_of: date) -> Standby:
    """Say which requirements a waiver or an accepted alternative would hold for, should they not be met."""
    declaration, ruleset = audit.declaration, audit.ruleset.id
    named = {one.id: f"{ruleset}/{one.id}" for one in (each.requirement for each in audit.findings)}
    holding = held_for(waivers, declaration.service, as_of)
    measures = {one.requirement: one.measure for one in reversed(declaration.alternatives)}
    failed = [
        replace(one, alternative=measures[named[one.requirement.id]])
        for one in audit.findings
        if one.requirement.alternatives and named[one.requirement.id] in measures
    ]
    decided = decide(failed, decisions, declaration=declaration, ruleset=ruleset, as_of=as_of)
    return Standby(
        waived=frozenset(one for one, name in named.items() if name in holding),
        accepted=frozenset(one.requirement.id for one in decided if one.accepted),
    )
