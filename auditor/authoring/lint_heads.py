"""Checks of `ruleset.yaml`: identity, documents, parameters, areas and where numbers come from."""

from __future__ import annotations

from auditor.authoring.lint_draft import Draft, Faults, fault, numbers_in
from auditor.model.diagnostic import Diagnostic
from auditor.model.ruleset import Area, Origin, Requirement, RulesetStatus
from auditor.source.cursor import Cursor
from auditor.source.released import read_released


def path_differs(draft: Draft) -> Faults:
    """Look whether the folder is named by id and version."""
    whole = draft.folder.resolve()
    found, wanted = f"{whole.parent.name}/{whole.name}", f"{draft.ruleset.id}/{draft.ruleset.version}"
    if found != wanted:
        yield fault(
            "lint.path-differs",
            f"the folder is called `{found}` and the edition `{wanted}`",
            draft.ruleset.place,
            why="people and the program find an edition by its folder",
            help=f"rename the folder to `{wanted}`",
        )


def changed_after_release(draft: Draft) -> Faults:
    """Look whether an edition that was released is still what it was."""
    ruleset = draft.ruleset
    released = read_released(draft.folder.resolve().parent.parent).get((ruleset.id, ruleset.version))
    if released not in (None, ruleset.sha256):
        yield fault(
            "lint.changed-after-release",
            f"`{ruleset.name}` was released as {released}, and is now {ruleset.sha256}",
            draft.place("version"),
            why="a verdict of last year has to come out the same today",
            help="undo the change, or make it in a new version: the last number is for corrections of ours",
        )


def summary_no_sentence(draft: Draft) -> Faults:
    """Look whether the summary is written in sentences."""
    if not draft.ruleset.summary.rstrip().endswith("."):
        yield fault(
            "lint.summary-no-sentence",
            "the summary does not end as a sentence",
            draft.place("summary"),
            help="write one or two whole sentences, with a full stop",
        )


def idle_document(draft: Draft) -> Faults:
    """Look for documents that no requirement cites."""
    cited = {one.source.document.id for one in draft.requirements}
    for index, name in enumerate(draft.ruleset.documents):
        if name not in cited:
            yield fault(
                "lint.idle-document",
                f"no requirement cites document `{name}`",
                draft.place("documents", index, "id"),
                why="a reader takes every document listed for one that was encoded",
                help="cite it where it was drawn from, or take it out",
            )


def document_without_publisher(draft: Draft) -> Faults:
    """Look for documents of which nobody knows who speaks."""
    for index, document in enumerate(draft.ruleset.documents.values()):
        if draft.scored and not document.publisher:
            yield fault(
                "lint.document-without-publisher",
                f"document `{document.id}` does not say who published it",
                draft.place("documents", index, "id"),
                why="the same words bind when a regulator says them and not when a company does",
                help="write `publisher:`",
            )


def document_without_date(draft: Draft) -> Faults:
    """Look for documents of which nobody knows when they were true."""
    for index, document in enumerate(draft.ruleset.documents.values()):
        if draft.scored and not document.published:
            yield fault(
                "lint.document-without-date",
                f"document `{document.id}` does not say when it was published",
                draft.place("documents", index, "id"),
                help='write `published: "2019-04"` as exactly as is known, or `undated` where the text has no date',
            )


def number_without_reason(draft: Draft) -> Faults:
    """Look for numbers of our own that nobody gives a reason for."""
    for parameter in draft.ruleset.parameters.values():
        if parameter.origin is Origin.DESIGN and not parameter.because:
            yield fault(
                "lint.number-without-reason",
                f"`{parameter.name}` is ours and does not say why it is {parameter.written}",
                parameter.place,
                why="who is judged by our number may ask where it comes from",
                help="write `because: …` in a sentence",
            )


def reading_is_value(draft: Draft) -> Faults:
    """Look for readings that change nothing."""
    for parameter in draft.ruleset.parameters.values():
        for name, written in parameter.readings.items():
            if written == parameter.written:
                yield fault(
                    "lint.reading-is-value",
                    f"reading `{name}` of `{parameter.name}` is the value itself, {written}",
                    draft.place("parameters", parameter.name, "readings", name),
                    help="take the reading out, or give it what other readers take the text to say",
                )


def origin_not_said(draft: Draft) -> Faults:
    """Look for weights, credits and efforts without `origins`."""
    said = draft.head.get("origins")
    weighted: list[Requirement | Area] = [*draft.requirements, *draft.ruleset.areas]
    used = {
        "weights": any(one.weight != 1 for one in weighted),
        "credits": any(one.rungs for one in draft.requirements),
        "efforts": any(one.remedy is not None and one.remedy.effort for one in draft.requirements),
    }
    for sort, is_used in used.items():
        if is_used and (said is None or said.get(sort) is None):
            yield fault(
                "lint.origin-not-said",
                f"the edition has {sort}, and does not say whether they are the source's or ours",
                draft.ruleset.place,
                why="every number says whether it is the source's or ours",
                help=f"write `origins: {{{sort}: design}}`, or `source`",
            )


def weight_in_instrument(draft: Draft) -> Faults:
    """Look for weights that an instrument of somebody else's cannot have given."""
    origins = draft.head.get("origins")
    weights = None if origins is None else origins.get("weights")
    if draft.ruleset.status is RulesetStatus.MODEL or (weights is not None and weights.value == "source"):
        return
    for one in draft.requirements:
        if one.weight not in (0, 1):
            yield fault(
                "lint.weight-in-instrument",
                f"`{one.id}` weighs {one.weight}",
                draft.place_of(one, "weight"),
                why="an instrument that is not ours gives no weights, so that all weigh 1",
                help="leave `weight` out, or say `origins: {weights: source}` where the text does weigh",
            )


def empty_area(draft: Draft) -> Faults:
    """Look for headings with nothing under them."""
    used = {one.area for one in draft.requirements} | {one.parent for one in draft.ruleset.areas}
    for index, area in enumerate(draft.ruleset.areas):
        if area.id not in used:
            yield fault(
                "lint.empty-area",
                f"area `{area.id}` has no requirement",
                draft.place("areas", index, "id"),
                help="take it out, or write what it asks",
            )


def idle_transparent(draft: Draft) -> Faults:
    """Look for transparent areas that have nothing to hand up, or nobody to hand it to."""
    for index, area in enumerate(draft.ruleset.areas):
        if area.transparent and area.parent is None:
            yield fault(
                "lint.idle-transparent",
                f"area `{area.id}` is transparent and has no parent to hand its children to",
                draft.place("areas", index, "transparent"),
                help="give it a `parent`, or leave `transparent` out",
            )


def bare_numbers(draft: Draft) -> Faults:
    """Look for numbers, quantities and days that stand in a condition."""
    for owner, condition in draft.raw_conditions():
        for at in numbers_in(condition):
            yield _bare(owner, at)
    for one in draft.requirements:
        age = draft.written[one.id].child("evidence").get("not_older_than")
        if age is not None and isinstance(age.value, str):
            yield _bare(f"`{one.id}`", age)


def _bare(owner: str, at: Cursor) -> Diagnostic:
    return fault(
        "lint.number-without-origin",
        f"`{at.value}` stands in a condition of {owner}",
        at.place,
        why="every number says whether it is the source's or ours",
        help="put it under `parameters` with its `origin`, and write `{parameter: NAME}`",
    )
