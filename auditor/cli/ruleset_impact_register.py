"""`auditor ruleset impact --register`: a new edition against every service that a register knows."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from msgspec import Struct

from auditor import __version__

if TYPE_CHECKING:
    from auditor.model.wide_impact import WideImpact

REGISTER: Final = "Register"
_SECONDS, _MEMORY = 60.0, 2048

ImpactRegisterOption = Annotated[
    str | None,
    typer.Option(
        "--register",
        metavar="FILE",
        help="Judge the newest filing of each service in this register, in the place of declarations. Left out: "
        "declarations are given.",
        rich_help_panel=REGISTER,
    ),
]
ImpactWorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=1,
        max=512,
        help="Processes that judge a register's filings. Left out: one a processor.",
        rich_help_panel=REGISTER,
    ),
]


class Over(Struct, frozen=True, kw_only=True):
    """A register, and of which moment it is asked; `workers` processes judge."""

    file: str
    known_at: datetime | None
    workers: int | None


def over_register(
    over: Over, old: str, new: str, day: date, *, respect_dates: bool, include_recalled: bool
) -> WideImpact:
    """Judge every service of a register by both editions; raises InputError where one of the three cannot be used."""
    from auditor.cli.loading import load_rules
    from auditor.cli.register_options import register_at
    from auditor.cli.ruleset_diff import refuse_two_instruments
    from auditor.source.library import find
    from auditor.source.vocabularies import read_vocabulary

    vocabulary = read_vocabulary()
    rules = [load_rules([one], day, vocabulary, respect_dates=respect_dates)[0].ruleset for one in (old, new)]
    refuse_two_instruments(*rules)
    with register_at(over.file) as register:
        from auditor.register.job import Edition
        from auditor.register.pool import Processes
        from auditor.register.weighing import WideJob, wide_impact

        editions = tuple(
            Edition(
                folder=str(find(spec, day, respect_dates=respect_dates).edition.folder.resolve()),
                sha256=one.sha256,
                asked=spec,
                as_written=not respect_dates,
            )
            for spec, one in zip((old, new), rules, strict=True)
        )
        job = WideJob(
            editions=editions,
            as_of=day,
            version=__version__,
            include_recalled=include_recalled,
            respect_dates=respect_dates,
            seconds=_SECONDS,
            register=str(Path(over.file).resolve()),
        )
        number, read = over.workers or os.cpu_count() or 1, tuple(zip(editions, rules, strict=True))
        return wide_impact(
            register, job, lambda: Processes(number, _MEMORY, read), known_at=over.known_at, window=3 * number
        )
