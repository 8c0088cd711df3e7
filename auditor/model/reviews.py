"""What reviewers decide on findings, beside the verdicts."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct


class Opinion(StrEnum):
    """What a reviewer decided on one finding of one filing. It never changes a status, a verdict or a score."""

    ACCEPT = "accept"
    REJECT = "reject"
    LOOK = "look"


class Review(Struct, frozen=True, kw_only=True):
    """One reviewer's decision on one requirement of one filing, as a register keeps it.

    `ruleset` is an id. `submission` is the digest of the filing that the reviewer saw, `result_sha256` that of the
    result that it was seen in. `reviewer` is empty where the name was taken out.
    """

    submission: str
    service: str
    ruleset: str
    requirement: str
    opinion: Opinion
    reviewer: str
    on: date
    because: str
    result_sha256: str
