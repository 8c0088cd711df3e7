"""What is fuzzed of what holds many filings: any bytes as an archive, and as a question to a register."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

from auditor.model.diagnostic import InputError
from auditor.register.opened import opened
from auditor.register.querying import ask
from auditor.report.register_export import csv_lines
from auditor.report.register_query import render_json, render_plain
from auditor.source.archives import Extractor, Limits
from tests.fuzz.judging import refused, told
from tests.support.neutral import hold_text
from tests.support.registers import NOW, made

_NAMES = (".zip", ".tar", ".tar.gz", ".tar.bz2", ".tar.xz")


def fuzz_archive(data: bytes) -> None:
    """Take any bytes apart as an archive: plain files inside the folder come out, and no more than may."""
    suffix = _NAMES[data[0] % len(_NAMES)] if data else ".zip"
    limits = Limits(members=20, total=1 << 20, ratio=50, harmless=1 << 16)
    with tempfile.TemporaryDirectory() as name:
        path, into = Path(name) / f"fuzzed{suffix}", Path(name) / "into"
        path.write_bytes(data[1:])
        into.mkdir()
        refused(lambda: Extractor(limits).extract(path, f"fuzzed{suffix}", into))
        found = list(into.rglob("*"))
        assert all(not one.is_symlink() and (one.is_file() or one.is_dir()) for one in found)
        assert sum(one.stat().st_size for one in found if one.is_file()) <= limits.total
        assert {one.name for one in Path(name).iterdir()} == {path.name, "into"}


def fuzz_query(data: bytes) -> None:
    """Ask a register any question: it ends, and the register is what it was."""
    path, before = register()
    steps = count()
    try:
        with opened(path, NOW) as one:
            sql = data.decode("utf-8", "surrogateescape")
            answered = ask(one, sql, expired=lambda: next(steps) > 20, rows=20)
    except InputError as error:
        told(error.diagnostics, placed=False)
    else:
        hold_text(render_plain(answered, ascii=False))
        assert "".join(csv_lines(answered.columns, answered.rows))
        assert render_json(answered, "0")
    assert path.read_bytes() == before


@cache
def register() -> tuple[Path, bytes]:
    """Make a small register, kept until the process ends."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = made(Path(folder) / "register.db")
    return path, path.read_bytes()
