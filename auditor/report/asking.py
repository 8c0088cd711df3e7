"""An information request: one numbered question for each fact that is missing, or that nothing backs.

Plain text that is Markdown as well, to be sent to a provider. Knows no width, colour or terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from msgspec import Struct, field

from auditor.model.evidence import Assurance, Evidence
from auditor.model.facts import Silence
from auditor.model.finding import Finding, Missing, Observation, Role, Status
from auditor.model.result import Audit
from auditor.model.ruleset import EvidenceDemand, Requirement
from auditor.model.values import show
from auditor.report.escape import markdown, markdown_code
from auditor.report.failing import absence_text
from auditor.report.reported import NO_VERDICT
from auditor.report.wording import STANDINGS, citation, decisive_noun, flat, plural

_AGES: Final = re.compile(r"\.(\d+)-(\d+)(?=\.)")


class _Question(Struct):
    """One fact, with everything that is asked of it."""

    missing: Missing
    scope: list[Requirement] = field(default_factory=list)
    content: list[Requirement] = field(default_factory=list)
    demands: dict[EvidenceDemand, None] = field(default_factory=dict)


def render_request(audits: Sequence[Audit], as_of: date) -> str:
    """Write the request over one declaration: what decides and is not answered, then what is not backed."""
    declaration = audits[0].declaration
    lines = [
        f"# Information request: {markdown(declaration.service.name)}",
        "",
        f"- To: {markdown(declaration.service.provider or declaration.service.name)}",
        f"- About: {markdown(declaration.service.name)}, {markdown_code(declaration.file)}"
        + (f", facts of {declaration.stated_on}" if declaration.stated_on else ""),
        f"- Date of the request: {as_of}",
    ]
    for audit in audits:
        ruleset = audit.ruleset
        lines.append(f"- Read against: {markdown_code(ruleset.name)}, {STANDINGS[ruleset.status].words}")
        lines += [f"- Note: {markdown(mark)}" for mark in audit.watermarks]
    if declaration.compiled_by is not None:
        return (
            "\n".join([*lines, "", NO_VERDICT, "", "There is nobody to ask: the service did not file this."]) + "\n"
        )
    answers, documents = _questions(audits)
    number = 0
    for title, said, questions in (
        ("Answers", "These facts are not stated, and decide.", answers),
        ("Documents", "These facts are stated, and nothing that is good enough backs them.", documents),
    ):
        if not questions:
            continue
        lines += ["", f"## {title}", "", said]
        for question in questions:
            number += 1
            lines += ["", *_asked(number, question, declaration.evidence, audits, as_of)]
    lines += ["", *_close(answers, documents, audits)]
    return "\n".join(lines) + "\n"


def _questions(audits: Iterable[Audit]) -> tuple[list[_Question], list[_Question]]:
    """Gather what decisive requirements wait for, each fact once: first answers, then documents."""
    answers: dict[tuple[str, str], _Question] = {}
    documents: dict[tuple[str, str], _Question] = {}
    for audit in audits:
        for finding in audit.findings:
            if not finding.in_force or not finding.requirement.decisive:
                continue
            for one in _missing(finding):
                home = documents if one.role is Role.EVIDENCE else answers
                question = home.setdefault((one.fact, one.accepts), _Question(one))
                scope = one.role is Role.SCOPE or _is_scope(finding, one)
                waiting = question.scope if scope else question.content
                if finding.requirement not in waiting:
                    waiting.append(finding.requirement)
                question.demands[finding.requirement.evidence] = None
    return list(answers.values()), list(documents.values())


def _missing(finding: Finding) -> Iterator[Missing]:
    """Give what is missing on either track; a failure as declared wants no document."""
    if finding.declared.status in (Status.NOT_MET, Status.PARTLY_MET):
        return
    seen: set[tuple[str, str, bool]] = set()
    for one in (*finding.declared.missing, *finding.backed.missing):
        key = (one.fact, one.accepts, one.role is Role.EVIDENCE)
        if key not in seen:
            seen.add(key)
            yield one


def _is_scope(finding: Finding, missing: Missing) -> bool:
    return missing.role is Role.EVIDENCE and finding.declared.status is Status.NOT_APPLICABLE


def _asked(
    number: int, question: _Question, evidence: Sequence[Evidence], audits: Sequence[Audit], as_of: date
) -> Iterator[str]:
    one = question.missing
    asked = flat(one.question) or f"What is {one.fact}?"
    ages = _AGES.search(one.fact)
    whom = f" (ages {ages[1]} to {ages[2]})" if ages else ""
    yield f"{number}. **{markdown(asked)}**{whom}"
    indent = " " * (len(str(number)) + 2)
    where = "at" if one.role is Role.EVIDENCE else "near"
    yield f"{indent}- Fact: {markdown_code(one.fact)}" + (
        f", {where} {markdown_code(str(one.place))}" if one.place else ""
    )
    for requirement in question.scope:
        yield f"{indent}- Asked because: {_why(requirement)} applies or not by the answer"
    for requirement in question.content:
        yield f"{indent}- Asked because: {_why(requirement)}"
    if one.role is not Role.EVIDENCE:
        if one.accepts:
            silent = one.accepts.startswith(("age ", "ages "))
            yield f"{indent}- May be answered: {markdown(f'a band for {one.accepts}' if silent else one.accepts)}"
        if one.absence.silence is not Silence.NOT_ANSWERED:
            yield f"{indent}- So far: {markdown(absence_text(one.absence))}"
        return
    seen = _stated(one.fact, audits)
    if seen:
        yield f"{indent}- Declared: {markdown_code(seen)}"
    for demand in question.demands:
        yield f"{indent}- A document would do that {_wanted(demand, as_of)}"
    for entry in evidence:
        if entry.covers(one.fact):
            why = f"counts for nothing: {entry.fault.replace('-', ' ')}" if entry.fault else "is not enough"
            yield f"{indent}- Document {markdown_code(entry.id)} covers it and {why}"


def _why(requirement: Requirement) -> str:
    label = f" ({markdown(requirement.label)})" if requirement.label else ""
    title = markdown(flat(requirement.title))
    return f"{requirement.id}{label}, {title}; {markdown(citation(requirement))}"


def _wanted(demand: EvidenceDemand, as_of: date) -> str:
    """Say what a document has to be."""
    words: Mapping[Assurance, str] = {
        Assurance.DOCUMENTED: "is the provider's own or another's",
        Assurance.INDEPENDENT: "somebody other than the provider has issued",
        Assurance.ASSERTED: "says so",
    }
    age = f", no longer than {demand.not_older_than} before that day" if demand.not_older_than is not None else ""
    return f"{words[demand.assurance]}, bears a date not after {as_of}{age}, and is filed with its SHA-256"


def _stated(fact: str, audits: Sequence[Audit]) -> str:
    seen: Observation | None = next(
        (
            observation
            for audit in audits
            for finding in audit.findings
            for observation in finding.declared.because
            if observation.fact == fact
        ),
        None,
    )
    if seen is not None:
        return show(seen.seen, seen.unit)
    value = audits[0].declaration.facts.values.get(fact)
    return "" if value is None else show(value)


def _close(answers: Sequence[_Question], documents: Sequence[_Question], audits: Sequence[Audit]) -> Iterator[str]:
    noun = decisive_noun(audits[0].ruleset.decided_by, 1)
    if not answers and not documents:
        yield f"Nothing is asked: every fact that decides a {noun} is answered and backed."
        return
    asked = [plural(len(answers), "answer")] if answers else []
    asked += [plural(len(documents), "document")] if documents else []
    yield f"Asked for: {' and '.join(asked)}. Each decides a {noun}. Leave open what is not known, and say so."
