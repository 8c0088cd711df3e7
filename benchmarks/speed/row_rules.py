"""Rules alone: our engine against others that were given the same rules and say the same, which is held first."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from auditor.engine.evaluate import compile_ruleset
from auditor.model.declaration import Declaration
from auditor.model.vocabulary import Vocabulary
from auditor.source.declarations import read_declaration
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary
from benchmarks.speed.asked import Asked
from benchmarks.speed.cel import Cel
from benchmarks.speed.goals import Goal, Row, shown
from benchmarks.speed.ratios import balanced, interleaved, over, ratio
from benchmarks.speed.rego import Rego
from benchmarks.speed.verdicts import Prepared, Verdicts, demands, facts_as_json, verdicts
from benchmarks.speed.workload import AS_OF

_REGORUS: Final = "celine-regorus"
_CEL: Final = "cel-expr-python"


def rules(goal: Goal, asked: Asked) -> Row:
    """Measure all rules on both tracks. Raises RuntimeError where an engine says something else than ours."""
    vocabulary = read_vocabulary()
    compiled = compile_ruleset(read_ruleset(asked.ruleset, vocabulary))
    declared = [_read(path, vocabulary) for path in asked.drawn]
    further = [_read(path, vocabulary) for path in asked.further]
    facts = [facts_as_json(one, demands(compiled), AS_OF) for one in (*declared, *further)]
    prepared = [Prepared(compiled, one, vocabulary, AS_OF) for one in declared]
    ours = [verdicts(compiled, one, vocabulary, AS_OF) for one in (*declared, *further)]

    def ours_of(one: Declaration) -> None:
        Prepared(compiled, one, vocabulary, AS_OF, cut_down=False).judgements()

    works: dict[str, Callable[[], object]] = {
        "ours": over(declared, ours_of),
        "ours, cut down": over(prepared, Prepared.judgements),
    }
    missing = dict(asked.peers.missing)
    if _REGORUS not in missing:
        _peers_at(asked)
        regorus = Rego(compiled, AS_OF)
        _same(_REGORUS, ours, [regorus.verdicts(one) for one in facts])
        works[_REGORUS] = over(facts[: len(declared)], regorus.sure)
    if _CEL not in missing:
        _peers_at(asked)
        cel, given = Cel(compiled, AS_OF), [json.loads(one) for one in facts]
        _same(_CEL, ours, [cel.verdicts(one) for one in given])
        works[_CEL] = over(given[: len(declared)], cel.verdicts)
    if _REGORUS in missing:
        return Row(goal=goal, why=missing[_REGORUS])
    took = interleaved(balanced(works), asked.rounds)
    return _row(goal, took, len(declared), len(ours))


def _row(goal: Goal, took: dict[str, list[float]], declared: int, compared: int) -> Row:
    per = 1000 / declared
    quickest = ", ".join(f"{name} {min(seconds) * per:.2f} ms" for name, seconds in took.items())
    spared = ratio(took[_REGORUS], took["ours, cut down"])
    beside = [("times as fast as regorus where we too are spared the cutting down to what is backed", spared)]
    if _CEL in took:
        beside.append(("times as fast as cel-expr-python, same verdicts", ratio(took[_CEL], took["ours"])))
        beside.append(("the same, spared the cutting down", ratio(took[_CEL], took["ours, cut down"])))
    return Row(
        goal=goal,
        figure=ratio(took[_REGORUS], took["ours"]),
        note=f"verdicts compared over {compared} declarations; one at the quickest: {quickest}",
        beside=[(name, shown(figure.median)) for name, figure in beside],
    )


def _read(path: Path, vocabulary: Vocabulary) -> Declaration:
    return read_declaration(path.read_bytes(), path.name, path.parent, vocabulary)[0]


def _peers_at(asked: Asked) -> None:
    """Let the peers' packages be found, after all of ours."""
    if str(asked.peers.packages) not in sys.path:
        sys.path.append(str(asked.peers.packages))
        importlib.invalidate_caches()


def _same(name: str, ours: Sequence[Verdicts], theirs: Sequence[Verdicts]) -> None:
    wrong: list[Any] = [
        (number, id, mine[id], other.get(id))
        for number, (mine, other) in enumerate(zip(ours, theirs, strict=True))
        for id in mine
        if mine[id] != other.get(id)
    ]
    if wrong:
        raise RuntimeError(f"{name} says something else than we do in {len(wrong)} verdicts, as {wrong[:3]}")
