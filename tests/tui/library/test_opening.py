"""A screen opens with its data, without it where that takes long, and never keeps others from painting."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet

from studyapp.services.roadmaps import RoadmapsService
from studyapp.tui import ahead
from studyapp.tui.app import SCREENS, StudyApp
from studyapp.tui.screens import base
from studyapp.tui.screens.base import WIDGET_STYLES
from studyapp.tui.screens.roadmap import RoadmapScreen
from tests.tui.library.conftest import shown
from tests.waiting import wait_until

Make = Callable[..., StudyApp]


def _painted(app: StudyApp) -> list[tuple[str, bool]]:
    """Fills with each frame that was painted: the screen's name, and whether it had its data."""
    frames: list[tuple[str, bool]] = []

    def note() -> None:
        screen: Any = app.screen
        frames.append((screen.NAME, getattr(screen, "detail", None) is not None))

    app.post_display_hook = note  # type: ignore[method-assign]
    return frames


async def _at_today(pilot: Any) -> None:
    app = pilot.app
    await wait_until(pilot, lambda: app.bridge.is_open, "the store is open")
    await wait_until(pilot, lambda: not app.screen_stack[0].workers._workers, "today has loaded")


async def test_nothing_of_a_screen_is_painted_before_its_data_is_there(
    make_app: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "HELD_S", 20.0)
    app = make_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await _at_today(pilot)
        frames = _painted(app)
        await pilot.press("r")
        await wait_until(pilot, lambda: ("roadmap", True) in frames)
        assert ("roadmap", False) not in frames


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Roadmaps that are read only once this is set."""
    may_end = threading.Event()
    found = RoadmapsService.roadmap

    def late(self: RoadmapsService, roadmap_id: str) -> Any:
        may_end.wait()
        return found(self, roadmap_id)

    monkeypatch.setattr(RoadmapsService, "roadmap", late)
    monkeypatch.setattr(ahead, "_QUESTIONS", ())
    return may_end


async def test_a_screen_whose_data_takes_long_is_painted_without_it(
    make_app: Make, slow: threading.Event
) -> None:
    app = make_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await _at_today(pilot)
        frames = _painted(app)
        await pilot.press("r")
        try:
            await wait_until(pilot, lambda: ("roadmap", False) in frames)
            assert ("roadmap", True) not in frames
        finally:
            slow.set()
        await wait_until(pilot, lambda: ("roadmap", True) in frames)


async def test_a_screen_that_is_left_before_its_data_came_lets_others_paint(
    make_app: Make, slow: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "HELD_S", 3600.0)
    app = make_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await _at_today(pilot)
        frames = _painted(app)
        try:
            await pilot.press("r")
            await wait_until(pilot, lambda: isinstance(app.screen, RoadmapScreen))
            await pilot.press("escape")
            await wait_until(pilot, lambda: frames and frames[-1][0] == "today")
        finally:
            slow.set()


async def test_likely_screens_are_opened_without_parsing_any_style(
    make_app: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app()
    async with app.run_test(size=(120, 40)) as pilot:
        last = WIDGET_STYLES.with_name("progress.tcss")
        await wait_until(pilot, lambda: app.stylesheet.has_source(str(last)), "all styles are there")
        await _at_today(pilot)
        parsed: list[str] = []
        anew = Stylesheet.reparse
        monkeypatch.setattr(Stylesheet, "reparse", lambda self: (parsed.append(app.screen.NAME), anew(self)))  # type: ignore[attr-defined]
        for name in ("roadmap", "certification", "certifications", "progress"):
            await shown(pilot, name, lambda s: s.is_mounted)
        assert parsed == []


def test_every_likely_screen_is_one_of_the_app() -> None:
    assert set(ahead.LIKELY) <= set(SCREENS)


async def test_what_fails_while_looking_ahead_is_not_told(
    make_app: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def fails(_services: Any) -> None:
        asked.append("it")
        raise ValueError

    monkeypatch.setattr(ahead, "_QUESTIONS", (fails,))
    app = make_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: asked)
        await _at_today(pilot)
        assert not app._notifications
        assert not app.home.log_file.exists()
