"""A published index as a ruleset with facts of its own, and its published answers as declarations.

The index asks the same elements of a company's group, of its operating company and of each of its services.
Each of these is a level here, and each element of each level a requirement; what a company was not asked is
not applicable, by a declared fact. Levels are areas within composites within indicators within families;
the three categories are transparent, so that indicators and families count straight in the total.
"""

from __future__ import annotations

import csv
import json
import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

RULESET: Final = "index-2022"
YEAR: Final = 2022
CATEGORIES: Final = {"G": "governance", "F": "freedom", "P": "privacy"}
ANSWERS: Final = {
    "yes": "disclosed",
    "partial": "partly_disclosed",
    "no": "not_disclosed",
    "no disclosure found": "nothing_found",
}
NOT_ASKED: Final = "N/A"
_COMPOSITES: Final = {"Group": "group", "OpCom": "operator"}
_SERVICE: Final = re.compile(r"service_\d+")
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9 _.-]*")


@dataclass(frozen=True)
class Answer:
    """What one company was found to disclose: one element, at one level."""

    company: str
    indicator: str
    element: str
    level: str
    word: str | None

    @property
    def key(self) -> str:
        """The element as a key of the vocabulary."""
        return self.element.lower().replace(".", "_")


@dataclass(frozen=True)
class Index:
    """The index of one year: what was asked, what was found, and what was published of it."""

    answers: tuple[Answer, ...]
    families: Mapping[str, str]
    reversed: frozenset[str]
    published: Mapping[str, Mapping[str, str]]

    @property
    def companies(self) -> tuple[str, ...]:
        """Every company, as it is named."""
        return tuple(dict.fromkeys(one.company for one in self.answers))

    def of(self, company: str) -> tuple[Answer, ...]:
        """Give the answers of one company."""
        return tuple(one for one in self.answers if one.company == company)


