"""`auditor schema`: the JSON Schema of a kind of file, for editors and other programs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class SchemaName(StrEnum):
    """What has a schema."""

    DECLARATION = "declaration"
    RULESET = "ruleset"
    REQUIREMENTS = "requirements"
    CASES = "cases"
    WAIVERS = "waivers"
    RESULT = "result"


def schema_command(
    name: Annotated[SchemaName, typer.Argument(help="Kind of file.", show_default=False)],
) -> None:
    """Print the JSON Schema of a kind of file.

    `declaration` holds the whole vocabulary. Point an editor at it and it completes keys and shows questions.

    Example: auditor schema declaration > declaration.schema.json
    """
    from auditor.cli.streams import emit

    emit(_schema(name))


def _schema(name: SchemaName) -> str:
    import json
    from importlib.resources import files

    from auditor.source import ruleset_schema
    from auditor.source.declaration_schema import declaration_schema
    from auditor.source.vocabularies import read_vocabulary
    from auditor.source.waivers import WAIVERS

    match name:
        case SchemaName.DECLARATION:
            schema = declaration_schema(read_vocabulary())
        case SchemaName.RULESET:
            schema = ruleset_schema.published_ruleset_schema()
        case SchemaName.REQUIREMENTS:
            schema = ruleset_schema.published_requirements_schema()
        case SchemaName.CASES:
            schema = ruleset_schema.CASES
        case SchemaName.WAIVERS:
            schema = WAIVERS
        case SchemaName.RESULT:
            return (files("auditor.report") / "schemas" / "result-1.json").read_text(encoding="utf-8")
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
