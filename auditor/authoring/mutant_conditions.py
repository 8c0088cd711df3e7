"""A condition with one thing in it changed: connectives, quantifiers, guards, ages, bounds, and every part of it.

Where a change means the same as the rule did it is left out, for no case could tell the two apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from auditor.authoring.mutant_comparisons import Edit, comparison_edits, meaning, told
from auditor.model.condition import (
    Age,
    AtLeast,
    Condition,
    Connective,
    FactSubject,
    Group,
    IfThen,
    Literal,
    Named,
    Not,
    Over,
    Quantifier,
    Test,
)
from auditor.model.vocabulary import Kind


def edits(condition: Condition) -> Iterator[Edit]:
    """Give every change of a condition, the definitions it uses left as they are."""
    if isinstance(condition, Named):
        return
    seen = {meaning(condition)}
    for edit in _here(condition):
        if meaning(edit.to) not in seen:
            seen.add(meaning(edit.to))
            yield edit
    yield from _inside(condition)


def _here(condition: Condition) -> Iterator[Edit]:
    def edit(key: str, change: str, hint: str, to: Condition) -> Edit:
        return Edit(key=key, place=condition.place, change=change, hint=hint, to=to)

    match condition:
        case Test():
            yield from comparison_edits(condition)
        case Group(connective=connective, members=members):
            yield from _of_group(condition, edit, connective, members)
        case Not(member=member):
            yield edit("not-dropped", f"`not` before {_brief(member)} is gone", f"{_brief(member)} is so", member)
        case AtLeast(n=n, members=members):
            for moved in (n - 1, n + 1):
                if 1 <= moved <= len(members):
                    hint = f"exactly {max(n, moved) - 1} of them hold"
                    yield edit(
                        f"n-{moved}", f"at least {n} became at least {moved}", hint, replace(condition, n=moved)
                    )
            for index, gone in enumerate(members):
                fewer = replace(condition, members=members[:index] + members[index + 1 :])
                hint = f"it is one of exactly {n} that hold"
                yield edit(f"{index}-dropped", f"{_brief(gone)} is gone from the list", hint, fewer)
        case IfThen(condition=first):
            turned = Not(member=first, place=condition.place)
            hint = f"{_brief(first)} is so, and what follows is not"
            yield edit(
                "if-negated", f"`if` {_brief(first)} became its opposite", hint, replace(condition, condition=turned)
            )
        case Over():
            yield from _of_over(condition, edit)


_Make = Callable[[str, str, str, Condition], Edit]


def _of_group(group: Group, edit: _Make, connective: Connective, members: Sequence[Condition]) -> Iterator[Edit]:
    others = {Connective.ALL: Connective.ANY, Connective.ANY: Connective.ALL, Connective.NONE: Connective.ANY}
    other = others[connective]
    if len(members) > 1 or connective is Connective.NONE:
        hint = "one of them holds" if connective is Connective.NONE else "some of them hold and others do not"
        yield edit(
            other.value, f"`{connective.value}` became `{other.value}`", hint, replace(group, connective=other)
        )
    if len(members) == 1:
        return
    for index, gone in enumerate(members):
        fewer = replace(group, members=group.members[:index] + group.members[index + 1 :])
        alone = "fails and the others hold" if connective is Connective.ALL else "holds and the others do not"
        hint = f"{_brief(gone)}: this alone {alone}"
        yield edit(f"{index}-dropped", f"{_brief(gone)} is gone from `{connective.value}`", hint, fewer)


def _of_over(over: Over, edit: _Make) -> Iterator[Edit]:
    path, certain = over.of.path, over.where is None and bool(over.ages or _is_map(over))
    if over.quantifier in (Quantifier.EVERY, Quantifier.SOME) and over.satisfies is not None:
        alone = certain and over.ages is None and len(over.keys) == 1
        other = Quantifier.SOME if over.quantifier is Quantifier.EVERY else Quantifier.EVERY
        if_none = False if other is Quantifier.EVERY and not certain else None
        if not alone:
            swapped = replace(over, quantifier=other, if_none=if_none)
            change = f"`{over.quantifier.value}` of `{path}` became `{other.value}`"
            yield edit(other.value, change, "some members satisfy it and others do not", swapped)
    if over.where is not None:
        hint = "a member outside `where` would change the answer"
        yield edit("where-dropped", f"`where` of `{path}` is gone", hint, replace(over, where=None))
    if over.if_none is not None:
        turned = replace(over, if_none=not over.if_none)
        change = f"`if_none` of `{path}` became {str(turned.if_none).lower()}"
        yield edit("if-none", change, "it applies and no member counts", turned)
    if _is_map(over) and len(over.keys) > 1 and over.keys != over.of.type.words:
        for index, key in enumerate(over.keys):
            fewer = replace(over, keys=over.keys[:index] + over.keys[index + 1 :])
            hint = f"`{path}.{key}` alone decides"
            yield edit(f"without-{key}", f"`{key}` is gone from `among` of `{path}`", hint, fewer)
    yield from _of_ages(over, edit)
    yield from _of_bound(over, edit)


def _is_map(over: Over) -> bool:
    return over.of.type.kind is Kind.CLOSED_MAP


def _of_ages(over: Over, edit: _Make) -> Iterator[Edit]:
    if over.ages is None:
        return
    for index, name in enumerate(("from", "to")):
        number = over.ages[index].number
        for moved in () if number is None else (number - 1, number + 1):
            ends = [Age(number=moved) if at == index else end for at, end in enumerate(over.ages)]
            start, end = (one.number for one in ends)
            if moved < 0 or (start is not None and end is not None and start > end):
                continue
            outward = (moved < (number or 0)) is (name == "from")
            hint = (
                f"nothing is stated about the age of {moved}"
                if outward
                else f"the age of {number} alone decides, in a band of its own"
            )
            change = f"ages {name} {number} became {name} {moved}"
            yield edit(f"{name}-{moved}", change, hint, replace(over, ages=(ends[0], ends[1])))


def _of_bound(over: Over, edit: _Make) -> Iterator[Edit]:
    path = over.of.path
    if over.quantifier is Quantifier.COUNT and isinstance(over.limit, Literal):
        n = int(over.limit.value)  # type: ignore[arg-type]  # a count's limit is a whole number
        for moved in (n - 1, n + 1):
            if moved >= 0:
                limit = replace(over.limit, value=moved, written=str(moved))
                change = f"`{over.bound}` {n} of `{path}` became {moved}"
                hint = f"exactly {n if over.bound == 'exactly' else max(n, moved) - (over.bound == 'at_least')} count"
                yield edit(f"{over.bound}-{moved}", change, hint, replace(over, limit=limit))
    if over.quantifier is Quantifier.TOTAL and over.limit is not None and over.bound is not None:
        item = over.of.type.item
        assert item is not None, "the reader lets only maps of numbers be added up"
        total = Test(
            subject=FactSubject(path=path, type=replace(item, integer=False)),
            operator=over.bound,
            operand=over.limit,
            place=over.place,
        )
        for one in comparison_edits(total):
            assert isinstance(one.to, Test)
            if one.to.operator != "is_not":
                changed = replace(over, bound=one.to.operator, limit=one.to.operand)
                yield edit(one.key, f"the total of {one.change}", one.hint, changed)


def _inside(condition: Condition) -> Iterator[Edit]:
    """Make each change of a part a change of the whole."""
    match condition:
        case Group(members=members) | AtLeast(members=members):
            for index, member in enumerate(members):
                for edit in edits(member):
                    changed = (*members[:index], edit.to, *members[index + 1 :])
                    yield prefixed(str(index), edit, replace(condition, members=changed))
        case Not(member=member):
            for edit in edits(member):
                yield prefixed("not", edit, replace(condition, member=edit.to))
        case IfThen(condition=first, then=second):
            for edit in edits(first):
                yield prefixed("if", edit, replace(condition, condition=edit.to))
            for edit in edits(second):
                yield prefixed("then", edit, replace(condition, then=edit.to))
        case Over(where=where, satisfies=satisfies):
            for edit in () if where is None else edits(where):
                yield prefixed("where", edit, replace(condition, where=edit.to))
            for edit in () if satisfies is None else edits(satisfies):
                yield prefixed("satisfies", edit, replace(condition, satisfies=edit.to))
        case _:
            return


def prefixed(step: str, edit: Edit, whole: Condition | None = None) -> Edit:
    """Name a change by the step that leads to its part, and make it one of the whole that is given."""
    return replace(edit, key=f"{step}/{edit.key}", to=edit.to if whole is None else whole)


def _brief(condition: Condition) -> str:
    match condition:
        case Test():
            return f"`{told(condition)}`"
        case Named(name=name):
            return f"`{name}`"
        case Group(connective=connective, members=members):
            return f"`{connective.value}` of {_brief(members[0])} and {len(members) - 1} more"
        case Not(member=member):
            return f"not {_brief(member)}"
        case AtLeast(n=n, members=members):
            return f"at least {n} of {len(members)}"
        case IfThen(condition=first):
            return f"what is asked if {_brief(first)}"
        case Over(quantifier=quantifier, of=of):
            return f"`{quantifier.value}` of `{of.path}`"
