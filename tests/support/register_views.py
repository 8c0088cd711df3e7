"""Views of a register with every part in them, small: what contracts are tried on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from auditor.model.answering import Answers, Cluster, Disputed, Far, Instead, Seen
from auditor.model.batch import State
from auditor.model.finding import Interval, Status
from auditor.model.register import Answered, Entry, History, Listing, Share, Step, Trend
from auditor.model.register import Seen as Given
from auditor.model.reviews import Opinion, Review
from auditor.model.triage import End, Ranked, Signal, SignalKind, Term, TermName, Triage
from tests.support.registers import NOW
from tests.support.triaging import entry

DAY = date(2026, 10, 1)
OURS = replace(entry("harbour"), counts={Status.MET: 3}, tool="9.9.9")
THEIRS = entry("twitch", compiled=True)
DECIDED = Review(
    submission=OURS.sha256,
    service="harbour",
    ruleset="meadow-rules",
    requirement="MDW-1",
    opinion=Opinion.LOOK,
    reviewer="",
    on=DAY,
    because="\x1b[2J=cmd()<script>\u202e",
    result_sha256="ab" * 32,
)


def ranked() -> Triage:
    kinds = [Signal(kind=one, said="said", evidence=("here",)) for one in SignalKind]
    terms = tuple(_term(one) for one in TermName)
    first = Ranked(
        place=1,
        entry=OURS,
        kinds=("messaging",),
        priority=terms[0].value,
        terms=terms,
        short={Status.NOT_MET: ("MDW-1",), Status.UNDECIDED: ("MDW-2",)},
        signals=tuple(kinds),
        reviews=(DECIDED, replace(DECIDED, reviewer="R. Reader")),
    )
    return Triage(
        ruleset="meadow-rules",
        by=End.UPPER,
        ranked=(first,),
        compiled=(THEIRS,),
        unaudited=(replace(OURS, sha256="", name=""),),
        editions=("meadow-rules@1.0.0 as of 2026-10-01",),
        numbers=("a number",),
        known_at=NOW,
    )


def _term(name: TermName) -> Term:
    return Term(name=name, value=Interval(Fraction(0), Fraction(2_000_000, 3)), said="said", assumed=True)


def answers() -> Answers:
    far = Far(fact="x.y", text="-5 %", median=Fraction(-1, 3), spread=Fraction(1), score=Fraction(-19, 2), of=9)
    disputed = Disputed(entry=OURS, fact="x.y", declared="true", says="false", filed="2026-09-20", replied=False)
    one = Cluster(
        status=Status.MET,
        backed=Status.UNDECIDED,
        seen=(Seen(fact="x.y", text="not answered"),),
        stands_for=(OURS,),
        sizes=(("small", 1),),
        kinds=(("messaging", 1),),
        far=(far,),
        rare=True,
        disputed=(disputed,),
        instead=(Instead(entry=OURS, text="\x1b[2J=cmd()<script>\u202e"), Instead(entry=THEIRS, text="Another way.")),
        reviews=(DECIDED,),
    )
    return Answers(
        ruleset="meadow-rules",
        requirement="MDW-1",
        title="A title",
        asks="",
        filings=1,
        clusters=(one,),
        compiled=(THEIRS,),
        unaudited=(THEIRS,),
        without=(OURS,),
        editions=("meadow-rules@1.0.0 as of 2026-10-01",),
        numbers=("a number",),
    )


def listing() -> Listing:
    unusable = Entry(state=State.UNUSABLE, known_from=NOW, shown="a.yaml", run=1, position=0, codes=("yaml.syntax",))
    return Listing(entries=(OURS, THEIRS, unusable), found=7, known_at=NOW, ruleset="rules@1", unaudited=(OURS,))


def history() -> History:
    given = Given(run=1, started=NOW, position=0, shown="a.yaml", state=State.DUPLICATE, known=True)
    return History(entries=(OURS,), seen=(given,), others=2, reviews=(DECIDED,))


def trend() -> Trend:
    said = {"as_of": DAY, "ruleset": "meadow-rules", "version": "1.0.0", "requirement": "MDW-1"}
    step = Step(
        sha256="ab" * 32,
        service="harbour",
        name="",
        stated_on=None,
        status=Status.NOT_MET,
        backed=Status.MET,
        known_from=NOW,
        **said,
    )  # type: ignore[arg-type]  # days and texts, as named
    share = Share(counts={Status.MET: 2}, backed={}, later=1, **said)  # type: ignore[arg-type]  # the same
    return Trend(about="harbour", entries=(OURS, THEIRS), steps=(step,), shares=(share,), known_at=None)


def query() -> Answered:
    return Answered(columns=("a", "b"), rows=((1, 2.5), (None, b"\xff"), ("=cmd", float("inf"))), more=True)


MADE: dict[str, Callable[[], Any]] = {
    "triage": ranked,
    "review": answers,
    "register-list": listing,
    "register-history": history,
    "register-trend": trend,
    "register-query": query,
}
