"""The proof of one finding, on both tracks, and the list of what is not answered yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor.model.answers import Answer
from auditor.model.evidence import Assurance
from auditor.model.finding import Finding, Status
from auditor.model.proof import RequirementProof
from auditor.model.result import Audit, ReportedRequirement
from auditor.model.ruleset import Requirement
from auditor.model.standing import none_holds
from auditor.model.unbacked import Why
from auditor.report.bearing import concerning, counted, facts_of
from auditor.report.challenges import MEANS, replies
from auditor.report.contested import put_sides
from auditor.report.explain_tracks import NOT_BACKED, put_tracks, status_text, told
from auditor.report.explain_tree import cited, put_proof
from auditor.report.failing import put_answer, put_place, put_title
from auditor.report.highlights import in_force_text
from auditor.report.numbers import exact
from auditor.report.paper import Paper, Piece
from auditor.report.reported import (
    NO_VERDICT,
    put_reported_requirement,
    put_sources,
    reported_answer,
    source_numbers,
)
from auditor.report.wording import (
    alternative_text,
    citation,
    decisive_noun,
    flat,
    plural,
    points_text,
    sentence,
)


def render_finding(
    audit: Audit,
    finding: Finding,
    *,
    width: int,
    color: bool,
    ascii: bool,
    proof: RequirementProof | None = None,
    why: Why | None = None,
    verbose: bool = False,
) -> str:
    """Show why a requirement came out as it did, on both tracks: its proof as a tree, if there is one at hand.

    Without a proof the tests that decided are listed. `why` says why a fact counts as unbacked. `verbose` draws also
    what decided nothing.
    """
    paper = Paper(width=width, color=color, ascii=ascii)
    requirement = finding.requirement
    put_head(paper, audit)
    put_title(paper, finding)
    _put_requirement(paper, audit, requirement)
    if finding.would_be is not None:
        paper.blank()
        waits = none_holds(audit.ruleset.status).capitalize()
        paper.prose(f"{waits}: {in_force_text(audit, finding)}. If it were, it would come out so:")
    put_tracks(paper, audit, finding, why, proved=proof is not None)
    if proof is not None:
        put_proof(paper, proof, verbose=verbose, contested=facts_of(counted(audit)))
        _put_documents(paper, audit, cited(proof, verbose=verbose))
    contested = concerning(audit, finding)
    if contested:
        paper.blank()
        paper.put(Piece("CONTESTED", "head"))
        put_sides(paper, audit, contested)
        paper.prose(MEANS, style="out")
    _put_remedy(paper, finding)
    paper.blank()
    paper.prose(finding_answer(audit, finding), style="head")
    return paper.text()


def render_reported(audit: Audit, reported: ReportedRequirement, *, width: int, color: bool, ascii: bool) -> str:
    """Show what others reported on one requirement, for a service that is not judged."""
    paper = Paper(width=width, color=color, ascii=ascii)
    numbers = source_numbers(audit)
    put_head(paper, audit)
    paper.prose(NO_VERDICT)
    for text in replies(audit):
        paper.prose(text)
    paper.blank()
    put_reported_requirement(paper, audit, reported, numbers)
    cited = {one for fact in reported.facts for one in fact.observation.backed_by}
    put_sources(paper, audit, {one: number for one, number in numbers.items() if one in cited})
    paper.blank()
    paper.put(Piece(reported_answer(audit, paper.fits), "head"))
    return paper.text()


def explained(audit: Audit, requirement: str | None) -> tuple[Finding, ...]:
    """Give what is to be explained: one requirement, or all that are not met, what decides first, failures first."""
    chosen = (
        one for one in audit.findings if one.requirement.id == requirement or (requirement is None and _is_open(one))
    )
    order = {Status.NOT_MET: 0, Status.PARTLY_MET: 1}
    return tuple(sorted(chosen, key=lambda one: (not one.requirement.decisive, order.get(one.declared.status, 2))))


def render_findings(
    audit: Audit,
    requirement: str | None,
    *,
    width: int,
    color: bool,
    ascii: bool,
    proofs: Mapping[str, RequirementProof],
    why: Why,
    verbose: bool = False,
) -> str:
    """Explain one requirement, or all that are not met, each with its proof.

    A requirement that was left out for being recalled has no finding; a line says so.
    """
    if audit.reported:
        return "\n".join(
            render_reported(audit, one, width=width, color=color, ascii=ascii)
            for one in audit.reported
            if requirement in (None, one.requirement.id)
        )
    chosen = explained(audit, requirement)
    if not chosen:
        return _nothing_to_explain(audit, requirement, Paper(width=width, color=color, ascii=ascii))
    return "\n".join(
        render_finding(
            audit,
            one,
            width=width,
            color=color,
            ascii=ascii,
            proof=proofs.get(one.requirement.id),
            why=why,
            verbose=verbose,
        )
        for one in chosen
    )


def _is_open(finding: Finding) -> bool:
    return finding.declared.status in (Status.NOT_MET, Status.PARTLY_MET, Status.UNDECIDED)


def _nothing_to_explain(audit: Audit, requirement: str | None, paper: Paper) -> str:
    if requirement is None:
        paper.prose(
            f"Nothing is open as declared under {audit.ruleset.name}: name a requirement to see why it is met."
        )
    else:
        paper.prose(f"{requirement} was encoded from memory and left out: --include-recalled evaluates it.")
    return paper.text()


def render_unanswered(audit: Audit, answers: Sequence[Answer], *, width: int, color: bool, ascii: bool) -> str:
    """List every fact that waits for an answer, in the order given, with what each is worth."""
    paper = Paper(width=width, color=color, ascii=ascii)
    put_head(paper, audit)
    if audit.scorecard is None:
        paper.prose(NO_VERDICT)
        return paper.text()
    if not answers:
        paper.put(Piece("NOTHING IS MISSING: every fact that decides here is answered.", "head"))
        return paper.text()
    for number, answer in enumerate(answers, start=1):
        put_answer(paper, answer, number, all_ids=True)
    paper.blank()
    paper.prose(
        "Worth: what an answer adds to the least score, at most; with others: beside answers to all the rest. "
        "Write an answer under its address in the declaration; leave out what you do not know."
    )
    deciding = sum(one.decides for one in answers)
    noun = decisive_noun(audit.ruleset.decided_by, 1)
    paper.blank()
    verb = "decides" if deciding == 1 else "decide"
    turning = sum(bool(one.turns) for one in answers)
    turns = f", {turning or 'none'} can turn the verdict alone" if audit.scorecard is not None else ""
    answer_line = f"{plural(len(answers), 'ANSWER', 'ANSWERS')} MISSING: {deciding or 'none'} {verb} a {noun}{turns}."
    paper.put(Piece(answer_line, "head"))
    return paper.text()


def finding_answer(audit: Audit, finding: Finding) -> str:
    """Write the answer line of one finding: both tracks, then the id."""
    declared, backed = (status_text(audit.ruleset, one) for one in (finding.declared, finding.backed))
    if declared == backed:
        return f"{declared.upper()} as declared and as backed: {finding.requirement.id}."
    on_backed = backed if backed == NOT_BACKED else f"{backed} as backed"
    return f"{declared.upper()} as declared, {on_backed}: {finding.requirement.id}."


def put_head(paper: Paper, audit: Audit) -> None:
    """Write what is explained: the service, its file and the edition."""
    edition = audit.ruleset.name
    who = paper.dot.join((flat(audit.declaration.service.name), audit.declaration.file))
    paper.sides([Piece(who, "head")], Piece(edition, keep=paper.fits(edition)))
    for mark in audit.watermarks:
        paper.prose(mark, lead="! ", style="open")
    paper.blank()


def _put_requirement(paper: Paper, audit: Audit, requirement: Requirement) -> None:
    decides = "decides the verdict" if requirement.decisive else "does not decide the verdict"
    area = next((one.title for one in audit.ruleset.areas if one.id == requirement.area), requirement.area)
    parts = (requirement.obligation.value, decides, f"weight {exact(requirement.weight)}", flat(area))
    paper.prose(paper.dot.join(parts), lead="  ")
    paper.prose(requirement.asks, lead="   = asks:   ")
    label = f"{requirement.label}, " if requirement.label else ""
    paper.prose(f"{label}{citation(requirement)}", lead="   = cited:  ")
    backing = "no evidence to be backed"
    if requirement.evidence.assurance is not Assurance.ASSERTED:
        backing = f"{requirement.evidence.assurance.value} evidence to be backed"
        if requirement.evidence.not_older_than is not None:
            backing += f", not older than {requirement.evidence.not_older_than}"
    paper.prose(backing, lead="   = needs:  ")
    put_place(paper, "   = rule:   ", requirement.place)


def _put_documents(paper: Paper, audit: Audit, ids: Sequence[str]) -> None:
    for entry in audit.declaration.evidence:
        if entry.id in ids:
            paper.prose(f"{entry.id}: {told(entry)}", lead=" document ")


def _put_remedy(paper: Paper, finding: Finding) -> None:
    remedy = finding.requirement.remedy
    if finding.declared.status in (Status.MET, Status.NOT_APPLICABLE):
        return
    if remedy is None and finding.gives is None and not finding.alternative:
        return
    paper.blank()
    paper.put(Piece("WHAT TO DO", "head"))
    if remedy is not None:
        effort = f" (effort {remedy.effort} of 13)" if remedy.effort else ""
        paper.prose(f"{flat(remedy.do).rstrip('.')}{effort}", lead="   = do:     ")
    if finding.gives is not None:
        paper.prose(points_text(finding.gives), lead="   = gives:  ")
    if finding.alternative:
        paper.prose(
            sentence(alternative_text(finding)),
            lead="   = also:   ",
        )
    if finding.decision is not None:
        decision = finding.decision.decision
        paper.prose(f"{flat(decision.because)} ({decision.place})", lead="   = review: ")
