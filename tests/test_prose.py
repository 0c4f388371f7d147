"""Texts with code and tables: nothing is lost, nothing is wider than the window."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.prose import Form, blocks, cells, code_lines, has_forms, table_lines, title_of

TEXT = "Before:\n\n```sql\nSELECT 1\n  FROM t;\n```\n\n| a | b |\n|---|---|\n| 1 | two words |\nAfter."


def test_a_text_falls_into_prose_code_and_tables() -> None:
    found = [(block.form, block.lines) for block in blocks(TEXT)]
    assert found == [
        (Form.PROSE, ("Before:",)),
        (Form.CODE, ("SELECT 1", "  FROM t;")),
        (Form.TABLE, ("| a | b |", "| 1 | two words |")),
        (Form.PROSE, ("After.",)),
    ]
    assert has_forms(TEXT)
    assert not has_forms("Plain | text\nwith a `span` and an a|b.")


def test_pipes_and_blank_lines_in_code_are_code() -> None:
    [block] = blocks("```\n| x |\n\n|---|\n```")
    assert (block.form, block.lines) == (Form.CODE, ("| x |", "", "|---|"))


def test_code_that_is_never_closed_is_still_shown() -> None:
    assert [block.form for block in blocks("So:\n```\nx = 1")] == [Form.PROSE, Form.CODE]


def test_two_pieces_of_code_stay_apart() -> None:
    assert [block.lines for block in blocks("```\na\n```\n```\nb\n```")] == [("a",), ("b",)]


def test_a_table_lines_its_columns_up() -> None:
    rows = ["| Branch | Newest |", "| release | r9 |", "| main | 貓 |"]
    assert table_lines(rows, 40) == ["Branch   Newest", "───────  ──────", "release  r9", "main     貓"]


def test_a_table_that_is_too_wide_wraps_its_cells_and_then_tells_row_by_row() -> None:
    rows = ["| Name | What it does |", "| fetch | it looks at what the others did |"]
    assert table_lines(rows, 26)[2:] == [
        "fetch  it looks at what",
        "       the others did",
    ]
    assert table_lines(rows, 14) == ["Name: fetch", "What it does:", "it looks at", "what the", "others did"]


VISIBLE = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=60)


@given(st.lists(VISIBLE, min_size=1), st.integers(8, 80))
def test_code_is_never_wider_than_the_window_and_loses_nothing(lines: list[str], width: int) -> None:
    drawn = code_lines(lines, width)
    assert all(cells(line) <= width for line in drawn)
    assert "".join(line.removeprefix("↪ ") for line in drawn) == "".join(lines) or "↪" in "".join(lines)


@given(
    st.lists(st.lists(st.text("abc 貓", max_size=30), min_size=1, max_size=5), min_size=1, max_size=5),
    st.integers(10, 90),
)
def test_a_table_is_never_wider_than_the_window_and_loses_no_word(rows: list[list[str]], width: int) -> None:
    drawn = table_lines(["|" + "|".join(row) + "|" for row in rows], width)
    assert all(cells(line) <= width for line in drawn)
    wanted = Counter("".join("".join(row) for row in rows[1:]))
    assert not (wanted - Counter("".join(drawn)) - Counter(" " * sum(wanted.values())))


@given(st.text(max_size=200))
def test_no_text_breaks_the_layout(text: str) -> None:
    for block in blocks(text):
        assert block.lines
    assert "\n" not in title_of(text)


@pytest.mark.parametrize(
    ("text", "title"),
    [(TEXT, "Before: After."), ("Which one?", "Which one?"), ("```\nx\n```", "``` x ```"), ("a\n b", "a b")],
)
def test_a_title_is_the_prose_of_a_text_in_one_line(text: str, title: str) -> None:
    assert title_of(text) == title
