"""One requirement, both tracks: status, credit, reasons. (Language reference, section 10 and 11.)"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct

from auditor.engine.backing import Tracks
from auditor.engine.compile import Compiler
from auditor.engine.nodes import Node
from auditor.engine.view import Reasons, View
from auditor.model.condition import Always
from auditor.model.facts import Facts
from auditor.model.finding import (
    NOTHING,
    OPEN,
    WHOLE,
    Interval,
    Judgement,
    Missing,
    Observation,
    Reason,
    Role,
    Status,
)
from auditor.model.later import Later
from auditor.model.ruleset import Requirement, Ruleset
from auditor.model.truth import F, T, Truth, U
from auditor.model.values import WordSet
from auditor.model.vocabulary import FactType, Kind, Vocabulary


class Compiled(Struct, frozen=True):
    """A requirement with its conditions compiled; no `applies` means always."""

    requirement: Requirement
    applies: Node | None
    met: Node
    rungs: tuple[tuple[Fraction, Node], ...]


def compile_ruleset(ruleset: Ruleset) -> tuple[Compiled, ...]:
    """Compile every requirement, each definition once."""
    compiler = Compiler()
    return tuple(_compiled(one, compiler) for one in ruleset.requirements)


def compile_requirement(requirement: Requirement) -> Compiled:
    """Compile one requirement alone."""
    return _compiled(requirement, Compiler())


def _compiled(requirement: Requirement, compiler: Compiler) -> Compiled:
    applies = requirement.applies_when
    return Compiled(
        requirement,
        None if isinstance(applies, Always) else compiler.condition(applies),
        compiler.condition(requirement.met_when),
        tuple((rung.credit, compiler.condition(rung.when)) for rung in requirement.rungs),
    )


class Evaluator:
    """Judges requirements on one declaration's tracks."""

    def __init__(self, tracks: Tracks, facts: Facts, vocabulary: Vocabulary) -> None:
        self._tracks, self._facts, self._vocabulary = tracks, facts, vocabulary
        self._questions: dict[str, tuple[bool, str, str]] = {}

    def judge(self, compiled: Compiled) -> tuple[Judgement, Judgement]:
        """Give the judgement as declared and as backed."""
        declared, backed = self._tracks.views(compiled.requirement.evidence)
        on_declared = _Answers(compiled, declared)
        first = self._declared(on_declared)
        if backed is declared:
            return first, first
        return first, self._backed(on_declared, _Answers(compiled, backed))

    def _declared(self, seen: _Answers) -> Judgement:
        if seen.applies == F:
            return _not_applicable(seen)
        credit = _credit(seen, seen)
        if seen.applies == U:
            return self._undecided(Reason.SCOPE_UNKNOWN, credit, seen, seen if seen.met == U else None)
        if seen.met == U:
            return self._undecided(Reason.FACTS_MISSING, credit, None, seen)
        return _decided(seen.met, seen, credit, seen.first_rung())

    def _backed(self, declared: _Answers, backed: _Answers) -> Judgement:
        if declared.applies == F and backed.applies == F:
            return _not_applicable(backed)
        credit = _credit(backed, declared)
        met = _together(declared.met, backed.met)
        if declared.applies == F:
            return self._undecided(Reason.SCOPE_UNBACKED, credit, backed, None)
        if declared.applies == U:
            return self._undecided(Reason.SCOPE_UNKNOWN, credit, declared, backed if met == U else None)
        if met == U:
            reason = Reason.FACTS_MISSING if declared.met == U else Reason.EVIDENCE_MISSING
            return self._undecided(reason, credit, None, backed)
        # what hurts needs no backing: a failure is explained by the facts as declared
        return _decided(met, backed if met == T else declared, credit, backed.first_rung())

    def _undecided(
        self, reason: Reason, credit: Interval, scope: _Answers | None, content: _Answers | None
    ) -> Judgement:
        """Leave it open: what is missing is looked for where it is open whether it applies, and whether it is met."""

        def missing() -> tuple[Missing, ...]:
            found: tuple[Missing, ...] = ()
            if scope is not None:
                found += self._missing(scope.why_applies(), Role.SCOPE, scope.view)
            if content is not None:
                found += self._missing(content.why_met(), Role.CONTENT, content.view)
            return tuple({(one.fact, one.accepts): one for one in reversed(found)}.values())[::-1]

        applies = T if scope is None else U
        return Judgement(
            status=Status.UNDECIDED, credit=credit, applies=applies, reason=reason, missing=Later(missing)
        )

    def _missing(self, observations: tuple[Observation, ...], role: Role, view: View) -> tuple[Missing, ...]:
        return tuple(self._one_missing(one, role, view) for one in observations)

    def _one_missing(self, seen: Observation, role: Role, view: View) -> Missing:
        of_ages, question, accepted = self._asked(seen.fact)
        gap = seen.wanted if of_ages and seen.wanted.startswith(("age ", "ages ")) else ""
        return Missing(
            fact=seen.fact,
            role=Role.EVIDENCE if not gap and self._is_unbacked(seen.fact, view) else role,
            question=question,
            absence=self._facts.absence(seen.fact),
            place=seen.place,
            accepts=gap or accepted,
        )

    def _asked(self, fact: str) -> tuple[bool, str, str]:
        """Say whether a fact is of ages, how it is asked for, and what may be written: many wait for the same one."""
        known = self._questions.get(fact)
        if known is None:
            type_ = self._vocabulary.type_at(fact)
            of_ages = type_ is not None and type_.kind in (Kind.BANDS, Kind.RECORD)
            question = self._vocabulary.question(fact)
            known = self._questions[fact] = of_ages, question, accepts(type_) if type_ is not None else ""
        return known

    def _is_unbacked(self, path: str, view: View) -> bool:
        """Whether this is stated, and the track does not see it as it is stated."""
        stated = self._facts.values.get(path)
        if stated is not None:
            return view.values.get(path) != stated
        above, _, word = path.rpartition(".")
        stated, seen = self._facts.values.get(above), view.values.get(above)
        if not isinstance(stated, WordSet):
            return False
        return stated.truth(word) != (seen.truth(word) if isinstance(seen, WordSet) else U)


