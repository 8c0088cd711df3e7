"""Lines of a batch: what the published schema allows, on one line each, whatever names and messages hold."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import Any

import jsonschema
import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from auditor.cli.app import app
from auditor.model.batch import Aside, Filed, Judged, Outcome, State, Summary, Terms
from auditor.model.diagnostic import Diagnostic, Place
from auditor.model.finding import Status
from auditor.model.scorecard import Verdict
from auditor.report.batch_ndjson import header, line, trailer
from auditor.report.jsontext import Json, dump, dump_unbroken

HOSTILE = 'a\n"b"\x1b[2J\u202e\u2028\udcff</script>{"kind":"trailer"}'
TERMS = Terms(
    as_of=date(2026, 10, 1), rulesets=tuple((name, "0" * 64) for name in ("a@1.0.0", "b", "c")), version="1"
)
FILED = Filed(
    sha256="1" * 64,
    declaration="2" * 64,
    evidence="3" * 64,
    service="harbour",
    name=HOSTILE,
    provider=None,
    stated_on=date(2026, 9, 30),
    compiled=False,
)
SUMMARY = Summary(
    ruleset="a",
    version="1.0.0",
    ruleset_sha256="0" * 64,
    vocabulary_sha256="0" * 64,
    verdict=Verdict.NOT_COMPLIANT,
    verdict_backed=Verdict.CANNOT_TELL,
    score=("61.25", "70.00"),
    score_backed=None,
    may_be_empty=True,
    counts={Status.MET: 3, Status.NOT_MET: 1},
)
OF_OTHERS = replace(SUMMARY, verdict=None, verdict_backed=None, score=None, counts={})
WRONG = Diagnostic(code="made.broken", message=HOSTILE, place=Place(HOSTILE, 1, 2, 3), excerpt=HOSTILE)
LEFT = Aside(files=3, archives=2, empty=1, archive_names=[HOSTILE, "b.zip"], empty_names=["."])
OUTCOMES = [
    Outcome(
        position=0,
        shown="a.zip!/x.yaml",
        state=State.AUDITED,
        filed=FILED,
        judged=Judged(filed=FILED, result=b"", summaries=(SUMMARY, OF_OTHERS), contested=2),
    ),
    Outcome(position=1, shown=HOSTILE, state=State.UNUSABLE, diagnostics=(WRONG,)),
    Outcome(position=2, shown="b", state=State.DUPLICATE, filed=FILED, of=HOSTILE, of_sha256="1" * 64),
    Outcome(position=3, shown="b", state=State.SUPERSEDED, filed=FILED, of_sha256="4" * 64),
    Outcome(position=4, shown="b", state=State.INTERRUPTED),
]


@pytest.fixture(scope="module")
def validator() -> Any:
    schema = json.loads(CliRunner().invoke(app, ["schema", "batch"]).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_every_line_is_what_the_schema_says(validator: Any) -> None:
    lines = [header(TERMS, {"x": "never in force"}), *map(line, OUTCOMES), trailer(5, {}, LEFT, complete=False)]
    for one in lines:
        assert one.endswith(b"\n")
        assert one.count(b"\n") == 1
        assert not {"\x1b", "\u202e", "\u2028"} & set(one.decode())
        validator.validate(json.loads(one))


def test_a_line_says_what_became_of_an_input() -> None:
    told = [json.loads(line(one)) for one in OUTCOMES]
    assert [one["state"] for one in told] == ["audited", "unusable", "duplicate", "superseded", "interrupted"]
    declared = {"low": "61.25", "high": "70.00", "may_be_empty": True}
    assert told[0]["audits"][0]["score"] == {"declared": declared, "backed": None}
    assert [one["contested"] for one in told] == [2, None, None, None, None]
    assert told[0]["audits"][0]["counts"]["not-met"] == 1
    assert told[0]["audits"][1]["counts"] is None
    assert told[1]["diagnostics"][0]["message"] == HOSTILE
    assert (told[2]["of"], told[3]["of"]) == (HOSTILE, None)
    assert [one["of_submission"] for one in told] == [None, None, "1" * 64, "4" * 64, None]
    assert told[4]["service"] is None


def test_whether_the_register_knew_it_already_does_not_show() -> None:
    assert line(OUTCOMES[0]) == line(replace(OUTCOMES[0], known=True))


def test_a_whole_result_stands_on_the_same_line() -> None:
    judged = OUTCOMES[0].judged
    assert judged is not None
    result = b'{\n  "a": [\n    1,\n    "x\\n  y"\n  ]\n}\n'
    whole = line(replace(OUTCOMES[0], judged=replace(judged, result=result)), whole=True)
    assert whole.count(b"\n") == 1
    assert json.loads(whole)["result"] == json.loads(result)
    assert json.loads(line(OUTCOMES[1], whole=True))["result"] is None
    assert {**json.loads(whole), "result": 0} == {**json.loads(line(OUTCOMES[0])), "result": 0}


def test_a_result_from_a_register_gives_the_line_that_a_new_one_gives() -> None:
    judged = OUTCOMES[0].judged
    assert judged is not None
    result: dict[str, Json] = {"a": [1, "x\n  y", {"b": '":'}], "c": {}}
    fresh, held = (
        replace(OUTCOMES[0], judged=replace(judged, result=one))
        for one in (dump_unbroken(result), dump(result).encode())
    )
    assert line(fresh, whole=True) == line(held, whole=True)


def test_the_trailer_counts_every_state() -> None:
    told = json.loads(trailer(3, Counter([State.AUDITED, State.AUDITED, State.UNUSABLE]), LEFT, complete=True))
    assert told["counts"] == {"audited": 2, "unusable": 1, "duplicate": 0, "superseded": 0, "interrupted": 0}
    assert (told["given"], told["complete"]) == (3, True)


def test_the_trailer_names_what_has_no_line() -> None:
    told = json.loads(trailer(0, {}, LEFT, complete=True))
    assert told["left_aside"] == {
        "files": 3,
        "links": 0,
        "archives": 2,
        "archive_names": [HOSTILE, "b.zip"],
        "empty_folders": 1,
        "empty_folder_names": ["."],
    }
