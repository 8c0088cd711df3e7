"""The promises about proof trees, on random conditions and random declarations."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given

from auditor.engine.backing import Tracks
from auditor.engine.evaluate import compile_ruleset
from auditor.engine.proof import prove
from auditor.model.evidence import Assurance
from auditor.model.finding import Observation
from auditor.model.proof import Proof, RequirementProof
from auditor.model.truth import F, T, U
from auditor.model.values import Items
from tests.properties.test_conditions import Case, cases
from tests.support.facts import facts_of
from tests.support.made import PARAMETERS
from tests.support.rules import AS_OF, evidence, read, reasons_of, requirement, ruleset, truth_of


def proved(case: Case, *supports: str, assurance: Assurance = Assurance.DOCUMENTED) -> RequirementProof:
    condition = read(case.written, parameters=PARAMETERS, definitions=case.definitions)
    (one,) = compile_ruleset(ruleset([requirement(met=condition, assurance=assurance)]))
    entries = (evidence(*supports),) if supports else ()
    return prove(one, Tracks(case.facts, entries, AS_OF))


def decided(proof: Proof) -> Iterator[Proof]:
    """Give the parts that decided, from the top."""
    if proof.decides:
        yield proof
        for child in proof.children:
            yield from decided(child)


def looked_at(proof: Proof) -> Iterator[Observation]:
    for part in decided(proof):
        yield from part.observations


@given(cases(simple=True))
def test_what_decided_in_the_tree_is_the_reason(case: Case) -> None:
    tree = proved(case, assurance=Assurance.ASSERTED).met
    assert tree.declared == tree.backed == truth_of(case.node, case.facts)
    drawn = {one.fact for one in looked_at(tree)}
    reasons = {one.fact for one in reasons_of(case.node, case.facts)}
    assert drawn <= reasons
    # A reason also names what is drawn nowhere: bands beside the age in question, and the list a member is in.
    assert all(one.startswith("defaults") or isinstance(case.facts.values[one], Items) for one in reasons - drawn)


@given(cases())
def test_every_part_that_decided_rests_on_one_that_did(case: Case) -> None:
    supports = [path for path in case.facts.values if case.rng.random() < 0.5]
    for part in decided(proved(case, *supports).met):
        if part.children and not part.observations:
            assert any(one.decides for one in part.children), part


@given(cases())
def test_backed_is_below_declared_in_every_part_that_helps(case: Case) -> None:
    supports = [path for path in case.facts.values if case.rng.random() < 0.5]
    tree = proved(case, *supports).met
    assert tree.backed in (tree.declared, U)
    whole = proved(case, *case.facts.values).met
    assert whole.declared == tree.declared
    assert tree.declared != F or tree.backed == F


@given(cases())
def test_a_tree_of_a_full_declaration_knows_everything(case: Case) -> None:
    case.blurred = case.full
    tree = proved(case, assurance=Assurance.ASSERTED).met
    assert tree.declared == truth_of(case.node, facts_of(case.full))
    if tree.declared in (T, F):
        assert list(looked_at(tree))
