"""xAPI: valid statements with ids that stay."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from studyapp.domain.judging import key_of
from studyapp.domain.questions import (
    Check,
    Depth,
    Entry,
    Mistake,
    Option,
    Pair,
    Quantity,
    Question,
    QuestionKind,
    Step,
    Task,
)
from studyapp.domain.responses import Response
from studyapp.export.view import Record
from studyapp.export.xapi import INTERACTION_TYPES, Answered, statements, to_xapi
from tests.export.examples import HOSTILE_NAMES, full_export
from tests.export.xapi_rules import check

AT = datetime(2026, 11, 20, 18, 5, 7, 250_000, tzinfo=UTC)


BLANK = Question(
    "tst-101-q01", "tst-101", "1.1", QuestionKind.SINGLE, Depth.RECALL, 2, "What [,] belongs <here>?", (),
    "Because.", (), (), "2026-01-01",
)  # fmt: skip


def question(kind: QuestionKind, **parts: Any) -> Question:
    return replace(BLANK, kind=kind, **parts)


OPTIONS = tuple(Option(f"Option {n}", n in (1, 2), "why") for n in range(4))
QUESTIONS = {
    QuestionKind.SINGLE: question(
        QuestionKind.SINGLE, options=tuple(Option(f"O {n}", n == 1, "why") for n in range(4))
    ),
    QuestionKind.MULTIPLE: question(QuestionKind.MULTIPLE, options=OPTIONS),
    QuestionKind.TRUE_FALSE: question(
        QuestionKind.TRUE_FALSE, options=(Option("True", True, "why"), Option("False", False, "why"))
    ),
    QuestionKind.ORDERING: question(
        QuestionKind.ORDERING, steps=tuple(Step(f"S {n}", "why") for n in range(3))
    ),
    QuestionKind.MATCHING: question(
        QuestionKind.MATCHING,
        pairs=(Pair("a", "x", "why"), Pair("b", "y", "why")),
        distractors=(Mistake("z", "why"),),
    ),
    QuestionKind.TYPED: question(QuestionKind.TYPED, entries=(Entry("why", ("git stash",)),)),
    QuestionKind.BLANKS: question(
        QuestionKind.BLANKS, stem="{1} and {2}", entries=(Entry("why", ("one",)), Entry("why", ("two",)))
    ),
    QuestionKind.NUMERIC: question(
        QuestionKind.NUMERIC, entries=(Entry("why", quantity=Quantity(value=3.0, tolerance=0.5)),)
    ),
    QuestionKind.HANDS_ON: question(
        QuestionKind.HANDS_ON, task=Task("a cluster", (Check("done", "why"), Check("clean", "why")), "do it")
    ),
}


def answered(kind: QuestionKind, right: bool = True, entry_id: str = "ab" * 16) -> Answered:
    asked = QUESTIONS[kind]
    return Answered(entry_id, AT, asked, key_of(asked) if right else Response(), right, "sure", 12.5)


def test_there_is_a_question_of_every_kind() -> None:
    assert set(QUESTIONS) == set(QuestionKind) == set(INTERACTION_TYPES)


@pytest.mark.parametrize("kind", QUESTIONS)
@pytest.mark.parametrize("right", [True, False])
def test_a_statement_of_every_kind_is_valid(kind: QuestionKind, right: bool) -> None:
    found = statements(full_export(mock_exams=()), [answered(kind, right)])
    (said,) = [one for one in found if one["verb"]["id"].endswith("answered")]

    check(said)
    assert said["result"]["success"] is right
    assert said["result"]["duration"] == "PT12.50S"
    assert said["timestamp"] == "2026-11-20T18:05:07.250Z"
    if right:
        pattern = said["object"]["definition"]["correctResponsesPattern"][0]
        assert said["result"]["response"] == pattern or "[:]" in pattern
    else:
        assert "response" not in said["result"]


def test_exams_are_completed_passed_and_failed() -> None:
    (certification,) = full_export().certifications
    days = (("failed", 5), ("passed", 6), ("booked", 4))
    records = tuple(Record(kind, date(2026, month, 1)) for kind, month in days)
    export = full_export(certifications=(replace(certification, records=records),))

    found = statements(export, [])

    for said in found:
        check(said)
    verbs = [said["verb"]["display"]["en"] for said in found]
    assert verbs[:2] == ["failed", "passed"]
    assert sorted(verbs[2:]) == ["completed", "passed"], "of the mock exam"


def test_ids_stay_and_differ() -> None:
    given = [answered(QuestionKind.SINGLE), answered(QuestionKind.TYPED, entry_id="cd" * 16)]
    first = statements(full_export(), given)
    again = statements(full_export("Renamed"), [answered(QuestionKind.SINGLE)])

    assert len({said["id"] for said in first}) == len(first)
    assert {said["id"] for said in again} <= {said["id"] for said in first}


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_hostile_name_makes_valid_statements(name: str) -> None:
    for said in json.loads(to_xapi(full_export(name), [answered(QuestionKind.SINGLE)])):
        check(said)


def test_the_rules_can_fail() -> None:
    made = statements(full_export(), [answered(QuestionKind.MATCHING)])
    (said,) = [one for one in made if "answered" in one["verb"]["id"]]
    for path, value in (
        (("id",), "7"), (("verb", "id"), "answered"), (("timestamp",), "yesterday"), (("extra",), 1),
        (("result", "duration"), "12 s"), (("result", "response"), "p9[.]c9"), (("actor", "mbox"), "x"),
        (("object", "definition", "interactionType"), "choice"), (("result", "success"), None),
    ):  # fmt: skip
        broken = json.loads(json.dumps(said))
        inner = broken
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value
        with pytest.raises((AssertionError, KeyError, ValueError)):
            check(broken)
