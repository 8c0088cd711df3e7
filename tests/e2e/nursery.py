"""Starts the program by forking a process that has imported it: all that a fresh start does, without its cost.

One line of JSON asks for a start (arguments, folder, environment, files for the three streams), one line of text
answers with the status. Each start has a process of its own, so that nothing of one is left for the next.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import pkgutil
import signal
import sys
from typing import Any, NoReturn


def serve() -> None:
    """Answer until standard input ends."""
    _import_all()
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(asked)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _import_all() -> None:
    import auditor
    from auditor.source.library import builtin_editions
    from auditor.source.vocabularies import read_vocabulary

    for module in pkgutil.walk_packages(auditor.__path__, "auditor."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    builtin_editions()
    read_vocabulary()


def _become(asked: dict[str, Any]) -> NoReturn:
    """Be the program: its folder, environment, streams and arguments, then its end."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(asked["seconds"])
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    for number, (name, mode) in enumerate(
        ((asked["stdin"], os.O_RDONLY), (asked["stdout"], os.O_WRONLY), (asked["stderr"], os.O_WRONLY))
    ):
        os.dup2(os.open(name, mode), number)
    sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0)), encoding="utf-8", errors="surrogateescape")
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w")), encoding="utf-8", errors="surrogateescape")
    sys.stderr = io.TextIOWrapper(
        io.BufferedWriter(io.FileIO(2, "w")), encoding="utf-8", errors="backslashreplace", line_buffering=True
    )
    sys.argv = ["auditor", *asked["arguments"]]
    status = 70
    try:
        from auditor.cli.main import main

        main()
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    serve()
