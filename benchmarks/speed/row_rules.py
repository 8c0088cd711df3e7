"""Rules alone: our engine against others that were given the same rules and say the same, which is held first."""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from auditor.engine.evaluate import Compiled, compile_ruleset
from auditor.engine.outcomes import Outcomes
from auditor.model.declaration import Declaration
from auditor.model.vocabulary import Vocabulary
from auditor.source.declarations import read_declaration
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary
from benchmarks.speed.asked import Asked
from benchmarks.speed.cel import Cel
from benchmarks.speed.goals import Goal, Row, shown
from benchmarks.speed.ratios import Turn, as_in_a_worker, balanced, interleaved, over, ratio
from benchmarks.speed.rego import Rego
from benchmarks.speed.verdicts import Verdicts, demands, facts_as_json, tracks_of, verdicts
from benchmarks.speed.workload import AS_OF

_REGORUS: Final = "celine-regorus"
_CEL: Final = "cel-expr-python"
# Our turns are short: so many of them are one.
_TIMES: Final = 5


def rules(goal: Goal, asked: Asked) -> Row:
    """Measure all rules on both tracks. Raises RuntimeError where an engine says something else than ours."""
    vocabulary = read_vocabulary()
    compiled = compile_ruleset(read_ruleset(asked.ruleset, vocabulary))
    declared = [_read(path, vocabulary) for path in asked.drawn]
    further = [_read(path, vocabulary) for path in asked.further]
    facts = [facts_as_json(one, demands(compiled), AS_OF) for one in (*declared, *further)]
    outcomes = Outcomes(compiled, AS_OF)
    ours = [verdicts(outcomes, compiled, one, AS_OF) for one in (*declared, *further)]
    works: dict[str, Callable[[], object]] = {}
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
    with as_in_a_worker():
        turns = {"ours": _ours(compiled, further, declared), **balanced(works)}
        took = interleaved(turns, asked.rounds)
    return _row(goal, took, len(declared), len(ours))


def _ours(compiled: Sequence[Compiled], before: Sequence[Declaration], declared: Sequence[Declaration]) -> Turn:
    """Judge declarations, cut down to what is backed, that our engine has never seen.

    What it remembers is of other declarations, which are judged before them each time, and not counted.
    """

    def turn() -> float:
        took = 0.0
        for _ in range(_TIMES):
            outcomes = Outcomes(compiled, AS_OF)
            for one in before:
                outcomes.of(tracks_of(one, AS_OF))
            began = time.process_time()
            for one in declared:
                outcomes.of(tracks_of(one, AS_OF))
            took += time.process_time() - began
        return took / _TIMES

    return turn


def _row(goal: Goal, took: dict[str, list[float]], declared: int, compared: int) -> Row:
    per = 1000 / declared
    quickest = ", ".join(f"{name} {min(seconds) * per:.2f} ms" for name, seconds in took.items())
    beside = []
    if _CEL in took:
        beside.append(("times as fast as cel-expr-python, same verdicts", ratio(took[_CEL], took["ours"])))
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
