"""The top of an audit: who was held against what, the verdict on both tracks, and what to know before quoting it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from auditor.model.result import Audit, Result, Track
from auditor.model.scorecard import Score, Scorecard, Tracks
from auditor.report.highlights import decisive_phrases, verdict_on
from auditor.report.page.charts import key, score_bar, status_bar
from auditor.report.page.elements import Markup, Node, code, day, element, joined, said, together
from auditor.report.page.pieces import heading, mark, marked, pairs, quiet, table
from auditor.report.since import baseline_text
from auditor.report.smallprint import (
    conditions_texts,
    counts_text,
    decisions_text,
    left_out_text,
    numbers_text,
    standing_text,
    waivers_text,
)
from auditor.report.wording import (
    BACKED_MEANS,
    STATUSES,
    VERDICTS,
    any_starred,
    as_track,
    listed,
    plural,
    score_text,
    sentence,
    status_words,
)

STARRED: Final = "A score marked * may be no score at all."


def facts_of(audit: Audit) -> Node:
    """Say of which day the facts are."""
    stated = audit.declaration.stated_on
    return together("facts of ", day(stated)) if stated else "facts undated"


def about(result: Result, audit: Audit) -> Markup:
    """Name the declaration and the edition, with what kind of text it is."""
    declaration, ruleset = audit.declaration, audit.ruleset
    standing, _ = standing_text(audit, result.as_of)
    attestation = declaration.attestation
    attested: Node = "Attested by nobody."
    if attestation is not None:
        who = joined([said(part) for part in (attestation.name, attestation.role) if part], ", ")
        when = together(", ", day(attestation.date)) if attestation.date else ", undated"
        attested = together("Attested by ", who, when, ".")
    if declaration.compiled_by is not None:
        attested = "Not filed by the service."
    held = "Held against" if declaration.compiled_by is None else "Requirements of"
    rows: list[tuple[Node, Node]] = [
        (held, together(said(ruleset.title), element("br"), code(ruleset.name), _digest(ruleset.sha256))),
        ("Standing of this text", standing),
        ("Read for", day(result.as_of)),
        (
            "Declaration",
            together(
                code(declaration.file), element("br"), facts_of(audit), ". ", attested, _digest(declaration.sha256)
            ),
        ),
    ]
    return pairs(rows, class_="about")


def _digest(sha256: str) -> Markup:
    return together(" ", element("small", "SHA-256 ", code(sha256), class_="digest"))


def watermarks(audit: Audit) -> Markup | None:
    """Write what a reader must know about the whole of an audit."""
    if not audit.watermarks:
        return None
    notes = [element("li", element("strong", "Note: "), said(sentence(mark))) for mark in audit.watermarks]
    return element("ul", notes, class_="watermarks")


def verdict(result: Result, audit: Audit, card: Scorecard, *, level: int) -> Markup:
    """Write verdict and score on both tracks, side by side, and under them whose numbers they are."""
    numbers = [text for text in (numbers_text(audit), left_out_text(audit)) if text]
    since = (
        waivers_text(audit, card),
        decisions_text(audit, card),
        *conditions_texts(result.gate, audit),
        baseline_text(audit, result.gate.track),
    )
    return together(
        heading(level, "Verdict"),
        element("div", [_track(audit, card, track, level=level + 1) for track in Track], class_="verdicts"),
        element("p", _in_a_sentence(result, audit, card), class_="quote"),
        quiet(
            sentence(BACKED_MEANS),
            " A score is an interval: what is sure, up to what the missing answers can still bring.",
            " Where it is marked *, it may be no score at all."
            if any_starred(scores_shown(card, areas=True))
            else None,
            [f" {sentence(text)}" for text in numbers],
        ),
        [quiet(said(text)) for text in since if text],
    )


def _track(audit: Audit, card: Scorecard, track: Track, *, level: int) -> Markup:
    words = VERDICTS[verdict_on(card, track)]
    score = card.score.declared if track is Track.DECLARED else card.score.backed
    return element(
        "div",
        heading(
            level,
            element("span", as_track(track).capitalize(), class_="track"),
            " ",
            element("span", mark(words), " ", words.label.capitalize(), class_=f"verdict tone-{words.style}"),
        ),
        element("p", joined(decisive_phrases(audit, card, track)), class_="phrases"),
        element(
            "p", "Score ", points(score, class_="points"), " of 100" if score is not None else None, class_="score"
        ),
        score_bar(score, label=f"Score {as_track(track)}") if score is not None else None,
        element(
            "p",
            element("span", "0"),
            " ",
            element("span", "50"),
            " ",
            element("span", "100"),
            class_="scale",
            aria_hidden="true",
        )
        if score is not None
        else None,
    )


def scores_shown(card: Scorecard, *, areas: bool) -> Iterator[Tracks]:
    """Give the scores that a page shows of an audit, with those of its areas or without.

    An area in which nothing counts as declared has no figures.
    """
    yield card.score
    yield from (one.score for one in card.areas if areas and one.score.declared is not None)


def points(score: Score | None, **attributes: str) -> Markup:
    """Write a score, with a star where it may be no score at all."""
    return element("span", score_text(score), **attributes)


def _in_a_sentence(result: Result, audit: Audit, card: Scorecard) -> Markup:
    """Say it so that it can be quoted: edition, its standing, day and both tracks in one sentence."""
    standing, read_for = standing_text(audit, result.as_of)
    tracks = ", ".join(f"{as_track(track)}: {VERDICTS[verdict_on(card, track)].label}" for track in Track)
    waived = sum(one.waiver is not None for one in audit.findings)
    accepted = sum(one.accepted for one in audit.findings)
    aside = [plural(waived, "finding") + " waived"] if waived else []
    aside += [plural(accepted, "alternative") + " accepted by a reviewer"] if accepted else []
    return together(
        element("span", "To quote this: ", class_="track"),
        said(audit.declaration.service.name),
        " under ",
        code(audit.ruleset.name),
        f" ({'; '.join((standing, read_for, *audit.watermarks, *aside))}), {tracks}.",
    )


def statuses(audit: Audit, card: Scorecard, *, level: int, anchor: str) -> Markup:
    """Draw and write how all requirements came out on both tracks, decisive or not."""
    head, *counts = counts_text(audit, card)
    rows = [
        element(
            "tr",
            element("th", key(f"is-{status.value}"), " ", marked(words, words.after(2)), scope="row"),
            element("td", card.counts.get(status, 0)),
            element("td", card.counts_backed.get(status, 0)),
        )
        for status, words in ((each, status_words(each, audit.ruleset)) for each in STATUSES)
        if card.counts.get(status, 0) or card.counts_backed.get(status, 0)
    ]
    bars = [
        element(
            "div",
            element("span", as_track(track).capitalize(), class_="track"),
            " ",
            status_bar(counted, audit.ruleset, label=f"All rules {as_track(track)}"),
            class_="row",
        )
        for track, counted in ((Track.DECLARED, card.counts), (Track.BACKED, card.counts_backed))
    ]
    return element(
        "section",
        heading(level, "All rules"),
        element("p", f"{head} {listed(counts)}."),
        element("figure", bars, class_="overview"),
        table(
            "All rules by status. As backed, what no document backs is not answered.",
            ("Status", "As declared", "As backed"),
            rows,
            class_="counts",
        ),
        id=anchor,
    )
