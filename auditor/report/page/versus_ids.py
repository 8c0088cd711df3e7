"""The ids of a page that compares services, and the names that it shows: the same in every run, and never two alike.

All that is made of a service's id has a word before it, so that no service can take the place of a part of the page.
"""

from __future__ import annotations

from typing import Final

from auditor.model.comparison import Comparison, Dossier, Standing
from auditor.report.page.anchors import free_id
from auditor.report.versus.words import name_of

PARTS: Final = (
    "answer", "services", "areas", "focus", "failures", "contested", "trend", "compiled", "sources", "reading",
    "compared", "messages", "main",
)  # fmt: skip


class Ids:
    """Every id of one page, and how its services are called."""

    def __init__(self, comparison: Comparison) -> None:
        """Give each service, each of its answers and each of its parts an id."""
        self._taken = set(PARTS)
        self._services = {id(one): self._take("service", _id(one)) for one in comparison.standings}
        self._compiled = {id(one): self._take("compiled", _id(one)) for one in comparison.dossiers}
        self._notes = {
            (id(one), answer.finding.requirement.id): self._take("answer", _id(one), answer.finding.requirement.id)
            for one in comparison.standings
            if one.position is not None
            for answer in one.position.answers
        }
        self._parts: dict[tuple[int, str], str] = {}
        everyone: tuple[Standing | Dossier, ...] = (*comparison.standings, *comparison.dossiers)
        self._names = {id(one): name_of(one, comparison) for one in everyone}

    def name(self, one: Standing | Dossier) -> str:
        """Give the name of a service, told apart from others of the same name."""
        return self._names[id(one)]

    def of(self, one: Standing | Dossier) -> str:
        """Give the id of a service."""
        return self._services[id(one)] if isinstance(one, Standing) else self._compiled[id(one)]

    def note(self, one: Standing, requirement: str) -> str:
        """Give the id of what a service answers to a requirement."""
        return self._notes[id(one), requirement]

    def part(self, one: Standing, name: str) -> str:
        """Give the id of a part of the page that is about one service."""
        key = (id(one), name)
        if key not in self._parts:
            self._parts[key] = self._take(name, _id(one))
        return self._parts[key]

    def source(self, number: int) -> str:
        """Give the id of a source by its number."""
        return f"source.{number}"

    def _take(self, *names: str) -> str:
        return free_id("-".join(names), self._taken)


def _id(one: Standing | Dossier) -> str:
    return one.audit.declaration.service.id
