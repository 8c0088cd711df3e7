"""What is measured on: declarations of about 450 lines and 15 kB, each from its seed, over the real vocabulary.

The same seed gives the same bytes on every machine, as long as the vocabulary is the same. No service in it exists.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from auditor.model.vocabulary import FactType, Kind, Vocabulary
from auditor.source.vocabularies import read_vocabulary
from benchmarks.filings.addresses import Facts, get, leaves, remove
from benchmarks.filings.answers import Answers
from benchmarks.filings.draw import Draw
from benchmarks.filings.services import Service
from benchmarks.filings.sorts import SORTS
from benchmarks.speed.blocks import in_blocks
from benchmarks.speed.rules import RULESET as RULESET
from benchmarks.speed.rules import ruleset as ruleset

AS_OF: Final = date(2026, 10, 1)
STATED_ON: Final = date(2026, 9, 30)
LINES: Final = 450
BYTES: Final = 15_000
PIECES: Final = 24
# One document stands behind all evidence, so that a declaration and this one file are all there is.
DOCUMENT: Final = "handbook.md"
DOCUMENT_BYTES: Final = (
    b"# Handbook\n\nWhat is done for children, how, by whom, and since when. Nothing in it is real.\n"
)
_SUM: Final = sha256(DOCUMENT_BYTES).hexdigest()
_KINDS: Final = ("policy", "test_report", "configuration_export", "log_summary", "assessment", "screenshot")
_ISSUERS: Final = ("internal", "internal", "Tidemark Test House", "Breakwater Audit")
_TITLES: Final = (
    "Procedure",
    "Half-yearly evaluation",
    "Export of settings",
    "Summary of the log",
    "Walk through it",
)
_PLANS: Final = 3
_DRAWN: Final = 1000
_SINGLE: Final = ("users.monthly_active", "users.minimum_age", "users.children.can_use", "users.languages")
_REMARKS: Final = (
    "as of September",
    "median of the last half year",
    "asked again in spring",
    "see the handbook, chapter 3",
    "counted by the system, checked by hand",
    "not measured before 2025",
)
# The lines of what stands around the facts, empty ones included.
_LINES_AROUND: Final = 4 * PIECES + 3 * _PLANS + 10
# What no declaration leaves out, by the ends of its addresses.
_KEPT: Final = (".offered", ".kinds", ".can_use", ".GB", ".minimum_age", ".ages.from", ".ages.to", ".messages_from")


@cache
def vocabulary() -> Vocabulary:
    """Give the shared vocabulary."""
    return read_vocabulary().shared


def declaration(seed: int = 1) -> bytes:
    """Give a declaration: valid, mostly in blocks, with evidence, bands of ages, plans and an attestation."""
    draw = Draw("speed", seed)
    facts = Answers(vocabulary(), _service(seed), STATED_ON, Draw("speed", seed, "answers")).all()
    _split_bands(facts, draw)
    _cut_down(facts, draw)
    return _filled(in_blocks(_around(seed, facts, draw)), draw).encode()


def write(folder: Path, seeds: Iterable[int]) -> list[Path]:
    """Write a declaration for each seed into a folder, and the document behind them all; give their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / DOCUMENT).write_bytes(DOCUMENT_BYTES)
    paths = []
    for seed in seeds:
        path = folder / f"d{seed:06}.yaml"
        path.write_bytes(declaration(seed))
        paths.append(path)
    return paths


def write_many(folder: Path, count: int) -> Path:
    """Write so many declarations, each of a service of its own, a thousand to a folder; give the folder of all.

    As many as `_DRAWN` are drawn; the others are these under other names.
    """
    drawn: list[bytes] = []
    for number in range(1, count + 1):
        if len(drawn) < _DRAWN:
            drawn.append(declaration(number))
        at = (number - 1) % _DRAWN
        home = folder / f"{(number - 1) // 1000:03}"
        if number % 1000 == 1:
            home.mkdir(parents=True, exist_ok=True)
            (home / DOCUMENT).write_bytes(DOCUMENT_BYTES)
        own = drawn[at].replace(_id(at + 1).encode(), _id(number).encode(), 1)
        (home / f"d{number:06}.yaml").write_bytes(own)
    return folder


def _id(seed: int) -> str:
    return f"speed-{seed:06}"


def _service(seed: int) -> Service:
    sort = next(one for one in SORTS if one.name == "Social")
    return Service(
        number=seed,
        id=_id(seed),
        name=f"Speed Example {seed}",
        provider="Speed Example Ltd",
        sort=sort,
        kinds=("social_network", "messaging"),
        launched=date(2017, 5, 11),
        users=Draw("speed", seed, "users").pick([40_000, 900_000, 8_200_000, 25_000_000]),
        countries={"IE": 610_000},
        children=True,
        minimum_age=13,
        answered=1.0,
        thorough=0.15,
        care=0.6,
    )


