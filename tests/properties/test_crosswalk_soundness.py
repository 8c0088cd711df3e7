"""No relation that carries an outcome is contradicted by the rules themselves, on any facts that are to hand.

Every built-in crosswalk and every requirement's own relations are looked at, over the facts of every case of every
edition and of every example. Whoever meets what covers a requirement meets that as well, wherever it applies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from auditor.authoring.cases import day_of
from auditor.engine.backing import Tracks
from auditor.engine.evaluate import Compiled, compile_ruleset
from auditor.model.correspondence import Correspondence, EditionName, Reference, Relation, name_of
from auditor.model.declaration import Declaration
from auditor.model.truth import F, T, Truth
from auditor.source.case_files import read_cases
from auditor.source.crosswalks import Catalogue, crosswalk_files, read_crosswalk
from auditor.source.declarations import read_declaration
from auditor.source.library import builtin_editions
from auditor.source.rulesets import read_ruleset
from auditor.source.text import read_bytes
from auditor.source.vocabularies import read_vocabulary

EXAMPLES = Path(__file__).parents[2] / "examples"
AS_OF = date(2026, 10, 1)
FILES = {path.name: read_crosswalk(path) for path in crosswalk_files()}
VOCABULARY = read_vocabulary()
Key = tuple[EditionName, str]


@cache
def rules() -> dict[Key, Compiled]:
    """Give every requirement that comes with the program, compiled."""
    found = {}
    for edition in builtin_editions():
        ruleset = read_ruleset(edition.folder, VOCABULARY)
        for one in compile_ruleset(ruleset):
            found[name_of(ruleset.id, ruleset.version), one.requirement.id] = one
    return found


@cache
def facts() -> tuple[tuple[str, Declaration, date], ...]:
    """Give the declarations of every case and example, with a name and the day they are read for."""
    return tuple(_facts())


def _facts() -> Iterator[tuple[str, Declaration, date]]:
    for edition in builtin_editions():
        shown = f"{edition.id}/{edition.number}"
        ruleset = read_ruleset(edition.folder, VOCABULARY)
        for case in read_cases(edition.folder, VOCABULARY, shown):
            yield f"{case.place} ({case.title})", case.declaration, day_of(case, ruleset)[0]
    for path in sorted([*EXAMPLES.glob("*.yaml"), *EXAMPLES.glob("*/*.yaml")]):
        data = read_bytes(path, path.name)
        if re.search(rb"^declaration: 1$", data, re.MULTILINE):
            declaration, _ = read_declaration(data, path.name, path.parent, VOCABULARY)
            yield path.name, declaration, AS_OF


def judged(wanted: set[Key]) -> dict[Key, list[tuple[Truth, Truth]]]:
    """Give for each requirement, on all facts as declared, whether it applies and whether what it asks holds."""
    compiled = {one: rules()[one] for one in sorted(wanted)}
    found: dict[Key, list[tuple[Truth, Truth]]] = {one: [] for one in compiled}
    for _name, declaration, day in facts():
        tracks = Tracks(declaration.facts, (), day)
        for key, one in compiled.items():
            view, _backed = tracks.views(one.requirement.evidence)
            applies = T if one.applies is None else one.applies.truth(view, None)
            found[key].append((applies, one.met.truth(view, None)))
    return found


def named(reference: Reference) -> Key:
    return reference.edition, reference.requirement


def contradictions(relations: Iterable[Correspondence]) -> list[str]:
    """Say for each relation, read both ways, on which facts what covers is met and what it covers is not.

    A requirement that is not sure to apply contradicts nothing; one that applies and waits for an answer does, for
    what is carried over would be a pass that the other edition's own rules do not give.
    """
    relations = tuple(relations)
    resolved = Catalogue(builtin_editions()).resolved(relations)
    assert len(resolved) == len(relations)
    outcomes = judged({named(end) for one in resolved for end in (one.source, one.target)})
    found = []
    for one in resolved:
        there, back = named(one.source), named(one.target)
        for source, target, relation in ((there, back, one.relation), (back, there, one.relation.reversed)):
            if not relation.covers:
                continue
            for (name, _declaration, _day), first, second in zip(
                facts(), outcomes[source], outcomes[target], strict=True
            ):
                if first == (T, T) and second[0] == T and second[1] != T:
                    came_to = "not met" if second[1] == F else "not answered"
                    found.append(f"{one.place}: {source} is {relation} to {target}, which is {came_to} on {name}")
    return found


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_built_in_crosswalk_is_borne_out_by_the_rules(name: str) -> None:
    found = contradictions(FILES[name])
    assert not found, "\n".join(found[:20])


def test_what_requirements_carry_is_borne_out_by_the_rules() -> None:
    carried = tuple(relation for one in rules().values() for relation in one.requirement.crosswalk)
    found = contradictions(carried)
    assert not found, "\n".join(found[:20])


def test_the_facts_tell_relations_apart() -> None:
    """The oracle notices: what only overlaps is contradicted as soon as it is called equal."""
    partial = [one for one in FILES["grooming.yaml"] if one.relation is Relation.INTERSECTS]
    assert contradictions(replace(one, relation=Relation.EQUAL) for one in partial)
