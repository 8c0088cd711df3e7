"""What a track says of a fact beside its value is what the facts say when they are asked from below, one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.engine.view import View
from auditor.model.diagnostic import Place
from auditor.model.facts import Absence, Facts, Silence
from tests.support.rules import AS_OF

_PATHS = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=4).map(".".join)
_PLACES = st.builds(lambda line: Place(file="f.yaml", line=line, column=1), st.integers(1, 9))
_ABSENCES = st.builds(Absence, silence=st.sampled_from(Silence))


@given(
    places=st.dictionaries(_PATHS, _PLACES, max_size=6),
    absences=st.dictionaries(_PATHS, _ABSENCES, max_size=3),
    asked=st.lists(_PATHS, max_size=12),
)
def test_place_and_absence_are_those_of_the_nearest_above(
    places: dict[str, Place], absences: dict[str, Absence], asked: list[str]
) -> None:
    facts = Facts(values={}, places=places, absences=absences)
    view = View(values={}, facts=facts, as_of=AS_OF)
    for path in asked:
        assert view.beside(path) == (facts.nearest_place(path), facts.absence(path))
