"""The first schema of a register, as SQLite wants it written. It never changes: what changes is a later migration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

_TABLES: Final = """
CREATE TABLE reg_migration (
  id INTEGER PRIMARY KEY, title TEXT NOT NULL, at TEXT NOT NULL, version TEXT NOT NULL
);
CREATE TABLE reg_moment (
  id INTEGER PRIMARY KEY, at TEXT NOT NULL
);
CREATE TABLE reg_edition (
  id INTEGER PRIMARY KEY, moment INTEGER NOT NULL REFERENCES reg_moment, ruleset TEXT NOT NULL, version TEXT NOT NULL,
  sha256 TEXT NOT NULL, vocabulary_sha256 TEXT NOT NULL,
  UNIQUE (ruleset, version, sha256, vocabulary_sha256)
);
CREATE TABLE reg_requirement (
  id INTEGER PRIMARY KEY, edition INTEGER NOT NULL REFERENCES reg_edition, requirement TEXT NOT NULL,
  decisive INTEGER NOT NULL CHECK (decisive IN (0, 1)),
  UNIQUE (edition, requirement, decisive)
);
CREATE TABLE reg_outcome (
  id INTEGER PRIMARY KEY, status TEXT NOT NULL, status_backed TEXT NOT NULL,
  credit_low TEXT NOT NULL, credit_high TEXT NOT NULL,
  credit_backed_low TEXT NOT NULL, credit_backed_high TEXT NOT NULL,
  low REAL NOT NULL, high REAL NOT NULL, backed_low REAL NOT NULL, backed_high REAL NOT NULL,
  UNIQUE (status, status_backed, credit_low, credit_high, credit_backed_low, credit_backed_high)
);
CREATE TABLE reg_terms (
  id INTEGER PRIMARY KEY, moment INTEGER NOT NULL REFERENCES reg_moment, sha256 TEXT NOT NULL UNIQUE,
  as_of TEXT NOT NULL, version TEXT NOT NULL,
  include_recalled INTEGER NOT NULL CHECK (include_recalled IN (0, 1)),
  respect_dates INTEGER NOT NULL CHECK (respect_dates IN (0, 1)), rulesets TEXT NOT NULL
);
CREATE TABLE reg_run (
  id INTEGER PRIMARY KEY, moment INTEGER NOT NULL REFERENCES reg_moment,
  terms INTEGER NOT NULL REFERENCES reg_terms, given INTEGER NOT NULL
);
CREATE TABLE reg_run_end (
  run INTEGER PRIMARY KEY REFERENCES reg_run, moment INTEGER NOT NULL REFERENCES reg_moment,
  audited INTEGER NOT NULL, unusable INTEGER NOT NULL, duplicate INTEGER NOT NULL, superseded INTEGER NOT NULL,
  interrupted INTEGER NOT NULL
);
CREATE TABLE reg_submission (
  id INTEGER PRIMARY KEY, moment INTEGER NOT NULL REFERENCES reg_moment, sha256 TEXT NOT NULL UNIQUE,
  declaration TEXT NOT NULL, evidence TEXT NOT NULL, service TEXT NOT NULL, name TEXT NOT NULL, provider TEXT,
  stated_on TEXT, compiled INTEGER NOT NULL CHECK (compiled IN (0, 1))
);
CREATE INDEX reg_submission_of_service ON reg_submission (service, stated_on);
CREATE TABLE reg_text (
  id INTEGER PRIMARY KEY, moment INTEGER NOT NULL REFERENCES reg_moment, sha256 TEXT NOT NULL UNIQUE,
  size INTEGER NOT NULL, body BLOB NOT NULL
);
CREATE TABLE reg_result (
  id INTEGER PRIMARY KEY, moment INTEGER NOT NULL REFERENCES reg_moment,
  submission INTEGER NOT NULL REFERENCES reg_submission, terms INTEGER NOT NULL REFERENCES reg_terms,
  text INTEGER NOT NULL REFERENCES reg_text, sha256 TEXT NOT NULL, size INTEGER NOT NULL, body BLOB NOT NULL,
  UNIQUE (submission, terms)
);
CREATE TABLE reg_audit (
  id INTEGER PRIMARY KEY, result INTEGER NOT NULL REFERENCES reg_result,
  edition INTEGER NOT NULL REFERENCES reg_edition, verdict TEXT, verdict_backed TEXT,
  score_low INTEGER, score_high INTEGER, score_backed_low INTEGER, score_backed_high INTEGER,
  met INTEGER, partly_met INTEGER, not_met INTEGER, undecided INTEGER, not_applicable INTEGER, not_in_force INTEGER,
  UNIQUE (result, edition)
);
CREATE TABLE reg_finding (
  audit INTEGER NOT NULL REFERENCES reg_audit, requirement INTEGER NOT NULL REFERENCES reg_requirement,
  outcome INTEGER NOT NULL REFERENCES reg_outcome, fingerprint BLOB NOT NULL,
  PRIMARY KEY (audit, requirement)
) WITHOUT ROWID;
CREATE TABLE reg_input (
  id INTEGER PRIMARY KEY, moment INTEGER NOT NULL REFERENCES reg_moment, run INTEGER NOT NULL REFERENCES reg_run,
  position INTEGER NOT NULL, shown TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('audited', 'unusable', 'duplicate', 'superseded', 'interrupted')),
  submission INTEGER REFERENCES reg_submission, result INTEGER REFERENCES reg_result,
  known INTEGER NOT NULL CHECK (known IN (0, 1)), of TEXT, codes TEXT NOT NULL, diagnostics TEXT,
  UNIQUE (run, position)
);
CREATE INDEX reg_input_of_submission ON reg_input (submission);
CREATE TABLE reg_decision (
  id INTEGER PRIMARY KEY, moment INTEGER NOT NULL REFERENCES reg_moment,
  submission INTEGER REFERENCES reg_submission, ruleset TEXT NOT NULL, requirement TEXT NOT NULL,
  service TEXT NOT NULL, accepted INTEGER NOT NULL CHECK (accepted IN (0, 1)), decided_on TEXT NOT NULL,
  because TEXT NOT NULL, assurance TEXT NOT NULL, text_sha256 TEXT NOT NULL
);
CREATE TABLE reg_forgotten (
  id INTEGER PRIMARY KEY, moment INTEGER NOT NULL REFERENCES reg_moment, service TEXT, names INTEGER NOT NULL
);
CREATE TABLE reg_people (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('text', 'result', 'input', 'decision')),
  owner INTEGER NOT NULL, service TEXT, field TEXT NOT NULL, at INTEGER NOT NULL, length INTEGER NOT NULL,
  name TEXT NOT NULL
);
CREATE INDEX reg_people_of_owner ON reg_people (kind, owner);
CREATE INDEX reg_people_of_service ON reg_people (service);
"""

# What tells the rows of a table apart: a row that has one of these in common with another would replace it, where a
# program asks for that, without its being deleted first.
KEYS: Final = {
    "reg_migration": (("id",),),
    "reg_moment": (("id",),),
    "reg_edition": (("id",), ("ruleset", "version", "sha256", "vocabulary_sha256")),
    "reg_requirement": (("id",), ("edition", "requirement", "decisive")),
    "reg_outcome": (
        ("id",),
        ("status", "status_backed", "credit_low", "credit_high", "credit_backed_low", "credit_backed_high"),
    ),
    "reg_terms": (("id",), ("sha256",)),
    "reg_run": (("id",),),
    "reg_run_end": (("run",),),
    "reg_submission": (("id",), ("sha256",)),
    "reg_text": (("id",), ("sha256",)),
    "reg_result": (("id",), ("submission", "terms")),
    "reg_audit": (("id",), ("result", "edition")),
    "reg_finding": (("audit", "requirement"),),
    "reg_input": (("id",), ("run", "position")),
    "reg_decision": (("id",),),
    "reg_forgotten": (("id",),),
}


def statements() -> Iterator[str]:
    """Give what makes the tables, and the triggers that refuse to change what stands in them."""
    yield from (one for one in map(str.strip, _TABLES.split(";")) if one)
    yield from guards(KEYS)
    yield _refusing("reg_people", "update", "UPDATE")


def guards(tables: Mapping[str, tuple[tuple[str, ...], ...]]) -> Iterator[str]:
    """Give the triggers that refuse to change or replace what stands in tables, by the keys of each."""
    for table, keys in tables.items():
        yield _refusing(table, "update", "UPDATE")
        yield _refusing(table, "delete", "DELETE")
        for number, key in enumerate(keys):
            same = " AND ".join(f"{column} = NEW.{column}" for column in key)
            yield (
                f"CREATE TRIGGER {table}_no_replace_{number} BEFORE INSERT ON {table} "
                f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) BEGIN {_refusal(table)} END"
            )


def _refusing(table: str, name: str, event: str) -> str:
    return f"CREATE TRIGGER {table}_no_{name} BEFORE {event} ON {table} BEGIN {_refusal(table)} END"


def _refusal(table: str) -> str:
    return f"SELECT RAISE(ABORT, 'a register is added to and never changed: {table}');"
