"""Starts the program by forking a process that has imported it: all that a fresh start does, without its cost.

One line of JSON asks for a start (arguments, folder, environment, files for the three streams), one line of text
answers with the status. Each start has a process of its own, so that nothing of one is left for the next.
"""

from __future__ import annotations

import ctypes
import importlib
import io
import json
import os
import pkgutil
import resource
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NoReturn

# Given back by a start that cannot be made to suffer as asked: the test is to be skipped.
CANNOT: Final = 77
# Of Linux: the layout of `capset`, the way to drop for what is executed later, CAP_DAC_OVERRIDE and _READ_SEARCH.
_CAPABILITIES_VERSION: Final = 0x20080522
_DROP_FOR_CHILDREN: Final = 24
_PASS_BY: Final = (1, 2)


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
    _suffer(asked)
    sys.argv = ["auditor", *asked["arguments"]]
    status = 70
    try:
        from auditor.cli.main import main

        main()
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 0
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                if stream is not None:
                    stream.flush()
            except OSError:
                status = 120  # what an interpreter that cannot write its last words ends with
        if (processes := sys.modules.get("multiprocessing.util")) is not None:
            processes._exit_function()  # as an interpreter does that ends: it takes away what they left
        os._exit(status)


def _suffer(asked: dict[str, Any]) -> None:
    """Take away what the test says this start has not: readers of its output, streams, room on the disk, power."""
    for number in asked.get("left", ()):
        ours, gone = os.pipe()
        os.dup2(gone, number)
        os.close(gone)
        os.close(ours)
    for number in asked.get("closed", ()):  # as a fresh interpreter finds it
        os.close(number)
        setattr(sys, ("stdin", "stdout", "stderr")[number], None)
    if "room" in asked:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked["room"], asked["room"]))
    if "clock" in asked:
        _set_clocks([*map(datetime.fromisoformat, asked["clock"])])
    if "memory" in asked:  # beside what it has already
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + asked["memory"]
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    if "files" in asked:
        resource.setrlimit(resource.RLIMIT_NOFILE, (asked["files"], asked["files"]))
    if asked.get("gone"):
        Path(asked["cwd"]).rmdir()
    if asked.get("bound"):
        _keep_to_permissions()


def _set_clocks(moments: list[datetime]) -> None:
    """Have the batch's clock tell these moments one after the other, then the last of them for ever."""
    from auditor.cli import batch_parts

    batch_parts.now = lambda: moments.pop(0) if len(moments) > 1 else moments[0]


def _keep_to_permissions() -> None:
    """Take from the superuser what lets it pass by permissions, for this process and all that come of it."""
    if os.geteuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_VERSION, 0)
    sets = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable: the lower half, then the upper
    libc.capget(header, sets)
    for number in _PASS_BY:
        libc.prctl(_DROP_FOR_CHILDREN, number, 0, 0, 0)
        for at in range(3):
            sets[at] &= ~(1 << number)
    if libc.capset(header, sets) != 0:
        os._exit(CANNOT)


if __name__ == "__main__":
    serve()
