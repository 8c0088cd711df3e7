"""What commands write as JSON beside results, held to the contracts that `auditor schema` prints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.e2e.running import AS_OF, EXAMPLES, ROOT, auditor
from tests.support.contracts import objects

SCHEMAS = {"timeline": "timeline", "scope": "scope", "config": "config-result"}
DECLARED = sorted([*EXAMPLES.glob("*.yaml"), *(EXAMPLES / "published").glob("*.yaml")])
TINY = ROOT / "tests" / "fixtures" / "scope" / "tiny-code" / "1.0.0"
# One of words alone, one with requirements of every sort, one that ended, and one that rests on memory.
EDITIONS = (TINY, "internet-safety-strategy@3.0.0", "uk-social-media-code@1.0.0", "ofcom-children@1.1.0")
SETTINGS = """\
ruleset = ["internet-safety-strategy@3"]
min_score = 60
format = ["json", "html"]
output = ["-", "report.html"]
respect_dates = true
"""


def schema(name: str) -> dict[str, Any]:
    found = json.loads(auditor("schema", SCHEMAS[name]).stdout)
    Draft202012Validator.check_schema(found)
    return dict(found)


@pytest.fixture(scope="module")
def contracts() -> dict[str, Draft202012Validator]:
    """Give each contract as the program prints it."""
    return {name: Draft202012Validator(schema(name)) for name in SCHEMAS}


def held(document: bytes, contract: Draft202012Validator) -> dict[str, Any]:
    found = json.loads(document)
    contract.validate(found)
    return dict(found)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_object_is_closed_and_every_property_is_described(name: str) -> None:
    found = schema(name)
    assert (found["$id"], found["properties"]["schema"]["const"]) == (
        f"urn:auditor:schema:{name}:1",
        f"auditor.{name}/1",
    )
    for one in objects(found):
        assert one["additionalProperties"] is False
        assert one["required"] == list(one["properties"])
        assert [key for key, said in one["properties"].items() if not said.get("description", "").endswith(".")] == []


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda one: Path(one).parent.name if isinstance(one, Path) else one)
@pytest.mark.parametrize("declared", DECLARED, ids=lambda path: path.stem)
def test_what_applies_keeps_its_contract(
    declared: Path, edition: Path | str, contracts: dict[str, Draft202012Validator]
) -> None:
    ran = auditor("ruleset", "scope", edition, "--for", declared, *AS_OF, "-f", "json")
    found = held(ran.stdout, contracts["scope"])
    judged = declared.parent.name != "published"  # what others compiled is not
    assert (found["counts"] is not None, bool(found["requirements"])) == (judged, judged)
    untold = [one for one in found["requirements"] if one["applicability"] == "cannot-tell"]
    assert found["told"] is (judged and not untold)


@pytest.mark.parametrize("declared", DECLARED, ids=lambda path: path.stem)
def test_what_time_changes_keeps_its_contract(declared: Path, contracts: dict[str, Draft202012Validator]) -> None:
    editions = ("-r", "internet-safety-strategy", "-r", "ofcom-illegal-content", "-r", "uk-social-media-code")
    ran = auditor("timeline", declared, "--as-of", "2019-01-01", *editions, "-f", "json")
    assert ran.status == 0, ran.stderr
    assert len(held(ran.stdout, contracts["timeline"])["timelines"]) == 3


@pytest.mark.parametrize("text", ["", SETTINGS])
def test_settings_keep_their_contract(text: str, tmp_path: Path, contracts: dict[str, Draft202012Validator]) -> None:
    (tmp_path / "auditor.toml").write_text(text, encoding="utf-8")
    environment = {"AUDITOR_MIN_AREA": "grooming=50", "AUDITOR_SOMETHING": "1"}
    ran = auditor("config", "-f", "json", "--", "--baseline", "b.json", cwd=tmp_path, env=environment)
    document = held(ran.stdout, contracts["config"])
    found = {one["key"]: one for one in document["values"]}
    assert (found["baseline"]["origin"], found["min_area"]["origin"]) == ("flag", "environment")
    assert found["min_score"]["origin"] == ("file" if text else "default")
    assert document["not_settings"] == ["AUDITOR_SOMETHING"]
