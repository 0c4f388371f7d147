"""The help is the registry, for every screen."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from studyapp.tui.actions import GROUP_TITLES, GROUPS, actions_of
from studyapp.tui.app import StudyApp
from studyapp.tui.drawing import Drawing
from studyapp.tui.screens.help import HelpScreen
from tests.waiting import screen_text, wait_until


def text_of(app: StudyApp, width: int = 76) -> str:
    visual = app.screen.query_one("#help", Static).visual
    assert isinstance(visual, Drawing)
    return visual.at(width).plain


async def test_it_explains_the_screen_it_was_opened_on(fake_app: StudyApp) -> None:
    async with fake_app.run_test() as pilot:
        await wait_until(pilot, lambda: "Start" in screen_text(pilot))
        await pilot.press("comma")
        await wait_until(pilot, lambda: "Theme" in screen_text(pilot))
        await pilot.press("question_mark")
        await wait_until(pilot, lambda: "Help · Settings" in screen_text(pilot))
        flat = " ".join(text_of(fake_app).split())
        for entry in (*actions_of("settings"), *actions_of("app")):
            if entry.keys:
                assert entry.help in flat
        await pilot.press("escape")
        await wait_until(pilot, lambda: "Theme" in screen_text(pilot))


async def test_it_can_list_every_key_of_every_screen(fake_app: StudyApp) -> None:
    async with fake_app.run_test() as pilot:
        fake_app.show("help", about="today")
        await wait_until(pilot, lambda: isinstance(fake_app.screen, HelpScreen))
        await pilot.press("a")
        await wait_until(pilot, lambda: "every screen" in screen_text(pilot))
        flat = text_of(fake_app)
        for group in GROUPS:
            if actions_of(group):
                assert GROUP_TITLES[group] in flat
        await pilot.press("a")
        await wait_until(pilot, lambda: "Help · Today" in screen_text(pilot))


@pytest.mark.parametrize("width", [36, 76, 88])
async def test_it_fits_its_width(fake_app: StudyApp, width: int) -> None:
    async with fake_app.run_test() as pilot:
        fake_app.show("help", about="study")
        await wait_until(pilot, lambda: "Help ·" in screen_text(pilot))
        assert max(len(line) for line in text_of(fake_app, width).splitlines()) <= width
