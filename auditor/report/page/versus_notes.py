"""How to read a comparison, what was compared, and messages about the input."""

from __future__ import annotations

from auditor.model.comparison import Comparison, Dossier, Standing
from auditor.report.page.elements import Markup, Node, code, day, element, said, together
from auditor.report.page.pieces import folded, heading, pairs, quiet, table
from auditor.report.page.trust import message, texts_of
from auditor.report.page.versus_ids import Ids
from auditor.report.versus.legend import inputs_text, legend
from auditor.report.versus.told import day_of_facts
from auditor.report.versus.words import FORCED, days_text, obstacle_text, standing_text
from auditor.report.wording import flat, plural, sentence


def reading(comparison: Comparison) -> Markup:
    """Explain tracks, ranks, shares and labels."""
    return element(
        "section",
        heading(2, "How to read this page"),
        element(
            "ul",
            element(
                "li",
                "Figures rest on what services filed of themselves, and on nothing else. Declared = the service says "
                "so. Nothing on this page was tested on the services themselves.",
            ),
            element(
                "li",
                "A score runs from 0 to 100 and is an interval: what is sure, up to what missing answers and "
                "documents can still bring. It measures a filing against one edition, not the safety of a child.",
            ),
            [element("li", said(text)) for text in legend(comparison)],
        ),
        quiet(
            "The same figures with a data dictionary: ",
            code("auditor compare -f csv"),
            " with ",
            code("auditor schema comparison-csv"),
            ", or ",
            code("-f json"),
            ".",
        ),
        id="reading",
    )


def compared(comparison: Comparison, ids: Ids) -> Markup:
    """Write which edition and which files were compared, with the digests that tell them from any other."""
    ruleset = comparison.ruleset
    rows: list[tuple[Node, Node]] = [
        ("Edition", together(said(ruleset.title), ", ", code(ruleset.name), ", ", standing_text(comparison))),
        ("Its SHA-256", code(ruleset.sha256)),
        ("Vocabulary", code(ruleset.vocabulary_sha256)),
        ("Read for", _days(comparison)),
        ("Areas", _areas(comparison)),
        ("Inputs", inputs_text(comparison)),
    ]
    everyone: tuple[Standing | Dossier, ...] = (*comparison.standings, *comparison.dossiers)
    return element(
        "section",
        heading(2, "What was compared"),
        _forced(comparison),
        pairs(rows, class_="digests"),
        texts_of(ruleset),
        table(
            "Every file that was used, and the digest of what it says.",
            ("Service", "Filed by", "Stated or compiled", "File", "SHA-256"),
            [_file(one, ids) for one in everyone],
            class_="plain files",
        ),
        id="compared",
    )


def _days(comparison: Comparison) -> Node:
    return day(comparison.as_of) if days_text(comparison) == comparison.as_of.isoformat() else days_text(comparison)


def _areas(comparison: Comparison) -> Node:
    titles = {one.id: flat(one.title) for one in comparison.ruleset.areas}
    return said(", ".join(titles.get(one, one) for one in comparison.lens)) if comparison.lens else "all of them"


def _forced(comparison: Comparison) -> Markup | None:
    """Say between whom a forced comparison does not hold, and what would mend it."""
    if not comparison.obstacles:
        return None
    items = [
        element(
            "li",
            said(sentence(obstacle_text(one))),
            " Concerns: ",
            said(", ".join(map(flat, one.services))),
            ". To mend it: ",
            said(flat(one.help)),
            ".",
        )
        for one in comparison.obstacles
    ]
    return together(element("p", FORCED, class_="stamp"), element("ul", items))


def _file(one: Standing | Dossier, ids: Ids) -> Markup:
    declaration = one.audit.declaration
    by: Node = "the service" if isinstance(one, Standing) else "others"
    if declaration.compiled_by is not None:
        by = together("others: ", said(flat(declaration.compiled_by.name)))
    when = day_of_facts(one)
    return element(
        "tr",
        element("th", said(ids.name(one)), scope="row"),
        element("td", by, data_label="Filed by"),
        element("td", day(when) if when is not None else "undated", data_label="Stated or compiled"),
        element("td", code(declaration.file), data_label="File"),
        element("td", code(declaration.sha256, class_="hash"), data_label="SHA-256"),
    )


def messages(comparison: Comparison) -> Markup | None:
    """Write the messages about the input."""
    if not comparison.diagnostics:
        return None
    items = [element("li", message(one)) for one in comparison.diagnostics]
    told = folded(plural(len(items), "message"), element("ul", items), class_="more")
    return element("section", heading(2, "Messages about the input"), told, id="messages")


def colophon(comparison: Comparison) -> Markup:
    """Say what made the page, and for which day."""
    return element(
        "footer",
        quiet("Made by auditor ", comparison.version, " for ", _days(comparison),
              ". The same input gives the same page, byte for byte."),
        class_="colophon",
    )  # fmt: skip
