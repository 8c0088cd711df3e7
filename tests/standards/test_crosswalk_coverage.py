"""The crosswalks against the sources: who stands in them, and what history says of who followed whom.

Lineages are read from the source page, section 9, and not from the files: each row goes from text to text in time.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pytest

from auditor.authoring.lint_crosswalks import lint_relations
from auditor.model.correspondence import Correspondence, Reference, Relation
from auditor.model.ruleset import Ruleset
from auditor.model.themes import Theme
from auditor.source.crosswalks import Catalogue, crosswalk_files, read_crosswalk
from auditor.source.library import builtin_editions
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary

COVERED = (Theme.GROOMING, Theme.CHILD_DEFAULTS, Theme.REPORTING, Theme.TRANSPARENCY)
FILES = {path.stem: read_crosswalk(path) for path in crosswalk_files()}
ALL = tuple(one for relations in FILES.values() for one in relations)

OFCOM, PRINCIPLES, NETWORK_CODE = "ofcom-illegal-content", "csea-voluntary-principles", "uk-social-media-code"
STRATEGY, ASKS, CHILDRENS_CODE = "internet-safety-strategy", "nspcc-asks", "ico-childrens-code"
CHILDREN, GUIDELINES, AUSTRALIA = "ofcom-children", "eu-dsa-minors", "au-bose"

# Instruments that speak of one theme and ask for different things: theme, instrument, those beside it, and why.
APART = [
    (
        Theme.GROOMING,
        OFCOM,
        (STRATEGY, ASKS, PRINCIPLES),
        "It asks for words and safe defaults, and for no detection.",
    ),
    (
        Theme.REPORTING,
        PRINCIPLES,
        (OFCOM, CHILDREN, CHILDRENS_CODE, NETWORK_CODE, GUIDELINES, AUSTRALIA),
        "The eighth principle is about what is lawful by itself and belongs to abuse, and nobody else names that.",
    ),
    (Theme.REPORTING, AUSTRALIA, (ASKS, CHILDRENS_CODE), "Its way to report is not one for children."),
    (Theme.REPORTING, CHILDRENS_CODE, (NETWORK_CODE,), "Concerns about data are not reports of harmful conduct."),
    (
        Theme.TRANSPARENCY,
        OFCOM,
        (STRATEGY, ASKS, PRINCIPLES, NETWORK_CODE, GUIDELINES, AUSTRALIA),
        "What it wants open is risk in the terms and labels of accounts; reports are asked for by notice.",
    ),
    (Theme.TRANSPARENCY, NETWORK_CODE, (ASKS, PRINCIPLES), "A page on what is done is not figures."),
    (Theme.TRANSPARENCY, GUIDELINES, (ASKS, PRINCIPLES), "A page on what is done is not figures."),
]

# The alert to the child is alone in its kind: these correspond to each other and to nothing else.
CHILD_ALERTS = {
    "nspcc-asks@1.0.0/ALT-01",
    "nspcc-asks@1.1.0/ALT-01",
    "internet-safety-strategy@3.0.0/GRM-04",
    "internet-safety-strategy@3.0.0/GRM-12",
}
FIRST_ASKED_IN_2018 = ("DET-03", "POL-01", "TRN-01", "TRN-02")

# Lineage A, the social media code: the heads of section 103, the draft of 2018, the code of 2019.
SOCIAL_MEDIA_CODE = [
    ("uk-social-media-code@0.1.0/RTE-01", "uk-social-media-code@0.5.0/RTE-01", Relation.EQUAL),
    ("uk-social-media-code@0.5.0/RTE-01", "uk-social-media-code@1.0.0/RTE-01", Relation.EQUAL),
    ("uk-social-media-code@0.1.0/PUB-01", "uk-social-media-code@0.5.0/PUB-01", Relation.EQUAL),
    ("uk-social-media-code@0.5.0/PUB-01", "uk-social-media-code@1.0.0/PUB-01", Relation.EQUAL),
]

# Lineage C: the interim code follows the principles, and the NSPCC asked for much of it before.
SEEKING = [
    ("csea-voluntary-principles@1.0.0/VP-1", "internet-safety-strategy@2.0.0/ABM-01", Relation.SUPERSET),
    ("csea-voluntary-principles@1.0.0/VP-2", "internet-safety-strategy@2.0.0/ABM-04", Relation.SUPERSET),
    ("csea-voluntary-principles@1.0.0/VP-3", "internet-safety-strategy@2.0.0/GRM-01", Relation.SUPERSET),
    # On which surfaces is what the interim code adds to the third principle.
    ("csea-voluntary-principles@1.0.0/VP-3", "internet-safety-strategy@2.0.0/GRM-02", Relation.INTERSECTS),
    ("csea-voluntary-principles@1.0.0/VP-8", "internet-safety-strategy@2.0.0/REP-09", Relation.EQUAL),
    ("csea-voluntary-principles@1.0.0/VP-11", "internet-safety-strategy@2.0.0/TRN-06", Relation.EQUAL),
    ("nspcc-asks@1.1.0/DET-04", "csea-voluntary-principles@1.0.0/VP-3", Relation.INTERSECTS),
    ("nspcc-asks@1.1.0/TRN-01", "csea-voluntary-principles@1.0.0/VP-11", Relation.INTERSECTS),
    # Contact by unknown adults: followers are approved, protection is enhanced, messages are blocked.
    ("nspcc-asks@1.1.0/SAF-06", "ofcom-illegal-content@1.1.0/ICU-F1", Relation.INTERSECTS),
    ("csea-voluntary-principles@1.0.0/VP-7", "ofcom-illegal-content@1.1.0/ICU-F1", Relation.INTERSECTS),
    ("internet-safety-strategy@2.0.0/DEF-01", "ofcom-illegal-content@1.1.0/ICU-F1", Relation.INTERSECTS),
]

# Lineage D: the standard on default settings was renumbered from 6 to 7, with the wording as it was.
RENUMBERED = [
    ("ico-childrens-code@0.9.0/AADC-DEFAULT-01", "ico-childrens-code@1.0.0/AADC-DEFAULT-01", Relation.EQUAL),
    ("ico-childrens-code@0.9.0/AADC-GEO-01", "ico-childrens-code@1.0.0/AADC-GEO-01", Relation.EQUAL),
]

# Lineage E: the asks of 2017 were kept in 2018, and others added.
NSPCC = [
    (f"nspcc-asks@1.0.0/{one}", f"nspcc-asks@1.1.0/{one}", Relation.EQUAL)
    for one in ("SAF-01", "SAF-02", "SAF-03", "SAF-06", "SAF-10", "DET-01", "DET-02", "DET-04", "ALT-01", "ALT-02")
]


@cache
def edition(name: str) -> Ruleset:
    (found,) = (one for one in builtin_editions() if f"{one.id}@{one.number}" == name)
    return read_ruleset(found.folder, read_vocabulary())


def names() -> list[str]:
    return [f"{one.id}@{one.number}" for one in builtin_editions() if one.kind == "scored"]


def speaks(theme: Theme, name: str) -> bool:
    return any(theme in one.themes for one in edition(name).requirements)


def ends(relations: tuple[Correspondence, ...]) -> list[Reference]:
    return [end for one in relations for end in (one.source, one.target)]


def beside(requirement: str) -> set[str]:
    """Give what corresponds to a requirement, whichever way round it is written."""
    pairs = [(str(one.source), str(one.target)) for one in ALL]
    return {b for a, b in pairs if a == requirement} | {a for a, b in pairs if b == requirement}


def between(first: str, second: str) -> Relation | None:
    """Give the relation, read from the first to the second."""
    for one in ALL:
        if (str(one.source), str(one.target)) == (first, second):
            return one.relation
        if (str(one.target), str(one.source)) == (first, second):
            return one.relation.reversed
    return None


def test_there_is_a_file_for_each_theme() -> None:
    assert {one.value for one in COVERED} <= FILES.keys()


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("theme", COVERED)
def test_every_edition_that_speaks_of_a_theme_stands_in_its_file(theme: Theme, name: str) -> None:
    if speaks(theme, name):
        assert name in {end.edition_text for end in ends(FILES[theme.value])}


@pytest.mark.parametrize("theme", COVERED)
def test_two_instruments_that_speak_of_a_theme_correspond_or_it_is_said_why_not(theme: Theme) -> None:
    speaking = sorted({name.partition("@")[0] for name in names() if speaks(theme, name)})
    related = {frozenset((one.source.ruleset, one.target.ruleset)) for one in FILES[theme.value]}
    apart = {frozenset((one, other)) for about, one, others, _why in APART if about is theme for other in others}
    assert {frozenset(pair) for pair in combinations(speaking, 2)} - related == apart


@pytest.mark.parametrize("theme", COVERED)
def test_a_file_keeps_to_its_theme(theme: Theme) -> None:
    """At least one end of each relation is about the theme: the other may do the same for another reason."""
    for one in FILES[theme.value]:
        about = {
            each
            for end in (one.source, one.target)
            for requirement in edition(end.edition_text).requirements
            if requirement.id == end.requirement
            for each in requirement.themes
        }
        assert theme in about, f"{one.source} and {one.target}"


def test_nothing_dangles_and_nothing_is_contradicted() -> None:
    assert not lint_relations(ALL, Catalogue(builtin_editions()))


@pytest.mark.parametrize(
    ("first", "second", "relation"), [*SOCIAL_MEDIA_CODE, *SEEKING, *RENUMBERED, *NSPCC], ids=str
)
def test_the_lineages_of_the_sources_stand_in_the_crosswalks(first: str, second: str, relation: Relation) -> None:
    assert between(first, second) is relation


def test_no_later_official_text_took_up_the_alert_to_the_child() -> None:
    assert beside("nspcc-asks@1.1.0/ALT-01") > {"nspcc-asks@1.0.0/ALT-01"}
    for alert in CHILD_ALERTS:
        assert beside(alert) <= CHILD_ALERTS, alert


@pytest.mark.parametrize("id", FIRST_ASKED_IN_2018)
def test_what_the_nspcc_first_asked_in_2018_has_nothing_before_it(id: str) -> None:
    related = beside(f"nspcc-asks@1.1.0/{id}")
    assert related
    assert not [one for one in related if one.startswith("nspcc-asks@1.0.0/")]


def test_an_edition_that_is_silent_on_grooming_is_related_to_nothing_about_it() -> None:
    """Section 103(4) keeps the social media code from it, and the strategy of 2018 left it out."""
    silent = ("uk-social-media-code@", "internet-safety-strategy@1.0.0")
    assert not [end for end in ends(FILES["grooming"]) if end.edition_text.startswith(silent)]
