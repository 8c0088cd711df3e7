"""Declarations that do not say their service's id, and whose files' names are the ids of other services too.

Whatever joins by the id would take two services for one: filings, waivers, baselines, findings across uploads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Diagnostic, Place, Severity
from auditor.model.plaintext import slug_of

_WHY: Final = "what bears one id is one service to whoever puts results together"


def _is_unsaid(one: Declaration) -> bool:
    return not one.service.id_declared


def sharing(
    declarations: Iterable[Declaration], is_unsaid: Callable[[Declaration], bool] = _is_unsaid
) -> Iterator[tuple[Declaration, Declaration]]:
    """Give each declaration that does not say its id beside the first that has that id and is called otherwise."""
    about: dict[str, list[Declaration]] = {}
    for one in declarations:
        about.setdefault(one.service.id, []).append(one)
    for first, *rest in about.values():
        other = next((one for one in rest if not one.service.is_called(first.service)), None)
        if other is None:
            continue
        for one in (first, *rest):
            if is_unsaid(one):
                yield one, other if one.service.is_called(first.service) else first


def shared_id(
    one: Declaration, other: Declaration, *, code: str, why: str = _WHY, severity: Severity = Severity.WARNING
) -> Diagnostic:
    """Say that a declaration does not say its id, and that another service bears it."""
    return Diagnostic(
        code=code,
        message=f"the id made of this file's name, `{one.service.id}`, is that of another service too: "
        f"`{other.file}`",
        place=Place(one.file),
        why=why,
        help=write_an_id(one.service.name),
        severity=severity,
    )


def write_an_id(name: str) -> str:
    """Say what to write, for a service of that name."""
    wanted = slug_of(name)
    known = f"`id: {wanted}`" if wanted else "an `id:` of lower-case letters, digits and hyphens"
    return f"write {known} under `service:` in it, the same in each of its filings"
