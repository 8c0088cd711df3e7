"""What each view of a register says, column by column: the words of `docs/register.md` and of an export's dictionary.

Columns are added at the end, never renamed or moved.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_KNOWN: Final = "When the register came to know it: UTC, to the microsecond."
_AS_OF: Final = "The day on which the rules were read, as YYYY-MM-DD."
_SUBMISSION: Final = "The submission's digest: SHA-256 over its content and what was found of its evidence."
_STATED: Final = "The day on which all of it was true, as the filing itself states it; empty where it states none."
_RULESET: Final = "The ruleset's id."
_VERSION: Final = "Its edition."
_TOOL: Final = "The release of the program that made the audit."
_RECALLED: Final = "1 where requirements encoded from memory were evaluated too, else 0."
_DATES: Final = "1 where the dates of editions that are not in force were applied, else 0."
_SERVICE: Final = "The service's id."

VIEWS: Final[Mapping[str, str]] = {
    "submission": "A row for each filing that could be read: what was filed, of which service, when it became known.",
    "audit": "A row for each submission and edition that it was audited against, by its as-of date: verdict, score, "
    "counts. Of a service that others compiled there is a row, with no verdict, score or counts in it.",
    "finding": "A row for each requirement of each audit: how it came out on both tracks. Why is in the result, "
    "which `auditor register show` gives.",
    "message": "A row for each kind of message about an audited filing, by its code: documents that are missing or "
    "not what they are said to be, contradictions, and whatever else `auditor audit` warns of.",
    "run": "A row for each run of `auditor batch`.",
    "run_input": "A row for each input of each run: the state in which it ended, and the submission that it was.",
    "decision": "A row for each decision of a reviewer. It stands beside the verdict and changes nothing in it.",
    "ruleset": "A row for each edition that anything was audited against, by its digest.",
}

COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "submission": {
        "submission": _SUBMISSION,
        "declaration_sha256": "The digest of what it declares, in canonical form.",
        "evidence_sha256": "The digest of what was found of its evidence: each entry's id, fault and hash.",
        "service": _SERVICE,
        "name": "The service's name.",
        "provider": "Who provides it; empty where that is not declared.",
        "stated_on": _STATED,
        "compiled": "1 where others compiled it from published facts: such a filing is never judged; else 0.",
        "known_from": _KNOWN,
        "number": "A number for the submission, in this register alone; of two that state the same day, the one with "
        "the greater number is shown as the newer.",
        "same_day": "How many other filings of the service state the same day, or none as this one, and declare "
        "something else: which of them holds, nobody knows.",
        "undated": "How many other filings of the service state no day, where this one does, and declare something "
        "else: whether they are newer, nobody knows.",
    },
    "audit": {
        "audit": "A number for the audit, in this register alone.",
        "submission": _SUBMISSION,
        "service": _SERVICE,
        "stated_on": _STATED,
        "ruleset": _RULESET,
        "version": _VERSION,
        "ruleset_sha256": "The digest of the edition.",
        "as_of": _AS_OF,
        "tool_version": _TOOL,
        "include_recalled": _RECALLED,
        "respect_dates": _DATES,
        "verdict": "The verdict as declared: compliant, not-compliant, cannot-tell or nothing-applies.",
        "verdict_backed": "The verdict as backed by evidence.",
        "score_low": "The least score as declared over all that is undecided, of 100; empty where nothing counts.",
        "score_high": "The greatest.",
        "score_backed_low": "The least score as backed.",
        "score_backed_high": "The greatest.",
        "met": "How many requirements are met, as declared.",
        "partly_met": "How many are met in part.",
        "not_met": "How many are not met.",
        "undecided": "How many cannot be decided, because answers are missing.",
        "not_applicable": "How many do not apply to the service.",
        "not_in_force": "How many are not in force on the as-of date.",
        "known_from": _KNOWN,
        "score_may_be_empty": "1 where it is open, as declared, that anything counts: if nothing does, there is no "
        "score, whatever `score_low` says; else 0.",
        "score_backed_may_be_empty": "The same, as backed, for `score_backed_low`.",
        "contested": "How many facts of the filing others contest on the as-of date.",
    },
    "finding": {
        "audit": "The audit's number, as in the view audit.",
        "submission": _SUBMISSION,
        "service": _SERVICE,
        "stated_on": _STATED,
        "ruleset": _RULESET,
        "version": _VERSION,
        "as_of": _AS_OF,
        "requirement": "The requirement's id.",
        "decisive": "1 where it decides the verdict, else 0.",
        "status": "How it came out as declared: met, partly-met, not-met, undecided, not-applicable or not-in-force.",
        "status_backed": "How it came out as backed by evidence.",
        "credit_low": "The least credit as declared, from 0 to 1. It says something where the requirement counts.",
        "credit_high": "The greatest.",
        "credit_backed_low": "The least credit as backed.",
        "credit_backed_high": "The greatest.",
        "fingerprint": "What stays the same for this service and requirement from filing to filing.",
        "known_from": _KNOWN,
    },
    "message": {
        "submission": _SUBMISSION,
        "service": _SERVICE,
        "stated_on": _STATED,
        "as_of": _AS_OF,
        "tool_version": _TOOL,
        "code": "What kind of message: `evidence.hash-differs`, `consistency.det-02` and so on.",
        "times": "How many such messages there are. They stand in the result, which `auditor register show` gives.",
        "known_from": _KNOWN,
    },
    "run": {
        "run": "The run's number.",
        "started": "When it began: UTC, to the microsecond.",
        "ended": "When it ended; empty where it was killed, or goes on.",
        "as_of": _AS_OF,
        "tool_version": "The release of the program.",
        "rulesets": "What was audited against, as JSON: pairs of a name and a digest.",
        "include_recalled": _RECALLED,
        "respect_dates": _DATES,
        "given": "How many inputs were given.",
        "audited": "How many of them were audited, now or by the same terms before; empty where it did not end.",
        "unusable": "How many could not be used.",
        "duplicate": "How many were the same submission as an earlier input of the run.",
        "superseded": "How many are of a service that states a later day in another filing.",
        "interrupted": "How many the run did not get to.",
    },
    "run_input": {
        "run": "The run's number.",
        "position": "The input's place in the run, from 0.",
        "input": "Its name, as it was given.",
        "state": "The state in which it ended: audited, unusable, duplicate, superseded or interrupted.",
        "submission": "The digest of the submission that it was; empty where it could not be read.",
        "service": _SERVICE,
        "known": "1 where it had been audited by the same terms before, and was not audited anew; else 0.",
        "of": "The input that it duplicates, or that supersedes it; empty where there is none.",
        "codes": "The codes of what was wrong with it, with spaces between; where it cannot be used, of what refuses "
        "it alone.",
        "known_from": _KNOWN,
        "of_submission": "The digest of the filing that it duplicates, or that supersedes it, in the run or in the "
        "register; empty where there is none, and where it was given before registers kept it.",
    },
    "decision": {
        "decision": "The decision's number.",
        "ruleset": _RULESET,
        "requirement": "The requirement's id.",
        "service": _SERVICE,
        "submission": "The digest of the filing that it was made on; empty where it was made on none.",
        "accepted": "1 where the reviewer accepted, 0 where not.",
        "decided_on": "The day of the decision.",
        "reviewer": "Who decided; empty where the name was taken out.",
        "because": "Why.",
        "assurance": "How far the reviewer stands apart: asserted, documented or independent.",
        "text_sha256": "The digest of the text that was decided on: of an alternative, or in a review of the result.",
        "known_from": _KNOWN,
        "opinion": "In a review: accept, reject or look. Empty for a decision on an alternative.",
    },
    "ruleset": {
        "ruleset": _RULESET,
        "version": _VERSION,
        "sha256": "Its digest.",
        "vocabulary_sha256": "The digest of the vocabulary that it was read with.",
        "known_from": _KNOWN,
    },
}
