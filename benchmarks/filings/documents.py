"""The documents behind the answers: entries of evidence, and the files that they name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Final

from benchmarks.filings.draw import Draw
from benchmarks.filings.services import Service

Entry = dict[str, Any]
Files = dict[str, bytes]

# What a document shows, in the order in which services begin to have one; kind, id, title and what it supports.
_SORTS: Final = (
    (
        "policy",
        "rules-of-the-house",
        "Rules of the house and how reports are handled",
        ("reporting", "terms", "enforcement"),
    ),
    ("assessment", "risk-assessment", "Risk assessment: summary", ("risk_assessment", "users")),
    (
        "configuration_export",
        "surface-register",
        "Register of the ways to get in touch",
        ("surfaces", "functionality"),
    ),
    ("configuration_export", "settings-export", "Settings of new test accounts, by age", ("child_defaults",)),
    ("log_summary", "report-log", "Reports handled in the last half year", ("moderation", "transparency")),
    ("test_report", "detection-test", "Grooming detection: evaluation", ("grooming",)),
    ("contract", "hash-licence", "Licence for lists of known material", ("abuse_material", "intimate_images")),
    ("certificate", "age-check-certificate", "Certificate of the age checks", ("age_assurance",)),
    ("policy", "safety-handbook", "Trust and safety handbook", ("governance", "collaboration", "policies")),
    (
        "screenshot",
        "walkthrough",
        "Walk through the account of a child",
        ("child_support", "settings", "nudges", "search"),
    ),
    ("log_summary", "referral-log", "Reports to the authorities", ("referral",)),
    ("test_report", "recommender-test", "Tests of recommendations", ("recommender", "livestreaming")),
    (
        "publication",
        "help-pages",
        "Help pages for children and parents",
        ("education", "parental_controls", "controls"),
    ),
    (
        "assessment",
        "data-protection",
        "Data protection impact assessment",
        ("privacy", "profiling", "geolocation", "rights"),
    ),
)
_OUTSIDE: Final = ("Tidemark Test House", "Foghorn Hash Exchange", "Breakwater Audit", "Example University")
_SENTENCES: Final = (
    "Figures are counted by the system of record and checked once a month by a second person.",
    "The sample was drawn at random from all accounts opened in the period.",
    "What was found is followed up until it is closed; open points stand at the end.",
    "Whoever changes a setting that touches children asks the safety lead first.",
    "The procedure was tried out with invented accounts on every supported device.",
    "Nothing in this document names a person who uses the service.",
)


def documents(
    service: Service, facts: Mapping[str, Any], stated_on: date, draw: Draw, day: str
) -> tuple[list[Entry], Files]:
    """Draw what backs the answers of one filing: entries of `evidence`, and files by their names.

    Most are whole, in date and with their hash; about one in eight is over a year old.
    """
    low, high = service.sort.documents
    wanted = low + int((high - low + 1) * service.care * draw.share() * 1.4)
    entries: list[Entry] = []
    files: Files = {}
    for kind, id, title, subjects in _SORTS:
        supports = [f"{one}.*" for one in subjects if facts.get(one)]
        if len(entries) >= wanted or not supports or draw.chance(0.15):
            continue
        issued = stated_on - timedelta(days=draw.between(370, 800) if draw.chance(0.12) else draw.between(3, 340))
        issued = max(issued, service.launched)
        outside = kind in ("certificate", "contract") or draw.chance(0.08)
        issuer = draw.pick(_OUTSIDE) if outside else "internal"
        name = f"evidence/{day}/{id}.{'csv' if kind in ('log_summary', 'configuration_export') else 'md'}"
        files[name] = _document(service, title, issued, draw)
        entries.append(
            {
                "id": id,
                "kind": kind,
                "issued": issued.isoformat(),
                "issuer": issuer,
                "title": title,
                "file": name,
                "sha256": sha256(files[name]).hexdigest(),
                "supports": supports,
            }
        )
    return entries, files


def _document(service: Service, title: str, issued: date, draw: Draw) -> bytes:
    said = "\n".join(f"{number}. {draw.pick(_SENTENCES)}" for number in range(1, draw.between(3, 9)))
    return f"# {title}\n\n{service.name}, {issued.isoformat()}, no. {draw.between(1000, 9999)}\n\n{said}\n".encode()


def publications(facts: Mapping[str, Any], stated_on: date) -> list[Entry]:
    """Give the published sources of a filing that others compiled: every fact has one."""
    return [
        {
            "id": "published",
            "kind": "publication",
            "issued": (stated_on - timedelta(days=40)).isoformat(),
            "issuer": "Example Review",
            "title": "What the service says of itself",
            "source": "https://example.org/review",
            "checked": "read",
            "supports": [f"{name}.*" if isinstance(facts[name], dict) else name for name in facts],
        }
    ]
