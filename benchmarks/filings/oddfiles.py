"""Inputs that are no plain files: pipes, links that lead out or nowhere, files that nobody may read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from benchmarks.filings.draw import Draw
from benchmarks.filings.planting import Ground, Plant, Planted, refused, shown, written

# Stands beside the folder of filings: links must not lead there.
OUTSIDE: Final = "outside.yaml"


def _pipe(ground: Ground, _draw: Draw) -> Planted:
    path = shown(ground.fresh())
    return Planted(path=path, state="unusable", codes=("file.not-regular",), pipes=(path,))


def _link(to: str, *codes: str) -> Plant:
    def plant(ground: Ground, _draw: Draw) -> Planted:
        path = shown(ground.fresh())
        return Planted(path=path, state="unusable", codes=codes, links={path: to})

    return plant


def _closed(ground: Ground, _draw: Draw) -> Planted:
    filing = ground.fresh()
    path = shown(filing)
    return Planted(
        path=path,
        state="unusable",
        codes=("file.no-permission",),
        as_root="audited",
        files=dict(written(filing)),
        closed=(path,),
    )


def _picture(ground: Ground, draw: Draw) -> Planted:
    """Send a picture under the name of a declaration."""
    noise = bytes(draw.below(256) for _ in range(400))
    return refused(ground.fresh(), b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + noise, "file.nul")


ODD_FILES: Final[Mapping[str, Plant]] = {
    "pipe": _pipe,
    "link-out": _link(f"../../../{OUTSIDE}", "batch.link-outside"),
    "unreadable": _closed,
    "link-to-machine": _link("/etc/passwd", "batch.link-outside"),
    "link-nowhere": _link("nothing-here.yaml", "file.missing"),
    "picture": _picture,
}
