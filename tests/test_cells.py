"""Text in terminal cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from studyapp.cells import cells, padded, shortened


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("Ada", 3, "Ada"),
        ("Ada Lovelace", 8, "Ada Lov…"),
        ("Ada  Love", 5, "Ada…"),
        ("山田太郎", 8, "山田太郎"),
        ("山田太郎", 7, "山田太…"),
        ("山田太郎", 6, "山田…"),
        ("a\nb\x1b[31m", 20, "a b[31m"),
        ("Ada", 1, "…"),
    ],
)
def test_a_text_is_cut_between_letters(text: str, width: int, expected: str) -> None:
    assert shortened(text, width) == expected


@given(st.text(), st.integers(1, 30))
def test_no_text_takes_more_cells_than_it_is_given(text: str, width: int) -> None:
    short = shortened(text, width)

    assert cell_len(short) == cells(short) <= width
    assert cell_len(padded(short, width)) == width
    assert padded(short, width, to_the_right=True).endswith(short)
