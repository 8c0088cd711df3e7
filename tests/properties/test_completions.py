"""Soundness by brute force: what is true or false stays so under every way to answer what is open."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from itertools import product
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from auditor.model.truth import F, T, U
from auditor.model.vocabulary import FactType, Kind
from tests.support.crisp import Crisp
from tests.support.facts import facts_of
from tests.support.made import PARAMETERS, Answers, Rules
from tests.support.rules import AS_OF, compiled, reasons_of, truth_of
from tests.support.vocabulary import VOCABULARY

MOST = 6


def _choices(type_: FactType) -> list[Any]:
    """Give every answer of a kind that has few of them."""
    match type_.kind:
        case Kind.YES_NO:
            return [True, False]
        case Kind.WORD | Kind.LADDER:
            return list(type_.words)
        case _:
            return []


def _slots(data: Any, type_: FactType, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[Any]]]:
    """Find what can be taken away: answers, and single words of sets."""
    match type_.kind:
        case Kind.GROUP | Kind.RECORD | Kind.CLOSED_MAP:
            for name, one in data.items():
                below = type_.fields.get(name) or type_.item
                assert below is not None
                yield from _slots(one, below, (*path, name))
        case Kind.SET:
            for word in type_.words:
                yield (*path, word), [True, False]
        case _ if _choices(type_):
            yield path, _choices(type_)


def _with_words(data: Any, type_: FactType) -> Any:
    """Write every set as a map, so that single words can be taken away."""
    match type_.kind:
        case Kind.GROUP | Kind.RECORD | Kind.CLOSED_MAP:
            below = {name: type_.fields.get(name) or type_.item for name in data}
            return {name: _with_words(one, below[name]) for name, one in data.items()}  # type: ignore[arg-type]  # a map has an item type
        case Kind.SET if isinstance(data, list):
            return {word: word in data for word in type_.words}
        case _:
            return data


def _put(data: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    here = data
    for one in path[:-1]:
        here = here[one]
    here[path[-1]] = value


@given(st.integers(1, 4), st.integers(0, 2**32))
def test_true_and_false_hold_under_every_completion(depth: int, seed: int) -> None:
    rng = Random(seed)
    rules = Rules(rng, simple=True)
    written = rules.whole(depth)
    node = compiled(written, parameters=PARAMETERS, definitions=rules.definitions)
    groups = VOCABULARY.groups
    data = {name: _with_words(one, groups[name]) for name, one in Answers(rng).whole().items()}
    slots = {
        ".".join(path): (path, found) for one in groups for path, found in _slots(data[one], groups[one], (one,))
    }
    read = [one.fact for one in reasons_of(node, facts_of(data)) if one.fact in slots]
    open_ = [slots[name] for name in dict.fromkeys([*read, *rng.sample(sorted(slots), 3)])][:MOST]
    for path, _found in open_:
        _put(data, path, None)
    truth = truth_of(node, facts_of(data))
    if truth == U:
        return
    for chosen in product(*(found for _path, found in open_)):
        full = deepcopy(data)
        for (path, _found), value in zip(open_, chosen, strict=True):
            _put(full, path, value)
        settled = Crisp(full, definitions=rules.definitions, parameters=PARAMETERS, as_of=AS_OF).holds(written)
        assert (T if settled else F) == truth
