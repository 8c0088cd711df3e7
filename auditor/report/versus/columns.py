"""The data dictionary of a comparison's table: every column, its type, its unit, its meaning, and who fills it.

From here come the head of the table, the metadata that `auditor schema comparison-csv` prints, and the page
`docs/comparison.md`. Columns are added at the end, never renamed or moved.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from msgspec import Struct

from auditor.model.comparison import Mismatch, Stance, Unranked
from auditor.model.facts import Silence
from auditor.model.finding import Reason, Status
from auditor.model.result import Reported
from auditor.model.ruleset import Obligation, RulesetStatus
from auditor.model.scorecard import Verdict


class RowKind(StrEnum):
    """What a row is about; the first column of the table."""

    SERVICE = "service"
    AREA = "area"
    REQUIREMENT = "requirement"
    FILING = "filing"
    FACT = "fact"
    SOURCE = "source"
    CHALLENGE = "challenge"
    CONTRADICTION = "contradiction"
    OBSTACLE = "obstacle"
    WATERMARK = "watermark"


ROWS_MEAN: Final = {
    RowKind.SERVICE: "One service: where it stands, if it filed for itself; who compiled it, if others did.",
    RowKind.AREA: "One service in one area of the edition.",
    RowKind.REQUIREMENT: "One service and one requirement.",
    RowKind.FILING: "An earlier filing of one service, judged by the same edition for the day it was stated.",
    RowKind.FACT: "One fact of a service that others compiled: what was reported of it.",
    RowKind.SOURCE: "One publication that a reported fact, or a challenge, rests on.",
    RowKind.CHALLENGE: "Counter-evidence that somebody filed against one fact of a service.",
    RowKind.CONTRADICTION: "Facts of one service that its file states against each other, or against its product.",
    RowKind.OBSTACLE: "Why the services cannot be compared, in a comparison that was forced.",
    RowKind.WATERMARK: "What a reader must know of the whole comparison.",
}


class Datatype(StrEnum):
    """What a cell holds, by the names of XML Schema, which CSV on the Web uses too."""

    STRING = "string"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"


class Column(Struct, frozen=True, kw_only=True):
    """One column. `rows` fill it, where they have something to say; with `always` no row leaves it empty.

    `words` are all that it can hold, where that is a closed list.
    """

    name: str
    meaning: str
    rows: tuple[RowKind, ...]
    datatype: Datatype = Datatype.STRING
    unit: str = ""
    words: tuple[str, ...] = ()
    always: bool = False


ALL: Final = tuple(RowKind)
_S, _A, _R, _F = RowKind.SERVICE, RowKind.AREA, RowKind.REQUIREMENT, RowKind.FILING
_FACT, _SOURCE, _CHALLENGE = RowKind.FACT, RowKind.SOURCE, RowKind.CHALLENGE
_CONTRADICTION: Final = RowKind.CONTRADICTION
_OF_SERVICE: Final = (_S, _A, _R, _F, _FACT, _SOURCE, _CHALLENGE, _CONTRADICTION)
_FILED: Final = "empty where others compiled it"


def _words(words: Iterable[StrEnum]) -> tuple[str, ...]:
    return tuple(one.value for one in words)


def _text(name: str, meaning: str, *rows: RowKind, words: Iterable[StrEnum] = (), always: bool = False) -> Column:
    return Column(name=name, meaning=meaning, rows=rows, words=_words(words), always=always)


def _day(name: str, meaning: str, *rows: RowKind, always: bool = False) -> Column:
    return Column(name=name, meaning=meaning, rows=rows, datatype=Datatype.DATE, always=always)


def _yes(name: str, meaning: str, *rows: RowKind, always: bool = False) -> Column:
    return Column(name=name, meaning=meaning, rows=rows, datatype=Datatype.BOOLEAN, always=always)


def _number(name: str, meaning: str, unit: str, *rows: RowKind) -> Column:
    return Column(name=name, meaning=meaning, rows=rows, datatype=Datatype.INTEGER, unit=unit)


def _points(name: str, meaning: str) -> Column:
    said = f"{meaning}; {_FILED}, and where nothing counts."
    return Column(
        name=name, meaning=said, rows=(_S, _A, _F), datatype=Datatype.DECIMAL, unit="points of 100, two decimals"
    )


def _share(name: str, meaning: str) -> Column:
    return Column(
        name=name, meaning=f"{meaning}; {_FILED}.", rows=(_S,), datatype=Datatype.DECIMAL, unit="part, from 0 to 1"
    )


def _counts(prefix: str, suffix: str, noun: str, statuses: Iterable[Status]) -> tuple[Column, ...]:
    track = "as backed by evidence" if suffix else "as declared"
    return tuple(
        _number(
            f"{prefix}{status.value.replace('-', '_')}{suffix}",
            f"How many {noun} came out as {status.value} {track}; {_FILED}.",
            noun,
            _S,
            _A,
        )
        for status in statuses
    )


DECISIVE: Final = (Status.MET, Status.PARTLY_MET, Status.NOT_MET, Status.UNDECIDED)

COLUMNS: Final[tuple[Column, ...]] = (
    _text("row", "What the row is about.", *ALL, words=RowKind, always=True),
    _day(
        "as_of",
        "The day on which the rules were read: for the row's service; the newest of them in rows of no service.",
        *ALL,
        always=True,
    ),
    _text("ruleset", "The ruleset's id.", *ALL, always=True),
    _text("ruleset_version", "Its edition.", *ALL, always=True),
    _text("ruleset_status", "What kind of text it is; `model` is not law.", *ALL, words=RulesetStatus, always=True),
    _text(
        "ruleset_sha256",
        "Digest of the edition that the row's service was judged by; of the comparison's own in rows of no service.",
        *ALL,
        always=True,
    ),
    _text("lens", "The areas that scores, ranks and shares are taken over, by id; empty for all areas.", *ALL),
    _text("focus", "What is asked of all services, as `grooming`; empty where nothing is singled out.", *ALL),
    _yes(
        "forced",
        "Whether the comparison was forced although the services cannot be compared. Never quote a row without it.",
        *ALL,
        always=True,
    ),
    _text("caution", "What a reader must know of the whole comparison: obstacles, then watermarks.", *ALL),
    _text("service", "The service's id.", *_OF_SERVICE),
    _text("service_name", "Its name.", *_OF_SERVICE),
    _text("provider", "Who provides it.", *_OF_SERVICE),
    Column(
        name="basis",
        meaning="`declared` where the service filed for itself. `compiled` where others wrote down published facts: "
        "such a row never has a rank, score, verdict, count, status or stance.",
        rows=_OF_SERVICE,
        words=("declared", "compiled"),
    ),
    _day("facts_of", "The day of which the facts are; of a compiled service the day it was compiled.", *_OF_SERVICE),
    _text(
        "compiled_by",
        "Who compiled it from published facts; empty where the service filed.",
        _S,
        _FACT,
        _SOURCE,
        _CHALLENGE,
    ),
    _text("declaration", "The file.", *_OF_SERVICE),
    _text("declaration_sha256", "Digest of its canonical content.", *_OF_SERVICE),
    _day("day", "The day for which the service, or its earlier filing, was judged or looked at.", *_OF_SERVICE),
    _number("rank_best", f"The best place possible, from 1; empty without a rank; {_FILED}.", "place", _S),
    _number("rank_worst", f"The worst place possible; empty without a rank; {_FILED}.", "place", _S),
    _number("ranked", f"Among how many services the rank is; {_FILED}.", "services", _S),
    _text("unranked", f"Why there is no rank; {_FILED}.", _S, words=Unranked),
    _text("verdict", f"The verdict of the whole edition as declared; {_FILED}.", _S, words=Verdict),
    _text("verdict_backed", f"The same, as backed by evidence; {_FILED}.", _S, words=Verdict),
    _points("score_low", "The least score as declared over all that is undecided"),
    _points("score_high", "The greatest score as declared"),
    _points("score_backed_low", "The least score as backed: what the order goes by, in whole points"),
    _points("score_backed_high", "The greatest score as backed"),
    _share("share_unanswered", "The part of the score, as declared, that hangs on facts without an answer"),
    _share("share_not_applicable", "The part of the weight that does not apply, as declared"),
    _share("share_on_unbacked_scope", "The part of the weight that falls out on a claim which nothing backs"),
    _share("share_common", "The part of the score on what is asked, or may be, of every service fit for a rank"),
    *_counts("", "", "requirements", Status),
    *_counts("decisive_", "", "decisive requirements", DECISIVE),
    *_counts("decisive_", "_backed", "decisive requirements", DECISIVE),
    _number(
        "set_aside",
        f"How many waivers and decisions on the service were set aside before comparing; {_FILED}.",
        "waivers and decisions",
        _S,
    ),
    _text(
        "stance",
        f"What the service's own filing says: to the matter in focus, or to the requirement in focus; {_FILED}.",
        _S,
        _R,
        words=Stance,
    ),
    _text("area", "The area's id.", _A, _R),
    _text("area_title", "Its title.", _A, _R),
    _text("requirement", "The requirement's id.", _R),
    _text("title", "Its title.", _R),
    _text("obligation", "The clause's own verb.", _R, words=Obligation),
    _yes("decisive", "Whether it decides the verdict.", _R),
    _yes("in_focus", "Whether it belongs to the matter in focus.", _R),
    _yes("in_lens", "Whether it stands in the areas looked at, which counts and scores are of.", _R),
    _text("status", "How it came out as declared.", _R, words=Status),
    _text("status_backed", "How it came out as backed.", _R, words=Status),
    _text("reason", "Why it is undecided or not in force, as declared.", _R, words=Reason),
    _text("reason_backed", "The same, as backed.", _R, words=Reason),
    _text("because", "What was declared that the status rests on: facts and values.", _R),
    _text(
        "place",
        "Where that stands, the first of them: file, line and column; of a contradiction every place.",
        _R,
        _FACT,
        _CHALLENGE,
        _CONTRADICTION,
    ),
    _text("clause", "Document and clause that the requirement comes from.", _R),
    _text("fingerprint", "What stays the same for this service and requirement from run to run.", _R),
    _text(
        "fact",
        "The fact's address; of a contradiction the addresses of all facts that take part, none of which counts as "
        "backed.",
        _FACT,
        _SOURCE,
        _CHALLENGE,
        _CONTRADICTION,
    ),
    _text("question", "The vocabulary's question for it.", _FACT, _SOURCE, _CHALLENGE),
    _text("state", "What the reports on it come to; a report is not a finding.", _FACT, words=Reported),
    _text("value", "What was reported; of a challenge, what the service's own file says.", _FACT, _CHALLENGE),
    _text("unit", "The unit of the value.", _FACT, _CHALLENGE),
    _text("absence", "Why there is no value.", _FACT, words=Silence),
    _text("asked_by", "Who asked the service and was refused, or looked and did not find.", _FACT),
    _text("asked_on", "When; as exact as is known.", _FACT),
    _text("asked_source", "Where that is told.", _FACT),
    _text("publisher", "Who published.", _SOURCE),
    _text("publication", "The title of the publication.", _SOURCE),
    _text("published", "Its day, as exact as is known: 2023-10-16, 2023-10 or 2023.", _SOURCE),
    _text("url", "Its address, or where else it is to be found.", _SOURCE),
    _text("checked", "Whether it was read (`read`) or is known at second hand (`secondary`).", _SOURCE),
    _text("filed_by", "Who filed the challenge; of a source, whose challenge rests on it.", _CHALLENGE, _SOURCE),
    _day("filed_on", "The day of the challenge, from which the fact is contested.", _CHALLENGE, _SOURCE),
    _day("window", "The last day on which the service can reply to the challenge.", _CHALLENGE),
    _text("says", "What the challenger says of the fact.", _CHALLENGE),
    _yes("reply_sought", "Whether the service was asked for its side of what others say.", _S, _SOURCE, _CHALLENGE),
    _day("reply_asked", "When it was asked.", _S, _SOURCE, _CHALLENGE),
    _day("reply_deadline", "Until when it could answer.", _S, _SOURCE, _CHALLENGE),
    _day("reply_answered", "When it answered, where that is known.", _S, _SOURCE, _CHALLENGE),
    _text("reply", "What it answered; empty where nothing came.", _S, _SOURCE, _CHALLENGE),
    _text("changed", "What came out otherwise than in the filing before, as declared and as backed.", _S, _F),
    _text("what", "What differs between the services.", RowKind.OBSTACLE, words=Mismatch),
    _text("services", "Between whom, by id.", RowKind.OBSTACLE),
    _text(
        "message",
        "The obstacle, the watermark, or what contradicts what.",
        _CONTRADICTION,
        RowKind.OBSTACLE,
        RowKind.WATERMARK,
    ),
    _text("help", "What would mend it.", _CONTRADICTION, RowKind.OBSTACLE),
    _yes(
        "score_may_be_empty",
        "Whether it is open, as declared, that anything counts: if nothing does, there is no score, whatever "
        f"`score_low` says; {_FILED}, and where nothing counts.",
        _S,
        _A,
        _F,
    ),
    _yes("score_backed_may_be_empty", "The same, as backed, for `score_backed_low`.", _S, _A, _F),
    _number(
        "stance_declined",
        "Of how many requirements that `stance` weighs the service was asked for something that bears on them, and "
        f"declined to say it; a stance on the whole does not tell that; {_FILED}.",
        "requirements",
        _S,
    ),
)

NAMES: Final = tuple(one.name for one in COLUMNS)
JUDGED: Final = (
    frozenset(one.name for one in COLUMNS if one.name.startswith(("rank", "score", "share", "verdict", "decisive_")))
    | {
        "unranked",
        "stance",
        "stance_declined",
        "status",
        "status_backed",
        "reason",
        "reason_backed",
        "set_aside",
        "changed",
    }
    | frozenset(one.name for one in _counts("", "", "requirements", Status))
)
"""The columns that a row of a compiled service leaves empty, whatever happens."""
