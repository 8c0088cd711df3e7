"""The promises about what is missing as backed, on random conditions, declarations and evidence."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import assume, given

from auditor.engine.audit import audit
from auditor.engine.backing import Tracks
from auditor.engine.evaluate import compile_ruleset
from auditor.engine.proof import prove
from auditor.model.facts import Facts
from auditor.model.finding import Finding, Reason, Role, Status
from auditor.model.ruleset import Ruleset
from auditor.model.values import WordSet
from tests.properties.test_conditions import Case, cases
from tests.properties.test_proof import looked_at
from tests.support.answering import answer
from tests.support.facts import facts_of
from tests.support.made import PARAMETERS
from tests.support.rules import AS_OF, declaration, evidence, read, requirement, ruleset
from tests.support.vocabulary import VOCABULARY


def edition(case: Case) -> Ruleset:
    """Ask for what is written; every other time, ask it of whom it concerns."""
    condition = read(case.written, parameters=PARAMETERS, definitions=case.definitions)
    return ruleset([requirement(met=condition)])


def judged(rules: Ruleset, facts: Facts, supports: Sequence[str]) -> Finding:
    entries = [evidence(*supports)] if supports else []
    found = audit(
        declaration(facts, entries),
        rules,
        compile_ruleset(rules),
        vocabulary=VOCABULARY,
        as_of=AS_OF,
        as_written=True,
    )
    return found.findings[0]


def drawn(case: Case) -> list[str]:
    """Draw what a document names."""
    return [path for path in case.facts.values if case.rng.random() < 0.3]


def whole(facts: Facts, fact: str) -> str:
    """Give what a document has to name: a word that a list leaves out is shown by one on the whole list alone."""
    above, _, word = fact.rpartition(".")
    words = facts.values.get(above)
    return above if isinstance(words, WordSet) and words.complete and word not in words.words else fact


@given(cases())
def test_answerable_what_is_missing_as_backed_settles_it(case: Case) -> None:
    rules, facts, full, supports = edition(case), case.facts, facts_of(case.full), drawn(case)
    for _round in range(20):
        found = judged(rules, facts, supports).backed
        if found.status is not Status.UNDECIDED:
            return
        assert found.missing
        open_ = [one.fact for one in found.missing if one.role is not Role.EVIDENCE]
        lacking = [whole(facts, one.fact) for one in found.missing if one.role is Role.EVIDENCE]
        assert set(lacking) - set(supports) or open_
        facts, supports = answer(facts, open_, full), [*supports, *lacking]
    raise AssertionError("answered and backed twenty times over, and still open")


@given(cases())
def test_of_what_is_met_as_declared_only_documents_are_missing(case: Case) -> None:
    supports, rules = drawn(case), edition(case)
    found = judged(rules, case.facts, supports).backed
    assume(found.reason is Reason.EVIDENCE_MISSING)
    assert {one.role for one in found.missing} == {Role.EVIDENCE}
    (compiled,) = compile_ruleset(rules)
    tree = prove(compiled, Tracks(case.facts, (evidence(*supports),) if supports else (), AS_OF)).met
    deciding = {one.fact for one in looked_at(tree)}
    # The proof names a set where single words of it are missing, and of bands only those that the age lies in.
    other = [one.fact for one in found.missing if not {one.fact, one.fact.rpartition(".")[0]} & deciding]
    assert not other, (case.written, case.definitions, case.blurred, supports, deciding)
