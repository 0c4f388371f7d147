"""The JSON export: its schema, reading it back, and what is refused."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

import studyapp.export
from studyapp.export.document import (
    ExportNewer,
    NotAnExport,
    document,
    json_schema,
    parse_json,
    read_document,
    to_json,
)
from studyapp.export.view import Privacy
from tests.export.examples import HOSTILE_NAMES, full_export

SHIPPED = Path(studyapp.export.__file__).parent / "progress-1.schema.json"
VALIDATOR = Draft202012Validator(json_schema(), format_checker=FormatChecker())


def test_the_shipped_schema_is_that_of_the_code() -> None:
    assert json.loads(SHIPPED.read_text("utf-8")) == json_schema(), "write it anew: python -m tests.docs"


def test_the_schema_is_a_schema_that_describes_every_field() -> None:
    Draft202012Validator.check_schema(json_schema())

    assert set(document(full_export())) == set(json_schema()["properties"])


@pytest.mark.parametrize("name", ["Ada", "", *HOSTILE_NAMES])
def test_an_export_fits_its_schema_and_reads_back_as_itself(name: str) -> None:
    export = full_export(name)
    data = parse_json(to_json(export))

    VALIDATOR.validate(data)
    assert read_document(data) == export


def test_equal_exports_are_equal_bytes() -> None:
    assert to_json(full_export()) == to_json(full_export())


def test_fields_of_a_later_version_of_the_same_format_are_passed_over() -> None:
    data = document(full_export()) | {"brand_new": {"a": [1, 2]}}
    data["learner"]["shoe_size"] = 43

    assert read_document(data) == full_export()


def test_an_export_of_a_newer_format_says_so() -> None:
    data = document(full_export()) | {"format": "studyapp-progress/2"}

    with pytest.raises(ExportNewer, match="studyapp-progress/2") as refused:
        read_document(data, "ada.json")
    assert "Update" in refused.value.advice


def test_a_mock_exam_whose_columns_differ_in_length_is_refused() -> None:
    data = copy.deepcopy(document(full_export()))
    data["mock_exams"][0]["points"].pop()

    with pytest.raises(NotAnExport, match="the columns of a mock exam differ"):
        read_document(data, "ada.json")


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("learner", "id"), 7, "learner.id: a text"),
        (("totals", "answers"), "7", "totals.answers: a whole number"),
        (("totals", "answers"), 2**60, "totals.answers"),
        (("totals", "answers"), True, "totals.answers"),
        (("totals", "minutes"), "7", "totals.minutes: a number"),
        (("as_of",), "yesterday", "as_of: a day"),
        (("exported_at",), "2026-13-01", "exported_at: an instant"),
        (("privacy",), "everything", "privacy"),
        (("certifications",), {}, "certifications: a list"),
        (("certifications", 0), 7, r"certifications\[0\]: an object"),
        (("certifications", 0, "domains", 1, "mastery"), None, r"domains\[1\].mastery"),
        (("certifications", 0, "is_goal"), 1, r"is_goal: true or false"),
        (("attempts", 0, "right", 1), "yes", r"attempts\[0\].right\[1\]"),
        (("learner", "name"), "x" * 5000, "learner.name: a text of more than"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(path: tuple[Any, ...], value: object, said: str) -> None:
    data = copy.deepcopy(document(full_export()))
    inner: Any = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value

    with pytest.raises(NotAnExport, match=said):
        read_document(data, "ada.json")


def test_columns_of_different_length_are_refused() -> None:
    data = document(full_export())
    data["attempts"][0]["right"].pop()

    with pytest.raises(NotAnExport, match="differ in length"):
        read_document(data)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\xff\xfe", "not a text file"),
        (b'{"format": "studyapp-prog', "line 1, column 12"),
        (b'{"a": 1, "a": 2}', "stands twice"),
        (b'{"a": NaN}', "NaN"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a": ' + b"9" * 6000 + b"}", "digits"),
    ],
)
def test_what_is_no_json_is_named(content: bytes, said: str) -> None:
    with pytest.raises(NotAnExport, match=said):
        parse_json(content, "ada.json")


@pytest.mark.parametrize(
    "data", [[], 7, "x", None, {}, {"format": 3}, {"format": "notebook/4"}, {"cells": []}]
)
def test_json_of_another_kind_is_named(data: object) -> None:
    with pytest.raises(NotAnExport, match="another kind"):
        read_document(data, "ada.json")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
        max_leaves=8,
    ),
    st.sampled_from([f for f in json_schema()["properties"] if f != "format"]),
)
def test_whatever_stands_in_a_field_the_reader_names_it_or_reads_it(value: object, name: str) -> None:
    data = document(full_export()) | {name: value}
    try:
        read_document(data)
    except NotAnExport as error:
        refused = error.message
    else:
        return
    assert name in refused or "attempts" in refused


def test_the_reader_and_the_schema_agree_on_what_may_be_left_out() -> None:
    whole = document(full_export())
    for name in whole:
        less = {field: value for field, value in whole.items() if field != name}
        refused = False
        try:
            read_document(less)
        except NotAnExport:
            refused = True
        assert refused == (not VALIDATOR.is_valid(less)), name


def test_privacy_is_a_word_of_three() -> None:
    assert [level.value for level in Privacy] == json_schema()["properties"]["privacy"]["enum"]
