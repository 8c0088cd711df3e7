"""What differs between what was pinned and what a run would stand on. Pure: knows no file and no day of its own."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.model.lock import Drift, Lock, Pinned


def drift(pinned: Lock, found: Lock) -> tuple[Drift, ...]:
    """Give every difference. What the lock leaves open, the day or the declarations, cannot drift."""
    return tuple(_drift(pinned, found))


def _drift(pinned: Lock, found: Lock) -> Iterator[Drift]:
    if pinned.tool != found.tool:
        yield Drift(
            what="the program",
            pinned=pinned.tool,
            found=found.tool,
            help=f"install auditor {pinned.tool}, or lock again",
        )
    if pinned.as_of is not None and pinned.as_of != found.as_of:
        yield Drift(
            what="the as-of date",
            pinned=str(pinned.as_of),
            found=str(found.as_of),
            help=f"leave --as-of out or write --as-of {pinned.as_of}",
        )
    if pinned.vocabulary != found.vocabulary:
        yield Drift(what="the vocabulary", pinned=pinned.vocabulary, found=found.vocabulary, help=_AGAIN)
    named = {one.asked: one for one in pinned.rulesets}
    for one in found.rulesets:
        was = named.get(one.asked)
        if was is None:
            yield Drift(what=f"the ruleset `{one.asked}`", pinned="not at all", found=_edition(one), help=_AGAIN)
        else:
            yield from _edition_drift(f"what `{one.asked}` means", was, one)
    yield from _edition_drift("the rules about contradictions", pinned.consistency, found.consistency)
    if pinned.declarations:
        digests = dict(pinned.declarations)
        for file, digest in found.declarations:
            if digests.get(file) != digest:
                yield Drift(
                    what=f"the declaration {file}", pinned=digests.get(file, "not at all"), found=digest, help=_AGAIN
                )


_AGAIN = "look at what has changed; `auditor lock` pins it anew"


def _edition_drift(what: str, was: Pinned, one: Pinned) -> Iterator[Drift]:
    if (was.id, was.version) != (one.id, one.version):
        yield Drift(
            what=what,
            pinned=_edition(was),
            found=_edition(one),
            help=f"name the edition, -r {was.id}@{was.version}, and lock again; or lock the new one",
        )
    elif was.sha256 != one.sha256:
        yield Drift(
            what=f"the content of {_edition(one)}",
            pinned=was.sha256,
            found=one.sha256,
            help="an edition that is released never changes: find out where this one comes from",
        )


def _edition(one: Pinned) -> str:
    return f"{one.id} {one.version}"
