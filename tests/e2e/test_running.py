"""How the tests start the program is how its users start it: same status, same bytes on both streams."""

from __future__ import annotations

import pytest

from tests.e2e.running import AS_OF, auditor


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        (("--version",), None),
        (("--help",), None),
        (("audit", "examples/harbour.yaml", *AS_OF), None),
        (("audit", "examples/harbour.yaml", *AS_OF, "-f", "json"), None),
        (("audit", "-", *AS_OF), b"declaration: 1\nservice: {name: \xc3\xa9}\n"),
        (("audit", "-", *AS_OF), b"declaration: [\n"),
        (("audit", "no-such-file.yaml"), None),
        (("audit", "--no-such-option"), None),
        (("explain", "examples/harbour.yaml", "GRM-02", *AS_OF), None),
        (("ruleset", "list", *AS_OF), None),
    ],
    ids=lambda one: " ".join(one)[:50] if isinstance(one, tuple) else None,
)
def test_a_forked_start_is_a_fresh_one(arguments: tuple[str, ...], stdin: bytes | None) -> None:
    assert auditor(*arguments, stdin=stdin) == auditor(*arguments, stdin=stdin, fresh=True)
