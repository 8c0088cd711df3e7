"""Every file that any command reads, with every fault a file can have: a message that helps, at once, and no pass."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.faulting import BOUND, FAULTS, OWN, WAIVED_FOR, contents, good_folder, suffered, taken_away, told
from tests.e2e.running import AS_OF

DEFAULT = "internet-safety-strategy@3.0.0"
OLDER = "internet-safety-strategy@2.0.0"
# Every command, by the file that is faulty; {} stands for it. Others read nothing of a user's, or write there first.
COMMANDS: dict[str, tuple[str, ...]] = {
    "audit": ("audit", "{}", *AS_OF),
    "audit --waivers": ("audit", "harbour.yaml", "--waivers", "{}", *AS_OF),
    "audit --decisions": ("audit", "harbour.yaml", "--decisions", "{}", *AS_OF),
    "audit --challenges": ("audit", "harbour.yaml", "--challenges", "{}", *AS_OF),
    "audit --baseline": ("audit", "harbour.yaml", "--baseline", "{}", *AS_OF),
    "audit --ruleset": ("audit", "harbour.yaml", "-r", "./{}", *AS_OF),
    "--config": ("--config", "{}", "audit", "harbour.yaml", *AS_OF),
    "check": ("check", "{}"),
    "check --challenges": ("check", "harbour.yaml", "--challenges", "{}"),
    "report": ("report", "{}"),
    "compare --challenges": ("compare", "harbour.yaml", "lantern.yaml", "--challenges", "{}", *AS_OF),
    "triage": ("triage", "--register", "{}"),
    "review": ("review", "GRM-02", "--register", "{}"),
    "explain": ("explain", "{}", *AS_OF),
    "explain --decisions": ("explain", "harbour.yaml", "--decisions", "{}", *AS_OF),
    "ask": ("ask", "{}", *AS_OF),
    "diff OLD": ("diff", "{}", "harbour.yaml", *AS_OF),
    "diff NEW": ("diff", "harbour.yaml", "{}", *AS_OF),
    "diff --old-waivers": ("diff", "harbour.yaml", "harbour.yaml", "--old-waivers", "{}", *AS_OF),
    "what-if": ("what-if", "{}", "--set", "grooming.any_detection=true", *AS_OF),
    "replay": ("replay", "{}"),
    "replay --waivers": ("replay", "result.json", "--waivers", "{}"),
    "replay --baseline": ("replay", "result.json", "--baseline", "{}"),
    "replay --register": ("replay", "harbour", "--register", "{}"),
    "timeline": ("timeline", "{}", *AS_OF),
    "timeline --waivers": ("timeline", "harbour.yaml", "--waivers", "{}", *AS_OF),
    "lock": ("lock", "{}", "-o", "-", *AS_OF),
    "waiver list": ("waiver", "list", "{}"),
    "waiver check": ("waiver", "check", "{}"),
    "waiver check DECLARATION": ("waiver", "check", "waivers.yaml", "{}"),
    "waiver add --for": WAIVED_FOR,
    "decision list": ("decision", "list", "{}"),
    "decision check": ("decision", "check", "{}", "harbour.yaml"),
    "register list": ("register", "list", "{}"),
    "register show": ("register", "show", "{}", "harbour"),
    "register export": ("register", "export", "{}", "-"),
    "register trend": ("register", "trend", "{}", "harbour"),
    "register query": ("register", "query", "{}", "select 1"),
    "register forget": ("register", "forget", "{}", "--all", "--yes"),
    "ruleset show": ("ruleset", "show", "./{}"),
    "ruleset lint": ("ruleset", "lint", "./{}"),
    "ruleset test": ("ruleset", "test", "./{}"),
    "ruleset mutate": ("ruleset", "mutate", "./{}"),
    "ruleset scope": ("ruleset", "scope", DEFAULT, "--for", "{}"),
    "ruleset find": ("ruleset", "find", "grooming", "-r", "./{}"),
    "ruleset crosswalk": ("ruleset", "crosswalk", DEFAULT, "uk-social-media-code@0.1.0", "--crosswalk", "{}"),
    "ruleset diff": ("ruleset", "diff", OLDER, "./{}"),
    "ruleset impact": ("ruleset", "impact", OLDER, DEFAULT, "{}"),
    "ruleset impact --register": ("ruleset", "impact", OLDER, DEFAULT, "--register", "{}"),
}
# Every command meets these; `audit`, and one that opens a register, meet all.
COMMON = ("a pipe", "a name too long", "no permission on the folder")
ALL = ("audit", "register list")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return good_folder(tmp_path_factory.mktemp("files") / "home")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_cannot_be_read_is_told(folder: Path, command: str) -> None:
    before = contents(folder)
    for fault in FAULTS if command in ALL else COMMON:
        name = FAULTS[fault](folder / "faulty.yaml")
        try:
            ran = suffered(folder, *(one.replace("./{}", name if name[0] == "/" else f"./{name}").replace("{}", name)
                                     for one in COMMANDS[command]), **BOUND)  # fmt: skip
            told(ran)
        finally:
            taken_away(folder / "faulty.yaml")
        assert contents(folder) == before, fault


@pytest.mark.parametrize("command", ["compare", "batch"])
def test_what_takes_many_files_says_which_cannot_be_used(folder: Path, command: str) -> None:
    before = contents(folder)
    places = [folder / f"faulty-{number}.yaml" for number in range(len(FAULTS))]
    names = [make(place) for make, place in zip(FAULTS.values(), places, strict=True)]
    if command == "batch":  # it takes folders for what they hold
        names.remove(places[[*FAULTS].index("a folder")].name)
    more = ("--workers", "1", "--fail-on", "unusable") if command == "batch" else ("-f", "json")
    try:
        ran = suffered(folder, command, "lantern.yaml", *names, *AS_OF, *more, **BOUND)
    finally:
        for place in places:
            taken_away(place)
    told(ran, (3,), quiet=True)
    assert contents(folder) == before
    if command == "batch":
        found = [json.loads(line) for line in ran.text.splitlines()]
        states = {one["input"]: (one["state"], len(one["diagnostics"])) for one in found if one["kind"] == "input"}
        assert states == {"lantern.yaml": ("audited", 0), **{name.lstrip("/"): ("unusable", 1) for name in names}}
    else:
        assert ran.stderr.count("error[file.") == len(names)


INSIDE: dict[str, Callable[[Path], object]] = {
    "closed": lambda path: path.chmod(0),
    "a pipe": lambda path: (path.rename(path.with_name("gone")), os.mkfifo(path)),
    "a link to nowhere": lambda path: (path.rename(path.with_name("gone")), path.symlink_to("nowhere")),
    "a link to itself": lambda path: (path.rename(path.with_name("gone")), path.symlink_to(path.name)),
}


@pytest.mark.parametrize(
    "part", ["ruleset.yaml", "requirements", "requirements/*", "cases", "cases/*", "vocabulary.yaml"]
)
@pytest.mark.parametrize("fault", INSIDE)
def test_a_part_of_a_ruleset_is_never_left_out_unseen(folder: Path, tmp_path: Path, part: str, fault: str) -> None:
    home = tmp_path / "home"
    shutil.copytree(folder, home)
    if part == "vocabulary.yaml":
        (home / OWN / part).write_text("x", encoding="utf-8")
    INSIDE[fault](next((home / OWN).glob(part)))
    commands = [("ruleset", "test", f"./{OWN}"), ("ruleset", "mutate", f"./{OWN}")]
    if not part.startswith("cases"):
        commands += [("audit", "harbour.yaml", "-r", f"./{OWN}", *AS_OF), ("ruleset", "show", f"./{OWN}")]
    for command in commands:
        told(suffered(home, *command, **BOUND))


@pytest.mark.parametrize("name", ["auditor.toml", "auditor.lock"])
def test_a_file_of_the_folder_that_cannot_be_read_is_told(folder: Path, tmp_path: Path, name: str) -> None:
    for fault, make in FAULTS.items():
        if fault in ("missing", "a device", "a name too long", "a path too long", "below a file"):
            continue
        home = tmp_path / fault.replace(" ", "-")
        home.mkdir()
        shutil.copy(folder / "harbour.yaml", home)
        make(home / name)
        if fault == "a link to nowhere" and name == "auditor.toml":
            continue  # nothing is configured
        more = ["--locked"] if name.endswith("lock") else []
        told(suffered(home, "audit", "harbour.yaml", *AS_OF, *more, **BOUND))


def test_a_working_folder_that_is_gone(folder: Path, tmp_path: Path) -> None:
    for number, command in enumerate((("audit", "x.yaml"), ("batch", "x.yaml", "--fail-on", "unusable"), ("lock",))):
        (home := tmp_path / str(number)).mkdir()
        told(suffered(home, *command, *AS_OF, gone=True), quiet=command[0] == "batch")
    (home := tmp_path / "still-audits").mkdir()
    assert suffered(home, "audit", str(folder / "harbour.yaml"), *AS_OF, gone=True).status == 1


def test_a_replay_says_what_cannot_be_read_and_reproduces_nothing(folder: Path) -> None:
    for fault, make in FAULTS.items():
        name = make(folder / "faulty.yaml")
        try:
            ran = suffered(folder, "replay", "result.json", "--declaration", name, **BOUND)
        finally:
            taken_away(folder / "faulty.yaml")
        assert ran.status in (3, 5), fault
        assert "cannot be used" in ran.text or "not at hand" in ran.text.lower(), ran.text
