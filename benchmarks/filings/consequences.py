"""What follows from an answer, as a table: what is denied with a denial, and affirmed with what is affirmed.

Written by hand from what the facts mean, and not from the rules that look for contradictions, so that the two can be
held against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_DETECTION: Final = ("share_covered", "detection_since")
# Where the first is denied (no, none, nothing, nobody), so is the rest. `*` is each member; the same one on both
# sides where the first has it.
DENIED: Final[Mapping[str, tuple[str, ...]]] = {
    "users.children.can_use": (
        "surfaces.*.adults_can_reach_children",
        "users.children.likely_access",
        "users.children.aimed_at_under_13",
        "child_defaults",
    ),
    "users.minimum_age": ("age_assurance.finds_underage", "enforcement.underage_accounts_closed"),
    "age_assurance.methods": ("age_assurance.tested_on", "age_assurance.used_for"),
    "age_assurance.tested_on": ("age_assurance.wrongly_adult_share",),
    "functionality.connections": ("functionality.connection_lists", "functionality.suggestions"),
    "functionality.content_recommender": ("functionality.recommender_live_tests",),
    "functionality.location_display": ("child_defaults.*.location_visible", "child_defaults.*.location_can_be_shown"),
    "functionality.suggestions": (
        "child_defaults.*.suggested_to_adults",
        "child_defaults.*.suggested_to_children",
        "child_defaults.*.shown_suggestions",
    ),
    "functionality.connection_lists": (
        "child_defaults.*.connections_visible",
        "child_defaults.*.shown_in_connection_lists",
    ),
    "functionality.user_search": ("child_defaults.*.found_by_contact_details",),
    "functionality.advertising": ("child_defaults.*.profiled_advertising",),
    "functionality.ai_chat": ("child_defaults.*.ai_chat_switched_on",),
    "profiling.used": ("child_defaults.*.personal_recommendations", "child_defaults.*.profiled_advertising"),
    "child_defaults.*.location_can_be_shown": ("child_defaults.*.location_visible",),
    "child_defaults.*.location_collected": ("child_defaults.*.location_visible",),
    "parental_controls.offered": (
        "parental_controls.monitoring",
        "parental_controls.features",
        "parental_controls.ends_at_age",
    ),
    "reporting.in_product": ("surfaces.*.report_button", "reporting.profile_button"),
    "grooming.any_detection": (
        "surfaces.*.grooming_detection",
        "grooming.signals",
        "grooming.alerts_child",
        "grooming.alerts_moderators",
    ),
    "grooming.signals": ("surfaces.*.grooming_detection",),
    "grooming.alerts_child": ("grooming.alert_offers_steps",),
    "grooming.tested_on": ("grooming.found_share", "grooming.false_alarm_share"),
    "surfaces.*.offered": tuple(
        f"surfaces.*.{name}"
        for name in (
            *("adults_can_reach_children", "grooming_detection", "csea_detection", "report_button", "pre_moderated"),
            *(f"{kind}_{one}" for kind in ("grooming", "csea") for one in _DETECTION),
        )
    ),
    "surfaces.*.grooming_detection": tuple(f"surfaces.*.grooming_{one}" for one in _DETECTION),
    "surfaces.*.csea_detection": tuple(f"surfaces.*.csea_{one}" for one in _DETECTION),
    "surfaces.voice_video_calls.offered": ("child_defaults.*.calls_from",),
    "surfaces.comments.offered": ("child_defaults.*.comments_from",),
    "surfaces.livestreams.offered": (
        "child_defaults.*.livestreams_seen_by",
        "child_defaults.*.livestream_interaction",
        *(f"livestreaming.{one}" for one in ("moderation", "moderated_while_children_live", "imminent_harm_report")),
        "livestreaming.stop_time",
    ),
    "abuse_material.hash_matching": tuple(
        f"abuse_material.{one}"
        for one in (
            *("matched_media", "hash_lists", "hash_matching_everywhere", "matched_where_public"),
            *("matched_before_shown", "perceptual_matching", "existing_content_matched"),
            *("matched_share", "matched_since"),
        )
    ),
    "abuse_material.url_blocking": tuple(
        f"abuse_material.{one}" for one in ("url_lists", "url_share", "url_list_refresh_time")
    ),
    "abuse_material.new_material_detection": (
        "abuse_material.new_material_share",
        "abuse_material.new_material_since",
    ),
    "intimate_images.hash_matching": tuple(
        f"intimate_images.{one}" for one in ("hash_lists", "matched_where_public", "matched_share", "matched_since")
    ),
    "referral.channels": ("referral.covers_kinds",),
    "referral.time_taken": ("referral.covers_kinds",),
    "referral.covers_kinds": ("referral.channels", "referral.time_taken", "referral.urgent_time"),
    "reporting.acknowledgement_time": tuple(
        f"reporting.{one}" for one in ("outcome_told", "explains_when_kept", "reasons_told")
    ),
    "reporting.response_time": ("reporting.child_safety_response_time", "reporting.child_abuse_response_time"),
    "moderation.uses_volunteers": ("moderation.volunteers_escalate_csea", "moderation.volunteer_materials"),
    "moderation.headcount": ("moderation.trained_share", "moderation.uk_headcount"),
    "transparency.last_published": tuple(
        f"transparency.{one}" for one in ("contents", "common_metrics", "open_format")
    ),
    "governance.accountable_person": ("governance.answers_to_top",),
    "governance.measures_monitored": ("governance.internal_assurance", "governance.assurance_independent"),
    "governance.risk_management_reviewed": ("governance.annual_review",),
    "risk_assessment.completed": (
        "risk_assessment.levels",
        "risk_assessment.covers",
        "risk_assessment.written_record",
    ),
}
# Where the first is affirmed, so is the rest.
AFFIRMED: Final[Mapping[str, tuple[str, ...]]] = {
    "surfaces.*.grooming_detection": (
        *(f"surfaces.*.grooming_{one}" for one in _DETECTION),
        "surfaces.*.grooming_languages",
    ),
    "surfaces.*.csea_detection": tuple(f"surfaces.*.csea_{one}" for one in _DETECTION),
    "abuse_material.hash_matching": tuple(
        f"abuse_material.{one}" for one in ("matched_media", "hash_lists", "matched_share", "matched_since")
    ),
    "abuse_material.url_blocking": ("abuse_material.url_lists", "abuse_material.url_share"),
    "abuse_material.new_material_detection": (
        "abuse_material.new_material_share",
        "abuse_material.new_material_since",
    ),
    "intimate_images.hash_matching": tuple(
        f"intimate_images.{one}" for one in ("hash_lists", "matched_share", "matched_since")
    ),
    "abuse_material.hash_matching_everywhere": ("abuse_material.matched_where_public",),
}
