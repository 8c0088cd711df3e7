"""What the comparison of conditions says of stronger and weaker is so, on random conditions and declarations."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from auditor.authoring.mutant_conditions import edits
from auditor.engine.backing import Tracks
from auditor.engine.compile import Compiler
from auditor.engine.rulesetdiff_order import Order, order
from auditor.engine.rulesetdiff_text import structure
from auditor.model.condition import Condition
from auditor.model.evidence import Assurance, Evidence
from auditor.model.ruleset import EvidenceDemand
from auditor.model.truth import F, T, Truth, U
from tests.support.facts import facts_of
from tests.support.made import PARAMETERS, Answers, Blur, Data, Rules, shuffled
from tests.support.naive import Naive
from tests.support.rules import AS_OF, Refused, evidence, read, truth_of
from tests.support.steps import altered, laddered, stepped

TRUTH: dict[bool | None, Truth] = {True: T, False: F, None: U}
OPPOSITE = {
    Order.STRONGER: Order.WEAKER,
    Order.WEAKER: Order.STRONGER,
    Order.EQUAL: Order.EQUAL,
    Order.UNORDERED: Order.UNORDERED,
}
DEMAND = EvidenceDemand(assurance=Assurance.DOCUMENTED)
SUPPORTS = (
    "app",
    "risk",
    "surfaces.dm",
    "surfaces",
    "users.monthly.GB",
    "teams.i0",
    "notices.0",
    "defaults.b0",
    "teams",
)
SEEDS = st.integers(0, 2**32)
DEPTHS = st.integers(0, 4)


def reading(written: Any, rules: Rules) -> Condition:
    try:
        return read(written, parameters=PARAMETERS, definitions=rules.definitions)
    except Refused:
        assume(False)
        raise


def declarations(rng: Random, number: int = 5) -> list[Data]:
    return [Blur(rng, rng.choice((0, 0.1, 0.4)), bands=True).whole(Answers(rng).whole()) for _ in range(number)]


def agrees(said: Order, old: Truth, new: Truth) -> bool:
    """Whether two truths can be so under what was said."""
    return {
        Order.STRONGER: new <= old,
        Order.WEAKER: new >= old,
        Order.EQUAL: new == old,
        Order.UNORDERED: True,
    }[said]


def hold(said: Order, rules: Rules, old: Any, new: Any, rng: Random) -> None:
    """Hold what was said against an evaluator written from the language reference alone."""
    setting: dict[str, Any] = {"definitions": rules.definitions, "parameters": PARAMETERS, "as_of": AS_OF}
    nodes = [Compiler().condition(reading(one, rules)) for one in (old, new)]
    for data in declarations(rng):
        naive = Naive(data, **setting)
        truths = TRUTH[naive.holds(old)], TRUTH[naive.holds(new)]
        assert agrees(said, *truths), (said, old, new, truths)
        _declared, backed = Tracks(facts_of(data), (supporting(rng),), AS_OF).views(DEMAND)
        of_backed = nodes[0].truth(backed, None), nodes[1].truth(backed, None)
        assert agrees(said, *of_backed), (said, old, new, of_backed)


def supporting(rng: Random) -> Evidence:
    """Make an entry that supports some facts, and some items of lists."""
    return evidence(*rng.sample(SUPPORTS, rng.randint(1, len(SUPPORTS))))


@given(SEEDS, DEPTHS)
def test_what_is_said_of_a_changed_condition_is_so(seed: int, depth: int) -> None:
    rng = Random(seed)
    rules = Rules(rng)
    old = rules.whole(depth)
    new = altered(rng, rules, old)
    if rng.random() < 0.3:
        new = stepped(rng, new, stronger=rng.random() < 0.5)
    said = order(reading(old, rules), reading(new, rules))
    hold(said, rules, old, new, rng)


@settings(max_examples=400)
@given(SEEDS, DEPTHS)
def test_what_is_said_of_two_comparisons_of_one_fact_is_so(seed: int, depth: int) -> None:
    rng = Random(seed)
    rules = Rules(rng, paths=(rng.choice(Rules(rng).paths),))
    old, new = ({"all": [rules.test(None) for _ in range(rng.randint(1, depth + 1))]} for _ in range(2))
    said = order(reading(old, rules), reading(new, rules))
    hold(said, rules, old, new, rng)


@settings(max_examples=400)
@given(SEEDS, DEPTHS)
def test_what_is_said_of_two_quantifiers_over_one_collection_is_so(seed: int, depth: int) -> None:
    rng = Random(seed)
    rules = Rules(rng, collections=(rng.choice(Rules(rng).collections),), paths=("app.chat",))
    kinds = ("every", "some", "count")
    old = {(kind := rng.choice(kinds)): rules.over(kind, 1, None, scope=False)}
    new = dict(old)
    if rng.random() < 0.7:
        new = altered(rng, rules, old)
    else:
        new = {(kind := rng.choice(kinds)): rules.over(kind, 1, None, scope=False)}
    said = order(reading(old, rules), reading(new, rules))
    hold(said, rules, old, new, rng)


@given(SEEDS, DEPTHS)
def test_one_more_demand_is_found_stronger_wherever_it_stands(seed: int, depth: int) -> None:
    rng = Random(seed)
    rules = Rules(rng)
    old = rules.whole(depth)
    stronger = rng.random() < 0.5
    new = stepped(rng, old, stronger=stronger)
    said = order(reading(old, rules), reading(new, rules))
    assert said in (Order.EQUAL, Order.STRONGER if stronger else Order.WEAKER), (old, new)
    hold(said, rules, old, new, rng)


@given(SEEDS, DEPTHS)
def test_a_further_step_of_a_comparison_is_found_stronger_wherever_it_stands(seed: int, depth: int) -> None:
    rng = Random(seed)
    rules = Rules(rng)
    old, new = laddered(rng, rules, depth)
    said = order(reading(old, rules), reading(new, rules))
    assert said in (Order.EQUAL, Order.STRONGER), (old, new)
    hold(said, rules, old, new, rng)


@settings(max_examples=80)
@given(SEEDS, DEPTHS)
def test_what_is_said_of_a_slip_of_the_pen_is_so(seed: int, depth: int) -> None:
    rng = Random(seed)
    rules = Rules(rng)
    condition = reading(rules.whole(depth), rules)
    facts = [facts_of(one) for one in declarations(rng)]
    node = Compiler().condition(condition)
    found = [*edits(condition)]
    for edit in rng.sample(found, min(len(found), 8)):
        said = order(condition, edit.to)
        changed = Compiler().condition(edit.to)
        for each in facts:
            truths = truth_of(node, each), truth_of(changed, each)
            assert agrees(said, *truths), (said, edit.change, truths)


@given(SEEDS, DEPTHS)
def test_turned_round_it_says_the_opposite(seed: int, depth: int) -> None:
    rng = Random(seed)
    rules = Rules(rng)
    old = rules.whole(depth)
    new = altered(rng, rules, old)
    one, other = reading(old, rules), reading(new, rules)
    assert order(other, one) is OPPOSITE[order(one, other)]


@given(SEEDS, DEPTHS)
def test_order_and_names_of_what_is_said_make_no_change(seed: int, depth: int) -> None:
    rng = Random(seed)
    rules = Rules(rng)
    old = rules.whole(depth)
    one = reading(old, rules)
    assert order(one, reading(shuffled(rng, old), rules)) is Order.EQUAL
    unfolded = Rules(rng)
    unfolded.definitions = {f"other_{name}": body for name, body in rules.definitions.items()}
    renamed = reading(_with_names(old, rules.definitions), unfolded)
    assert structure(one) == structure(renamed)


def _with_names(node: Any, definitions: Data) -> Any:
    if isinstance(node, str):
        return f"other_{node}" if node in definitions else node
    if isinstance(node, list):
        return [_with_names(one, definitions) for one in node]
    return {key: _with_names(one, definitions) for key, one in node.items()} if isinstance(node, dict) else node
