"""The views that analysts rely on, in terms of the register's own tables.

Each can be given a last moment: it then shows what the register knew at that moment, and nothing of what came after.
Names and columns are told in `columns`; they stay when the tables change.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_SCORES: Final = ", ".join(
    f"a.{one} / 100.0 AS {one}" for one in ("score_low", "score_high", "score_backed_low", "score_backed_high")
)
_COUNTS: Final = "a.met, a.partly_met, a.not_met, a.undecided, a.not_applicable, a.not_in_force"

# `{until}` is a condition on a table's moment; `{t}` in it the table. Without a last moment it is always true.
_VIEWS: Final[Mapping[str, str]] = {
    "submission": """
SELECT s.sha256 AS submission, s.declaration AS declaration_sha256, s.evidence AS evidence_sha256, s.service, s.name,
       s.provider, s.stated_on, s.compiled, m.at AS known_from, s.id AS number,
       (SELECT count(*) FROM {main}reg_submission o
         WHERE o.service = s.service AND o.compiled = s.compiled AND o.stated_on IS s.stated_on
           AND o.declaration <> s.declaration AND {o}) AS same_day,
       (SELECT count(*) FROM {main}reg_submission o
         WHERE o.service = s.service AND o.compiled = s.compiled AND o.stated_on IS NULL AND s.stated_on IS NOT NULL
           AND o.declaration <> s.declaration AND {o}) AS undated
  FROM {main}reg_submission s JOIN {main}reg_moment m ON m.id = s.moment
 WHERE {s}""",
    "audit": f"""
SELECT a.id AS audit, s.sha256 AS submission, s.service, s.stated_on, e.ruleset, e.version,
       e.sha256 AS ruleset_sha256, t.as_of, t.version AS tool_version, t.include_recalled, t.respect_dates,
       a.verdict, a.verdict_backed,
       {_SCORES},
       {_COUNTS},
       m.at AS known_from, d.may_be_empty AS score_may_be_empty, d.backed_may_be_empty AS score_backed_may_be_empty,
       d.contested
  FROM {{main}}reg_audit a LEFT JOIN {{main}}reg_doubt d ON d.audit = a.id
  JOIN {{main}}reg_result r ON r.id = a.result JOIN {{main}}reg_terms t ON t.id = r.terms
  JOIN {{main}}reg_submission s ON s.id = r.submission JOIN {{main}}reg_edition e ON e.id = a.edition
  JOIN {{main}}reg_moment m ON m.id = r.moment
 WHERE {{r}}""",
    "finding": """
SELECT f.audit, s.sha256 AS submission, s.service, s.stated_on, e.ruleset, e.version, t.as_of, q.requirement,
       q.decisive, o.status, o.status_backed, o.low AS credit_low, o.high AS credit_high,
       o.backed_low AS credit_backed_low, o.backed_high AS credit_backed_high,
       lower(hex(f.fingerprint)) AS fingerprint, m.at AS known_from
  FROM {main}reg_finding f JOIN {main}reg_audit a ON a.id = f.audit JOIN {main}reg_result r ON r.id = a.result
  JOIN {main}reg_terms t ON t.id = r.terms JOIN {main}reg_submission s ON s.id = r.submission
  JOIN {main}reg_requirement q ON q.id = f.requirement JOIN {main}reg_edition e ON e.id = a.edition
  JOIN {main}reg_outcome o ON o.id = f.outcome JOIN {main}reg_moment m ON m.id = r.moment
 WHERE {r}""",
    "message": """
SELECT s.sha256 AS submission, s.service, s.stated_on, t.as_of, t.version AS tool_version, g.code, g.times,
       m.at AS known_from
  FROM {main}reg_message g JOIN {main}reg_result r ON r.id = g.result JOIN {main}reg_terms t ON t.id = r.terms
  JOIN {main}reg_submission s ON s.id = r.submission JOIN {main}reg_moment m ON m.id = r.moment
 WHERE {r}""",
    "run": """
SELECT r.id AS run, m.at AS started, n.at AS ended, t.as_of, t.version AS tool_version, t.rulesets,
       t.include_recalled, t.respect_dates, r.given, z.audited, z.unusable, z.duplicate, z.superseded, z.interrupted
  FROM {main}reg_run r JOIN {main}reg_moment m ON m.id = r.moment JOIN {main}reg_terms t ON t.id = r.terms
  LEFT JOIN {main}reg_run_end z ON z.run = r.id AND {z} LEFT JOIN {main}reg_moment n ON n.id = z.moment
 WHERE {r}""",
    "run_input": """
SELECT i.run, i.position, i.shown AS input, i.state, s.sha256 AS submission, s.service, i.known, i.of, i.codes,
       m.at AS known_from, i.of_sha256 AS of_submission
  FROM {main}reg_input i LEFT JOIN {main}reg_submission s ON s.id = i.submission
  JOIN {main}reg_moment m ON m.id = i.moment
 WHERE {i}""",
    "decision": """
SELECT d.id AS decision, d.ruleset, d.requirement, d.service, s.sha256 AS submission, d.accepted, d.decided_on,
       p.name AS reviewer, d.because, d.assurance, d.text_sha256, m.at AS known_from, v.opinion
  FROM {main}reg_decision d JOIN {main}reg_moment m ON m.id = d.moment
  LEFT JOIN {main}reg_submission s ON s.id = d.submission
  LEFT JOIN {main}reg_people p ON p.kind = 'decision' AND p.owner = d.id AND p.field = 'reviewer'
  LEFT JOIN {main}reg_review v ON v.decision = d.id
 WHERE {d}""",
    "ruleset": """
SELECT e.ruleset, e.version, e.sha256, e.vocabulary_sha256, m.at AS known_from
  FROM {main}reg_edition e JOIN {main}reg_moment m ON m.id = e.moment
 WHERE {e}""",
}
NAMES: Final = tuple(_VIEWS)
_TABLES: Final = ("s", "o", "r", "z", "i", "d", "e")


def select_of(view: str, last: int | None = None) -> str:
    """Give the query that a view is, as far as a moment if one is given."""
    until = {one: "1" if last is None else f"{one}.moment <= {last:d}" for one in _TABLES}
    return _VIEWS[view].format(main="" if last is None else "main.", **until).strip()


def making(view: str, last: int | None = None) -> str:
    """Give the statement that makes a view; with a last moment, one of this connection that stands before it."""
    return f"CREATE {'TEMP ' if last is not None else ''}VIEW {view} AS {select_of(view, last)}"
