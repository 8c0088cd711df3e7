"""The written record of measures that a regulated service keeps, in Markdown: what is declared, and nothing else.

Each requirement that applies with the measure in place, since when, any alternative with its reason, and how that
comes out on both tracks. Every text that comes from a file is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from auditor.model.diagnostic import Place
from auditor.model.finding import Missing, Observation, Role, Status
from auditor.model.ruleset import Checked
from auditor.model.scope import Applicability, Applied, Scope
from auditor.model.standing import none_holds, validity_of
from auditor.model.values import Bands
from auditor.report.escape import markdown, markdown_code
from auditor.report.explain_tracks import status_text
from auditor.report.scope_words import (
    UNBACKED,
    answer_text,
    distinct,
    exempting_text,
    exemptions,
    force_text,
    stated_text,
    would_text,
)
from auditor.report.smallprint import standing_text
from auditor.report.wording import BACKED_MEANS, CHECKED, decision_text, ended, listed, plural, sentence

NOT_STATED: Final = "not stated"
_KEYS: Final = 3
_Texts = Mapping[str, set[Checked]]
_FAILED: Final = (Status.NOT_MET, Status.PARTLY_MET)


def render(scope: Scope) -> str:
    """Write the record of one service under one edition, for one day."""
    apply = scope.of(Applicability.APPLIES)
    texts: dict[str, set[Checked]] = {}
    for one in apply:
        source = one.finding.requirement.source
        texts.setdefault(source.document.id, set()).add(source.checked)
    lines = [*_head(scope, texts), "", "## What applies", ""]
    if apply:
        lines += [
            "Each as the instrument asks it, with what is declared to be in place, since when, and how it comes out. "
            "Where no alternative is named, none is declared. Lines are those of the declaration.",
        ]
        lines.append("")
        for number, one in enumerate(apply, start=1):
            lines += _measure(scope, texts, number, one)
    else:
        lines.append("None.")
    for title, items in (
        ("What does not apply, and why", _exempt(scope)),
        ("What is open", _open(scope)),
        (f"{none_holds(scope.audit.ruleset.status).capitalize()} on this day", _waiting(scope)),
    ):
        found = list(items)
        if found:
            lines += ["", f"## {title}", "", *(f"- {item}" for item in found)]
    lines += [
        "",
        f"Nobody has checked this record: it says what the provider declares. {sentence(BACKED_MEANS)}",
        "",
        f"**{markdown(answer_text(scope))}**",
    ]
    return "\n".join(lines) + "\n"


def _head(scope: Scope, texts: _Texts) -> Iterator[str]:
    declaration, ruleset = scope.audit.declaration, scope.audit.ruleset
    service, attestation = declaration.service, declaration.attestation
    standing, _read_for = standing_text(scope.audit, scope.as_of)
    yield f"# Written record of safety measures: {markdown(service.name)}"
    yield ""
    provider = markdown(service.provider) if service.provider else NOT_STATED
    yield f"- Service: {markdown(service.name)}, {markdown_code(service.id)}; provider: {provider}"
    span = validity_of(ruleset).span_text
    yield f"- Instrument: {markdown(ruleset.title)}, {markdown_code(ruleset.name)}, {standing}, {span}"
    yield f"- Digest of the edition: {markdown_code(ruleset.sha256)}"
    yield f"- Record for {scope.as_of}, from the declaration {markdown_code(declaration.file)}, {stated_text(scope)}"
    yield f"- Digest of the declaration: {markdown_code(declaration.sha256)}"
    if attestation is None:
        yield "- Attested by: nobody"
    else:
        day = attestation.date.isoformat() if attestation.date else "undated"
        who = ", ".join(markdown(part) for part in (attestation.name, attestation.role) if part)
        yield f"- Attested by: {who}, {day}"
    for number, (text, checked) in enumerate(texts.items(), start=1):
        document = ruleset.documents[text]
        named = [markdown(part) for part in (document.title, document.publisher, document.published) if part]
        named += [CHECKED[one] for one in checked] if len(checked) == 1 else []
        yield f"- Text {number}: {', '.join(named)}"
    for mark in scope.audit.watermarks:
        yield f"- Note: {markdown(mark)}"


def _measure(scope: Scope, texts: _Texts, number: int, one: Applied) -> Iterator[str]:
    requirement, source = one.finding.requirement, one.finding.requirement.source
    known = texts[source.document.id]
    checked = "" if known == {source.checked} else f", {CHECKED[source.checked]}"
    where = f"{markdown(source.clause)}, text {list(texts).index(source.document.id) + 1}{checked}"
    lead = f"{number}. "
    yield f"{lead}**{_name(one)}** {markdown(sentence(requirement.asks))} ({requirement.obligation.value}; {where})"
    indent = " " * len(lead)
    in_place, since = _in_place(scope, one), _since(scope, one)
    if in_place.startswith(NOT_STATED) and since == NOT_STATED:
        said = f"In place, and since when: {in_place}"
    else:
        said = f"In place: {in_place} Since: {since}."
    yield f"{indent}- {said} Status: {_status(scope, one)}."
    if one.alternative is not None:
        measure, why = ended(one.alternative.measure), ended(one.alternative.why)
        refused = "" if requirement.alternatives else " This edition accepts no alternative here."
        decided = markdown(decision_text(one.finding))
        yield f"{indent}- Alternative, {decided}: {markdown(measure)} Reason: {markdown(why)}{refused}"


def _in_place(scope: Scope, one: Applied) -> str:
    """Say what is in place: in the provider's own words if there are any, or by the facts that are looked at.

    Own words that the facts do not bear out stand beside those facts.
    """
    own = [markdown(ended(each.in_place)) for each in one.measures]
    judged = one.judged
    facts = "; ".join(_facts(scope, judged.because)) or NOT_STATED
    if own and judged.status is Status.MET:  # what is told in words is not told again fact by fact
        return " ".join(own) + _lines(scope, [each.place for each in judged.because])
    if judged.status is Status.UNDECIDED:
        missing = [each for each in judged.missing if each.role is not Role.SCOPE]
        part = "; ".join(_in_part(scope, missing))
        rest = "; ".join(_named(scope, [each.fact for each in missing if not _has_bands(scope, each)]))
        facts = "; ".join(f"{lead} ({said})" for lead, said in (("stated in part", part), (NOT_STATED, rest)) if said)
    elif judged.status in _FAILED:
        facts = f"not as asked: {facts}"
    return " ".join([*own, f"{facts}."])


def _in_part(scope: Scope, missing: Sequence[Missing]) -> Iterator[str]:
    """Give the bands that are declared of facts that no band says enough of, and what is asked for beside them."""
    for each in missing:
        if _has_bands(scope, each):
            words = scope.words[each.fact]
            where = _lines(scope, [scope.audit.declaration.facts.nearest_place(each.fact)])
            yield f"{markdown(words.title)}: {markdown(words.value)}{where}, and not {markdown(each.accepts)}"


def _has_bands(scope: Scope, missing: Missing) -> bool:
    stated = scope.audit.declaration.facts.values.get(missing.fact)
    return isinstance(stated, Bands) and bool(stated) and bool(missing.accepts)


def _facts(scope: Scope, because: Sequence[Observation]) -> Iterator[str]:
    """Give facts in words with their lines; those that say the same under several keys, together."""
    groups: dict[tuple[str, str], list[Observation]] = {}
    for one in distinct(because):
        words = scope.words[one.fact]
        groups.setdefault((words.title, words.value), []).append(one)
    for (title, value), found in groups.items():
        keys = [markdown(key) for each in found if (key := ", ".join(scope.words[each.fact].keys))]
        shown = keys if len(keys) <= _KEYS else [f"{keys[0]} and {len(keys) - 1} more"]
        under = f" ({'; '.join(shown)})" if keys else ""
        where = _lines(scope, [each.place for each in found])
        yield f"{markdown(title)}{under}: {markdown(value)}{where}"


def _named(scope: Scope, facts: Iterable[str]) -> Iterator[str]:
    for fact in dict.fromkeys(facts):
        words = scope.words[fact]
        yield markdown(f"{words.title} ({', '.join(words.keys)})" if words.keys else words.title)


def _lines(scope: Scope, places: Sequence[Place | None]) -> str:
    """Name lines of the declaration, which the head names; a place elsewhere is written whole."""
    file = scope.audit.declaration.file
    here = {one.line for one in places if one is not None and one.file == file and one.line}
    elsewhere = dict.fromkeys(markdown_code(str(one)) for one in places if one is not None and one.file != file)
    noun = "line" if len(here) == 1 else "lines"
    parts = [*([f"{noun} {_runs(here)}"] if here else []), *elsewhere]
    return f" ({listed(parts)})" if parts else ""


def _runs(numbers: Iterable[int]) -> str:
    """Write numbers in order, three or more neighbours as `4 to 9`."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return listed([f"{run[0]} to {run[-1]}" if len(run) > 2 else listed([str(one) for one in run]) for run in runs])


