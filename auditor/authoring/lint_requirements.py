"""Checks of requirements: how they are written, what backs them, and that somebody tried them."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Final

from auditor.authoring.lint_draft import Draft, Faults, fault, subjects, types_read
from auditor.authoring.satisfy import identity
from auditor.model.condition import Always
from auditor.model.evidence import Assurance
from auditor.model.ruleset import Requirement

_LONGEST_TITLE: Final = 100
_SECOND_SENTENCE: Final = re.compile(r"[.!?] +[A-Z]")


def title_with_stop(draft: Draft) -> Faults:
    """Look for titles that end as sentences do."""
    for one in draft.requirements:
        if one.title.endswith("."):
            yield fault(
                "lint.title-with-stop",
                f"the title of `{one.id}` ends with a full stop",
                draft.place_of(one, "title"),
                help="titles are short claims, without one",
            )


def title_too_long(draft: Draft) -> Faults:
    """Look for titles that no table can show."""
    for one in draft.requirements:
        if len(one.title) > _LONGEST_TITLE:
            yield fault(
                "lint.title-too-long",
                f"the title of `{one.id}` has {len(one.title)} letters",
                draft.place_of(one, "title"),
                help=f"say it in {_LONGEST_TITLE}, and the rest under `asks`",
            )


def repeated_title(draft: Draft) -> Faults:
    """Look for two requirements that reports cannot tell apart."""
    seen: dict[str, Requirement] = {}
    for one in draft.requirements:
        first = seen.setdefault(one.title.casefold(), one)
        if first is not one:
            yield fault(
                "lint.repeated-title",
                f"`{one.id}` has the title of `{first.id}`",
                draft.place_of(one, "title"),
                help="say what sets the two apart",
            )


def no_theme(draft: Draft) -> Faults:
    """Look for requirements that nobody who asks about a matter would find."""
    for one in draft.requirements:
        if draft.scored and not one.themes:
            yield fault(
                "lint.no-theme",
                f"`{one.id}` does not say what it is about",
                draft.place_of(one, "id"),
                help="name one theme or more: `themes: [grooming]`; `auditor ruleset find` lists them",
            )


def idle_formerly(draft: Draft) -> Faults:
    """Look for a former name that is still in use in the same edition."""
    names = {one.id for one in draft.requirements}
    for one in draft.requirements:
        if one.formerly in names:
            yield fault(
                "lint.idle-formerly",
                f"`{one.formerly}`, the former name of `{one.id}`, is a requirement of this edition",
                draft.place_of(one, "formerly"),
                help="take `formerly` out, or give the other requirement another id",
            )


def asks_no_sentence(draft: Draft) -> Faults:
    """Look for asks that are not whole sentences."""
    for one in draft.requirements:
        if not one.asks.rstrip().endswith("."):
            yield fault(
                "lint.asks-no-sentence",
                f"what `{one.id}` asks does not end as a sentence",
                draft.place_of(one, "asks"),
                help="write one whole sentence, with a full stop",
            )


def asks_more_than_one(draft: Draft) -> Faults:
    """Look for asks of several sentences: often several requirements."""
    for one in draft.requirements:
        if _SECOND_SENTENCE.search(one.asks):
            yield fault(
                "lint.asks-more-than-one",
                f"what `{one.id}` asks is more than one sentence",
                draft.place_of(one, "asks"),
                help="say it in one, or make two requirements of it",
            )


def same_conditions(draft: Draft) -> Faults:
    """Look for two requirements that can never come out differently."""
    seen: dict[Hashable, Requirement] = {}
    for one in draft.requirements:
        scope = None if isinstance(one.applies_when, Always) else identity(one.applies_when)
        said = (scope, identity(one.met_when), tuple((rung.credit, identity(rung.when)) for rung in one.rungs))
        days = (one.starts, one.ends)
        first = seen.setdefault((said, days), one)
        if first is not one:
            yield fault(
                "lint.same-conditions",
                f"`{one.id}` is tested exactly as `{first.id}` is",
                draft.place_of(one, "met_when"),
                why="one fact would count twice in the score",
                help="make one requirement of the two, or test what sets them apart",
            )


def no_remedy(draft: Draft) -> Faults:
    """Look for what decides the verdict and does not say how to meet it."""
    for one in draft.requirements:
        if one.decisive and one.remedy is None:
            yield fault(
                "lint.no-remedy",
                f"`{one.id}` decides the verdict and does not say how to meet it",
                one.place,
                help="write `remedy: {do: …, effort: …}`",
            )


def remedy_without_effort(draft: Draft) -> Faults:
    """Look for remedies that no plan can weigh."""
    for one in draft.requirements:
        if draft.scored and one.remedy is not None and one.remedy.effort is None:
            yield fault(
                "lint.remedy-without-effort",
                f"the remedy of `{one.id}` does not say how much work it is",
                draft.place_of(one, "remedy"),
                why="a plan that puts the cheapest step first could not place it",
                help="write `effort:`, 1 to 13",
            )


def asserted_decisive(draft: Draft) -> Faults:
    """Look for verdicts that rest on a mere word."""
    for one in draft.requirements:
        if draft.scored and one.decisive and one.evidence.assurance is Assurance.ASSERTED:
            yield fault(
                "lint.asserted-decisive",
                f"`{one.id}` decides the verdict, and a mere assertion is enough to back it",
                draft.place_of(one, "evidence", "assurance"),
                why="both tracks would be the same, and the backed verdict would rest on the declaration's word",
                help="ask for `documented` or `independent`",
            )


def evidence_never_stale(draft: Draft) -> Faults:
    """Look for decisive requirements that evidence of any age backs."""
    for one in draft.requirements:
        asks_proof = one.evidence.assurance is not Assurance.ASSERTED
        if draft.scored and one.decisive and asks_proof and one.evidence.not_older_than is None:
            yield fault(
                "lint.evidence-never-stale",
                f"`{one.id}` decides the verdict, and evidence of any age backs it",
                draft.place_of(one, "evidence"),
                help="write `not_older_than: {parameter: …}`",
            )


def no_case(draft: Draft) -> Faults:
    """Look for requirements that no case tries."""
    for one in draft.requirements:
        if one.id not in draft.in_cases:
            yield fault(
                "lint.no-case",
                f"no case says what `{one.id}` should come to",
                one.place,
                why="a requirement that nobody tried may do the opposite of what it says",
                help="write one under `cases/` for each outcome; `auditor ruleset test` names those missing",
            )


def weighs_nothing(draft: Draft) -> Faults:
    """Look for decisive requirements that the score leaves out."""
    for one in draft.requirements:
        if one.decisive and one.weight == 0:
            yield fault(
                "lint.weighs-nothing",
                f"`{one.id}` decides the verdict and weighs nothing in the score",
                draft.place_of(one, "weight"),
                why="a score could be full beside a failed verdict",
                help="give it a weight, or an obligation that does not decide",
            )


def no_control(draft: Draft) -> Faults:
    """Look for decisive requirements that no safety control can meet."""
    for one in draft.requirements:
        if draft.scored and one.decisive and not any(type_.control for type_ in types_read(one.met_when)):
            yield fault(
                "lint.no-control",
                f"`{one.id}` is met without any fact that the vocabulary marks as a control",
                draft.place_of(one, "met_when"),
                help="test what the service does about it",
            )


def scope_by_other_fact(draft: Draft) -> Faults:
    """Look for scopes that a service can talk itself out of."""
    for one in draft.requirements:
        if isinstance(one.applies_when, Always) or not draft.scored:
            continue
        for subject, place in subjects(one.applies_when):
            # what the keys of a map hold is what is asked of it: a total, whether there is any
            held = subject.type.item
            if not (subject.type.scope or (held is not None and held.scope)):
                yield fault(
                    "lint.scope-by-other-fact",
                    f"`{one.id}` is put out of scope by `{subject.path}`, which is no scope fact",
                    place,
                    why="only facts that the vocabulary marks `scope: true` can take a service out of a rule",
                    help="use a scope fact, or move the test into `met_when`",
                )
