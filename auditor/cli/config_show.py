"""`auditor config`: what is in effect and where each value came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Never

import typer
from msgspec import Struct

from auditor.cli.config import Given, Origin
from auditor.cli.options import OUTPUT, View, ViewOption, parse_day, today

if TYPE_CHECKING:
    from auditor.cli.config import Configured
    from auditor.cli.config_keys import Key


class _Row(Struct, frozen=True, kw_only=True):
    key: Key
    given: Given | None
    default: Any

    @property
    def value(self) -> Any:
        return self.default if self.given is None else self.given.value

    @property
    def origin(self) -> Origin:
        return Origin.DEFAULT if self.given is None else self.given.origin


def config_command(
    context: typer.Context,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Only say whether the settings can be used. Left out: show them.", rich_help_panel=OUTPUT
        ),
    ] = False,
    format: ViewOption = View.TERMINAL,
) -> None:
    """Show the settings in effect, and where from.

    For each option of `auditor audit`: its value, and the flag, environment variable, place in a file or default that
    it has it from. Options of `auditor audit` may follow, to see what they would change. The file is the nearest
    `auditor.toml`, or `pyproject.toml` with a table `tool.auditor`, from the working directory up to the repository's
    root; `auditor --config FILE config` names another.

    Exit status: 0 the settings can be used; 2 they cannot.

    Example: auditor config --min-score 80
    """
    from auditor.cli.config_keys import known_keys
    from auditor.cli.streams import emit, emit_lines

    root: Any = context.find_root()
    found = root.default_map.configuration.read()
    flags = _flags(root, context.args)
    if check:
        _check_areas({**found.values, **flags})
        emit_lines([_checked(found)])
        return
    rows = [
        _Row(key=key, given=flags.get(name) or found.values.get(name), default=key.param.get_default(context))
        for name, key in known_keys(root.command).items()
    ]
    if {"format", "output"} & flags.keys():  # a format and its output belong together
        rows = [_without_pair(one, flags) for one in rows]
    if format is View.JSON:
        emit(_json(rows, found))
    else:
        emit_lines(_lines(rows, found))


def _flags(root: Any, arguments: Sequence[str]) -> dict[str, Given]:
    """Read options of the audit as it would, without its need of a declaration."""
    from auditor.cli.config_keys import known_keys
    from auditor.model.diagnostic import Place

    audit = root.command.commands["audit"]
    context = audit.context_class(audit, info_name="audit", parent=root)
    parsed, _rest, _order = audit.make_parser(context).parse_args(list(arguments))
    given = {}
    for name, key in known_keys(root.command).items():
        value = parsed.get(key.param.name)
        if value:
            key.param.type_cast_value(context, value)
            given[name] = Given(value=value, origin=Origin.FLAG, place=Place(key.flag))
    return given


def _check_areas(values: Mapping[str, Given]) -> None:
    """Hold least scores of areas against the rulesets that an audit would take: nothing else says which areas are."""
    asked = values.get("min_area")
    if asked is None:
        return
    from auditor.cli.config import refuse_setting
    from auditor.cli.gate_options import area_minima
    from auditor.cli.loading import load_rules, spread
    from auditor.source.builtin import builtin_vocabulary

    def refuse(number: int, message: str) -> Never:
        if asked.origin is Origin.FLAG:
            raise typer.BadParameter(message, param_hint="--min-area")
        refuse_setting(asked.wrong("min_area", number, message))

    rulesets, day = values.get("ruleset"), values.get("as_of")
    date = parse_day(day.value) if day is not None else today()
    named, _outside = spread(rulesets.value if rulesets is not None else None, date)
    rules = load_rules(named, date, builtin_vocabulary())
    area_minima(asked.value, [one.ruleset for one in rules], refuse)


def _without_pair(row: _Row, flags: dict[str, Given]) -> _Row:
    from auditor.cli.config_keys import REPORTS

    if row.key.name not in REPORTS or row.key.name in flags:
        return row
    return _Row(key=row.key, given=None, default=row.default)


def _checked(found: Configured) -> str:
    number = sum(one.origin is Origin.FILE for one in found.values.values())
    settings = f"{number} setting" if number == 1 else f"{number} settings"
    file = f"{found.file}: nothing is wrong; {settings}" if found.file else "there is no file of settings"
    more = [str(one.place) for one in found.values.values() if one.origin is Origin.ENVIRONMENT]
    return "; ".join((file, *([f"set in the environment: {', '.join(more)}"] if more else [])))


def _lines(rows: Sequence[_Row], found: Configured) -> list[str]:
    longest = max(len(one.key.name) for one in rows)
    shown = [(_shown(one), str(one.given.place) if one.given else "default") for one in rows]
    widest = min(40, max(len(value) for value, _where in shown))
    lines = [found.file or "no file of settings", ""]
    lines += [
        f"{row.key.name.ljust(longest)}  {value.ljust(widest)}  {where}"
        for row, (value, where) in zip(rows, shown, strict=True)
    ]
    return [*lines, *_foreign(found)]


def _foreign(found: Configured) -> Iterator[str]:
    if found.foreign:
        yield ""
        yield f"not settings, and left alone: {', '.join(found.foreign)}"


def _shown(row: _Row) -> str:
    value = row.value
    if row.given is None and (value is None or value == ()):
        return row.key.left_out or "none"
    return ", ".join(value) if isinstance(value, list | tuple) else _plain(value)


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(getattr(value, "value", value))


def _json(rows: Sequence[_Row], found: Configured) -> str:
    from auditor.cli.config_keys import Kind
    from auditor.report.jsontext import dump

    def value_of(row: _Row) -> Any:
        value = row.value
        if isinstance(value, list | tuple):
            return list(value) or None
        if row.key.kind is Kind.YES_NO and value is not None:
            return value if isinstance(value, bool) else row.key.param.type(value, row.key.param, None)
        return None if value is None else _plain(value)

    values = [
        {
            "key": one.key.name,
            "value": value_of(one),
            "origin": one.origin.value,
            "where": str(one.given.place) if one.given else None,
            "left_out": one.key.left_out,
        }
        for one in rows
    ]
    document: dict[str, Any] = {
        "schema": "auditor.config/1",
        "file": found.file,
        "values": values,
        "not_settings": list(found.foreign),
    }
    return dump(document)
