"""The matter in focus, requirement by requirement: who says what, and why the page reads it so."""

from __future__ import annotations

from auditor.model.comparison import Answered, Comparison, Stance, Standing
from auditor.model.finding import Finding, Observation
from auditor.model.ruleset import Requirement
from auditor.report.bearing import concerning
from auditor.report.highlights import in_force_text, telling
from auditor.report.page.elements import Markup, Node, code, element, inside, said, together
from auditor.report.page.findings import missing
from auditor.report.page.pieces import briefly, folded, heading, is_failure, looked_at, name, origin, quiet, tracks
from auditor.report.page.versus_answer import means
from auditor.report.page.versus_contested import challenge
from auditor.report.page.versus_ids import Ids
from auditor.report.versus.stances import STANCES, STANCES_MEAN, count_text
from auditor.report.versus.words import asked_of_all, capital
from auditor.report.wording import flat, plural


def focus(comparison: Comparison, ids: Ids) -> Markup | None:
    """Write the table of stances, each a link to its note, and the notes."""
    asked = comparison.focus
    standings = [one for one in comparison.standings if one.position is not None]
    if asked is None or not standings:
        return None
    answers = {id(one): _answers(one) for one in standings}
    heads = [element("th", inside(ids.part(one, "answers"), said(ids.name(one))), scope="col") for one in standings]
    shown = element(
        "table",
        element("caption", "What each filing says to each requirement; every cell leads to what it rests on."),
        element("thead", element("tr", element("th", "Requirement", scope="col"), heads)),
        element("tbody", [_row(one, standings, answers, ids) for one in asked.requirements]),
        class_="stands",
    )
    return element(
        "section",
        heading(2, said(capital(asked.title)), ": who says what"),
        quiet(asked_of_all(comparison), " Services that others described are not in this table."),
        element("div", shown, role="region", aria_label="Requirements and services", tabindex=0, class_="scroll"),
        _legend(standings),
        heading(3, "Why it says so"),
        [_notes(comparison, one, ids) for one in standings],
        id="focus",
    )


def _answers(one: Standing) -> dict[str, Answered]:
    return {} if one.position is None else {each.finding.requirement.id: each for each in one.position.answers}


def _row(
    requirement: Requirement, standings: list[Standing], answers: dict[int, dict[str, Answered]], ids: Ids
) -> Markup:
    decides = together(" ", element("small", requirement.obligation.value))
    head = together(code(requirement.id), " ", said(flat(requirement.title)), decides)
    cells = [_cell(answers[id(one)].get(requirement.id), one, ids) for one in standings]
    return element("tr", element("th", head, scope="row"), cells)


def _cell(answer: Answered | None, one: Standing, ids: Ids) -> Markup:
    if answer is None:
        return element("td", element("small", "not evaluated"))
    words = STANCES[answer.stance]
    return element(
        "td",
        inside(
            ids.note(one, answer.finding.requirement.id),
            words.mark,
            class_=f"tone-{words.style}",
            aria_label=f"{words.mark}: {words.label}, {ids.name(one)}, {answer.finding.requirement.id}",
        ),
    )


def _legend(standings: list[Standing]) -> Markup:
    """Explain the stances that stand in the table, and no others."""
    found = {each.stance for one in standings if one.position is not None for each in one.position.answers}
    rows = [
        element("div", element("dt", STANCES[one].mark), element("dd", f"{STANCES[one].label}: {STANCES_MEAN[one]}"))
        for one in Stance
        if one in found
    ]
    return element("dl", rows, class_="marks")


def _notes(comparison: Comparison, one: Standing, ids: Ids) -> Markup | None:
    if one.position is None:
        return None
    counted = count_text(one)
    meaning = means(one.position.stance, several=len(one.position.answers) > 1)
    told = f"{counted}: {meaning}" if counted else meaning
    if one.position.declined and one.position.stance is not Stance.WILL_NOT_SAY:
        told += f"; asked, it declined to say something on {plural(one.position.declined, 'requirement')}"
    summary = together(heading(4, said(ids.name(one))), " ", element("span", told, class_="tally"))
    notes = [_note(comparison, each, one, ids) for each in one.position.answers]
    return element(
        "div",
        folded(summary, element("div", notes, class_="inside"), class_="area"),
        id=ids.part(one, "answers"),
        class_="of",
    )


def _note(comparison: Comparison, answer: Answered, one: Standing, ids: Ids) -> Markup:
    finding = answer.finding
    requirement, words = finding.requirement, STANCES[answer.stance]
    anchor = ids.note(one, requirement.id)
    when = (in_force_text(one.audit, finding),) if not finding.in_force else ()
    contrary = concerning(one.audit, finding)
    return element(
        "article",
        heading(5, name(requirement, anchor)),
        element(
            "p",
            element("strong", words.label, class_=f"tone-{words.style}"), ": ", STANCES_MEAN[answer.stance], ".",
            class_="reads",
        ),
        tracks(one.audit, finding),
        origin(requirement, "decides" if requirement.decisive else "does not decide", *when),
        looked_at(telling(finding), finding.declared.because)
        if is_failure(finding.declared)
        else briefly(finding.declared.because) if finding.declared.because else None,
        _documents(finding, one),
        [challenge(comparison, ids, one, each) for each in contrary],
        missing(finding.declared.missing or finding.backed.missing) if not contrary else None,
        class_="finding",
        id=anchor,
    )  # fmt: skip


def _looked_at(finding: Finding) -> tuple[Observation, ...]:
    return (*finding.declared.because, *finding.backed.because)


def _documents(finding: Finding, one: Standing) -> Markup | None:
    """Name the documents that back what was looked at; that they were found is all that is known of them."""
    named = dict.fromkeys(source for each in _looked_at(finding) for source in each.backed_by)
    entries = [each for each in one.audit.declaration.evidence if each.id in named]
    if not entries:
        return None
    items: list[Node] = [
        element("li", said(flat(each.title)), ", ", str(each.issued or "undated"), ", ", code(each.id))
        for each in entries
    ]
    return element("div", element("p", "Documents named for this:"), element("ul", items), class_="documents")
