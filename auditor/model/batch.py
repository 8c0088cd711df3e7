"""Many submissions: what becomes of each input, and what a register keeps of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Final

from msgspec import Struct, field

from auditor.model.diagnostic import Diagnostic, is_of_contradiction
from auditor.model.finding import Status
from auditor.model.scorecard import Verdict

# What is wrong with a document that a filing names: it cannot be looked at, or is another one. An entry that names
# none, or leaves its hash or its day out, promises nothing that could be broken.
BROKEN: Final = frozenset(
    f"evidence.{fault}"
    for fault in (
        "file-missing",
        "hash-differs",
        "outside-folder",
        "not-a-file",
        "unreadable",
        "empty-file",
        "too-large",
        "too-much-in-all",
    )
)


# So many names of what was left aside are kept, and told to programs; people are shown a few.
_NAMED: Final = 1000


class Aside(Struct):
    """What was seen and is no input: other files, archives that were not opened, links that lead inside again.

    `empty` are folders with nothing in them, `own` is the register of the run itself. Of archives and empty folders
    the first names are kept.
    """

    files: int = 0
    links: int = 0
    archives: int = 0
    empty: int = 0
    own: int = 0
    archive_names: list[str] = field(default_factory=list)
    empty_names: list[str] = field(default_factory=list)

    def archive(self, shown: str) -> None:
        """Take down an archive that is not opened."""
        self.archives += 1
        if len(self.archive_names) < _NAMED:
            self.archive_names.append(shown)

    def empty_folder(self, shown: str) -> None:
        """Take down a folder with nothing in it."""
        self.empty += 1
        if len(self.empty_names) < _NAMED:
            self.empty_names.append(shown)

    @property
    def seen(self) -> int:
        """How much was left aside, folders not counted."""
        return self.files + self.links + self.archives + self.own


class State(StrEnum):
    """What became of one input. Each ends in exactly one of them.

    `duplicate` has the digest of an earlier input of the run; `superseded` is of a service that states a later day in
    another usable filing, one not after the as-of date; `interrupted` was not reached, or not finished, when the run
    ended.
    """

    AUDITED = "audited"
    UNUSABLE = "unusable"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    INTERRUPTED = "interrupted"


class Filed(Struct, frozen=True, kw_only=True):
    """What is known of a usable filing before it is audited.

    `declaration` digests its canonical content and `evidence` what was found of its documents (each entry's id, fault
    and hash, and what is bound to other files). `sha256` digests both, and the service that they are of: the identity
    of the submission. A file that does not say its service's id is of the service that it is named for, as long as no
    other one bears that id (`id_declared`).
    """

    sha256: str
    declaration: str
    evidence: str
    service: str
    name: str
    provider: str | None
    stated_on: date | None
    compiled: bool
    id_declared: bool = True


class Judgement(Struct, frozen=True, kw_only=True):
    """One finding as a register keeps it: status, credit and fingerprint alone, on both tracks."""

    requirement: str
    fingerprint: str
    decisive: bool
    status: Status
    backed: Status
    credit: tuple[Fraction, Fraction]
    credit_backed: tuple[Fraction, Fraction]


class Summary(Struct, frozen=True, kw_only=True):
    """One audit as a register keeps it beside the whole result.

    Scores are pairs of decimal strings with two places, low and high; None where nothing counts, and `may_be_empty`,
    on either track, where they may be no score at all. A compiled service has no verdict, no score and no judgements.
    """

    ruleset: str
    version: str
    ruleset_sha256: str
    vocabulary_sha256: str
    verdict: Verdict | None
    verdict_backed: Verdict | None
    score: tuple[str, str] | None
    score_backed: tuple[str, str] | None
    may_be_empty: bool = False
    backed_may_be_empty: bool = False
    counts: Mapping[Status, int] = field(default_factory=dict)
    judgements: tuple[Judgement, ...] = ()


class Terms(Struct, frozen=True, kw_only=True):
    """What a run judges by; together with a submission's digest it says whether an audit need be made again."""

    as_of: date
    rulesets: tuple[tuple[str, str], ...]
    version: str
    include_recalled: bool = False
    respect_dates: bool = False


class Name(Struct, frozen=True):
    """A name that was taken out: its field, where the filling of its place begins, that one's length, and the name.

    Both are counted in bytes of the filled text; `text` is the name as it was written there.
    """

    field: str
    at: int
    length: int
    text: str


class Packed(Struct, frozen=True, kw_only=True):
    """A text or a result as it is stored: filled and compressed, with its names apart.

    `sha256` digests it as it was, `size` counts its bytes then.
    """

    sha256: str
    size: int
    body: bytes
    names: tuple[Name, ...]


class Judged(Struct, frozen=True, kw_only=True):
    """A submission that was audited: its result, whole, as the JSON of auditor.result/1, and what is kept beside it.

    The result is laid out or on one line, and empty where it is not wanted. `packed` are the declaration's own text,
    byte for byte, and the result, made ready to be kept; None where nothing is kept. `messages` says how often each
    code stands among the messages about the filing: of a whole result, all of them. `contested` counts the facts that
    others contest on the as-of date.
    """

    filed: Filed
    result: bytes
    summaries: tuple[Summary, ...]
    packed: tuple[Packed, Packed] | None = None
    messages: Mapping[str, int] = field(default_factory=dict)
    contested: int = 0

    @property
    def contradicts(self) -> bool:
        """Whether it states facts against each other, or against the product that they are bound to."""
        return any(map(is_of_contradiction, self.messages))

    @property
    def breaks(self) -> bool:
        """Whether it names a document that is not there, or is not what it is said to be."""
        return not BROKEN.isdisjoint(self.messages)


class Recalled(Struct, frozen=True, kw_only=True):
    """What is held of a submission that was audited before, as `Judged` has it; the result is empty unless wanted.

    Judgements may be left out of the summaries.
    """

    summaries: tuple[Summary, ...]
    result: bytes = b""
    messages: Mapping[str, int] = field(default_factory=dict)
    contested: int = 0


class Latest(Struct, frozen=True, kw_only=True):
    """A service's newest filing as a register knows it: the day that it states, and its digest."""

    day: date
    sha256: str


class Other(Struct, frozen=True, kw_only=True):
    """What a register knows of a filing to hold another one of its service against it."""

    compiled: bool
    stated_on: date | None
    declaration: str


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of one input, in the order of inputs from 0.

    `shown` is its name in reports. `judged` is there where it was audited in this run; `known` says that the register
    held the same audit already, and `judged` is then what it held: summaries, and its result where that was wanted.
    `of` names the input that it duplicates or is superseded by; it is empty where a filing in the register supersedes
    it. `of_sha256` is that filing's digest, be it in the run or in the register.
    """

    position: int
    shown: str
    state: State
    filed: Filed | None = None
    judged: Judged | None = None
    known: bool = False
    of: str = ""
    of_sha256: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()


class Run(Struct, frozen=True, kw_only=True):
    """One run over many inputs, as a register remembers it."""

    id: int
    started: datetime
    ended: datetime | None
    terms: Terms
    given: int
    counts: Mapping[State, int]
