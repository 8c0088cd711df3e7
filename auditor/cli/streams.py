"""Standard output, standard error and files: what is drawn how, and how it is written."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from auditor.cli.options import ColorChoice
from auditor.model.diagnostic import Diagnostic, InputError, Place

_NARROWEST, _WIDEST, _PIPED = 60, 120, 100
_MARKS = "✓✗█▒·─–…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How text for people is drawn: plain values that a renderer takes."""

    width: int
    color: bool
    ascii: bool
    plain: bool
    verbose: bool


def look(*, color: ColorChoice, width: int | None, plain: bool, verbose: bool = False, to_file: bool = False) -> Look:
    """Decide once how to draw.

    `--color` beats NO_COLOR (set and not empty) beats FORCE_COLOR beats whether it is a terminal.
    """
    terminal = not to_file and sys.stdout.isatty()
    dumb = os.environ.get("TERM") == "dumb"
    return Look(
        width=width if width is not None else _width(terminal),
        color=_color(color, terminal and not dumb),
        ascii=not _carries_marks(to_file),
        plain=plain or (terminal and dumb),
        verbose=verbose,
    )


def _width(terminal: bool) -> int:
    if not terminal:
        return _PIPED
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size((80, 24)).columns))


def _color(choice: ColorChoice, terminal: bool) -> bool:
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else terminal


def _carries_marks(to_file: bool) -> bool:
    """Whether the stream's encoding can carry the marks; files and pipes are UTF-8 always."""
    if to_file or not sys.stdout.isatty():
        return True
    try:
        _MARKS.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def emit(text: str, output: str = "-") -> None:
    """Write a report to standard output, or whole to a file; UTF-8 and `\\n` everywhere.

    Raises InputError where a file cannot be written.
    """
    data = text.encode("utf-8", "backslashreplace")
    if output != "-":
        write_whole(Path(output), data)
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The command line's framework would end with 1, which would read as a verdict. Stdout is pointed at
        # nothing, so that the interpreter does not try to flush it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(141) from None


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all: a temporary neighbour, then renamed."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        neighbour = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            neighbour.chmod(0o666 & ~umask())
            neighbour.replace(path)
        except OSError:
            neighbour.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise cannot_write(path, error) from None


def cannot_write(path: Path, error: OSError) -> InputError:
    """Make the error for a file that a report should go to."""
    reason = error.strerror or "the system gave no reason"
    return InputError(
        (
            Diagnostic(
                code="output.cannot-write",
                message=f"`{path}` could not be written: {reason.lower()}",
                place=Place(str(path)),
                help="name a file in a folder that exists and can be written to",
            ),
        )
    )


def umask() -> int:
    """Give the permissions that new files are not given."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def tell_warnings(warnings: Sequence[Diagnostic], *, quiet: bool, verbose: bool) -> None:
    """Count warnings in a line, with their codes; show each whole where that is asked for, and none where none is."""
    if not warnings or quiet:
        return
    if verbose:
        show_diagnostics(warnings)
        return
    number = "1 warning" if len(warnings) == 1 else f"{len(warnings)} warnings"
    codes = ", ".join(dict.fromkeys(one.code for one in warnings))
    say(f"{number}: {codes}. `--verbose` shows them whole.")


def show_diagnostics(diagnostics: Sequence[Diagnostic], *, done: str = "") -> None:
    """Write diagnostics to standard error, each whole, and with `done` what came of the run."""
    from auditor.report.diagnostics import render_diagnostics, summary

    color = _color("auto", sys.stderr.isatty() and os.environ.get("TERM") != "dumb")
    text = render_diagnostics(diagnostics, color=color)
    if done:
        text = f"{text}\n{summary(diagnostics, done)}\n"
    say(text)


def say(text: str) -> None:
    """Write to standard error; a reader that left changes nothing there."""
    try:
        sys.stderr.write(text if text.endswith("\n") else text + "\n")
        sys.stderr.flush()
    except BrokenPipeError:
        return
