"""Every file that any command writes, in every place that is at fault: whole and new, or the old one as it was."""

from __future__ import annotations

import os
import shutil
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.faulting import BOUND, LONG_NAME, LONG_PATH, WAIVED, contents, good_folder, suffered, told
from tests.e2e.running import AS_OF, Ran, auditor

DEFAULT = "internet-safety-strategy@3.0.0"
DECIDED = (
    *("decision", "add", "megaphone.yaml", "ICU-D6", "-r", "ofcom-illegal-content@1.1", "--accept"),
    *("--reviewer", "C. Example", "--because", "it does", "--as-of", "2026-09-20", "-o", "{}"),
)
# Every command that writes a file; {} stands for it.
COMMANDS: dict[str, tuple[str, ...]] = {
    "audit": ("audit", "harbour.yaml", *AS_OF, "-q", "-f", "json", "-o", "{}"),
    "report": ("report", "result.json", "-f", "html", "-o", "{}"),
    "compare": ("compare", "harbour.yaml", "lantern.yaml", *AS_OF, "-q", "-f", "html", "-o", "{}"),
    "batch": ("batch", "harbour.yaml", *AS_OF, "-q", "--workers", "1", "--whole", "-o", "{}"),
    "ask": ("ask", "harbour.yaml", *AS_OF, "-o", "{}"),
    "lock": ("lock", "-r", DEFAULT, "-o", "{}"),
    "init": ("init", *AS_OF, "-o", "{}"),
    "init --ask": ("init", "--ask", *AS_OF, "-o", "{}"),
    "waiver add": (*WAIVED[:-1], "lantern"),
    "decision add": DECIDED,
    "register show": ("register", "show", "reg.db", "harbour", "-f", "json", "-o", "{}"),
    "ruleset scope": ("ruleset", "scope", DEFAULT, "--for", "harbour.yaml", "-f", "record", "-o", "{}"),
}
# What these find in the file is read, and not just replaced.
READ_FIRST = {"init --ask": "minimal.yaml", "waiver add": "waivers.yaml", "decision add": "decisions.yaml"}
TYPED = b"Forum\n" + b"y\nq\n"
USUAL = ("audit", "batch", "waiver add")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return good_folder(tmp_path_factory.mktemp("outputs") / "home")


@pytest.fixture
def folder(good: Path, tmp_path: Path) -> Path:
    """Give a folder of its own, with a folder for the output in it."""
    shutil.copytree(good, tmp_path / "home")
    (tmp_path / "home" / "out").mkdir()
    return tmp_path / "home"


def write(folder: Path, command: str, output: str, **faults: Any) -> Ran:
    return suffered(folder, *(one.replace("{}", output) for one in COMMANDS[command]), stdin=TYPED, **faults)


def old(folder: Path, command: str, path: Path) -> None:
    """Put there what a command finds: an earlier file, longer than the room that a full disk has."""
    text = (folder / READ_FIRST[command]).read_text(encoding="utf-8") if command in READ_FIRST else "old\n"
    path.write_text(f"# {'x' * 20_000}\n{text}", encoding="utf-8")


def _folder(place: Path) -> str:
    place.mkdir()
    return f"out/{place.name}"


def _link(to: str) -> Callable[[Path], str]:
    def make(place: Path) -> str:
        place.symlink_to(to)
        return f"out/{place.name}"

    return make


def _pipe(place: Path) -> str:
    os.mkfifo(place)
    return f"out/{place.name}"


def _read_only(place: Path) -> str:
    place.write_text("old\n", encoding="utf-8")
    place.chmod(0o444)
    return f"out/{place.name}"


def _read_only_folder(place: Path) -> str:
    place.parent.chmod(0o555)
    return f"out/{place.name}"


