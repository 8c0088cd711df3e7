"""What filings say, read back from a register for triage and review. Names of persons are left as they are filled.

Results and texts are the register's own, written by this program and read before: they are taken as they are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, Final

from sqlalchemy import select

from auditor.model.dates import parse_date
from auditor.model.finding import NOTHING, Interval, Reason, Status
from auditor.model.register import Entry
from auditor.model.triage import Measured, Paper, Passage, Profile, Weighed
from auditor.register import tables
from auditor.register.bounds import measured_in
from auditor.register.connect import told
from auditor.register.packing import unpacked
from auditor.register.people import FILL
from auditor.register.reading import Register
from auditor.register.writing import written
from auditor.source.yamltree import read_yaml

Raw = dict[str, Any]
Kept = tuple[Entry, bytes, bytes]
Spread = Callable[[Callable[[Kept], Profile], Iterable[Kept]], Iterable[Profile]]

_AT_ONCE: Final = 200
_CAN_USE: Final = "users.children.can_use"
# What stands under these keys is said by others, or is no prose of the provider's.
_NOT_PROSE: Final = frozenset({"attestation", "compiled_by", "challenges", "reply", "evidence", "service", "bound"})
_WORDS: Final = 8


def kept(register: Register, entries: Sequence[Entry]) -> Iterator[tuple[Kept, ...]]:
    """Give each audited entry with its result and its declaration as they are kept, a few at a time."""
    result, text = tables.result.c, tables.text.c
    audited = [one for one in entries if one.result is not None]
    for start in range(0, len(audited), _AT_ONCE):
        part = audited[start : start + _AT_ONCE]
        wanted = (
            select(result.id, result.body, text.body.label("text"))
            .join(tables.text, text.id == result.text)
            .where(result.id.in_([one.result for one in part]))
        )
        with told(register.path):
            found = {row.id: (row.body, row.text) for row in register.connection.execute(wanted)}
        yield tuple((one, *found[one.result]) for one in part)


def bodies(register: Register, entries: Sequence[Entry]) -> Iterator[tuple[Entry, Raw, Raw]]:
    """Give each audited entry with its result and its declaration as plain data, one after another."""
    for part in kept(register, entries):
        yield from map(_opened, part)


def _opened(one: Kept) -> tuple[Entry, Raw, Raw]:
    entry, body, content = one
    return entry, json.loads(unpacked(body), parse_float=Decimal), declared(unpacked(content), entry.service)


def declared(content: bytes, shown: str) -> Raw:
    """Read a declaration that was read before, as plain data."""
    data = read_yaml(content, shown).data
    return data if isinstance(data, dict) else {}


def audit_of(result: Raw, entry: Entry) -> Raw:
    """Give the audit in a result that an entry is about."""
    found: Raw = next(
        one
        for one in result["audits"]
        if (one["ruleset"]["id"], one["ruleset"]["version"]) == (entry.ruleset, entry.version)
    )
    return found


def profiles(register: Register, entries: Sequence[Entry], spread: Spread = map) -> Iterator[Profile]:
    """Give what triage looks at in each filing, one after another; `spread` may do it in several processes."""
    for part in kept(register, entries):
        yield from spread(_profile, part)


def _profile(one: Kept) -> Profile:
    return profile_of(*_opened(one))


def profile_of(entry: Entry, result: Raw, content: Raw) -> Profile:
    """Give what triage looks at in one filing: its result, and its declaration as plain data."""
    audit = audit_of(result, entry)
    findings = audit["findings"]
    users, whole = users_of(content)
    levels = at(content, "risk_assessment.levels")
    return Profile(
        entry=entry,
        kinds=words_of(at(content, "service.kinds")),
        users=users,
        users_whole=whole,
        children=_yes_no(content, _CAN_USE),
        likely=_yes_no(content, "users.children.likely_access"),
        under_13=_yes_no(content, "users.children.aimed_at_under_13"),
        no_children_backed=_is_backed(findings),
        levels={key: one for key, one in levels.items() if isinstance(one, str)} if isinstance(levels, dict) else {},
        surfaces=_surfaces(content),
        papers=_papers(content, audit),
        passages=tuple(_passages(content, "")),
        contradictions=tuple(
            dict.fromkeys(one["message"] for one in result["diagnostics"] if one["code"].startswith("consistency."))
        ),
        contested=tuple(_contested(audit["declaration"]["challenges"])),
        measured=tuple(_measured(findings)),
        weighed=tuple(map(_weighed, findings)),
    )


def _contested(challenges: Sequence[Raw]) -> Iterator[str]:
    """Give both sides of each fact that others contest on the day; who filed it is a name, and left out."""
    for one in challenges:
        if one["counted"]:
            unit = f" {one['unit']}" if one["unit"] else ""
            declared, says = (f"{written(each)}{unit}" for each in (one["declared"]["seen"], one["says"]))
            reply = "" if one["reply"] is None else "; its side was sought"
            yield f"{one['fact']}: declared {declared}; filed against it on {one['date']}: {says}{reply}"


def at(content: Any, path: str) -> Any:
    """Give what stands at a dotted path; None where nothing does."""
    for step in path.split("."):
        content = content.get(step) if isinstance(content, dict) else None
    return content


def is_silence(value: Raw) -> bool:
    """Whether a map is no answer, but says that one was declined or looked for."""
    return len(value) == 1 and next(iter(value)) in ("declined", "sought")


def is_number(value: object) -> bool:
    """Whether a value is a number; yes and no are none."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def users_of(content: Raw) -> tuple[int | None, bool]:
    """Give the monthly users over all countries a number is stated for, and whether none is left open.

    A map without any country says that there are none; None where nothing is stated.
    """
    asked = at(content, "users.monthly_active")
    if not isinstance(asked, dict) or is_silence(asked):
        return None, True
    stated = [one for one in asked.values() if is_number(one)]
    return (sum(stated), len(stated) == len(asked)) if stated or not asked else (None, True)


