"""What the evidence of a declaration is said to support, held against what is stated in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from auditor.model.diagnostic import Diagnostic, Severity
from auditor.model.evidence import Evidence
from auditor.model.facts import Facts, Silence
from auditor.model.values import Bands, Items, Value, WordSet
from auditor.model.vocabulary import Vocabulary
from auditor.source.document import Document
from auditor.source.extensions import is_unread
from auditor.source.factplaces import Home
from auditor.source.gathering import Gatherer

WHY_SOURCES: Final = "in a declaration that others compiled, every fact shows where it was published, and when"


def stated_paths(facts: Facts) -> Iterator[str]:
    """Give every address at which something is said: a value, a refusal, a member of a set."""
    for path, value in facts.values.items():
        if isinstance(value, Items | Bands) and (value.keys if isinstance(value, Items) else value.bands):
            continue  # its members say it
        yield path
    for path, absence in facts.absences.items():
        if absence.silence is not Silence.NOT_ANSWERED:
            yield path


def sources_of_compiled(
    document: Document, facts: Facts, entries: Iterable[Evidence], found: list[Diagnostic]
) -> None:
    """Refuse facts of a compiled declaration that no entry supports."""
    named = {support for entry in entries for support in entry.supports}
    for path in stated_paths(facts):
        value = facts.values.get(path)
        words = [f"{path}.{word}" for word in value.words] if isinstance(value, WordSet) else []
        if _covered(path, named) or (words and all(_covered(word, named) for word in words)):
            continue
        place = facts.places[path]
        found.append(
            document.diagnostic_at(
                "declaration.fact-without-source",
                f"no source is named for `{path}`",
                place,
                why=WHY_SOURCES,
                help="name it under `supports` of an entry of `evidence`, or leave it out",
            )
        )


def _covered(path: str, named: set[str]) -> bool:
    while path:
        if path in named:
            return True
        path = path.rpartition(".")[0]
    return False


def supports(entries: Iterable[Evidence], gatherer: Gatherer, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """Warn of supports beneath which nothing is said."""
    values, homes = gatherer.values, gatherer.homes
    said: set[str] | None = None
    for number, entry in enumerate(entries):
        for index, path in enumerate(entry.supports):
            if _plainly_said(values, homes, path):
                continue
            if said is None:
                said = _said(gatherer.facts())
            written = str(gatherer.document.value(("evidence", number, "supports", index)))
            if path not in said and not is_unread(written, vocabulary):
                yield gatherer.document.diagnostic(
                    "evidence.supports-nothing",
                    f"nothing is stated at `{written}`, so the evidence supports nothing there",
                    ("evidence", number, "supports", index),
                    help="state the fact, or take it off the list",
                    severity=Severity.WARNING,
                )


def _plainly_said(values: Mapping[str, Value], homes: Mapping[str, Home], path: str) -> bool:
    """Whether a look at a few facts shows that something is said at a path or beneath; nearly always it does."""
    value = values.get(path)
    if value is None:
        home = homes.get(path)
        if home is None or home[0].__class__ is list:
            return False
        keys: Iterable[str] = home[0]
        raw = home[0].values()
        if True in raw or False in raw:  # a yes or no, or a number: no words beside the facts are that
            return True
    elif isinstance(value, Items):
        keys = value.keys
    elif isinstance(value, Bands):
        keys = [band.key for band in value.bands]
    else:
        return True
    for key in keys:  # noqa: SIM110  # not `any`: that is a generator each time, at every level
        if _plainly_said(values, homes, f"{path}.{key}"):
            return True
    return False


def _said(facts: Facts) -> set[str]:
    """Give every path at which, or beneath which, something is said."""
    said: set[str] = set()
    for path in stated_paths(facts):
        value = facts.values.get(path)
        ends = [f"{path}.{word}" for word in value.words] if isinstance(value, WordSet) else []
        for one in (path, *ends):
            while one and one not in said:
                said.add(one)
                one = one.rpartition(".")[0]
    return said
