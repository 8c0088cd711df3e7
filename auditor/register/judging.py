"""One input of a batch: who files what, and what the rules say of it, exactly as a single audit says it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from auditor.engine.audit import audit
from auditor.engine.consistency import Contradiction, code_of, contradicted, diagnostics
from auditor.engine.gate import Terms as Asked
from auditor.engine.gate import judge as gate_of
from auditor.engine.idle_claims import idle_claims
from auditor.engine.idle_evidence import idle_evidence
from auditor.engine.trying import Trying
from auditor.model.batch import Filed, Judged, Judgement, Summary
from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Diagnostic, by_place
from auditor.model.finding import Finding
from auditor.model.result import Audit, Inputs, Result
from auditor.model.scorecard import Score
from auditor.register.job import Job, Rules, bare_of, contradictions_in, outcomes_of
from auditor.register.packing import packed
from auditor.report import jsonv1
from auditor.report.jsontext import dump, dump_unbroken
from auditor.report.numbers import decimals
from auditor.source.canonical import digest
from auditor.source.declarations import read_document
from auditor.source.document import Document
from auditor.source.persons import persons_in
from auditor.source.text import read_bytes
from auditor.source.yamltree import read_yaml

# A path, and the input's name in reports.
Item = tuple[str, str]
_FOUND = ("evidence.", "bound.")


def filed(rules: Rules, item: Item) -> Filed:
    """Read one input, and say what is filed there; raises InputError where it cannot be used."""
    _data, _document, declaration, warnings = _read(rules, item)
    return filed_of(declaration, warnings)


def judged(job: Job, rules: Rules, item: Item) -> Judged:
    """Audit one input, as `auditor audit` would audit it alone; raises InputError where it cannot be used."""
    data, document, declaration, warnings = _read(rules, item)
    whole = job.results or job.packed
    found = contradictions_in(job, declaration.facts)
    audits, said = _audits(job, rules, declaration, found, whole=whole)
    messages = Counter(one.code for one in (*warnings, *said)) if whole else _messages(warnings, found)
    what = filed_of(declaration, warnings)
    summaries = tuple(summary_of(one, whole=whole) for one in audits)
    contested = _contested(audits)
    if not whole:
        return Judged(filed=what, result=b"", summaries=summaries, messages=messages, contested=contested)
    result = Result(
        version=job.version,
        as_of=job.as_of,
        audits=tuple(audits),
        gate=gate_of(audits, Asked(), unusable=0),
        inputs=Inputs(given=1, audited=1, unusable=0),
        diagnostics=tuple(sorted((*warnings, *said), key=by_place)),
        consistency=rules.consistency,
    )
    written = jsonv1.document(result)
    return Judged(
        filed=what,
        result=dump_unbroken(written) if job.results else b"",
        summaries=summaries,
        packed=packed(data, persons_in(document, data), dump(written).encode()) if job.packed else None,
        messages=messages,
        contested=contested,
    )


def _read(rules: Rules, item: Item) -> tuple[bytes, Document, Declaration, tuple[Diagnostic, ...]]:
    path, shown = item
    data = read_bytes(path, shown)
    document = read_yaml(data, shown)
    return data, document, *read_document(document, _folder_of(os.path.dirname(path)), rules.vocabulary)  # noqa: PTH120


@lru_cache(16)
def _folder_of(name: str) -> Path:
    """Give a folder. Paths keep every name they ever met in one table, which grows and is made anew over and over."""
    return Path(name)


def filed_of(declaration: Declaration, warnings: Sequence[Diagnostic]) -> Filed:
    """Say what is filed: the identity of the submission and of its service."""
    found = [[one.id, one.fault] for one in declaration.evidence]
    bound = [[one.fact, one.fault] for one in declaration.bound]
    told = [[one.code, one.message, one.help] for one in warnings if one.code.startswith(_FOUND)]
    evidence, service = digest([found, bound, told]), declaration.service
    return Filed(
        sha256=digest([declaration.sha256, evidence, service.id]),
        declaration=declaration.sha256,
        evidence=evidence,
        service=service.id,
        name=service.name,
        provider=service.provider,
        stated_on=declaration.stated_on,
        compiled=declaration.compiled_by is not None,
        id_declared=service.id_declared,
    )


def _messages(warnings: Sequence[Diagnostic], found: Sequence[Contradiction]) -> Counter[str]:
    """Count the messages about a filing by their codes where nobody is told them; what costs an audit is left out."""
    codes = Counter(one.code for one in warnings)
    codes.update(map(code_of, found))
    return codes


def _audits(
    job: Job, rules: Rules, declaration: Declaration, found: Sequence[Contradiction], *, whole: bool
) -> tuple[list[Audit], list[Diagnostic]]:
    """Audit against every edition; for a `whole` result with answers tried, and what is to be said beside it."""
    facts = contradicted(found, declaration, job.as_of)
    if not whole and declaration.compiled_by is None:
        return _bare(job, rules, declaration, facts), []
    said = [*diagnostics(found, declaration.facts)]
    audits = []
    each = zip(job.editions, rules.rulesets, rules.reads, outcomes_of(job.editions, job.as_of), strict=True)
    for edition, (ruleset, compiled), reads, outcomes in each:
        one = audit(
            declaration,
            ruleset,
            compiled,
            vocabulary=rules.vocabulary,
            as_of=job.as_of,
            as_written=edition.as_written,
            include_recalled=job.include_recalled,
            watermarks=edition.watermarks,
            contradicted=facts,
            asked=edition.asked,
            outcomes=outcomes.of,
        )
        if whole:  # What stands in the result alone costs more than the audit.
            tried = Trying(
                one, compiled, vocabulary=rules.vocabulary, as_of=job.as_of, contradicted=facts, reads=reads
            )
            one = tried.with_answers_tried()
            said.extend(idle_evidence(declaration, ruleset, compiled, job.as_of, reads))
            said.extend(idle_claims(declaration, ruleset))
        audits.append(one)
    return audits, said


def _bare(job: Job, rules: Rules, declaration: Declaration, contradicted: frozenset[str]) -> list[Audit]:
    """Audit against every edition for the sums alone."""
    bare = bare_of(job.editions, job.as_of, include_recalled=job.include_recalled)
    return [
        one.audit(
            declaration,
            vocabulary=rules.vocabulary,
            contradicted=contradicted,
            watermarks=edition.watermarks,
            asked=edition.asked,
        )
        for edition, one in zip(job.editions, bare, strict=True)
    ]


def _contested(audits: Sequence[Audit]) -> int:
    """Count the facts that others contest on the day; every audit of a filing has the same."""
    return len({one.challenge.fact for audit in audits for one in audit.contested if one.counted})


def summary_of(audit: Audit, *, whole: bool = True) -> Summary:
    """Give what is kept of an audit beside the whole result; of single requirements only where it is `whole`."""
    ruleset, card = audit.ruleset, audit.scorecard
    return Summary(
        ruleset=ruleset.id,
        version=ruleset.version,
        ruleset_sha256=ruleset.sha256,
        vocabulary_sha256=ruleset.vocabulary_sha256,
        verdict=None if card is None else card.verdict.declared,
        verdict_backed=None if card is None else card.verdict.backed,
        score=None if card is None else _points(card.score.declared),
        score_backed=None if card is None else _points(card.score.backed),
        may_be_empty=card is not None and _is_starred(card.score.declared),
        backed_may_be_empty=card is not None and _is_starred(card.score.backed),
        counts={} if card is None else dict(card.counts),
        judgements=tuple(map(_judgement, audit.findings)) if whole else (),
    )


def _points(score: Score | None) -> tuple[str, str] | None:
    return None if score is None else (decimals(score.interval.low, 2), decimals(score.interval.high, 2))


def _is_starred(score: Score | None) -> bool:
    return score is not None and score.may_be_empty


def _judgement(finding: Finding) -> Judgement:
    declared, backed = finding.declared, finding.backed
    return Judgement(
        requirement=finding.requirement.id,
        fingerprint=finding.fingerprint,
        decisive=finding.requirement.decisive,
        status=declared.status,
        backed=backed.status,
        credit=(declared.credit.low, declared.credit.high),
        credit_backed=(backed.credit.low, backed.credit.high),
    )
