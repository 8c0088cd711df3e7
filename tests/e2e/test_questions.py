"""`explain`, `what-if` and `ask` as their users run them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.e2e.running import AS_OF, EXAMPLES, auditor
from tests.support.challenges import written

NAMES = ("harbour", "lantern", "quiet-forum", "minimal")
LANTERN = EXAMPLES / "lantern.yaml"
LABELS = "compliant|not compliant|cannot tell yet|nothing applies"


def joined(text: str) -> str:
    """Give text with its folded lines undone."""
    return re.sub(r"\n {8,}(?! )", " ", text)


@pytest.mark.parametrize("name", NAMES)
def test_proofs_fit_eighty_columns(name: str) -> None:
    ran = auditor("explain", EXAMPLES / f"{name}.yaml", *AS_OF, "--width", "80")
    assert ran.status == 0
    for line in ran.text.splitlines():
        assert len(line) <= 80 or re.fullmatch(r"\S+:\d+:\d+", line), line


def test_everything_is_drawn_when_asked_for() -> None:
    short = auditor("explain", LANTERN, "GRM-02", *AS_OF)
    whole = auditor("explain", LANTERN, "GRM-02", *AS_OF, "-v")
    assert short.status == whole.status == 0
    assert "MET WHERE" in short.text
    assert short.text.splitlines()[-1] == whole.text.splitlines()[-1]
    assert len(whole.text.splitlines()) > len(short.text.splitlines())


def test_a_requirement_and_a_list_are_not_asked_for_at_once() -> None:
    assert auditor("explain", LANTERN, "GRM-02", "--rests-on", *AS_OF).status == 2
    assert auditor("explain", LANTERN, "--unanswered", "--rests-on", *AS_OF).status == 2


def test_a_fact_that_the_verdict_rests_on_turns_it() -> None:
    listed = auditor("explain", LANTERN, "--rests-on", *AS_OF, "--width", "120")
    assert listed.status == 0
    assert re.search(r"^COMPLIANT as declared rests on \d+ facts: .+\.$", listed.text.splitlines()[-1])
    found = re.findall(rf"= else: +({LABELS}) with (\S+=[^;\s]+)", joined(listed.text))
    assert len(found) > 5
    for label, setting in found[:4]:
        ran = auditor("what-if", LANTERN, "--set", setting, *AS_OF)
        assert ran.status == 0
        assert ran.text.splitlines()[-1].startswith(f"{label.upper()} as declared instead of compliant: ")


def test_what_if_changes_nothing_but_what_is_shown(tmp_path: Path) -> None:
    copy = tmp_path / "one.yaml"
    copy.write_text("declaration: 1\nservice: {name: One}\n", encoding="utf-8")
    before = copy.read_bytes()
    ran = auditor("what-if", copy, "--set", "users.children.can_use=false", "--set", "users.minimum_age=18", *AS_OF)
    assert ran.status == 0
    assert "what if users.children.can_use=false\n" in ran.text
    assert ran.text.count("*") > 2
    assert ran.text.count("* it may be that nothing counts\n") == 1
    assert copy.read_bytes() == before


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("users.childen.can_use=true", "did you mean `children`?"),
        ("users.children.can_use=maybe", "which is not `true` or `false`"),
        ("users.children.can_use", "does not set a fact"),
        ("child_defaults.7.messages_from=nobody", "no band of `child_defaults` that leaves an age open is number 7"),
    ],
)
def test_what_cannot_be_set_is_wrong_usage(setting: str, message: str) -> None:
    ran = auditor("what-if", LANTERN, "--set", setting, *AS_OF)
    assert (ran.status, ran.text) == (2, "")
    assert message in ran.stderr
    assert "nothing was audited" in ran.stderr


def test_every_setting_that_cannot_be_is_told_at_once() -> None:
    ran = auditor("what-if", LANTERN, "--set", "a=1", "--set", "b=2", *AS_OF)
    assert ran.status == 2
    assert ran.stderr.count("error[") == 2


def test_a_declaration_that_cannot_be_used_is_said_to_be_so(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("declaration: [", encoding="utf-8")
    for command in (("what-if", broken, "--set", "users.minimum_age=13"), ("ask", broken)):
        assert auditor(*command, *AS_OF).status == 3


@pytest.mark.parametrize("name", NAMES)
def test_a_request_goes_to_a_file_as_it_is_shown(name: str, tmp_path: Path) -> None:
    shown = auditor("ask", EXAMPLES / f"{name}.yaml", *AS_OF)
    assert shown.status == 0
    assert shown.text.startswith("# Information request: ")
    ran = auditor("ask", EXAMPLES / f"{name}.yaml", *AS_OF, "-o", tmp_path / "request.md")
    assert (ran.status, ran.text) == (0, "")
    assert (tmp_path / "request.md").read_bytes() == shown.stdout


def test_one_word_of_a_set_is_asked_for_as_it_can_be_answered() -> None:
    megaphone, word = EXAMPLES / "megaphone.yaml", "grooming.signals.no_mutual_connections"
    asked = auditor("ask", megaphone, *AS_OF).text
    (question,) = (one for one in asked.split("\n\n") if f"`{word}`" in one)
    assert "Is this among it: an adult who follows children without any common connection?" in question
    assert "May be answered: true or false" in question
    assert auditor("what-if", megaphone, *AS_OF, "--set", f"{word}=true").status == 0
    assert f"{word}: true or false" in joined(auditor("explain", megaphone, *AS_OF, "--unanswered").text)


def test_what_is_said_of_some_words_is_never_told_as_all_there_is() -> None:
    asked = auditor("ask", EXAMPLES / "megaphone.yaml", *AS_OF).text
    assert "Declared: `{language: true, bulk_requests: true, refused_requests: true, age_gap: true" in asked
    told = auditor("compare", EXAMPLES / "published" / "x-2023.yaml", *AS_OF, "-f", "sentences").text
    assert "(the fact “referral.covers_kinds”) was “{abuse_material: true}”" in told
    assert "[abuse_material]" not in told


def test_a_request_says_in_a_sentence_of_its_own_where_an_answer_decides_what_applies() -> None:
    asked = auditor("ask", EXAMPLES / "quiet-forum.yaml", *AS_OF).text
    assert "- Asked because it says whether this applies: FEED-01, " in asked
    assert "applies or not by the answer" not in asked


def test_services_that_did_not_file_are_neither_judged_nor_asked() -> None:
    published = sorted((EXAMPLES / "published").glob("*.yaml"))[0]
    for command in (
        ("explain", published, "--rests-on"),
        ("explain", published, "--unanswered"),
        ("what-if", published, "--set", "users.minimum_age=13"),
        ("ask", published),
    ):
        ran = auditor(*command, *AS_OF)
        assert ran.status == 0, ran.stderr
        assert "no verdict" in ran.text
        assert not re.search(r"\b(COMPLIANT|compliant|\d+–\d+)\b", ran.text)


@pytest.fixture
def disputed(tmp_path: Path) -> Path:
    """Give a copy of a good declaration with a contradiction, and with a configuration that says otherwise.

    Every fact concerned has a document that would do.
    """
    shutil.copytree(EXAMPLES / "evidence", tmp_path / "evidence")
    (tmp_path / "product.json").write_text('{"alerts": false}', encoding="utf-8")
    text = (EXAMPLES / "lantern.yaml").read_text(encoding="utf-8")
    entry = "{fact: grooming.alerts_child, file: product.json, pointer: /alerts}"
    text = text.replace("grooming_share_covered: 100", "grooming_share_covered: 0", 1)
    text = text.replace("\nevidence:\n", f"\nbound: [{entry}]\nevidence:\n")
    path = tmp_path / "lantern.yaml"
    path.write_text(text, encoding="utf-8")
    (tmp_path / "challenges.yaml").write_text(written(service="lantern"), encoding="utf-8")
    return path


CONTRADICTED = "surfaces.direct_messages.grooming_detection"
REASONS = [
    ("GRM-02", (), "it contradicts surfaces.direct_messages.grooming_share_covered, which is 0 percent at"),
    ("GRM-04", (), "it does not agree with the product's configuration: `grooming.alerts_child` is declared `true`"),
    (
        "GRM-02",
        ("--challenges", "challenges.yaml"),
        "it is contested: Example Charity says false, filed on 2026-09-20",
    ),
]


@pytest.mark.parametrize(("requirement", "options", "reason"), REASONS)
def test_the_reason_why_a_fact_is_not_backed_is_the_real_one(
    requirement: str, options: tuple[str, ...], reason: str, disputed: Path
) -> None:
    ran = auditor("explain", disputed.name, requirement, *AS_OF, *options, cwd=disputed.parent)
    said = re.sub(r"\s+", " ", ran.text)
    assert reason in said
    assert "no document backs it before that is settled" in said
    assert "is not enough" not in said


def test_what_a_verdict_rests_on_names_the_real_reason_too(disputed: Path) -> None:
    text = disputed.read_text(encoding="utf-8")
    disputed.write_text(text.replace("grooming_share_covered: 0,", "grooming_share_covered: 100,"), encoding="utf-8")
    options = (*AS_OF, "--challenges", "challenges.yaml")
    ran = auditor("explain", disputed.name, "--rests-on", *options, cwd=disputed.parent)
    said = re.sub(r"\s+", " ", ran.text)
    assert "COMPLIANT as declared rests on" in said
    for _requirement, _options, reason in REASONS[1:]:
        assert reason in said
    assert "not enough" not in said


def test_what_no_document_can_settle_is_asked_to_be_corrected_or_answered(disputed: Path) -> None:
    ran = auditor("ask", disputed.name, *AS_OF, "--challenges", "challenges.yaml", cwd=disputed.parent)
    head, _, rest = ran.text.partition("## Corrections and replies")
    asked, _, documents = rest.partition("## Documents")
    assert "Documents" not in head
    for fact in (CONTRADICTED, "grooming.alerts_child"):
        assert f"Fact: `{fact}`" in asked
        assert f"Fact: `{fact}`" not in documents
    other = "`surfaces.direct_messages.grooming_share_covered`, which is `0 percent` at `lantern.yaml:"
    assert f"It contradicts {other}" in asked
    assert "It does not agree with the product's configuration" in asked
    assert "It is contested: Example Charity says false, filed on 2026-09-20" in asked
    assert "settle it with those who filed it" in asked
    assert "A document would do" not in asked
    assert "corrections or replies" in ran.text.splitlines()[-1]


@pytest.mark.parametrize("command", ["explain", "what-if", "ask"])
def test_help_has_a_short_first_line_and_an_example(command: str) -> None:
    text = auditor(command, "--help", env={"COLUMNS": "100"}).text
    assert f"Example: auditor {command} " in re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(
    ("assurance", "needs"),
    [("asserted", "no evidence to be backed"), ("documented", "documented evidence to be backed")],
)
def test_what_backs_a_requirement_is_said_as_it_is(assurance: str, needs: str, tmp_path: Path) -> None:
    assert auditor("ruleset", "new", "ours", cwd=tmp_path).status == 0
    rules = tmp_path / "rulesets/ours/1.0.0/requirements/reporting.yaml"
    text = rules.read_text(encoding="utf-8").replace("{assurance: documented", f"{{assurance: {assurance}")
    rules.write_text(text, encoding="utf-8")
    ran = auditor("explain", LANTERN, "REP-01", "-r", tmp_path / "rulesets/ours/1.0.0", *AS_OF)
    assert f"= needs:  {needs}" in ran.text, ran.stderr
