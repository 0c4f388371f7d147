"""From a document to domain objects: what is kept, what is left out, and every reason at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from studyapp.content.load import LoadedFile, load_document, load_file
from studyapp.content.problems import Problem
from studyapp.content.reader import Document, parse_document
from studyapp.domain.certifications import Status
from studyapp.domain.questions import QuestionKind
from tests import banks


def load(text: str) -> LoadedFile:
    document = parse_document(text.encode(), "bank.yaml")
    assert isinstance(document, Document), document
    return load_document(document)


def load_data(data: dict[str, Any], tmp_path: Path) -> LoadedFile:
    return load_file(banks.write_yaml(tmp_path / "bank.yaml", data), "bank.yaml")


def load_question(tmp_path: Path, **changes: Any) -> LoadedFile:
    return load_data(banks.questions_file([banks.question(1, **changes)]), tmp_path)


def options(*correct: bool, texts: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    named = texts or tuple(f"Option {n}" for n in range(len(correct)))
    return [{"text": text, "correct": c, "reason": "So."} for text, c in zip(named, correct, strict=True)]


# -- all problems at once ----------------------------------------------------------------------

FAULTY = """\
format: questions/1
certification: aif-c01
questions:
  - id: aif-c01-1
    objective: '1.1'
    kind: single
    depth: recall
    difficulty: 6
    stem: Which one?
    options:
      - text: A
        correct: yes
        reason: Because.
      - text: B
        reason: ~
    explanation: "Red \\e[31m text"
    references: [docs.aws.com]
    verified_on: 22.11.2026
  - id: Second Item
    objectiv: '1.2'
    kind: essay
    depth: recall
    difficulty: 2
    stem: Which one?
    options: [{text: A, correct: true, reason: R}]
    explanation: So.
    references: [https://a.b]
    verified_on: 2026-11-22
  - id: aif-c01-3
    objective: '1.1'
    kind: single
    depth: recall
    difficulty: 1
    stem: The sound one?
    options:
      - {text: "Yes", correct: true, reason: R}
      - {text: "No", reason: R}
    explanation: So.
    references: [https://a.b]
    verified_on: 2026-11-22
  - id: aif-c01-3
    objective: '1.1'
    kind: single
    depth: recall
    difficulty: 1
    stem: The same id again?
    options:
      - {text: "Yes", correct: true, reason: R}
      - {text: "No", reason: R}
    explanation: So.
    references: [https://a.b]
    verified_on: 2026-11-22
    stem: And a second stem
"""


def test_every_problem_of_a_file_comes_at_once_with_line_and_column() -> None:
    loaded = load(FAULTY)
    assert sorted((p.line, p.column, p.message.split(",")[0]) for p in loaded.problems) == [
        (8, 17, "difficulty is not a whole number from 1 to 5"),
        (12, 18, "correct is neither true nor false"),
        (15, 17, "reason is empty"),
        (16, 18, "explanation holds the control character U+001B"),
        (17, 18, "references[1] is not a web address"),
        (18, 18, "verified_on is not a date"),
        (19, 5, "questions[2] has no objective"),
        (19, 9, "id is 'Second Item'"),
        (20, 5, "question has no field 'objectiv'"),
        (21, 11, "kind is 'essay'"),
        (25, 14, "options has 1 entries"),
        (53, 5, "stem stands twice"),
    ]
    assert [placed.value.id for placed in loaded.questions] == ["aif-c01-3"]
    assert (loaded.questions[0].line, loaded.questions[0].column) == (29, 5)
    assert all(problem.path == "bank.yaml" and problem.hint for problem in loaded.problems)


def test_a_problem_reads_as_a_line_that_editors_can_jump_to() -> None:
    text = str(Problem("banks/x.yaml", 3, 5, "stem is empty", "Write it"))
    assert text == "banks/x.yaml:3:5: error: stem is empty. Write it"


def test_problems_sort_by_place() -> None:
    problems = [Problem("a", 2, 1, "m", "h"), Problem("a", 1, 9, "m", "h"), Problem("a", 1, 2, "m", "h")]
    assert [(p.line, p.column) for p in sorted(problems)] == [(1, 2), (1, 9), (2, 1)]


# -- formats -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["a: b\n", "- a\n", "just text\n", "format: [a]\n"])
def test_a_file_that_does_not_say_its_format_is_told_which_there_are(text: str) -> None:
    loaded = load(text)
    assert loaded.kind == ""
    assert [p.message for p in loaded.problems] == ["the file does not say its format"]
    assert "questions/1, glossary/1, certification/1, roadmap/1" in loaded.problems[0].hint


@pytest.mark.parametrize("name", ["questions/2", "question/1", "Questions/1", "x", "1.10", "no"])
def test_an_unknown_format_is_shown_as_written(name: str) -> None:
    problem = load(f"format: {name}\n").problems[0]
    assert repr(name) in problem.message


def test_a_long_unknown_format_makes_a_short_message() -> None:
    assert len(str(load(f"format: {'x' * 50_000}\n").problems[0])) < 500


def test_a_file_that_cannot_be_parsed_is_one_problem_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("a: [", encoding="utf-8")
    loaded = load_file(path, "x.yaml")
    assert len(loaded.problems) == 1
    assert (loaded.kind, loaded.questions, loaded.terms) == ("", [], [])


# -- questions ---------------------------------------------------------------------------------


def test_a_question_arrives_with_everything_that_its_author_wrote(tmp_path: Path) -> None:
    loaded = load_question(
        tmp_path,
        revision=3,
        retired={"on": "2026-05-01", "because": "Out of date.", "replaced_by": "tst-101-q02"},
        terms=["some-term"],
    )
    assert loaded.problems == []
    question = loaded.questions[0].value
    assert (question.id, question.certification_id, question.objective_id) == (
        "tst-101-q01",
        "tst-101",
        "1.2",
    )
    assert question.kind is QuestionKind.SINGLE
    assert question.key == {1}
    assert question.options[0].excluded_by == "the words of the stem"
    assert question.revision == 3
    assert question.retired is not None
    assert (question.retired.on, question.retired.replaced_by) == ("2026-05-01", "tst-101-q02")
    assert question.term_ids == ("some-term",)
    assert question.verified_on == "2026-01-02"


@pytest.mark.parametrize(
    ("kind", "correct", "part"),
    [
        ("single", (False, False, False), "0 keys"),
        ("single", (True, True, False), "2 keys"),
        ("multiple", (True, False, False), "1 keys of 3"),
        ("multiple", (True, True, True), "3 keys of 3"),
        ("true-false", (True, True), "2 of them right"),
        ("true-false", (True, False, False), "3 options"),
    ],
)
def test_a_question_whose_keys_do_not_fit_its_kind_is_left_out(
    kind: str, correct: tuple[bool, ...], part: str, tmp_path: Path
) -> None:
    loaded = load_question(tmp_path, kind=kind, options=options(*correct))
    assert loaded.questions == []
    assert part in loaded.problems[0].message
    assert (loaded.problems[0].line, loaded.problems[0].column) == (4, 3)


@pytest.mark.parametrize(
    ("kind", "correct"),
    [("single", (False, True)), ("multiple", (True, True, False)), ("true-false", (True, False))],
)
def test_a_question_whose_keys_fit_its_kind_is_kept(
    kind: str, correct: tuple[bool, ...], tmp_path: Path
) -> None:
    assert len(load_question(tmp_path, kind=kind, options=options(*correct)).questions) == 1


@pytest.mark.parametrize("pair", [("Same", "Same"), ("same", "SAME"), ("a  b", "a b")])
def test_two_equal_options_are_refused(pair: tuple[str, str], tmp_path: Path) -> None:
    loaded = load_question(tmp_path, options=options(True, False, texts=pair))
    assert "two equal options" in loaded.problems[0].message


def test_an_id_that_stands_twice_in_a_file_keeps_the_first(tmp_path: Path) -> None:
    twice = [banks.question(1), banks.question(2, id="tst-101-q01"), banks.question(3)]
    loaded = load_data(banks.questions_file(twice), tmp_path)
    assert [p.value.id for p in loaded.questions] == ["tst-101-q01", "tst-101-q03"]
    assert loaded.questions[0].value.stem == banks.question(1)["stem"]
    assert [p.message for p in loaded.problems] == ["the id tst-101-q01 stands twice in this file"]


def test_the_traps_of_yaml_1_1_do_not_touch_a_question(tmp_path: Path) -> None:
    text = banks.write_yaml(tmp_path / "x.yaml", banks.questions_file([banks.question(1)])).read_text("utf-8")
    text = text.replace(banks.question(1)["stem"], "no").replace("objective: '1.2'", "objective: 1.10")
    text = text.replace(f"text: {banks.question(1)['options'][0]['text']}", "text: 12:30")
    text = text.replace(f"text: {banks.question(1)['options'][2]['text']}", "text: on")
    loaded = load(text)
    assert loaded.problems == []
    question = loaded.questions[0].value
    assert (question.stem, question.objective_id) == ("no", "1.10")
    assert [o.text for o in question.options][0:3:2] == ["12:30", "on"]


# -- glossaries --------------------------------------------------------------------------------


def test_a_glossary_arrives_with_terms_and_uses(tmp_path: Path) -> None:
    contrast = {"term": "other-term", "because": "That one is not this one."}
    data = banks.glossary_file([banks.term(1, contrast=contrast), banks.term(2)], uses=["elsewhere"])
    loaded = load_data(data, tmp_path)
    assert loaded.problems == []
    assert [p.value.id for p in loaded.terms] == ["tst-101-t01", "tst-101-t02"]
    assert [(use.value, use.column) for use in loaded.uses] == [("elsewhere", 3)]
    assert loaded.certification_at == (2, 16)
    first = loaded.terms[0].value
    assert first.contrast is not None
    assert first.contrast.term_id == "other-term"
    assert first.objective_ids == ("1.2",)


def test_a_term_that_stands_twice_keeps_the_first(tmp_path: Path) -> None:
    twice = [banks.term(1), banks.term(2, id="tst-101-t01")]
    loaded = load_data(banks.glossary_file(twice), tmp_path)
    assert [p.value.term for p in loaded.terms] == [banks.term(1)["term"]]
    assert "stands twice" in loaded.problems[0].message


def test_a_long_definition_is_noted_and_kept(tmp_path: Path) -> None:
    loaded = load_data(banks.glossary_file([banks.term(1, definition="word " * 61)]), tmp_path)
    assert len(loaded.terms) == 1
    assert [(p.level, p.message) for p in loaded.problems] == [("warning", "definition has 61 words")]


# -- certifications ----------------------------------------------------------------------------


def test_a_certification_arrives_with_its_facts(tmp_path: Path) -> None:
    life = [
        {"event": "released", "on": "2024-08-13"},
        {"event": "retired", "on": "2027-01-01", "note": "So."},
    ]
    facts = banks.certification(
        life_cycle=life, technical={"level": "1.10", "list": ["no", "yes"]}, status="retiring"
    )
    loaded = load_data(facts, tmp_path)
    assert loaded.problems == []
    assert loaded.certification is not None
    found = loaded.certification.value
    assert (found.id, found.status, found.exam.minutes) == ("tst-101", Status.RETIRING, 90)
    assert [d.weight for d in found.domains] == [40, 60]
    assert found.life_cycle[1].on == date(2027, 1, 1)
    assert found.checked_as_of == date(2026, 6, 20)
    assert found.technical == {"level": "1.10", "list": ["no", "yes"]}
    assert found.exam.price_usd is None


def domain(domain_id: str, weight: float | None, *objectives: str) -> dict[str, Any]:
    made: dict[str, Any] = {"id": domain_id, "name": f"Domain {domain_id}"}
    if weight is not None:
        made["weight"] = weight
    return made | {"objectives": [{"id": o, "text": "Do it."} for o in objectives]}


def test_an_objective_that_stands_twice_is_refused_even_across_domains(tmp_path: Path) -> None:
    loaded = load_data(
        banks.certification(domains=[domain("1", 50, "1.1", "1.2"), domain("2", 50, "1.2")]), tmp_path
    )
    assert loaded.certification is None
    assert [p.message for p in loaded.problems] == ["the objective 1.2 stands twice"]


def test_a_domain_that_stands_twice_is_refused(tmp_path: Path) -> None:
    loaded = load_data(
        banks.certification(domains=[domain("1", 50, "1.1"), domain("1", 50, "2.1")]), tmp_path
    )
    assert loaded.certification is None
    assert [p.message for p in loaded.problems] == ["the domain 1 stands twice"]


def test_weights_that_do_not_sum_to_100_are_noted(tmp_path: Path) -> None:
    loaded = load_data(
        banks.certification(domains=[domain("1", 50, "1.1"), domain("2", 40, "2.1")]), tmp_path
    )
    assert loaded.certification is not None
    assert [(p.level, p.message) for p in loaded.problems] == [
        ("warning", "the weights of the domains sum to 90")
    ]


def test_unpublished_weights_are_not_noted(tmp_path: Path) -> None:
    loaded = load_data(
        banks.certification(domains=[domain("1", None, "1.1"), domain("2", 40, "2.1")]), tmp_path
    )
    assert loaded.problems == []


def test_a_broken_certification_is_no_certification(tmp_path: Path) -> None:
    loaded = load_data(banks.certification(status="alive", exam={"questions": "many"}), tmp_path)
    assert loaded.certification is None
    assert len(loaded.problems) == 2


# -- roadmaps ----------------------------------------------------------------------------------


def test_a_roadmap_arrives_with_its_stages(tmp_path: Path) -> None:
    more: dict[str, Any] = {
        "years_to_first_role": {"min": 1.5, "max": 3},
        "pay": [{"region": "EU", "currency": "EUR", "level": "junior", "min": 40000}],
        "sections": [{"id": "tools", "title": "Tools", "entries": ["A hammer"]}],
        "faq": [{"question": "Why?", "answer": "So."}],
        "day": [{"time": "09:30", "text": "Coffee."}],
    }
    loaded = load_data(banks.roadmap(steps=[["tst-101", "oth-201"], ["xyz-301"]]) | more, tmp_path)
    assert loaded.problems == []
    assert loaded.roadmap is not None
    found = loaded.roadmap.value
    assert [s.certification_ids for stage in found.stages for s in stage.steps] == [
        ("tst-101", "oth-201"),
        ("xyz-301",),
    ]
    assert found.years_to_first_role == (1.5, 3.0)
    assert (found.pay[0].minimum, found.pay[0].maximum) == (40000.0, None)
    assert found.day[0].time == "09:30"


def test_an_id_that_stands_twice_in_a_roadmap_is_refused(tmp_path: Path) -> None:
    data = banks.roadmap(steps=[["a"], ["b"]])
    data["stages"][1]["steps"][0]["id"] = "step-1"
    loaded = load_data(data, tmp_path)
    assert loaded.roadmap is None
    assert [p.message for p in loaded.problems] == ["the id step-1 stands twice in the roadmap"]


def test_a_pay_row_without_an_amount_is_noted_at_its_place(tmp_path: Path) -> None:
    data = banks.roadmap() | {"pay": [{"region": "EU", "currency": "EUR", "level": "junior"}]}
    loaded = load_data(data, tmp_path)
    assert loaded.roadmap is not None
    assert loaded.problems[0].level == "warning"
    assert loaded.problems[0].line > 1


@pytest.mark.parametrize("host", ["https://shop.acme.example", "acme.example:443", "acme example", "a..b"])
def test_a_vendors_host_is_no_address(tmp_path: Path, host: str) -> None:
    path = tmp_path / "vendor.yaml"
    path.write_text(f"format: vendor/1\nvendor: Acme\nhosts: ['{host}']\n", "utf-8")
    [problem] = load_file(path).problems
    assert "which is no host" in problem.message
    assert (problem.line, problem.column) == (3, 9)
    path.write_text(
        "format: vendor/1\nvendor: Acme\nhosts: [Docs.acme.example, .acme.example/Help]\n", "utf-8"
    )
    vendor = load_file(path).vendor
    assert vendor is not None
    assert vendor.value.hosts == ("docs.acme.example", ".acme.example/Help")
