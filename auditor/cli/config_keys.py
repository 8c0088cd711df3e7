"""What can be configured: every option of `auditor audit`, and which command heeds which.

A key is the long name of an option, with underscores. Keys are taken from the options themselves, so that none can be
forgotten and none can mean something else than its flag.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from msgspec import Struct

PREFIX: Final = "AUDITOR_"
OURS: Final = frozenset({"config", "debug"})
REPORTS: Final = frozenset({"format", "output"})
PATHS: Final = frozenset({"declarations", "waivers", "baseline", "decisions", "challenges", "output"})
NOT_IN_A_FILE: Final[Mapping[str, str]] = {
    "as_of": "a day fixed in a file makes every later audit one of that day: nothing would ever expire or grow old",
}
_TABLES: Final = frozenset({"min_area"})
_NUMBERS: Final = frozenset({"min_score"})
_TAKE_DECLARATIONS: Final = frozenset({"audit", "check"})
_OF_AUTHORS: Final = frozenset({"as_of", "color", "width", "plain", "quiet", "verbose"})
_AUTHORS: Final = "ruleset"
# What is set for one platform's audits must not pick the rules by which many services are compared.
_MANY: Final = frozenset({"compare", "batch", "register", "triage", "review", "replay"})


class Kind(StrEnum):
    """What is written for a key in a file."""

    YES_NO = "true or false"
    TEXT = "a text in quotes"
    NUMBER = "a number without quotes"
    LIST = "a list of texts in brackets"
    TABLE = "a table of numbers"


class Key(Struct, frozen=True, kw_only=True):
    """Something that can be configured, and the parameter of `auditor audit` that it is."""

    name: str
    param: Any
    kind: Kind

    @property
    def variable(self) -> str:
        """The environment variable of the key."""
        return PREFIX + self.name.upper()

    @property
    def flag(self) -> str:
        """How it is given on the command line."""
        return "DECLARATION…" if _is_argument(self.param) else "--" + self.name.replace("_", "-")

    @property
    def left_out(self) -> str:
        """What holds where it is given nowhere: the last words of the option's own help."""
        return str(self.param.help or "").partition("Left out: ")[2].rstrip(".")

    @property
    def choices(self) -> tuple[str, ...]:
        """The words there are, where the option knows only some."""
        return tuple(str(getattr(one, "value", one)) for one in getattr(self.param.type, "choices", ()))

    @property
    def example(self) -> str:
        """A line that could stand in a file."""
        word = self.choices[0] if self.choices else "…"
        written = {
            Kind.YES_NO: "true",
            Kind.TEXT: f'"{word}"',
            Kind.NUMBER: "80" if self.name in _NUMBERS else str(max(5, getattr(self.param.type, "min", None) or 0)),
            Kind.LIST: f'["{word}"]',
            Kind.TABLE: "{ grooming = 80 }",
        }
        return f"{self.name} = {written[self.kind]}"


def known_keys(app: Any) -> dict[str, Key]:
    """Give every key: the parameters of `auditor audit`, but for its help."""
    params = {key_of(one): one for one in app.commands["audit"].params}
    return {name: Key(name=name, param=one, kind=_kind(name, one)) for name, one in params.items() if name != "help"}


def key_of(param: Any) -> str:
    """Give the name by which a parameter of a command would be configured."""
    if _is_argument(param):
        return str(param.name)
    return next(str(one) for one in param.opts if one.startswith("--"))[2:].replace("-", "_")


def heeded(app: Any, command: Any, path: Sequence[str]) -> dict[str, str]:
    """Give the keys that a command heeds, by the names of its parameters.

    A command heeds what it has an option for. But formats and outputs are those of the audit alone, declarations are
    taken where they are looked at and not where something is made of them, and commands for authors, and for many
    services, heed only the day and how to draw.
    """
    known = known_keys(app)
    return {
        str(param.name): key
        for param in command.params
        if (key := key_of(param)) in known
        and _is_argument(param) == _is_argument(known[key].param)
        and _heeds(tuple(path), key, argument=_is_argument(param))
    }


def _heeds(path: tuple[str, ...], key: str, *, argument: bool) -> bool:
    if argument:
        return len(path) == 1 and path[0] in _TAKE_DECLARATIONS
    if path[0] == _AUTHORS or path[0] in _MANY:
        return key in _OF_AUTHORS
    return key not in REPORTS or path == ("audit",)


def _is_argument(param: Any) -> bool:
    return bool(param.param_type_name == "argument")


def _kind(name: str, param: Any) -> Kind:
    if name in _TABLES:
        return Kind.TABLE
    if param.nargs == -1 or getattr(param, "multiple", False):
        return Kind.LIST
    if getattr(param, "is_flag", False):
        return Kind.YES_NO
    return Kind.NUMBER if name in _NUMBERS or hasattr(param.type, "min") else Kind.TEXT
