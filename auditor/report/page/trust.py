"""What an audit rests on: evidence, sources, numbers that are ours, digests, the gate, messages about the input."""

from __future__ import annotations

from decimal import Decimal

from auditor.model.diagnostic import Diagnostic
from auditor.model.evidence import Evidence
from auditor.model.result import Audit, Result
from auditor.model.ruleset import Origin, Parameter, Ruleset, SourceDocument
from auditor.model.scorecard import Scorecard
from auditor.model.values import show
from auditor.report.bearing import evidence_used
from auditor.report.page.elements import Markup, Node, code, day, element, joined, outside, said, together
from auditor.report.page.pieces import folded, heading, pairs, place, quiet, table
from auditor.report.smallprint import checked_text, evidence_text, gate_text, numbers_text, weight_text, withheld_text
from auditor.report.wording import flat, plural, sentence


def rests_on(audit: Audit, card: Scorecard, *, level: int, anchor: str) -> Markup:
    """Write what one audit rests on."""
    texts = (weight_text(card), checked_text(audit), evidence_text(audit), withheld_text(audit))
    return element(
        "section",
        heading(level, "What this rests on"),
        [element("p", text) for text in texts if text],
        _evidence(audit),
        texts_of(audit.ruleset),
        _parameters(audit),
        digests(audit),
        id=anchor,
    )


def _evidence(audit: Audit) -> Markup | None:
    found = audit.declaration.evidence
    if not found:
        return None
    used = evidence_used(audit)
    return folded(
        plural(len(found), "document"),
        table(
            "Evidence that the declaration names, and whether it counts.",
            ("Document", "Issued", "Issuer", "Says", "Counts"),
            [_document(one, one.id in used) for one in found],
            class_="plain",
        ),
    )


def _document(evidence: Evidence, used: bool) -> Markup:
    counts = evidence.fault.replace("-", " ") if evidence.fault else "used" if used else "not used"
    return element(
        "tr",
        element("th", said(evidence.title), " ", code(evidence.id), scope="row"),
        element("td", str(evidence.issued or "undated"), data_label="Issued"),
        element("td", said(evidence.issuer or "not stated"), data_label="Issuer"),
        element("td", evidence.assurance.value, data_label="Says"),
        element("td", f"for nothing: {counts}" if evidence.fault else counts, data_label="Counts"),
    )


def texts_of(ruleset: Ruleset) -> Markup | None:
    """Write what the edition is in its own words, and the texts that it encodes."""
    if not ruleset.documents:
        return None
    return folded(
        plural(len(ruleset.documents), "text"),
        element("p", said(flat(ruleset.summary))),
        element("ul", [element("li", _text(one)) for one in ruleset.documents.values()]),
    )


def _text(document: SourceDocument) -> Markup:
    parts: list[Node] = [said(flat(part)) for part in (document.publisher, document.published) if part]
    address = together(", ", outside(document.url)) if document.url else None
    return together(
        element("strong", said(flat(document.title))), ", " if parts else None, joined(parts, ", "), address
    )


def _parameters(audit: Audit) -> Markup | None:
    ruleset = audit.ruleset
    if not ruleset.parameters:
        return None
    rows = [
        element(
            "tr",
            element("th", code(name), scope="row"),
            element("td", said(_value(one)), data_label="Value"),
            element("td", "ours" if one.origin is Origin.DESIGN else "the source's", data_label="Whose"),
        )
        for name, one in sorted(ruleset.parameters.items())
    ]
    return folded(
        f"{plural(len(rows), 'number or reading', 'numbers and readings')} of the edition",
        quiet(sentence(numbers_text(audit)), " Weights and credits are among them; efforts move no score."),
        table(
            "Named numbers and readings of the edition, and whose they are.",
            ("Name", "Value", "Whose"),
            rows,
            class_="plain",
        ),
    )


def _value(parameter: Parameter) -> str:
    match parameter.value:
        case bool() | int() | Decimal():
            return show(parameter.value)
        case tuple() | list():
            return ", ".join(
                show(one) if isinstance(one, bool | int | Decimal) else str(one) for one in parameter.value
            )
        case _:
            return parameter.written


def digests(audit: Audit) -> Markup:
    """Write the digests by which declaration and edition can be told from any other."""
    declaration, ruleset = audit.declaration, audit.ruleset
    rows: list[tuple[Node, Node]] = [
        (together("Edition ", code(ruleset.name)), code(ruleset.sha256)),
        ("Its vocabulary", code(ruleset.vocabulary_sha256)),
        (together("Declaration ", code(declaration.file)), code(declaration.sha256)),
    ]
    return folded("Digests, SHA-256", pairs(rows, class_="digests"), class_="digest")


def messages(result: Result, *, level: int, anchor: str) -> Markup | None:
    """Write the messages about the input."""
    if not result.diagnostics:
        return None
    return element(
        "section",
        heading(level, "Messages about the input"),
        element("ul", [element("li", message(one)) for one in result.diagnostics]),
        id=anchor,
    )


def message(one: Diagnostic) -> Markup:
    """Write what is wrong with an input, where, and how to mend it."""
    places: list[Node] = [place(where) for where in (one.place, *one.also) if where is not None]
    return together(
        element("p", one.severity.value, ": ", said(flat(one.message)), " ", code(one.code)),
        element("p", joined(places, ", "), class_="where") if places else None,
        element("p", said(sentence(flat(one.help)))) if one.help else None,
    )


def colophon(result: Result) -> Markup:
    """Say what made the page, for which day, and what an exit status would have been."""
    consistency = result.consistency
    held = (
        together(" Declarations were held against ", code(consistency.name), " for contradictions.")
        if consistency is not None
        else None
    )
    judged = any(one.scorecard is not None for one in result.audits)
    return element(
        "footer",
        quiet(said(gate_text(result.gate))) if judged else None,
        quiet("Made by auditor ", result.version, " for ", day(result.as_of), ".", held,
              " The same input gives the same page, byte for byte."),
        class_="colophon",
    )  # fmt: skip
