"""Where the program starts: exceptions become messages and exit statuses here, and nowhere else."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from types import FrameType
from typing import NoReturn

from auditor import __version__
from auditor.model.diagnostic import InputError


def main() -> NoReturn:
    """Run the program; always ends with an exit status of the contract."""
    signal.signal(signal.SIGINT, _interrupted)
    status: object = 0
    try:
        from auditor.cli.app import app

        app(prog_name="auditor")
    except SystemExit as ended:
        status = ended.code
    except InputError as error:
        status = _unusable(error)
    except Exception as fault:
        status = _fault(fault)
    sys.exit(status if isinstance(status, int) else 0)


def _interrupted(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(130)


def _unusable(error: InputError) -> int:
    from auditor.cli.streams import show_diagnostics

    show_diagnostics(error.diagnostics, done="nothing was audited")
    return 3


def _fault(fault: Exception) -> int:
    """Say that it is the program's own fault, and how to see more."""
    if os.environ.get("AUDITOR_DEBUG"):
        traceback.print_exception(fault)
    name = type(fault).__name__
    sys.stderr.write(
        f"auditor {__version__}: a fault of the program's own stopped it ({name}: {fault})\n"
        "   = why:  this says nothing about the declaration: no verdict was reached\n"
        "   = help: run it again as `auditor --debug …` and report what it prints\n"
    )
    return 70
