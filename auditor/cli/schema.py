"""`auditor schema`: the JSON Schema of a kind of file, for editors and other programs."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any, Final

import typer


class SchemaName(StrEnum):
    """What has a schema."""

    DECLARATION = "declaration"
    RULESET = "ruleset"
    REQUIREMENTS = "requirements"
    CASES = "cases"
    VOCABULARY = "vocabulary"
    WAIVERS = "waivers"
    DECISIONS = "decisions"
    WAIVER_LIST = "waiver-list"
    DECISION_LIST = "decision-list"
    CHALLENGES = "challenges"
    CROSSWALK = "crosswalk"
    LOCK = "lock"
    CONFIG = "config"
    RESULT = "result"
    LINES = "lines"
    BATCH = "batch"
    THEMES = "themes"
    CROSSWALK_RESULT = "crosswalk-result"
    RULESET_DIFF = "ruleset-diff"
    IMPACT = "impact"
    WIDE_IMPACT = "wide-impact"
    REPLAY = "replay"
    TIMELINE = "timeline"
    SCOPE = "scope"
    CONFIG_RESULT = "config-result"
    DIFF = "diff"
    COMPARISON = "comparison"
    COMPARISON_CSV = "comparison-csv"
    TRIAGE = "triage"
    REVIEW = "review"
    REGISTER_LIST = "register-list"
    REGISTER_HISTORY = "register-history"
    REGISTER_TREND = "register-trend"
    REGISTER_QUERY = "register-query"


_WRITTEN: Final = {
    SchemaName.RESULT: "result-1.json",
    SchemaName.WAIVER_LIST: "waivers-1.json",
    SchemaName.DECISION_LIST: "decisions-1.json",
    SchemaName.THEMES: "themes-1.json",
    SchemaName.CROSSWALK_RESULT: "crosswalk-1.json",
    SchemaName.RULESET_DIFF: "ruleset-diff-1.json",
    SchemaName.IMPACT: "impact-1.json",
    SchemaName.WIDE_IMPACT: "wide-impact-1.json",
    SchemaName.REPLAY: "replay-1.json",
    SchemaName.TIMELINE: "timeline-1.json",
    SchemaName.SCOPE: "scope-1.json",
    SchemaName.CONFIG_RESULT: "config-1.json",
    SchemaName.DIFF: "diff-1.json",
    SchemaName.TRIAGE: "triage-1.json",
    SchemaName.REVIEW: "review-1.json",
    SchemaName.REGISTER_LIST: "register-list-1.json",
    SchemaName.REGISTER_HISTORY: "register-history-1.json",
    SchemaName.REGISTER_TREND: "register-trend-1.json",
    SchemaName.REGISTER_QUERY: "register-query-1.json",
}


def schema_command(
    context: typer.Context,
    name: Annotated[SchemaName, typer.Argument(help="Kind of file.", show_default=False)],
) -> None:
    """Print the JSON Schema of a kind of file.

    `declaration` holds the whole vocabulary. Point an editor at it and it completes keys and shows questions: most
    do so where the declaration's first line is `# yaml-language-server: $schema=declaration.schema.json`.
    `result`, `lines`, `batch`, `timeline`, `scope`, `themes`, `crosswalk-result`, `ruleset-diff`, `impact`,
    `wide-impact`, `replay`, `diff`, `comparison`, `waiver-list`, `decision-list`, `config-result`, `triage`,
    `review`, `register-list`, `register-history`, `register-trend` and `register-query` are of what commands write
    as JSON; `config` is of the settings' file. `comparison-csv` is no JSON Schema: it describes the table of
    `auditor compare -f csv` in the W3C's metadata vocabulary (CSVW), for a table in comparison.csv.

    Example: auditor schema declaration > declaration.schema.json
    """
    from auditor.cli.streams import emit

    emit(_schema(name, context.find_root().command))


def _schema(name: SchemaName, app: Any) -> str:
    import json

    if name in _WRITTEN:
        return _shipped(_WRITTEN[name])
    if name is SchemaName.COMPARISON:
        return json.dumps(comparison_schema(), ensure_ascii=False, indent=2) + "\n"
    if name is SchemaName.COMPARISON_CSV:
        from auditor.report.versus.csvw import render

        return render()
    from auditor.cli.config_schema import config_schema
    from auditor.model.plaintext import is_blank
    from auditor.source import ruleset_schema
    from auditor.source.challenge_schema import CHALLENGES
    from auditor.source.crosswalks import CROSSWALK
    from auditor.source.decisions import DECISIONS
    from auditor.source.declaration_schema import published_declaration_schema
    from auditor.source.locks import LOCK
    from auditor.source.vocabularies import read_vocabulary
    from auditor.source.vocabulary_schema import VOCABULARY
    from auditor.source.waivers import WAIVERS

    match name:
        case SchemaName.LINES:
            schema = _lines("lines-1.json")
        case SchemaName.BATCH:
            schema = _lines("batch-1.json")
        case SchemaName.DECLARATION:
            schema = published_declaration_schema(read_vocabulary())
        case SchemaName.RULESET:
            schema = ruleset_schema.published_ruleset_schema()
        case SchemaName.REQUIREMENTS:
            schema = ruleset_schema.published_requirements_schema()
        case SchemaName.CASES:
            schema = ruleset_schema.CASES
        case SchemaName.VOCABULARY:
            schema = VOCABULARY
        case SchemaName.WAIVERS:
            schema = WAIVERS
        case SchemaName.DECISIONS:
            schema = DECISIONS
        case SchemaName.CHALLENGES:
            schema = CHALLENGES
        case SchemaName.CONFIG:
            schema = config_schema(app)
        case SchemaName.LOCK:
            schema = LOCK
        case _:
            schema = CROSSWALK
    # The form of a text that is not blank is made of signs that nobody sees.
    written = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    return re.sub(r"[^\n -~]", lambda found: json.dumps(found[0])[1:-1] if is_blank(found[0]) else found[0], written)


def _lines(file: str) -> dict[str, Any]:
    """Give the schema of a line with the result's schema, which it refers to, inside it."""
    import json

    schema, result = (json.loads(_shipped(one)) for one in (file, "result-1.json"))
    return {**schema, "$defs": {**schema["$defs"], "result": result}}


def comparison_schema() -> dict[str, Any]:
    """Give the schema of a comparison with that of differences, which it refers to, inside it."""
    import json

    schema, diff = (json.loads(_shipped(one)) for one in ("comparison-1.json", "diff-1.json"))
    return {**schema, "$defs": {**schema["$defs"], "diff": diff}}


def _shipped(file: str) -> str:
    from importlib.resources import files

    return (files("auditor.report") / "schemas" / file).read_text(encoding="utf-8")
