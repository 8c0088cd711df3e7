"""A saved result held against the one that was made again from its inputs: which of them differ, and where.

Both are plain JSON data. What a result records of its inputs stands in it: digests of declarations, rules and words,
what was found of each document, and whatever waivers, decisions and challenges left in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from auditor.engine.replay_traces import TRACES, bindings, documents
from auditor.model.replay import Difference, Held, InputKind, Standing

Path = tuple[str | int, ...]
_PLACES: Final = frozenset({"line", "column", "length"})
_ABSENT: Final = object()
NONE: Final = "none"


def differences(saved: Any, made: Any, at: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Go through the places that differ, with both values; `ABSENT` where there is nothing on a side."""
    if isinstance(saved, dict) and isinstance(made, dict):
        for key in dict.fromkeys((*saved, *made)):
            yield from differences(saved.get(key, _ABSENT), made.get(key, _ABSENT), (*at, key))
    elif isinstance(saved, list) and isinstance(made, list):
        for number in range(max(len(saved), len(made))):
            one, other = (side[number] if number < len(side) else _ABSENT for side in (saved, made))
            yield from differences(one, other, (*at, number))
    elif type(saved) is not type(made) or saved != made:
        yield at, saved, made


def first_difference(found: Sequence[tuple[Path, Any, Any]]) -> Difference | None:
    """Give the first place of all, as a JSON pointer (RFC 6901)."""
    if not found:
        return None
    at, saved, made = found[0]
    pointer = "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in at)
    return Difference(pointer=pointer, saved=brief(saved), made=brief(made))


def brief(value: Any) -> str | None:
    """Write a value in a few words; None where there is nothing."""
    if value is _ABSENT:
        return None
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value[:80]}…"' if len(value) > 80 else f'"{value}"'
        case list():
            return f"a list of {len(value)}"
        case dict():
            return f"an object of {len(value)} names"
        case _:
            return str(value)[:80]


def inputs_of(saved: Any, made: Any) -> tuple[Held, ...]:
    """Name every input that the two results tell of, and whether it is the same in both."""
    found = [
        _held(InputKind.TOOL, "auditor", saved["tool"]["version"], made["tool"]["version"]),
        *_rules(saved, made),
    ]
    if saved["consistency"] and made["consistency"]:
        found.append(_held(InputKind.CONSISTENCY, _edition(saved["consistency"]), _sha(saved), _sha(made)))
    if saved["outside"] or made["outside"]:
        found.append(_held(InputKind.INSTRUMENTS, "all", _outside(saved), _outside(made)))
    declared = list(_declarations(saved, made))
    found += declared
    seen: set[str] = set()
    for one, other in _pairs(saved, made):
        if one["declaration"]["file"] not in seen:
            seen.add(one["declaration"]["file"])
            found += _evidence(one, other, saved, made)
    found += _told(InputKind.BINDING, "bound facts", bindings(saved), bindings(made))
    # What is waived, decided or contested follows from the rest: it is laid to its own file if that is the same.
    settled = all(one.standing is Standing.SAME for one in found)
    for kind, name, traces in TRACES:
        found += _told(kind, name, traces(saved), traces(made), both=not settled)
    found += _baselines(saved, made)
    if all(one.standing is Standing.SAME for one in found):
        found += _layout(saved, made)
    return tuple(found)


def _held(kind: InputKind, name: str, recorded: str, found: str) -> Held:
    standing = Standing.SAME if recorded == found else Standing.DIFFERS
    return Held(kind=kind, name=name, standing=standing, recorded=recorded, found=found)


def _edition(raw: Any) -> str:
    return f"{raw['id']}@{raw['version']}"


def _sha(document: Any) -> str:
    return str(document["consistency"]["sha256"])


def _pairs(saved: Any, made: Any) -> Iterator[tuple[Any, Any]]:
    """Pair the audits of the two: of one declaration, and of rulesets in their order."""
    found = _by_place(made)
    return ((one, found[key]) for key, one in _by_place(saved).items() if key in found)


def _by_place(document: Any) -> dict[tuple[str, int], Any]:
    counted: Counter[str] = Counter()
    found = {}
    for one in document["audits"]:
        file = one["declaration"]["file"]
        found[file, counted[file]] = one
        counted[file] += 1
    return found


