"""Declarations written for tests of comparisons: any facts, any of them backed by a document, by anybody."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final

DOCUMENT: Final = b"What we do for safety.\n"
CHILDREN: Final = "users.children.can_use"
DETECTS: Final = "grooming.any_detection"
WARNS: Final = "grooming.alerts_child"
REPORT: Final = "reporting.in_product"
HOURS: Final = "reporting.child_abuse_response_time"
SUMMARY: Final = "transparency.action_summary_public"
EVERYTHING: Final[Mapping[str, Any]] = {
    CHILDREN: True,
    DETECTS: True,
    WARNS: True,
    REPORT: True,
    HOURS: 12,
    SUMMARY: True,
}
DECLINED: Final = {"declined": {"asked_by": "Example Charity", "on": "2026-06-01", "source": "letter, 1 June 2026"}}
SOUGHT: Final = {"sought": {"by": "Example Charity", "on": "2026-06-01"}}


def filing(
    folder: Path,
    id: str,
    facts: Mapping[str, Any] | None = None,
    *,
    backed: Collection[str] | None = None,
    name: str | None = None,
    stated_on: str | None = "2026-09-01",
    file: str | None = None,
    **more: Any,
) -> str:
    """Write what a service declares, as JSON, which is YAML; give the path.

    Facts are by address; left out, it does everything. `backed` are those that a document supports; left out, all.
    """
    stated = dict(EVERYTHING if facts is None else facts)
    supports = sorted(stated if backed is None else backed)
    content: dict[str, Any] = {
        "declaration": 1,
        "service": {"id": id, "name": id.capitalize() if name is None else name, "provider": "Example Ltd"},
        "attestation": {"name": "A. Person", "role": "Head of safety", "date": "2026-09-01"},
        "evidence": [_document(folder, supports)] if supports else [],
        **_nested(stated),
        **more,
    }
    if stated_on is not None:
        content["stated_on"] = stated_on
    return _write(folder / (file or f"{id}.yaml"), content)


def compiled(folder: Path, id: str, facts: Mapping[str, Any] | None = None, **more: Any) -> str:
    """Write what others compiled about a service from two publications; give the path."""
    stated = dict(EVERYTHING if facts is None else facts)
    content: dict[str, Any] = {
        "declaration": 1,
        "service": {"id": id, "name": id.capitalize(), "provider": "Example Ltd"},
        "compiled_by": {"name": "The auditor project", "on": "2026-09-01", "method": "Two publications, read."},
        "evidence": [_publication(name, sorted(stated)) for name in ("times", "post")],
        **_nested(stated),
        **more,
    }
    return _write(folder / f"{id}.yaml", content)


def challenge(fact: str, says: Any, **more: Any) -> dict[str, Any]:
    """Give an entry of `challenges`, filed in September 2026."""
    return {
        "fact": fact,
        "says": says,
        "filed_by": "Example Charity",
        "date": "2026-09-20",
        "window": "2026-10-04",
        "evidence": [{"publisher": "Example Times", "title": "Otherwise", "date": "2026-09-18"}],
        **more,
    }


def _document(folder: Path, supports: list[str]) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "safety.txt").write_bytes(DOCUMENT)
    return {
        "id": "safety",
        "kind": "policy",
        "title": "What we do for safety",
        "issued": "2025-01-01",
        "issuer": "internal",
        "file": "safety.txt",
        "sha256": hashlib.sha256(DOCUMENT).hexdigest(),
        "supports": supports,
    }


def _publication(name: str, supports: list[str]) -> dict[str, Any]:
    return {
        "id": name,
        "kind": "publication",
        "title": f"The {name} on safety",
        "issuer": f"The Example {name.capitalize()}",
        "issued": "2026-03-02",
        "source": f"https://{name}.example/safety",
        "checked": "secondary",
        "supports": supports,
    }


def _nested(facts: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for address, value in facts.items():
        *above, last = address.split(".")
        here = found
        for one in above:
            here = here.setdefault(one, {})
        here[last] = value
    return found


def _write(path: Path, content: Mapping[str, Any]) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return str(path)
