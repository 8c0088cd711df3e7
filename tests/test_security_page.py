"""SECURITY.md is true: each promise names tests that are there, and its numbers are the program's."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from auditor.cli import batch
from auditor.source import archives, bindings, configuration, evidence, jsontree, results, text, tomltree, yamltree

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
PROMISES = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| ")]
SOURCES = sorted((ROOT / "auditor").rglob("*.py"))
MIB = 1 << 20
NETWORK = {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "imaplib", "poplib", "socketserver", "xmlrpc"} | {
    *("requests", "httpx", "aiohttp", "urllib3", "webbrowser", "subprocess", "ctypes", "marshal", "shelve", "code"),
}


def test_every_promise_names_tests_that_are_there() -> None:
    rows = [row for row in PROMISES if row != ["promise", "held by"]]
    assert len(rows) >= 25
    for row in rows:
        promise, held_by = row
        named = re.findall(r"`([^`]+)`", held_by)
        assert named, promise
        for one in named:
            assert re.search(r"^def test_", (ROOT / one).read_text(encoding="utf-8"), re.MULTILINE), one


def test_every_file_it_names_is_there() -> None:
    for one in re.findall(r"`((?:\.ci|tests)/[\w./-]+|\w+\.yml)`", PAGE):
        assert (ROOT / one).exists(), one


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (
            "at most 8 MiB, 250,000 values and 64 levels",
            (text.LIMIT // MIB, yamltree.NODE_LIMIT, yamltree.DEPTH_LIMIT),
        ),
        (
            "at most 64 MiB, 4,000,000 values and 64 levels",
            (results.LIMIT // MIB, jsontree.PART_LIMIT, jsontree.DEPTH_LIMIT),
        ),
        (
            "at most 64 MiB are read, of all of a declaration's together 512 MiB",
            (evidence.LIMIT // MIB, evidence.TOTAL_LIMIT // MIB),
        ),
        ("and 32 MiB in all. Values of more than 40", (configuration.TOTAL_LIMIT // MIB, bindings._LONGEST)),
        (
            "at most 100,000 members, 4 GiB out of all archives of a run, and, once 64 MiB came out, 200 bytes",
            (archives.MEMBERS, archives.TOTAL >> 30, archives.HARMLESS // MIB, archives.RATIO),
        ),
        ("gets 60 seconds and 2048 MiB", (batch._TIME, batch._MEMORY)),
    ],
)
def test_its_numbers_are_those_of_the_program(words: str, number: tuple[float, ...]) -> None:
    assert words in PAGE
    assert tuple(int(one.replace(",", "")) for one in re.findall(r"\d[\d,]*\b", words)) == number


def test_one_depth_holds_for_every_sort_of_file() -> None:
    assert yamltree.DEPTH_LIMIT == jsontree.DEPTH_LIMIT == tomltree.DEPTH_LIMIT == 64


def found(kind: type[ast.AST]) -> list[tuple[str, ast.AST]]:
    """Give every node of a kind, with the file of the package that it stands in."""
    return [
        (str(path.relative_to(ROOT / "auditor")), node)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, kind)
    ]


def imported() -> set[tuple[str, str]]:
    """Give every module that is imported anywhere, with the file that does."""
    whole = {
        (file, one.name) for file, node in found(ast.Import) if isinstance(node, ast.Import) for one in node.names
    }
    parts = {(file, node.module or "") for file, node in found(ast.ImportFrom) if isinstance(node, ast.ImportFrom)}
    return whole | parts


def test_no_module_can_speak_to_a_network_or_start_a_program() -> None:
    reaching = {(file, name) for file, name in imported() if name.partition(".")[0] in NETWORK}
    # Two write addresses, and ask nobody for what stands there.
    assert reaching == {("report/sarif_parts.py", "urllib.parse"), ("register/connect.py", "urllib.parse")}


def test_nothing_is_run_or_unpickled_but_what_the_program_made_itself() -> None:
    runs = {
        (file, node.func.id)
        for file, node in found(ast.Call)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"eval", "exec", "compile", "__import__"}
    }
    pickles = {file for file, name in imported() if name in {"pickle", "dill"}}
    # The constructors of our own records; what a batch's processes and its index for the run tell each other; what
    # stands among the compiled code, where whoever can write can change the program itself.
    assert runs <= {("model/records.py", "exec")}
    assert pickles <= {"register/work.py", "register/spool.py", "source/kept.py"}
