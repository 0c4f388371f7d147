"""xAPI: valid statements with ids that stay."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from studyapp.domain.judging import key_of
from studyapp.domain.questions import (
    Check,
    Depth,
    Entry,
    LetterCase,
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
from studyapp.export.view import ProgressExport, Record
from studyapp.export.xapi import (
    INTERACTION_TYPES,
    Answered,
    TakenBack,
    definition,
    statements,
    to_xapi,
    voids,
)
from tests.export.examples import AS_OF, HOSTILE_NAMES, full_export
from tests.export.xapi_rules import COMPONENTS, _pattern, check

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


def test_an_answer_that_was_taken_back_is_voided_by_a_valid_statement() -> None:
    given = answered(QuestionKind.SINGLE)
    taken = TakenBack(given.entry_id, "cd" * 16, AT + timedelta(hours=2))
    before = only_answer(full_export(), given)

    (said,) = [one for one in statements(full_export(), [], [taken]) if voids(one)]

    check(said)
    assert voids(said) == before["id"] != said["id"]
    assert said["verb"]["id"] == "http://adlnet.gov/expapi/verbs/voided"
    assert said["object"] == {"objectType": "StatementRef", "id": before["id"]}
    assert said == next(one for one in statements(full_export(), [], [taken]) if voids(one)), "ids stay"
    for broken in ({"id": before["id"]}, {"objectType": "Activity", "id": before["id"]},
                   {"objectType": "StatementRef", "id": "https://example.com/a"}):  # fmt: skip
        with pytest.raises(AssertionError):
            check(said | {"object": broken})


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_hostile_name_makes_valid_statements(name: str) -> None:
    for said in json.loads(to_xapi(full_export(name), [answered(QuestionKind.SINGLE)])):
        check(said)


def only_answer(export: ProgressExport, given: Answered) -> dict[str, Any]:
    (said,) = [one for one in statements(export, [given]) if "answered" in one["verb"]["id"]]
    return said


def gave(asked: Question, *texts: str) -> Answered:
    return Answered("ab" * 16, AT, asked, Response.typed(*texts), False, "sure", 1.0)


DEFINITION = ("object", "definition")
BREAKS: tuple[tuple[str, tuple[str, ...], object], ...] = (
    ("2.4.1", ("id",), "7"),
    ("2.4.1", ("id",), "3F0F7F0E-6B1C-5B54-9D52-0C6C8F3E9D11X"),
    ("2.2.s4.b1.b7", ("extra",), 1),
    ("2.2.s4.b1.b1", ("result", "success"), None),
    ("2.2.s4.b1.b3", ("result", "success"), "true"),
    ("2.2.s2.b1", ("context", "contextActivities"), {}),
    ("2.4.2.1", ("actor", "mbox"), "mailto:ada@example.com"),
    ("2.4.2.4", ("actor", "account", "homePage"), "example.com"),
    ("2.4.3", ("verb", "id"), "answered"),
    ("2.3.2", ("verb", "id"), "http://adlnet.gov/expapi/verbs/voided"),
    ("2.4.3.s5.b1", ("verb", "display"), {}),
    ("4.2", ("verb", "display"), {"english-words": "answered"}),
    ("4.2", ("verb", "display"), {"en_US": "answered"}),
    ("4.2", ("verb", "display"), {"en": 1}),
    ("4.3", ("object", "id"), "https://example.com/a b"),
    ("4.3", ("object", "id"), "https://example.com/%zz"),
    ("2.4.4.1", ("object", "objectType"), "activity"),
    ("2.4.4.1.s13.b1", (*DEFINITION, "interactionType"), "choice"),
    ("2.4.4.1.s13.b1", (*DEFINITION, "interactionType"), "Matching"),
    ("2.4.4.1.s13.b2", (*DEFINITION, "type"), "http://adlnet.gov/expapi/activities/course"),
    ("2.4.4.1.s16.b1", (*DEFINITION, "source"), [{"id": "p0"}, {"id": "p0"}]),
    ("2.4.4.1.s16.b2", (*DEFINITION, "source"), [{"id": "p 0"}]),
    ("2.4.4.1.s10", (*DEFINITION, "correctResponsesPattern"), "p0[.]c0"),
    ("2.4.4.1.s10", (*DEFINITION, "correctResponsesPattern"), ["p0[,]c0"]),
    ("2.4.4.1.s10", ("result", "response"), "p9[.]c9"),
    ("2.4.4.1.s10", ("result", "response"), "p0[.]c0[,]"),
    ("2.4.5.1", ("result", "score"), {"scaled": 1.01}),
    ("2.4.5.1", ("result", "score"), {"scaled": "0.5"}),
    ("2.4.5.1", ("result", "score"), {"raw": 5, "min": 10, "max": 20}),
    ("2.4.5.1", ("result", "score"), {"min": 20, "max": 20}),
    ("2.4.5.1", ("result", "score"), {"raw": True}),
    ("4.1", ("result", "extensions"), {"confidence": "sure"}),
    ("4.6", ("result", "duration"), "12 s"),
    ("4.6", ("result", "duration"), "PT1.234S"),
    ("4.6", ("result", "duration"), "P4W1D"),
    ("4.6", ("result", "duration"), "P0003-01-29T04:35:59"),
    ("2.4.6.2.s4.b1", ("context", "contextActivities"), {"Parent": [{"id": "https://example.com/a"}]}),
    ("2.4.6.2.s4.b5", ("context", "contextActivities"), {"parent": {"id": "https://example.com/a"}}),
    ("2.4.6", ("context", "registration"), "now"),
    ("4.5", ("timestamp",), "yesterday"),
    ("4.5", ("timestamp",), "2026-11-20T18:05:07Z"),
    ("4.5", ("timestamp",), "2026-11-20 18:05:07.250"),
    ("2.4.7.s3.b4", ("timestamp",), "2026-11-28T18:05:07.250Z"),
    ("2.4.10", ("version",), "1.0.3"),
)


@pytest.mark.parametrize(("section", "path", "value"), BREAKS)
def test_each_rule_can_fail(section: str, path: tuple[str, ...], value: object) -> None:
    export = full_export()
    broken = json.loads(json.dumps(only_answer(export, answered(QuestionKind.MATCHING))))
    check(broken, export.exported_at)
    inner = broken
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value

    with pytest.raises((AssertionError, KeyError, ValueError)):
        check(broken, export.exported_at)


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [
        ("true-false", "True"), ("choice", "a[,]"), ("choice", "a[,]a"), ("sequencing", "a"), ("likert", "c"),
        ("matching", "a"), ("performance", "a[.]"), ("numeric", "3,5"), ("numeric", "4[:]3"),
        ("numeric", "[:]"), ("numeric", "12 GB"), ("fill-in", "a[:]b"), ("fill-in", "x" * 251),
    ],
)  # fmt: skip
def test_a_response_of_another_form_is_refused(kind: str, pattern: str) -> None:
    lists = {name: ["a", "b"] for name in COMPONENTS[kind]}

    with pytest.raises((AssertionError, ValueError)):
        _pattern(kind, pattern, lists)


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [
        ("true-false", "false"), ("choice", "a[,]b"), ("sequencing", "b[,]a"), ("likert", "b"),
        ("matching", "a[.]b[,]b[.]b"), ("performance", "a[.]1[:]2"), ("numeric", "[:]4"), ("numeric", "-3.5"),
        ("fill-in", "{case_matters=true}Bob"), ("fill-in", "one[,]two"),
    ],
)  # fmt: skip
def test_the_forms_of_the_standard_are_taken(kind: str, pattern: str) -> None:
    _pattern(kind, pattern, {name: ["a", "b"] for name in COMPONENTS[kind]})


def test_a_number_is_sent_as_a_number_and_what_is_none_is_left_out() -> None:
    asked = QUESTIONS[QuestionKind.NUMERIC]

    assert only_answer(full_export(), gave(asked, "3,5"))["result"]["response"] == "3.5"
    assert only_answer(full_export(), gave(asked, "1 024"))["result"]["response"] == "1024"
    assert "response" not in only_answer(full_export(), gave(asked, "three"))["result"]


def test_every_spelling_that_counts_is_a_pattern_and_case_matters_where_it_does() -> None:
    typed = question(QuestionKind.TYPED, entries=(Entry("why", ("git stash", "git stash push")),))
    exact = question(QuestionKind.TYPED, entries=(Entry("why", ("IAM",), letter_case=LetterCase.EXACT),))
    blanks = question(QuestionKind.BLANKS, entries=(Entry("why", ("one", "1")), Entry("why", ("two",))))

    patterns = [definition(asked)["correctResponsesPattern"] for asked in (typed, exact, blanks)]

    assert patterns == [
        ["git stash", "git stash push"], ["{case_matters=true}IAM"], ["one[,]two", "1[,]two"],
    ]  # fmt: skip
    for asked, texts in ((typed, ("x",)), (exact, ("iam",)), (blanks, ("a", "b"))):
        check(only_answer(full_export(), gave(asked, *texts)))


def test_too_many_spellings_to_list_are_not_listed() -> None:
    spellings = tuple(f"spelling {n}" for n in range(12))
    asked = question(QuestionKind.BLANKS, entries=(Entry("why", spellings), Entry("why", spellings)))

    assert "correctResponsesPattern" not in definition(asked)
    check(only_answer(full_export(), gave(asked, "a", "b")))


def test_a_blank_that_takes_a_range_has_no_list_of_answers() -> None:
    ranged = Entry("why", quantity=Quantity(value=3.0, tolerance=0.5))
    asked = question(QuestionKind.BLANKS, entries=(Entry("why", ("one",)), ranged))

    assert "correctResponsesPattern" not in definition(asked)


def test_a_long_text_is_no_short_answer() -> None:
    check(only_answer(full_export(), gave(QUESTIONS[QuestionKind.TYPED], "x" * 400)))


def test_true_and_false_are_sent_as_such() -> None:
    said = only_answer(full_export(), answered(QuestionKind.TRUE_FALSE))
    other = question(QuestionKind.TRUE_FALSE, options=(Option("Yes", True, "w"), Option("No", False, "w")))

    assert said["object"]["definition"]["interactionType"] == "true-false"
    assert said["result"]["response"] == "true"
    assert definition(other)["interactionType"] == "choice", "other words are options like any other"
    check(only_answer(full_export(), Answered("a", AT, other, key_of(other), True, "sure", 1.0)))


def test_another_key_makes_another_activity_and_another_wording_of_the_question_does_not() -> None:
    asked = QUESTIONS[QuestionKind.SINGLE]
    reworded = replace(asked, stem="What belongs here, please?")
    rekeyed = replace(
        asked, options=tuple(Option(o.text, n == 0, "why") for n, o in enumerate(asked.options))
    )

    ids = [
        only_answer(full_export(), Answered("a", AT, one, Response(), False, "", 1.0))["object"]["id"]
        for one in (asked, reworded, rekeyed)
    ]

    assert ids[0] == ids[1] != ids[2]


def test_nothing_is_said_to_have_happened_in_the_future() -> None:
    early = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
    (exam,) = full_export().mock_exams
    (certification,) = full_export().certifications
    passed = replace(certification, records=(Record("passed", AS_OF),))
    export = full_export(exported_at=early, mock_exams=(replace(exam, on=AS_OF),), certifications=(passed,))

    found = statements(export, [])

    assert len(found) == 3
    for said in found:
        check(said, early)


def test_an_exam_keeps_its_instant_in_a_later_export() -> None:
    at = [{s["id"]: s["timestamp"] for s in statements(full_export(exported_at=when), [])}
          for when in (datetime(2026, 11, 28, tzinfo=UTC), datetime(2026, 12, 9, tzinfo=UTC))]  # fmt: skip

    assert at[0] == at[1]


def test_scores_stand_on_the_exams_own_scale_too() -> None:
    (certification,) = full_export().certifications
    passed = replace(certification, records=(Record("passed", AS_OF, 812.0),))

    found = statements(full_export(certifications=(passed,)), [])

    scores = [one["result"]["score"] for one in found]
    assert {"raw": 812.0} in scores
    assert {"scaled": 0.74, "raw": 720} in scores
    for said in found:
        check(said)


def test_no_property_stands_twice() -> None:
    def single(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len({name for name, _value in pairs}) == len(pairs)
        return dict(pairs)

    given = [answered(kind, entry_id=f"{n:032x}") for n, kind in enumerate(QUESTIONS)]
    json.loads(to_xapi(full_export(), given), object_pairs_hook=single)
