"""What a service replied to what others say of it, or that nobody asked: one wording for every page.

Only what is on record: that no reply stands in a file does not say that none was given.
"""

from __future__ import annotations

from auditor.model.challenge import Reply
from auditor.report.escape import quoted


def reply_text(name: str, reply: Reply | None, *, to: str = "") -> str:
    """Say when and until when a service was asked for its side, and what it said; where nobody asked, say that.

    A part of a sentence, without capital and full stop. `to` says what is replied to, after a blank.
    """
    if reply is None:
        return f"nobody asked {name} for a reply{to}"
    asked = f"{name} was asked on {reply.asked.isoformat()} for a reply{to} by {reply.deadline.isoformat()}"
    on = f" on {reply.answered.isoformat()}" if reply.answered is not None else ""
    if reply.text:
        return f"{asked}, and replied{on}: {quoted(reply.text)}"
    return (
        f"{asked}, and replied{on}, but what it said is not recorded" if on else f"{asked}, and no reply is recorded"
    )
