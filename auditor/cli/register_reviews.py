"""What reviewers decided, shown beside a result of the register and never in it: its bytes stay what they were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from auditor.report.registry import Format

if TYPE_CHECKING:
    from auditor.model.reviews import Review
    from auditor.register.reading import Register


def reviews_of(
    opened: Register, digest: str, known_at: datetime | None, ruleset: str | None = None
) -> tuple[Review, ...]:
    """Give what was decided on a submission and on others of its service, as far as it was known at a time.

    With a ruleset or edition, only what was decided on findings by that ruleset.

    A filing that others compiled is not judged, so that nothing is decided on it.
    """
    from auditor.register.reviewing import reviews

    first = opened.history(digest, known_at).entries[0]
    if first.compiled:
        return ()
    by = (ruleset or "").partition("@")[0]
    return tuple(one for one in reviews(opened, known_at) if one.service == first.service and by in ("", one.ruleset))


def tell_reviews(
    decided: Sequence[Review], digest: str, formats: Sequence[Format] | None, outputs: Sequence[str] | None
) -> None:
    """Write decisions below a report that people read on standard output; beside any other, to standard error."""
    from auditor.cli.streams import emit, say
    from auditor.report.triage_words import reviews_text

    if not decided:
        return
    below = (formats or [Format.TERMINAL]) == [Format.TERMINAL] and (outputs or ["-"]) == ["-"]
    text = reviews_text(decided, digest)
    if below:
        emit("\n" + text)
    else:
        say(text)
