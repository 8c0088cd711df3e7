"""`auditor review`: one requirement across all filings, and what reviewers decide on it, beside the verdicts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli.options import ColorOption, PlainOption, View, ViewOption, WidthOption, parse_words
from auditor.cli.register_options import KnownAtOption, MeantRulesetOption, now, register_at, store_at
from auditor.cli.triage import SHOWN, LimitOption, RegisterFileOption, the_ruleset
from auditor.cli.views import show_view
from auditor.model.reviews import Opinion

if TYPE_CHECKING:
    from auditor.model.register import Entry
    from auditor.register.reading import Register

DECIDING = "Deciding"


def review_command(
    requirement: Annotated[
        str,
        typer.Argument(metavar="REQUIREMENT", help="GRM-02, or RULESET/GRM-02.", show_default=False),
    ],
    register: RegisterFileOption,
    ruleset: MeantRulesetOption = None,
    known_at: KnownAtOption = None,
    limit: LimitOption = SHOWN,
    decide: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--decide",
            metavar="SUBMISSION accept|reject|look",
            help="Record a decision on this requirement in one filing: the beginning of its digest, or its service's "
            "id. Left out: nothing is recorded.",
            show_default=False,
            rich_help_panel=DECIDING,
        ),
    ] = None,
    because: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            parser=parse_words,
            help="Why; --decide needs it.",
            show_default=False,
            rich_help_panel=DECIDING,
        ),
    ] = None,
    reviewer: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            parser=parse_words,
            help="Who decides; --decide needs it.",
            show_default=False,
            rich_help_panel=DECIDING,
        ),
    ] = None,
    format: ViewOption = View.TERMINAL,
    color: ColorOption = "auto",
    width: WidthOption = None,
    plain: PlainOption = False,
) -> None:
    """Compare the answers of all filings on a requirement.

    Filings that say the same stand together, counted by size and kind of service; answers unlike the others come
    first. With --decide a reviewer's decision is kept in the register: beside the verdict, which it never changes.

    Exit status: 0 shown or recorded; 2 wrong usage; 3 the register cannot be used.

    Example: auditor review GRM-02 --register register.db
    """
    own, _, name = requirement.rpartition("/")
    if decide is None and (because is not None or reviewer is not None):
        raise typer.BadParameter("--because and --reviewer belong to --decide", param_hint="--decide")
    if decide is not None and (format is not View.TERMINAL or limit != SHOWN):
        raise typer.BadParameter("it is said in a sentence; leave out --format and --limit", param_hint="--decide")
    with register_at(register) as opened:
        from auditor.cli.register_asked import at_that_time, must_know_requirement
        from auditor.register.choosing import everything, rulesets_with
        from auditor.register.triaging import answered

        must_know_requirement(opened, name, known_at)
        entries = everything(opened, known_at)
        hint = "--ruleset" if ruleset is not None or not own else "REQUIREMENT"
        among = rulesets_with(opened, name, known_at)
        meant = the_ruleset(entries, ruleset or own or None, among, known_at=known_at, hint=hint)
        if decide is None:
            found = answered(opened, entries, meant, name, known_at=known_at, limit=limit or None)
    if decide is not None:
        if known_at is not None:
            raise typer.BadParameter("a decision is of today", param_hint="--known-at")
        _decide(register, meant, name, decide, because, reviewer)
        return
    if not found.filings:
        of = f" of {meant}" if meant else ""
        told = f"no newest filing was audited on `{name}`{of}"
        raise typer.BadParameter(at_that_time(known_at, told, told), param_hint="REQUIREMENT")
    show_view("review", found, format=format, color=color, width=width, plain=plain)


def _decide(
    register: str,
    ruleset: str,
    requirement: str,
    decide: tuple[str, str],
    because: str | None,
    reviewer: str | None,
) -> None:
    from auditor.cli.streams import emit
    from auditor.model.reviews import Review
    from auditor.report.triage_words import decided_text

    submission, word = decide
    if word not in tuple(Opinion):
        raise typer.BadParameter(f"`{word}` is none of accept, reject, look", param_hint="--decide")
    if because is None or reviewer is None:
        raise typer.BadParameter("a decision needs --because TEXT and --reviewer NAME", param_hint="--decide")
    with store_at(register) as store:
        from auditor.register.reviewing import add_review, result_digest
        from auditor.register.triaging import finding_in

        entry = _audited(store, submission, ruleset)
        statuses = finding_in(store, entry, requirement)
        if statuses is None:
            raise typer.BadParameter(f"that audit has no requirement `{requirement}`", param_hint="REQUIREMENT")
        assert entry.result is not None, "what was audited has a result"
        moment: datetime = now()
        review = Review(
            submission=entry.sha256,
            service=entry.service,
            ruleset=entry.ruleset,
            requirement=requirement,
            opinion=Opinion(word),
            reviewer=reviewer,
            on=moment.date(),
            because=because,
            result_sha256=result_digest(store, entry.result),
        )
        add_review(store, review, moment)
    emit(decided_text(review, *statuses))


def _audited(opened: Register, submission: str, ruleset: str) -> Entry:
    """Give the newest audit, by the ruleset, of the submission that is meant."""
    from auditor.cli.register_show import the_digest
    from auditor.register.choosing import is_of

    digest = the_digest(opened, submission, None, hint="--decide")
    found = next((one for one in opened.entries_of(digest) if one.result is not None and is_of(one, ruleset)), None)
    if found is None:
        by = ruleset or "any ruleset"
        raise typer.BadParameter(f"the register holds no audit of it by {by}", param_hint="--decide")
    if found.compiled:
        raise typer.BadParameter(
            "others compiled it from published facts: it is never judged, so there is nothing to decide on",
            param_hint="--decide",
        )
    return found
