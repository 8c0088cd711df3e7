"""What the search calls impossible never happens, on random conditions and declarations that answer everything."""

from __future__ import annotations

from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from auditor.authoring.satisfy import can_hold
from auditor.engine.compile import Compiler
from auditor.model.truth import T, U
from tests.support.facts import facts_of
from tests.support.made import PARAMETERS, Answers, Rules
from tests.support.rules import read, truth_of


@given(st.integers(0, 2**32), st.integers(1, 4))
def test_what_happens_was_possible(seed: int, depth: int) -> None:
    rng = Random(seed)
    rules = Rules(rng)
    written = rules.whole(depth)
    condition = read(written, parameters=PARAMETERS, definitions=rules.definitions)
    truth = truth_of(Compiler().condition(condition), facts_of(Answers(rng).whole()))
    assume(truth != U)
    assert can_hold((condition, truth == T))
