"""Drawing with characters: widths hold whatever the text is, and text stays text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content
from textual.style import Style
from textual.visual import RenderOptions

from studyapp.tui.drawing import Column, Drawing, fitted, gauge, hanging, indented, line, row, stack

WORDS = st.text(max_size=60)
WIDTHS = st.integers(min_value=1, max_value=200)


@given(WORDS, WIDTHS, st.booleans())
def test_a_fitted_text_has_exactly_its_width(text: str, width: int, right: bool) -> None:
    assert fitted(line(text), width, right=right).cell_length == width


@given(st.lists(st.tuples(WORDS, st.integers(0, 30), st.integers(0, 100)), min_size=1, max_size=6), WIDTHS)
def test_a_row_never_grows_out_of_its_width(columns: list[tuple[str, int, int]], width: int) -> None:
    drawn = row([Column(line(text), size, least) for text, size, least in columns], width)
    assert drawn.cell_length <= width
    assert "\n" not in drawn.plain


@given(WORDS, WIDTHS)
def test_wrapped_text_is_never_wider_than_88_columns(text: str, width: int) -> None:
    for drawn in (indented(text, width), hanging("  · ", text, width)):
        assert all(part.cell_length <= max(88, 12) for part in drawn.split("\n"))


def test_further_lines_stand_under_the_first() -> None:
    assert hanging("- ", "one two three", 10).plain == "- one two\n  three"


def test_markup_and_escapes_are_shown_as_they_are() -> None:
    drawn = line("[bold]x[/] [@click=app.quit]y[/] \x1b[31mred\u202e")
    assert drawn.plain == "[bold]x[/] [@click=app.quit]y[/] [31mred"
    assert not drawn.spans


@given(st.floats(-1, 2), st.integers(1, 60))
def test_a_gauge_fills_its_width_and_shows_the_smallest_share(share: float, width: int) -> None:
    drawn = gauge(share, width)
    assert drawn.cell_length == width
    assert (drawn.plain[0] != "·") == (share > 0)


def test_a_drawing_draws_itself_for_the_width_that_it_gets() -> None:
    drawing = Drawing(lambda width: Content("x" * width))
    assert drawing.at(3).plain == "xxx"
    assert drawing.at(5).plain == "xxxxx"
    assert drawing.get_height({}, 4) == 1


@given(st.lists(st.text("ab Ü界", max_size=14), min_size=1, max_size=4), st.integers(1, 10))
def test_a_drawing_looks_as_textual_would_wrap_it(lines: list[str], width: int) -> None:
    content = stack(lines)
    options = RenderOptions(Style.parse, {})
    expected = content.render_strips(width, None, Style(), options)
    drawing = Drawing(lambda _width: content)
    found = drawing.render_strips(width, None, Style(), options)
    assert [strip.text.rstrip() for strip in found] == [strip.text.rstrip() for strip in expected]
    assert drawing.get_height({}, width) == len(expected)


def test_a_stack_keeps_empty_lines() -> None:
    assert stack(["a", "", Content("b")]).plain == "a\n\nb"
