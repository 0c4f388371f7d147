"""A long drawing shows what a Static shows, and makes only the lines ready that are seen."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from studyapp.tui.drawing import Drawing
from studyapp.tui.widgets.page import Page
from tests.waiting import screen_text, wait_until

LINES = [Content.styled(f"line {number}", "bold" if number % 2 else "") for number in range(200)]
LINES[3] = Content("")


class Shows(App[None]):
    """One text that scrolls."""

    def __init__(self, text: Static) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield self.text


def _long(_width: int) -> Content:
    return Content("\n").join(LINES)


@pytest.mark.parametrize("top", [0, 100, 180])
async def test_a_page_looks_like_a_static(top: int) -> None:
    looks = []
    for make in (Static, Page):
        app = Shows(make(Drawing(_long), markup=False))
        async with app.run_test(size=(40, 20)) as pilot:
            scroll = app.query_one(VerticalScroll)
            await wait_until(pilot, lambda scroll=scroll: scroll.virtual_size.height == len(LINES))  # type: ignore[misc]
            scroll.scroll_to(y=top, animate=False, immediate=True)
            await wait_until(pilot, lambda: f"line {top}\n" in screen_text(pilot))
            looks.append([list(strip) for strip in app.screen._compositor.render_strips()])
    assert looks[0] == looks[1]


async def test_only_the_lines_that_are_seen_are_made_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    made: set[int] = set()
    one = Drawing.render_line

    def noted(self: Drawing, y: int, *rest: object) -> object:
        made.add(y)
        return one(self, y, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Drawing, "render_line", noted)
    app = Shows(Page(Drawing(_long), markup=False))
    async with app.run_test(size=(40, 20)) as pilot:
        await wait_until(pilot, lambda: "line 19" in screen_text(pilot))
    assert made == set(range(20))


async def test_what_is_too_wide_for_its_place_is_wrapped_and_text_is_shown_as_it_is() -> None:
    for content in (Drawing(lambda _width: Content("word " * 30 + "end")), "word " * 30 + "end"):
        app = Shows(Page(content, markup=False))
        async with app.run_test(size=(40, 20)) as pilot:
            await wait_until(pilot, lambda: "end" in screen_text(pilot))
            assert screen_text(pilot).count("word") == 30


async def test_a_page_that_gets_another_drawing_shows_it() -> None:
    app = Shows(Page(Drawing(_long), markup=False))
    async with app.run_test(size=(40, 20)) as pilot:
        await wait_until(pilot, lambda: "line 1" in screen_text(pilot))
        app.text.update(Drawing(lambda _width: Content("other")))
        await wait_until(pilot, lambda: "other" in screen_text(pilot) and "line" not in screen_text(pilot))


async def test_all_of_a_page_can_be_selected_and_copied() -> None:
    app = Shows(Page(Drawing(_long), markup=False))
    async with app.run_test(size=(40, 20)) as pilot:
        await wait_until(pilot, lambda: "line 1" in screen_text(pilot))
        app.text.text_select_all()
        await pilot.pause()
        assert "line 19" in screen_text(pilot)
