"""Which audits of a register are meant: of each service its newest filing, by one ruleset, and the filing before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from sqlalchemy import select

from auditor.model.register import Entry, Wanted
from auditor.register import tables
from auditor.register.connect import told
from auditor.register.reading import Register


class Choice(Struct, frozen=True, kw_only=True):
    """One service's newest filing with its newest audit by a ruleset.

    `before` is the filing before it that was audited by that ruleset, `filed_before` the one before it whatever
    became of that.
    """

    entry: Entry
    before: Entry | None = None
    filed_before: Entry | None = None


class Chosen(Struct, frozen=True, kw_only=True):
    """The filings that are meant; apart from them what others compiled, and what the ruleset was not held against."""

    ruleset: str
    filings: tuple[Choice, ...]
    compiled: tuple[Entry, ...]
    unaudited: tuple[Entry, ...]
    editions: tuple[str, ...]
    known_at: datetime | None


def rulesets_in(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Give the ids of the rulesets that anything was audited by."""
    return tuple(sorted({one.ruleset for one in entries if one.ruleset}))


def is_of(entry: Entry, ruleset: str) -> bool:
    """Whether an audit is by a ruleset, named by its id or as id@version or the beginning of one."""
    return is_edition(entry.ruleset, entry.version, ruleset)


def is_edition(id: str, number: str, ruleset: str) -> bool:
    """Whether an edition is one that a ruleset's name means."""
    name, _, version = ruleset.partition("@")
    return bool(name) and id == name and f"{number}.".startswith(f"{version}." if version else "")


def rulesets_with(register: Register, requirement: str, known_at: datetime | None) -> frozenset[str]:
    """Give the ids of the rulesets by which anything was audited on a requirement of that id."""
    edition, asked = tables.edition.c, tables.requirement.c
    wanted = (
        select(edition.ruleset)
        .join(tables.requirement, asked.edition == edition.id)
        .where(asked.requirement == requirement, edition.moment <= register.moment_at(known_at))
    )
    with told(register.path):
        return frozenset(register.connection.execute(wanted).scalars())


def everything(register: Register, known_at: datetime | None) -> tuple[Entry, ...]:
    """Give every submission with its audits, as far as the register knew them at a time."""
    return register.submissions(Wanted(all=True, known_at=known_at)).entries


def chosen(entries: Sequence[Entry], ruleset: str, known_at: datetime | None) -> Chosen:
    """Choose among entries that stand in the register's own order: by service, its newest filing first."""
    services: dict[tuple[str, bool], dict[str, list[Entry]]] = {}
    for one in entries:
        services.setdefault((one.service, one.compiled), {}).setdefault(one.sha256, []).append(one)
    filings, compiled, unaudited = [], [], []
    for (_service, by_others), submissions in sorted(services.items(), key=lambda one: one[0]):
        filed = [each[0] for each in submissions.values()]
        audited = [next((one for one in each if is_of(one, ruleset)), None) for each in submissions.values()]
        newest = audited[0]
        if by_others:
            compiled.append(newest or filed[0])
        elif newest is None:
            unaudited.append(filed[0])
        else:
            before = next((one for one in audited[1:] if one is not None), None)
            filings.append(Choice(entry=newest, before=before, filed_before=filed[1] if len(filed) > 1 else None))
    counted = Counter(f"{one.entry.ruleset}@{one.entry.version} as of {one.entry.as_of}" for one in filings)
    return Chosen(
        ruleset=ruleset,
        filings=tuple(filings),
        compiled=tuple(compiled),
        unaudited=tuple(unaudited),
        editions=tuple(sorted(counted)),
        known_at=known_at,
    )
