"""From values to what stands on the screen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.tui import text


@given(st.text())
def test_what_is_shown_has_no_control_characters(raw: str) -> None:
    shown = text.clean(raw)
    assert not [ch for ch in shown if ch != "\n" and (ord(ch) < 32 or 127 <= ord(ch) < 160)]
    assert "\n" not in text.clean(raw, keep_lines=False)
    assert text.clean(shown) == shown


@pytest.mark.parametrize(
    "hostile",
    ["\x1b[31mred", "\x1b]0;title\x07", "a\x9b2Jb", "ab\u202edc", "\u2066x", "\x00", "\ud800"],
)
def test_escapes_and_reordering_marks_go(hostile: str) -> None:
    shown = text.plain(hostile).plain
    assert not set(shown) & set("\x1b\x07\x9b\u202e\u2066\x00\ud800")


def test_markup_is_only_text() -> None:
    assert text.plain("[red]x[/red] [@click=app.quit]y").plain == "[red]x[/red] [@click=app.quit]y"
    assert text.plain("[red]x").spans == []


def test_emoji_joiners_and_other_scripts_stay() -> None:
    assert text.clean("👩\u200d🔬 नमस्ते שלום") == "👩\u200d🔬 नमस्ते שלום"


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (timedelta(seconds=20), "<1 min"),
        (timedelta(minutes=10), "10 min"),
        (timedelta(hours=5), "5 h"),
        (timedelta(days=4), "4 d"),
        (timedelta(days=75), "2.5 mo"),
        (timedelta(days=500), "1.4 y"),
    ],
)
def test_intervals_are_short(span: timedelta, shown: str) -> None:
    assert text.interval(span) == shown


def test_numbers_and_dates_in_words() -> None:
    assert text.count(1, "card") == "1 card"
    assert text.count(0, "card") == "0 cards"
    assert text.count(2, "entry", "entries") == "2 entries"
    assert text.minutes(119.4) == "119 min"
    assert text.minutes(125) == "2 h 05"
    assert text.percent(0.714) == "71 %"


@given(st.floats(allow_nan=False), st.integers(0, 60))
def test_a_bar_is_always_as_wide_as_asked(share: float, width: int) -> None:
    assert len(text.bar(share, width)) == width


@given(st.lists(st.integers(0, 10_000), max_size=40))
def test_a_sparkline_has_one_cell_a_value_and_a_dot_for_nothing(values: list[int]) -> None:
    line = text.sparkline(values)
    assert len(line) == len(values)
    assert all((ch == "·") == (value == 0) for ch, value in zip(line, values, strict=True))
