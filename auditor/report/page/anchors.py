"""The ids by which everything on the page can be linked to: the same in every run, and never two alike.

A finding is at `ruleset-requirement-service`. The version stands in it only where a page holds two editions of one
ruleset for one service, so that a link stays good from one audit to the next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from auditor.model.result import Audit, Result
from auditor.model.ruleset import Requirement


class Anchors:
    """Every id of one page. Findings take theirs first; what comes later steps aside."""

    def __init__(self, result: Result) -> None:
        """Give each requirement of each audit its id."""
        self._taken: set[str] = set()
        editions = Counter((one.ruleset.id, one.declaration.service.id) for one in result.audits)
        self._audits: dict[int, str] = {}
        self._findings: dict[int, dict[str, str]] = {}
        for number, audit in enumerate(result.audits):
            ruleset, service = audit.ruleset, audit.declaration.service
            several = editions[ruleset.id, service.id] > 1
            edition = f"{ruleset.id}-{ruleset.version}" if several else ruleset.id
            self._findings[number] = {
                one.id: self._take(f"{edition}-{one.id}-{service.id}") for one in requirements(audit)
            }
            self._audits[number] = f"{edition}-{service.id}"
        for number, name in self._audits.items():
            self._audits[number] = self._take(name)

    def audit(self, number: int) -> str:
        """Give the id of an audit's section."""
        return self._audits[number]

    def findings(self, number: int) -> Mapping[str, str]:
        """Give the ids of an audit's requirements."""
        return self._findings[number]

    def part(self, number: int, *names: str) -> str:
        """Give a new id to a part of an audit's section."""
        return self._take("-".join((self._audits[number], *names)))

    def _take(self, name: str) -> str:
        return free_id(name, self._taken)


def requirements(audit: Audit) -> tuple[Requirement, ...]:
    """Give the requirements that the page shows for an audit."""
    return tuple(one.requirement for one in audit.findings) + tuple(one.requirement for one in audit.reported)


def free_id(name: str, taken: set[str]) -> str:
    """Give an id after a name that is not yet taken, and take it."""
    name = escaped(name)
    free, count = name, 1
    while free in taken:
        count += 1
        free = f"{name}.{count}"
    taken.add(free)
    return free


def escaped(name: str) -> str:
    """Write what an address needs no escape for as it is, and any other character by its number."""
    return re.sub(r"[^A-Za-z0-9._-]", lambda found: f"_{ord(found[0]):x}_", name)
