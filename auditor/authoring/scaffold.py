"""The first files of a new ruleset: small, true, and passing, so that an author changes what works."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Final

from auditor.source.ruleset_schema import RULESET

_HEAD: Final = """\
# One edition of one ruleset. `auditor schema ruleset` lists every key; docs/language.md says what conditions mean.
ruleset: 1
id: {id}
version: {version}
kind: scored
title: {title}
summary: >-
  A new ruleset with one requirement, to be changed and added to. Say here in a sentence or two what it asks.
status: draft  # never in force; name the kind of text, and give `in_force_from`, when it is
published: {day}
decided_by: [must]
alternatives: refused
scoring: {{model: nested}}
origins: {{weights: design, credits: design, efforts: design}}
documents:
  # Name the text that you encode. Each requirement cites one.
  - id: own-words
    title: What the author of this ruleset asks, in the author's own words
    publisher: The author of this ruleset
    published: "{day}"
areas:
  - {{id: reporting, title: Reporting}}
parameters:
  acknowledgement_limit:
    value: 24 hours
    origin: design
    because: A day is the longest that a child who asks for help should wait to be heard.
    readings: {{strict: 4 hours}}
  evidence_age:
    value: 12 months
    origin: design
    because: Settings change with every release, and a year is long.
"""

_REQUIREMENTS: Final = """\
- id: REP-01
  title: Reports are acknowledged in time
  asks: Tell whoever reports harm, within a day, that the report is being dealt with.
  obligation: must
  area: reporting
  themes: [reporting, complaints]
  source: {document: own-words, clause: "first requirement", checked: read}
  applies_when: {users.children.can_use: true}
  met_when: {reporting.acknowledgement_time: {at_most: {parameter: acknowledgement_limit}}}
  evidence: {assurance: documented, not_older_than: {parameter: evidence_age}}
  remedy: {do: "Answer each report at once, by machine if need be, and say who deals with it.", effort: 2}
"""

_CASES: Final = """\
# What each requirement should come to on given facts: one case at least for every outcome that can be reached.
cases:
  - title: a day is in time
    declares: {users: {children: {can_use: true}}, reporting: {acknowledgement_time: 24}}
    expect:
      verdict: compliant
      REP-01: {declared: met, backed: undecided, backed_reason: evidence-missing}

  - title: the same, with a document that is new enough
    declares: {users: {children: {can_use: true}}, reporting: {acknowledgement_time: 24}}
    evidence:
      - {supports: [reporting.acknowledgement_time], assurance: documented, issued: DAY}
    expect: {backed_verdict: compliant, REP-01: {declared: met, backed: met}}

  - title: more than a day is late
    declares: {users: {children: {can_use: true}}, reporting: {acknowledgement_time: 24.5}}
    expect: {verdict: not-compliant, REP-01: not-met}

  - title: reporters who hear nothing are not heard in time
    declares: {users: {children: {can_use: true}}, reporting: {acknowledgement_time: none}}
    expect: {REP-01: not-met}

  - title: nothing is said of the time
    declares: {users: {children: {can_use: true}}}
    expect: {verdict: cannot-tell, REP-01: {declared: undecided, reason: facts-missing}}

  - title: nothing is said of children
    declares: {reporting: {acknowledgement_time: 24}}
    expect: {REP-01: {declared: undecided, reason: scope-unknown}}

  - title: no child can use the service
    declares: {users: {children: {can_use: false}}}
    expect: {verdict: nothing-applies, REP-01: not-applicable}
"""


def fault_in_name(id: str, version: str) -> str | None:
    """Say why an edition cannot be called so; None where it can."""
    for name, said in (("id", id), ("version", version)):
        if re.fullmatch(RULESET["properties"][name]["pattern"].removesuffix("$"), said) is None:
            example = "child-safety-code" if name == "id" else "1.0.0"
            return f"`{said}` is not {'an id' if name == 'id' else 'a version'}; write it like `{example}`"
    return None


def scaffold(id: str, version: str, day: date) -> dict[str, str]:
    """Give the files of a new edition, published on `day`, by their paths in its folder."""
    title = id.replace("-", " ").capitalize()
    return {
        "ruleset.yaml": _HEAD.format(id=_quoted(id), title=_quoted(title), version=version, day=day),
        "requirements/reporting.yaml": _REQUIREMENTS,
        "cases/reporting.yaml": _CASES.replace("DAY", day.isoformat()),
    }


def _quoted(text: str) -> str:
    """Write a text so that YAML takes it for one: `2024` and `true` are names too."""
    plain = text[0].isalpha() and text.casefold() not in ("true", "false", "null")
    return text if plain else json.dumps(text)