def _since(scope: Scope, one: Applied) -> str:
    days = [str(each.since) for each in one.measures if each.since is not None]
    if not days:
        days = [f"{each.day}{_lines(scope, [each.place])}" for each in one.since]
    return "; ".join(dict.fromkeys(days)) or NOT_STATED


def _status(scope: Scope, one: Applied) -> str:
    """Say how it comes out on both tracks; what is not met or not answered needs no document to be so."""
    declared, backed = (status_text(scope.audit.ruleset, each) for each in (one.judged, one.judged_backed))
    if declared != backed:
        return f"{declared} as declared, {backed}" + ("" if backed == "not backed" else " as backed")
    if one.judged.status is not Status.MET:
        return declared
    entries = {each.id: each for each in scope.audit.declaration.evidence}
    used = dict.fromkeys(by for each in one.judged_backed.because for by in each.backed_by if by in entries)
    shown = [f"{markdown_code(by)} of {entries[by].issued or 'no date'}" for by in used]
    return f"{declared}, backed by {listed(shown)}" if shown else f"{declared}; no document is asked for"


def _exempt(scope: Scope) -> Iterator[str]:
    """Say which declared facts take which requirements out; what is not in force stands elsewhere."""
    for group in exemptions(scope):
        names = [_name(one) for one in group.requirements if one.finding.in_force]
        if names:
            reason = "; ".join(_facts(scope, group.because)) or NOT_STATED
            yield f"{listed(names)}: {reason}; {exempting_text(group)}."


