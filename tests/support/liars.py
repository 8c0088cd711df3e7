"""What a liar can try on a declaration, and what it gains on the backed track."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

from msgspec.structs import replace

from auditor.engine.backing import Tracks
from auditor.engine.evaluate import Compiled, compile_ruleset
from auditor.engine.judge import Evaluator
from auditor.engine.reported import patterns_read
from auditor.engine.scorecards import scorecard
from auditor.engine.view import View
from auditor.model.condition import Always
from auditor.model.dates import parse_date
from auditor.model.declaration import Declaration
from auditor.model.evidence import Evidence
from auditor.model.facts import Facts
from auditor.model.finding import Finding, Judgement
from auditor.model.ruleset import EvidenceDemand, Ruleset
from auditor.model.scorecard import Scorecard, Verdict
from auditor.model.truth import F, T
from auditor.model.values import NONE, Bands, Items, Value, WordSet
from auditor.model.vocabulary import FactType, Kind, Vocabulary
from auditor.source.declarations import read_declaration
from auditor.source.paths import type_at
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary

ROOT = Path(__file__).parent.parent.parent
AS_OF = date(2026, 10, 1)
EDITIONS = sorted(path.name for path in (ROOT / "rulesets" / "internet-safety-strategy").iterdir())
DECLARATIONS = ("harbour", "lantern")
_TRIES = 200
_GAIN = {Verdict.NOT_COMPLIANT: 0, Verdict.CANNOT_TELL: 1, Verdict.NOTHING_APPLIES: 2, Verdict.COMPLIANT: 2}


@cache
def vocabulary() -> Vocabulary:
    return read_vocabulary()


@cache
def edition(version: str) -> Ruleset:
    return read_ruleset(ROOT / "rulesets" / "internet-safety-strategy" / version, vocabulary())


@cache
def declaration(name: str) -> Declaration:
    file = ROOT / "examples" / f"{name}.yaml"
    return read_declaration(file.read_bytes(), file.name, file.parent, vocabulary())[0]


@dataclass(frozen=True)
class Backed:
    """The backed track of one declaration against one edition."""

    judgements: Mapping[str, Judgement]
    card: Scorecard

    @property
    def least(self) -> Fraction | None:
        score = self.card.score.backed
        return None if score is None else score.interval.low


class Court:
    """One edition, compiled once; `demand` asks more of evidence than the edition itself."""

    def __init__(self, ruleset: Ruleset, demand: EvidenceDemand | None = None) -> None:
        if demand is not None:
            ruleset = replace(ruleset, requirements=tuple(replace(r, evidence=demand) for r in ruleset.requirements))
        self.ruleset = ruleset
        self.compiled = compile_ruleset(ruleset)

    def judge(self, facts: Facts, evidence: Sequence[Evidence]) -> Backed:
        evaluator = Evaluator(Tracks(facts, tuple(evidence), AS_OF), facts, vocabulary())
        judged = [(one.requirement, *evaluator.judge(one)) for one in self.compiled]
        findings = [Finding(requirement=r, declared=d, backed=b, fingerprint="") for r, d, b in judged]
        return Backed({r.id: b for r, _d, b in judged}, scorecard(self.ruleset, findings))

    def applies(self, one: Compiled, facts: Facts) -> int:
        view = View(values=facts.values, facts=facts, as_of=AS_OF)
        return T if one.applies is None else one.applies.truth(view, None)


def gains(lie: Backed, honest: Backed) -> list[str]:
    """Say what a lie improves on the backed track; nothing where it pays nothing."""
    found = []
    for id_, mine in lie.judgements.items():
        was = honest.judgements[id_]
        if mine.applies == F:
            found += [f"{id_} is out of scope"] if was.applies != F else []
        elif was.applies != F:
            found += [f"{id_} credit at the low end"] if mine.credit.low > was.credit.low else []
            found += [f"{id_} credit at the high end"] if mine.credit.high > was.credit.high else []
    if lie.least is not None and honest.least is not None and lie.least > honest.least:
        found.append("the least score")
    if (lie.least is None) is not (honest.least is None):
        found.append("whether there is a score")
    if _GAIN[lie.card.verdict.backed] > _GAIN[honest.card.verdict.backed]:
        found.append("the verdict")
    return found


def without(facts: Facts, paths: Iterable[str]) -> Facts:
    """Say nothing at these addresses and beneath them."""
    named = set(paths)
    return replace(
        facts,
        values={path: value for path, value in facts.values.items() if not _is_beneath(path, named)},
        absences={path: one for path, one in facts.absences.items() if not _is_beneath(path, named)},
    )


def stating(facts: Facts, stated: Mapping[str, Value]) -> Facts:
    """Say something else there."""
    rest = without(facts, stated)
    return replace(rest, values={**rest.values, **stated})


def unbacking(evidence: Iterable[Evidence], paths: Iterable[str]) -> tuple[Evidence, ...]:
    """Take off every document what it supports at, above or beneath these addresses."""
    named = tuple(paths)

    def touches(support: str) -> bool:
        return any(_is_beneath(support, {one}) or _is_beneath(one, {support}) for one in named)

    return tuple(replace(one, supports=tuple(each for each in one.supports if not touches(each))) for one in evidence)


def _is_beneath(path: str, above: set[str]) -> bool:
    while path:
        if path in above:
            return True
        path = path.rpartition(".")[0]
    return False


def ways_out(court: Court, one: Compiled, facts: Facts) -> Iterator[dict[str, Value]]:
    """Give the first assignments of the facts of its scope that take a service out of a requirement."""
    if isinstance(one.requirement.applies_when, Always):
        return
    paths = sorted(set(_settable(patterns_read(one.requirement.applies_when))))
    chooser = Random(one.requirement.id)
    for number in range(_TRIES):
        tried = {}
        for path in paths:
            values = _values(type_at(vocabulary(), path))
            tried[path] = values[min(number, 1) * -1] if number < 2 else chooser.choice(values)
        if court.applies(one, stating(facts, tried)) == F:
            yield tried
            return


def _settable(patterns: Iterable[str]) -> Iterator[str]:
    """Give the addresses that can be stated: each key of a closed map, other collections whole."""
    for pattern in patterns:
        above, star, rest = pattern.partition(".*")
        type_ = type_at(vocabulary(), above)
        assert type_ is not None, pattern
        if not star:
            yield above
        elif type_.kind is Kind.CLOSED_MAP:
            yield from (f"{above}.{word}{rest}" for word in type_.words)
        else:
            yield above


def _values(type_: FactType | None) -> list[Value]:
    """Give values of a type, the least first and the most last."""
    assert type_ is not None
    match type_.kind:
        case Kind.YES_NO:
            return [False, True]
        case Kind.NUMBER:
            least = type_.minimum if type_.minimum is not None else 0
            most = type_.maximum if type_.maximum is not None else 10**9
            return [least, *([NONE] if type_.or_none else []), most]
        case Kind.WORD | Kind.LADDER:
            return list(type_.words)
        case Kind.SET:
            one = [WordSet({word: T}, complete=True) for word in type_.words]
            return [WordSet({}, complete=True), *one, WordSet(dict.fromkeys(type_.words, T), complete=True)]
        case Kind.LIST | Kind.OPEN_MAP:
            return [Items(())]
        case Kind.BANDS:
            return [Bands(())]
        case Kind.DATE:
            dates = [parse_date("1990-01-01"), parse_date("2026-09-30"), parse_date("2050-01-01")]
            return [*([NONE] if type_.or_none else []), *(one for one in dates if one is not None)]
        case _:
            return ["x"]


def empty_collections() -> Iterator[tuple[str, Value]]:
    """Give every collection that can be stated empty."""
    for type_ in vocabulary().facts():
        if "*" not in type_.path and type_.kind in (Kind.SET, Kind.LIST, Kind.OPEN_MAP, Kind.BANDS):
            yield type_.path, _values(type_)[0]
    for one in vocabulary().groups.values():
        for type_ in one.walk():
            if "*" not in type_.path and type_.kind is Kind.OPEN_MAP and not type_.question:
                yield type_.path, Items(())
