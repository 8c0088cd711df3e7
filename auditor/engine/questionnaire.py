"""What to ask next: the facts that findings still wait for, those that decide what applies first.

A question is open while some requirement that applies, or may apply, could come out otherwise by its answer.
Knows nothing of terminals or files; it is handed facts and gives questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from auditor.engine.evaluate import Compiled
from auditor.engine.force import why_not_in_force
from auditor.engine.judge import accepts
from auditor.engine.nodes import Node, observed
from auditor.engine.reads import Reads
from auditor.engine.view import View
from auditor.model.facts import Facts, Silence
from auditor.model.finding import Observation
from auditor.model.ruleset import Checked, Ruleset
from auditor.model.truth import F, T, U
from auditor.model.values import Value, WordSet
from auditor.model.vocabulary import FactType, Kind, Vocabulary

_ROUNDS: Final = 20


class Question(Struct, frozen=True, kw_only=True):
    """One fact to ask for. `yes_no` is true also for a single word of a set that is stated word by word.

    `scope` says that the answer decides what else is asked; `requirements` are those that wait for it.
    """

    fact: str
    type: FactType
    question: str
    accepts: str
    yes_no: bool
    scope: bool
    decides: bool
    requirements: tuple[str, ...]


class Asked(Struct, frozen=True):
    """A requirement that asks, and the name by which it is told."""

    name: str
    compiled: Compiled


def asking(ruleset: Ruleset, compiled: Sequence[Compiled], as_of: date, *, as_written: bool) -> Iterator[Asked]:
    """Give the requirements of an edition that an audit would judge on that day."""
    for one in compiled:
        recalled = one.requirement.source.checked is Checked.RECALLED
        if not recalled and (as_written or why_not_in_force(one.requirement, ruleset, as_of) is None):
            yield Asked(f"{ruleset.id}/{one.requirement.id}", one)


class Questionnaire:
    """Asks for what these requirements look at; each is looked at again only where an answer touches it."""

    def __init__(self, asked: Iterable[Asked], vocabulary: Vocabulary, as_of: date) -> None:
        self._asked = tuple(asked)
        self._vocabulary, self._as_of = vocabulary, as_of
        self._reads = Reads([one.compiled for one in self._asked])
        self._waiting: dict[int, dict[str, bool]] = {}

    def open(self, facts: Facts, changed: str | None = None) -> tuple[Question, ...]:
        """Give every open question, the one to ask next first.

        `changed` is the one fact in which `facts` differ from the last time; without it all is looked at anew.
        """
        numbers: Iterable[int] = range(len(self._asked)) if changed is None else self._reads.readers(changed)
        view = View(values=facts.values, facts=facts, as_of=self._as_of)
        for number in numbers:
            self._waiting[number] = dict(self._missing(self._asked[number].compiled, view))
        found: dict[str, list[tuple[int, bool]]] = {}
        for number in sorted(self._waiting):
            for fact, scope in self._waiting[number].items():
                found.setdefault(fact, []).append((number, scope))
        questions = (self._question(fact, waiting, facts) for fact, waiting in found.items())
        return tuple(sorted((one for one in questions if one is not None), key=self._order))

    def _missing(self, compiled: Compiled, view: View) -> Iterator[tuple[str, bool]]:
        """Give the facts that one requirement waits for, and whether each decides if it applies."""
        applies = T if compiled.applies is None else compiled.applies.truth(view, None)
        if applies == F:
            return
        seen: dict[str, bool] = {}
        if applies == U and compiled.applies is not None:
            seen |= {self._askable(one.fact, view): True for one in _unknown(compiled.applies, view)}
        for node in (compiled.met, *(rung for _credit, rung in compiled.rungs)):
            if node.truth(view, None) == T:
                break
            for one in _unknown(node, view):
                seen.setdefault(self._askable(one.fact, view), False)
        yield from seen.items()

    def _askable(self, fact: str, view: View) -> str:
        """Give what is asked for a fact: a set as a whole, until some of its words are stated."""
        above = fact.rpartition(".")[0]
        type_ = self._vocabulary.type_at(above) if above else None
        if type_ is not None and type_.kind is Kind.SET and above not in view.values:
            return above
        return fact

    def _question(self, fact: str, waiting: Sequence[tuple[int, bool]], facts: Facts) -> Question | None:
        type_ = self._vocabulary.type_at(fact)
        if type_ is None or type_.kind in (Kind.GROUP, Kind.RECORD, Kind.CLOSED_MAP) or fact in facts.values:
            return None
        if facts.absence(fact).silence is not Silence.NOT_ANSWERED:
            return None
        word = self._vocabulary.word_at(fact) is not None
        text = self._vocabulary.question(fact) or type_.title
        return Question(
            fact=fact,
            type=type_,
            question=f"{self._item(fact)}{text}",
            accepts=accepts(type_, of_a_word=word),
            yes_no=word or type_.kind is Kind.YES_NO,
            scope=type_.scope or any(scope for _number, scope in waiting),
            decides=any(self._asked[number].compiled.requirement.decisive for number, _scope in waiting),
            requirements=tuple(self._asked[number].name for number, _scope in waiting),
        )

    def _item(self, fact: str) -> str:
        """Say which entry of a list, or which band of ages, a fact is about."""
        segments = fact.split(".")
        for end in range(1, len(segments)):
            above = self._vocabulary.type_at(".".join(segments[:end]))
            if above is not None and above.kind in (Kind.LIST, Kind.BANDS):
                return f"{'Ages ' if above.kind is Kind.BANDS else ''}{segments[end]}: "
        return ""

    def _order(self, one: Question) -> tuple[bool, bool, int, tuple[int, ...]]:
        return not one.scope, not one.decides, -len(one.requirements), in_vocabulary(one.fact, self._vocabulary)


def in_vocabulary(path: str, vocabulary: Vocabulary) -> tuple[int, ...]:
    """Give where a path stands in the vocabulary's own order."""
    order: list[int] = []
    names: Sequence[str] = list(vocabulary.groups)
    segments = path.split(".")
    for depth, segment in enumerate(segments):
        order.append(names.index(segment) if segment in names else len(names))
        type_ = vocabulary.type_at(".".join(segments[: depth + 1]))
        names = () if type_ is None else type_.words or list(type_.fields)
    return tuple(order)


def _unknown(node: Node, view: View) -> tuple[Observation, ...]:
    """Give what is unknown in a condition; where it is false, what else would be once that is mended."""
    values: dict[str, Value] = dict(view.values)
    for _round in range(_ROUNDS):
        seen = observed(view, node)
        if node.truth(view, None) != F:
            break
        failing = [one.fact for one in seen if one.truth == F and _take_out(values, one.fact)]
        if not failing:
            return ()
        view = replace(view, values=dict(values))
    else:
        return ()
    stated: Mapping[str, Value] = view.facts.values
    return tuple(one for one in seen if one.truth == U and one.fact not in stated and not _said(one.fact, stated))


def _said(fact: str, stated: Mapping[str, Value]) -> bool:
    """Whether a fact is a word of a set of which it is said."""
    above, _, word = fact.rpartition(".")
    words = stated.get(above)
    return isinstance(words, WordSet) and words.truth(word) != U


def _take_out(values: dict[str, Value], fact: str) -> bool:
    """Leave a fact out, or the word of a set; say whether it was there."""
    if values.pop(fact, None) is not None:
        return True
    above, _, word = fact.rpartition(".")
    words = values.get(above)
    if not isinstance(words, WordSet) or words.truth(word) == U:
        return False
    known = {one: truth for one, truth in words.words.items() if one != word}
    values[above] = WordSet(known, complete=False)
    return True
