"""Keys that arrive together, as from a fast hand on a slow machine, mean what they meant when pressed."""

from __future__ import annotations

import asyncio

import pytest
from textual.widgets import Input, TextArea

from studyapp.tui.app import StudyApp
from studyapp.tui.palette import Palette
from studyapp.tui.screens.note import NoteScreen
from studyapp.tui.screens.term import TermScreen
from tests.tui.fakes import FakeServices
from tests.tui.keys import type_at_once
from tests.tui.study_driver import session
from tests.waiting import wait_until

pytestmark = pytest.mark.usefixtures("no_bounces")


async def test_what_is_typed_ahead_into_a_note_stands_in_it(fake_app: StudyApp, world: FakeServices) -> None:
    async with session(fake_app, world) as s:
        type_at_once(s.app, "n", *"quiz", "escape")
        await wait_until(s.pilot, lambda: s.log)
        assert s.log == [("note", "q:aif-q1", "quiz")]
        assert s.app.screen is s.screen


async def test_letters_behind_a_backspace_come_behind_it(fake_app: StudyApp, world: FakeServices) -> None:
    async with session(fake_app, world) as s:
        await s.press("n")
        await wait_until(s.pilot, lambda: isinstance(s.app.focused, TextArea))
        type_at_once(s.app, *"abx", "backspace", *"cd", "left", "!")
        await wait_until(s.pilot, lambda: s.app.screen.query_one(TextArea).text == "abc!d")


async def test_quitting_does_not_overtake_the_key_that_keeps_a_note(
    fake_app: StudyApp, world: FakeServices
) -> None:
    async with session(fake_app, world) as s:
        await s.press("n")
        await wait_until(s.pilot, lambda: isinstance(s.app.focused, TextArea))
        type_at_once(s.app, *"mine", "ctrl+s", "ctrl+q")
        await wait_until(s.pilot, lambda: s.app.is_leaving)
    assert world.study.log[-1] == ("note", "q:aif-q1", "mine")


async def test_a_search_that_is_typed_ahead_of_its_screen_opens_what_it_finds(
    fake_app: StudyApp, world: FakeServices
) -> None:
    async with fake_app.run_test() as pilot:
        await wait_until(pilot, lambda: fake_app.bridge.is_open)
        type_at_once(fake_app, "/", *"fine-t", "enter")
        await wait_until(pilot, lambda: isinstance(fake_app.screen, TermScreen))
        assert fake_app.screen.route[1] == {"term_id": "fine-tuning"}  # type: ignore[attr-defined]


async def test_what_is_typed_ahead_of_the_palette_is_what_it_looks_for(
    fake_app: StudyApp, world: FakeServices
) -> None:
    async with session(fake_app, world) as s:
        type_at_once(s.app, "ctrl+p", *"flag")
        await wait_until(s.pilot, lambda: isinstance(s.app.screen, Palette))
        await wait_until(s.pilot, lambda: s.app.screen.query_one(Input).value == "flag")
        assert s.log == []


async def test_keys_go_on_when_the_screen_of_one_on_its_way_is_taken_down(
    fake_app: StudyApp, world: FakeServices
) -> None:
    async with session(fake_app, world) as s:
        type_at_once(s.app, "n", "x", "ctrl+r", "n", "y", "escape", "f")
        await wait_until(s.pilot, lambda: len(s.log) == 2)
        assert s.log == [("note", "q:aif-q1", "y"), ("flag", "q:aif-q1", True)]
        s.app.push_screen(NoteScreen("", ""))
        await wait_until(s.pilot, lambda: isinstance(s.app.focused, TextArea))
        type_at_once(s.app, "v", "f")
        await asyncio.sleep(0)  # the first is on its way when its screen goes
        s.app.pop_screen()
        await wait_until(s.pilot, lambda: len(s.log) > 2)
        assert s.log[2] == ("flag", "q:aif-q1", False)
        assert s.app.screen is s.screen
