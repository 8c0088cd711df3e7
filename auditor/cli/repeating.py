"""An option that takes one value is given once: of two, all but the last would be dropped without a word."""

from __future__ import annotations

from typing import Any

import typer


def once(command: Any) -> None:
    """Let a command, and those of a group, refuse an option that is given again and is not repeatable."""
    for one in getattr(command, "commands", {}).values():
        once(one)
    make = command.make_parser
    command.make_parser = lambda context: counting(make(context), context)


def counting(parser: Any, context: Any) -> Any:
    """Let a parser of the framework refuse what is given again."""
    parse = parser.parse_args

    def parse_args(args: list[str]) -> Any:
        found = parse(args)
        given: set[Any] = set()
        for param in found[2]:
            if param in given and not _is_repeatable(param):
                message = "it is given more than once, and all but the last would be dropped; give it once"
                raise typer.BadParameter(message, context, param)
            given.add(param)
        return found

    parser.parse_args = parse_args
    return parser


def _is_repeatable(param: Any) -> bool:
    """Whether nothing is lost: a list, or a flag that can only be set."""
    return bool(param.multiple or param.count or (param.is_flag and not param.secondary_opts))
