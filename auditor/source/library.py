"""Find an edition by id, version and date. The only place that knows how editions are laid out on disk."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from auditor.model.diagnostic import Diagnostic, InputError, Place
from auditor.model.patterns import pattern
from auditor.model.ruleset import RulesetStatus
from auditor.model.standing import Standing, Validity, holding
from auditor.source.beside import is_folder, yaml_in
from auditor.source.kept import kept
from auditor.source.names import nearest
from auditor.source.places import edition_files, shown_file, shown_folder
from auditor.source.text import read_bytes
from auditor.source.yamltree import read_yaml

Version = tuple[int, int, int]
_SPEC: Final = pattern(r"([a-z0-9]+(?:-[a-z0-9]+)*)(?:@(\d+)(?:\.(\d+))?(?:\.(\d+))?)?", re.ASCII)
_VERSION: Final = pattern(r"(\d+)\.(\d+)\.(\d+)", re.ASCII)


class Edition(Struct, frozen=True, kw_only=True):
    """An edition as its head says, without its requirements."""

    id: str
    version: Version
    folder: Path
    title: str
    status: RulesetStatus
    published: date | None
    starts: date | None
    ends: date | None
    transition: date | None = None
    kind: str = "scored"

    @property
    def number(self) -> str:
        """The version as it is written."""
        return ".".join(map(str, self.version))

    @property
    def validity(self) -> Validity:
        """From when to when it holds, and the words for that."""
        return Validity(status=self.status, starts=self.starts, ends=self.ends, transition=self.transition)

    def in_force(self, day: date) -> bool:
        """Whether it is in force, or current, on a day; both ends are inside."""
        return self.validity.holds(day)


class Found(Struct, frozen=True, kw_only=True):
    """An edition that was asked for; `watermark` is set where its dates are set aside."""

    edition: Edition
    as_written: bool
    watermark: str = ""


@cache
def builtin_editions() -> tuple[Edition, ...]:
    """Give every edition that comes with the program, by id and version."""

    def heads() -> list[str]:
        return edition_files("ruleset.yaml")

    def read() -> tuple[Edition, ...]:
        found = [_edition(Path(head)) for head in heads()]
        return tuple(sorted(found, key=lambda one: (one.id, one.version)))

    return kept("editions", heads, read)


def newest(id: str) -> Edition:
    """Give the newest edition of a ruleset that comes with the program, whatever its dates."""
    return next(one for one in reversed(builtin_editions()) if one.id == id)


def find(spec: str, as_of: date, *, respect_dates: bool = False) -> Found:
    """Find the edition a user means by `id`, `id@1`, `id@1.0`, `id@1.0.2`, or a folder's path.

    `id` and `id@1` mean the newest edition in force on the day. A full version, `id@1.0` (the newest
    correction of that edition) and a path may name one that is not in force; it is then read as written,
    unless `respect_dates`. Raises InputError where nothing answers.
    """
    if _is_path(spec):
        return _named(_at(spec), as_of, respect_dates=respect_dates)
    fitting, exact = _fitting(spec)
    if exact:
        return _named(fitting[-1], as_of, respect_dates=respect_dates)
    in_force = [one for one in fitting if one.in_force(as_of)]
    if not in_force:
        raise InputError((_none_in_force(spec, fitting, as_of),))
    return Found(edition=in_force[-1], as_written=False)


def meant(spec: str) -> tuple[Edition, ...]:
    """Give every edition that a name may mean on some day, in order. Raises InputError where nothing answers."""
    if _is_path(spec):
        return (_at(spec),)
    fitting, exact = _fitting(spec)
    return tuple(fitting[-1:] if exact else fitting)


def _is_path(spec: str) -> bool:
    return "/" in spec or spec in (".", "..") or (is_folder(spec) and not _is_builtin(spec))


def _is_builtin(spec: str) -> bool:
    """Whether it names a ruleset that comes with the program: a folder of its name never takes its place."""
    match = _SPEC.fullmatch(spec)
    return match is not None and any(one.id == match[1] for one in builtin_editions())


def _at(spec: str) -> Edition:
    return _edition(Path(spec) / "ruleset.yaml" if Path(spec).name != "ruleset.yaml" else Path(spec))


def _fitting(spec: str) -> tuple[list[Edition], bool]:
    """Give the editions that fit a name, and whether it names one of them, whatever the day."""
    match = _SPEC.fullmatch(spec)
    editions = [one for one in builtin_editions() if match is not None and one.id == match[1]]
    if match is None or not editions:
        raise InputError((_unknown(spec, match[1] if match else spec),))
    wanted = tuple(int(part) for part in match.groups()[1:] if part is not None)
    fitting = [one for one in editions if one.version[: len(wanted)] == wanted]
    if not fitting:
        raise InputError((_no_version(spec, editions),))
    return fitting, len(wanted) >= 2


def requirement_ids(edition: Edition) -> frozenset[str]:
    """Give the ids of an edition's requirements, without reading what they ask."""
    found: set[str] = set()
    below = shown_file(shown_folder(edition.folder), "requirements")
    for path in yaml_in(edition.folder / "requirements", below):
        shown = shown_file(below, path.name)
        data = read_yaml(read_bytes(path, shown), shown).data
        found.update(str(one.get("id")) for one in (data if isinstance(data, list) else ()) if isinstance(one, dict))
    return frozenset(found)


