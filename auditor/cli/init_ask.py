"""`auditor init --ask`: questions in the terminal. What is asked next is decided in `engine/questionnaire`."""

from __future__ import annotations

import shlex
import signal
import sys
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer
from msgspec import Struct, field
from msgspec.structs import replace

from auditor.model.diagnostic import Diagnostic, InputError, Place

if TYPE_CHECKING:
    from auditor.cli.loading import Rules
    from auditor.engine.questionnaire import Question, Questionnaire
    from auditor.model.facts import Facts
    from auditor.model.vocabulary import Vocabulary

LINE_LIMIT: Final = 64 * 1024
_WIDTH: Final = 88
_NAMED: Final = 8
_KEYS: Final = (
    "Enter or - leaves a question open, ? explains it, b goes back, q stops. What is typed is saved at once."
)
_PLACEHOLDER: Final = "Your service"
Step = tuple[str, bytes | None]


class _Stop(Exception):
    """The person stopped, or there is nothing more to read."""


def ask(output: str, rules: Sequence[Rules], vocabulary: Vocabulary, as_of: date, options: Sequence[str]) -> None:
    """Ask until nothing is open, or the person stops; ends with what is answered, and what to do next."""
    from auditor.cli.streams import emit
    from auditor.engine.questionnaire import Questionnaire, asking

    asked = [each for one in rules for each in asking(one.ruleset, one.compiled, as_of, as_written=one.as_written)]
    session = _Session(Path(output), output, Questionnaire(asked, vocabulary, as_of), vocabulary)
    begun = False
    try:
        begun = session.begin([one.ruleset.name for one in rules])
        while begun and (question := session.next()) is not None:
            session.put(question)
    except _Stop:
        pass
    finally:  # an interruption too ends with what is saved
        _tell("")
        emit(session.summary(options) if begun else "Nothing was answered, and nothing was written.\n")


def _no_facts() -> Facts:
    from auditor.model.facts import Facts

    return Facts(values={}, places={})


class _Session(Struct):
    """One sitting: the file as it was last written, and the way back."""

    path: Path
    shown: str
    questionnaire: Questionnaire
    vocabulary: Vocabulary
    data: bytes = b""
    facts: Facts = field(default_factory=_no_facts)
    open: tuple[Question, ...] = ()
    passed: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    again: str = ""

    def begin(self, names: Sequence[str]) -> bool:
        """Take up the file that is there, or begin one with the service's name."""
        from auditor.source.beside import is_there
        from auditor.source.text import read_bytes

        _tell(f"A declaration for {', '.join(names)}: {self.shown}", _KEYS, "")
        if is_there(self.path):
            self.data = read_bytes(self.path, self.shown)
            self._take(self._read(self.data), None)
            _tell(f"{self.shown} is there already: only what it leaves open is asked, and its own text is kept.")
            return True
        while not self._named(names):
            _tell("Name it in other words.")
        return True

    def _named(self, names: Sequence[str]) -> bool:
        """Begin a file with the name that is typed; say why where no declaration could have it."""
        from auditor.authoring.template import opening

        _tell("What is the service called?")
        name = _line() or _PLACEHOLDER
        if name == "q":
            raise _Stop
        data = opening(names, "" if name in ("-", "?", "b") else name).encode("utf-8", "surrogatepass")
        try:
            self._read(data)
        except InputError as error:
            _show(error)
            return False
        self._write(data, None)
        return True

    def next(self) -> Question | None:
        """Give the question to put, if any is left."""
        again = next((one for one in self.open if one.fact == self.again), None)
        self.again = ""
        return again or next((one for one in self.open if one.fact not in self.passed), None)

    def put(self, question: Question) -> None:
        """Put one question until it is answered or left."""
        left = len([one for one in self.open if one.fact not in self.passed])
        skipped = f"; {len(self.passed)} skipped so far" if self.passed else ""
        _tell("", f"{len(self.steps) + 1} of about {len(self.steps) + left}{skipped}")
        _tell(*_asked(question))
        while True:
            match _line():
                case "" | "-":
                    self.passed.append(question.fact)
                    self.steps.append((question.fact, None))
                    return
                case "q":
                    raise _Stop
                case "b":
                    if self._back():
                        return
                    _tell("This is the first question.")
                case "?":
                    _tell(*_explained(question))
                case text:
                    if self._answered(question, text):
                        return

    def _answered(self, question: Question, text: str) -> bool:
        """Save an answer; say why where it cannot be one."""
        from auditor.authoring.answering import as_written, typed
        from auditor.source.insertion import with_answer
        from auditor.source.settings import read_setting

        said = typed(text, question)
        try:
            setting = read_setting(f"{question.fact}={said.value}", self.vocabulary)
            if not setting.values:
                _tell("That leaves it open. Press Enter to do so.")
                return False
            answer = as_written(said, setting, question, textwrap.wrap(question.question, _WIDTH))
            data = with_answer(self.data, self.shown, question.fact, answer, self.vocabulary)
        except InputError as error:
            _show(error)
            return False
        waiting = {one.fact for one in self.open}
        self._write(data, question.fact, (question.fact, self.data))
        gone = len(waiting - {one.fact for one in self.open} - {question.fact})
        if gone:
            _tell(f"{gone} {'question falls' if gone == 1 else 'questions fall'} away.")
        return True

    def _back(self) -> bool:
        if not self.steps:
            return False
        self.again, before = self.steps.pop()
        if before is None:
            self.passed.remove(self.again)
        else:
            self._write(before, self.again)
        return True

    def _write(self, data: bytes, changed: str | None, step: Step | None = None) -> None:
        """Put the file in place whole, unless somebody else changed it meanwhile; note the step that this was."""
        from auditor.cli.outputs import write_whole
        from auditor.source.beside import is_there
        from auditor.source.text import read_bytes

        there = is_there(self.path)
        if (read_bytes(self.path, self.shown) if there else b"") != self.data:
            raise InputError((_changed(self.shown),))
        facts = self._read(data)  # nothing is written that cannot be read again
        with _undisturbed():
            write_whole(self.path, data)
            self.data = data
            self.steps += [step] if step is not None else []
        self._take(facts, changed)

    def _read(self, data: bytes) -> Facts:
        """Read a file as any declaration; raises InputError where it cannot be one, or not one to be answered."""
        from auditor.source.declarations import read_declaration

        read, _warnings = read_declaration(data, self.shown, None, self.vocabulary)
        if read.compiled_by is not None:
            raise InputError((_compiled(self.shown),))
        return read.facts

    def _take(self, facts: Facts, changed: str | None) -> None:
        """Go on from these facts, and see what is open."""
        self.facts = facts
        self.open = self.questionnaire.open(facts, changed)

    def summary(self, options: Sequence[str]) -> str:
        """Say what is answered, what is left and what to do next; `options` say for which rules and day."""
        given = {one for one, before in self.steps if before is not None}
        answered = len(given)
        left = len([one for one in self.open if one.fact not in given])
        lines = [f"{self.shown}: {answered} answered now, {left} still open, {len(self.passed)} of them skipped."]
        if not left:
            lines = [f"{self.shown}: {answered} answered now, and nothing is open any more."]
        check, audit, again = (
            shlex.join(["auditor", *words])
            for words in (
                ("check", self.shown),
                ("audit", self.shown, *options),
                ("init", "--ask", "-o", self.shown, *options),
            )
        )
        lines.append(f"Next: `{check}`, then `{audit}`.")
        if left:
            lines.append(f"`{again}` goes on where this stopped.")
        return "\n".join(lines) + "\n"


