"""What an audit reaches for: the interpreter itself tells of every connection, program and file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.running import ROOT

WATCHED = """
import json, os, sys

seen = []

def watch(event, args):
    if event.startswith(("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostby", "urllib.")):
        seen.append([event, repr(args[-1])])
    elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "pty.spawn"):
        seen.append([event, repr(args[0])])
    elif event == "open" and isinstance(args[0], (str, bytes)):
        seen.append([event, os.path.realpath(os.fsdecode(args[0]))])

sys.addaudithook(watch)
from auditor.cli.main import run

sys.argv = ["auditor", *sys.argv[2:]]
status = 0
try:
    run()
except SystemExit as end:
    status = end.code
finally:
    told = os.dup(int(os.environ["TOLD"]))
    os.write(told, json.dumps({"status": status, "seen": seen}).encode())
"""
DECLARATION = """\
declaration: 1
service: {name: Reaching}
evidence:
  - {id: up, title: Up, file: ../secret.md, issued: 2026-01-01, sha256: "SHA", supports: [grooming.*]}
  - {id: whole, title: Whole, file: "WHOLE", issued: 2026-01-01, sha256: "SHA", supports: [grooming.*]}
  - {id: link, title: Link, file: link.md, issued: 2026-01-01, sha256: "SHA", supports: [grooming.*]}
  - {id: way, title: Way, file: way/secret.md, issued: 2026-01-01, sha256: "SHA", supports: [grooming.*]}
  - {id: far, title: Far, file: "https://a.example/s", issued: 2026-01-01, sha256: "SHA", supports: [grooming.*]}
  - {id: near, title: Near, file: near.md, issued: 2026-01-01, sha256: "SHA", supports: [grooming.*]}
"""


def reached(arguments: list[str], folder: Path) -> tuple[int, list[tuple[str, str]]]:
    """Run the auditor in a process of its own; give its status, and what it reached for."""
    told = folder / "told.json"
    with told.open("wb") as file:
        subprocess.run(
            [sys.executable, "-c", WATCHED, "auditor", *arguments],
            cwd=ROOT,
            env={**os.environ, "TOLD": str(file.fileno())},
            pass_fds=[file.fileno()],
            capture_output=True,
            check=False,
        )
    found = json.loads(told.read_text(encoding="utf-8"))
    return found["status"], [(event, what) for event, what in found["seen"]]


AS_OF = ["--as-of", "2026-10-01"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["audit", "examples/harbour.yaml", *AS_OF, "-f", "json"], 1),
        (["audit", "examples/harbour.yaml", *AS_OF, "-f", "html"], 1),
        (["audit", "examples/harbour.yaml", *AS_OF], 1),
        (["check", "examples/harbour.yaml"], 0),
        (["compare", "examples/harbour.yaml", "examples/lantern.yaml", *AS_OF, "-f", "html"], 0),
    ],
)
def test_no_connection_is_made_and_no_program_is_started(arguments: list[str], status: int, tmp_path: Path) -> None:
    ended, seen = reached(arguments, tmp_path)
    assert ended == status
    assert any(what.endswith("harbour.yaml") for event, what in seen if event == "open")
    assert [one for one in seen if one[0] != "open"] == []


def test_the_watch_sees_what_it_watches_for(tmp_path: Path) -> None:
    """Without this, a watch that sees nothing would be content with everything."""
    begun = (
        "import socket, subprocess\n"
        "socket.socket().connect_ex(('127.0.0.1', 9))\n"
        "subprocess.run([sys.executable, '-c', ''])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", WATCHED.partition("from auditor")[0] + begun + "print(json.dumps(seen))"],
        capture_output=True,
        check=True,
    )
    assert {"socket.connect", "subprocess.Popen"} <= {event for event, _ in json.loads(ran.stdout)}


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="the system has no links")
def test_a_document_outside_the_folder_is_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("secret\n", encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.md").symlink_to(secret)
    (folder / "way").symlink_to(tmp_path)
    (folder / "near.md").write_text("near\n", encoding="utf-8")
    declaration = folder / "declaration.yaml"
    declaration.write_text(DECLARATION.replace("SHA", "0" * 64).replace("WHOLE", str(secret)), encoding="utf-8")
    ended, seen = reached(["audit", str(declaration), *AS_OF, "-f", "json"], tmp_path)
    opened = {Path(what).name for event, what in seen if event == "open"}
    assert ended != 70
    assert "near.md" in opened
    assert "secret.md" not in opened
    assert [one for one in seen if one[0] != "open"] == []
