"""The same filing again, older filings, and filings that claim to be somebody's: what must not be counted twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from benchmarks.filings.draw import Draw
from benchmarks.filings.filing import Filing
from benchmarks.filings.planting import FILINGS, Ground, Plant, Planted, audited, days_later, shown
from benchmarks.filings.yamltext import as_json, as_yaml


def _resent(filing: Filing, name: str, text: bytes, **more: Any) -> Planted:
    """Plant the same content once more in the same folder, under a name that comes after the first."""
    path = f"{FILINGS}/{filing.folder}/{filing.path.rpartition('/')[2].partition('.')[0]}{name}"
    return Planted(path=path, state="duplicate", of=shown(filing), files={path: text}, **more)


def _byte_for_byte(ground: Ground, _draw: Draw) -> Planted | None:
    filing = ground.victim()
    return None if filing is None else _resent(filing, "_copy.yaml", filing.text.encode())


def _other_format(ground: Ground, draw: Draw) -> Planted | None:
    """Write the same content otherwise: keys in another order, in braces, as JSON, with comments, with CR and LF."""
    filing = ground.victim()
    if filing is None:
        return None
    turned = dict(reversed(filing.data.items()))
    texts = (
        as_yaml(turned),
        as_json(turned),
        as_yaml(filing.data, braces=not filing.braces),
        "# Sent once more\n" + as_yaml(filing.data).replace("\n", "  # as before\n"),
        as_yaml(turned).replace("\n", "\r\n"),
    )
    return _resent(filing, "_resent.yaml", draw.pick(texts).encode())


def _elsewhere(ground: Ground, _draw: Draw) -> Planted | None:
    """Copy a filing with all its documents into another folder."""
    filing = ground.victim()
    if filing is None:
        return None
    other = replace(filing, path=f"zz-sent-again/{filing.path}")
    return replace(audited(other), state="duplicate", of=shown(filing))


def _linked(ground: Ground, _draw: Draw) -> Planted | None:
    """Put a link beside a filing that leads to it."""
    filing = ground.victim()
    if filing is None:
        return None
    name = filing.path.rpartition("/")[2]
    path = f"{FILINGS}/{filing.folder}/{name.partition('.')[0]}_link.yaml"
    return Planted(path=path, state="duplicate", of=shown(filing), links={path: name})


def _earlier(ground: Ground, draw: Draw) -> Planted | None:
    filing = ground.victim()
    if filing is None:
        return None
    older = dated(filing, -draw.between(400, 700))
    return replace(audited(older), state="superseded", of=shown(filing))


def _later(ground: Ground, _draw: Draw) -> Planted | None:
    """File for a service under somebody else's provider, a day after its own newest filing."""
    filing = ground.victim()
    if filing is None:
        return None
    later = dated(filing, 1)
    later.data["service"] = {**later.data["service"], "provider": "Somebody Else Ltd"}
    return audited(later, signal="another-provider", ousts=ground.names(filing))


def _same_day(ground: Ground, _draw: Draw) -> Planted | None:
    """File twice for one day, with one answer changed."""
    filing = ground.victim()
    if filing is None:
        return None
    other = filing.beside(f"{filing.path.rpartition('/')[2].partition('.')[0]}_other.yaml", files={})
    users = {**filing.data["users"], "monthly_active": {"GB": filing.service.users + 17}}
    return audited(replace(other, data={**filing.data, "users": users}), "batch.same-day")


def _without_day(ground: Ground, _draw: Draw) -> Planted | None:
    """File once more and leave out the day."""
    filing = ground.victim()
    if filing is None:
        return None
    other = filing.beside("undated.yaml", files={})
    data = {name: value for name, value in filing.data.items() if name != "stated_on"}
    return audited(replace(other, data=data), "batch.undated")


def dated(filing: Filing, days: int) -> Filing:
    """Give a filing as of another day; its documents stay where they are."""
    day = days_later(filing, days)
    data = {**filing.data, "stated_on": day.isoformat()}
    return filing.beside(f"{day.isoformat()}.yaml", data=data, files={}, stated_on=day)


COPIES: Final[Mapping[str, Plant]] = {
    "copied": _byte_for_byte,
    "copied-in-other-format": _other_format,
    "superseded": _earlier,
    "copied-elsewhere": _elsewhere,
    "linked-twice": _linked,
    "same-day": _same_day,
    "undated-beside-dated": _without_day,
    "anothers-service": _later,
}
