"""Every kind of broken file, through the front door: status 3, a clear message, at once, never a trace."""

from __future__ import annotations

import os
import resource
import socket
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.e2e.running import AS_OF, auditor

GOOD = "declaration: 1\nservice: {name: Broken}\n"
AT_ONCE = 2.0


def bomb() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    return "\n".join(lines)


CONTENT: dict[str, bytes] = {
    "empty": b"",
    "only a comment": b"# nothing here\n",
    "a list": b"- declaration: 1\n",
    "a word": b"compliant\n",
    "null": b"null\n",
    "not a declaration": b"a: 1\nb: 2\n",
    "another kind of document": b"ruleset: 1\nid: x\n",
    "another version": b"declaration: 2\nservice: {name: X}\n",
    "no service": b"declaration: 1\n",
    "name of the wrong type": b"declaration: 1\nservice: {name: 12}\n",
    "UTF-16": GOOD.encode("utf-16"),
    "UTF-16 without a mark": GOOD.encode("utf-16-le"),
    "UTF-32": GOOD.encode("utf-32"),
    "Latin-1": GOOD.replace("Broken", "Caf\u00e9").encode("latin-1"),
    "cut in the middle of a character": GOOD.replace("Broken", "Caf\u00e9").encode()[:-4],
    "NUL": GOOD.encode() + b"x: \x00\n",
    "escape": GOOD.encode() + b"x: \x1b[2J\n",
    "binary": bytes(range(256)) * 64,
    "duplicate keys": b"declaration: 1\nservice: {name: A}\nservice: {name: B}\n",
    "an anchor": b"declaration: 1\nservice: &s {name: A}\n",
    "an alias": b"declaration: 1\nservice: *s\n",
    "a merge key": b"declaration: 1\nservice: {<<: {name: A}}\n",
    "a tag": b"declaration: 1\nservice: {name: !!python/object/apply:os.system [id]}\n",
    "two documents": GOOD.encode() + b"---\n" + GOOD.encode(),
    "a bomb": bomb().encode(),
    "deep brackets": b"[" * 100_000,
    "deep mappings": b"{a: " * 50_000,
    "deep indentation": "\n".join(" " * n + "a:" for n in range(3_000)).encode(),
    "too many nodes": b"declaration: 1\nx: [" + b"1," * 300_000 + b"1]\n",
    "too large": b"# " + b"x" * (9 * 1024 * 1024),
    "a huge number": b"declaration: 1\nservice: {name: X}\nusers: {minimum_age: " + b"9" * 100_000 + b"}\n",
    "a number out of all range": b"declaration: 1\nservice: {name: X}\nusers: {minimum_age: 1e999999999}\n",
    "a key that is no text": b"declaration: 1\nservice: {name: X}\n13: true\n",
    "a list as a key": b"declaration: 1\n? [a, b]\n: c\n",
    "tabs": b"declaration: 1\nservice:\n\tname: X\n",
    "an open quote": b'declaration: 1\nservice: {name: "X\n',
    "an open bracket": b"declaration: 1\nservice: {name: X\n",
    "an unknown key": GOOD.encode() + b"grooming_detection: true\n",
    "a day that is not": GOOD.encode() + b"stated_on: 2026-02-30\n",
    "a wrong type deep down": GOOD.encode() + b"surfaces: {comments: {offered: [true]}}\n",
    "a very long line": GOOD.encode() + b"x: " + b"y" * 1_000_000 + b"\n",
    "many unknown keys": GOOD.encode() + b"".join(b"k%d: 1\n" % n for n in range(20_000)),
    "a compiled fact without a source": GOOD.encode()
    + b"compiled_by: {name: A, on: 2026-01-01, method: read}\ngrooming: {any_detection: true}\n",
    "evidence outside the folder": GOOD.encode()
    + b"evidence: [{id: e, title: t, issued: 2026-01-01, supports: ['*']}]\n",
}


