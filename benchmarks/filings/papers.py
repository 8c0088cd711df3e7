"""Evidence that backs nothing: changed, missing, or where nobody must look. Never an error, always told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from benchmarks.filings.draw import Draw
from benchmarks.filings.filing import Filing
from benchmarks.filings.planting import FILINGS, Ground, Plant, Planted, audited

Entry = dict[str, Any]
# Changes an entry or its file; gives links and pipes that are to stand in the declaration's folder.
Spoil = Callable[[Filing, Entry], Mapping[str, Any] | None]


def _changed(filing: Filing, entry: Entry) -> None:
    filing.files[entry["file"]] += b"\nOne more line, after the hash was taken.\n"


def _emptied(filing: Filing, entry: Entry) -> None:
    filing.files[entry["file"]] = b""


def _gone(filing: Filing, entry: Entry) -> None:
    del filing.files[entry["file"]]


def _without(key: str) -> Spoil:
    def spoil(_filing: Filing, entry: Entry) -> None:
        del entry[key]

    return spoil


def _named(name: str) -> Spoil:
    def spoil(_filing: Filing, entry: Entry) -> None:
        entry["file"] = name

    return spoil


def _linked_out(filing: Filing, entry: Entry) -> Mapping[str, Any]:
    del filing.files[entry["file"]]
    return {"links": {f"{FILINGS}/{filing.folder}/{entry['file']}": "/etc/hostname"}}


def _piped(filing: Filing, entry: Entry) -> Mapping[str, Any]:
    del filing.files[entry["file"]]
    return {"pipes": (f"{FILINGS}/{filing.folder}/{entry['file']}",)}


_SPOILT: Final[tuple[tuple[str, str, Spoil], ...]] = (
    ("evidence-changed", "evidence.hash-differs", _changed),
    ("evidence-outside", "evidence.outside-folder", _named("../../../outside.yaml")),
    ("evidence-missing", "evidence.file-missing", _gone),
    ("evidence-linked-out", "evidence.outside-folder", _linked_out),
    ("evidence-absolute", "evidence.outside-folder", _named("/etc/passwd")),
    ("evidence-empty", "evidence.empty-file", _emptied),
    ("evidence-a-folder", "evidence.not-a-file", _named("evidence")),
    ("evidence-a-pipe", "evidence.not-a-file", _piped),
    ("evidence-without-hash", "evidence.no-hash", _without("sha256")),
    ("evidence-without-date", "evidence.undated", _without("issued")),
    ("evidence-without-file", "evidence.no-file", _without("file")),
)


def _plant(code: str, spoil: Spoil) -> Plant:
    def plant(ground: Ground, draw: Draw) -> Planted:
        filing = ground.fresh(lambda one: bool(one.files))
        more = spoil(filing, draw.pick(filing.data["evidence"])) or {}
        return audited(filing, code, **more)

    return plant


PAPERS: Final[Mapping[str, Plant]] = {name: _plant(code, spoil) for name, code, spoil in _SPOILT}