def current(as_of: date) -> tuple[list[Found], list[tuple[Edition, str]]]:
    """Give each instrument's newest edition in force on the day; and, of the others, which edition comes nearest.

    Of an instrument without one, that is the next to come, else the last that ended, else the newest; with when.
    """
    by_id: dict[str, list[Edition]] = {}
    for one in builtin_editions():
        if one.kind == "scored":
            by_id.setdefault(one.id, []).append(one)
    found, outside = [], []
    for editions in by_id.values():
        in_force = [one for one in editions if one.in_force(as_of)]
        if in_force:
            found.append(Found(edition=in_force[-1], as_written=False))
        else:
            near = _nearest_in_time(editions, as_of)
            outside.append((near, near.validity.text_on(as_of)))
    return found, outside


def _nearest_in_time(editions: list[Edition], as_of: date) -> Edition:
    coming = [one for one in editions if one.starts is not None and one.starts > as_of]
    if coming:
        return min(coming, key=lambda one: one.starts or as_of)
    ended = [one for one in editions if one.ends is not None and one.ends < as_of]
    if ended:
        return max(ended, key=lambda one: (one.ends or as_of, one.version))
    return editions[-1]


def _named(edition: Edition, as_of: date, *, respect_dates: bool) -> Found:
    if respect_dates or edition.in_force(as_of):
        return Found(edition=edition, as_written=False)
    return Found(edition=edition, as_written=True, watermark=_watermark(edition, as_of))


def _watermark(edition: Edition, as_of: date) -> str:
    status = edition.status.value.replace("_", " ")
    return f"edition {edition.number}, {status}, {edition.validity.text_on(as_of)}, read as written"


def _edition(head: Path) -> Edition:
    """Read what identifies an edition; a full check of the file comes with the edition itself."""
    shown = shown_file(shown_folder(head.parent), head.name)
    document = read_yaml(read_bytes(head, shown), shown)
    raw: Any = document.data if isinstance(document.data, dict) else {}
    version = _VERSION.fullmatch(str(raw.get("version")))
    try:
        status = RulesetStatus(raw.get("status"))
    except ValueError:
        status = None
    if version is None or status is None or not isinstance(raw.get("id"), str):
        raise InputError(
            (
                document.diagnostic(
                    "ruleset.no-identity",
                    "the file does not say which edition it is",
                    (),
                    help="`id`, `version` (as 1.0.0) and `status` are needed: `auditor schema ruleset`",
                ),
            )
        )
    return Edition(
        id=raw["id"],
        version=(int(version[1]), int(version[2]), int(version[3])),
        folder=head.parent,
        title=str(raw.get("title", "")),
        status=status,
        published=_day(raw.get("published")),
        starts=_day(raw.get("in_force_from")),
        ends=_day(raw.get("in_force_until")),
        transition=_day(raw.get("transition_until")),
        kind=str(raw.get("kind", "scored")),
    )


def _day(raw: object) -> date | None:
    try:
        return date.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        return None


def _unknown(spec: str, name: str) -> Diagnostic:
    known = sorted({one.id for one in builtin_editions()})
    near = nearest(name, known)
    return Diagnostic(
        code="ruleset.unknown",
        message=f"no ruleset is called `{spec}`",
        place=Place("--ruleset"),
        help=f"did you mean `{near}`?" if near else "`auditor ruleset list` shows all; a path to a folder works too",
    )


def _listed(editions: Iterable[Edition]) -> str:
    return ", ".join(one.number for one in editions)


def _no_version(spec: str, editions: list[Edition]) -> Diagnostic:
    return Diagnostic(
        code="ruleset.unknown-version",
        message=f"`{spec}` is no edition",
        place=Place("--ruleset"),
        help=f"editions of `{editions[0].id}`: {_listed(editions)}",
    )


def _none_in_force(spec: str, editions: list[Edition], as_of: date) -> Diagnostic:
    near, holds = _nearest_in_time(editions, as_of), holding(*(one.status for one in editions))
    said = near.validity.text_on(as_of)
    match near.validity.on(as_of)[0]:
        case Standing.NOT_YET:
            when = f"the next, {near.number}, is {said}"
        case Standing.ENDED:
            when = f"the last, {near.number}, {said}"
        case _:
            when = f"{_listed(editions)} {'is' if len(editions) == 1 else 'are'} {said}"
    newest = editions[-1]
    return Diagnostic(
        code="ruleset.none-in-force",
        message=f"no edition of `{spec}` is {holds} on {as_of}: {when}",
        place=Place("--ruleset"),
        why=f"an id without a full version means the edition that is {holds} on the as-of date",
        help=f"write `{newest.id}@{newest.number}` to read it as written",
    )
