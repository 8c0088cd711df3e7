"""The register's tables, as its queries know them. How they come to be, and what guards them, is in `migrations`.

They are the register's own affair and may change with a migration; `views` and `columns` are what others rely on.
Every row but those of `people` is written once: `moment` says in which transaction. Moments are numbered in the order
of their times, so that "what was known at T" is "nothing after moment N".
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, LargeBinary, MetaData, Table, Text

# "sddr" in the file's header tells a register from any other database.
APPLICATION_ID: Final = 0x73646472

metadata: Final = MetaData()


def _ref(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, Integer, ForeignKey(f"reg_{name}.id"), nullable=null)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null)


def _number(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=null)


migration: Final = Table("reg_migration", metadata, _id(), _text("title"), _text("at"), _text("version"))
moment: Final = Table("reg_moment", metadata, _id(), _text("at"))
edition: Final = Table(
    "reg_edition",
    metadata,
    _id(),
    _ref("moment"),
    _text("ruleset"),
    _text("version"),
    _text("sha256"),
    _text("vocabulary_sha256"),
)
requirement: Final = Table(
    "reg_requirement", metadata, _id(), _ref("edition"), _text("requirement"), Column("decisive", Boolean)
)
# What a finding can come to: some dozens of rows, so that a finding is a few numbers.
outcome: Final = Table(
    "reg_outcome",
    metadata,
    _id(),
    _text("status"),
    _text("status_backed"),
    *(_text(f"credit{track}_{end}") for track in ("", "_backed") for end in ("low", "high")),
    *(Column(f"{track}{end}", Float, nullable=False) for track in ("", "backed_") for end in ("low", "high")),
)
terms: Final = Table(
    "reg_terms",
    metadata,
    _id(),
    _ref("moment"),
    _text("sha256"),
    _text("as_of"),
    _text("version"),
    Column("include_recalled", Boolean),
    Column("respect_dates", Boolean),
    _text("rulesets"),
)
run: Final = Table("reg_run", metadata, _id(), _ref("moment"), _ref("terms"), _number("given"))
STATES: Final = ("audited", "unusable", "duplicate", "superseded", "interrupted")
run_end: Final = Table(
    "reg_run_end",
    metadata,
    Column("run", Integer, ForeignKey("reg_run.id"), primary_key=True),
    _ref("moment"),
    *map(_number, STATES),
)
submission: Final = Table(
    "reg_submission",
    metadata,
    _id(),
    _ref("moment"),
    _text("sha256"),
    _text("declaration"),
    _text("evidence"),
    _text("service"),
    _text("name"),
    _text("provider", null=True),
    _text("stated_on", null=True),
    Column("compiled", Boolean),
)
text: Final = Table(
    "reg_text", metadata, _id(), _ref("moment"), _text("sha256"), _number("size"), Column("body", LargeBinary)
)
result: Final = Table(
    "reg_result",
    metadata,
    _id(),
    _ref("moment"),
    _ref("submission"),
    _ref("terms"),
    _ref("text"),
    _text("sha256"),
    _number("size"),
    Column("body", LargeBinary),
)
# How often each code stands among the messages of a result: of documents that are not as they are said to be, too.
message: Final = Table(
    "reg_message",
    metadata,
    Column("result", Integer, ForeignKey("reg_result.id"), primary_key=True),
    Column("code", Text, primary_key=True),
    _number("times"),
)
COUNTS: Final = ("met", "partly_met", "not_met", "undecided", "not_applicable", "not_in_force")
# Scores in hundredths of a point, which are exact: a score is told with two decimals.
SCORES: Final = ("score_low", "score_high", "score_backed_low", "score_backed_high")
audit: Final = Table(
    "reg_audit",
    metadata,
    _id(),
    _ref("result"),
    _ref("edition"),
    _text("verdict", null=True),
    _text("verdict_backed", null=True),
    *(_number(one, null=True) for one in (*SCORES, *COUNTS)),
)
# What a reader has to know of an audit's figures: whether its scores may be none, and how much of the filing others
# contest.
DOUBTS: Final = ("may_be_empty", "backed_may_be_empty", "contested")
doubt: Final = Table(
    "reg_doubt",
    metadata,
    Column("audit", Integer, ForeignKey("reg_audit.id"), primary_key=True),
    Column("may_be_empty", Boolean),
    Column("backed_may_be_empty", Boolean),
    _number("contested"),
)
finding: Final = Table(
    "reg_finding",
    metadata,
    Column("audit", Integer, ForeignKey("reg_audit.id"), primary_key=True),
    Column("requirement", Integer, ForeignKey("reg_requirement.id"), primary_key=True),
    _ref("outcome"),
    Column("fingerprint", LargeBinary),
)
input: Final = Table(
    "reg_input",
    metadata,
    _id(),
    _ref("moment"),
    _ref("run"),
    _number("position"),
    _text("shown"),
    _text("state"),
    _ref("submission", null=True),
    _ref("result", null=True),
    Column("known", Boolean),
    _text("of", null=True),
    _text("codes"),
    _text("diagnostics", null=True),
    _text("of_sha256", null=True),
)
decision: Final = Table(
    "reg_decision",
    metadata,
    _id(),
    _ref("moment"),
    _ref("submission", null=True),
    _text("ruleset"),
    _text("requirement"),
    _text("service"),
    Column("accepted", Boolean),
    _text("decided_on"),
    _text("because"),
    _text("assurance"),
    _text("text_sha256"),
)
# What a reviewer decided on a finding; who, when and why stands in the row of the decision.
review: Final = Table("reg_review", metadata, _id(), _ref("moment"), _ref("decision"), _text("opinion"))
forgotten: Final = Table(
    "reg_forgotten", metadata, _id(), _ref("moment"), _text("service", null=True), _number("names")
)
# The one table that can be emptied. `owner` is the id of a text, result, input or decision, as `kind` says.
people: Final = Table(
    "reg_people",
    metadata,
    _id(),
    _text("kind"),
    _number("owner"),
    _text("service", null=True),
    _text("field"),
    _number("at"),
    _number("length"),
    _text("name"),
)