def _open(scope: Scope) -> Iterator[str]:
    for one in scope.of(Applicability.CANNOT_TELL):
        waits = "; ".join(_named(scope, [each.fact for each in one.judged.missing if each.role is Role.SCOPE]))
        yield f"{_titled(one)}: whether it applies waits for {waits}."
    for words, statuses in (("Not answered", (Status.UNDECIDED,)), ("Not in place as asked", _FAILED)):
        numbers = [
            number
            for number, one in enumerate(scope.of(Applicability.APPLIES), start=1)
            if one.judged.status in statuses
        ]
        if numbers:
            yield f"{words}: {'number' if len(numbers) == 1 else 'numbers'} {_runs(numbers)}."
    unbacked = [one for one in scope.of(Applicability.DOES_NOT_APPLY) if not one.backed]
    if unbacked:
        yield f"{plural(len(unbacked), 'exemption')} {UNBACKED}: no document shows what takes these out."
    left = scope.audit.left_out.get("recalled", 0)
    if left:
        were = "was" if left == 1 else "were"
        yield f"{plural(left, 'requirement')} encoded from memory, not from the text, {were} left out."


def _waiting(scope: Scope) -> Iterator[str]:
    for one in scope.requirements:
        if not one.finding.in_force:
            yield f"{_titled(one)}: {force_text(scope, one)}, {would_text(one)}."


def _titled(one: Applied) -> str:
    return f"{_name(one)}, {markdown(one.finding.requirement.title)}"


def _name(one: Applied) -> str:
    """Give the id, with the instrument's own number beside it where the id does not end in it."""
    requirement = one.finding.requirement
    label = requirement.label or ""
    beside = f" ({markdown(label)})" if label and not requirement.id.endswith(f"-{label}") else ""
    return f"{markdown_code(requirement.id)}{beside}"
