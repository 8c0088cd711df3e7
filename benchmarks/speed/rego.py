"""The drawn edition as a Rego policy, three values and both tracks written out, and regorus to evaluate it.

Rego knows true and undefined. What is surely so and what is surely not so are therefore rules of their own, and a
verdict that no rule gives is `undecided`.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, product
from typing import Any, Final

from auditor.engine.evaluate import Compiled
from auditor.model.condition import Always
from benchmarks.speed.formulas import Ask, Call, Formula, Formulas, Of, opposite
from benchmarks.speed.verdicts import Verdicts, demands

Bodies = list[tuple[str, ...]]


def policy(rules: Sequence[Compiled], as_of: date) -> str:
    """Write the policy: which requirements are surely outside, met and failed; the first two on each track.

    A failure as declared is one as backed, so that it is looked for once.
    """
    formulas, views, lines = Formulas(as_of), demands(rules), list[str]()
    for one in rules:
        requirement = one.requirement
        scope = None if isinstance(requirement.applies_when, Always) else formulas.of(requirement.applies_when)
        met, view = formulas.of(requirement.met_when), views[requirement.evidence]
        there: Bodies = [()] if scope is None else _bodies(scope, "declared")
        found = {
            "met": _and(there, _bodies(met, "declared")),
            "met_backed": _and(there, _bodies(met, view)),
            "failed": _and(there, _bodies(opposite(met), "declared")),
        }
        if scope is not None:
            found["outside"] = _bodies(opposite(scope), "declared")
            found["outside_backed"] = _bodies(opposite(scope), view)
        for name, bodies in found.items():
            lines += [f"{name} contains {json.dumps(requirement.id)} if {{ {'; '.join(body)} }}" for body in bodies]
    helpers = _helpers(formulas, sorted({"declared", *views.values()}))
    return "\n".join(["package speed", "", "import rego.v1", "", *helpers, *lines, ""])


class Rego:
    """The policy, read once. Raises ModuleNotFoundError where regorus is not installed."""

    def __init__(self, rules: Sequence[Compiled], as_of: date) -> None:
        self._engine: Any = importlib.import_module("regorus").Engine()
        self._engine.add_policy("speed.rego", policy(rules, as_of))
        self._ids = [one.requirement.id for one in rules]

    def sure(self, facts: str) -> dict[str, Collection[str]]:
        """Evaluate the policy. Facts are JSON text: of a dict, regorus makes numbers of yes and no."""
        self._engine.set_input_json(facts)
        return {name: self._engine.eval_rule(f"data.speed.{name}") for name in _SURE}

    def verdicts(self, facts: str) -> Verdicts:
        """Judge every requirement."""
        return told(self.sure(facts), self._ids)


_SURE: Final = ("met", "met_backed", "failed", "outside", "outside_backed")


def told(sure: Mapping[str, Collection[str]], ids: Iterable[str]) -> Verdicts:
    """Give the verdicts that follow from what is sure."""
    met, met_backed, failed = (sure.get(name, ()) for name in ("met", "met_backed", "failed"))
    outside, outside_backed = (sure.get(name, ()) for name in ("outside", "outside_backed"))
    found = {}
    for id in ids:
        if id in outside:
            found[id] = "not-applicable", "not-applicable" if id in outside_backed else "undecided"
        elif id in failed:
            found[id] = "not-met", "not-met"
        else:
            found[id] = "met" if id in met else "undecided", "met" if id in met_backed else "undecided"
    return found


def _helpers(formulas: Formulas, views: Sequence[str]) -> Iterator[str]:
    for name, formula in formulas.definitions.items():
        for view in views:
            for sign, one in (("yes", formula), ("no", opposite(formula))):
                for body in _bodies(one, view):
                    yield f"{name}_{view}_{sign} if {{ {'; '.join(body)} }}"


def _bodies(formula: Formula, view: str) -> Bodies:
    """Give the bodies, one of which holds where the formula is true."""
    match formula:
        case Ask():
            return _ask(formula, view)
        case Call(name, stands):
            return [(f"{name}_{view}_{'yes' if stands else 'no'}",)]
        case Of(n, members):
            each = [_bodies(one, view) for one in members]
            return [body for some in combinations(each, n) for body in _and(*some)]


def _and(*each: Bodies) -> Bodies:
    return [tuple(dict.fromkeys(line for body in one for line in body)) for one in product(*each)]


def _ask(one: Ask, view: str) -> Bodies:
    """Write a question so that it is undefined where the fact is not stated, and where the answer is another.

    The word `none` is above all numbers and all days in Rego's order, and must be no answer to either.
    """
    at, what = f"input.{view}[{json.dumps(one.path)}]", json.dumps(one.what)
    name = f"{view}_{one.path.replace('.', '_')}"
    bound = f"{name} := {at}"
    match one.how:
        case "==":
            return [(f"{at} {'==' if one.stands else '!='} {what}",)]
        case "has":
            return [(f"{what} in {at}",)] if one.stands else [(bound, f"not {what} in {name}")]
        case "in":
            words = "{" + ", ".join(map(json.dumps, one.what)) + "}"
            return [(f"{at} in {words}",)] if one.stands else [(bound, f"not {name} in {words}")]
        case "between":
            first, last = map(json.dumps, one.what)
            if one.stands:
                return [(bound, f"{name} >= {first}", f"{name} <= {last}")]
            return [(f"{at} < {first}",), (f"{at} > {last}",)]
        case "<" | "<=":
            return [(f"{at} {one.how if one.stands else _OPPOSITES[one.how]} {what}",)]
    if one.stands:
        return [(bound, f'{name} != "none"', f"{name} {one.how} {what}")]
    return [(f"{at} {_OPPOSITES[one.how]} {what}",), (f'{at} == "none"',)]


_OPPOSITES: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
