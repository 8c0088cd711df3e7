"""A folder in which every text that anybody may write is hostile: of rules, of filings, and of what is beside them.

In the templates `⟦…⟧` is a text that is given over whole, and `⟪…⟫` one that keeps its beginning, because lists are
ordered by it. All of it is written as the reader takes it, whatever is in a text.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from functools import partial
from pathlib import Path

Tell = Callable[[str], str]

_RULESET = """ruleset: 1
id: hostile-rules
version: {version}
title: ⟦Hostile rules⟧
summary: ⟦What a service should do.⟧
status: model
published: 2026-01-01
in_force_from: 2026-01-01
history: [{{stage: published, on: 2026-01-01, note: ⟦As it was made⟧}}]
excludes: [{{themes: [livestreaming], clause: ⟦clause 9⟧, because: ⟦It leaves that to others.⟧}}]
decided_by: [must]
alternatives: allowed
scoring: {{model: nested}}
origins: {{weights: design, credits: design, efforts: design}}
documents: [{{id: design, title: ⟦The design⟧, publisher: ⟦The makers⟧, published: "2026-01-01", licence: ⟦Free⟧}}]
areas:
  - {{id: grooming, title: ⟦Grooming⟧}}
  - {{id: reporting, title: ⟦Reporting⟧}}
parameters:
  quick: {{value: {quick} hours, origin: design, because: ⟦It can be done.⟧}}
"""
_REQUIREMENTS = """
- id: HST-1
  label: ⟦first⟧
  title: ⟦Grooming is looked for⟧
  asks: ⟦Look for grooming.⟧
  obligation: must
  area: grooming
  themes: [grooming]
  source: {{document: design, clause: ⟦clause 1⟧, checked: read}}
  applies_when: {{users.children.can_use: true}}
  met_when: {{grooming.any_detection: true}}
  evidence: {{assurance: documented}}
  remedy: {{do: ⟦Look for it.⟧, effort: 8}}
  weight: 3
- id: HST-2
  title: ⟦A child is warned⟧
  asks: ⟦Warn the child.⟧
  obligation: {warned}
  area: grooming
  themes: [grooming, child_alerts]
  source: {{document: design, clause: ⟦clause 2⟧, checked: read}}
  applies_when: {{users.children.can_use: true}}
  met_when: {{grooming.alerts_child: true}}
  evidence: {{assurance: documented, not_older_than: 24 months}}
  remedy: {{do: ⟦Warn them.⟧}}
- id: HST-3
  title: ⟦Reports are answered⟧
  asks: ⟦Answer them.⟧
  obligation: must
  area: reporting
  themes: [reporting]
  source: {{document: design, clause: ⟦clause 3⟧, checked: secondary}}
  applies_when: always
  met_when: {{reporting.child_abuse_response_time: {{at_most: {{parameter: quick}}}}}}
  partly_met_when: {{credit: 0.5, when: {{reporting.child_abuse_response_time: {{at_most: 48 hours}}}}}}
  evidence: {{assurance: documented}}
  remedy: {{do: ⟦Answer them faster.⟧, effort: 3}}
- id: HST-4
  title: ⟦People can report⟧
  asks: ⟦Let them report.⟧
  obligation: should
  area: reporting
  themes: [reporting]
  source: {{document: design, clause: ⟦clause 4⟧, checked: read}}
  applies_when: always
  met_when: {{reporting.in_product: true}}
  evidence: {{assurance: documented}}
"""
_FILED = """declaration: 1
service: {id: first, name: ⟪First⟫, provider: ⟦First Ltd⟧}
stated_on: 2026-09-01
users: {children: {can_use: true}}
grooming: {any_detection: true, alerts_child: {declined: {asked_by: ⟦The Office⟧, on: 2026-03-01,
  source: ⟦A report⟧}}}
reporting: {child_abuse_response_time: 30}
alternatives:
  - {requirement: hostile-rules/HST-3, measure: ⟦They are called instead.⟧, why: ⟦A call is better.⟧}
measures:
  - {requirement: hostile-rules/HST-1, in_place: ⟦We look.⟧, since: 2026-01-01}
planned: [{fact: grooming.alerts_child, value: true, from: 2027-01-01}]
evidence:
  - {id: policy, kind: policy, title: ⟦Our policy⟧, issued: 2026-08-01, issuer: ⟦The auditors⟧, file: a.txt,
     sha256: SHA, supports: [grooming.any_detection, users.children.can_use]}
  - {id: lost, kind: test_report, title: ⟦A test⟧, issued: 2026-08-02, issuer: internal, file: b.txt,
     sha256: SHA, supports: [reporting.child_abuse_response_time]}
challenges:
  - fact: grooming.any_detection
    says: false
    filed_by: ⟦A charity⟧
    date: 2026-09-20
    window: 2026-10-04
    evidence: [{publisher: ⟦The Post⟧, title: ⟦It does not look⟧, date: 2026-09-18, source: ⟦post.example⟧}]
    reply: {asked: 2026-09-20, deadline: 2026-10-04, text: ⟦We do.⟧, answered: 2026-09-25}
attestation: {name: ⟦A. Person⟧, role: ⟦Head of safety⟧, date: 2026-09-01}
"""
_SECOND = """declaration: 1
service: {id: second, name: ⟪Second⟫, provider: ⟦Second Ltd⟧}
stated_on: 2026-08-20
users: {children: {can_use: true}}
grooming: {any_detection: false, alerts_child: true}
reporting: {in_product: true, child_abuse_response_time: 12}
measures:
  - {requirement: hostile-rules/HST-1, in_place: ⟦We look.⟧, since: 2026-01-01}