def _asked(question: Question) -> Iterator[str]:
    from auditor.authoring.answering import how, words_of

    yield from textwrap.wrap(question.question, _room())
    for number, word in enumerate(words_of(question), 1):
        meaning = question.type.meanings.get(word, "")
        yield f"  {number:>2} {word}{f': {meaning}' if meaning else ''}"
    yield f"  ({how(question)})"


def _explained(question: Question) -> Iterator[str]:
    from auditor.authoring.answering import how

    yield from textwrap.wrap(f"{question.type.title}: {question.type.description or question.question}", _room())
    yield f"  {question.fact} in a declaration"
    yield f"  answer with {how(question)}"
    number = len(question.requirements)
    named = ", ".join(question.requirements[:_NAMED]) + (f" and {number - _NAMED} more" if number > _NAMED else "")
    told = f"asked by {named}"
    yield from textwrap.wrap(told, _room(), initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
    if question.scope:
        yield "  the answer decides what else is asked"


def _room() -> int:
    """Say how wide running text is: as it can be read, and no wider than the window."""
    from auditor.cli.streams import columns_of

    return min(_WIDTH, columns_of(sys.stderr) or _WIDTH)


def _line() -> str:
    """Read one answer; what is too long for one is refused."""
    while True:
        sys.stderr.write("> ")
        sys.stderr.flush()
        line = sys.stdin.buffer.readline(LINE_LIMIT)
        if not line:
            raise _Stop
        if line.endswith(b"\n") or len(line) < LINE_LIMIT:
            return line.decode("utf-8", "surrogateescape").strip()
        while line and not line.endswith(b"\n"):
            line = sys.stdin.buffer.readline(LINE_LIMIT)
        _tell("That is too long for an answer.")


def _show(error: InputError) -> None:
    """Say what is wrong with what was typed: it has no place in a file yet."""
    from auditor.cli.streams import show_diagnostics

    show_diagnostics([replace(one, place=None) for one in error.diagnostics])


def _tell(*lines: str) -> None:
    from auditor.cli.streams import say
    from auditor.report.escape import visible

    for line in lines:
        say(visible(line))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let an interruption wait until the file is whole."""
    kept = signal.getsignal(signal.SIGINT)
    waiting: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _frame: waiting.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, kept)
    if waiting:
        raise typer.Exit(130)


def _changed(shown: str) -> Diagnostic:
    return Diagnostic(
        code="declaration.changed-meanwhile",
        message=f"`{shown}` was changed by something else while it was being answered",
        place=Place(shown),
        why="what another wrote is never written over",
        help="start again: all answers before the last one are in it",
    )


def _compiled(shown: str) -> Diagnostic:
    return Diagnostic(
        code="declaration.compiled",
        message=f"`{shown}` was compiled by others than the provider, and cannot be filled in by answers",
        place=Place(shown),
        why="there every fact needs the source in which it was published",
        help="write its facts and their sources into the file, or begin another declaration",
    )
