"""What a result tells of the inputs it was made from, taken from its JSON: documents, and files of their own.

Of waivers, decisions and challenges a result holds what they left in it: on findings, and in warnings of those that
did nothing. A file that left nothing changed nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from auditor.model.replay import InputKind

_NOTHING: Final = "` counts for nothing: "
_BOUND: Final = "bound."
_DIGEST: Final = re.compile(r"\b[0-9a-f]{64}\b", re.ASCII)


def documents(audit: Any, document: Any) -> dict[str, str]:
    """Give what was found of each document that a declaration names."""
    found: dict[str, str] = {}
    file = audit["declaration"]["file"]
    for number, one in enumerate(audit["evidence"]):
        start = f"the evidence `{one['id']}{_NOTHING}"
        helps = [
            each["help"]
            for each in document["diagnostics"]
            if each["file"] == file and each["message"].startswith(start) and each["line"] is not None
        ]
        digests = [digest for each in helps for digest in _DIGEST.findall(each)]
        state = one["fault"] or "found, with the hash that is declared"
        state += f" (SHA-256 {', '.join(digests)})" if digests and one["fault"] else ""
        found[one["id"] if one["id"] not in found else f"{one['id']} ({number})"] = state
    return found


def bindings(document: Any) -> dict[str, Any]:
    """Give what was found wrong with facts that are bound to other files."""
    return {
        f"{one['file']}:{one['line']} {one['code']}": one
        for one in document["diagnostics"]
        if one["code"].startswith(_BOUND)
    }


def _findings(document: Any, name: str) -> Iterator[tuple[str, Any]]:
    for audit in document["audits"]:
        for one in audit["findings"]:
            if one[name] is not None:
                yield f"{audit['service']['id']} {audit['ruleset']['id']}/{one['requirement']}", one[name]


def _warned(document: Any, start: str) -> dict[str, Any]:
    return {
        f"{one['code']} {one['file']}:{one['line']}": one
        for one in document["diagnostics"]
        if one["code"].startswith(start)
    }


def _waivers(document: Any) -> dict[str, Any]:
    return {**dict(_findings(document, "waiver")), **_warned(document, "waiver.")}


def _decisions(document: Any) -> dict[str, Any]:
    return {**dict(_findings(document, "decision")), **_warned(document, "decision.")}


def _challenges(document: Any) -> dict[str, Any]:
    """Give the challenges that came in a file of their own: they stand elsewhere than in the declaration."""
    declared = {audit["declaration"]["file"] for audit in document["audits"]}
    found: dict[str, Any] = {}
    for audit in document["audits"]:
        for one in audit["declaration"]["challenges"]:
            if one["file"] not in declared:
                found[f"{audit['service']['id']} {one['fact']} {one['date']} {one['line']}"] = one
    warned = _warned(document, "challenge.").items()
    return {**found, **{key: one for key, one in warned if one["file"] not in declared}}


_Traces = Callable[[Any], Mapping[str, Any]]
TRACES: Final[tuple[tuple[InputKind, str, _Traces], ...]] = (
    (InputKind.WAIVERS, "waivers", _waivers),
    (InputKind.DECISIONS, "decisions", _decisions),
    (InputKind.CHALLENGES, "challenges", _challenges),
)


def traces(document: Any) -> frozenset[InputKind]:
    """Say which files of their own a result was made with, by what they left in it."""
    return frozenset(kind for kind, _name, each in TRACES if each(document))


def trace_file(document: Any, kind: InputKind) -> str:
    """Give the name that such a file had; empty where nothing of it is left."""
    for found in next(each for one, _name, each in TRACES if one is kind)(document).values():
        if found.get("file"):
            return str(found["file"])
    return ""
