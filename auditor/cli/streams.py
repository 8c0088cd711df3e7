"""Standard output, standard error and files: what is drawn how, and how it is written."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import typer
from msgspec import Struct

from auditor.cli.options import ColorChoice
from auditor.model.diagnostic import Diagnostic

_NARROWEST, _WIDEST, _PIPED = 60, 120, 100
_MARKS = "✓✗█▒·─–…"


class Look(Struct, frozen=True, kw_only=True):
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
        from auditor.cli.outputs import write_whole

        write_whole(Path(output), data)
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The command line's framework would end with 1, which would read as a verdict.
        silence(sys.stdout)
        raise typer.Exit(141) from None
    except OSError as error:
        from auditor.cli.outputs import STDOUT, cannot_write

        silence(sys.stdout)
        raise cannot_write(STDOUT, error) from None


def emit_lines(lines: Sequence[str]) -> None:
    """Write plain lines to standard output, with what would act there made visible."""
    emit("\n".join(_fitted(_plain(lines), sys.stdout)) + "\n")


def silence(stream: TextIO) -> None:
    """Point a stream that cannot be written to at nothing, so that the interpreter does not try to flush it again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


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
    text = render_diagnostics(diagnostics, color=color, width=columns_of(sys.stderr))
    if done:
        text = f"{text}\n{summary(diagnostics, done)}\n"
    _tell(text)


def say(text: str) -> None:
    """Write plain lines to standard error, with what would act there made visible."""
    _tell("\n".join(_fitted(_plain(text.split("\n")), sys.stderr)))


def columns_of(stream: TextIO) -> int | None:
    """Say how wide the window is that a stream goes to; None where it goes to no terminal."""
    if not stream.isatty():
        return None
    try:
        return os.get_terminal_size(stream.fileno()).columns or None
    except (OSError, ValueError):
        return None


def _fitted(lines: Sequence[str], stream: TextIO) -> Sequence[str]:
    """Break lines between words where they go to a terminal that would break them anywhere."""
    width = columns_of(stream)
    if width is None:
        return lines
    from auditor.report.wrapping import wrapped

    return [wrapped(one, width) for one in lines]


def _plain(lines: Sequence[str]) -> Sequence[str]:
    if all(map(str.isprintable, lines)):
        return lines
    from auditor.report.escape import visible

    return [visible(one) for one in lines]


def _tell(text: str) -> None:
    """Write to standard error; that nobody reads it, or that it is full, changes nothing."""
    try:
        sys.stderr.write(text if text.endswith("\n") else text + "\n")
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)
