"""A result told in other words: every text that comes from a file made over, names and digests left as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from auditor.model.result import Result

# What readers hold to a fixed form, so that no text of anybody's can stand there.
KEPT: Final = frozenset(
    {
        "area",
        "code",
        "document",
        "fingerprint",
        "id",
        "kind",
        "min_score",
        "parent",
        "requirement",
        "requirements",
        "ruleset_sha256",
        "service_id",
        "sha256",
        "unit",
        "version",
        "vocabulary_sha256",
        "asked",
    }
)

HOSTILE: Final = (
    "plain | pipes || and \\| more \\\\|",
    "`code` ``more`` and ` one",
    "<script>alert(1)</script> <b>bold</b> <!-- hidden --> <img src=x onerror=alert(1)>",
    "@octocat and @org/team, mail a@example.com",
    "#123 org/repo#7 GH-12 CVE-2020-12345 GHSA-aaaa-bbbb-cccc 5f4dcc3b5aa765d61d8327deb882cf99",
    "https://evil.example www.evil.example ftp://evil.example mailto:a@evil.example",
    "[click](https://evil.example) ![image](https://evil.example/x.png) [ref][1] [^1]",
    "[^1]: note [1]: https://evil.example",
    "$x^2$ and $$y$$ and $`z`$",
    ":x: :+1: :warning: 12:30:45",
    "**bold** *it* __b__ _i_ ~~gone~~ ***",
    "--- === +++ # head > quote - item 1. item 1) item",
    "&lt;b&gt; &copy; &#64;octocat &#x40;x",
    "- [ ] task [x] done [!NOTE]",
    "{0} {1} {message} {{2}} \\[x](y) \\\\[x](y)",
    "a\u202eb\u200bc\x1b[31md\x00e\u2028f\ufeffg",
    "::error::x %0A ##[error]y",
    "a\n\n# heading\n\n| a |\n| - |\n\n```\nfence",
    "=cmd|' /C calc'!A0",
    "\\",
    "`",
    " ",
)


def retold(result: Result, tell: Callable[[str], str]) -> Result:
    """Give the result with every free text made over."""
    told = _retold(result, tell)
    assert isinstance(told, Result)
    return told


def _retold(value: Any, tell: Callable[[str], str]) -> Any:
    if type(value) is str:
        return tell(value)
    if isinstance(value, tuple):
        told = tuple(_retold(one, tell) for one in value)
        return type(value)(*told) if hasattr(value, "_fields") else told
    if isinstance(value, Mapping):
        return {key: _retold(one, tell) for key, one in value.items()}
    if not isinstance(value, Struct):
        return value
    changed = {}
    for name in value.__struct_fields__:
        before = getattr(value, name)
        if not (name in KEPT and (type(before) is str or _is_names(before))):
            after = _retold(before, tell)
            if after is not before and after != before:
                changed[name] = after
    return replace(value, **changed) if changed else value


def _is_names(value: Any) -> bool:
    return isinstance(value, tuple) and all(type(one) is str for one in value)
