"""What a ruleset is held to: one table of checks, with what the reader refuses.

A check looks at an edition that can be read and warns; where `look` is None the reader itself refuses, with an
error. Each row has a bad and a good example under `tests/cases/lint/`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from msgspec import Struct

from auditor.authoring import lint_conditions as conditions
from auditor.authoring import lint_dates as dates
from auditor.authoring import lint_heads as heads
from auditor.authoring import lint_reach as reach
from auditor.authoring import lint_requirements as requirements
from auditor.authoring.lint_draft import Draft, Faults
from auditor.authoring.lint_refusals import REFUSALS
from auditor.model.diagnostic import Diagnostic, Severity, by_place
from auditor.model.ruleset import Ruleset


class Check(Struct, frozen=True):
    """One check: its code, what holds where it is silent, and the function that looks."""

    code: str
    about: str
    look: Callable[[Draft], Faults] | None = None

    @property
    def severity(self) -> Severity:
        """An edition that is refused cannot be used; what is warned of should be better."""
        return Severity.ERROR if self.look is None else Severity.WARNING


def lint(ruleset: Ruleset, folder: Path) -> tuple[Diagnostic, ...]:
    """Run every check over an edition that can be read, and give what was found in reading order."""
    draft = Draft(ruleset, folder)
    found = [one for check in CHECKS if check.look is not None for one in check.look(draft)]
    return tuple(sorted(found, key=by_place))


_LOOKING: Final = (
    # The head.
    Check("lint.path-differs", "The folder is named by id and version.", heads.path_differs),
    Check("lint.changed-after-release", "An edition that was released never changes.", heads.changed_after_release),
    Check("lint.summary-no-sentence", "The summary is written in sentences.", heads.summary_no_sentence),
    Check("lint.idle-document", "Every document is cited.", heads.idle_document),
    Check(
        "lint.document-without-publisher",
        "Every document says who published it.",
        heads.document_without_publisher,
    ),
    Check("lint.document-without-date", "Every document says when it was published.", heads.document_without_date),
    Check("lint.number-without-origin", "Every number stands in a parameter with its origin.", heads.bare_numbers),
    Check("lint.number-without-reason", "Every number of our own says why.", heads.number_without_reason),
    Check("lint.reading-is-value", "Every reading of a parameter changes it.", heads.reading_is_value),
    Check("lint.origin-not-said", "Weights, credits and efforts say whose they are.", heads.origin_not_said),
    Check(
        "lint.weight-in-instrument", "Instruments that give no weights weigh all alike.", heads.weight_in_instrument
    ),
    Check("lint.empty-area", "Every area has a requirement.", heads.empty_area),
    Check("lint.idle-transparent", "A transparent area has a parent.", heads.idle_transparent),
    # Days.
    Check(
        "lint.published-after-start", "An edition is published before it is in force.", dates.published_after_start
    ),
    Check("lint.transition-outside", "A transition ends while the edition is in force.", dates.transition_outside),
    Check("lint.draft-with-dates", "What is never in force has no first day.", dates.draft_with_dates),
    Check("lint.ended-without-end", "What was repealed or superseded has a last day.", dates.ended_without_end),
    Check("lint.never-in-force", "Every requirement has a day on which it is in force.", dates.never_in_force),
    Check("lint.idle-date", "A requirement's own days lie within its edition's.", dates.idle_date),
    Check("lint.editions-overlap", "On one day one edition of each status is in force.", dates.editions_overlap),
    Check("lint.editions-gap", "Between two editions of a statutory text no day is left out.", dates.editions_gap),
    Check("lint.editions-out-of-order", "Versions rise with the day of publication.", dates.editions_out_of_order),
    # Requirements.
    Check("lint.title-with-stop", "Titles are claims, without a full stop.", requirements.title_with_stop),
    Check("lint.title-too-long", "Titles fit in a table.", requirements.title_too_long),
    Check("lint.repeated-title", "No two requirements have one title.", requirements.repeated_title),
    Check("lint.asks-no-sentence", "What is asked is a whole sentence.", requirements.asks_no_sentence),
    Check("lint.asks-more-than-one", "What is asked is one sentence.", requirements.asks_more_than_one),
    Check("lint.no-theme", "Every requirement says what it is about.", requirements.no_theme),
    Check("lint.idle-formerly", "A requirement that was renamed has another name now.", requirements.idle_formerly),
    Check("lint.same-conditions", "No two requirements are tested alike.", requirements.same_conditions),
    Check("lint.no-remedy", "Every decisive requirement says how to meet it.", requirements.no_remedy),
    Check("lint.remedy-without-effort", "Every remedy says how much work it is.", requirements.remedy_without_effort),
    Check("lint.asserted-decisive", "What decides is backed by more than a word.", requirements.asserted_decisive),
    Check("lint.evidence-never-stale", "Evidence of what decides grows old.", requirements.evidence_never_stale),
    Check("lint.weighs-nothing", "What decides the verdict weighs in the score.", requirements.weighs_nothing),
    Check("lint.no-control", "What decides rests on a control.", requirements.no_control),
    Check(
        "lint.scope-by-other-fact", "Only scope facts take a service out of a rule.", requirements.scope_by_other_fact
    ),
    Check("lint.no-case", "Every requirement has a case.", requirements.no_case),
    # How conditions are written.
    Check("lint.passes-on-nothing", "No requirement is met by emptiness.", conditions.passes_on_nothing),
    Check("lint.repeated-member", "No list says a thing twice.", conditions.repeated_member),
    Check("lint.double-not", "No denial is denied.", conditions.double_not),
    Check("lint.not-of-yes", "No yes is denied with `not`.", conditions.not_of_yes),
    Check(
        "lint.nested-alike", "No `any` stands directly in an `any`, no `all` in an `all`.", conditions.nested_alike
    ),
    Check("lint.any-of-one-fact", "One fact is tested for several words with `in`.", conditions.any_of_one_fact),
    Check("lint.list-of-one", "A list holds more than one word.", conditions.list_of_one),
    Check("lint.too-long", "A condition is short enough to be read aloud.", conditions.too_long),
    Check("lint.too-nested", "A condition is flat enough to be read aloud.", conditions.too_nested),
    Check("lint.trivial-definition", "A definition is more than one test used once.", conditions.trivial_definition),
    Check("lint.same-definition", "No two definitions say the same.", conditions.same_definition),
    Check("lint.written-out", "What has a name is called by it.", conditions.written_out),
    # What conditions can come to.
    Check("lint.never-holds", "Every test can hold.", reach.test_never_holds),
    Check("lint.never-fails", "Every test can fail.", reach.test_never_fails),
    Check("lint.contradiction", "What is listed can hold together.", reach.contradiction),
    Check("lint.any-never-fails", "An `any` leaves something out.", reach.any_never_fails),
    Check("lint.members-decided", "`where` leaves open what `satisfies` asks.", reach.members_decided),
    Check("lint.never-applies", "Some service is in every scope.", reach.never_applies),
    Check("lint.always-applies", "Every scope that is not `always` leaves a service out.", reach.always_applies),
    Check("lint.cannot-be-met", "Every requirement can be met where it applies.", reach.cannot_be_met),
    Check("lint.cannot-be-missed", "Every requirement can be missed where it applies.", reach.cannot_be_missed),
    Check("lint.idle-rung", "Every rung can be earned.", reach.idle_rung),
    Check("lint.settled-by-scope", "`met_when` asks what `applies_when` leaves open.", reach.settled_by_scope),
)

CHECKS: Final = (*(Check(code, about) for code, about in REFUSALS), *_LOOKING)
