"""A declaration's file into what it states: facts, evidence, and who says it.

Shape is the schema's business; what a schema cannot say is checked here and in `crosschecks`. Everything
that is wrong is reported in one run; parts whose shape is wrong are left out of the later checks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from auditor.model.challenge import Challenge, Reply
from auditor.model.dates import DateSpan
from auditor.model.declaration import Alternative, Attestation, Bound, CompiledBy, Declaration, Measure, Service
from auditor.model.diagnostic import Diagnostic, InputError, by_place
from auditor.model.evidence import Evidence
from auditor.model.facts import Facts
from auditor.model.patterns import pattern
from auditor.model.plaintext import slug
from auditor.model.vocabulary import EXTENSIONS, Vocabulary
from auditor.source import crosschecks, extensions, supporting
from auditor.source.accepting import accepts, at_the_end
from auditor.source.canonical import digest
from auditor.source.declaration_schema import RULESET, SERVICE_HEADER, Schema, with_definitions
from auditor.source.document import Document
from auditor.source.document import Path as At
from auditor.source.evidence import EvidenceReader
from auditor.source.expected import expected_by
from auditor.source.factreaders import read_entries
from auditor.source.gathering import Gatherer, UnexpectedError, normalised
from auditor.source.schema import check_shape, shortened
from auditor.source.yamltree import read_yaml

# Parts that few declarations have are read by modules that are imported for them.
CHALLENGES: Final = "challenges"
_RULESET: Final = pattern(at_the_end(RULESET), re.ASCII)


def read_declaration(
    data: bytes, file: str, folder: Path | None, vocabulary: Vocabulary
) -> tuple[Declaration, tuple[Diagnostic, ...]]:
    """Read a declaration, with warnings about it; `file` is its name in messages.

    Evidence files are looked for in `folder`; None for standard input, where there is none to look in.
    Raises `InputError` with everything that makes it unusable, warnings included.
    """
    return read_document(read_yaml(data, file), folder, vocabulary)


def read_document(
    document: Document, folder: Path | None, vocabulary: Vocabulary
) -> tuple[Declaration, tuple[Diagnostic, ...]]:
    """Read a declaration whose YAML is at hand already."""
    if not isinstance(document.data, dict) or "declaration" not in document.data:
        _refuse_other_documents(document)
    reader = _Reader(document, vocabulary, strict=True)
    faults: tuple[Diagnostic, ...] = ()
    if not reader.accepts():
        schema = schema_for(vocabulary)
        faults = check_shape(document, schema, "declaration")
        reader = _Reader(document, vocabulary, _broken_parts(document, schema) if faults else frozenset())
        reader.read_facts()
    declaration = reader.read(folder)
    found = tuple(sorted(shortened(sorted((*faults, *reader.found), key=by_place), "declaration"), key=by_place))
    if declaration is None or any(one.is_error for one in found):
        raise InputError(found)
    return declaration, found


def schema_for(vocabulary: Vocabulary) -> Schema:
    """Give the schema of declarations under a vocabulary, built once."""
    return expected_by(vocabulary).schema


def _refuse_other_documents(document: Document) -> None:
    """Say at once what a file is that is no declaration at all."""
    data = document.data
    other = ""
    if isinstance(data, dict):
        others = {
            "ruleset": "a ruleset",
            "cases": "a file of cases",
            "$schema": "a schema",
            "schema": "a result",
        }
        other = next((words for key, words in others.items() if key in data), "")
        if not other and ("service" in data or not data):
            return  # a declaration whose first line was forgotten: the schema says so
    raise InputError(
        (
            document.diagnostic(
                "declaration.not-a-declaration",
                f"this is {other}, not a declaration" if other else "this is not a declaration",
                (),
                why="a declaration states what a platform does: it begins with `declaration: 1`",
                help="`auditor init` writes one to start from",
            ),
        )
    )


def _broken_parts(document: Document, schema: Schema) -> frozenset[str]:
    """Give the top-level keys whose values have not the shape that is asked of them, unknown keys among them."""
    data = document.data
    if not isinstance(data, dict):
        return frozenset()
    known: Schema = schema["properties"]
    return frozenset(
        key for key, value in data.items() if key not in known or not accepts(with_definitions(known[key]), value)
    )


class _Reader:
    """Reads the parts of one declaration whose shape is right; a `strict` one has to accept the shape first."""

    def __init__(
        self,
        document: Document,
        vocabulary: Vocabulary,
        broken: frozenset[str] = frozenset(),
        *,
        strict: bool = False,
    ) -> None:
        assert isinstance(document.data, dict) or not document.data
        self.document = document
        self.vocabulary = vocabulary
        self.broken = broken
        raw: dict[str, Any] = document.data if isinstance(document.data, dict) else {}
        self.raw = {key: value for key, value in raw.items() if key not in broken}
        self.expected = expected_by(vocabulary)
        self.gatherer = Gatherer(document, strict=strict)
        self.found: list[Diagnostic] = []

    def accepts(self) -> bool:
        """Read the facts, and say whether the whole document has the shape of a declaration."""
        known = self.expected.header["properties"]
        header = {key: value for key, value in self.raw.items() if key in known}
        service = header.get("service")
        if isinstance(service, dict):
            header["service"] = {key: service[key] for key in SERVICE_HEADER if key in service}
        try:
            if not accepts(self.expected.header, header):
                return False
            self.read_facts()
        except UnexpectedError:
            return False
        return True

    def read(self, folder: Path | None) -> Declaration | None:
        """Read what is not yet read; None where the service itself cannot be read."""
        facts = self.gatherer.facts()
        service = self._service()
        stated_on = self._day(("stated_on",))
        compiled_by = self._compiled_by()
        attestation = self._attestation(compiled="compiled_by" in self.raw)
        evidence = self._evidence(folder, service) if service is not None else ()
        confidential = crosschecks.confidential(self.document, self.raw, self.vocabulary, self.found)
        planned = crosschecks.planned(self.document, self.raw, self.vocabulary, self.gatherer, self.found)
        measures = self._measures()
        bound = self._bound(folder, facts)
        reply = self._reply(compiled="compiled_by" in self.raw)
        filed = self._challenges(facts, service) if service is not None else ()
        self.found.extend(self.gatherer.found)
        if service is None or self.broken or any(one.is_error for one in self.found):
            return None
        if compiled_by is not None:
            supporting.sources_of_compiled(self.document, facts, evidence, self.found)
        self.found.extend(supporting.supports(evidence, self.gatherer, self.vocabulary))
        return Declaration(
            file=self.document.file,
            sha256=digest(self.document.data, short=self.document.short),
            service=service,
            facts=facts,
            stated_on=stated_on,
            compiled_by=compiled_by,
            evidence=evidence,
            planned=planned,
            alternatives=self._alternatives(),
            measures=measures,
            attestation=attestation,
            confidential=confidential,
            bound=bound,
            challenges=filed,
            reply=reply,
        )

    def read_facts(self) -> None:
        """Gather the facts."""
        to, raw, expected = self.gatherer, self.raw, self.expected
        here = self.vocabulary.groups.keys() - {EXTENSIONS}
        read_entries(to, raw, expected.groups, self.document.data)
        service, own = raw.get("service"), raw.get(EXTENSIONS)
        if isinstance(service, dict):
            if "service" in here:
                to.places.homes["service"] = service, expected.service
            read_entries(to, service, expected.service, service)
        if isinstance(own, dict):
            here.add(EXTENSIONS)
            self._own_facts(own)
        elif own is not None:
            to.unexpected()
        if isinstance(self.document.data, dict):
            to.places.homes[""] = self.document.data, dict.fromkeys(here & raw.keys(), True)

    def _own_facts(self, own: dict[str, Any]) -> None:
        """Gather the facts of single rulesets; those of rulesets that are not at hand are left alone."""
        to, known = self.gatherer, self.vocabulary.extensions
        strange = {name: one for name, one in own.items() if name not in known}
        if not all(_RULESET.search(name) and (one is None or isinstance(one, dict)) for name, one in strange.items()):
            to.unexpected()
        to.places.homes[EXTENSIONS] = own, self.expected.extensions
        read_entries(to, {name: one for name, one in own.items() if name in known}, self.expected.extensions, own)
        self.found.extend(extensions.unread(self.document, strange, self.vocabulary))

    def _service(self) -> Service | None:
        raw = self.raw.get("service")
        if not isinstance(raw, dict):
            return None
        provider = raw.get("provider")
        return Service(
            id=raw.get("id") or slug(self.document.file),
            name=normalised(raw["name"]),
            provider=normalised(provider) if provider else None,
            id_declared="id" in raw,
        )

    def _day(self, path: At) -> date | None:
        written = self.document.value(path)
        if not isinstance(written, str) or path[0] in self.broken:
            return None
        span: DateSpan | None = self.gatherer.date(written, self.document.value(path[:-1]), path[-1])
        return span.first if span else None

    def _compiled_by(self) -> CompiledBy | None:
        raw = self.raw.get("compiled_by")
        day = self._day(("compiled_by", "on"))
        if raw is None or day is None:
            return None
        return CompiledBy(name=normalised(raw["name"]), on=day, method=normalised(raw["method"]))

    def _attestation(self, *, compiled: bool) -> Attestation | None:
        raw = self.raw.get("attestation")
        if raw is None:
            if not compiled and "attestation" not in self.broken:
                self.found.append(crosschecks.no_attestation(self.document))
            return None
        day = self._day(("attestation", "date"))
        if "date" not in raw and not compiled:
            self.found.append(crosschecks.undated_attestation(self.document))
        return Attestation(name=normalised(raw["name"]), role=normalised(raw.get("role", "")), date=day)

    def _evidence(self, folder: Path | None, service: Service) -> tuple[Evidence, ...]:
        entries = self.raw.get("evidence") or []
        compiled = "compiled_by" in self.raw
        reader = EvidenceReader(self.document, entries, folder, service, compiled=compiled)
        read = reader.read(self.gatherer)
        self.found.extend(reader.warnings)
        crosschecks.evidence(self.document, entries, read, self.vocabulary, self.found, compiled=compiled)
        return read

    def _bound(self, folder: Path | None, facts: Facts) -> tuple[Bound, ...]:
        entries = self.raw.get("bound") or []
        if not entries:
            return ()
        from auditor.source.bindings import BoundReader

        reader = BoundReader(self.document, folder, facts, self.vocabulary)
        read = [reader.read(one, number) for number, one in enumerate(entries)]
        self.found.extend(reader.found)
        return tuple(one for one in read if one is not None)

    def _reply(self, *, compiled: bool) -> Reply | None:
        raw = self.raw.get("reply")
        if raw is None:
            return None
        if not compiled:
            self.found.append(crosschecks.reply_to_itself(self.document))
        from auditor.source.replies import read_reply

        return read_reply(self.document, raw, ("reply",), self.found)

    def _challenges(self, facts: Facts, service: Service) -> tuple[Challenge, ...]:
        raw = self.raw.get(CHALLENGES) or []
        if not raw:
            return ()
        from auditor.source import challenges
        from auditor.source.contesting import disputing

        read = challenges.entries(self.document, raw, self.vocabulary, self.found, service=service.id)
        kept, idle = disputing(facts, read)
        self.found.extend(idle)
        return kept

    def _alternatives(self) -> tuple[Alternative, ...]:
        raw = self.raw.get("alternatives") or []
        if not raw:
            return ()
        from auditor.source.decisions import text_digest

        def read(number: int, one: Mapping[str, str]) -> Alternative:
            measure, why = normalised(one["measure"]), normalised(one["why"])
            return Alternative(
                requirement=one["requirement"],
                measure=measure,
                why=why,
                place=self.document.place(("alternatives", number)),
                sha256=text_digest(measure, why),
            )

        return tuple(read(number, one) for number, one in enumerate(raw))

    def _measures(self) -> tuple[Measure, ...]:
        return tuple(
            Measure(
                requirement=one["requirement"],
                in_place=normalised(one["in_place"]),
                since=self.gatherer.date(one["since"], one, "since") if "since" in one else None,
                place=self.document.place(("measures", number)),
            )
            for number, one in enumerate(self.raw.get("measures") or [])
        )
