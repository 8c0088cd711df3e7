"""One run of an audit over inputs and rules at hand: for `auditor audit`, and to make a result again for a replay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct, field

from auditor import __version__
from auditor.model.diagnostic import Diagnostic, InputError

if TYPE_CHECKING:
    from auditor.cli.loading import Rules
    from auditor.engine.reads import Reads
    from auditor.model.challenge import Challenge
    from auditor.model.decision import Decision
    from auditor.model.declaration import Declaration
    from auditor.model.result import Audit, Gate, Outside, Result
    from auditor.model.ruleset import Ruleset
    from auditor.model.vocabulary import Vocabulary
    from auditor.model.waiver import Waiver
    from auditor.source.inputs import Input

Reading = Callable[["Input"], "tuple[Declaration, tuple[Diagnostic, ...]]"]


class By(Struct, frozen=True, kw_only=True):
    """What every declaration is judged by. `vocabulary` has the own facts of all rules."""

    rules: Sequence[Rules]
    vocabulary: Vocabulary
    day: date
    include_recalled: bool = False
    public: bool = False
    waivers: tuple[Waiver, ...] = ()
    decisions: tuple[Decision, ...] = ()
    challenges: tuple[Challenge, ...] = ()
    outside: tuple[Outside, ...] = ()


class Run(Struct):
    """What came of the inputs: every one is audited or unusable."""

    given: int
    editions: tuple[Ruleset, ...]
    outside: tuple[Outside, ...]
    audits: list[Audit] = field(default_factory=list)
    errors: list[Diagnostic] = field(default_factory=list)
    warnings: list[Diagnostic] = field(default_factory=list)
    audited: int = 0

    @property
    def unusable(self) -> int:
        """How many inputs could not be used."""
        return self.given - self.audited

    def result(self, day: date, gate: Gate, *, config: str = "") -> Result:
        """Put everything together for the renderers; `config` is the file of settings that was named."""
        from auditor.cli.loading import consistency
        from auditor.model.diagnostic import by_place
        from auditor.model.result import Inputs, Result

        return Result(
            version=__version__,
            as_of=day,
            audits=tuple(self.audits),
            gate=gate,
            inputs=Inputs(given=self.given, audited=self.audited, unusable=self.unusable),
            diagnostics=tuple(sorted((*self.errors, *self.warnings), key=by_place)),
            consistency=consistency().ruleset if self.audited else None,
            outside=self.outside,
            config=config,
        )


def run_over(
    inputs: Sequence[Input],
    repeated: Sequence[Diagnostic],
    by: By,
    *,
    reading: Reading | None = None,
    looked: Callable[[Sequence[Declaration]], None] | None = None,
) -> Run:
    """Audit every input against every ruleset. `repeated` are warnings about the inputs as they were given.

    `reading` reads an input in the place of its file; `looked` sees the declarations before anything is judged.
    """
    from auditor.cli.loading import read_input
    from auditor.engine.reads import Reads
    from auditor.engine.shared_ids import shared_id, sharing

    run = Run(given=len(inputs), editions=tuple(one.ruleset for one in by.rules), outside=by.outside)
    run.warnings.extend(repeated)
    read = []
    for one in inputs:
        try:
            read.append(reading(one) if reading else read_input(one, by.vocabulary, by.challenges))
        except InputError as error:
            run.errors.extend(_said(error.diagnostics, None, by))
    run.audited = len(read)
    for shared, other in sharing(declaration for declaration, _warnings in read):
        run.warnings.extend(_said([shared_id(shared, other, code="declaration.shared-id")], shared, by))
    if looked is not None:
        looked([one for one, _warnings in read])
    reads = [Reads(one.compiled) for one in by.rules] if read else []
    for declaration, warnings in read:
        said = [*warnings, *_judged(run, declaration, by, reads)]
        run.warnings.extend(_said(said, declaration, by))
    if by.challenges and not run.unusable:  # whose declaration could not be read is not known
        from auditor.source.contesting import unknown_services

        run.warnings.extend(unknown_services(by.challenges, {one.service.id for one, _warnings in read}))
    if by.waivers:
        from auditor.engine.waive import idle_waivers

        run.warnings.extend(idle_waivers(by.waivers, run.audits, by.day))
    if by.decisions:
        from auditor.engine.decide import idle_decisions

        run.warnings.extend(idle_decisions(by.decisions, run.audits, by.day))
    return run


def _said(said: Sequence[Diagnostic], declaration: Declaration | None, by: By) -> Sequence[Diagnostic]:
    """Give what is told to everybody, or to the public."""
    if not by.public:
        return said
    from auditor.engine.withhold import withhold_diagnostics

    return withhold_diagnostics(said, declaration)


def _judged(run: Run, declaration: Declaration, by: By, reads: Sequence[Reads]) -> list[Diagnostic]:
    """Audit one declaration, and give what is to be said beside its findings; `reads` are indexes of the rules."""
    from auditor.cli.loading import audit_one, contradictions_in
    from auditor.engine.consistency import diagnostics
    from auditor.engine.idle_claims import idle_claims
    from auditor.engine.idle_evidence import idle_evidence

    found = contradictions_in(declaration, by.day)
    said = [*diagnostics(found, declaration.facts)]
    for each, index in zip(by.rules, reads, strict=True):
        run.audits.append(
            audit_one(
                each,
                declaration,
                by.vocabulary,
                by.day,
                include_recalled=by.include_recalled,
                found=found,
                waivers=by.waivers,
                decisions=by.decisions,
                reads=index,
            )
        )
        said.extend(idle_evidence(declaration, each.ruleset, each.compiled, by.day, index))
        said.extend(idle_claims(declaration, each.ruleset))
    return said
