"""Texts that are no usable YAML, each in its own way: by slips of the hand, by other programs, and on purpose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from benchmarks.filings.draw import Draw
from benchmarks.filings.planting import Ground, Plant, Planted, refused

Break = Callable[[str, Draw], str | bytes]
DEPTH: Final = 65
NODES: Final = 250_001
SIZE: Final = 8 * 1024 * 1024

# Fault, the code that must be said, and how the text is broken. The first come first where there are few faults.
_TEXTS: Final[tuple[tuple[str, tuple[str, ...], Break], ...]] = (
    ("tab", ("yaml.syntax",), lambda text, _: text.replace("\n  ", "\n\t", 1)),
    ("duplicate-key", ("yaml.duplicate-key",), lambda text, _: text + "declaration: 1\n"),
    ("not-utf8", ("file.not-utf8",), lambda text, draw: _inside(text.encode(), b"\xe9", draw)),
    ("empty-file", ("yaml.empty",), lambda *_: ""),
    ("anchor", ("yaml.anchor", "yaml.alias"), lambda text, _: text + "extra: &same {a: 1}\nmore: *same\n"),
    ("too-deep", ("yaml.too-deep",), lambda text, _: text + f"deep: {'[' * (DEPTH - 1)}{']' * (DEPTH - 1)}\n"),
    ("nul", ("file.nul",), lambda text, draw: _inside(text.encode(), b"\0", draw)),
    ("two-documents", ("yaml.second-document",), lambda text, _: text + "---\n" + text),
    ("tag", ("yaml.tag",), lambda text, _: text.replace("declaration: 1", "declaration: !!int 1", 1)),
    ("cut-off", ("yaml.syntax",), lambda text, _: text[: text.rindex("{") + 1]),
    ("code-tag", ("yaml.tag",), lambda text, _: text + 'run: !!python/object/apply:os.system ["id"]\n'),
    ("merge-key", ("yaml.merge-key",), lambda text, _: text + "extra: {<<: {a: 1}}\n"),
    ("utf-16", ("file.encoding",), lambda text, _: b"\xff\xfe" + text.encode("utf-16-le")),
    ("control-character", ("file.control-character",), lambda text, draw: _inside(text.encode(), b"\x1b", draw)),
    ("escaped-control", ("yaml.control-character",), lambda text, _: text + 'extra: "\\u001b[31mred"\n'),
    ("open-quote", ("yaml.syntax",), lambda text, _: text + 'extra: "never closed\n'),
    ("open-brace", ("yaml.syntax",), lambda text, _: text + "extra: {a: 1\n"),
    ("directive", ("yaml.directive",), lambda text, _: "%TAG ! tag:example.org,2026:\n---\n" + text),
    ("complex-key", ("yaml.complex-key",), lambda text, _: text + "? [a, b]\n: 1\n"),
    ("number-as-key", ("yaml.key-not-text",), lambda text, _: text + "2026: 1\n"),
    ("long-number", ("yaml.number-too-long",), lambda text, _: text + "extra: 0.1234567890123456789\n"),
    ("only-comments", ("yaml.empty",), lambda *_: "# to be filled in\n\n# by Friday\n"),
    ("a-list", ("declaration.not-a-declaration",), lambda *_: "- first\n- second\n"),
    ("a-ruleset", ("declaration.not-a-declaration",), lambda *_: "ruleset: 1\nid: not-a-declaration\n"),
    ("a-result", ("declaration.not-a-declaration",), lambda *_: '{"schema": "auditor.result/1", "audits": []}\n'),
)
# These take time and space to make: a few are enough.
_LARGE: Final[tuple[tuple[str, tuple[str, ...], Break], ...]] = (
    ("too-large", ("file.too-large",), lambda text, _: text + "# " + "padding " * (SIZE // 8) + "\n"),
    ("too-many-nodes", ("yaml.too-many-nodes",), lambda text, _: text + "many: [" + "1," * NODES + "1]\n"),
)


def _inside(data: bytes, what: bytes, draw: Draw) -> bytes:
    """Put bytes somewhere in the middle, at the end of a line."""
    at = data.index(b"\n", draw.between(len(data) // 4, len(data) // 2))
    return data[:at] + what + data[at:]


def _plant(do: Break, codes: tuple[str, ...]) -> Plant:
    def plant(ground: Ground, draw: Draw) -> Planted:
        filing = ground.fresh()
        made = do(filing.text, draw)
        return refused(filing, made if isinstance(made, bytes) else made.encode(), *codes)

    return plant


BROKEN: Final[Mapping[str, Plant]] = {name: _plant(do, codes) for name, codes, do in _TEXTS}
LARGE: Final[Mapping[str, Plant]] = {name: _plant(do, codes) for name, codes, do in _LARGE}