def outline(compiled: Compiled, view: View, applies: Truth | None = None) -> tuple[Truth, Interval]:
    """Give what scores and verdicts need of a requirement on the declared track: whether it applies, its credit.

    `applies` is whether it does, for those who know.
    """
    seen = _Answers(compiled, view, applies)
    return seen.applies, NOTHING if seen.applies == F else _credit(seen, seen)


class _Answers:
    """The truths of one requirement on one track, and why they are so."""

    __slots__ = ("_compiled", "applies", "met", "rungs", "view")

    def __init__(self, compiled: Compiled, view: View, applies: Truth | None = None) -> None:
        self._compiled, self.view = compiled, view
        if applies is None:
            applies = T if compiled.applies is None else compiled.applies.truth(view, None)
        self.applies: Truth = applies
        self.met: Truth = compiled.met.truth(view, None)
        rungs = compiled.rungs
        self.rungs: Sequence[Truth] = [node.truth(view, None) for _credit, node in rungs] if rungs else ()

    @property
    def credits(self) -> Sequence[Fraction]:
        return [credit for credit, _node in self._compiled.rungs]

    def first_rung(self) -> Node | None:
        """Give the highest rung that holds."""
        for truth, (_credit, node) in zip(self.rungs, self._compiled.rungs, strict=True):
            if truth == T:
                return node
        return None

    def why_applies(self) -> tuple[Observation, ...]:
        return self._why(self._compiled.applies)

    def why_met(self, rung: Node | None = None) -> tuple[Observation, ...]:
        return self._why(self._compiled.met, rung)

    def _why(self, *nodes: Node | None) -> tuple[Observation, ...]:
        reasons = Reasons(self.view)
        for node in nodes:
            if node is not None:
                node.explain(self.view, None, reasons, True)
        return reasons.observations


def _together(declared: Truth, backed: Truth) -> Truth:
    """What helps must be backed; what hurts need not be."""
    return T if backed == T else F if declared == F else U


def _credit(sure: _Answers, possible: _Answers) -> Interval:
    """Least credit from what is sure, greatest from what is not excluded."""
    if sure.met == T:
        return WHOLE
    if not sure.rungs:
        return OPEN if possible.met != F else NOTHING
    low = next((c for c, t in zip(sure.credits, sure.rungs, strict=True) if t == T), Fraction(0))
    if possible.met != F:
        return Interval(low, Fraction(1))
    high = next((c for c, t in zip(possible.credits, possible.rungs, strict=True) if t != F), Fraction(0))
    return Interval(low, high)


def _not_applicable(seen: _Answers) -> Judgement:
    return Judgement(status=Status.NOT_APPLICABLE, credit=NOTHING, applies=F, because=Later(seen.why_applies))


def _decided(met: Truth, seen: _Answers, credit: Interval, rung: Node | None) -> Judgement:
    if met == T:
        return Judgement(status=Status.MET, credit=WHOLE, applies=T, because=Later(seen.why_met))
    status = Status.NOT_MET if rung is None else Status.PARTLY_MET
    return Judgement(status=status, credit=credit, applies=T, because=Later(lambda: seen.why_met(rung)))


def accepts(type_: FactType) -> str:
    """Say what may be written for a fact."""
    none = " or none" if type_.or_none else ""
    match type_.kind:
        case Kind.YES_NO:
            return "true or false"
        case Kind.NUMBER:
            if type_.unit == "percent":
                return f"a percentage{none}"
            what = "a whole number" if type_.integer else "a number"
            return f"{what} of {type_.unit}{none}" if type_.unit else what + none
        case Kind.WORD | Kind.LADDER:
            return ", ".join(type_.words[:-1]) + f" or {type_.words[-1]}"
        case Kind.DATE:
            return f"a date, YYYY-MM-DD{none}"
        case Kind.SET:
            return "a list of " + ", ".join(type_.words)
        case Kind.BANDS:
            return "a list of age bands"
        case Kind.TEXT:
            return f"a text{none}"
        case _:
            return f"a {type_.kind.value}"
