"""Questions of every kind out of a file: what arrives, and what is refused, with its place and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from studyapp.content.load import LoadedFile, load_document, load_file
from studyapp.content.reader import Document, parse_document
from studyapp.domain.content_change import content_hash, question_body
from studyapp.domain.questions import Entry, LetterCase, Mistake, Pair, Quantity, QuestionKind
from studyapp.store.bodies import question_from_json, to_json
from tests import banks
from tests.kinds import CASE, FIELDS, built, file_of, written

NEW = [kind for kind in QuestionKind if FIELDS[kind].get("options") is None and FIELDS[kind]]
ORDERING, MATCHING, TYPED = QuestionKind.ORDERING, QuestionKind.MATCHING, QuestionKind.TYPED
NUMERIC, BLANKS, HANDS_ON = QuestionKind.NUMERIC, QuestionKind.BLANKS, QuestionKind.HANDS_ON


def load(tmp_path: Path, *items: dict[str, Any], cases: list[dict[str, Any]] | None = None) -> LoadedFile:
    return load_file(banks.write_yaml(tmp_path / "bank.yaml", file_of(*items, cases=cases)), "bank.yaml")


def refused(tmp_path: Path, kind: QuestionKind, **changes: Any) -> str:
    """What is said of an item that is left out; a sound one beside it stays."""
    loaded = load(tmp_path, written(kind, 1, **changes), written(QuestionKind.SINGLE, 2))
    assert [placed.value.id for placed in loaded.questions] == [banks.question_id(2)]
    [problem] = loaded.problems
    assert problem.level == "error"
    assert problem.line > 1
    assert problem.hint
    return problem.message


def answer(kind: QuestionKind, **changes: Any) -> dict[str, Any]:
    """The answer of a kind with some fields replaced; None takes one out."""
    found = FIELDS[kind]["answer"] | changes
    return {name: value for name, value in found.items() if value is not None}


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_an_item_of_every_kind_loads_and_survives_the_store(kind: QuestionKind) -> None:
    question = built(kind, in_case=kind is BLANKS)
    assert question.kind is kind
    assert question_from_json(to_json(question)) == question


def test_the_parts_of_an_item_arrive_as_they_were_written() -> None:
    matching, typed, task = built(MATCHING), built(TYPED), built(HANDS_ON).task
    assert matching.pairs[1] == Pair("The commits of a branch", "git log", "It walks back in time.")
    assert matching.distractors == (Mistake("git show", "It prints one commit."),)
    assert typed.entries == (
        Entry(
            "They wait on a stack.", ("git stash", "git stash push"), letter_case=LetterCase.EXACT,
            mistakes=(Mistake("git reset --hard", "It throws them away."),),
        ),
    )  # fmt: skip
    assert built(NUMERIC).entries[0].quantity == Quantity(value=1, unit="files")
    assert task is not None
    assert (task.minutes, len(task.rubric)) == (10, 2)
    assert built(ORDERING).steps[0].text == "Save the file"


def test_a_case_is_shared_by_the_items_that_name_it(tmp_path: Path) -> None:
    items = [written(QuestionKind.SINGLE, 1, case="market"), written(NUMERIC, 2, case="market")]
    loaded = load(tmp_path, *items, written(TYPED, 3), cases=[CASE])
    cases = [placed.value.case for placed in loaded.questions]
    assert cases[0] is not None
    assert (cases[0].title, cases[0].text) == (CASE["title"], CASE["text"])
    assert cases == [cases[0], cases[0], None]


def test_an_item_of_the_first_kinds_keeps_the_hash_that_it_had() -> None:
    """A learner's history hangs on it: new kinds must not make old items look edited."""
    question = built(QuestionKind.SINGLE)
    before = {
        "kind": "single",
        "stem": question.stem,
        "options": [[o.text, o.correct, o.reason] for o in question.options],
        "explanation": question.explanation,
        "revision": 1,
    }
    assert content_hash(question_body(question)) == content_hash(before)


def test_a_body_from_before_the_new_kinds_is_read() -> None:
    import json

    body = json.loads(to_json(built(QuestionKind.SINGLE)))
    for name in ("steps", "pairs", "distractors", "entries", "task", "case"):
        del body[name]
    assert question_from_json(json.dumps(body)) == built(QuestionKind.SINGLE)


# Refused


@pytest.mark.parametrize("kind", NEW)
def test_a_kind_without_its_fields_is_refused(kind: QuestionKind, tmp_path: Path) -> None:
    name = next(name for name in FIELDS[kind] if name not in ("stem", "minutes"))
    assert refused(tmp_path, kind, **{name: None}) == f"{banks.question_id(1)} is {kind} and has no {name}"


@pytest.mark.parametrize(
    ("kind", "name"),
    [(QuestionKind.SINGLE, "steps"), (ORDERING, "answer"), (TYPED, "blanks"), (MATCHING, "rubric")],
)
def test_a_field_of_another_kind_is_refused_at_its_place(
    kind: QuestionKind, name: str, tmp_path: Path
) -> None:
    foreign = next(fields[name] for fields in FIELDS.values() if name in fields)
    said = refused(tmp_path, kind, **{name: foreign})
    assert said == f"{banks.question_id(1)} is {kind}, which has no {name}"


