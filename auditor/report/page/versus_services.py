"""The services that filed for themselves, a row each: rank, bar, both scores, what decides, how much is unknown.

The rows stand in the order of the comparison. What sorts by is in `data-sort`, for the script of the page: without it
nothing is missing.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from auditor.model.comparison import Comparison, Standing
from auditor.model.finding import Status
from auditor.model.scorecard import Score, Verdict
from auditor.report.highlights import failed
from auditor.report.numbers import decimals
from auditor.report.page.elements import Markup, Node, element, inside, said, together
from auditor.report.page.pieces import heading, mark, quiet
from auditor.report.page.summary import STARRED, points
from auditor.report.page.versus_charts import both_bar, legend
from auditor.report.page.versus_ids import Ids
from auditor.report.versus.legend import ORDER, RANKS, ranks_apart, set_aside_text, shares_mean
from auditor.report.versus.words import lens_text, rank_text, share_text, stated_text, why_unranked
from auditor.report.wording import VERDICTS, any_starred, decisive_noun

_VERDICTS: Final = tuple(Verdict)
_DRAWN: Final = 2
_NUMBERS: Final = range(3, 10)


def services(comparison: Comparison, ids: Ids) -> Markup | None:
    """Write the table in the order of the comparison, with what its columns mean."""
    if not comparison.standings:
        return None
    heads = _heads(comparison)
    by_name = sorted(comparison.standings, key=lambda one: (ids.name(one).casefold(), _id(one)))
    names = {_id(one): number for number, one in enumerate(by_name)}
    rows = [
        _row(comparison, one, ids, heads, place=number, by_name=names[_id(one)])
        for number, one in enumerate(comparison.standings)
    ]
    lens = lens_text(comparison)
    aside = set_aside_text(comparison)
    return element(
        "section",
        heading(2, "Side by side"),
        element("p", lens, class_="lens") if lens else None,
        legend(),
        element(
            "table",
            element("caption", ORDER, class_="order"),
            element("thead", element("tr", [_head(head, number) for number, head in enumerate(heads)])),
            element("tbody", rows),
            class_="standings",
        ),
        quiet(
            f"{RANKS} {ranks_apart(comparison)} ",
            " ".join(shares_mean()),
            f" {aside}" if aside else None,
            f" {STARRED}" if any_starred(one.score for one in comparison.standings) else None,
        ),
        id="services",
    )


def _heads(comparison: Comparison) -> tuple[str, ...]:
    noun = decisive_noun(comparison.ruleset.decided_by)
    return (
        "Rank",
        "Service",
        "Backed and declared",
        "Backed",
        "Declared",
        f"{noun.capitalize()} not met",
        f"{noun.capitalize()} not answered",
        "Unanswered",
        "Not applicable",
        "Unbacked scope",
        "Verdict as declared",
        "Verdict as backed",
    )


def _head(head: str, number: int) -> Markup:
    kind = "drawn" if number == _DRAWN else "number" if number in _NUMBERS else None
    return element("th", head, scope="col", class_=kind, data_sort=None if number == _DRAWN else "by")


def _row(
    comparison: Comparison, one: Standing, ids: Ids, heads: tuple[str, ...], *, place: int, by_name: int
) -> Markup:
    failures, open_ = failed(one.decisive), one.decisive.get(Status.UNDECIDED, 0)
    shares = (one.shares.unanswered, one.shares.not_applicable, one.shares.on_unbacked_scope)
    count: Node = failures
    if failures:
        count = inside(ids.part(one, "failures"), failures)
    return element(
        "tr",
        _rank(comparison, one, heads[0], place),
        element(
            "th", said(ids.name(one)), element("small", " ", stated_text(one)),
            scope="row", data_sort=by_name, id=ids.of(one),
        ),
        element("td", both_bar(one.score, label=ids.name(one)), class_="drawn"),
        _score(one.score.backed, heads[3]),
        _score(one.score.declared, heads[4]),
        element("td", count, class_=_tone(failures, "failed"), data_label=heads[5], data_sort=failures),
        element("td", open_, class_=_tone(open_, "open"), data_label=heads[6], data_sort=open_),
        [
            element("td", share_text(share), class_="number", data_label=head, data_sort=_exact(share))
            for share, head in zip(shares, heads[7:], strict=False)
        ],
        _verdict(one.verdict.declared, heads[10]),
        _verdict(one.verdict.backed, heads[11]),
    )  # fmt: skip


def _rank(comparison: Comparison, one: Standing, head: str, place: int) -> Markup:
    """Write the rank, which no other order takes away; why there is none stands in its place."""
    why = why_unranked(one, comparison.least_answered)
    inner: Node = element("span", rank_text(one), class_="rank")
    if why:
        inner = together(element("span", "no rank:", class_="rank none"), " ", element("small", why))
    return element("td", inner, class_="ranked", data_label=head, data_sort=place)


def _score(score: Score | None, head: str) -> Markup:
    low = None if score is None else score.interval.low
    return element("td", points(score, class_="points"), class_="number", data_label=head, data_sort=_exact(low))


def _verdict(verdict: Verdict, head: str) -> Markup:
    words = VERDICTS[verdict]
    inner = element("span", mark(words), " ", element("span", words.label), class_="hang")
    return element(
        "td", inner, class_=f"verdict-cell tone-{words.style}", data_label=head, data_sort=_VERDICTS.index(verdict)
    )


def _tone(count: int, tone: str) -> str:
    return f"number tone-{tone}" if count else "number"


def _exact(number: Fraction | None) -> str:
    """Give what a cell sorts by; what has no figure has nothing to sort by, and comes last."""
    return "" if number is None else decimals(number, 6)


def _id(one: Standing) -> str:
    return one.audit.declaration.service.id
