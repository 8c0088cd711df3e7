"""One edition put to many declarations, of which the sums alone are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from auditor.engine.audit import Findings, chosen_of, watermarks_of
from auditor.engine.backing import Tracks
from auditor.engine.contested import contested_in
from auditor.engine.evaluate import Compiled
from auditor.engine.outcomes import Outcomes
from auditor.engine.scorecards import scorecard
from auditor.engine.standing import Outcome
from auditor.model.declaration import Declaration
from auditor.model.finding import Finding
from auditor.model.result import Audit
from auditor.model.ruleset import Ruleset
from auditor.model.vocabulary import Vocabulary


class BareAudits:
    """Audits by one edition on one day that have every verdict, and nothing that a sum does not need.

    They have no figures of areas, and of a finding not why it is so, what it would give, or its fingerprint: findings
    that do not differ otherwise are the same object. Nobody's declaration was compiled by others.
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
        self._ruleset, self._as_of = ruleset, as_of
        self._requirements = [one.requirement for one in chosen]
        self._left_out = {"recalled": len(compiled) - len(chosen)}
        self._checked = Counter(one.source.checked for one in self._requirements)
        self._outcomes = Outcomes(chosen, as_of)
        self._findings = Findings(ruleset, as_of, as_written=as_written)
        # By the outcome's id: each is held here, so that no other object can have it.
        self._known: dict[int, tuple[Outcome, Finding]] = {}

    def audit(
        self,
        declaration: Declaration,
        *,
        vocabulary: Vocabulary,
        contradicted: frozenset[str] = frozenset(),
        watermarks: tuple[str, ...] = (),
        asked: str = "",
    ) -> Audit:
        """Judge every requirement and add the findings up, as `auditor.engine.audit` does."""
        assert declaration.compiled_by is None, "what others compiled is not judged"
        ruleset, as_of, known = self._ruleset, self._as_of, self._known
        outcomes = self._outcomes.of(Tracks(declaration.facts, declaration.evidence, as_of, contradicted))
        findings = [(known.get(id(one)) or self._new(number, one))[1] for number, one in enumerate(outcomes)]
        if declaration.alternatives:
            findings = [self._findings.with_alternative(one, declaration) for one in findings]
        return Audit(
            declaration=declaration,
            ruleset=ruleset,
            watermarks=(*watermarks, *watermarks_of(ruleset, declaration, as_of)),
            scorecard=scorecard(ruleset, findings, areas=()),
            findings=tuple(findings),
            left_out=self._left_out,
            checked=dict(self._checked),
            asked=asked,
            contested=contested_in(declaration, vocabulary, as_of),
        )

    def _new(self, number: int, outcome: Outcome) -> tuple[Outcome, Finding]:
        finding = self._findings.bare(self._requirements[number], outcome.judgements)
        found = self._known[id(outcome)] = outcome, finding
        return found
