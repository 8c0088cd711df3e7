"""What services are called where several audits stand side by side: by name, and by file where that is not enough."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.model.result import Audit
from auditor.report.wording import flat


def service_names(audits: Sequence[Audit]) -> tuple[str, ...]:
    """Name the service of each audit, with the file where another declaration here has the same name."""
    files: dict[str, set[str]] = {}
    for one in audits:
        files.setdefault(flat(one.declaration.service.name), set()).add(one.declaration.file)
    return tuple(
        f"{name} ({one.declaration.file})" if len(files[name]) > 1 else name
        for one in audits
        for name in (flat(one.declaration.service.name),)
    )
