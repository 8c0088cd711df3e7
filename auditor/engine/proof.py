"""Why a requirement came out as it did, as a tree: every part of its conditions, on both tracks.

Truths come from the compiled conditions themselves, part by part. What decided is told by the rule of the reasons
(language reference, section 9): of a part's own parts, those that have its truth. On the backed track what helps
must be backed and what hurts need not be, down to each comparison (section 11).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from auditor.engine import operators
from auditor.engine.backing import Tracks
from auditor.engine.compile import Compiler
from auditor.engine.evaluate import Compiled
from auditor.engine.nodes import Node
from auditor.engine.proof_parts import (
    HELPS,
    HURTS,
    Part,
    ages_in_words,
    backed_truth,
    covering,
    inner_side,
    member_part,
    over_in_words,
    unless_open,
    where_not_false,
)
from auditor.engine.truths import subject_reader
from auditor.engine.view import Item, Reasons, View
from auditor.model.condition import (
    Age,
    Always,
    AtLeast,
    Condition,
    Connective,
    Group,
    IfThen,
    Named,
    Not,
    Over,
    Quantifier,
    Test,
)
from auditor.model.finding import Observation
from auditor.model.proof import Proof, RequirementProof
from auditor.model.truth import F, T, Truth, U
from auditor.model.values import Bands, Items, WordSet
from auditor.model.vocabulary import Kind

_GROUPS: Final = {
    Connective.ALL: "all of these",
    Connective.ANY: "one or more of these",
    Connective.NONE: "none of these",
}
_OLDEST: Final = 150


def prove(compiled: Compiled, tracks: Tracks) -> RequirementProof:
    """Give the proof of one requirement on one declaration."""
    requirement = compiled.requirement
    declared, backed = tracks.views(requirement.evidence)
    prover = _Prover(declared, backed)
    applies = None
    if not isinstance(requirement.applies_when, Always):
        claimed = compiled.applies is not None and compiled.applies.truth(declared, None) == F
        # A claim to be out of scope must be backed; that it is in scope, or may be, is read as declared.
        scope = prover if claimed else _Prover(declared, declared)
        applies = scope.proof(requirement.applies_when, HURTS)
    return RequirementProof(
        requirement=requirement.id,
        applies=applies,
        met=prover.proof(requirement.met_when, HELPS),
        rungs=tuple((rung.credit, prover.proof(rung.when, HELPS)) for rung in requirement.rungs),
    )


class _Prover:
    """Proves conditions on one declaration's two tracks."""

    def __init__(self, declared: View, backed: View) -> None:
        self._declared, self._backed = declared, backed
        self._compiler = Compiler()
        self._nodes: dict[int, Node] = {}

    def proof(self, condition: Condition, side: int) -> Proof:
        """Prove a condition that helps, or hurts, the platform."""
        return self._part(condition, None, side).proof(True, True)

    def _node(self, condition: Condition) -> Node:
        node = self._nodes.get(id(condition))
        if node is None:
            node = self._nodes[id(condition)] = self._compiler.condition(condition)
        return node

    def _truths(self, condition: Condition, item: Item | None, side: int) -> tuple[Truth, Truth]:
        node = self._node(condition)
        declared, backed = node.truth(self._declared, item), node.truth(self._backed, item)
        return declared, backed_truth(declared, backed, side)

    def _part(self, condition: Condition, item: Item | None, side: int) -> Part:
        declared, backed = self._truths(condition, item, side)
        match condition:
            case Test():
                part = Part("", declared, backed, observations=self._seen(condition, item))
            case Named(name=name, condition=inner):
                part = Part(name.replace("_", " "), declared, backed)
                part.parts = [self._spliced(inner, item, side)]
            case Group(connective=connective, members=members):
                turned = connective is Connective.NONE
                part = Part(_GROUPS[connective], declared, backed, aim=-1 if turned else 1)
                part.parts = [self._part(one, item, -side if turned else side) for one in members]
            case Not(member=member):
                part = Part("it is not so that", declared, backed, aim=-1)
                part.parts = [self._part(member, item, -side)]
            case AtLeast(n=n, members=members):
                part = Part(f"at least {n} of these", declared, backed)
                part.parts = [self._part(one, item, side) for one in members]
            case IfThen(condition=first, then=second):
                part = Part("where the first holds, so must the second", declared, backed)
                part.parts = self._if_then(first, second, item, side)
            case Over():
                part = self._over(condition, item, side, declared, backed)
        return part

    def _spliced(self, condition: Condition, item: Item | None, side: int) -> Part:
        """Prove a condition whose list of parts needs no heading of its own."""
        part = self._part(condition, item, side)
        part.spliced = isinstance(condition, Group) and condition.connective is Connective.ALL
        return part

    def _if_then(self, first: Condition, second: Condition, item: Item | None, side: int) -> list[Part]:
        cause, effect = self._part(first, item, -side), self._part(second, item, side)
        cause.label, effect.label = "where", "then"
        cause.sign = -1

        def shown(above: Truth, mine: Truth) -> bool:
            """Show the `if` beside the `then` it sets, save where only the `then` is open."""
            return above == F or (above == U and mine == U) or (above == T and mine != U)

        cause.when = shown
        return [cause, effect]

    def _seen(self, condition: Condition, item: Item | None) -> tuple[Observation, ...]:
        reasons, node = Reasons(self._declared), self._node(condition)
        node.explain(self._declared, item, node.truth(self._declared, item), reasons, True)
        return reasons.observations

    def _over(self, over: Over, item: Item | None, side: int, declared: Truth, backed: Truth) -> Part:
        words = over_in_words(over)
        if over.quantifier is Quantifier.TOTAL:
            return Part(words, declared, backed, observations=self._seen(over, item))
        inner = inner_side(over)
        part = Part(words, declared, backed, aim=-1 if over.bound == "at_most" else 1)
        length = self._length(over, item)
        aged = over.ages is not None
        members = self._ages(over, item, side) if aged else self._members(over, item, side, inner)
        part.parts = [*self._ends(over), *length, *members]
        if over.bound == "exactly":
            for one in members:
                one.when = unless_open
        if over.quantifier is Quantifier.EVERY and over.if_none is False:
            part.parts.append(self._existence(over, item, side, length))
        return part

    def _existence(self, over: Over, item: Item | None, side: int, length: Sequence[Part]) -> Part:
        """Prove that some member counts; drawn with the members, which say that those that count satisfy."""
        members = []
        for one, counts in self._items(over, item, side):
            if over.where is not None:
                counts.append(self._spliced(over.where, one, side))
            members.append(member_part(one.key, counts, None, every=False))
        some = Part(
            "",
            max((one.declared for one in members), default=F),
            max((one.backed for one in (*members, *(each for each in length if each.backed == U))), default=F),
            spliced=True,
            parts=members,
        )
        for each in length:
            each.when = lambda above, mine: above == T or some.declared == F or (above == U and mine == U)
        return some

    def _members(self, over: Over, outer: Item | None, side: int, inner: int) -> list[Part]:
        every = over.quantifier is Quantifier.EVERY
        where_side = side * (HURTS if every else inner)
        parts = []
        for one, counts in self._items(over, outer, where_side):
            if over.where is not None:
                counts.append(self._spliced(over.where, one, where_side))
            for each in counts:
                each.sign = -1 if every else 1
            satisfies = None if over.satisfies is None else self._spliced(over.satisfies, one, side * inner)
            parts.append(member_part(one.key, counts, satisfies, every=every))
        return parts

    def _items(self, over: Over, outer: Item | None, side: int) -> Iterable[tuple[Item, list[Part]]]:
        source = subject_reader(over.of)
        base = source.path(outer)
        kind = over.of.type.kind
        if kind is Kind.CLOSED_MAP:
            for key in over.keys:
                yield Item(f"{base}.{key}", key), []
            return
        value = source.value(self._declared, outer)
        if kind is Kind.SET:
            sets = [source.value(view, outer) for view in (self._declared, self._backed)]
            stated = [one if isinstance(one, WordSet) else operators.UNSTATED_SET for one in sets]
            for word in over.keys:
                truth = stated[0].truth(word)
                reasons = Reasons(self._declared)
                fact = f"{base}.{word}" if truth == U and value is not None else base
                reasons.add(fact, f"includes {word}", truth)
                on_backed = backed_truth(truth, stated[1].truth(word), side)
                part = Part("", truth, on_backed, observations=reasons.observations)
                yield Item(f"{base}.{word}", word, word), [part]
            return
        keys: Sequence[str] = ()
        if isinstance(value, Bands):
            keys = [band.key for band in value.bands]
        elif isinstance(value, Items):
            keys = value.keys
        for key in keys:
            yield Item(f"{base}.{key}", key), []

    def _length(self, over: Over, outer: Item | None) -> list[Part]:
        """Show how many there are of a list, where more of them could change the answer."""
        if over.of.type.kind in (Kind.CLOSED_MAP, Kind.SET) or over.ages is not None:
            return []
        source = subject_reader(over.of)
        base, stated = source.path(outer), source.value(self._declared, outer) is not None
        reasons = Reasons(self._declared)
        truth = T if stated else U
        reasons.add(base, "how many there are", truth)
        known = source.value(self._backed, outer)
        whole = known is not None and not (isinstance(known, Items | Bands) and known.more)
        part = Part("", truth, truth if whole else U, observations=reasons.observations)
        # where nothing is asked of its members, that there are any is all that decides
        asks = over.where is not None or over.satisfies is not None
        matters = _LENGTH_MATTERS[over.bound or over.quantifier.value] if asks else (T, F)
        part.when = lambda above, mine: above in matters if above != U else mine == U
        return [part]

    def _ends(self, over: Over) -> list[Part]:
        parts = []
        for age in over.ages or ():
            if age.fact is not None:
                stated = self._declared.facts.values.get(age.fact.path)
                truth = U if stated is None else T
                reasons = Reasons(self._declared)
                reasons.add(age.fact.path, "an age", truth, unit=age.fact.type.unit, seen=stated)
                part = Part("", truth, truth, observations=reasons.observations)
                part.when = unless_open
                parts.append(part)
        return parts

    def _ages(self, over: Over, outer: Item | None, side: int) -> list[Part]:
        """Prove for each run of ages that the same bands lie over."""
        ends = [self._age(end) for end in over.ages or ()]
        if None in ends or over.satisfies is None:
            return []
        start, end = (min(number, _OLDEST) for number in ends if number is not None)
        source = subject_reader(over.of)
        value = source.value(self._declared, outer)
        bands = value.bands if isinstance(value, Bands) else ()
        base = source.path(outer)
        side *= inner_side(over)
        runs: dict[tuple[Truth, ...], list[int]] = {}
        for age in range(start, end + 1):
            runs.setdefault(tuple(operators.covered(band, age) for band in bands), []).append(age)
        parts = []
        for cover, ages in runs.items():
            label = ages_in_words(ages)
            if T not in cover:
                reasons = Reasons(self._declared)
                reasons.add(base, label, U)
                parts.append(Part("no band speaks of them", U, U, label=label, observations=reasons.observations))
                continue
            found: list[Part] = []
            extra: list[Part] = []
            for band, covers in zip(bands, cover, strict=True):
                if covers != F:
                    item = Item(f"{base}.{band.key}", band.key)
                    part = self._spliced(over.satisfies, item, side)
                    if covers == U:
                        part.when = where_not_false
                        extra.append(self._open_ends(item, part))
                    found.append(part)
            parts.append(
                Part(
                    "",
                    min(one.declared if c == T else max(one.declared, U) for one, c in covering(found, cover)),
                    min(one.backed if c == T else max(one.backed, U) for one, c in covering(found, cover)),
                    label=label,
                    parts=[*found, *extra],
                )
            )
        return parts

    def _open_ends(self, band: Item, inside: Part) -> Part:
        """Show a band whose ends are not stated, where it is open whether an age lies in it."""
        reasons = Reasons(self._declared)
        reasons.add(band.path, "ages of this band", U)
        part = Part("", U, U, observations=reasons.observations)
        part.when = lambda above, _mine: above == U and inside.declared != T
        return part

    def _age(self, age: Age) -> int | None:
        if age.fact is None:
            return age.number
        value = self._declared.facts.values.get(age.fact.path)
        return value if isinstance(value, int) else None


_LENGTH_MATTERS: Final = {
    "every": (T,),
    "some": (F,),
    "at_least": (F,),
    "at_most": (F,),  # its aim is turned: this is where it holds
    "exactly": (T, F),
}