def words_of(value: Any) -> tuple[str, ...]:
    """Give the words of a set, written as a list or word by word."""
    if isinstance(value, dict):
        return tuple(sorted(key for key, one in value.items() if one is True))
    return tuple(sorted(one for one in value if isinstance(one, str))) if isinstance(value, list) else ()


def _yes_no(content: Raw, path: str) -> bool | None:
    value = at(content, path)
    return value if isinstance(value, bool) else None


def _is_backed(findings: Sequence[Raw]) -> bool:
    """Whether evidence backs what is said of children's use, wherever a requirement looked at it."""
    return any(one["fact"] == _CAN_USE and one["backed_by"] for each in findings for one in each["backed"]["because"])


def _surfaces(content: Raw) -> tuple[int, int]:
    """Count the surfaces where adults can reach children: for sure, and with those that are not answered for."""
    surfaces = at(content, "surfaces")
    surfaces = surfaces if isinstance(surfaces, dict) and not is_silence(surfaces) else {}
    sure = closed = 0
    for one in surfaces.values():
        offered, reach = at(one, "offered"), at(one, "adults_can_reach_children")
        closed += offered is False or reach is False
        sure += offered is not False and reach is True
    return sure, 8 - closed


def _papers(content: Raw, audit: Raw) -> tuple[Paper, ...]:
    good = {one["id"] for one in audit["evidence"] if one["fault"] is None}
    entries = content.get("evidence")
    return tuple(
        Paper(
            id=str(one["id"]),
            sha256=str(one.get("sha256") or "").lower() if one["id"] in good and one.get("file") else "",
            issued=parse_date(str(one.get("issued"))),
        )
        for one in (entries if isinstance(entries, list) else ())
        if isinstance(one, dict) and "id" in one
    )


def _passages(value: Any, where: str) -> Iterator[Passage]:
    """Give running text, wherever it stands: what has a few words at the least, and no name taken out of it."""
    if isinstance(value, dict):
        for key, one in value.items():
            if where or key not in _NOT_PROSE:
                yield from _passages(one, f"{where}.{key}" if where else key)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _passages(one, f"{where}.{number}")
    elif isinstance(value, str) and FILL not in value and len(value.split()) >= _WORDS:
        yield Passage(where=where, text=value)


def _measured(findings: Sequence[Raw]) -> Iterator[Measured]:
    for finding in findings:
        for one in finding["because"]:
            if one["truth"] == "true" and is_number(one["seen"]):
                yield from measured_in(one)


def _weighed(finding: Raw) -> Weighed:
    backed = finding["backed"]
    credit, reason = backed["credit"], backed["reason"]
    silent = (one["fact"] for one in finding["missing"] if one["role"] != "evidence")
    return Weighed(
        requirement=finding["requirement"],
        weight=_fraction(finding["weight"]),
        decisive=finding["decisive"],
        status=Status(finding["status"]),
        backed=Status(backed["status"]),
        credit=Interval(_fraction(credit["low"]), _fraction(credit["high"])) if credit else NOTHING,
        reason=None if reason is None else Reason(reason),
        silent=tuple(dict.fromkeys(silent)),
        alternative=finding["alternative"] is not None,
        waived=finding["waiver"] is not None,
    )


@cache
def _fraction(text: str) -> Fraction:
    return Fraction(text)