def _split_bands(facts: Facts, draw: Draw) -> None:
    """Answer for two bands of ages, where one was drawn; of the older children a little less is known."""
    bands = facts["child_defaults"]
    if len(bands) == 1:
        younger = bands[0]
        bands[:] = [{"ages": {"from": 13, "to": 15}}, {"ages": {"from": 16, "to": 17}}]
        for name, value in younger.items():
            if name != "ages":
                bands[0][name] = value
                if draw.chance(0.85):
                    bands[1][name] = value


def _cut_down(facts: Facts, draw: Draw) -> None:
    """Leave facts unstated, drawn among all, until what is left fits into the lines there are for it."""
    spare = [path for path, _value in leaves(facts) if not path.endswith(_KEPT)]
    while (over := len(in_blocks(facts)) - (LINES - _LINES_AROUND)) > 0 and spare:
        for _ in range(min(max(over // 2, 1), len(spare))):
            _forget(facts, spare.pop(draw.below(len(spare))))


def _forget(facts: Facts, path: str) -> None:
    """Leave a fact unstated, and what it stood in where it was the last one there."""
    remove(facts, path)
    above = path.rpartition(".")[0]
    if above and not get(facts, above):
        _forget(facts, above)


def _around(seed: int, facts: Facts, draw: Draw) -> dict[str, Any]:
    """Put the facts into a declaration that is whole."""
    service = _service(seed)
    stated = facts.pop("service")
    return {
        "declaration": 1,
        "service": {"id": service.id, "name": service.name, "provider": service.provider, **stated},
        "stated_on": STATED_ON.isoformat(),
        **facts,
        "planned": _plans(facts, draw),
        "evidence": [_evidence(number, subjects, draw) for number, subjects in enumerate(_subjects(facts, draw))],
        "attestation": {"name": "R. Example", "role": "Chief Safety Officer", "date": STATED_ON.isoformat()},
    }


def _subjects(facts: Facts, draw: Draw) -> list[list[str]]:
    """Say what each piece of evidence supports: one subject each, and for the last ones single facts too."""
    names = [name for name, value in facts.items() if name != "users" and _says_something(value)]
    shared: list[list[str]] = [[] for _ in range(PIECES)]
    for number, name in enumerate(names):
        if number < PIECES or draw.chance(0.5):  # some subjects stay without
            shared[number % PIECES].append(f"{name}.*")
    single = [path for path in _SINGLE if get(facts, path) is not None]
    for number in range(len(names), PIECES):
        shared[number].append(draw.pick(single))
    return shared


def _says_something(value: Any) -> bool:
    return isinstance(value, list) or any(one is not None for _path, one in leaves(value))


def _evidence(number: int, supports: list[str], draw: Draw) -> dict[str, Any]:
    return {
        "id": f"document{number + 1}",
        "kind": _KINDS[number % len(_KINDS)],
        "issued": (STATED_ON - timedelta(days=draw.between(3, 500))).isoformat(),
        "issuer": draw.pick(_ISSUERS),
        "title": f"{draw.pick(_TITLES)}, {supports[0].partition('.')[0].replace('_', ' ')}",
        "file": DOCUMENT,
        "sha256": _SUM,
        "supports": supports,
    }


def _plans(facts: Facts, draw: Draw) -> list[dict[str, Any]]:
    denied = [path for path, value in leaves(facts) if value is False and _is_deed(vocabulary().type_at(path))]
    plans = []
    for _ in range(min(_PLANS, len(denied))):
        start = STATED_ON + timedelta(days=draw.between(30, 300))
        fact = denied.pop(draw.below(len(denied)))
        plans.append({"fact": fact, "value": True, "from": start.isoformat()})
    return plans


def _is_deed(type_: FactType | None) -> bool:
    return type_ is not None and type_.control and type_.kind is Kind.YES_NO


def _filled(lines: list[str], draw: Draw) -> str:
    """Bring it to its size with remarks at the ends of lines, as people make them."""
    missing = BYTES - sum(len(line.encode()) + 1 for line in lines)
    places = [number for number, line in enumerate(lines) if ": " in line and len(line) < 60]
    while missing > 0 and places:
        number = places.pop(draw.below(len(places)))
        remark = "  # " + draw.pick(_REMARKS)
        lines[number] += remark
        missing -= len(remark)
    return "\n".join(lines) + "\n"
