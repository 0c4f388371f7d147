"""Shapes: scalars mean what they say, and everything else is refused at its place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from studyapp.content.formats import FORMATS
from studyapp.content.problems import Problem
from studyapp.content.reader import Loader
from studyapp.content.schema import (
    MISSING,
    Anything,
    Day,
    Field,
    Findings,
    Identifier,
    ListOf,
    Number,
    OneOf,
    Record,
    Shape,
    Text,
    Truth,
    Url,
    documented,
)

PERSON = Record(
    "person",
    {
        "name": Field(Text(), "what to call it", required=True),
        "email": Field(Text(), "where to write"),
        "age": Field(Number(0, 150), "years"),
        "tags": Field(ListOf(Text()), "words"),
    },
)


def read(shape: Shape, text: str, loader: Any = Loader) -> tuple[Any, list[Problem]]:
    """What a shape makes of a YAML text, and its problems."""
    findings = Findings("f")
    node = yaml.compose(text, Loader=loader)
    assert node is not None
    return shape.read(node, "field", findings), findings.problems


def refused(shape: Shape, text: str) -> Problem:
    value, problems = read(shape, text)
    assert value is MISSING
    assert len(problems) == 1
    assert problems[0].hint
    return problems[0]


BOTH_LOADERS = pytest.mark.parametrize("loader", [Loader, yaml.SafeLoader])


# -- text --------------------------------------------------------------------------------------


@BOTH_LOADERS
@pytest.mark.parametrize(
    "text",
    [
        "no",
        "yes",
        "on",
        "off",
        "true",
        "1.10",
        "12:30",
        "0x10",
        "0o7",
        "010",
        "1_000",
        "1e3",
        ".inf",
        "2026-01-01",
        "=",
        "NaN",
    ],
)
def test_words_that_yaml_would_turn_into_something_else_stay_text(text: str, loader: Any) -> None:
    assert read(Text(), text, loader) == (text, [])


@BOTH_LOADERS
@pytest.mark.parametrize("text", ["~", "null", "Null", "NULL", "''", '""', "'   '", '"\\t\\n"'])
def test_nothing_is_not_text(text: str, loader: Any) -> None:
    value, problems = read(Text(), text, loader)
    assert value is MISSING
    assert "empty" in problems[0].message


@BOTH_LOADERS
@pytest.mark.parametrize("text", ["'null'", '"~"', "'NULL'"])
def test_quoted_nothing_is_text(text: str, loader: Any) -> None:
    assert read(Text(), text, loader) == (text.strip("'\""), [])


@pytest.mark.parametrize(
    ("escape", "code"),
    [
        (r"\e[31m", "001B"), (r"\x9b31m", "009B"), (r"\a", "0007"), (r"\b", "0008"), (r"\0", "0000"),
        (r"\x7f", "007F"), (r"\N", "0085"), (r"\L", "2028"), (r"\P", "2029"), (r"\u202e", "202E"),
        (r"\u2066", "2066"), (r"\r", "000D"),
    ],
)  # fmt: skip
def test_control_characters_and_direction_overrides_never_get_in(escape: str, code: str) -> None:
    problem = refused(Text(), f'"before {escape} after"')
    assert f"U+{code}" in problem.message


def test_console_markup_is_text_like_any_other() -> None:
    assert read(Text(), "'[red]x[/red] [@click=app.quit]y'")[0] == "[red]x[/red] [@click=app.quit]y"


@given(st.text(max_size=80))
def test_text_that_got_in_holds_nothing_that_steers_a_terminal(text: str) -> None:
    value, _problems = read(Text(), yaml.dump(text, allow_unicode=False))
    if value is not MISSING:
        assert value == value.strip()
        assert all(ch.isprintable() or ch in "\n\t" or ord(ch) > 0x9F for ch in value)
        assert not set(value) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")


def test_a_line_is_one_line_and_prose_keeps_its_lines() -> None:
    text = '"a  b\\n c"'
    assert read(Text(one_line=True), text)[0] == "a b c"
    assert read(Text(), text)[0] == "a  b\n c"


def test_too_many_characters_are_refused_and_too_many_words_only_noted() -> None:
    assert "11 characters" in refused(Text(max_chars=10), "abcdefghijk").message
    value, problems = read(Text(max_words=2), "one two three")
    assert value == "one two three"
    assert problems[0].level == "warning"


@pytest.mark.parametrize("shape", [Text(), Identifier(), Url(), Number(0, 9), Truth(), Day(), OneOf(("a",))])
@pytest.mark.parametrize("text", ["[a]", "{a: b}", "[]", "{}"])
def test_a_list_or_mapping_is_not_a_value(shape: Shape, text: str) -> None:
    refused(shape, text)


# -- the other scalars -------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["aif-c01-1001", "a", "0", "ct-ai", "c1000-206", "v1.1"])
def test_ids_are_lower_case_letters_digits_dots_and_hyphens(text: str) -> None:
    assert read(Identifier(), text) == (text, [])


@pytest.mark.parametrize(
    "text",
    ["A", "a b", "ä", "-a", ".a", "a_b", "a/b", "''", "~", "null", "a" * 81, '"a\\n"', "../etc", '"a\\e"'],
)
def test_other_text_is_no_id_and_is_shown_without_its_escapes(text: str) -> None:
    problem = refused(Identifier(), text)
    assert "\x1b" not in str(problem)
    assert "\n" not in str(problem)


def test_a_wrong_value_of_any_length_makes_a_short_message() -> None:
    for shape in (Identifier(), OneOf(("a", "b"))):
        assert len(str(refused(shape, "X" * 50_000))) < 500


@pytest.mark.parametrize(("text", "value"), [("3", 3), ("'3'", 3), ("007", 7), ("0", 0)])
def test_whole_numbers_are_read(text: str, value: int) -> None:
    assert read(Number(0, 10), text) == (value, [])


@pytest.mark.parametrize(
    "text",
    [
        "3.5",
        "1e1",
        "0x3",
        "1_0",
        "٣",
        "12:30",
        "three",
        "-1",
        "11",
        "''",
        "~",
        "nan",
        "inf",
        " '3 4'",
        "9" * 5000,
        "+3",
    ],
)
def test_other_text_is_no_whole_number(text: str) -> None:
    problem = refused(Number(0, 10), text)
    assert "a whole number from 0 to 10" in str(problem)


@pytest.mark.parametrize(("text", "value"), [("22.5", 22.5), ("1.10", 1.1), ("7", 7.0)])
def test_numbers_with_a_fraction_are_read_where_they_may_be(text: str, value: float) -> None:
    assert read(Number(0, 100, fraction=True), text) == (value, [])


@pytest.mark.parametrize("text", ["nan", ".nan", "inf", "1e1", "1_0.5", "٣.٥", "101", "12:30", "."])
def test_other_text_is_no_number_with_a_fraction(text: str) -> None:
    refused(Number(0, 100, fraction=True), text)


def test_only_true_and_false_are_truths() -> None:
    assert read(Truth(), "true")[0] is True
    assert read(Truth(), "false")[0] is False
    for text in ("yes", "no", "on", "off", "True", "TRUE", "1", "y", "''"):
        refused(Truth(), text)


@pytest.mark.parametrize(
    ("text", "value"), [("2026-11-22", date(2026, 11, 22)), ("'2024-02-29'", date(2024, 2, 29))]
)
def test_a_day_is_read(text: str, value: date) -> None:
    assert read(Day(), text) == (value, [])


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2026-W47-1",
        "2026-47-1",
        "20261122",
        "22.11.2026",
        "2026-11-22T10:00",
        "2026-1-1",
        "٢٠٢٦-01-01",
        "''",
    ],
)
def test_other_text_is_no_day(text: str) -> None:
    refused(Day(), text)


@pytest.mark.parametrize("text", ["https://a.b/c?d=e#f", "http://example.org"])
def test_web_addresses_are_read(text: str) -> None:
    assert read(Url(), f"'{text}'") == (text, [])


@pytest.mark.parametrize(
    "text", ["example.org", "ftp://a.b", "javascript:alert(1)", "'https://a b'", "'https://a\"b'", "https://"]
)
def test_other_text_is_no_web_address(text: str) -> None:
    refused(Url(), text)


def test_a_web_address_holds_no_control_characters() -> None:
    for escape in (r"\e", r"\x9b", r"\u202e", r"\a"):
        refused(Url(), f'"https://a.b/{escape}c"')


def test_a_word_of_a_closed_list_is_taken_and_others_are_told_the_list() -> None:
    assert read(OneOf(("single", "multiple")), "single")[0] == "single"
    assert "single, multiple" in refused(OneOf(("single", "multiple")), "Single").hint


# -- records and lists -------------------------------------------------------------------------


def values(text: str) -> Any:
    value, problems = read(PERSON, text)
    assert problems == []
    return {key: v for key, v in value.items() if key != "_node"}


def test_a_record_gives_what_is_there() -> None:
    assert values("name: Ada\nage: 36\ntags: [x, y]\n") == {"name": "Ada", "age": 36, "tags": ["x", "y"]}


def test_a_missing_field_says_what_it_means() -> None:
    problem = refused(PERSON, "age: 3\n")
    assert (problem.line, problem.column) == (1, 1)
    assert "no name" in problem.message
    assert "what to call it" in problem.hint


def test_an_unknown_field_names_the_nearest_known_one() -> None:
    problem = refused(PERSON, "name: Ada\nemial: a@b\n")
    assert (problem.line, problem.column) == (2, 1)
    assert "'emial'" in problem.message
    assert problem.hint == "Did you mean email?"


def test_an_unknown_field_like_no_other_lists_the_known_ones() -> None:
    assert "Known fields: name, email, age, tags" in refused(PERSON, "name: Ada\nzzz: 1\n").hint


@pytest.mark.parametrize("key", ["no", "on", "1.10", "12:30", "true", "null", "~"])
def test_a_key_that_yaml_would_turn_into_something_else_is_shown_as_written(key: str) -> None:
    assert repr(key) in refused(PERSON, f"name: Ada\n{key}: x\n").message


def test_a_field_that_stands_twice_is_refused_at_the_second() -> None:
    problem = refused(PERSON, "name: Ada\nage: 1\nname: Bea\n")
    assert (problem.line, problem.column) == (3, 1)
    assert "twice" in problem.message


@pytest.mark.parametrize("key", ["? [a, b]\n", "? {a: b}\n", "? []\n", "? - x\n"])
def test_a_key_that_is_a_list_or_mapping_is_refused_at_its_place(key: str) -> None:
    problem = refused(PERSON, f"name: Ada\n{key}: x\n")
    assert (problem.line, problem.column) == (2, 3)


def test_an_inner_name_is_an_unknown_field_like_any_other() -> None:
    assert "no field '_node'" in refused(PERSON, "name: Ada\n_node: x\n").message


def test_a_key_with_escapes_is_shown_harmlessly() -> None:
    problem = refused(PERSON, 'name: Ada\n"\\e[31mred": x\n')
    assert "\x1b" not in str(problem)


def test_all_problems_of_a_record_come_at_once() -> None:
    value, problems = read(PERSON, "age: old\nemial: x\ntags: none\nage: 3\n")
    assert value is MISSING
    places = sorted((p.line, p.column) for p in problems)
    assert places == [(1, 1), (1, 6), (2, 1), (3, 7), (4, 1)]


def test_a_list_is_bounded() -> None:
    bounded = ListOf(Text(), least=2, most=3)
    assert read(bounded, "[a, b]")[0] == ["a", "b"]
    for text in ("[a]", "[a, b, c, d]", "[]"):
        assert "entries" in refused(bounded, text).message


def test_a_list_reports_every_broken_entry_at_its_place() -> None:
    value, problems = read(ListOf(Number(0, 9)), "- 1\n- x\n- 3\n- y\n")
    assert value is MISSING
    assert [(p.line, p.column) for p in problems] == [(2, 3), (4, 3)]
    assert ["field[2]" in problems[0].message, "field[4]" in problems[1].message] == [True, True]


def test_a_list_that_may_drop_entries_keeps_the_sound_ones() -> None:
    value, problems = read(ListOf(Number(0, 9), drop_broken=True), "- 1\n- x\n- 3\n")
    assert value == [1, 3]
    assert len(problems) == 1


def test_free_structure_is_kept_as_text_lists_and_mappings() -> None:
    assert read(Anything(), "a: [1.10, no]\nb: {c: 'x'}\n") == ({"a": ["1.10", "no"], "b": {"c": "x"}}, [])


@pytest.mark.parametrize(
    "text", ["a: 1\na: 2\n", "a: {b: 1, b: 2}\n", "? [x]\n: 1\n", '"\\e[31m": 1\n', 'a: "\\e"\n', "a: ~\n"]
)
def test_free_structure_is_held_to_the_same_rules(text: str) -> None:
    problem = refused(Anything(), text)
    assert "\x1b" not in str(problem)


# -- whole formats -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(FORMATS))
def test_every_field_of_every_format_is_described(name: str) -> None:
    for key, kind, required, meaning in documented(FORMATS[name]):
        assert key
        assert kind
        assert meaning
        assert required in (True, False)


KEYS = sorted(
    {key for record in FORMATS.values() for key in record.fields} | {"x", "_node", "text", "correct", "id"}
)
scalars = st.sampled_from(
    ["", "a", "no", "1", "true", "2026-01-01", "https://a.b", "single", "recall", None, 3, 1.5, True]
)
structures = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | scalars, inner, max_size=6)
    ),
    max_leaves=25,
)


@given(st.sampled_from(list(FORMATS)), st.dictionaries(st.sampled_from(KEYS), structures, max_size=12))
def test_no_structure_makes_a_format_raise(name: str, body: dict[str, Any]) -> None:
    text = yaml.dump({"format": name} | body, Dumper=_NoAliases)
    value, problems = read(FORMATS[name], text)
    assert value is not MISSING or problems


class _NoAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        (Number(0, 10_000_000), "a whole number from 0 to 10,000,000"),
        (Number(1, 5), "a whole number from 1 to 5"),
        (Number(0, 100, fraction=True), "a number from 0 to 100"),
        (Number(-0.5, 1234.25, fraction=True), "a number from -0.5 to 1,234.25"),
    ],
)
def test_the_bounds_of_a_number_are_written_out(shape: Number, told: str) -> None:
    assert shape.describe() == told
