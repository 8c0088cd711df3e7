"""What a service answers: valid facts of the real vocabulary, drawn so that they resemble what services say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from auditor.model.vocabulary import EXTENSIONS, FactType, Kind, Vocabulary
from benchmarks.filings.addresses import Facts, put
from benchmarks.filings.coherence import Coherence
from benchmarks.filings.draw import Draw
from benchmarks.filings.services import Service

# Subjects that most forms ask for; of all others a service answers as much as it is thorough.
USUAL: Final = frozenset(
    {
        *("service", "users", "functionality", "surfaces", "risk_assessment", "child_defaults", "age_assurance"),
        *("grooming", "abuse_material", "referral", "reporting", "moderation", "enforcement", "transparency"),
        *("governance", "search", "livestreaming", "education", "terms", "policies"),
    }
)
# Facts that say something worse where they say yes.
WORSE: Final = frozenset(
    {
        *("suggested_to_adults", "location_visible", "found_by_contact_details", "shown_in_connection_lists"),
        *("connections_visible", "shown_suggestions", "location_can_be_shown", "personal_recommendations"),
        *("profiled_advertising", "data_shared_with_third_parties", "ai_chat_switched_on", "weakened_alone"),
        *("circumvention_promoted", "weakening_encouraged", "hidden_advertising", "loot_boxes", "spending_pressure"),
        *("commercial_nudging", "identity_document_needed", "only_protection"),
    }
)
_BETTER_LOW: Final = ("wrongly_adult_share", "false_alarm_share")
_CONTACT: Final = ("direct_messages", "group_messages", "community_channels", "game_chat", "voice_video_calls")
_HOURS: Final = (0.5, 1, 2, 2.4, 3.5, 4, 6, 8, 11.5, 12, 18, 24, 24, 36, 48, 72, 96, 168)
_DAYS: Final = (1, 1, 2, 3, 5, 7, 7, 10, 14, 14, 21, 28, 30, 60, 90, 180)
_MINUTES: Final = (1, 2, 3, 5, 10, 12, 15, 20, 30, 60, 120)
_MONTHS: Final = (3, 6, 6, 12, 12, 12, 12, 24)
_AGES: Final = (13, 13, 13, 16, 16, 18)
_READING: Final = (8, 9, 9, 10, 11, 12, 13, 14, 16)
_LANGUAGES: Final = ("en", "cy", "fr", "de", "pl", "ur", "ar", "es")
_PEOPLE: Final = ("A. Example", "R. Sample", "J. Nobody", "M. Placeholder", "S. Instance", "T. Specimen")
_PARTNERS: Final = ("Example Helpline", "Lantern Trust", "Safer Shores", "Harbour Charity", "Open Door")


class Answers:
    """Draws the answers of one service on one day."""

    def __init__(self, vocabulary: Vocabulary, service: Service, stated_on: date, draw: Draw) -> None:
        self.vocabulary, self.service, self.stated_on, self.draw = vocabulary, service, stated_on, draw
        self.offered = self._offered()

    def all(self) -> Facts:
        """Give all that it answers, holding together."""
        facts: Facts = {"service": {}}
        for name, group in self.vocabulary.groups.items():
            if name == EXTENSIONS:
                continue
            found = self._group(group, name)
            if found:
                facts.setdefault(name, {}).update(found) if isinstance(found, dict) else facts.update({name: found})
        self._settled(facts)
        Coherence(self.vocabulary).settle(facts, self.draw)
        return facts

    def _offered(self) -> frozenset[str]:
        wanted = {name for name, likely in self.service.sort.surfaces.items() if self.draw.chance(likely)}
        if "livestreaming" in self.service.kinds:
            wanted.add("livestreams")
        if "messaging" in self.service.kinds:
            wanted.add("direct_messages")
        return frozenset(wanted)

    def _settled(self, facts: Facts) -> None:
        """Put in what is settled of the service, whatever was drawn."""
        service = self.service
        put(facts, "service.kinds", list(service.kinds))
        put(facts, "service.launched_on", service.launched.isoformat())
        put(facts, "users.monthly_active", {"GB": service.users, **service.countries})
        put(facts, "users.minimum_age", "none" if service.minimum_age is None else service.minimum_age)
        put(facts, "users.children.can_use", service.children)
        for name, likely in service.sort.functions.items():
            if name in facts.get("functionality", {}):
                put(facts, f"functionality.{name}", self.draw.chance(likely))
        if "video_sharing" in service.kinds:
            put(facts, "functionality.media_sharing", True)

    def _group(self, type_: FactType, path: str) -> Any:
        usual = path.partition(".")[0] in USUAL
        if not usual and not self.draw.chance(0.15 + self.service.thorough):
            return None
        match type_.kind:
            case Kind.CLOSED_MAP if path == "surfaces":
                return {word: self._surface(type_, word) for word in self._surfaces(type_)}
            case Kind.BANDS:
                return self._bands(type_, path)
        return self._fields(type_, path, self._likely(path))

    def _likely(self, path: str) -> float:
        usual = path.partition(".")[0] in USUAL
        return self.service.answered if usual else self.service.thorough

    def _surfaces(self, type_: FactType) -> list[str]:
        """Say what is offered; of the rest, most services say that it is not."""
        return [word for word in type_.words if word in self.offered or self.draw.chance(self.service.answered)]

    def _surface(self, type_: FactType, word: str) -> Facts:
        assert type_.item is not None
        if word not in self.offered:
            return {"offered": False}
        found = self._fields(type_.item, f"surfaces.{word}", self.service.answered)
        found["offered"] = True
        if "adults_can_reach_children" in found and word in _CONTACT:
            found["adults_can_reach_children"] = self.draw.chance(0.8)
        return {name: found[name] for name in type_.item.fields if name in found}

    def _bands(self, type_: FactType, path: str) -> list[Facts]:
        if not self.service.children or not self.draw.chance(self.service.answered):
            return []
        start = self.service.minimum_age if self.service.minimum_age in (8, 13, 16) else 13
        middle = self.draw.chance(0.5) and start < 16
        ages = [(start, 15), (16, 17)] if middle else [(start, 17)]
        likely = (self.service.answered + self.service.thorough) / 2
        return [
            {"ages": {"from": first, "to": last}, **self._fields(type_, f"{path}.{number}", likely)}
            for number, (first, last) in enumerate(ages)
        ]

    def _fields(self, type_: FactType, path: str, likely: float) -> Facts:
        found: Facts = {}
        for name, child in type_.fields.items():
            at = f"{path}.{name}"
            if child.kind is Kind.GROUP:
                inside: Any = self._fields(child, at, likely)
                if not inside:
                    continue
            elif not self.draw.chance(likely):
                continue
            else:
                inside = self._answer(child, at)
            found[name] = inside
        return found

    def _answer(self, type_: FactType, path: str) -> Any:
        draw, care = self.draw, self.service.care
        if draw.chance(0.015):
            return None
        if "declines" in self.service.said and not type_.scope and draw.chance(0.03):
            return {"declined": {"asked_by": "Example Regulator", "on": self._day(400).isoformat()}}
        if type_.or_none and draw.chance((1 - care) * 0.35):
            return "none"
        match type_.kind:
            case Kind.YES_NO:
                return self._yes_or_no(type_, path)
            case Kind.NUMBER:
                return self._number(type_, path)
            case Kind.WORD | Kind.LADDER:
                return type_.words[int(len(type_.words) * draw.low(care))]
            case Kind.SET:
                return draw.some(type_.words, 0.15 + 0.55 * care)
            case Kind.DATE:
                return self._day(700).isoformat()
            case Kind.LIST:
                return self._texts(path)
            case Kind.CLOSED_MAP:
                assert type_.item is not None
                words = [word for word in type_.words if draw.chance(0.3 + self.service.thorough)]
                return {word: self._answer(type_.item, f"{path}.{word}") for word in words} or None
            case Kind.TEXT:
                return draw.pick(_PEOPLE)
        return None

    def _yes_or_no(self, type_: FactType, path: str) -> bool:
        name = path.rpartition(".")[2]
        if type_.scope:
            return self.draw.chance(0.4)
        good = self.draw.chance(0.2 + 0.75 * self.service.care)
        return good != (name in WORSE)

    def _number(self, type_: FactType, path: str) -> int | float:
        draw, care = self.draw, self.service.care
        low = draw.low(care)
        name = path.rpartition(".")[2]
        match type_.unit:
            case "percent":
                missed = int(100 * low) * 10 if draw.chance(0.8) else int(1000 * low)
                return _tenths(missed if name in _BETTER_LOW else 1000 - missed)
            case "hours":
                return _HOURS[int(len(_HOURS) * low)]
            case "days":
                return _DAYS[int(len(_DAYS) * low)]
            case "minutes":
                return _MINUTES[int(len(_MINUTES) * low)]
            case "months":
                return _MONTHS[int(len(_MONTHS) * low)]
            case "years":
                return draw.pick(_READING if name == "reading_age" else _AGES)
        posts = 1 + self.service.users // draw.between(40_000, 400_000)
        if "headcount" in name or name == "child_safety_specialists":
            return posts
        if path.startswith("uk_figures."):
            return self.service.users // draw.between(200, 20_000)
        return draw.below(9)

    def _texts(self, path: str) -> list[str]:
        if path.endswith("languages"):
            return ["en", *self.draw.some(_LANGUAGES[1:], 0.25)]
        return self.draw.some(_PARTNERS, 0.4)

    def _day(self, within: int) -> date:
        first = max(self.service.launched, self.stated_on - timedelta(days=within))
        near = self.draw.low(self.service.care)
        return self.stated_on - timedelta(days=int(near * (self.stated_on - first).days))


def _tenths(number: int) -> int | float:
    return number // 10 if number % 10 == 0 else number / 10
