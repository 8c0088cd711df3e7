"""Who files: one service of a usual sort, drawn by its number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from benchmarks.filings.draw import Draw
from benchmarks.filings.sorts import SORTS, Sort

FIRST_DAY: Final = date(2024, 10, 1)
LAST_DAY: Final = date(2026, 9, 30)


_FIRST: Final = (
    *(
        "Amber",
        "Brisk",
        "Candle",
        "Drift",
        "Echo",
        "Fern",
        "Gentle",
        "Hollow",
        "Indigo",
        "Jolly",
        "Kestrel",
        "Lively",
    ),
    *(
        "Maple",
        "North",
        "Orchard",
        "Paper",
        "Quiet",
        "River",
        "Silver",
        "Tidal",
        "Umber",
        "Velvet",
        "Willow",
        "Yonder",
    ),
)
_SECOND: Final = (
    *(
        "Anchor",
        "Beacon",
        "Circle",
        "Den",
        "Exchange",
        "Field",
        "Garden",
        "Haven",
        "Island",
        "Junction",
        "Kite",
        "Lane",
    ),
    *("Meadow", "Nest", "Oak", "Path", "Quarry", "Room", "Square", "Table", "Village", "Wharf", "Yard", "Zone"),
)
_PROVIDERS: Final = ("Ltd", "Ltd", "Inc.", "GmbH", "plc", "CIC", "SAS")
# Names that try to be more than a name, in one format or another.
HOSTILE: Final = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "[red]bold[/red] :warning:",
    "a | b | c",
    "`${HOME}` ::error::",
    "\u202egnol eht\u202c",
    "'; DROP TABLE people; --",
    "👩‍👩‍👧‍👦 ✨",
    "x" * 300,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One invented service and what is settled about it for all that it files. Shares are of 1.

    `said` are traits that its filings show in places beside the facts: `hostile`, `compiled`, `declines`.
    """

    number: int
    id: str
    name: str
    provider: str
    sort: Sort
    kinds: tuple[str, ...]
    launched: date
    users: int
    countries: Mapping[str, int]
    children: bool
    minimum_age: int | None
    answered: float
    thorough: float
    care: float
    said: frozenset[str] = frozenset()


def service(seed: object, number: int) -> Service:
    """Draw the service of a number: the same for the same seed, whatever else is drawn."""
    draw = Draw(seed, "service", number)
    sort = draw.weighted([(one, one.weight) for one in SORTS])
    users = _users(draw, sort)
    children = draw.chance(sort.children)
    first, second = draw.pick(_FIRST), draw.pick(_SECOND)
    said = frozenset(
        word for word, likely in (("hostile", 0.01), ("compiled", 0.015), ("declines", 0.06)) if draw.chance(likely)
    )
    name = draw.pick(HOSTILE) if "hostile" in said else f"{first} {second} {sort.name}"
    volunteers = users < 5_000 and draw.chance(0.6)
    within = users / sort.users[3]  # large services answer and do more than small ones of their sort
    return Service(
        number=number,
        id=f"{first}-{second}-{number:05}".lower(),
        name=name,
        provider=f"Friends of {first} {second}" if volunteers else f"{first} {second} {draw.pick(_PROVIDERS)}",
        sort=sort,
        kinds=draw.pick(sort.kinds),
        launched=draw.day(date(2001, 3, 1), date(2024, 6, 30)),
        users=users,
        countries=_elsewhere(draw, users),
        children=children,
        minimum_age=_minimum_age(draw, children=children),
        answered=_along(sort.answered, draw.share(), within),
        thorough=_along(sort.thorough, draw.share(), within),
        care=_along(sort.care, draw.share(), within),
        said=said,
    )


def _users(draw: Draw, sort: Sort) -> int:
    """Draw how many people use it: between two of the sort's marks, more often near the lower one."""
    at = draw.weighted([(0, 50), (1, 40), (2, 10)])
    low, high = sort.users[at], sort.users[at + 1]
    near = draw.share()
    users = low + int((high - low) * near * near)
    return users if users < 10_000 else users // 1_000 * 1_000  # nobody counts millions one by one


def _elsewhere(draw: Draw, users: int) -> dict[str, int]:
    if users < 5_000 or draw.chance(0.4):
        return {}
    return {land: int(users * (0.05 + draw.share())) for land in ("AU", "DE", "FR", "IE", "US") if draw.chance(0.5)}


def _minimum_age(draw: Draw, *, children: bool) -> int | None:
    if not children:
        return 18
    return draw.weighted([(13, 60.0), (16, 12.0), (18, 10.0), (8, 3.0), (None, 15.0)])


def _along(ends: tuple[float, float], share: float, within: float) -> float:
    return ends[0] + (ends[1] - ends[0]) * max(share, min(within, 1.0))
