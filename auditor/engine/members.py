"""Who the members of a quantifier are: keys, words, listed items or whole ages.

(Language reference, section 7, first half.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from auditor.engine import operators
from auditor.engine.nodes import Node
from auditor.engine.parts import NOTHING, Emit, Part, both, either, member_part
from auditor.engine.quick import age_range, items_function, listed_in
from auditor.engine.truths import Reader, subject_reader
from auditor.engine.view import Item, Reasons, View, Weighed
from auditor.model.condition import Age, Over
from auditor.model.truth import T, Truth, U, negate
from auditor.model.values import Band, Bands, WordSet
from auditor.model.vocabulary import Kind


class Members(Struct, frozen=True):
    """The members of a collection as one track sees them.

    `parts` pairs, for each member, c (it counts) with s (it satisfies). `open` is set where the collection
    is not stated, so that the whole quantifier is unknown; `more` stands for further members that may exist
    (the backed track alone);
    `length` explains how many there are, where that can matter; `ends` the ages that are facts, always.
    """

    parts: Sequence[tuple[Part, Part]]
    open: Emit | None = None
    more: Part | None = None
    length: Emit | None = None
    ends: Emit | None = None


MembersOf = Callable[[View, Item | None, View], Members]


def members_function(over: Over, where: Node | None, satisfies: Node | None) -> MembersOf:
    """Give the function that finds the members of the collection on a track.

    Its last argument is the same track as it is weighed for who counts, which may hurt where to satisfy helps.
    """
    source = subject_reader(over.of)
    if over.ages is not None:
        return _age_members(over, source, satisfies, over.ages)
    kind = over.of.type.kind
    if kind is Kind.CLOSED_MAP:
        return _key_members(over, source, where, satisfies)
    if kind is Kind.SET:
        return _word_members(over, source, where, satisfies)
    return _listed_members(source, where, satisfies)


def _key_members(over: Over, source: Reader, where: Node | None, satisfies: Node | None) -> MembersOf:
    items = items_function(over, source, of_words=False)

    def members(view: View, outer: Item | None, counting: View) -> Members:
        return Members(
            [(member_part(where, counting, one), member_part(satisfies, view, one)) for one in items(outer)]
        )

    return members


def _word_members(over: Over, source: Reader, where: Node | None, satisfies: Node | None) -> MembersOf:
    items = items_function(over, source, of_words=True)

    def members(view: View, outer: Item | None, counting: View) -> Members:
        base = source.path(outer)
        value = source.value(view, outer)
        parts = []
        for item in items(outer):
            truth = _word_on(source, counting, outer, item.key)
            counts = both([_membership(base, item.key, value, truth), member_part(where, counting, item)])
            parts.append((counts, member_part(satisfies, view, item)))
        return Members(parts)

    return members


def _word_on(source: Reader, view: View, outer: Item | None, word: str) -> Truth:
    """Say whether a word is a member, as it is weighed."""

    def on(track: View) -> Truth:
        stated = source.value(track, outer)
        return (stated if isinstance(stated, WordSet) else operators.UNSTATED_SET).truth(word)

    return view.settled(on(view.backed), lambda: on(view.declared)) if isinstance(view, Weighed) else on(view)


def _membership(base: str, word: str, value: object, truth: Truth) -> Part:
    def emit(reasons: Reasons, positive: bool) -> None:
        fact = f"{base}.{word}" if truth == U and value is not None else base
        reasons.add(fact, f"includes {word}", truth)

    return Part(truth, emit)


def _listed_members(source: Reader, where: Node | None, satisfies: Node | None) -> MembersOf:
    def members(view: View, outer: Item | None, counting: View) -> Members:
        base = source.path(outer)
        value = source.value(view, outer)

        def length(reasons: Reasons, positive: bool) -> None:
            reasons.add(base, "how many there are", T if value is not None else U)

        listed = listed_in(value)
        if listed is None:
            return Members((), open=length)
        parts = []
        for item in (Item(f"{base}.{key}", key) for key in listed.keys):
            counts, satisfied = member_part(where, counting, item), member_part(satisfies, view, item)
            parts.append((_listed(counts, satisfied, view, item, length), satisfied))
        more = Part(U, lambda reasons, _positive: reasons.add(base, "the whole list", U))
        return Members(parts, more=more if listed.more else None, length=length)

    return members


def _listed(counts: Part, satisfied: Part, view: View, item: Item, length: Emit) -> Part:
    """Explain that an item counts: it is in the list, which is said where nothing else is said of it."""

    def emit(reasons: Reasons, positive: bool) -> None:
        counts.emit(reasons, positive)
        said = Reasons(view)
        counts.emit(said, positive)
        satisfied.emit(said, positive)
        beneath = item.path + "."
        if not any(one.fact == item.path or one.fact.startswith(beneath) for one in said.observations):
            length(reasons, positive)

    return Part(counts.truth, emit if counts.truth == T else counts.emit)


def _age_members(over: Over, source: Reader, satisfies: Node | None, ages: tuple[Age, Age]) -> MembersOf:
    def members(view: View, outer: Item | None, _counting: View) -> Members:
        whole = age_range(ages, view)
        facts = [end.fact for end in ages if end.fact is not None]

        def open_ends(reasons: Reasons, positive: bool) -> None:
            for fact in facts:
                if fact.path not in view.facts.values:
                    reasons.add(fact.path, "an age", U, unit=fact.type.unit)

        def stated_ends(reasons: Reasons, positive: bool) -> None:
            for fact in facts:
                stated = view.facts.values.get(fact.path)
                reasons.add(fact.path, "an age", T, unit=fact.type.unit, seen=stated)

        if whole is None:
            return Members((), open=open_ends)
        value = source.value(view, outer)
        bands = value.bands if isinstance(value, Bands) else ()
        base = source.path(outer)
        answers = {band.key: member_part(satisfies, view, Item(f"{base}.{band.key}", band.key)) for band in bands}
        covers = [tuple([operators.covered(band, age) for band in bands]) for age in whole]
        gaps = _gaps([age for age, cover in zip(whole, covers, strict=True) if T not in cover])
        # Ages that lie in and out of the same bands are one and the same part: whoever adds ages up counts them.
        alike = {cover: (NOTHING, _at_age(cover, base, bands, answers)) for cover in set(covers)}
        unsaid = {label: (NOTHING, _gap(base, label)) for label in set(gaps.values())}
        parts = [unsaid[gaps[age]] if age in gaps else alike[cover] for age, cover in zip(whole, covers, strict=True)]
        return Members(parts, ends=stated_ends if facts else None)

    return members


def _gaps(ages: Sequence[int]) -> dict[int, str]:
    """Name, for each age about which nothing is stated, the whole run it lies in."""
    named: dict[int, str] = {}
    start = 0
    for index in range(len(ages)):
        if index + 1 == len(ages) or ages[index + 1] != ages[index] + 1:
            run = ages[start : index + 1]
            label = f"ages {run[0]} to {run[-1]}" if len(run) > 1 else f"age {run[0]}"
            named.update(dict.fromkeys(run, label))
            start = index + 1
    return named


def _gap(base: str, label: str) -> Part:
    return Part(U, lambda reasons, _positive: reasons.add(base, label, U))


def _at_age(cover: Sequence[Truth], base: str, bands: Sequence[Band], answers: dict[str, Part]) -> Part:
    inside = zip(cover, bands, strict=True)
    return both([either([_outside(truth, f"{base}.{band.key}"), answers[band.key]]) for truth, band in inside])


def _outside(covers: Truth, band: str) -> Part:
    """Say that an age lies outside a band; asked about only where the band's ends leave it open."""

    def emit(reasons: Reasons, positive: bool) -> None:
        if covers == U:
            reasons.add(band, "ages of this band", U)

    return Part(negate(covers), emit)
