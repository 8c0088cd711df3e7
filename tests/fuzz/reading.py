"""What is fuzzed of reading filings: any bytes as a document, or as what stands beside it, end with an answer or a
refusal that has a place."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer.main import get_command

from auditor.cli.app import app
from auditor.cli.config_files import Found
from auditor.cli.config_values import configured
from auditor.cli.report import contradictions
from auditor.model.diagnostic import InputError
from auditor.report.registry import Format, render
from auditor.source.appending import with_entry
from auditor.source.challenges import read_challenges
from auditor.source.contesting import attached
from auditor.source.decisions import read_decisions
from auditor.source.declarations import read_declaration
from auditor.source.insertion import Written, with_answer
from auditor.source.jsontree import read_json
from auditor.source.locks import read_lock
from auditor.source.results import read_result
from auditor.source.settings import read_setting
from auditor.source.settings_file import read_settings
from auditor.source.tomltree import read_toml
from auditor.source.vocabularies import read_vocabulary
from auditor.source.waivers import read_waivers
from auditor.source.yamltree import read_yaml
from tests.fuzz.judging import ROOT, declared, editions, judge, refused, told


def fuzz_yaml(data: bytes) -> None:
    """Read any bytes as YAML."""
    refused(lambda: read_yaml(data, "fuzzed.yaml"))


def fuzz_json(data: bytes) -> None:
    """Read any bytes as JSON, as saved results are."""
    refused(lambda: read_json(data, "fuzzed.json"))


def fuzz_toml(data: bytes) -> None:
    """Read any bytes as TOML, as settings and products' configuration are."""
    refused(lambda: read_toml(data, "fuzzed.toml"))


def fuzz_declaration(data: bytes) -> None:
    """Read any bytes as a declaration, and judge what can be read against one edition; its length says which."""
    try:
        declaration, warnings = read_declaration(data, "fuzzed.yaml", None, read_vocabulary())
    except InputError as error:
        told(error.diagnostics)
        return
    if warnings:
        told(warnings)
    judge(declaration, (editions()[len(data) % len(editions())],))


def fuzz_answer(data: bytes) -> None:
    """Put one more answer into any bytes that are a declaration: what comes out says that much more."""
    fact, written = "grooming.any_detection", Written(flow="true")
    try:
        before = read_yaml(data, "fuzzed.yaml")
        after = with_answer(data, "fuzzed.yaml", fact, written, read_vocabulary())
    except InputError as error:
        told(error.diagnostics)
        return
    assert read_yaml(after, "fuzzed.yaml").value(("grooming", "any_detection")) is True
    assert before.value(("grooming", "any_detection")) is None


def fuzz_waivers(data: bytes) -> None:
    """Read any bytes as waivers, and add one more to what can be read."""
    entry: dict[str, str | bool] = {
        "requirement": "fuzzed/FZ-1",
        "service": "a-service-of-its-own",
        "reason": "It is so: #1",
        "approver": "A. Person",
        "granted": "2026-09-01",
        "expires": "2026-12-01",
    }
    listed(data, "waivers", entry, read_waivers)


def fuzz_decisions(data: bytes) -> None:
    """Read any bytes as decisions, and add one more to what can be read."""
    entry: dict[str, str | bool] = {
        "requirement": "fuzzed/FZ-1",
        "service": "a-service-of-its-own",
        "accepted": True,
        "reviewer": "A. Person",
        "on": "2026-09-01",
        "because": "It is so: #1",
        "assurance": "documented",
        "text_sha256": "a" * 64,
    }
    listed(data, "decisions", entry, read_decisions)


def listed(
    data: bytes, key: str, entry: dict[str, str | bool], read: Callable[[bytes, str], tuple[Any, ...]]
) -> None:
    """Read a list, and hold it with one more entry to be just that much longer."""
    try:
        before = read(data, "fuzzed.yaml")
    except InputError as error:
        told(error.diagnostics)
        return
    try:
        after = read(with_entry(data, "fuzzed.yaml", key, entry), "fuzzed.yaml")
    except InputError as error:
        told(error.diagnostics)
        return
    assert len(after) == len(before) + 1


def fuzz_challenges(data: bytes) -> None:
    """Read any bytes as challenges, and put them to a declaration: nothing is backed that was not before."""
    try:
        challenges = read_challenges(data, "fuzzed.yaml", read_vocabulary())
    except InputError as error:
        told(error.diagnostics)
        return
    for one in declared():
        judge(attached(one, challenges)[0], editions()[:1])


def fuzz_lock(data: bytes) -> None:
    """Read any bytes as a lock."""
    refused(lambda: read_lock(data, "auditor.lock"))


def fuzz_settings(data: bytes) -> None:
    """Read any bytes as a file of settings, and take every option from it."""

    def read() -> None:
        found = read_settings(data, "auditor.toml")
        assert found is not None
        configured(get_command(app), Found(folder=ROOT, settings=found))

    refused(read)


def fuzz_setting(data: bytes) -> None:
    """Read any bytes as a fact set on the command line, as it comes from there."""
    text = data.decode("utf-8", "surrogateescape")
    try:
        read_setting(text, read_vocabulary())
    except InputError as error:
        told(error.diagnostics)


def fuzz_bound(data: bytes) -> None:
    """Read any bytes as a product's configuration that a fact is bound to: only `true` at its place holds it."""
    kinds = ("json", "toml", "yaml")
    name = f"product.{kinds[data[0] % 3]}" if data else "product.json"
    text = (
        "declaration: 1\nservice: {name: A}\ngrooming: {any_detection: true}\n"
        f'bound: [{{fact: grooming.any_detection, file: {name}, pointer: "/grooming/on"}}]\n'
    )
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data[1:])
        declaration, warnings = read_declaration(text.encode(), "a.yaml", Path(folder), read_vocabulary())
    (bound,) = declaration.bound
    assert bool(bound.fault) == any(one.code.startswith("bound.") for one in warnings)
    if warnings:
        told(warnings)


def fuzz_result(data: bytes) -> None:
    """Read any bytes as a saved result, hold what can be read against itself, and show it in every format."""
    try:
        result, document = read_result(data, "fuzzed.json")
        wrong = contradictions(result, document)
    except InputError as error:
        told(error.diagnostics)
        return
    if wrong:
        told(tuple(wrong))
        return
    for format in Format:
        assert render(format, result)
