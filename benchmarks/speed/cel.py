"""The drawn edition as CEL expressions, one for each condition and track, and cel-expr-python to evaluate them.

In CEL a fact that is not there is an error, which *and* and *or* take up as three-valued logic takes up the unknown.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any

from auditor.engine.evaluate import Compiled
from auditor.model.condition import Always
from benchmarks.speed.formulas import Ask, Call, Formula, Formulas, Of
from benchmarks.speed.verdicts import Verdicts, demands

# Evaluates an expression on facts: yes, no, or None for an error.
Program = Callable[[Any], bool | None]


class Cel:
    """All requirements as programs. Raises ModuleNotFoundError where cel-expr-python is not installed."""

    def __init__(self, rules: Sequence[Compiled], as_of: date) -> None:
        cel: Any = importlib.import_module("cel_expr_python.cel")
        views = demands(rules)
        facts = cel.Type.Map(cel.Type.STRING, cel.Type.DYN)
        self._environment = cel.NewEnv(variables=dict.fromkeys({"declared", *views.values()}, facts))
        self._formulas = Formulas(as_of)
        self._rules: list[tuple[str, Program | None, Program | None, Program, Program]] = []
        for one in rules:
            asked, view = one.requirement, views[one.requirement.evidence]
            scope = None if isinstance(asked.applies_when, Always) else self._formulas.of(asked.applies_when)
            met = self._formulas.of(asked.met_when)
            inside = None if scope is None else self._program(scope, "declared")
            inside_backed = None if scope is None else self._program(scope, view)
            programs = self._program(met, "declared"), self._program(met, view)
            self._rules.append((asked.id, inside, inside_backed, *programs))

    def verdicts(self, facts: Mapping[str, Any]) -> Verdicts:
        """Judge every requirement."""
        at = self._environment.Activation(facts)
        return {one[0]: _verdict(at, *one[1:]) for one in self._rules}

    def _program(self, formula: Formula, view: str) -> Program:
        evaluate = self._environment.compile(self._written(formula, view)).eval

        def program(at: Any) -> bool | None:
            value = evaluate(at).value()
            return value if value is True or value is False else None

        return program

    def _written(self, formula: Formula, view: str) -> str:
        match formula:
            case Ask():
                return _ask(formula, view)
            case Call(name, stands):
                inner = self._written(self._formulas.definitions[name], view)
                return f"({inner})" if stands else f"!({inner})"
            case Of(n, members):
                each = [self._written(one, view) for one in members]
                return "(" + " || ".join(f"({' && '.join(some)})" for some in combinations(each, n)) + ")"


def _ask(one: Ask, view: str) -> str:
    at, what = f"{view}[{json.dumps(one.path)}]", json.dumps(one.what)
    match one.how:
        case "has":
            written = f"{what} in {at}"
        case "between":
            first, last = map(json.dumps, one.what)
            written = f"({at} >= {first} && {at} <= {last})"
        case "==" | "in":
            written = f"{at} {one.how} {what}"
        case _:
            written = f"(type({at}) != string && {at} {one.how} {what})"
    return written if one.stands else f"!({written})"


def _verdict(
    at: Any, inside: Program | None, inside_backed: Program | None, met: Program, met_backed: Program
) -> tuple[str, str]:
    applies = True if inside is None else inside(at)
    if applies is False:
        assert inside_backed is not None
        return "not-applicable", "not-applicable" if inside_backed(at) is False else "undecided"
    if applies is None:
        return "undecided", "undecided"
    declared = met(at)
    if declared is False:
        return "not-met", "not-met"
    return "met" if declared else "undecided", "met" if met_backed(at) else "undecided"