PLACES: dict[str, Callable[[Path], str]] = {
    "a folder": _folder,
    "a link to a folder": _link("../docs"),
    "a link to itself": _link("it.yaml"),
    "a link into nowhere": _link("no/such/folder/it.yaml"),
    "a pipe that nobody reads": _pipe,
    "no folder": lambda _place: "no/such/folder/it.yaml",
    "below a file": lambda _place: "harbour.yaml/it.yaml",
    "a name too long": lambda _place: f"out/{LONG_NAME}",
    "a path too long": lambda _place: LONG_PATH,
    "a read-only file": _read_only,
    "a read-only folder": _read_only_folder,
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_place_that_cannot_be_written_to(folder: Path, command: str) -> None:
    for place, make in PLACES.items():
        if command not in USUAL and place not in ("a folder", "a pipe that nobody reads", "a read-only folder"):
            continue
        output = make(folder / "out" / "it.yaml")
        before = contents(folder)
        told(write(folder, command, output, **BOUND))
        assert contents(folder) == before, place
        (folder / "out").chmod(0o755)
        shutil.rmtree(folder / "out")
        (folder / "out").mkdir()


@pytest.mark.parametrize("command", [one for one in COMMANDS if one != "init"])
def test_a_disk_that_fills_up_leaves_the_old_file(folder: Path, command: str) -> None:
    room = 20_000 if command in READ_FIRST else 1500
    path = folder / "out" / "it.yaml"
    if command == "lock":
        room = 300
    old(folder, command, path)
    before = contents(folder)
    ran = write(folder, command, "out/it.yaml", room=room)
    told(ran, (3,), quiet=command == "lock")
    assert contents(folder) == before
    if command not in ("lock", "register show"):  # a register needs room beside it, even to be read
        assert "file too large" in ran.stderr or "temporary folder" in ran.stderr


def test_a_new_file_on_a_full_disk_is_not_there(folder: Path) -> None:
    before = contents(folder)
    for command in ("audit", "init", "register show"):
        told(write(folder, command, "out/it.yaml", room=1500), (3,))
        assert contents(folder) == before
    told(suffered(folder, "ruleset", "new", "other-code", "--folder", ".", room=1500), (3,))
    shutil.rmtree(folder / "other-code")
    assert contents(folder) == before


@pytest.mark.parametrize("command", COMMANDS)
def test_a_link_stays_a_link_and_what_it_leads_to_is_replaced(folder: Path, command: str) -> None:
    (target := folder / "elsewhere").mkdir()
    (folder / "out" / "it.yaml").symlink_to("../elsewhere/it.yaml")
    if command != "init":
        old(folder, command, target / "it.yaml")
        (target / "it.yaml").chmod(0o640)
    ran = write(folder, command, "out/it.yaml")
    if command == "init":  # what is there, be it a link, is never written over
        assert ran.status == 2
        return
    assert ran.status in (0, 1), ran.stderr
    assert (folder / "out" / "it.yaml").is_symlink()
    assert [one.name for one in target.iterdir()] == ["it.yaml"]
    written = (target / "it.yaml").read_bytes()
    assert len(written) > 20_000 if command in READ_FIRST else b"old" not in written[:100]
    assert stat.S_IMODE((target / "it.yaml").stat().st_mode) == 0o640


@pytest.mark.parametrize("command", ["audit", "batch", "lock"])
def test_a_device_is_written_to_and_never_replaced(folder: Path, command: str) -> None:
    """A report that goes to the null device is lost, and the device is not: as it once was, for everybody."""
    nothing = folder / "out" / "null"
    try:
        os.mknod(nothing, 0o666 | stat.S_IFCHR, Path(os.devnull).stat().st_rdev)
    except PermissionError:
        nothing = Path(os.devnull)
    if os.geteuid() == 0 and nothing == Path(os.devnull):
        pytest.skip("no device of its own can be made here, and the system's own is not put at risk")
    ran = write(folder, command, str(nothing))
    if "operation not permitted" not in ran.stderr:  # a folder may refuse devices altogether
        assert ran.status in (0, 1), ran.stderr
    assert stat.S_ISCHR(nothing.stat().st_mode)
    told(write(folder, command, "/dev/full", **BOUND), (3,))
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


def test_a_pipe_that_is_read_is_written_to(folder: Path) -> None:
    os.mkfifo(pipe := folder / "out" / "pipe")
    found: list[bytes] = []
    reader = threading.Thread(target=lambda: found.append(pipe.read_bytes()), daemon=True)
    reader.start()
    for _ in range(50):
        ran = write(folder, "audit", "out/pipe")
        if ran.status == 1:
            break
    reader.join(10)
    assert found[0].startswith(b"{")
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_reports_that_go_to_several_places_are_each_whole(folder: Path) -> None:
    (folder / "out" / "second").mkdir()
    ran = suffered(folder, "audit", "harbour.yaml", *AS_OF, "-q", "-f", "html", "-o", "out/first",
                   "-f", "json", "-o", "out/second", "-f", "csv", "-o", "gone/third", "-f", "terminal")  # fmt: skip
    assert ran.status == 3
    assert (folder / "out" / "first").read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert ran.text.splitlines()[-1].startswith("NOT COMPLIANT")  # what can be shown is not lost with the others
    assert ran.stderr.count("error[output.cannot-write]") == ran.stderr.count("= help:") == 2
    assert "`out/second` could not be written" in ran.stderr
    assert "`gone/third` could not be written" in ran.stderr


@pytest.mark.parametrize("command", [("register", "export", "reg.db", "{}"), ("ruleset", "docs", "--folder", "{}"),
                                     ("ruleset", "new", "other-code", "--folder", "{}")])  # fmt: skip
def test_a_folder_that_cannot_be_written_to(folder: Path, command: tuple[str, ...]) -> None:
    (folder / "closed").mkdir()
    (folder / "closed").chmod(0o555)
    (folder / "loop").symlink_to("loop")
    before = contents(folder)
    for name in ("harbour.yaml", "harbour.yaml/in", "loop", LONG_NAME, LONG_PATH, "closed", "closed/in"):
        told(suffered(folder, *(one.replace("{}", name) for one in command), **BOUND))
        assert contents(folder) == before, name


def test_an_export_on_a_full_disk_leaves_what_was_exported_before(folder: Path) -> None:
    assert auditor("register", "export", "reg.db", "out", cwd=folder).status == 0
    before = contents(folder)
    told(suffered(folder, "register", "export", "reg.db", "out", room=2000), (3,))
    after = contents(folder)
    assert {name: len(one) for name, one in after.items()} == {name: len(one) for name, one in before.items()}
    assert after["out/finding.csv"] == before["out/finding.csv"]