def _rules(saved: Any, made: Any) -> Iterator[Held]:
    seen = set()
    for one, other in _pairs(saved, made):
        was, now = one["ruleset"], other["ruleset"]
        name = _edition(was)
        if name in seen:
            continue
        seen.add(name)
        found = now["sha256"] if _edition(now) == name else f"{_edition(now)} {now['sha256']}"
        yield _held(InputKind.RULESET, name, was["sha256"], found)
        yield _held(InputKind.VOCABULARY, name, was["vocabulary_sha256"], now["vocabulary_sha256"])


def _outside(document: Any) -> str:
    return ", ".join(f"{_edition(one)} ({one['why']})" for one in document["outside"]) or NONE


def _declarations(saved: Any, made: Any) -> Iterator[Held]:
    """Hold declarations against each other; one that cannot be used any more is one that differs."""
    there = _by_place(made)
    for (file, number), one in _by_place(saved).items():
        if number:
            continue
        other = there.get((file, 0))
        found = other["declaration"]["sha256"] if other else f"cannot be used: {_fault(file, made)}"
        yield _held(InputKind.DECLARATION, file, one["declaration"]["sha256"], found)
    was, now = saved["inputs"], made["inputs"]
    if was["audited"] < now["audited"]:
        yield _held(InputKind.INPUTS, "usable declarations", str(was["audited"]), str(now["audited"]))


def _fault(file: str, document: Any) -> str:
    faults = (one for one in document["diagnostics"] if one["file"] == file and one["severity"] == "error")
    return next((str(one["message"]) for one in faults), "the program does not say why")


def _evidence(one: Any, other: Any, saved: Any, made: Any) -> Iterator[Held]:
    """Hold what was found of each document against what is found today; where all is the same, say so once."""
    file = one["declaration"]["file"]
    was, now = documents(one, saved), documents(other, made)
    differ = [id for id in dict.fromkeys((*was, *now)) if was.get(id) != now.get(id)]
    for id in differ:
        yield _held(InputKind.EVIDENCE, f"{file} {id}", was.get(id, "not there"), now.get(id, "not there"))
    if was and not differ:
        yield _held(InputKind.EVIDENCE, file, *[f"{len(was)} as they were found"] * 2)


def _told(
    kind: InputKind, name: str, was: Mapping[str, Any], now: Mapping[str, Any], *, both: bool = False
) -> Iterator[Held]:
    """Hold two sets of traces against each other; with `both`, only those that there are on both sides."""
    keys = [key for key in dict.fromkeys((*was, *now)) if not both or (key in was and key in now)]
    differ = [key for key in keys if list(differences(was.get(key), now.get(key)))]
    for key in differ:
        found = list(differences(was.get(key), now.get(key)))
        at, one, other = found[0]
        part = ".".join(map(str, at))
        yield _held(kind, f"{key} {part}".strip(), brief(one) or NONE, brief(other) or NONE)
    if was and not differ:
        yield _held(kind, name, *[f"{len(was)} traces"] * 2)


def _baselines(saved: Any, made: Any) -> Iterator[Held]:
    for one, other in _pairs(saved, made):
        was, now = one["baseline"], other["baseline"]
        if was or now:
            yield _held(
                InputKind.BASELINE,
                (was or now)["file"],
                was["sha256"] if was else NONE,
                now["sha256"] if now else NONE,
            )
            return


def _layout(saved: Any, made: Any) -> Iterator[Held]:
    """Name the files whose lines and columns moved, where nothing else of the result differs."""
    found = list(differences(saved, made))
    if not found or any(not at or at[-1] not in _PLACES for at, _one, _other in found):
        return
    files: dict[str, tuple[str, str]] = {}
    for at, one, other in found:
        inner = saved
        for step in at[:-1]:
            inner = inner[step]
        told = [f"{at[-1]} {brief(each)}" for each in (one, other)]
        files.setdefault(str(inner.get("file")), (told[0], told[1]))
    for file, (one, other) in files.items():
        yield _held(InputKind.LAYOUT, file, one, other)
