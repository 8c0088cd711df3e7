"""The result as one HTML page that holds all it needs: it reads without scripts, printed, in the dark, on a phone.

Nothing is fetched and nothing runs: the policy in its head allows its own style sheet alone, by that sheet's hash.
"""

from __future__ import annotations

from pkgutil import get_data
from typing import Final

from auditor.model.result import Audit, Result
from auditor.model.scorecard import Scorecard
from auditor.report.highlights import unusable_text
from auditor.report.naming import service_names
from auditor.report.page import ahead, areas, compiled, contested, findings, overview, summary, trust, waivers
from auditor.report.page.anchors import Anchors
from auditor.report.page.charts import patterns
from auditor.report.page.elements import Markup, Node, day, document, element, inside, joined, said, together
from auditor.report.page.head import head
from auditor.report.page.pieces import heading
from auditor.report.wording import flat, plural

STYLE: Final = "assets/page.css"
_MAIN: Final = "main"
Contents = list[tuple[str, str]]


def render(result: Result) -> str:
    """Write the page. The same result always gives the same bytes."""
    anchors = Anchors(result)
    match result.audits:
        case ():
            title, body = "Nothing was audited", _nothing(result)
        case (audit,) if not result.outside:
            title, body = _title(audit), _one(result, audit, anchors)
        case _:
            title, body = _several_title(result), _several(result, anchors)
    style = _style()
    return document(
        head(title, read_for=result.as_of.isoformat(), version=result.version, style=style),
        _frame(result, body),
        style=style,
    )


def _style() -> str:
    found = get_data("auditor.report", STYLE)
    return (found or b"").decode("utf-8")


def _frame(result: Result, body: Node) -> Markup:
    return element(
        "body",
        inside(_MAIN, "Skip to the content", class_="skip"),
        patterns(),
        body,
        trust.colophon(result),
    )


def _title(audit: Audit) -> str:
    return f"{flat(audit.declaration.service.name)}: {audit.ruleset.name}"


def _several_title(result: Result) -> str:
    names = list(dict.fromkeys(flat(one.declaration.service.name) for one in result.audits))
    shown = names[0] if len(names) == 1 else plural(len(names), "service")
    return f"{shown}: {plural(len(result.audits), 'audit')}"


def _masthead(kind: str, title: Node, *below: Node) -> Markup:
    return element("header", element("p", kind, class_="kind"), heading(1, title), *below, class_="masthead")


def _contents(parts: Contents) -> Markup:
    items = [element("li", inside(anchor, said(title))) for anchor, title in parts]
    return element("nav", element("ul", items), aria_label="On this page", class_="contents")


def _nothing(result: Result) -> Markup:
    return together(
        _masthead("Audit", "Nothing was audited"),
        element(
            "main",
            element("p", "There is no verdict and no score."),
            element("p", unusable_text(result) or "There was no declaration to audit."),
            trust.messages(result, level=2, anchor="messages"),
            id=_MAIN,
        ),
    )


def _one(result: Result, audit: Audit, anchors: Anchors) -> Markup:
    service = audit.declaration.service
    contents: Contents = []
    parts = _audit(result, audit, anchors, number=0, level=2, contents=contents)
    notes = _notes(result, contents)
    provider = element("p", said(service.provider), class_="provider") if service.provider else None
    kind = "Published facts, compiled by others" if audit.scorecard is None else "Audit of a declaration"
    return together(
        _masthead(kind, said(service.name), provider, summary.about(result, audit), summary.watermarks(audit)),
        _contents(contents),
        element("main", parts, notes, id=_MAIN),
    )


