"""Parts of SARIF: messages, places, and a requirement as a rule.

A plain message may hold links, `[text](target)`, and placeholders, `{0}`: neither may come from a file, so both are
escaped as the standard says. Columns count characters, which every run states.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from auditor.model.diagnostic import Place
from auditor.model.result import Audit
from auditor.model.ruleset import Requirement
from auditor.report.escape import visible
from auditor.report.gfm import prose
from auditor.report.jsontext import Json
from auditor.report.outcomes import Level
from auditor.report.wording import citation, flat, sentence

ROOT: Final = "%SRCROOT%"
_PLACEHOLDER: Final = re.compile(r"\{(\d+)\}")
_BRACKET: Final = re.compile(r"(\\*)([\[\]])")
_ADDRESS: Final = re.compile(r"https?://[!#-;=?-\[\]_a-z~]+", re.IGNORECASE)
_WORD: Final = re.compile(r"[A-Za-z0-9]+")
_NAME: Final = 80
MOST_TAGS: Final = 20  # more than GitHub takes for a rule are of no use


def message(text: str) -> dict[str, Json]:
    """Give a plain message in which nothing acts."""
    shown = _BRACKET.sub(lambda found: found[1] * 2 + "\\" + found[2], visible(flat(text)))
    return {"text": _PLACEHOLDER.sub(r"{{\1}}", shown)}


def location(place: Place | None, file: str = "") -> dict[str, Json]:
    """Give a place; the first line stands for a file as a whole, which has to have a line."""
    at = place or Place(file)
    region: dict[str, Json] = {"startLine": at.line or 1}
    if at.line and at.column:
        region["startColumn"] = at.column
        if at.length:
            region |= {"endLine": at.line, "endColumn": at.column + at.length}
    return {"physicalLocation": {"artifactLocation": {"uri": address(at.file), "uriBaseId": ROOT}, "region": region}}


def address(file: str) -> str:
    """Write a file's name as a relative address; one that is not UTF-8 keeps its bytes."""
    escaped = all("\udc80" <= sign <= "\udcff" for sign in file if "\ud800" <= sign <= "\udfff")
    return quote(file, safe="/", errors="surrogateescape" if escaped else "surrogatepass")


def rule_id(audit: Audit, requirement: Requirement) -> str:
    """Name a requirement over all rulesets."""
    return f"{audit.ruleset.id}/{requirement.id}"


def rule(audit: Audit, requirement: Requirement) -> dict[str, Json]:
    """Give a requirement as a rule: what it asks, where that stands, what to do."""
    remedy, source = requirement.remedy, requirement.source
    area = next((one.title for one in audit.ruleset.areas if one.id == requirement.area), requirement.area)
    asks, cited = sentence(flat(requirement.asks)), citation(requirement)
    do = sentence(flat(remedy.do)) if remedy is not None else ""
    decides = "It decides the verdict." if requirement.decisive else "It decides no verdict."
    found: dict[str, Json] = {
        "id": rule_id(audit, requirement),
        "name": _name(requirement),
        "shortDescription": message(sentence(requirement.title)),
        "fullDescription": message(asks),
        "help": {
            **message(f"{asks} {f'Do: {do} ' if do else ''}Source: {sentence(cited)} {decides}"),
            "markdown": "\n\n".join(
                (
                    prose(asks),
                    *([f"**Do:** {prose(do)}"] if do else []),
                    f"**Source:** {prose(sentence(cited))} "
                    f"Obligation: {requirement.obligation.value}. Area: {prose(area)}. {decides}",
                )
            ),
        },
        "defaultConfiguration": {"level": (Level.ERROR if requirement.decisive else Level.WARNING).value},
    }
    if _ADDRESS.fullmatch(source.document.url):
        found["helpUri"] = source.document.url
    return found | {"properties": _properties(requirement, area)}


def _name(requirement: Requirement) -> str:
    """Make a name in one word of the title, as SARIF likes it; the id where the title has no words."""
    name = ""
    for word in _WORD.findall(visible(flat(requirement.title))):
        if len(name) + len(word) > _NAME:
            break
        name += word[:1].upper() + word[1:]
    return name or requirement.id


def _properties(requirement: Requirement, area: str) -> dict[str, Json]:
    source, remedy, rule = requirement.source, requirement.remedy, requirement.rule
    themes: list[Json] = [one.value for one in requirement.themes]
    said: dict[str, Json] = {
        "obligation": requirement.obligation.value,
        "decisive": requirement.decisive,
        "area": requirement.area,
        "areaTitle": visible(flat(area)),
        "themes": list(themes),
        "source": {
            "document": source.document.id,
            "title": visible(flat(source.document.title)),
            "clause": visible(flat(source.clause)),
            "checked": source.checked.value,
        },
        "rule": {"file": rule.file, "line": rule.line or None},
        "tags": ["child-safety", requirement.obligation.value, *themes][:MOST_TAGS],
    }
    if requirement.label:
        said["label"] = visible(flat(requirement.label))
    if remedy is not None and remedy.effort is not None:
        said["effort"] = remedy.effort
    return said
