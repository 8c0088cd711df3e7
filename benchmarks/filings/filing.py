"""One filing, and all that a service files over two years: later ones resemble earlier ones."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from auditor.model.vocabulary import Vocabulary
from benchmarks.filings.addresses import Facts, copied, get
from benchmarks.filings.answers import Answers
from benchmarks.filings.careless import careless
from benchmarks.filings.coherence import Coherence
from benchmarks.filings.documents import Files, documents, publications
from benchmarks.filings.draw import Draw
from benchmarks.filings.services import FIRST_DAY, LAST_DAY, Service
from benchmarks.filings.yamltext import as_json, as_yaml

# Deeds that services announce, and the answers that make a plan of them.
_PLANS: Final = (
    "reporting.child_friendly",
    "grooming.alerts_child",
    "abuse_material.url_blocking",
    "age_assurance.can_be_challenged",
    "transparency.action_summary_public",
    "education.parent_resources",
    "search.deterrence_message",
)
_ALTERNATIVES: Final = (
    ("GRM-01", "Two people of the team read what new members write to others in their first month."),
    ("AGE-01", "Members are let in by hand, after a call with somebody who knows them."),
    ("RPT-01", "Reports go to the whole team at once by telephone, at any hour."),
    ("ABM-01", "Pictures can be shown only once a moderator has looked at them."),
)
_WHYS: Final = (
    "We are too small for the usual tools, and this finds what they would find.",
    "The usual tools do not know our languages.",
    "Our members asked for it, and it has worked since we began.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """One declaration and the files beside it.

    `path` is below the folder of filings; `files` are named from the declaration's own folder. `careless` says what
    was done without care, as the key does.
    """

    path: str
    service: Service
    data: dict[str, Any]
    files: Files = field(default_factory=dict)
    stated_on: date | None = None
    careless: tuple[str, ...] = ()
    braces: bool = False

    @property
    def folder(self) -> str:
        """The folder of the declaration, below the folder of filings."""
        return self.path.rpartition("/")[0]

    @property
    def text(self) -> str:
        """The declaration as it is written."""
        return as_json(self.data) if self.path.endswith(".json") else as_yaml(self.data, braces=self.braces)

    def beside(self, name: str, **changes: Any) -> Filing:
        """Give this filing with another name in the same folder."""
        return replace(self, path=f"{self.folder}/{name}", **changes)


def filings(vocabulary: Vocabulary, seed: object, service: Service) -> list[Filing]:
    """Draw all filings of a service, the earliest first."""
    draw = Draw(seed, "filings", service.number)
    alone = "compiled" in service.said
    count = 1 if alone else draw.weighted([(1, 78.0), (2, 14.0), (3, 6.0), (4, 2.0)])
    day = draw.day(FIRST_DAY, LAST_DAY - timedelta(days=150 * (count - 1)))
    found: list[Filing] = []
    facts: Facts = {}
    for number in range(count):
        facts = _facts(vocabulary, seed, service, day, number, facts)
        found.append(_filing(vocabulary, service, facts, day, Draw(seed, "filing", service.number, number), count))
        day = min(day + timedelta(days=draw.between(60, 150)), LAST_DAY)
    return found


def _facts(vocabulary: Vocabulary, seed: object, service: Service, day: date, number: int, before: Facts) -> Facts:
    """Draw the answers of a filing; most of a later one's are those of the one before."""
    drawn = Answers(vocabulary, service, day, Draw(seed, "answers", service.number, number)).all()
    if not before:
        return drawn
    draw = Draw(seed, "changes", service.number, number)
    facts = {name: copied(value) for name, value in before.items()}
    for name, group in drawn.items():
        for key, value in group.items() if name in facts and isinstance(group, dict) else ():
            if name not in ("surfaces", "service") and draw.chance(0.12):
                facts[name][key] = value
    Coherence(vocabulary).settle(facts, draw)
    return facts


def _filing(vocabulary: Vocabulary, service: Service, facts: Facts, day: date, draw: Draw, count: int) -> Filing:
    stated = facts.get("service", {})
    data: dict[str, Any] = {
        "declaration": 1,
        "service": {"id": service.id, "name": service.name, "provider": service.provider, **stated},
        "stated_on": day.isoformat(),
        **{name: copied(value) for name, value in facts.items() if name != "service"},
    }
    suffix = draw.weighted([("yaml", 88.0), ("yml", 8.0), ("json", 4.0)])
    path = f"{service.number % 100:02}/{service.id}/{day.isoformat()}.{suffix}"
    files: Files = {}
    if "compiled" in service.said:
        data["evidence"] = publications({"service": stated, **data_facts(data)}, day)
        data["compiled_by"] = {"name": draw.pick(_PEOPLE), "on": day.isoformat(), "method": "One review, read."}
    else:
        data["evidence"], files = documents(service, facts, day, draw, day.isoformat())
        data |= _beside_the_facts(facts, day, draw)
    if not data["evidence"]:
        del data["evidence"]
    made = Filing(path=path, service=service, data=data, files=files, stated_on=day, braces=draw.chance(0.2))
    return made if "compiled" in service.said else careless(made, vocabulary, draw, alone=count == 1)


_PEOPLE: Final = ("A. Example", "R. Sample", "M. Placeholder", "S. Instance", "Ż. Przykład", "例 太郎")
HEADER: Final = frozenset(
    {
        *("declaration", "service", "stated_on", "evidence", "attestation", "compiled_by", "planned"),
        *("alternatives", "confidential", "measures"),
    }
)


def data_facts(data: dict[str, Any]) -> Facts:
    """Give the answers of a declaration's data, those on the service itself left out."""
    return {name: value for name, value in data.items() if name not in HEADER}


def _beside_the_facts(facts: Facts, day: date, draw: Draw) -> dict[str, Any]:
    found: dict[str, Any] = {}
    plans = [path for path in _PLANS if get(facts, path) is False]
    if plans and draw.chance(0.3):
        start = (day + timedelta(days=draw.between(30, 300))).isoformat()
        found["planned"] = [{"fact": draw.pick(plans), "value": True, "from": start}]
    if draw.chance(0.06):
        requirement, measure = draw.pick(_ALTERNATIVES)
        found["alternatives"] = [
            {
                "requirement": f"internet-safety-strategy/{requirement}",
                "measure": f"{measure} Since {draw.between(2015, 2024)}, {draw.between(2, 40)} people do so.",
                "why": draw.pick(_WHYS),
            }
        ]
    since = (day - timedelta(days=draw.below(20))).isoformat()
    found["attestation"] = {"name": draw.pick(_PEOPLE), "role": draw.pick(("Owner", "Safety lead")), "date": since}
    if "signals" in facts.get("grooming", {}) and draw.chance(0.2):
        found["confidential"] = ["grooming.signals"]
    return found
