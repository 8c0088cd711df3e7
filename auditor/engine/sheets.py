"""How all single tests of an edition come out for a declaration, on both tracks: a sheet with a truth for each.

A test of one fact is asked once, however many conditions hold it, and what it said of a value is remembered. The
tests stand in the order of the facts' addresses, so that all tests beneath an address are one stretch of the sheet:
what a document supports is taken over from the declared sheet to the backed one by the stretch.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import accumulate
from operator import getitem, or_
from typing import Any, Final

from auditor.engine.backing import Limit, Tracks, limit_of, usable_since
from auditor.engine.gates import BITS, number_of, on_both
from auditor.engine.nodes import TruthOf
from auditor.engine.truths import subject_reader, truth_function
from auditor.engine.view import View
from auditor.model.condition import FactSubject, Literal, Literals, Operand, Other, Test
from auditor.model.dates import DateSpan
from auditor.model.evidence import Assurance
from auditor.model.facts import Facts
from auditor.model.ruleset import EvidenceDemand
from auditor.model.values import NoneStated, Scalar, Value, WordSet
from auditor.model.vocabulary import SCALARS, Kind

# Of each fact so many values are remembered, none longer than so much.
_VALUES_KEPT: Final = 64
_LONGEST: Final = 64
_GREATEST: Final = 1_000_000_000
_NO_FACTS: Final = Facts(values={}, places={})

Key = tuple[str, str, Operand]


def is_of_one_fact(test: Test) -> bool:
    """Whether nothing decides a test but the value of one fact, and the day."""
    of_keys = test.operator == "declared" and test.subject.type.kind is Kind.CLOSED_MAP
    return isinstance(test.subject, FactSubject) and not isinstance(test.operand, Other) and not of_keys


def key_of(test: Test) -> Key:
    """Give what makes tests of one fact the same, wherever they are written."""
    return test.subject.path, test.operator, test.operand


def _mask(first: int, last: int) -> int:
    """Give all bits of a stretch of a sheet that is read as one number."""
    return (1 << 8 * last) - (1 << 8 * first)


class _Fact(dict[Any, bytes]):
    """All tests of one fact, those of each demand one after the other, and what they said of its values.

    Under None stands what they say where nothing is stated.
    """

    __slots__ = ("_path", "_tests", "_values", "_view", "_words", "first", "mask", "parts")

    def __init__(self, path: str, first: int, as_of: date) -> None:
        super().__init__()
        self._path = path
        # what the tests are asked on: a view with this fact alone
        self._values: dict[str, Value] = {}
        self._view = View(values=self._values, facts=_NO_FACTS, as_of=as_of)
        self._tests: list[TruthOf] = []
        self._words: list[Any] = []
        self.first = first
        # the mask of all tests; and of each demand how many stand before its own, and how many up to their last
        self.mask = 0
        self.parts: dict[int, tuple[int, int]] = {}

    def take(self, demand: int, test: Test) -> None:
        """Put in the next test, before any is asked."""
        self._tests.append(truth_function(test, subject_reader(test.subject), None))
        if test.subject.type.kind not in SCALARS:
            self._words += [word for word in _words(test) if word not in self._words]
        last = len(self._tests)
        self.parts[demand] = self.parts.get(demand, (last - 1, last))[0], last
        self.mask = _mask(self.first, self.first + last)

    def __missing__(self, value: Scalar | None) -> bytes:
        answers = self._ask(value)
        if len(self) < _VALUES_KEPT and _is_short(value):
            self[value] = answers
        return answers

    def answers(self, value: Value) -> bytes:
        """Give the truth of each test for a set, a list or bands, which cannot be looked up as they are."""
        if not isinstance(value, WordSet):
            return self._ask(value)
        # nothing matters of a set but the words that are asked for
        key = value.complete, *map(value.words.get, self._words)
        answers = self.get(key)
        if answers is None:
            answers = self._ask(value)
            if len(self) < _VALUES_KEPT:
                self[key] = answers
        return answers

    def _ask(self, value: Value | None) -> bytes:
        view = self._view
        try:
            if value is not None:
                self._values[self._path] = value
            return bytes([test(view, None) for test in self._tests]).translate(BITS)
        finally:  # a submission's time may end here, and nothing of it may be left for the next one
            self._values.clear()


def _words(test: Test) -> tuple[Any, ...]:
    """Give the words of a set that a test asks for."""
    match test.operand:
        case Literal(value=word):
            return (word,)
        case Literals(values=words):
            return words
    return ()


def _is_short(value: Scalar | None) -> bool:
    """Whether a value is remembered: one of few bytes."""
    if isinstance(value, int):
        return -_GREATEST < value < _GREATEST
    if isinstance(value, str):
        return len(value) <= _LONGEST
    return value is None or isinstance(value, DateSpan | NoneStated)


class Sheets:
    """The tests of one edition, numbered, each once for every demand under which it is asked, on one day."""

    def __init__(self, asked: Mapping[EvidenceDemand, Iterable[Test]], as_of: date) -> None:
        self.demands = tuple(asked)
        self.numbers: list[dict[Key, int]] = [{} for _ in self.demands]
        distinct = {(demand, key_of(one)): one for demand, tests in enumerate(asked.values()) for one in tests}
        self._facts: dict[str, _Fact] = {}
        # The facts that are sets or lists, each with its number.
        self._in_parts: dict[str, tuple[int, _Fact]] = {}
        under: list[int] = []
        for demand, key in sorted(distinct, key=lambda one: (one[1][0].split("."), one[0])):
            test, path = distinct[demand, key], key[0]
            fact = self._facts.get(path)
            if fact is None:
                fact = self._facts[path] = _Fact(path, len(under), as_of)
                if test.subject.type.kind not in SCALARS:
                    self._in_parts[path] = len(self._facts) - 1, fact
            fact.take(demand, test)
            self.numbers[demand][key] = len(under)
            under.append(demand)
        self._size = len(under)
        # A set or a list has no hash, and is taken as not stated at first: nothing has the address "".
        paths = ["" if path in self._in_parts else path for path in self._facts]
        self._look_up = tuple(self._facts.values()), tuple(paths)
        self._unstated = number_of(b"".join([fact[None] for fact in self._facts.values()]))
        self._beneath = _beneath(self._facts)
        limits = [
            (limit_of(one, as_of), number_of(bytes([0xFF * (demand == number) for demand in under])))
            for number, one in enumerate(self.demands)
        ]
        self._asserted = sum(mask for limit, mask in limits if limit.asserted)
        self._counting = {one: _counting(one, limits) for one in Assurance}
        self._as_of = as_of

    def __len__(self) -> int:
        return self._size

    def sheet(self, tracks: Tracks) -> bytes:
        """Ask every test of a declaration on both tracks, and give for each what `on_both` makes of its truths."""
        stated = tracks.facts.values.get
        facts, paths = self._look_up
        answers = list(map(getitem, facts, map(stated, paths)))
        in_parts: list[tuple[str, _Fact, Value]] = []
        for path, (at, fact) in self._in_parts.items():
            value = stated(path)
            if value is not None:
                answers[at] = fact.answers(value)
                in_parts.append((path, fact, value))
        stands, unstated = self._standing(tracks), self._unstated
        declared, fallen = number_of(b"".join(answers)), ~stands
        backed = unstated ^ (declared ^ unstated) & stands
        for path, fact, value in in_parts:
            if fact.mask & fallen and tracks.may_stand_in_part(path, value):
                backed = self._with_part(tracks, fact, path, value, stands, backed)
        return on_both(declared, backed).to_bytes(self._size, "little")

    def _standing(self, tracks: Tracks) -> int:
        """Give the mask of the tests whose facts stand whole on the backed track."""
        beneath, as_of, stands = self._beneath, self._as_of, self._asserted
        for entry in tracks.evidence:
            since = usable_since(entry, as_of)
            if since is None:
                continue
            days, masks = self._counting[entry.assurance]
            supported = 0
            for path in entry.supports:
                supported |= beneath.get(path, 0)
            stands |= supported & masks[bisect_right(days, since)]
        for path in tracks.contradicted:
            stands &= ~beneath.get(path, 0)
            above = path.rpartition(".")[0]
            while above:
                fact = self._facts.get(above)
                stands &= -1 if fact is None else ~fact.mask
                above = above.rpartition(".")[0]
        return stands

    def _with_part(self, tracks: Tracks, fact: _Fact, path: str, value: Value, stands: int, backed: int) -> int:
        """Ask the tests of a fact that stands in part, under the demands where it does not stand whole."""
        for demand, (first, last) in fact.parts.items():
            at = fact.first + first
            cut = None if stands >> 8 * at & 1 else tracks.cut(self.demands[demand], path, value)
            if cut is not None:
                answers = fact.answers(cut)[first:last]
                backed = backed & ~_mask(at, at + len(answers)) | number_of(answers) << 8 * at
        return backed


def _beneath(facts: Mapping[str, _Fact]) -> dict[str, int]:
    """Give by the address of something that a document may support all tests beneath it, as a mask."""
    found: dict[str, int] = {}
    for path, fact in facts.items():
        above = path
        while above:
            found[above] = found.get(above, 0) | fact.mask
            above = above.rpartition(".")[0]
    return found


def _counting(assurance: Assurance, limits: Iterable[tuple[Limit, int]]) -> tuple[list[date], list[int]]:
    """Say under which demands a document of one assurance counts, by its day of issue.

    Given are days in order; and, as masks, all tests under the demands for which a document counts that was issued
    before the first of them, from the first on, from the second on, and so forth.
    """
    each = sorted((limit.earliest, mask) for limit, mask in limits if limit.rank <= assurance.rank)
    return [day for day, _ in each], list(accumulate([mask for _, mask in each], or_, initial=0))
