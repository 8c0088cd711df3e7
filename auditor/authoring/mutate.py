"""Whether an edition's cases would notice a slip in it: each mutant is put to the cases that name what it touches.

A mutant is killed as soon as one case comes out otherwise than it expects. Declarations are read and tracks cut
down once; only what a mutant changes is compiled and judged again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from auditor.authoring.cases import compare, day_of
from auditor.authoring.mutants import Mutant, mutants
from auditor.engine.audit import finding_of
from auditor.engine.backing import Tracks
from auditor.engine.evaluate import Compiled, compile_requirement
from auditor.engine.judge import Evaluator
from auditor.engine.verdicts import backed, declared, verdict
from auditor.model.diagnostic import Diagnostic
from auditor.model.finding import Finding
from auditor.model.ruleset import Ruleset
from auditor.model.vocabulary import Vocabulary
from auditor.source.case_files import Case
from auditor.source.mutant_files import Accepted


class MutationRun(Struct, frozen=True, kw_only=True):
    """What became of an edition's mutants.

    `unsound` are the cases that do not come out on the edition as it is: against them nothing can be said.
    """

    mutants: int
    survivors: tuple[Mutant, ...]
    unsound: tuple[str, ...] = ()

    @property
    def killed(self) -> int:
        """How many mutants some case notices."""
        return self.mutants - len(self.survivors)

    @property
    def percent(self) -> Fraction:
        """The share that is killed, of a hundred; where nothing can be changed, all of it."""
        return Fraction(100 * self.killed, self.mutants) if self.mutants else Fraction(100)


def mutate(ruleset: Ruleset, vocabulary: Vocabulary, cases: Sequence[Case]) -> MutationRun:
    """Put every mutant of an edition to its cases."""
    vocabulary = vocabulary.extended([] if ruleset.extension is None else [ruleset.extension])
    whole = {one.id: compile_requirement(one) for one in ruleset.requirements}
    trials = [_Trial(case, ruleset, vocabulary, whole) for case in cases]
    unsound = tuple(trial.case.title for trial in trials if not trial.holds(ruleset, whole))
    if unsound:
        return MutationRun(mutants=0, survivors=(), unsound=unsound)
    count, survivors = 0, []
    for mutant in mutants(ruleset):
        count += 1
        if not _killed(mutant, trials):
            survivors.append(mutant)
    return MutationRun(mutants=count, survivors=tuple(survivors))


def _killed(mutant: Mutant, trials: Sequence[_Trial]) -> bool:
    changed = {one.id: compile_requirement(one) for one in mutant.requirements}
    if not all(trial.holds(mutant.ruleset, changed) for trial in trials if trial.names(changed)):
        return True
    return not all(trial.verdicts_hold(mutant.ruleset, changed) for trial in trials)


class _Trial:
    """One case, its declaration ready to be judged again and again."""

    def __init__(
        self, case: Case, ruleset: Ruleset, vocabulary: Vocabulary, compiled: Mapping[str, Compiled]
    ) -> None:
        self.case = case
        self._day, self._as_written = day_of(case, ruleset)
        facts = case.declaration.facts
        self._evaluator = Evaluator(Tracks(facts, case.declaration.evidence, self._day), facts, vocabulary)
        self._expected = {one.requirement: one for one in case.expectations}
        self._findings: dict[str, Finding] = {}
        if case.verdict is not None or case.backed_verdict is not None:
            self._findings = {name: self._finding(ruleset, one) for name, one in compiled.items()}

    def names(self, compiled: Mapping[str, Compiled]) -> bool:
        """Whether the case expects something of one of these requirements."""
        return any(name in self._expected for name in compiled)

    def holds(self, ruleset: Ruleset, compiled: Mapping[str, Compiled]) -> bool:
        """Whether those of the requirements that the case names come out as it expects."""
        return not any(
            compare(self.case, expected, self._finding(ruleset, compiled[name]))
            for name, expected in self._expected.items()
            if name in compiled
        )

    def verdicts_hold(self, ruleset: Ruleset, compiled: Mapping[str, Compiled]) -> bool:
        """Whether the verdicts that the case names still come out, with these requirements in place of their own."""
        if not self._findings:
            return True
        new = {name: self._finding(ruleset, one) for name, one in compiled.items()}
        if all(_same(self._findings[name], one) for name, one in new.items()):
            return True
        findings = {**self._findings, **new}.values()
        wanted = ((self.case.verdict, declared), (self.case.backed_verdict, backed))
        return all(one is None or verdict(findings, pick).value == one for one, pick in wanted)

    def _finding(self, ruleset: Ruleset, compiled: Compiled) -> Finding:
        return finding_of(
            self._evaluator, compiled, self.case.declaration, ruleset, self._day, as_written=self._as_written
        )


def _same(one: Finding, other: Finding) -> bool:
    """Whether two findings are alike in all that a verdict looks at."""
    return all(
        (mine.status, mine.applies, mine.credit) == (its.status, its.applies, its.credit)
        for mine, its in ((one.declared, other.declared), (one.backed, other.backed))
    )


class Reviewed(Struct, frozen=True):
    """Survivors told apart by whether their author has said why they may survive; and what is wrong with that."""

    accepted: tuple[tuple[Mutant, Accepted], ...]
    open: tuple[Mutant, ...]
    faults: tuple[Diagnostic, ...]


def review(run: MutationRun, accepted: Sequence[Accepted]) -> Reviewed:
    """Lay the reasons beside the survivors. A reason that no survivor needs is a fault."""
    reasons = {one.mutant: one for one in accepted}
    alive = {one.id for one in run.survivors}
    return Reviewed(
        accepted=tuple((one, reasons[one.id]) for one in run.survivors if one.id in reasons),
        open=tuple(one for one in run.survivors if one.id not in reasons),
        faults=tuple(
            Diagnostic(
                code="mutants.idle-reason",
                message=f"no mutant `{one.mutant}` survives",
                place=one.place,
                why="either a case kills it by now, or the rule has another shape",
                help="take the entry out",
            )
            for one in accepted
            if one.mutant not in alive
        ),
    )