def _several(result: Result, anchors: Anchors) -> Markup:
    contents: Contents = [("audits", "All audits")]
    names = list(dict.fromkeys(flat(one.declaration.service.name) for one in result.audits))
    called = service_names(result.audits)
    sections = []
    for number, audit in enumerate(result.audits):
        anchor = anchors.audit(number)
        who = f"{called[number]}, " if len(set(called)) > 1 else ""
        contents.append((anchor, f"{who}{audit.ruleset.name}"))
        sections.append(
            element(
                "section",
                heading(2, said(called[number]), " · ", said(audit.ruleset.name)),
                summary.about(result, audit),
                summary.watermarks(audit),
                _audit(result, audit, anchors, number=number, level=3, contents=[]),
                id=anchor,
                class_="audit",
            )
        )
    all_ = overview.all_audits(result, anchors)
    notes = _notes(result, contents)
    title = joined([said(one) for one in names[:3]], ", ")
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return together(
        _masthead(
            plural(len(result.audits), "audit"),
            together(title, more),
            element("p", "Read for ", day(result.as_of), class_="provider"),
        ),
        _contents(contents),
        element("main", all_, sections, notes, id=_MAIN),
    )


def _notes(result: Result, contents: Contents) -> Markup | None:
    notes = trust.messages(result, level=2, anchor="messages")
    if notes is not None:
        contents.append(("messages", "Messages about the input"))
    return notes


def _audit(
    result: Result, audit: Audit, anchors: Anchors, *, number: int, level: int, contents: Contents
) -> list[Markup]:
    """Write one audit; `contents` grows by its parts."""
    compiled_by = audit.declaration.compiled_by
    if compiled_by is not None or audit.scorecard is None:
        return _compiled(audit, anchors, number=number, level=level, contents=contents)
    return _judged(result, audit, audit.scorecard, anchors, number=number, level=level, contents=contents)


def _judged(
    result: Result,
    audit: Audit,
    card: Scorecard,
    anchors: Anchors,
    *,
    number: int,
    level: int,
    contents: Contents,
) -> list[Markup]:
    of, track = anchors.findings(number), result.gate.track
    inside_areas = {one.id: anchors.part(number, "area", one.id) for one in audit.ruleset.areas}
    filled = {one.requirement.area for one in audit.findings}
    shown_areas = {area: anchor for area, anchor in inside_areas.items() if area in filled}

    def at(name: str) -> str:
        return anchors.part(number, name)

    parts: list[tuple[str, str, Markup | None]] = [
        ("Verdict", anchor := at("verdict"), element(
            "section", summary.verdict(result, audit, card, level=level), id=anchor, class_="answer-first",
        )),
        (waivers.title(audit), anchor := at("waivers"), waivers.set_aside(audit, card, level=level, anchor=anchor)),
        ("Areas", anchor := at("areas"), areas.area_table(audit, card, shown_areas, level=level, anchor=anchor)),
        ("All rules", anchor := at("rules"), summary.statuses(audit, card, level=level, anchor=anchor)),
        ("Not met", anchor := at("not-met"), findings.failing(audit, of, level=level, anchor=anchor)),
        ("Contested", anchor := at("contested"), contested.contested(audit, level=level, anchor=anchor)),
        ("Answer next", anchor := at("answers"),
         ahead.answers(audit, card, of, track=track, level=level, anchor=anchor)),
        ("Coming", anchor := at("coming"), ahead.later(audit, of, level=level, anchor=anchor)),
        ("Every finding", anchor := at("findings"),
         findings.every(audit, of, inside_areas, level=level, anchor=anchor)),
        ("What this rests on", anchor := at("rests-on"),
         trust.rests_on(audit, card, level=level, anchor=anchor)),
    ]  # fmt: skip
    contents += [(anchor, title) for title, anchor, part in parts if part is not None]
    return [part for _, _, part in parts if part is not None]


def _compiled(audit: Audit, anchors: Anchors, *, number: int, level: int, contents: Contents) -> list[Markup]:
    compiled_by = audit.declaration.compiled_by
    sources = compiled.Sources(audit, anchors, number)
    of = anchors.findings(number)
    facts, cited, rests = (anchors.part(number, name) for name in ("reported", "sources", "rests-on"))
    shown = compiled.source_list(audit, sources, level=level, anchor=cited)
    contents.append((facts, "What was reported"))
    contents += [(cited, "Sources")] if shown is not None else []
    contents.append((rests, "What this rests on"))
    parts = [
        compiled.no_verdict(audit, compiled_by) if compiled_by is not None else None,
        compiled.facts(audit, of, sources, level=level, anchor=facts),
        shown,
        compiled.edition(audit, level=level, anchor=rests),
    ]
    return [part for part in parts if part is not None]
