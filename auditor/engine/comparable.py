"""Whether figures may be put side by side at all: same rules, day and questions, and enough of them answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from msgspec.structs import replace

from auditor.engine.compare import Judged, Terms, inside, too_little, with_scope
from auditor.model.comparison import Mismatch, Obstacle, Standing, Unranked
from auditor.model.result import Audit
from auditor.model.ruleset import Ruleset

_DIGITS: Final = 12


def obstacles(
    judged: Sequence[Judged], standings: Sequence[Standing], terms: Terms, ruleset: Ruleset, day: date
) -> tuple[Obstacle, ...]:
    """Say why the services cannot be compared; empty where they can.

    `judged` are all services, those compiled by others too, which stand on the same page under the same edition: the
    page says that it is of `ruleset` and `day`, so that a service judged otherwise cannot stand on it. A day that was
    asked for, and that none was judged for, is no day of the page.
    Little coverage, and another scope, stand in the way only of a rank that is given all the same.
    """
    return (
        *_rules(judged, ruleset),
        *_days(judged, day),
        *_questions(standings, terms),
        *_scopes(standings, terms),
        *_coverage(standings, terms),
    )


def _rules(judged: Sequence[Judged], ruleset: Ruleset) -> Iterator[Obstacle]:
    editions = {one.sha256: one for one in (ruleset, *(each.audit.ruleset for each in judged))}
    if len(editions) > 1:
        told = sorted(f"{one.name} ({digest[:_DIGITS]})" for digest, one in editions.items())
        yield Obstacle(
            what=Mismatch.RULES,
            message=f"not judged by the same rules: {', '.join(told)}",
            help="audit every declaration against one edition, named in full as id@1.0.0",
            services=_services(one.audit for one in judged),
        )


def _days(judged: Sequence[Judged], day: date) -> Iterator[Obstacle]:
    days = sorted({one.as_of for one in judged})
    if days and days != [day]:
        told = ", ".join(map(str, days))
        yield Obstacle(
            what=Mismatch.DAY,
            message=f"not judged for the same day: {told}"
            if len(days) > 1
            else f"judged for {told}, and not for {day}",
            help="audit every declaration with one `--as-of`",
            services=_services(one.audit for one in judged),
        )


def _questions(standings: Sequence[Standing], terms: Terms) -> Iterator[Obstacle]:
    """Find those to whom other requirements were put: from memory, not in force, or with their dates set aside."""
    put = {one.audit.declaration.service.id: _put(one.audit, terms.lens) for one in standings}
    every = frozenset[str]().union(*put.values())
    fewer = {service: every - ids for service, ids in put.items() if ids != every}
    if fewer and len({one.audit.ruleset.sha256 for one in standings}) == 1:
        number = len(frozenset[str]().union(*fewer.values()))
        rules = "1 requirement was" if number == 1 else f"{number} requirements were"
        yield Obstacle(
            what=Mismatch.SCOPE,
            message=f"{rules} not put to all: {', '.join(sorted(fewer))}",
            help="audit all of them alike: with or without `--include-recalled` and `--respect-dates`",
            services=tuple(sorted(fewer)),
        )


def _put(audit: Audit, lens: Sequence[str]) -> frozenset[str]:
    areas = inside(lens, audit.ruleset)
    return frozenset(one.requirement.id for one in audit.findings if one.in_force and one.requirement.area in areas)


def _scopes(standings: Sequence[Standing], terms: Terms) -> Iterator[Obstacle]:
    ranked = [one for one in standings if one.ranks is not None and one.shares.common is not None]
    apart = [one for one in with_scope(ranked, replace(terms, forced=False)) if one.unranked is Unranked.OTHER_SCOPE]
    if apart:
        yield Obstacle(
            what=Mismatch.SCOPE,
            message="ranked although too little is asked of all: less than half of a score would rest on what every "
            "ranked service is asked",
            help="leave `--force` out, and they stand without a rank",
            services=_services(one.audit for one in apart),
        )


def _coverage(standings: Sequence[Standing], terms: Terms) -> Iterator[Obstacle]:
    thin = [one for one in standings if one.ranks is not None and too_little(one.shares, terms.least_answered)]
    if thin:
        yield Obstacle(
            what=Mismatch.COVERAGE,
            message=f"ranked although less than {float(terms.least_answered * 100):g}% of the score is answered",
            help="leave `--force` out, and they stand without a rank",
            services=_services(one.audit for one in thin),
        )


def _services(audits: Iterable[Audit]) -> tuple[str, ...]:
    return tuple(sorted({one.declaration.service.id for one in audits}))
