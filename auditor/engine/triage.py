"""Who to look at first: a priority is exposure times shortfall, each an interval, each term told.

What is not known is an interval and never nothing. Every number that stands in this file is ours: no law and no
ruleset gives it, and whoever shows a priority says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final

from auditor.model.finding import Interval, Reason, Status
from auditor.model.reviews import Review
from auditor.model.triage import End, Profile, Ranked, Signal, Term, TermName, Weighed

ORIGIN: Final = "design"

# Users a month, in a country or at all, where no number is stated.
USERS_UNKNOWN: Final = Interval(Fraction(0), Fraction(1_000_000))
# The share of users who are under 18, by what is stated of children. No filing states the share itself.
MADE_FOR_CHILDREN: Final = Interval(Fraction(1, 2), Fraction(1))
CHILDREN_USE_IT: Final = Interval(Fraction(1, 100), Fraction(1, 2))
CHILDREN_UNKNOWN: Final = Interval(Fraction(0), Fraction(1, 2))
NO_CHILDREN_CLAIMED: Final = Interval(Fraction(0), Fraction(1, 10))
NO_CHILDREN_BACKED: Final = Interval(Fraction(0), Fraction(0))
# What a level of risk of sexual abuse, by the provider's own assessment, counts for. None of them counts for nothing.
LEVELS: Final[Mapping[str, Fraction]] = {
    "negligible": Fraction(1, 4),
    "low": Fraction(1, 2),
    "medium": Fraction(3, 4),
    "high": Fraction(1),
}
# How a requirement can be short of met: for sure, in part for sure, and perhaps.
SHORT: Final = (Status.NOT_MET, Status.PARTLY_MET, Status.UNDECIDED)
RISKS: Final = ("csea", "csea_grooming", "csea_image_material", "csea_url_material")
SURFACES: Final = 8
_ONE: Final = Fraction(1)


def users(profile: Profile) -> Term:
    """Give how many people use the service in a month."""
    if profile.users is None:
        return Term(name=TermName.USERS, value=USERS_UNKNOWN, said="monthly users are not stated", assumed=True)
    stated = Fraction(profile.users)
    if not profile.users_whole:
        value = Interval(stated, stated + USERS_UNKNOWN.high)
        return Term(name=TermName.USERS, value=value, said="not stated for every country", assumed=True)
    return Term(name=TermName.USERS, value=Interval(stated, stated), said="monthly users, as declared")


def share(profile: Profile) -> Term:
    """Give the share of users who are children: always assumed, for it is not asked."""
    if profile.under_13:
        value, said = MADE_FOR_CHILDREN, "made for children under 13, at least in part"
    elif profile.children or profile.likely:
        value, said = CHILDREN_USE_IT, "children can use it, or are likely to"
    elif profile.children is False and profile.no_children_backed:
        value, said = NO_CHILDREN_BACKED, "children cannot use it, and that is backed"
    elif profile.children is False:
        value, said = NO_CHILDREN_CLAIMED, "it is said that children cannot use it, and nothing backs that"
    else:
        value, said = CHILDREN_UNKNOWN, "whether children can use it is not stated"
    return Term(name=TermName.SHARE, value=value, said=said, assumed=value != NO_CHILDREN_BACKED)


def risk(profile: Profile) -> Term:
    """Give the greatest level of risk of sexual abuse that the provider's own assessment found."""
    stated = {one: LEVELS[profile.levels[one]] for one in RISKS if profile.levels.get(one) in LEVELS}
    if not stated:
        value = Interval(min(LEVELS.values()), _ONE)
        return Term(name=TermName.RISK, value=value, said="no level of risk is stated", assumed=True)
    greatest = max(stated.values())
    said = ", ".join(f"{one} {profile.levels[one]}" for one in stated)
    if RISKS[0] in stated or greatest == _ONE:
        return Term(name=TermName.RISK, value=Interval(greatest, greatest), said=said)
    return Term(name=TermName.RISK, value=Interval(greatest, _ONE), said=f"{said}, csea not stated", assumed=True)


