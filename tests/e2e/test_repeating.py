"""Nothing that was given is dropped without a word: options given twice, facts set twice, names of nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.e2e.running import AS_OF, EXAMPLES, Ran, auditor

FACT = "users.minimum_age"


def told(ran: Ran) -> str:
    assert (ran.status, ran.stdout) == (2, b"")
    return " ".join(ran.stderr.replace("│", " ").split())


@pytest.fixture
def here(tmp_path: Path) -> Path:
    for name in ("harbour.yaml", "lantern.yaml", "megaphone.yaml"):
        shutil.copy(EXAMPLES / name, tmp_path)
    shutil.copytree(EXAMPLES / "evidence", tmp_path / "evidence")
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        ("compare", "harbour.yaml", "lantern.yaml", "-r", "nspcc-asks", "-r", "ofcom-children"),
        ("compare", "harbour.yaml", "lantern.yaml", "-r", "nspcc-asks", "--ruleset=nspcc-asks"),
        ("audit", "harbour.yaml", *AS_OF, "--as-of", "2026-10-02"),
        ("audit", "harbour.yaml", "--waivers", "a.yaml", "--waivers", "b.yaml"),
        ("ask", "harbour.yaml", "-o", "a.txt", "-o", "b.txt"),
        ("decision", "add", "megaphone.yaml", "ICU-D6", "--accept", "--refuse", "--reviewer", "R", "--because", "B"),
        ("--config", "none", "--config", "auditor.toml", "audit", "harbour.yaml"),
    ],
    ids=" ".join,
)
def test_an_option_of_one_value_is_given_once(here: Path, command: tuple[str, ...]) -> None:
    assert "it is given more than once, and all but the last would be dropped" in told(auditor(*command, cwd=here))
    assert not (here / "decisions.yaml").exists()


def test_lists_and_flags_are_given_again_as_before(here: Path) -> None:
    again = (
        "-r",
        "nspcc-asks",
        "-r",
        "internet-safety-strategy",
        "-q",
        "-q",
        "-f",
        "json",
        "-f",
        "csv",
        "-o",
        "a.json",
    )
    assert auditor("audit", "harbour.yaml", *AS_OF, *again, cwd=here).status == 1


@pytest.mark.parametrize(
    "settings",
    [
        (f"{FACT}=13", f"{FACT}=16"),
        (f"{FACT}=13", f"{FACT}=13"),
        (f"{FACT}=13", "users=null"),
        ("users=null", f"{FACT}=13"),
    ],
    ids=" ".join,
)
def test_a_fact_is_set_once(here: Path, settings: tuple[str, str]) -> None:
    options = [word for one in settings for word in ("--set", one)]
    assert "set the same fact; set each once" in told(auditor("what-if", "harbour.yaml", *options, *AS_OF, cwd=here))
    apart = ("--set", f"{FACT}=13", "--set", "users.children.can_use=true")
    assert auditor("what-if", "harbour.yaml", *apart, *AS_OF, cwd=here).status == 0


def test_a_replay_by_a_ruleset_that_the_result_is_not_about_is_refused(here: Path) -> None:
    auditor("audit", "harbour.yaml", *AS_OF, "-f", "json", "-o", "h.json", cwd=here)
    assert auditor("replay", "h.json", "-r", "internet-safety-strategy@3", cwd=here).status == 0
    said = told(auditor("replay", "h.json", "-r", "nspcc-asks@1.0.0", cwd=here))
    assert "`nspcc-asks@1.0.0` is nspcc-asks, and the result holds no audit against it" in said
    assert auditor("replay", "h.json", "-r", "./none", cwd=here).status == 3
    other = auditor("replay", "h.json", "-r", "internet-safety-strategy@2.0.0", cwd=here)
    assert other.status == 5
    assert "NOT THE SAME" in other.text


def test_names_are_taken_out_of_a_service_that_is_known(here: Path) -> None:
    auditor("batch", "harbour.yaml", "--register", "r.db", *AS_OF, cwd=here)
    forget = ("register", "forget", "r.db", "--service")
    for more in ((), ("--yes",)):
        assert "the register knows no service `typo`" in told(auditor(*forget, "typo", *more, cwd=here))
    assert auditor(*forget, "harbour", "--yes", cwd=here).status == 0
    assert auditor(*forget, "harbour", "--yes", cwd=here).status == 0, "it is known still, without names"


def test_a_register_is_a_file_whatever_its_name(here: Path) -> None:
    for _again in range(2):
        ran = auditor("batch", "harbour.yaml", "--register", ":memory:", *AS_OF, cwd=here)
        assert ran.status == 0
    assert (here / ":memory:").is_file()
    assert "harbour" in auditor("register", "list", ":memory:", cwd=here).text
