"""The head of a page: what a browser may load and run, and what the page is called."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from auditor.report.page.elements import Markup, element, together


def head(title: str, *, read_for: str, version: str, style: str, script: str = "") -> Markup:
    """Write the head: its policy allows the style sheet and the script given, each by its hash, and nothing else."""
    allowed = f" script-src {_hash(script)};" if script else ""
    policy = f"default-src 'none'; style-src {_hash(style)};{allowed} base-uri 'none'; form-action 'none'"
    return together(
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name_="color-scheme", content="light dark"),
        element("meta", name_="referrer", content="no-referrer"),
        element("meta", name_="generator", content=f"auditor {version}"),
        element("title", f"{title}, read for {read_for}"),
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
