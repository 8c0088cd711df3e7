"""Standard streams that are full, closed or unread, and a process that is given no more: a status of the contract."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from auditor.register.pool import Processes
from tests.e2e.faulting import good_folder, suffered, told
from tests.e2e.running import AS_OF, ROOT, environment

# A command of every sort, and its status where nothing is wrong.
COMMANDS: dict[tuple[str, ...], int] = {
    ("--help",): 0,
    ("--version",): 0,
    ("batch", "--help"): 0,
    ("audit", "harbour.yaml", *AS_OF): 1,
    ("audit", "harbour.yaml", *AS_OF, "-f", "json"): 1,
    ("audit", "missing.yaml"): 3,
    ("audit", "--no-such-option"): 2,
    ("batch", "harbour.yaml", *AS_OF, "--workers", "1"): 0,
    ("register", "list", "reg.db"): 0,
    ("register", "export", "reg.db", "-"): 0,
    ("ruleset", "list"): 0,
    ("schema", "batch"): 0,
}
# Standard output that takes nothing, and the status of whoever writes there.
STDOUT: dict[str, tuple[dict[str, Any], int]] = {
    "full": ({"stdout": "/dev/full"}, 3),
    "closed": ({"closed": [1]}, 3),
    "unread": ({"left": [1]}, 141),
}
# Standard error that takes nothing changes no status.
STDERR: dict[str, dict[str, Any]] = {
    "full": {"stderr": "/dev/full"},
    "closed": {"closed": [2]},
    "unread": {"left": [2]},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return good_folder(tmp_path_factory.mktemp("streams") / "home")


@pytest.mark.parametrize("fault", STDOUT)
def test_standard_output_that_takes_nothing(folder: Path, fault: str) -> None:
    faults, status = STDOUT[fault]
    for command, usual in COMMANDS.items():
        ran = suffered(folder, *command, **faults)
        told(ran, (usual if usual in (2, 3) else status,), quiet=status == 141)
        if status == 3 and usual not in (2, 3):
            assert "error[output.cannot-write]: `<stdout>` could not be written" in ran.stderr


@pytest.mark.parametrize("fault", STDERR)
def test_standard_error_that_takes_nothing(folder: Path, fault: str) -> None:
    for command, usual in COMMANDS.items():
        ran = suffered(folder, *command, **STDERR[fault])
        assert ran.status == usual, command
        assert (usual in (0, 1)) == bool(ran.stdout), command


def test_every_stream_closed_at_once(folder: Path) -> None:
    for command, usual in COMMANDS.items():
        assert suffered(folder, *command, closed=[0, 1, 2]).status == (usual if usual in (2, 3) else 3)


def test_standard_input_that_is_closed_is_empty(folder: Path) -> None:
    told(suffered(folder, "audit", "-", *AS_OF, closed=[0]), (3,))
    assert suffered(folder, "audit", "harbour.yaml", *AS_OF, closed=[0]).status == 1


@pytest.mark.parametrize(("closed", "status"), [(0, 1), (1, 3), (2, 1)])
def test_a_fresh_start_with_a_closed_stream_is_no_other(folder: Path, closed: int, status: int) -> None:
    """No file that is opened later may get the number of a standard stream, and be written into by mistake."""
    program = (
        "import os, sys; os.close(int(sys.argv.pop(1)));"
        "os.execv(sys.executable, [sys.executable, '-m', 'auditor', *sys.argv[1:]])"
    )
    output = folder / f"closed-{closed}.json"
    arguments = ["audit", str(folder / "harbour.yaml"), *AS_OF, "-f", "json", "-o", str(output), "-f", "terminal"]
    ran = subprocess.run(
        [sys.executable, "-c", program, str(closed), *arguments],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == status, ran.stderr
    assert b"Traceback" not in ran.stderr
    assert output.read_bytes().startswith(b"{")
    assert output.read_bytes().endswith(b"}\n")


def test_a_process_that_is_given_no_more_memory_or_files(folder: Path) -> None:
    (folder / "long.yaml").write_bytes(b"declaration: 1\nservice: {name: X}\nx: [" + b"'y', " * 180_000 + b"z]\n")
    for memory in (12, 16, 24, 48):  # the interpreter may lose the error itself, and tell of another
        told(suffered(folder, "audit", "long.yaml", *AS_OF, memory=memory << 20), (3,))
    told(suffered(folder, "audit", "harbour.yaml", *AS_OF, files=3), (3,))


@pytest.mark.parametrize(
    "fault",
    [OSError(errno.EBADF, "x"), OSError("it is closed"), ConnectionResetError(errno.ECONNRESET, "x"), EOFError()],
)
def test_a_pool_that_is_just_breaking_takes_nothing_more(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def submit(*_given: object) -> None:
        raise fault

    monkeypatch.setattr(ProcessPoolExecutor, "submit", submit)
    with pytest.raises(BrokenExecutor):
        Processes(1).submit(print)


def test_a_server_of_workers_that_cannot_begin_is_no_verdict(folder: Path, tmp_path: Path) -> None:
    """The framework ends with 1 where it takes the end of something for the end of what was typed."""
    (tmp_path / "sitecustomize.py").write_text("import sys\nif 'forkserver' in str(sys.orig_argv): sys.exit(9)\n")
    env = environment({"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"})
    command = [sys.executable, "-m", "auditor", "batch", "harbour.yaml", *AS_OF, "--fail-on", "unusable"]
    ran = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode in (3, 70), ran.stderr
    assert '"audited", ' not in ran.stdout