def contact(profile: Profile) -> Term:
    """Give in how many ways an adult stranger can reach a child, of nine: one is for all other harm."""
    sure, most = profile.surfaces
    of = SURFACES + 1
    value = Interval(Fraction(1 + sure, of), Fraction(1 + most, of))
    if sure == most:
        return Term(
            name=TermName.CONTACT, value=value, said=f"open between adults and children: {sure} of {SURFACES}"
        )
    said = f"open between adults and children: {sure} of {SURFACES}, and {most - sure} not answered for"
    return Term(name=TermName.CONTACT, value=value, said=said, assumed=True)


def shortfall(weighed: Sequence[Weighed]) -> Term:
    """Give the share of the decisive weight that is not met as backed: for sure, and with all that is open."""
    decisive = [one for one in weighed if one.decisive and one.status is not Status.NOT_IN_FORCE]
    whole = sum((one.weight for one in decisive), Fraction(0))
    if not whole:
        return Term(
            name=TermName.SHORTFALL,
            value=Interval(whole, whole),
            said="no requirement asked on the day decides anything",
        )
    low = sum((_lost(one).low for one in decisive), Fraction(0))
    high = sum((_lost(one).high for one in decisive), Fraction(0))
    not_met, partly, undecided = (sum(one.backed is status for one in decisive) for status in SHORT)
    said = (
        f"of {len(decisive)} decisive requirements {not_met} not met, {partly} partly met and {undecided} undecided, "
        "as backed, by weight"
    )
    return Term(name=TermName.SHORTFALL, value=Interval(low / whole, high / whole), said=said)


def _lost(one: Weighed) -> Interval:
    """Give the weight that a finding leaves unmet; one that may not apply may leave nothing."""
    if one.backed in (Status.NOT_APPLICABLE, Status.NOT_IN_FORCE):
        return Interval(Fraction(0), Fraction(0))
    unsure = one.reason in (Reason.SCOPE_UNKNOWN, Reason.SCOPE_UNBACKED)
    low = Fraction(0) if unsure else one.weight * (1 - one.credit.high)
    return Interval(low, one.weight * (1 - one.credit.low))


def terms_of(profile: Profile) -> tuple[Term, ...]:
    """Give the terms of a filing's priority, in their order."""
    return (users(profile), share(profile), risk(profile), contact(profile), shortfall(profile.weighed))


def product(terms: Iterable[Term]) -> Interval:
    """Multiply terms, end by end; none is less than nothing."""
    low = high = _ONE
    for one in terms:
        low, high = low * one.value.low, high * one.value.high
    return Interval(low, high)


def short_of(weighed: Sequence[Weighed]) -> dict[Status, tuple[str, ...]]:
    """Give the decisive requirements that are short of met as backed, by status; those that weigh most come first.

    What is not met is told from what is undecided: of the latter nobody knows.
    """
    lost = [(one, _lost(one)) for one in weighed if one.decisive]
    lost.sort(key=lambda pair: (-pair[1].low, -pair[1].high, pair[0].requirement))
    return {status: tuple(one.requirement for one, _weight in lost if one.backed is status) for status in SHORT}


def ranked(
    profiles: Iterable[Profile],
    signals: Mapping[str, Sequence[Signal]],
    reviews: Mapping[str, Sequence[Review]],
    *,
    by: End,
) -> tuple[Ranked, ...]:
    """Put filings in their order; what stands beside them is given by the submission's digest, and moves nobody.

    A filing that others compiled is no filing of the service's own, and is given no priority.
    """
    found = []
    for profile in profiles:
        assert not profile.entry.compiled, "what others compiled has no priority"
        terms = terms_of(profile)
        found.append((product(terms), terms, profile))
    found.sort(key=lambda one: _order(one[0], one[2], by))
    places: list[Ranked] = []
    for number, (priority, terms, profile) in enumerate(found, start=1):
        same = bool(places) and places[-1].priority == priority
        digest = profile.entry.sha256
        places.append(
            Ranked(
                place=places[-1].place if same else number,
                entry=profile.entry,
                kinds=profile.kinds,
                priority=priority,
                terms=terms,
                short=short_of(profile.weighed),
                signals=tuple(signals.get(digest, ())),
                reviews=tuple(reviews.get(digest, ())),
            )
        )
    return tuple(places)


def _order(priority: Interval, profile: Profile, by: End) -> tuple[Fraction, Fraction, str, str]:
    first, then = (priority.high, priority.low) if by is End.UPPER else (priority.low, priority.high)
    return -first, -then, profile.entry.service, profile.entry.sha256