def spent() -> float:
    """Give the processor time of the programs that were run: a busy machine does not change it."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@cache
def start() -> float:
    """Give what the program spends on this machine to refuse an empty file."""
    before = spent()
    auditor("audit", "-", *AS_OF, stdin=b"")
    return spent() - before


def refused(path: Path | str, stdin: bytes | None = None) -> str:
    """Audit something that cannot be used and give what was said."""
    allowed = AT_ONCE + start()
    before = spent()
    ran = auditor("audit", path, *AS_OF, stdin=stdin)
    took = spent() - before
    assert ran.status == 3, (ran.status, ran.stderr)
    assert ran.stdout == b""
    assert "Traceback" not in ran.stderr
    assert ran.stderr.startswith(("error[", "warning["))
    assert "error[" in ran.stderr
    assert "  --> " in ran.stderr
    assert ran.stderr.rstrip().endswith("nothing was audited.")
    assert "\x1b" not in ran.stderr
    assert len(ran.stderr) < 60_000
    assert took < allowed, took
    return ran.stderr


@pytest.mark.parametrize("name", CONTENT)
def test_broken_content(name: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_bytes(CONTENT[name])
    refused(path)


def make_directory(path: Path) -> None:
    path.mkdir()


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's path has a short limit
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(path.name)
    finally:
        os.chdir(here)


def make_loop(path: Path) -> None:
    path.symlink_to(path)


def make_dangling(path: Path) -> None:
    path.symlink_to("nowhere.yaml")


@pytest.mark.parametrize(
    "make", [make_directory, make_pipe, make_socket, make_loop, make_dangling], ids=lambda make: make.__name__
)
def test_things_that_are_no_files(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "thing.yaml"
    make(path)
    refused(path)


def test_devices_and_names_that_cannot_be(tmp_path: Path) -> None:
    refused("/dev/null")
    refused("/dev/zero")
    refused(tmp_path / "missing" / "declaration.yaml")
    refused(tmp_path / ("n" * 300))


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "closed.yaml"
    path.write_text(GOOD, encoding="utf-8")
    path.chmod(0)
    refused(path)


def test_broken_standard_input() -> None:
    refused("-", stdin=b"\xff\xfe\x00")


def test_a_broken_ruleset_is_refused_with_every_fault(tmp_path: Path) -> None:
    folder = tmp_path / "broken" / "1.0.0"
    (folder / "requirements").mkdir(parents=True)
    (folder / "ruleset.yaml").write_text(
        "ruleset: 1\nid: broken\nversion: 1.0.0\ntitle: B\nsummary: B.\nstatus: model\npublished: 2026-01-01\n"
        "in_force_from: 2026-01-01\ndecided_by: [must]\nscoring: {model: flat}\n"
        "documents: [{id: d, title: D}]\nareas: [{id: a, title: A}]\n",
        encoding="utf-8",
    )
    (folder / "requirements" / "a.yaml").write_text(
        "- id: A-1\n  title: T\n  asks: T.\n  obligation: must\n  area: a\n"
        "  source: {document: d, clause: c, checked: read}\n  applies_when: always\n"
        "  met_when: {groomingg.any_detection: true}\n  evidence: {assurance: asserted}\n"
        "- id: A-2\n  title: T\n  asks: T.\n  obligation: must\n  area: nowhere\n"
        "  source: {document: d, clause: c, checked: read}\n  applies_when: always\n"
        "  met_when: {users.minimum_age: {at_least: 13}}\n  evidence: {assurance: asserted}\n",
        encoding="utf-8",
    )
    ran = auditor("audit", "examples/minimal.yaml", *AS_OF, "-r", folder)
    assert ran.status == 3
    for code in ("ruleset.unknown-fact", "ruleset.no-unit", "ruleset.unknown-area"):
        assert f"error[{code}]" in ran.stderr
    assert "did you mean `grooming.any_detection`?" in ran.stderr
    assert "requirements/a.yaml:8:14" in ran.stderr
