"""An information request: one numbered question for each fact that is missing, disputed, or that nothing backs.

Plain text that is Markdown as well, to be sent to a provider. Knows no width, colour or terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from msgspec import Struct, field

from auditor.model.contested import declared_at
from auditor.model.evidence import Assurance
from auditor.model.facts import Silence
from auditor.model.finding import Finding, Missing, Observation, Role, Status
from auditor.model.result import Audit
from auditor.model.ruleset import EvidenceDemand, Requirement
from auditor.model.unbacked import Unbacked, Why
from auditor.model.values import show
from auditor.report.escape import markdown, markdown_code
from auditor.report.failing import absence_text
from auditor.report.reported import NO_VERDICT
from auditor.report.unbacked import Written, against_texts, document_texts, settling_texts, wants_documents
from auditor.report.wording import STANDINGS, capital, citation, decisive_noun, flat, plural

_MARKDOWN: Final = Written(code=markdown_code, text=markdown)
_AGES: Final = re.compile(r"\.(\d+)-(\d+)(?=\.)")


class _Question(Struct):
    """One fact, with everything that is asked of it; `why` says for each demand why it counts as unbacked."""

    missing: Missing
    scope: list[Requirement] = field(default_factory=list)
    content: list[Requirement] = field(default_factory=list)
    why: dict[EvidenceDemand, Unbacked] = field(default_factory=dict)

    @property
    def is_disputed(self) -> bool:
        """Whether something is said against what is declared, which no document can mend."""
        return any(one.is_disputed for one in self.why.values())


def render_request(audits: Sequence[Audit], as_of: date, why: Why) -> str:
    """Write the request over one declaration: what decides and is not answered, is disputed, is not backed.

    `why` says why a stated fact counts as unbacked: the declaration, and so the reason, is the same in all audits.
    """
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
    answers, documents = _questions(audits, why)
    disputed = [one for one in documents if one.is_disputed]
    documents = [one for one in documents if not one.is_disputed]
    number = 0
    for title, said, questions in (
        ("Answers", "These facts are not stated, and decide.", answers),
        (
            "Corrections and replies",
            "These facts are stated, and something stands against them that no document settles.",
            disputed,
        ),
        ("Documents", "These facts are stated, and nothing that is good enough backs them.", documents),
    ):
        if not questions:
            continue
        lines += ["", f"## {title}", "", said]
        for question in questions:
            number += 1
            lines += ["", *_asked(number, question, audits)]
    lines += ["", *_close(answers, disputed, documents, audits)]
    return "\n".join(lines) + "\n"


def _questions(audits: Iterable[Audit], why: Why) -> tuple[list[_Question], list[_Question]]:
    """Gather what decisive requirements wait for, each fact once: first what is missing, then what is not backed."""
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
                demand = finding.requirement.evidence
                if one.role is Role.EVIDENCE and demand not in question.why:
                    question.why[demand] = why(one.fact, demand)
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


def _asked(number: int, question: _Question, audits: Sequence[Audit]) -> Iterator[str]:
    one = question.missing
    asked = flat(one.question) or f"What is {one.fact}?"
    ages = _AGES.search(one.fact)
    whom = f" (ages {ages[1]} to {ages[2]})" if ages else ""
    yield f"{number}. **{markdown(asked)}**{whom}"
    indent = " " * (len(str(number)) + 2)
    yield from (f"{indent}- {line}" for line in _details(question, audits))


def _details(question: _Question, audits: Sequence[Audit]) -> Iterator[str]:
    one = question.missing
    where = "at" if one.role is Role.EVIDENCE else "near"
    yield f"Fact: {markdown_code(one.fact)}" + (f", {where} {markdown_code(str(one.place))}" if one.place else "")
    yield from (f"Asked because it says whether this applies: {_why(each)}" for each in question.scope)
    yield from (f"Asked because: {_why(each)}" for each in question.content)
    if one.role is not Role.EVIDENCE:
        if one.accepts:
            silent = one.accepts.startswith(("age ", "ages "))
            yield f"May be answered: {markdown(f'a band for {one.accepts}' if silent else one.accepts)}"
        if one.absence.silence is not Silence.NOT_ANSWERED:
            yield f"So far: {markdown(absence_text(one.absence))}"
        return
    seen = _stated(one.fact, audits)
    if seen:
        yield f"Declared: {markdown_code(seen)}"
    yield from _wanted_of(question)


def _wanted_of(question: _Question) -> Iterator[str]:
    """Say what stands against a fact and would settle it, and what documents would do, each once."""
    every = question.why.values()
    against = dict.fromkeys(text for each in every for text in against_texts(each, _MARKDOWN))
    yield from (capital(text) for text in against)
    settling = dict.fromkeys(text for each in every for text in settling_texts(each, _MARKDOWN))
    yield from (f"What would settle it: {text}" for text in settling)
    lacking = [each for each in every if wants_documents(each)]
    if against and lacking:
        yield "When that is settled, a document is wanted besides"
    yield from (f"A document would do that {_wanted(each.demand, each.as_of)}" for each in lacking)
    short = dict.fromkeys(text for each in lacking if each.short for text in document_texts(each, _MARKDOWN))
    yield from (capital(text) for text in short)


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
    value = declared_at(audits[0].declaration.facts, fact)
    return "" if value is None else show(value)


def _close(
    answers: Sequence[_Question],
    disputed: Sequence[_Question],
    documents: Sequence[_Question],
    audits: Sequence[Audit],
) -> Iterator[str]:
    noun = decisive_noun(audits[0].ruleset.decided_by, 1)
    if not answers and not disputed and not documents:
        yield f"Nothing is asked: every fact that decides a {noun} is answered and backed."
        return
    asked = [plural(len(answers), "answer")] if answers else []
    asked += [plural(len(disputed), "correction or reply", "corrections or replies")] if disputed else []
    asked += [plural(len(documents), "document")] if documents else []
    number = f"{', '.join(asked[:-1])} and {asked[-1]}" if asked[1:] else asked[0]
    yield f"Asked for: {number}. Each decides a {noun}. Leave open what is not known, and say so."
