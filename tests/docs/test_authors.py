"""docs/authors.md: every field of every format, and examples that load."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from studyapp.bootstrap import connect
from studyapp.content.formats import FORMATS
from studyapp.content.lint.run import chosen_checks, lint
from studyapp.content.load import load_file
from studyapp.content.schema import Record, documented
from studyapp.domain.content_change import (
    NEGATIONS,
    SAME_MEANING_RATIO,
    Change,
    classify,
    question_body,
    term_body,
)
from studyapp.domain.glossary import Term, typed_answer_matches
from studyapp.domain.questions import Depth, QuestionKind
from studyapp.paths import Home
from studyapp.services.views import Goal, Showing
from tests.docs import made
from tests.docs.pages import DOCS, blocks, fences, rows, table_under, text_of

TEXT = text_of(DOCS / "authors.md")


@pytest.mark.parametrize("record", made.records(), ids=lambda record: record.name)
def test_every_field_stands_in_the_table_of_its_record(record: Record) -> None:
    table = {cells[0].strip("`"): cells for cells in rows(blocks(TEXT)[f"fields {record.name}"])}
    assert list(table) == [name for name, *_rest in documented(record)]
    for name, _value, required, meaning in documented(record):
        assert table[name][1] == ("required" if required else "optional")
        assert table[name][3] == meaning


def test_every_format_is_named_with_its_version() -> None:
    for name in FORMATS:
        assert f"`format: {name}`" in TEXT


def test_every_kind_and_depth_is_explained() -> None:
    for word in (*QuestionKind, *Depth):
        assert f"`{word}`" in TEXT


def _examples(folder: Path) -> dict[str, Path]:
    """Writes the page's examples as the page says; by name."""
    written = {}
    for before, code in fences(TEXT, "yaml"):
        named = re.fullmatch(r"File `([\w./-]+\.yaml)`:", before)
        assert named, f"an example without its file name, after: {before!r}"
        path = folder / named[1]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code, encoding="utf-8")
        written[named[1]] = path
    return written


def test_every_example_loads_without_a_problem(tmp_path: Path) -> None:
    loaded = [load_file(path) for path in _examples(tmp_path).values()]
    assert {file.kind for file in loaded} == {name.partition("/")[0] for name in FORMATS}
    assert [problem for file in loaded for problem in file.problems] == []


def test_the_examples_obey_the_rules_that_the_page_teaches(tmp_path: Path) -> None:
    questions = [p.value for path in _examples(tmp_path).values() for p in load_file(path).questions]
    assert len(questions) >= 3
    for question in questions:
        for option in question.options:
            assert option.excluded_by in question.stem
            assert 5 <= len(option.reason.split()) <= 20


def test_the_linter_finds_nothing_in_the_examples_but_that_they_are_few(tmp_path: Path) -> None:
    _examples(tmp_path)
    report = lint([tmp_path], chosen_checks(ignore=["B", "F29", "F35"]), date(2026, 11, 27))
    assert report.items >= 3
    assert [(f.id, f.item, f.message) for f in report.findings] == []


def test_the_examples_become_a_bank_that_can_be_studied(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    _examples(home.content)
    services = connect(home)
    try:
        report = services.library.refresh()
        assert [p for p in report.problems if p.path.startswith(str(home.content))] == []
        services.goals.set(Goal("git-101", None, 20))
        services.study.start("today")
        first = services.study.next()
        assert isinstance(first, Showing)
        assert first.certification_code == "GIT-101"
        assert services.roadmaps.roadmap("new-colleague").next_certification_id == "git-101"
    finally:
        services.close()


def test_the_table_of_hashed_fields_is_what_is_hashed(tmp_path: Path) -> None:
    loaded = [load_file(path) for path in _examples(tmp_path).values()]
    questions = [p.value for file in loaded for p in file.questions]
    assert {question.kind for question in questions} == set(QuestionKind)
    term = next(p.value for file in loaded for p in file.terms)
    table = {cells[0]: cells for cells in table_under(TEXT, "| Kind | In the hash |")}
    # `entries` stand as `answer` or `blanks` in the file, a `task` as its three fields.
    hashed_of = {name for question in questions for name in question_body(question)} - {"entries", "task"}
    in_files = hashed_of | {"answer", "blanks", "environment", "rubric", "solution"}
    for kind, body in (("question", in_files), ("term", set(term_body(term)))):
        hashed = re.findall(r"`(\w+)`", table[kind][1])
        assert sorted(hashed) == sorted(body)
        record = next(r for r in made.records() if r.name == kind)
        free = set(re.findall(r"`(\w+)`", table[kind][2]))
        known = set(record.fields) | ({"excluded_by"} if kind == "question" else set())
        assert free == known - set(hashed) - {"id"}


def test_the_rule_of_new_meanings_is_told_with_its_own_words() -> None:
    told = re.search(r"Negations are\s+([^;]+);", TEXT)
    assert told
    assert set(re.findall(r"\*(\w+)\*", told[1])) == NEGATIONS
    assert SAME_MEANING_RATIO == 0.75
    assert "Less than three quarters" in TEXT


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("Retrieval-augmented generation", True),
        ("retrieval augmented genration", True),
        ("retrievalaugmented generation", True),
        ("retrieval augmentd genration", False),
        ("retrieval", False),
    ],
)
def test_typed_answers_are_judged_as_the_page_says(typed: str, right: bool) -> None:
    term = Term("rag", "x", "Retrieval-augmented generation", "…")
    assert typed_answer_matches(term, typed) is right


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"stem": "Which command stages one of the files?"}, Change.WORDING),
        ({"explanation": "Another way to say it."}, Change.WORDING),
        ({"stem": "Which command does not stage one file?"}, Change.MEANING),
        ({"stem": "Which command stages 2 files?"}, Change.MEANING),
        ({"revision": 2}, Change.MEANING),
        ({"options": [["git add", False, "r"], ["git log", True, "r"]]}, Change.MEANING),
        ({"options": [["git log", False, "r"], ["git add", True, "another reason"]]}, Change.WORDING),
    ],
)
def test_edits_are_classified_as_the_page_says(changes: dict[str, object], expected: Change) -> None:
    old: dict[str, object] = {
        "kind": "single", "stem": "Which command stages one file?", "explanation": "e", "revision": 1,
        "options": [["git add", True, "r"], ["git log", False, "r"]],
    }  # fmt: skip
    assert classify(old, old | changes) is expected
