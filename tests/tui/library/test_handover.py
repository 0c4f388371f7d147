"""Handing over from the Progress screen: a preview of what leaves, then a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from studyapp.tui.app import StudyApp
from studyapp.tui.screens.handover import HandoverScreen
from studyapp.tui.widgets.rows import Rows
from tests.tui.library.conftest import shown
from tests.waiting import screen_text, wait_until

Make = Callable[..., StudyApp]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the app was started from."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


async def test_what_leaves_is_said_before_anything_is_written(make_app: Make, here: Path) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "progress", lambda s: s.found)
        await pilot.press("h")
        await wait_until(pilot, lambda: "What leaves this machine" in screen_text(pilot))
        text = screen_text(pilot)
        assert "no name, only an id made by chance" in text
        assert "Nothing is sent" in text
        assert "answers" in text
        assert not list(here.iterdir())


async def test_choices_change_what_leaves_and_w_writes_it(make_app: Make, here: Path) -> None:
    app = make_app()
    async with app.run_test(size=(100, 40)) as pilot:
        screen: HandoverScreen = await shown(pilot, "handover", lambda s: s.folders)
        await pilot.press("down", "enter")
        await wait_until(pilot, lambda: "first answer to each of" in screen_text(pilot))
        while screen.kind.value != "json":
            screen.query_one("#choices").highlighted = 0  # type: ignore[attr-defined]
            await pilot.press("enter")
        await pilot.press("w")
        await wait_until(pilot, lambda: screen.written)
        assert "✓ written" in screen_text(pilot)
    (path,) = here.iterdir()
    data = json.loads(path.read_text("utf-8"))
    assert data["privacy"] == "items"
    assert data["attempts"]


async def test_tab_leaves_the_mark_where_there_is_nothing_to_scroll(make_app: Make, here: Path) -> None:
    app = make_app()
    async with app.run_test(size=(100, 40)) as pilot:
        screen: HandoverScreen = await shown(pilot, "handover", lambda s: s.folders)
        rows = screen.query_one(Rows)
        await pilot.press("tab", "down")
        await wait_until(pilot, lambda: rows.current == "level")
        assert screen.focused is rows


async def test_tab_goes_to_what_is_longer_than_the_screen_and_back(make_app: Make, here: Path) -> None:
    app = make_app()
    async with app.run_test(size=(60, 12)) as pilot:
        screen: HandoverScreen = await shown(pilot, "handover", lambda s: s.folders)
        main = screen.query_one("#main")
        await wait_until(pilot, lambda: main.max_scroll_y > 0)
        await pilot.press("tab", "down")
        await wait_until(pilot, lambda: main.scroll_y > 0)
        await pilot.press("tab", "down")
        await wait_until(pilot, lambda: screen.query_one(Rows).current == "level")


async def test_a_second_file_of_the_same_name_stands_beside_the_first(make_app: Make, here: Path) -> None:
    app = make_app()
    async with app.run_test(size=(100, 40)) as pilot:
        screen: HandoverScreen = await shown(pilot, "handover", lambda s: s.folders)
        await pilot.press("w")
        await wait_until(pilot, lambda: screen.written)
        first = Path(screen.written)
        before = first.read_bytes()
        await pilot.press("w")
        await wait_until(pilot, lambda: Path(screen.written) != first)
    assert first.read_bytes() == before
    stem, _dot, endings = first.name.partition(".")
    assert sorted(path.name for path in here.iterdir()) == sorted([first.name, f"{stem}-2.{endings}"])


async def test_a_tiny_terminal_does_not_crash(make_app: Make, here: Path) -> None:
    app = make_app()
    async with app.run_test(size=(40, 10)) as pilot:
        await shown(pilot, "handover", lambda s: s.folders)
        await wait_until(pilot, lambda: "Written as" in screen_text(pilot))