def read_index(folder: Path) -> Index:
    """Read the published files."""
    specs = {row["element"]: row for row in _rows(folder / f"{YEAR}-element-specs.csv")}
    indicators = _rows(folder / f"{YEAR}-indicators.csv")
    services: dict[str, list[str]] = {}
    answers = []
    for row in _rows(folder / f"{YEAR}-elements.csv"):
        level = _COMPOSITES.get(row["composite"])
        if level is None:
            known = services.setdefault(row["company"], [])
            if row["service"] not in known:
                known.append(row["service"])
            level = f"service_{known.index(row['service']) + 1}"
        word = None if row["answer"] == NOT_ASKED else ANSWERS[row["answer"]]
        answers.append(Answer(row["company"], row["indicator"], row["element"], level, word))
    return Index(
        answers=tuple(answers),
        families={
            row["indicator"]: row["family"]
            for row in indicators
            if row["is_family"] == "false" and row["indicator"] != row["family"]
        },
        reversed=frozenset(name for name, row in specs.items() if row["reversed"] == "true"),
        published={row["company"]: row for row in _rows(folder / f"{YEAR}-totals.csv")},
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_ruleset(index: Index, answers: Iterable[Answer], folder: Path) -> Path:
    """Write the edition that asks everything that `answers` answer; give its folder."""
    asked = list({(one.level, one.element): one for one in answers}.values())
    home = folder / RULESET / f"{YEAR}.1.0"
    (home / "requirements").mkdir(parents=True, exist_ok=True)
    _write(home / "ruleset.yaml", _head(index, asked))
    _write(home / "vocabulary.yaml", _vocabulary(asked))
    for letter, category in CATEGORIES.items():
        requirements = [_requirement(one, index) for one in asked if one.indicator.startswith(letter)]
        _write(home / "requirements" / f"{category}.yaml", requirements)
    return home


def write_declaration(company: str, answers: Iterable[Answer], levels: Iterable[str], path: Path) -> Path:
    """Write what one company was asked and answered; of the other levels, that nothing was asked."""
    found: dict[str, dict[str, Any]] = {level: {"asked": [], "answers": {}} for level in levels}
    for one in answers:
        if one.word is not None:
            found[one.level]["asked"].append(one.key)
            found[one.level]["answers"][one.key] = one.word
    declaration = {
        "declaration": 1,
        "service": {"name": company},
        "stated_on": "2022-04-27",
        "extensions": {RULESET: {"levels": found}},
    }
    return _write(path, declaration)


def levels(answers: Iterable[Answer]) -> tuple[str, ...]:
    """Give every level that is asked: group, operator, and as many services as one company has."""
    return tuple(dict.fromkeys(one.level for one in answers))


def _head(index: Index, asked: Iterable[Answer]) -> dict[str, Any]:
    return {
        "ruleset": 1,
        "id": RULESET,
        "version": f"{YEAR}.1.0",
        "title": "2022 RDR Big Tech Scorecard, as a ruleset",
        "summary": "What the index of 2022 asks of digital platforms, and how it adds up.",
        "status": "advocacy",
        "published": "2022-04-27",
        "in_force_from": "2022-04-27",
        "decided_by": ["should"],
        "scoring": {"model": "nested"},
        "origins": {"weights": "source", "credits": "source"},
        "documents": [
            {
                "id": "rdr-2022",
                "title": "2022 RDR Big Tech Scorecard",
                "publisher": "Ranking Digital Rights",
                "licence": "CC BY 4.0",
            }
        ],
        "areas": _areas(index, asked),
    }


def _areas(index: Index, asked: Iterable[Answer]) -> list[dict[str, Any]]:
    """Give categories, families, indicators, composites and levels, each after what it is in."""
    found: dict[str, dict[str, Any]] = {
        category: {"id": category, "title": category.capitalize(), "transparent": True}
        for category in CATEGORIES.values()
    }
    for one in asked:
        way = [CATEGORIES[one.indicator[0]]]
        if one.indicator in index.families:
            way.append(index.families[one.indicator].lower())
        way.append(one.indicator.lower())
        if _SERVICE.fullmatch(one.level):
            way.append(f"{one.indicator.lower()}_services")
        way.append(_area(one))
        for parent, name in pairwise(way):
            found.setdefault(name, {"id": name, "title": name.replace("_", " ").capitalize(), "parent": parent})
    return list(found.values())


def _area(one: Answer) -> str:
    return f"{one.indicator}_{one.level}".lower()


def _vocabulary(asked: Iterable[Answer]) -> dict[str, Any]:
    asked = list(asked)
    elements = list(dict.fromkeys(one.key for one in asked))
    set_of = {
        "title": "Asked",
        "description": "The elements that are asked at this level.",
        "question": "Which elements are asked of {key}?",
        "scope": True,
        "type": "array",
        "uniqueItems": True,
        "items": {"enum": elements},
    }
    answers = {
        "title": "Answers",
        "description": "What the company discloses, by element.",
        "type": "object",
        "propertyNames": {"enum": elements},
        "additionalProperties": {
            "title": "Answer",
            "description": "What the company discloses on this element.",
            "question": "What does the company disclose on {key}?",
            "enum": list(ANSWERS.values()),
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Index of 2022",
        "description": "What was asked of each company, and what was found.",
        "properties": {
            "levels": {
                "title": "Levels",
                "description": "The group, the operating company and each service.",
                "type": "object",
                "propertyNames": {"enum": list(levels(asked))},
                "additionalProperties": {
                    "title": "Level",
                    "description": "What was asked at this level, and found.",
                    "type": "object",
                    "properties": {"asked": set_of, "answers": answers},
                },
            }
        },
    }


def _requirement(one: Answer, index: Index) -> dict[str, Any]:
    at = f"extensions.{RULESET}.levels.{one.level}"
    best = ANSWERS["no" if one.element in index.reversed else "yes"]
    level = one.level.upper().replace("SERVICE_", "S")
    return {
        "id": f"{one.element.upper().replace('.', '-')}-{level}",
        "title": f"{one.element} at {one.level}",
        "asks": f"Disclose {one.element}.",
        "obligation": "should",
        "area": _area(one),
        "source": {"document": "rdr-2022", "clause": one.element, "checked": "read"},
        "applies_when": {f"{at}.asked": {"has": one.key}},
        "met_when": {f"{at}.answers.{one.key}": best},
        "partly_met_when": {"credit": 0.5, "when": {f"{at}.answers.{one.key}": ANSWERS["partial"]}},
        "evidence": {"assurance": "asserted"},
    }


def _write(path: Path, content: object) -> Path:
    """Write YAML: entries of lists and short mappings in one piece, long mappings key by key."""
    path.write_text("\n".join(_block(content, 0)) + "\n", encoding="utf-8")
    return path


def _block(content: object, depth: int) -> list[str]:
    margin = "  " * depth
    if isinstance(content, list) and content and isinstance(content[0], dict):
        return [line for one in content for line in _wrapped(f"{margin}- {_flow(one)}", margin)]
    if isinstance(content, dict) and len(_flow(content)) > 100:
        return [line for key, one in content.items() for line in _entry(margin, key, one, depth)]
    return []


def _entry(margin: str, key: str, one: object, depth: int) -> list[str]:
    inner = _block(one, depth + 1)
    return [f"{margin}{key}:", *inner] if inner else _wrapped(f"{margin}{key}: {_flow(one)}", margin)


def _wrapped(text: str, margin: str) -> list[str]:
    return textwrap.wrap(text, 118, subsequent_indent=f"{margin}    ", break_long_words=False, break_on_hyphens=False)


def _flow(one: object) -> str:
    if isinstance(one, dict):
        return "{" + ", ".join(f"{key}: {_flow(value)}" for key, value in one.items()) + "}"
    if isinstance(one, list):
        return "[" + ", ".join(map(_flow, one)) + "]"
    if isinstance(one, str) and _PLAIN.fullmatch(one):
        return one
    return json.dumps(one, ensure_ascii=False)


def thinned(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Leave out what was not asked where nothing of a level was asked, save one element that stands for it."""
    by_level: dict[tuple[str, str], list[Answer]] = {}
    for one in answers:
        by_level.setdefault((one.indicator, one.level), []).append(one)
    kept = (level if any(one.word for one in level) else level[:1] for level in by_level.values())
    return tuple(one for level in kept for one in level)


def scores(audit: Mapping[str, Any], track: str) -> dict[str, tuple[str, str]]:
    """Give the total and the category scores of an audit, both ends as the result writes them."""
    areas = {area["id"]: area["score"][track] for area in audit["areas"]}
    found = {"total": audit["score"][track], **{name: areas[name] for name in CATEGORIES.values()}}
    return {name: (score["low"], score["high"]) for name, score in found.items()}


def written(index: Index, folder: Path) -> tuple[Path, list[Path]]:
    """Write one ruleset wide enough for every company, and a declaration of each; give the folder and the files."""
    home = write_ruleset(index, index.answers, folder)
    asked = levels(index.answers)
    names = {company: folder / f"{company.lower()}.yaml" for company in index.companies}
    return home, [write_declaration(company, index.of(company), asked, path) for company, path in names.items()]