"""
_COMPILED = """declaration: 1
service: {id: third, name: ⟪Third⟫, provider: ⟦Third Inc.⟧}
compiled_by: {name: ⟦The compilers⟧, on: 2026-09-01, method: ⟦Facts that a paper reports.⟧}
users: {children: {can_use: true}}
grooming: {any_detection: true, alerts_child: {sought: {by: ⟦The compilers⟧, on: 2026-08-30}}}
reply: {asked: 2026-09-02, deadline: 2026-09-16, text: ⟦No comment.⟧, answered: 2026-09-03}
evidence:
  - {id: times, kind: publication, title: ⟦Third looks⟧, issuer: ⟦The Times⟧, issued: 2026-03-02,
     source: ⟦times.example⟧, checked: read, supports: [users.children.can_use, grooming.any_detection,
     grooming.alerts_child],
     reply: {asked: 2026-03-01, deadline: 2026-03-02, text: ⟦It is so.⟧, answered: 2026-03-02}}
"""
_WAIVERS = """waivers:
  - {requirement: hostile-rules/HST-3, service: first, reason: ⟦It is being built.⟧, approver: ⟦B. Person⟧,
     granted: 2026-09-01, expires: 2026-12-31}
  - {requirement: hostile-rules/HST-1, service: second, reason: ⟦It was.⟧, approver: ⟦C. Person⟧,
     granted: 2026-01-01, expires: 2026-02-01}
"""
_DECISIONS = """decisions:
  - {requirement: hostile-rules/HST-3, service: first, accepted: true, reviewer: ⟦D. Person⟧, on: 2026-09-02,
     because: ⟦A call does it.⟧, assurance: documented, text_sha256: SHA}
"""
_CHALLENGES = """challenges:
  - {fact: reporting.in_product, service: second, says: false, filed_by: ⟦Another charity⟧, date: 2026-09-21,
     window: 2026-09-30, evidence: [{publisher: ⟦The News⟧, title: ⟦There is no button⟧, date: 2026-09}]}
"""
_BROKEN = """declaration: 1
service: {id: ⟦broken⟧, name: ⟦Broken⟧, ⟦key⟧: ⟦value⟧}
stated_on: ⟦2026-09-01⟧
grooming: {any_detection: ⟦yes⟧, ⟦alerts⟧: true}
evidence: [{id: ⟦x⟧, kind: ⟦policy⟧, title: ⟦X⟧, file: ⟦x.txt⟧, supports: [⟦grooming⟧]}]
"""
_CASES = """cases:
  - title: ⟦It looks, and is said not to⟧
    declares: {users: {children: {can_use: true}}, grooming: {any_detection: true}}
    expect: {HST-1: EXPECTED}
"""
_MUTANTS = """mutants:
  - {mutant: ⟦HST-1⟧, reason: ⟦It makes no difference.⟧}
"""
_DOCUMENT = b"What we do.\n"
BROKEN = "broken.yaml"
FILES = {
    "hostile-rules/1.0.0/ruleset.yaml": _RULESET.format(version="1.0.0", quick=24),
    "hostile-rules/1.1.0/ruleset.yaml": _RULESET.format(version="1.1.0", quick=20),
    "hostile-rules/1.0.0/requirements/all.yaml": _REQUIREMENTS.format(warned="should"),
    "hostile-rules/1.1.0/requirements/all.yaml": _REQUIREMENTS.format(warned="must"),
    "hostile-rules/1.0.0/cases/all.yaml": _CASES.replace("EXPECTED", "not-met"),
    "hostile-rules/1.0.0/mutants.yaml": _MUTANTS,
    "filed/first.yaml": _FILED,
    "filed/second.yaml": _SECOND,
    "filed/third.yaml": _COMPILED,
    "waivers.yaml": _WAIVERS,
    "decisions.yaml": _DECISIONS,
    "challenges.yaml": _CHALLENGES,
    BROKEN: _BROKEN,
}
_MARKED = re.compile("⟦([^⟧]*)⟧|⟪([^⟫]*)⟫")


def make(folder: Path, tell: Tell) -> None:
    """Write the folder; `tell` gives the text to stand where each text stands.

    Characters that no reader takes are left out of it, except in the file that is broken anyway.
    """
    sha = hashlib.sha256(_DOCUMENT).hexdigest()
    for name, template in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        written = _MARKED.sub(partial(_written, tell, name == BROKEN), template.replace("SHA", sha))
        path.write_text(written, "utf-8")
    (folder / "filed" / "a.txt").write_bytes(_DOCUMENT)


def _written(tell: Tell, raw: bool, found: re.Match[str]) -> str:
    told = tell(found[1]) if found[1] is not None else f"{found[2]} {tell(found[2])}"
    return quoted(told if raw else readable(told))


def readable(text: str) -> str:
    """Leave out what every reader refuses: control characters, marks of byte order, and what is no character."""
    return "".join(one for one in text if one in "\t\n\r" or not _is_refused(one))


def _is_refused(one: str) -> bool:
    return unicodedata.category(one) in ("Cc", "Cs", "Cn") or one == "\ufeff"


def quoted(text: str) -> str:
    """Write a text between quotation marks of YAML, as one that could be meant by a person."""
    sure = (one if " " <= one <= "~" and one not in '"\\' else f"\\U{ord(one):08x}" for one in text)
    return '"' + "".join(sure) + '"'
