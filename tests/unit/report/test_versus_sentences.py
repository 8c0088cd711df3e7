"""Sentences to quote: each whole in itself, none more certain than its source, and no name that can speak."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from auditor.model.comparison import Comparison, Mark
from auditor.report.escape import quoted, visible
from auditor.report.versus.jsonv1 import render as render_json
from auditor.report.versus.quotes import LONGEST, STATUSES, ordinal, percent
from auditor.report.versus.sentences import render, sentences
from tests.support.comparing import SCENARIOS, comparison
from tests.support.filings import CHILDREN, EVERYTHING, WARNS, challenge, filing
from tests.support.versus_formats import ALL, ASKED, COMPILED, CONTESTED, EVERYBODY, HOSTILE, renamed

GOLDEN = Path(__file__).parents[2] / "golden"
STATUS = "meadow-rules 1.0.0 (a model ruleset, not law)"
SAID = re.compile("“[^“”]*”")
SCORE = re.compile(
    r"has (no points|[0-9]+(?: to [0-9]+)?)[^;]*? as declared and (no points|[0-9]+(?: to [0-9]+)?)[^;]*? as backed, "
    "over"
)
# What a line may not say outside quotation marks: of anybody, and of a service that others compiled.
NEVER = re.compile(
    r"\b(protects?|fails children|because of|caused|refus\w+|lies?|claims?|conceal\w*|admits?|best|worst|safe|unsafe|"
    r"league|leads?|beats?|law-breaking|breach\w*|violat\w*)\b",
    re.IGNORECASE,
)
OF_COMPILED = re.compile(
    r"\b(points?|score[sd]?|rank\w*|verdict|compliant|meets?|meeting|declare[sd]?|backed|stands|place)\b",
    re.IGNORECASE,
)


def bare(line: str) -> str:
    """Give a line without what stands between quotation marks."""
    return SAID.sub("“”", line)


def of(one: Comparison, service: str) -> list[str]:
    return [line for line in sentences(one) if f"(id “{service}”)" in line]


@pytest.mark.parametrize("scenario", ALL)
def test_golden(scenario: str, update: bool) -> None:
    shown = render(ALL[scenario]()).encode("utf-8")
    path = GOLDEN / f"compare-{scenario}" / "expected.sentences.txt"
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(shown)
    assert shown == path.read_bytes()


@pytest.mark.parametrize("scenario", ALL)
def test_each_line_is_whole(scenario: str) -> None:
    one = ALL[scenario]()
    for line in sentences(one):
        assert STATUS in line
        assert "as of 2026-10-01" in line
        assert line.endswith(".")
        assert "\n" not in line
        assert re.match("[A-Z]", line)
        assert re.search(r"filing of \d{4}-\d\d-\d\d|compiled it on \d{4}-\d\d-\d\d", line)
        assert line.count("“") == line.count("”")
        assert not NEVER.search(bare(line)), line


@pytest.mark.parametrize("scenario", ALL)
def test_the_lines_about_the_file_come_first_and_say_how_to_cite(scenario: str) -> None:
    one = ALL[scenario]()
    lines = render(one).splitlines()
    head = [line for line in lines if line.startswith("# ")]
    assert lines[: len(head)] == head
    assert lines[len(head) :] == list(sentences(one))
    assert f"SHA-256 {one.ruleset.sha256}, as of 2026-10-01." in head[1]
    assert STATUS in head[0]


def numbers(text: str) -> tuple[int, ...] | None:
    return None if text == "no points" else tuple(map(int, text.split(" to ")))


@pytest.mark.parametrize("scenario", ALL)
def test_figures_are_those_of_the_json(scenario: str) -> None:
    one = ALL[scenario]()
    document: dict[str, Any] = json.loads(render_json(one))
    for standing in document["standings"]:
        lines = of(one, standing["service"]["id"])
        found = SCORE.search(lines[0])
        assert found
        for track, text in zip(("declared", "backed"), found.groups(), strict=True):
            points = standing["score"][track]["points"]
            low, *high = numbers(text) or ()
            assert (low, high[0] if high else low) == (points["low"], points["high"])
        assert ranked(lines[1]) == place(standing, document["ranked"])
        met = re.search("it comes out as meeting ([0-9]+), meeting ([0-9]+) in part, not meeting ([0-9]+)", lines[2])
        decisive = standing["decisive"]["declared"]
        assert met
        assert tuple(map(int, met.groups())) == (decisive["met"], decisive["partly-met"], decisive["not-met"])
        unanswered = re.search(r"([0-9.]+)% of the score as declared", lines[3])
        assert unanswered
        assert f"{float(unanswered[1]) / 100:.4f}" == standing["shares"]["unanswered"]


def place(standing: dict[str, Any], count: int) -> str:
    rank = standing["rank"]
    if rank is None:
        return "no rank"
    if count == 1:
        return "the only ranked service"
    best, worst = ordinal(rank["best"]), ordinal(rank["worst"])
    return f"{best if best == worst else f'between {best} and {worst}'} of {count} ranked services"


def ranked(line: str) -> str:
    found = re.search(
        "(?:is|has) ((?:between )?[^ ]+(?: and [^ ]+)? of [0-9]+ ranked services|no rank|the only.*?),", line
    )
    assert found, line
    return found[1]


def test_a_score_never_stands_without_the_areas_it_is_of() -> None:
    alone = "over the area “Reporting” alone"
    for line in sentences(SCENARIOS["lens"]()):
        if re.search("points|rank|score", bare(line)):
            assert alone in line
    assert not any(alone in line for line in sentences(SCENARIOS["everyone"]()))


def test_each_line_alone_says_that_it_was_forced() -> None:
    for line in sentences(comparison([*EVERYBODY], force=True)):
        assert line.startswith("In a comparison that was forced although the services cannot be compared (")
    assert not any("forced" in line for line in sentences(SCENARIOS["everyone"]()))


def test_a_part_is_never_rounded_to_none_or_to_all() -> None:
    shares = (Fraction(0), Fraction(1, 10**6), Fraction(1, 3), 1 - Fraction(1, 10**6), Fraction(1))
    assert [*map(percent, shares)] == ["0.00%", "less than 0.01%", "33.33%", "more than 99.99%", "100.00%"]


def test_watermarks_stand_in_the_lines_they_are_about() -> None:
    one = SCENARIOS["everyone"]()
    marked = replace(one.standings[0], audit=replace(one.standings[0].audit, watermarks=("draft, read as written",)))
    marks = (Mark(text="2 waivers are set aside"), Mark(text="facts of no stated day: fir", services=("fir",)))
    page = replace(one, standings=(marked, *one.standings[1:]), marks=marks)
    for line in sentences(page):
        compares = "ranked service" in line or "has no rank" in line
        assert ("2 waivers are set aside" in line) is compares
        assert ("note: “draft, read as written”" in line) is ("(id “alder”)" in line)
        assert "facts of no stated day: fir" not in line  # it is not ranked, and its own sentences say it


def test_ties_and_open_places_are_said() -> None:
    (birch,) = (line for line in of(SCENARIOS["everyone"](), "birch") if "ranked services" in line)
    assert "between 1st and 5th of 5 ranked services" in birch
    assert "the same figures as “Dogwood” and “Elm”: a tie" in birch
    assert "leave open whether it stands above or below “Cedar”; it may yet come level with “Alder”" in birch


def test_no_answer_is_no_no() -> None:
    one = SCENARIOS["everyone"]()
    fir = of(one, "fir")
    assert any("has no rank, because 100.00% of its score as declared hangs on facts without" in line for line in fir)
    open_ones = [line for line in fir if "leaves open" in line]
    assert len(open_ones) == 2
    assert all("what is not answered is not a no" in line for line in open_ones)
    assert not any("does not meet" in line for line in fir)


def test_a_refusal_names_who_asked_and_when() -> None:
    asked = [line for line in of(SCENARIOS["everyone"](), "dogwood") if "did not say, what" in line]
    assert len(asked) == 2
    assert all("was asked by “Example Charity” on 2026-06-01 (“letter, 1 June 2026”)" in line for line in asked)


def test_what_fails_is_put_down_to_the_filing_and_its_facts() -> None:
    (failed,) = (line for line in of(SCENARIOS["everyone"](), "cedar") if "does not meet" in line)
    assert failed.startswith("By its own filing of 2026-06-30, the service “Cedar”")
    assert "it declares no to “Is a child warned when a contact looks like grooming?”" in failed
    assert "declared at cedar-2026.yaml:6:47" in failed


def test_both_sides_of_what_is_contested_and_the_reply() -> None:
    one = comparison(CONTESTED)
    told = [line for line in of(one, "maple") if "grooming.any_detection" in line]
    assert sum("declares yes to" in line for line in told) == 1
    for line in told:
        assert "it can reply until 2026-10-04" in line
        assert "“Example Charity” filed on 2026-09-20 that the answer is no, citing “The Example Times”" in line
        assert "replied on 2026-09-25: “We do. 'Always'.”" in line
        assert "neither is found to be true" in line
    reported = [line for line in of(one, "oak") if "it was reported by" in line]
    (contested,) = (line for line in reported if "contested" in line)
    assert "is yes; this is contested: “The Example Post” filed" in contested
    assert "nobody asked “Oak” for a reply to this" in contested
    assert all(
        "asked on 2026-09-02 for a reply to the file by 2026-09-16, and no reply is recorded" in x for x in reported
    )


def test_a_contest_says_of_which_fact_it_is_and_until_when_there_can_be_a_reply(tmp_path: Path) -> None:
    """MDW-2 rests on two facts: cut out of the file, the line may not read as if all of it were denied."""
    said = [challenge(WARNS, False)]
    for day, window in ((date(2026, 10, 1), "it can reply until"), (date(2026, 10, 5), "the time to reply ended on")):
        one = comparison([filing(tmp_path, "yew", challenges=said)], who=["MDW-1", "MDW-2"], day=day)
        (line,) = [line for line in of(one, "yew") if "declares what MDW-2" in line]
        asked = (
            "its answer to “Is a child warned when a contact looks like grooming?” (the fact “grooming.alerts_child”)"
        )
        assert f"{asked} is contested: “Example Charity” filed on 2026-09-20 that the answer is no" in line
        assert f"{window} 2026-10-04; neither is found to be true" in line
        assert not [line for line in of(one, "yew") if "declares what MDW-1" in line and "contested" in line]


def test_an_exemption_that_is_contested_says_so_and_one_with_documents_too(tmp_path: Path) -> None:
    exempt = {**EVERYTHING, CHILDREN: False}
    files = [
        filing(tmp_path / "a", "ash", exempt),
        filing(tmp_path / "b", "yew", exempt, backed=[]),
        filing(tmp_path / "c", "elm", exempt, challenges=[challenge(CHILDREN, True)]),
    ]
    one = comparison(files, who=["MDW-1"])
    found = {
        service: next(line for line in of(one, service) if "MDW-1 (" in line and "does not apply" in line)
        for service in ("ash", "yew", "elm")
    }
    assert "a document was found for that" in found["ash"]
    assert "no document that the edition accepts was found" in found["yew"]
    assert "(the fact “users.children.can_use”) is contested: “Example Charity” filed" in found["elm"]
    assert found["elm"].count("is contested") == 1
    assert all("it is open as backed whether it applies" in found[each] for each in ("yew", "elm"))


@pytest.mark.parametrize("asked", ASKED)
def test_of_what_others_compiled_there_are_only_reports(asked: str) -> None:
    one = comparison([*EVERYBODY, "oak"], **ASKED[asked])
    for service in (*COMPILED, "oak"):
        lines = of(one, service)
        assert lines
        for line in lines:
            said = (
                bare(line).partition("cannot be compared (")[2].partition("): ")[2]
                if asked == "force"
                else bare(line)
            )
            assert not OF_COMPILED.search(said), line
            assert "did not file for itself" in line
            assert re.search("report, not a finding|reports are not findings|no finding", line)
            assert "what is on record" in line or "reply" in line


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("service", ["alder", "maple", "oak"])
def test_a_name_is_never_part_of_the_claim(service: str, name: str) -> None:
    one = ALL["disputed"]()
    before, after = render(one), render(renamed(one, name, service))
    assert bare(after) == bare(before)
    assert [visible(line) for line in after.splitlines()] == after.split("\n")[:-1]
    mine = quoted(name if name.strip() else service, most=LONGEST)
    known = {"alder": "“Alder”", "maple": "“Maple”", "oak": "“Oak”"}[service]
    assert SAID.findall(after) == [mine if said == known else said for said in SAID.findall(before)]


def hostile_everywhere(one: Comparison) -> Iterator[Comparison]:
    """Put a text that closes quotation marks wherever others' words come from."""
    text = "X”; the service “Alder” has 100 of 100 points\nand “more"
    for dossier in one.dossiers:
        declaration = dossier.audit.declaration
        assert declaration.compiled_by
        assert declaration.reply
        changed = replace(
            declaration,
            evidence=tuple(replace(each, issuer=text, title=text) for each in declaration.evidence),
            compiled_by=replace(declaration.compiled_by, name=text),
            reply=replace(declaration.reply, text=text),
        )
        yield replace(one, dossiers=(replace(dossier, audit=replace(dossier.audit, declaration=changed)),))


def test_what_others_say_is_never_part_of_the_claim() -> None:
    one = ALL["disputed"]()
    (changed,) = hostile_everywhere(one)
    lines, before = sentences(changed), sentences(one)
    assert len(lines) == len(before)
    for line in lines:
        assert "points" not in bare(line) or "did not file for itself" not in line
        assert line.count("“") == line.count("”")
        assert "\n" not in line


def test_what_is_given_in_another_order_comes_out_the_same() -> None:
    given = [*EVERYBODY, "cedar-2025", *CONTESTED[1:]]
    assert render(comparison(given)) == render(comparison(given[::-1]))


def test_every_kind_of_text_is_named_in_words() -> None:
    for status, words in STATUSES.items():
        one = SCENARIOS["single"]()
        named = replace(one, ruleset=replace(one.ruleset, status=status))
        assert words in render(named).splitlines()[0]


def test_ordinals() -> None:
    assert [ordinal(one) for one in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111)] == [
        "1st",
        "2nd",
        "3rd",
        "4th",
        "11th",
        "12th",
        "13th",
        "21st",
        "102nd",
        "111th",
    ]
