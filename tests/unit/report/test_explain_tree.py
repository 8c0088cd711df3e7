"""The proof tree as it is drawn, and the information request."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from auditor.engine.unbacked import WhyUnbacked
from auditor.model.diagnostic import Place
from auditor.model.finding import Observation
from auditor.model.proof import Proof, RequirementProof
from auditor.model.result import Audit
from auditor.model.truth import F, T, Truth, U
from auditor.report.asking import render_request
from auditor.report.explain_tree import cited, put_proof
from auditor.report.paper import Paper
from tests.support.results import SCENARIOS

DAY = date(2026, 10, 1)


def request(audit: Audit) -> str:
    return render_request((audit,), DAY, WhyUnbacked(audit.declaration, (), audit.contested, DAY))


def comparison(fact: str, truth: Truth, *, backed: Truth | None = None, decides: bool = True, by: str = "") -> Proof:
    seen = Observation(
        fact=fact,
        place=Place("a.yaml", 3, 5),
        seen=truth == T if truth != U else None,
        wanted="true",
        truth=truth,
        backed_by=(by,) if by else (),
    )
    backed = truth if backed is None else backed
    return Proof(words="", declared=truth, backed=backed, decides=decides, observations=(seen,))


def surface(name: str, truth: Truth, **more: bool) -> Proof:
    inner = comparison(f"surfaces.{name}.offered", truth)
    return Proof(words="", declared=truth, backed=truth, label=name, children=(inner,), **more)


def drawn(proof: RequirementProof, *, verbose: bool = False, width: int = 80) -> str:
    paper = Paper(width=width, color=False, ascii=False)
    put_proof(paper, proof, verbose=verbose)
    return paper.text()


def tree(*children: Proof, declared: Truth = T, backed: Truth = T) -> Proof:
    return Proof(words="all of these", declared=declared, backed=backed, children=children)


def test_each_line_has_a_mark_for_either_track_and_each_comparison_its_place() -> None:
    text = drawn(RequirementProof(requirement="A-1", applies=None, met=tree(comparison("app.chat", T, backed=U))))
    assert " ✓ ✓  all of these\n" in text
    assert re.search(r"^ ✓ \?    app\.chat: true; wanted true +a\.yaml:3:5$", text, re.MULTILINE)


def test_what_decided_nothing_is_drawn_only_when_asked_for() -> None:
    proof = RequirementProof(
        requirement="A-1",
        applies=None,
        met=tree(comparison("app.a", F), comparison("app.b", T, decides=False, by="doc"), declared=F, backed=F),
    )
    assert "app.b" not in drawn(proof)
    assert "app.b" in drawn(proof, verbose=True)
    assert cited(proof, verbose=False) == ()
    assert cited(proof, verbose=True) == ("doc",)


def test_members_that_came_out_alike_are_drawn_once() -> None:
    names = ("dm", "comments", "live", "calls")
    members = [*(surface(name, T) for name in names), surface("games", F)]
    proof = RequirementProof(requirement="A-1", applies=None, met=tree(*members))
    text = drawn(proof)
    assert text.count("offered") == 2
    assert "as much holds of 3 more: comments, live, calls" in text
    assert "surfaces.games.offered: false" in text
    assert drawn(proof, verbose=True).count("offered") == 5


def test_two_that_came_out_alike_are_both_drawn() -> None:
    text = drawn(RequirementProof(requirement="A-1", applies=None, met=tree(surface("dm", T), surface("live", T))))
    assert text.count("offered") == 2
    assert "more" not in text


def test_of_what_does_not_apply_the_scope_alone_is_drawn() -> None:
    proof = RequirementProof(
        requirement="A-1",
        applies=comparison("app.chat", F),
        met=comparison("app.calls", F),
        rungs=((Fraction(1, 2), comparison("app.kinds", T)),),
    )
    assert "MET WHERE" not in drawn(proof)
    assert "MET WHERE" in drawn(proof, verbose=True)


def test_part_credit_is_drawn_where_it_is_not_met() -> None:
    rungs = ((Fraction(1, 2), comparison("app.kinds", T)), (Fraction(1, 4), comparison("app.rank", T)))
    met = RequirementProof(requirement="A-1", applies=None, met=comparison("app.calls", T), rungs=rungs)
    assert "OTHERWISE" not in drawn(met)
    failed = RequirementProof(requirement="A-1", applies=None, met=comparison("app.calls", F), rungs=rungs)
    assert drawn(failed).count("OTHERWISE") == 1
    assert "OTHERWISE CREDIT 0.5 WHERE" in drawn(failed)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_deep_tree_fits(width: int) -> None:
    proof = comparison("surfaces.a_surface_with_a_very_long_name.a_fact_with_a_very_long_name", U, by="a-document")
    for _ in range(20):
        proof = tree(proof, declared=U, backed=U)
    for line in drawn(RequirementProof(requirement="A-1", applies=None, met=proof), width=width).split("\n"):
        assert cell_len(line) <= width


def test_a_request_asks_each_deciding_fact_once() -> None:
    (audit,) = SCENARIOS["undecided"]().audits
    text = request(audit)
    assert "- Date of the request: 2026-10-01\n" in text
    assert text.count("Can children use the service?") == 1
    assert re.search(r"^1\. \*\*", text, re.MULTILINE)
    numbers = [int(one) for one in re.findall(r"^(\d+)\. ", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    deciding = {
        missing.fact
        for finding in audit.findings
        if finding.requirement.decisive and finding.in_force
        for missing in (*finding.declared.missing, *finding.backed.missing)
    }
    for fact in deciding:
        assert f"`{fact}`" in text


def test_a_request_wants_documents_for_what_is_not_backed() -> None:
    (audit,) = SCENARIOS["unbacked"]().audits
    text = request(audit)
    assert "## Documents" in text
    assert "A document would do that" in text
    assert "bears a date not after 2026-10-01" in text


def test_a_request_gives_the_address_of_a_publication_to_its_last_sign() -> None:
    (audit, *_others) = SCENARIOS["contested"]().audits
    (one,) = (each for each in audit.contested if each.counted)
    publication, *_rest = one.challenge.evidence
    asked = replace(publication, source="https://example.org/report?")
    contested = replace(one, challenge=replace(one.challenge, evidence=(asked,)))
    assert "example.org/report?\n" in request(replace(audit, contested=(contested,)))


def test_a_request_over_nothing_says_so() -> None:
    (audit,) = SCENARIOS["all-met"]().audits
    assert "Nothing is asked: every fact that decides" in request(audit)


def test_a_service_that_did_not_file_is_not_asked() -> None:
    (audit,) = SCENARIOS["compiled"]().audits
    text = request(audit)
    assert "There is nobody to ask" in text
    assert "1." not in text


def test_no_sign_of_a_hostile_declaration_acts_in_a_request() -> None:
    for scenario in ("hostile", "mixed"):
        (audit,) = SCENARIOS[scenario]().audits
        text = request(audit)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e]", text)
        prose = re.sub(r"(`+)(?!`).*?\1", "", text)
        assert not re.search(r"(?<!\\)[<>\[\]|]", prose)
