"""What a comparison says against a service, or leaves out: each reason as what it is, in every format alike."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from auditor.model.comparison import Comparison, Conflict, Mark
from auditor.model.diagnostic import Diagnostic, Place
from auditor.model.evidence import Assurance
from auditor.report.comparison_registry import ComparisonFormat, render_comparison
from auditor.report.versus import csvtable, jsonv1, plain, terminal
from auditor.report.versus.sentences import sentences
from tests.support.comparing import comparison
from tests.support.filings import (
    CHILDREN,
    DECLINED,
    DETECTS,
    EVERYTHING,
    HOURS,
    REPORT,
    SOUGHT,
    SUMMARY,
    WARNS,
    compiled,
    filing,
)

AGAINST = {**EVERYTHING, DETECTS: False}
"""It detects nothing, and warns of what it detects: the two cannot both be true."""
EXEMPT = {CHILDREN: False, REPORT: True, HOURS: 12, SUMMARY: True}


def of(one: Comparison, *words: str) -> str:
    (line,) = (line for line in sentences(one) if all(word in line for word in words))
    return line


def drawn(one: Comparison, width: int = 100, *, verbose: bool = False) -> str:
    return terminal.render(one, width=width, color=False, ascii=False, verbose=verbose)


def rows(one: Comparison) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csvtable.render(one), newline="")))


# -- contradictions ----------------------------------------------------------------------------


def test_what_contradicts_itself_is_no_missing_document(tmp_path: Path) -> None:
    one = comparison([filing(tmp_path, "yew", AGAINST)])
    line = of(one, "declares what MDW-2")
    assert "its own answers contradict each other: “" in line
    assert "`grooming.any_detection` is false" in line
    assert "so that none of these counts as backed" in line
    assert "document" not in line
    assert "not all of what it declares" not in line


@pytest.mark.parametrize("format", ComparisonFormat)
def test_every_format_tells_of_contradictions(format: ComparisonFormat, tmp_path: Path) -> None:
    one = comparison([filing(tmp_path, "yew", AGAINST), filing(tmp_path, "ash")])
    shown = render_comparison(format, one)
    told = "consistency.det-07" if format is ComparisonFormat.JSON else "contradict"
    assert told in shown.casefold()
    assert "grooming.alerts_child" in shown
    assert told not in render_comparison(format, comparison([filing(tmp_path, "ash")])).casefold()


def test_a_contradiction_stands_with_its_service_facts_and_places(tmp_path: Path) -> None:
    one = comparison([filing(tmp_path, "yew", AGAINST), filing(tmp_path, "ash")])
    (row,) = (row for row in rows(one) if row["row"] == "contradiction")
    assert row["service"] == "yew"
    assert set(row["fact"].split("; ")) == {DETECTS, WARNS}
    assert len(row["place"].split("; ")) == 2
    assert "Correct" in row["help"]
    text = drawn(one)
    assert "! Yew: 1 contradiction" in text
    assert "--> " in text[text.index("! Yew: 1") :]
    assert any(line.startswith("Yew: 1 contradiction; none of") for line in plain.render(one).splitlines())


def test_the_first_contradictions_are_shown_and_all_when_asked(tmp_path: Path) -> None:
    one = comparison([filing(tmp_path, "yew", AGAINST)])
    (standing,) = one.standings
    many = replace(one, standings=(replace(standing, conflicts=standing.conflicts * 5),))
    assert "and 2 more: --verbose shows them" in drawn(many)
    assert "more: --verbose" not in drawn(many, verbose=True)


def test_what_others_compiled_contradicts_itself_as_a_record(tmp_path: Path) -> None:
    one = comparison([compiled(tmp_path, "yew", {DETECTS: False, WARNS: True})])
    line = of(one, "contradicts itself")
    assert "What “The auditor project” compiled of the service “Yew” (id “yew”) on 2026-09-01 contradicts" in line
    assert "a fault of the record, and no finding on the service" in line
    assert "Yew: 1 contradiction, in what others compiled" in drawn(one)
    assert [row["service"] for row in rows(one) if row["row"] == "contradiction"] == ["yew"]


def test_a_product_that_disagrees_is_named_as_that(tmp_path: Path) -> None:
    one = comparison([filing(tmp_path, "yew", backed=[CHILDREN])])
    told = Diagnostic(
        code="bound.disagrees",
        message="`grooming.alerts_child` is declared `true`, and `/alerts` of `cfg.json` is `false`",
        place=Place("yew.yaml", 3, 1),
    )
    bound = Conflict(facts=(WARNS,), told=told)
    (standing,) = one.standings
    page = replace(one, standings=(replace(standing, conflicts=(bound,)),))
    line = of(page, "declares what MDW-2")
    assert "its product's own configuration disagrees: “`grooming.alerts_child` is declared" in line
    assert "document" not in line
    assert "this does not count as backed" in of(page, "does not bear out")


def test_a_public_page_names_no_fact_of_a_contradiction_with_what_is_confidential(tmp_path: Path) -> None:
    file = filing(tmp_path, "yew", AGAINST, confidential=[DETECTS])
    one = comparison([file], public=True)
    (row,) = (row for row in rows(one) if row["row"] == "contradiction")
    assert (row["fact"], "false" in row["message"]) == ("", False)
    assert "is false" not in of(one, "contradicts itself")


def test_a_missing_document_is_told_of_the_facts_it_is_missing_for(tmp_path: Path) -> None:
    one = comparison([filing(tmp_path, "yew", backed=[CHILDREN])])
    assert "no document that the edition accepts was found for its answer to “Is a child warned" in of(
        one, "declares what MDW-2"
    )


@pytest.mark.parametrize("saved", [False, True])
def test_what_is_bound_and_cannot_be_read_is_no_missing_document(saved: bool, tmp_path: Path) -> None:
    (tmp_path / "product.json").write_text("{}", encoding="utf-8")
    bound = {"fact": WARNS, "file": "product.json", "pointer": "/alerts"}
    one = comparison([filing(tmp_path, "yew", bound=[bound])])
    (standing,) = one.standings
    if saved:  # a saved result does not tell what is bound
        audit = replace(standing.audit, declaration=replace(standing.audit.declaration, bound=()))
        one = replace(one, standings=(replace(standing, audit=audit),))
    line = of(one, "declares what MDW-2")
    assert ("configuration says could not be read" in line) is not saved
    assert ("a document that was found for its answer to “Is a child warned" in line) is saved
    assert "no document" not in line


# -- the three words for no answer -------------------------------------------------------------


def test_asked_looked_for_and_not_answered_are_kept_apart(tmp_path: Path) -> None:
    one = comparison([filing(tmp_path, "yew", {CHILDREN: DECLINED, WARNS: SOUGHT}, backed=[])])
    line = of(one, "leaves open whether it meets MDW-2")
    asked, looked = (
        line.index("it was asked by “Example Charity” on 2026-06-01"),
        line.index("looked for by “Example"),
    )
    assert "and did not say: “Can people under 18" in line[asked:looked]
    assert "and not found: “Is a child warned" in line[looked:]
    assert "not answered:" not in line
    first = of(one, "leaves open whether it meets MDW-1")
    assert "it was asked by “Example Charity”" in first
    assert "not answered: “Does the service take any steps" in first


# -- as backed ---------------------------------------------------------------------------------


def test_where_nothing_is_met_as_backed_no_document_is_said_to_be_found(tmp_path: Path) -> None:
    line = of(comparison([filing(tmp_path, "yew", backed=[])]), "On “grooming”")
    assert "as backed none comes out as met; 2 are open as backed" in line
    assert "found" not in line


def test_what_an_unbacked_exemption_leaves_open_is_counted(tmp_path: Path) -> None:
    one = comparison([filing(tmp_path, "yew", EXEMPT, backed=[REPORT, HOURS, SUMMARY])])
    line = of(one, "the verdict on the service")
    assert "“compliant” as declared and “cannot tell yet” as backed" in line
    assert "as backed 2 come out as met; 2 are open as backed, which do not apply as declared, and nothing" in line
    assert sum(one.standings[0].decisive_backed.values()) == 4


def by_word(one: Comparison, *ids: str) -> Comparison:
    """Let the edition take services at their word for some requirements."""
    asked = tuple(
        replace(each, evidence=replace(each.evidence, assurance=Assurance.ASSERTED)) if each.id in ids else each
        for each in one.ruleset.requirements
    )
    return replace(one, ruleset=replace(one.ruleset, requirements=asked))


def test_what_is_met_on_a_word_alone_is_not_said_to_have_a_document(tmp_path: Path) -> None:
    one = comparison([filing(tmp_path, "yew")])
    assert "as backed 2 come out as met, which means that documents were found for them" in of(one, "On “grooming”")
    some = of(by_word(one, "MDW-1"), "On “grooming”")
    assert "as backed 2 come out as met, 1 of them on the service's word alone" in some
    assert "which means that a document was found for the other, in date" in some
    every = of(by_word(one, "MDW-1", "MDW-2"), "On “grooming”")
    assert "as backed 2 come out as met, on the service's word alone, because the edition asks for no" in every
    assert "found" not in every


# -- a score that may be none at all ------------------------------------------------------------


def empty(folder: Path) -> Comparison:
    return comparison([filing(folder, "yew", EXEMPT, backed=[])], lens=["grooming"])


def test_what_may_be_no_score_is_no_plain_zero(tmp_path: Path) -> None:
    one = empty(tmp_path)
    for line in (sentences(one)[0], of(one, "In the area “Grooming”")):
        assert "has no score as declared and either no score at all or 0 of 100 points as backed" in line
        assert "as backed it is open whether anything counts" in line
    assert "an undefined part" not in "".join(sentences(one))
    text = drawn(one)
    assert "* it may be that nothing counts" in text
    assert "Yew             0*" in text
    assert "* = open, and it may be that nothing in it counts" in " ".join(text.split())
    assert any("as backed: 0, or no score at all" in line for line in plain.render(one).splitlines())


def test_machine_formats_say_that_a_score_may_be_none(tmp_path: Path) -> None:
    one = empty(tmp_path)
    document = json.loads(jsonv1.render(one))
    (card,) = document["standings"][0]["areas"]
    assert card["score"]["declared"] is None
    assert card["score"]["backed"]["may_be_empty"] is True
    kinds = {row["row"]: row for row in rows(one)}
    for kind in ("service", "area"):
        assert (kinds[kind]["score_backed_low"], kinds[kind]["score_backed_may_be_empty"]) == ("0.00", "true")
        assert kinds[kind]["score_may_be_empty"] == ""
    sure = {row["row"]: row for row in rows(comparison([filing(tmp_path, "ash")]))}
    assert sure["area"]["score_backed_may_be_empty"] == "false"


def test_the_page_shows_an_area_that_may_be_none_as_open(tmp_path: Path) -> None:
    shown = render_comparison(ComparisonFormat.HTML, empty(tmp_path))
    assert (
        '<td class="heat-0 heat-open"><span class="backed"><span>0*</span></span> <small>no score declared' in shown
    )
    assert "* it may be that nothing counts." in shown


# -- notes ---------------------------------------------------------------------------------------


def notes(one: Comparison, service: str) -> Sequence[str]:
    (line,) = (
        line
        for line in sentences(one)
        if f"(id “{service}”)" in line and ("ranked service" in line or "has no rank" in line)
    )
    return line.split("; note")[1:]


def test_a_note_on_one_service_stands_in_no_other_ones_sentence(tmp_path: Path) -> None:
    thin = filing(tmp_path, "thin", {CHILDREN: True}, stated_on=None)
    one = comparison([filing(tmp_path, "ash"), filing(tmp_path, "yew"), thin])
    assert one.marks == (Mark(text="facts of no stated day: thin", services=("thin",)),)
    assert notes(one, "ash") == notes(one, "yew") == notes(one, "thin") == []


def test_a_note_on_another_that_is_ranked_says_that_it_is_on_another(tmp_path: Path) -> None:
    one = comparison([filing(tmp_path, "ash"), filing(tmp_path, "yew", stated_on=None)])
    assert notes(one, "ash") == [" on others that are ranked: “facts of no stated day: yew”."]
    assert notes(one, "yew") == []
    both = comparison([filing(tmp_path, name, stated_on=None) for name in ("ash", "yew")])
    for name in ("ash", "yew"):
        assert notes(both, name) == [" on others that are ranked: “facts of no stated day: ash, yew”."]
