"""Sorts of services that file: their usual size, what people can do there, and how much care they take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """A sort of service. Shares are of 1.

    `weight` is how many of a hundred services are of it. `users` are those in the United Kingdom: the fewest, the
    middle, what nine in ten stay under, and the most. `answered` is the share of the usual questions that is
    answered, `thorough` that of the rarer ones, `care` how well things are done, `documents` how many there are; each
    from its least to its most. `functions` and `surfaces` say how often each is there.
    """

    name: str
    weight: int
    kinds: tuple[tuple[str, ...], ...]
    users: tuple[int, int, int, int]
    children: float
    answered: tuple[float, float]
    thorough: tuple[float, float]
    care: tuple[float, float]
    documents: tuple[int, int]
    functions: Mapping[str, float]
    surfaces: Mapping[str, float]


SORTS: Final = (
    Sort(
        name="Forum",
        weight=31,
        kinds=(("forum",),),
        users=(20, 900, 18_000, 240_000),
        children=0.55,
        answered=(0.25, 0.75),
        thorough=(0.0, 0.06),
        care=(0.0, 0.6),
        documents=(0, 2),
        functions={
            "accounts": 0.95,
            "profiles": 0.7,
            "content_search": 0.8,
            "link_sharing": 0.95,
            "media_sharing": 0.5,
        },
        surfaces={"public_posts": 0.95, "comments": 0.8, "direct_messages": 0.65, "community_channels": 0.2},
    ),
    Sort(
        name="Messenger",
        weight=12,
        kinds=(("messaging",), ("messaging", "social_network")),
        users=(500, 40_000, 2_000_000, 30_000_000),
        children=0.85,
        answered=(0.4, 0.9),
        thorough=(0.02, 0.3),
        care=(0.1, 0.8),
        documents=(1, 7),
        functions={"accounts": 1, "connections": 0.9, "media_sharing": 0.9, "link_sharing": 0.95, "user_search": 0.8},
        surfaces={"direct_messages": 1, "group_messages": 0.85, "voice_video_calls": 0.7, "community_channels": 0.3},
    ),
    Sort(
        name="Games",
        weight=16,
        kinds=(("online_game",), ("online_game", "messaging")),
        users=(200, 30_000, 900_000, 9_000_000),
        children=0.9,
        answered=(0.35, 0.85),
        thorough=(0.01, 0.25),
        care=(0.1, 0.8),
        documents=(0, 6),
        functions={"accounts": 1, "connections": 0.7, "purchases": 0.8, "random_pairing": 0.5, "profiles": 0.8},
        surfaces={"game_chat": 0.95, "direct_messages": 0.5, "group_messages": 0.4, "voice_video_calls": 0.4},
    ),
    Sort(
        name="Dating",
        weight=7,
        kinds=(("dating",), ("dating", "messaging")),
        users=(300, 20_000, 500_000, 4_000_000),
        children=0.12,
        answered=(0.35, 0.8),
        thorough=(0.01, 0.2),
        care=(0.1, 0.7),
        documents=(0, 5),
        functions={
            "accounts": 1,
            "profiles": 1,
            "media_sharing": 0.95,
            "location_display": 0.6,
            "random_pairing": 0.6,
        },
        surfaces={"direct_messages": 1, "voice_video_calls": 0.5, "livestreams": 0.1},
    ),
    Sort(
        name="Live",
        weight=8,
        kinds=(("video_sharing", "livestreaming"), ("livestreaming",), ("video_sharing",)),
        users=(300, 60_000, 3_000_000, 40_000_000),
        children=0.8,
        answered=(0.4, 0.9),
        thorough=(0.03, 0.4),
        care=(0.1, 0.85),
        documents=(0, 8),
        functions={
            "accounts": 1,
            "content_recommender": 0.9,
            "content_search": 0.9,
            "advertising": 0.7,
            "purchases": 0.5,
        },
        surfaces={"livestreams": 0.3, "comments": 0.95, "public_posts": 0.8, "direct_messages": 0.6},
    ),
    Sort(
        name="Social",
        weight=10,
        kinds=(("social_network",), ("social_network", "messaging"), ("social_network", "video_sharing")),
        users=(400, 150_000, 8_000_000, 44_000_000),
        children=0.85,
        answered=(0.5, 0.97),
        thorough=(0.1, 0.7),
        care=(0.2, 0.95),
        documents=(2, 14),
        functions={
            **dict.fromkeys(("accounts", "profiles", "connections", "media_sharing", "link_sharing"), 1.0),
            **dict.fromkeys(("suggestions", "connection_lists", "user_search", "content_search", "resharing"), 0.9),
            **dict.fromkeys(("content_recommender", "advertising"), 0.9),
        },
        surfaces={
            **dict.fromkeys(("direct_messages", "public_posts", "comments"), 0.95),
            **dict.fromkeys(("group_messages", "community_channels", "voice_video_calls", "livestreams"), 0.6),
        },
    ),
    Sort(
        name="Files",
        weight=6,
        kinds=(("file_storage",),),
        users=(100, 15_000, 600_000, 12_000_000),
        children=0.5,
        answered=(0.3, 0.75),
        thorough=(0.01, 0.15),
        care=(0.0, 0.7),
        documents=(0, 4),
        functions={"accounts": 0.9, "media_sharing": 1, "link_sharing": 0.8, "file_storage_and_sharing": 1},
        surfaces={"public_posts": 0.4, "comments": 0.3},
    ),
    Sort(
        name="Market",
        weight=6,
        kinds=(("marketplace",), ("marketplace", "messaging")),
        users=(200, 20_000, 700_000, 16_000_000),
        children=0.45,
        answered=(0.3, 0.7),
        thorough=(0.0, 0.12),
        care=(0.0, 0.65),
        documents=(0, 3),
        functions={"accounts": 1, "profiles": 0.8, "purchases": 1, "content_search": 1, "advertising": 0.6},
        surfaces={"direct_messages": 1, "public_posts": 0.9, "comments": 0.5},
    ),
    Sort(
        name="Learning",
        weight=4,
        kinds=(("education",), ("education", "forum")),
        users=(50, 4_000, 200_000, 5_000_000),
        children=0.95,
        answered=(0.4, 0.9),
        thorough=(0.02, 0.3),
        care=(0.3, 0.9),
        documents=(0, 6),
        functions={"accounts": 1, "profiles": 0.6, "media_sharing": 0.6, "content_search": 0.6},
        surfaces={"community_channels": 0.8, "comments": 0.7, "direct_messages": 0.4},
    ),
)
