"""Where the program starts: exceptions become messages and exit statuses here, and nowhere else."""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
import threading
import traceback
from types import FrameType
from typing import TYPE_CHECKING, Any, Final, NoReturn

from auditor import __version__

if TYPE_CHECKING:
    from auditor.model.diagnostic import InputError

# A run makes many objects and few cycles of them: to look for cycles as often as usual, or in the middle of a short
# run, costs more than to keep them.
_SELDOM: Final = 400_000
# What the loader of libraries says where there is no room for one, or none that may be executed.
_NO_ROOM: Final = "failed to map segment from shared object"
_NOT_ALLOWED: Final = "not permitted"
_NOT_TAKEN: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})
_ABORT: Final = "Abort"
_EXHAUSTED: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN})


def main() -> NoReturn:
    """Run the program and end the process: where it starts from the command line."""
    try:
        run()
    except SystemExit as ended:
        _leave(ended.code)


def run() -> NoReturn:
    """Run the program; always ends with an exit status of the contract."""
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, _interrupted)
    gc.set_threshold(_SELDOM)
    from auditor.model.diagnostic import ERROR_LOST, InputError

    _fill_closed_streams()
    status: object = 0
    exhausted = False
    try:
        from auditor.cli.app import app

        app(prog_name="auditor")
    except SystemExit as ended:
        status = _ended(ended)
    except InputError as error:
        status = _unusable(error)
    except MemoryError:
        exhausted = True
    except ImportError as fault:
        # a library that is loaded when it is needed, and finds no room
        exhausted = _NO_ROOM in str(fault) and _NOT_ALLOWED not in str(fault)
        status = 0 if exhausted else _fault(fault)
    except SystemError as fault:
        exhausted = ERROR_LOST in str(fault)
        status = 0 if exhausted else _fault(fault)
    except OSError as fault:
        status = _system(fault)
    except Exception as fault:
        status = _fault(fault)
    if exhausted:  # told now that the fault is gone, and with it all that its frames held
        status = _refused("there is not enough memory", "give it more, or smaller files")
    _let_go()
    sys.exit(status if isinstance(status, int) else 0)


def _ended(ended: SystemExit) -> object:
    """Give the status that was asked for.

    The framework ends with 1, which would read as a verdict, where nobody reads what it writes: where it was about to
    tell of wrong usage, that counts, else that the reader went away. And where it takes any end of a file for the end
    of what is typed.
    """
    cause = ended.__context__
    if ended.code == 1 and isinstance(cause, BrokenPipeError):
        return getattr(cause.__context__, "exit_code", 141)
    if ended.code == 1 and cause is not None and type(cause).__name__ == _ABORT:
        return 130 if isinstance(cause.__context__, KeyboardInterrupt) else _fault(cause.__context__ or cause)
    return ended.code


def _let_go() -> None:
    """See to it that the interpreter does not stumble over a stream that takes nothing, and end otherwise."""
    from auditor.cli.streams import silence

    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            silence(stream)


def _leave(status: Any) -> NoReturn:
    """End at once: to take the interpreter apart costs a sixth of a short run and gives back nothing but memory.

    Where there are workers or threads to wait for, the end is the usual one.
    """
    if "multiprocessing" in sys.modules or threading.active_count() > 1:
        sys.exit(status)
    os._exit(status)


def _fill_closed_streams() -> None:
    """Put something in the place of a standard stream that is closed, before another file gets its number.

    Standard input is empty then, messages go nowhere, and what is written to standard output fails.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            nothing = os.open(os.devnull, os.O_WRONLY if name == "stderr" else os.O_RDONLY)
            if nothing != number:
                os.dup2(nothing, number)
            stream = open(number, "r" if number == 0 else "w", encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)


def _interrupted(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(130)


def _unusable(error: InputError) -> int:
    from auditor.cli.streams import show_diagnostics

    unwritten = all(one.code == "output.cannot-write" for one in error.diagnostics)
    show_diagnostics(error.diagnostics, done="not all was written" if unwritten else "nothing was audited")
    return 3


def _refused(message: str, help: str) -> int:
    from auditor.model.diagnostic import Diagnostic, InputError

    return _unusable(InputError((Diagnostic(code="system.refused", message=message, help=help),)))


def _system(fault: OSError) -> int:
    """Say what the system refused: to take what the framework itself wrote, such as help, or to give more."""
    from auditor.cli.outputs import STDOUT, cannot_write
    from auditor.cli.streams import silence

    if fault.filename is None and fault.errno in _NOT_TAKEN:
        silence(sys.stdout)
        wrong = getattr(fault.__context__, "exit_code", None)  # it was about to tell of wrong usage
        return wrong if isinstance(wrong, int) else _unusable(cannot_write(STDOUT, fault))
    if isinstance(fault, FileNotFoundError) and fault.filename is None:
        return _refused(
            "the folder that this was started in is gone", "go to a folder that is there, and run it again"
        )
    if fault.errno in _EXHAUSTED:
        reason = os.strerror(fault.errno).lower()
        return _refused(f"the system gives no more: {reason}", "end other programs, or raise the limit")
    return _fault(fault)


def _fault(fault: BaseException) -> int:
    """Say that it is the program's own fault, and how to see more."""
    from auditor.cli.streams import say

    if os.environ.get("AUDITOR_DEBUG"):
        say("".join(traceback.format_exception(fault)))
    name = type(fault).__name__
    say(
        f"auditor {__version__}: a fault of the program's own stopped it ({name}: {fault})\n"
        "   = why:  this says nothing about the declaration: no verdict was reached\n"
        "   = help: run it again as `auditor --debug …` and report what it prints\n"
    )
    return 70
