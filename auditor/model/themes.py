"""What requirements are about: a closed list, so that instruments can be asked what they say on a matter."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Theme(StrEnum):
    """A matter that an instrument can speak of. A requirement has one or more."""

    GROOMING = "grooming"
    CHILD_ALERTS = "child_alerts"
    SOLICITATION = "solicitation"
    ABUSE_MATERIAL = "abuse_material"
    CHILD_DEFAULTS = "child_defaults"
    CONTACT = "contact"
    AGE_ASSURANCE = "age_assurance"
    REPORTING = "reporting"
    COMPLAINTS = "complaints"
    MODERATION = "moderation"
    ENFORCEMENT = "enforcement"
    LAW_ENFORCEMENT = "law_enforcement"
    TRANSPARENCY = "transparency"
    GOVERNANCE = "governance"
    RISK_ASSESSMENT = "risk_assessment"
    TERMS = "terms"
    EDUCATION = "education"
    SUPPORT = "support"
    USER_CONTROLS = "user_controls"
    PARENTAL_CONTROLS = "parental_controls"
    LIVESTREAMING = "livestreaming"
    SEARCH = "search"
    RECOMMENDERS = "recommenders"
    PRIVACY = "privacy"
    GEOLOCATION = "geolocation"
    PERSUASIVE_DESIGN = "persuasive_design"
    ADVERTISING = "advertising"
    PURCHASES = "purchases"
    BULLYING = "bullying"
    ILLEGAL_CONTENT = "illegal_content"
    HARMFUL_CONTENT = "harmful_content"
    INTIMATE_IMAGES = "intimate_images"
    CRISIS = "crisis"
    COOPERATION = "cooperation"
    DEVICES = "devices"
    GENERATIVE_AI = "generative_ai"
    ENCRYPTION = "encryption"


TITLES: Final = {
    Theme.GROOMING: "grooming: finding it, and keeping those who do it from children",
    Theme.CHILD_ALERTS: "alerts to the child when a contact looks like grooming",
    Theme.SOLICITATION: "offering, seeking and procuring of children",
    Theme.ABUSE_MATERIAL: "images, videos and links of child sexual abuse",
    Theme.CHILD_DEFAULTS: "settings that children start with",
    Theme.CONTACT: "who can get in touch with a child",
    Theme.AGE_ASSURANCE: "knowing who is a child",
    Theme.REPORTING: "routes by which people report harm",
    Theme.COMPLAINTS: "handling of reports and complaints, and appeals",
    Theme.MODERATION: "moderation and the people who do it",
    Theme.ENFORCEMENT: "sanctions against those who break the rules",
    Theme.LAW_ENFORCEMENT: "reports to the police and other authorities",
    Theme.TRANSPARENCY: "what is published about harm and what is done",
    Theme.GOVERNANCE: "who answers for safety, and internal control",
    Theme.RISK_ASSESSMENT: "assessment of risk",
    Theme.TERMS: "terms, rules and policies",
    Theme.EDUCATION: "advice for children, parents and teachers",
    Theme.SUPPORT: "help for those who meet harm",
    Theme.USER_CONTROLS: "blocking, muting and other tools in users' hands",
    Theme.PARENTAL_CONTROLS: "tools for parents and guardians",
    Theme.LIVESTREAMING: "livestreams",
    Theme.SEARCH: "search and its suggestions",
    Theme.RECOMMENDERS: "feeds, recommendations and profiling",
    Theme.PRIVACY: "privacy and personal data of children",
    Theme.GEOLOCATION: "where a child is",
    Theme.PERSUASIVE_DESIGN: "nudges and features that hold attention",
    Theme.ADVERTISING: "advertising to children",
    Theme.PURCHASES: "purchases, loot boxes and pressure to spend",
    Theme.BULLYING: "bullying",
    Theme.ILLEGAL_CONTENT: "illegal content of any kind",
    Theme.HARMFUL_CONTENT: "content that harms children and is not illegal",
    Theme.INTIMATE_IMAGES: "intimate images shared without consent",
    Theme.CRISIS: "response to crises",
    Theme.COOPERATION: "work with other providers, experts and regulators",
    Theme.DEVICES: "toys and other devices that are connected",
    Theme.GENERATIVE_AI: "generative artificial intelligence",
    Theme.ENCRYPTION: "encrypted services",
}
"""Each theme in a few plain words."""


def words_of(theme: Theme) -> str:
    """Give the theme's name as people write it."""
    return theme.value.replace("_", " ")
