"""What a shell completes: names of rulesets and ids of requirements. Read from folder names wherever that will do."""

from __future__ import annotations

from collections.abc import Iterator

import typer


def ruleset_names(incomplete: str) -> list[str]:
    """Give the ids of the instruments that come with the program, and each edition by its id and version."""
    return [one for one in _names() if one.startswith(incomplete)]


def ruleset_names_or_all(incomplete: str) -> list[str]:
    """Give the same, and `all`."""
    return [one for one in (*_names(), "all") if one.startswith(incomplete)]


def requirement_ids(context: typer.Context, incomplete: str) -> list[str]:
    """Give the ids of requirements of the rulesets that are named on the command line."""
    from auditor.cli.options import DEFAULT_RULESET, today
    from auditor.model.diagnostic import InputError
    from auditor.source.library import find
    from auditor.source.library import requirement_ids as ids_of

    found: set[str] = set()
    for spec in context.params.get("rulesets") or [DEFAULT_RULESET]:
        try:
            found |= ids_of(find(spec, today()).edition)
        except InputError:
            continue
    return sorted(one for one in found if one.startswith(incomplete))


def _names() -> Iterator[str]:
    from auditor.source.places import builtin_rulesets

    for folder in sorted(builtin_rulesets().iterdir()):
        versions = sorted(one.parent.name for one in folder.glob("*/ruleset.yaml"))
        if versions and folder.name != "consistency":  # nothing is audited against that one
            yield folder.name
            yield from (f"{folder.name}@{one}" for one in versions)