def test_the_place_of_a_problem_is_the_line_of_the_field() -> None:
    text = (
        "format: questions/1\ncertification: tst-101\nquestions:\n  - id: x-1\n    objective: '1.1'\n"
        "    kind: typed\n    depth: recall\n    difficulty: 1\n    stem: What?\n    case: nowhere\n"
        "    answer: {accepted: [a], reason: So.}\n    explanation: So.\n    references: [https://x.org]\n"
        "    verified_on: 2026-01-01\n"
    )
    document = parse_document(text.encode(), "bank.yaml")
    assert isinstance(document, Document)
    [problem] = load_document(document).problems
    assert (problem.line, problem.column) == (10, 11)
    assert problem.message == "x-1 names the case nowhere, which is not here"


@pytest.mark.parametrize(
    ("kind", "changes", "said"),
    [
        (ORDERING, {"steps": [{"text": t, "reason": "R."} for t in ("Same", "same")]}, "equal steps"),
        (MATCHING, {"distractors": [{"text": "GIT LOG", "reason": "R."}]}, "as a match and as a distractor"),
        (MATCHING, {"distractors": [{"text": "x", "reason": "R."}] * 2}, "two equal distractors"),
        (MATCHING, {"pairs": [{"prompt": "p", "match": m, "reason": "R."} for m in "ab"]}, "equal prompts"),
        (
            MATCHING,
            {"distractors": None, "pairs": [{"prompt": p, "match": "m", "reason": "R."} for p in "ab"]},
            "1 different choices",
        ),
        (
            MATCHING,
            {"distractors": None, "pairs": [{"prompt": p, "match": p, "reason": "R."} for p in "mM"]},
            "two equal prompts",
        ),
        (
            MATCHING,
            {"pairs": [{"prompt": p, "match": m, "reason": "R."} for p, m in ("am", "bM")]},
            "writes one match in two ways",
        ),
        (MATCHING, {"distractors": [{"text": t, "reason": "R."} for t in "abcdef"]}, "9 different choices"),
        (TYPED, {"answer": answer(TYPED, accepted=None)}, "is typed and has no accepted spelling"),
        (TYPED, {"answer": answer(TYPED, value=3)}, "has value and accepted"),
        (TYPED, {"answer": answer(TYPED, wrong=[{"text": " git  stash", "reason": "R."}])}, "and accepts it"),
        (NUMERIC, {"answer": {"reason": "R."}}, "is numeric and has no number"),
        (NUMERIC, {"answer": answer(NUMERIC, min=1)}, "either a value or a range"),
        (NUMERIC, {"answer": answer(NUMERIC, value=None)}, "either a value or a range"),
        (
            NUMERIC,
            {"answer": answer(NUMERIC, value=None, wrong=None, min=3, max=2)},
            "a smallest and a largest",
        ),
        (NUMERIC, {"answer": answer(NUMERIC, value=None, wrong=None, min=3)}, "a smallest and a largest"),
        (NUMERIC, {"answer": answer(NUMERIC, tolerance=-1)}, "below zero"),
        (NUMERIC, {"answer": answer(NUMERIC, tolerance=1, tolerance_percent=1)}, "two tolerances"),
        (
            NUMERIC,
            {"answer": answer(NUMERIC, value=None, wrong=None, min=1, max=2, tolerance=1)},
            "a range and a tolerance",
        ),
        (NUMERIC, {"answer": answer(NUMERIC, tolerance=1)}, "lists '2' as wrong, and accepts it"),
        (NUMERIC, {"answer": answer(NUMERIC, wrong=[{"text": "two", "reason": "R."}])}, "which is no number"),
        (BLANKS, {"stem": "Only {1} here."}, "does not mark each of them once"),
        (BLANKS, {"stem": "{1} and {2} and {2}."}, "does not mark each of them once"),
        (BLANKS, {"stem": "{1} and {3}."}, "does not mark each of them once"),
        (BLANKS, {"blanks": [{"reason": "R."}] * 2}, "blank 1 of tst-101-q01 has no answer"),
    ],
)  # fmt: skip
def test_an_item_that_cannot_be_served_is_left_out_and_says_why(
    kind: QuestionKind, changes: dict[str, Any], said: str, tmp_path: Path
) -> None:
    assert said in refused(tmp_path, kind, **changes)


def test_a_case_that_stands_twice_keeps_the_first(tmp_path: Path) -> None:
    other = CASE | {"title": "Another"}
    loaded = load(tmp_path, written(TYPED, 1, case="market"), cases=[CASE, other])
    assert [problem.message for problem in loaded.problems] == ["the case market stands twice"]
    case = loaded.questions[0].value.case
    assert case is not None
    assert case.title == CASE["title"]


def test_an_id_that_stands_twice_is_refused_whatever_the_kinds(tmp_path: Path) -> None:
    loaded = load(tmp_path, written(ORDERING, 1), written(TYPED, 1))
    assert [placed.value.kind for placed in loaded.questions] == [ORDERING]
    assert [p.message for p in loaded.problems] == ["the id tst-101-q01 stands twice in this file"]


def test_the_kinds_with_partial_credit_are_facts_of_the_exam(tmp_path: Path) -> None:
    facts = banks.certification()
    facts["exam"] = facts["exam"] | {"partial_credit": ["multiple", "matching"]}
    loaded = load_file(banks.write_yaml(tmp_path / "certification.yaml", facts))
    assert loaded.certification is not None
    exam = loaded.certification.value.exam
    given = {kind for kind in QuestionKind if exam.gives_partial_credit(kind)}
    assert given == {QuestionKind.MULTIPLE, MATCHING}
