"""The published examples: what is stated of real services rests on what was read, and all six answer one list."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from auditor.model.declaration import Declaration
from auditor.model.evidence import Evidence
from auditor.model.facts import Silence
from auditor.source.declarations import read_declaration
from auditor.source.vocabularies import read_vocabulary

FOLDER: Final = Path(__file__).parents[3] / "examples" / "published"
FILES: Final = sorted(FOLDER.glob("*.yaml"))
ASKED: Final = {"discord", "google", "tiktok", "twitch", "x", "youtube"}
QUESTIONS: Final = (
    "surfaces.livestreams.csea_detection",
    "grooming.any_detection",
    "abuse_material.url_blocking",
    "abuse_material.hash_matching",
    "abuse_material.own_video_technology_everywhere",
    "reporting.child_abuse_response_time",
    "moderation.uses_volunteers",
    "moderation.volunteers_escalate_csea",
)
"""What the regulator asked all of them, as far as the vocabulary has a fact for it."""
DECLINED: Final = {
    "google": {"reporting.child_abuse_response_time"},
    "youtube": {"reporting.child_abuse_response_time"},
    "x": {"reporting.child_abuse_response_time", "surfaces.livestreams.csea_detection"},
}
COPIES: Final = (
    "nationalcybersecurity.com", "linkedin.com", "jpshuntong.com", "read-me.org", "headtopics.com", "ticker.tv",
    "nationaltribune.com.au", "miragenews.com", "breitbart.com", "weis.com", "particle.news", "justmac.info",
    "lemmy.world", "feddit.it",
)  # fmt: skip
"""Places that print what others wrote, and are nobody's own publication."""
COMPARED_ON: Final = date(2023, 10, 31)


def example(path: Path) -> Declaration:
    declaration, warnings = read_declaration(path.read_bytes(), path.name, path.parent, read_vocabulary())
    assert not warnings
    return declaration


def stated(declaration: Declaration) -> list[str]:
    """Give every fact with a value, and every one that was declined: both are said of somebody."""
    facts = declaration.facts
    return [*facts.values, *(path for path, one in facts.absences.items() if one.silence is Silence.DECLINED)]


def covering(declaration: Declaration, path: str) -> list[Evidence]:
    return [one for one in declaration.evidence if one.covers(path)]


def test_the_examples_are_the_services_that_were_asked() -> None:
    assert {example(path).service.id for path in FILES} == ASKED
    assert {path.stem for path in FILES} == {f"{one}-2023" for one in ASKED}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_stated_was_read_or_is_reported_alike_by_two(path: Path) -> None:
    declaration = example(path)
    assert stated(declaration)
    for fact in stated(declaration):
        found = covering(declaration, fact)
        publishers = {one.issuer for one in found}
        assert any(one.checked == "read" for one in found) or len(publishers) > 1, fact


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_source_says_who_what_when_and_how_it_was_read(path: Path) -> None:
    for one in example(path).evidence:
        assert one.issuer, one.id
        assert one.title, one.id
        assert one.issued is not None, one.id
        assert one.source, one.id
        assert one.checked in ("read", "secondary"), one.id
        assert not [copy for copy in COPIES if copy in one.source.lower()], one.id


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_only_a_publisher_that_speaks_for_itself_was_read(path: Path) -> None:
    """The regulator and the companies say what they say; whoever reports it is a second hand."""
    declaration = example(path)
    own = ("eSafety", "X Corp", "Google", "YouTube", "TikTok", "Twitch", "Discord")
    for one in declaration.evidence:
        assert (one.checked == "read") <= one.issuer.startswith(own), one.id


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_all_answer_or_leave_open_the_same_questions(path: Path) -> None:
    """None is passed over: where nothing was found twice, the file says that it was looked for."""
    declaration = example(path)
    silences = {question: declaration.facts.absence(question).silence for question in QUESTIONS
                if question not in declaration.facts.values}  # fmt: skip
    declined = {question for question, silence in silences.items() if silence is Silence.DECLINED}
    assert set(silences.values()) <= {Silence.DECLINED, Silence.SOUGHT}
    assert declined == DECLINED.get(declaration.service.id or "", set())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_of_grooming_all_six_are_reported_with_two_sources_dated_by_then(path: Path) -> None:
    declaration = example(path)
    assert isinstance(declaration.facts.values["grooming.any_detection"], bool)
    dated = [one for one in covering(declaration, "grooming.any_detection") if one.issued is not None]
    by_then = {one.issuer for one in dated if one.issued is not None and one.issued.last <= COMPARED_ON}
    assert len(by_then) > 1


def test_nobody_was_asked_for_a_reply_and_none_is_invented() -> None:
    for path in FILES:
        declaration = example(path)
        assert declaration.reply is None
        assert [one.id for one in declaration.evidence if one.reply is not None] == []
        assert [one.fact for one in declaration.challenges if one.reply is not None] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_table_beside_the_examples_says_what_they_say(path: Path) -> None:
    declaration = example(path)
    lines = (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
    heads = next(line for line in lines if line.startswith("| question |"))
    column = [cell.strip() for cell in heads.split("|")].index(path.stem.removesuffix("-2023"))
    for question in QUESTIONS:
        row = next(line for line in lines if line.startswith(f"| `{question}` |"))
        assert row.split("|")[column].strip() == _word(declaration, question), question


def _word(declaration: Declaration, question: str) -> str:
    value = declaration.facts.values.get(question)
    if value is not None:
        return {True: "yes", False: "no"}[bool(value)]
    return {Silence.DECLINED: "declined", Silence.SOUGHT: "not found"}[declaration.facts.absence(question).silence]
