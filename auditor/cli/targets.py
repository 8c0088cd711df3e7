"""What files of waivers and decisions name: requirements that there are, and the audits that would use them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import typer

from auditor.model.diagnostic import InputError

if TYPE_CHECKING:
    from auditor.model.decision import Decision
    from auditor.model.declaration import Declaration
    from auditor.model.result import Audit
    from auditor.model.waiver import Waiver
    from auditor.source.library import Edition


def rulesets_of(requirements: Iterable[str]) -> list[str]:
    """Give the rulesets that requirements are named of, each once."""
    return list(dict.fromkeys(one.partition("/")[0] for one in requirements))


def known_requirements(rulesets: Sequence[str], specs: Sequence[str] | None) -> dict[str, frozenset[str]]:
    """Give the requirements of all editions of these rulesets that come with the program or are named with -r.

    A ruleset that nothing is audited against has none. Ends with status 2 where -r names nothing.
    """
    from auditor.source.library import builtin_editions, requirement_ids

    editions = [one for one in builtin_editions() if one.id in rulesets]
    editions += [one for spec in specs or () for one in _meant(spec)]
    known: dict[str, frozenset[str]] = {}
    for one in editions:
        ids = requirement_ids(one) if one.kind == "scored" else frozenset[str]()
        known[one.id] = known.get(one.id, frozenset()) | ids
    return known


def _meant(spec: str) -> tuple[Edition, ...]:
    from auditor.cli.streams import show_diagnostics
    from auditor.source.library import meant

    try:
        return meant(spec)
    except InputError as error:
        show_diagnostics(error.diagnostics)
        raise typer.Exit(2) from None


def audits_about(
    declarations: Sequence[str],
    rulesets: Sequence[str],
    specs: Sequence[str] | None,
    day: date,
    *,
    waivers: Sequence[Waiver] = (),
    decisions: Sequence[Decision] = (),
) -> tuple[list[Audit], list[Declaration]]:
    """Audit declarations against what these rulesets mean on the day, or against the edition that -r names."""
    from auditor.cli.loading import inquire, load_rules, read_input, vocabulary_with
    from auditor.source.inputs import inputs_of
    from auditor.source.vocabularies import read_vocabulary

    vocabulary = read_vocabulary()
    rules = load_rules(_specs(rulesets, specs, day), day, vocabulary) if rulesets else []
    vocabulary = vocabulary_with(rules, vocabulary)
    inputs, _repeated = inputs_of(declarations)
    read = [read_input(one, vocabulary)[0] for one in inputs]
    audits = [
        inquire(each, one, vocabulary, day, include_recalled=True, waivers=waivers, decisions=decisions).audit
        for one in read
        for each in rules
    ]
    return audits, read


def _specs(rulesets: Sequence[str], specs: Sequence[str] | None, day: date) -> list[str]:
    from auditor.source.library import find

    named = {one.id: spec for spec in specs or () for one in _meant(spec)}
    chosen = []
    for one in rulesets:
        try:
            find(named.get(one, one), day)
        except InputError:
            continue
        chosen.append(named.get(one, one))
    return chosen
