"""Answers of the services that come late undo and overwrite nothing that was done meanwhile."""

from __future__ import annotations

import pytest
from textual.widgets import Input, TextArea

from studyapp.domain.memory import Grade
from studyapp.tui.app import StudyApp
from studyapp.tui.screens.goal import GoalScreen
from studyapp.tui.screens.settings import SettingsScreen
from studyapp.tui.session_modes import Mode
from tests.tui.fake_data import TERMS
from tests.tui.fakes import FakeServices
from tests.tui.keys import hold_services, type_at_once
from tests.tui.study_driver import session
from tests.waiting import wait_until

pytestmark = pytest.mark.usefixtures("no_bounces")


async def test_a_flag_for_a_card_whose_grade_is_on_its_way_does_not_bring_the_card_back(
    fake_app: StudyApp, world: FakeServices
) -> None:
    world.study.items = [TERMS[0], TERMS[1]]
    async with session(fake_app, world) as s:
        await s.press("enter", then=Mode.REVEALED)
        release = hold_services(s.app)
        s.screen.work(s.screen._grade(Grade.GOOD))  # as a click does
        await s.pilot.pause()
        type_at_once(s.app, "f")
        await s.pilot.pause()
        release.set()
        await s.at(Mode.CARD)
        await wait_until(s.pilot, lambda: len(s.log) == 2)
        await s.pilot.pause()
        await s.press("enter", then=Mode.REVEALED)
        await s.press("3")
        await wait_until(s.pilot, lambda: len(s.log) == 3)
        assert s.log == [
            ("grade", "rag", Grade.GOOD), ("flag", "t:rag:definition", True),
            ("grade", "fine-tuning", Grade.GOOD),
        ]  # fmt: skip


async def test_a_note_is_kept_though_session_and_app_are_left_while_the_services_are_busy(
    fake_app: StudyApp, world: FakeServices
) -> None:
    async with session(fake_app, world) as s:
        await s.press("n")
        await wait_until(s.pilot, lambda: isinstance(s.app.focused, TextArea))
        screen, release = s.screen, hold_services(s.app)
        type_at_once(s.app, *"mine", "ctrl+s", "escape")
        await wait_until(s.pilot, lambda: screen not in s.app.screen_stack)
        type_at_once(s.app, "q")
        await wait_until(s.pilot, lambda: s.app.is_leaving)
        release.set()
    assert world.study.log[-1] == ("note", "q:aif-q1", "mine")


@pytest.mark.parametrize("end", ["ctrl+q", "SIGTERM", "palette"])
async def test_a_note_that_is_being_written_is_kept_when_the_app_ends(
    fake_app: StudyApp, world: FakeServices, end: str
) -> None:
    async with session(fake_app, world) as s:
        await s.press("n")
        await wait_until(s.pilot, lambda: isinstance(s.app.focused, TextArea))
        type_at_once(s.app, *"mine")
        await wait_until(s.pilot, lambda: s.app.screen.query_one(TextArea).text == "mine")
        if end == "SIGTERM":
            s.app.exit()  # as its handler does
        else:
            type_at_once(s.app, *(["ctrl+p"] if end == "palette" else []), "ctrl+q")
        await wait_until(s.pilot, lambda: s.app.is_leaving)
    assert world.study.log[-1] == ("note", "q:aif-q1", "mine")


async def test_each_press_on_a_setting_goes_on_from_the_one_before(
    fake_app: StudyApp, world: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with fake_app.run_test() as pilot:
        await wait_until(pilot, lambda: fake_app.bridge.is_open)
        fake_app.show("settings")
        await wait_until(
            pilot, lambda: isinstance(fake_app.screen, SettingsScreen) and fake_app.screen.settings
        )
        screen = fake_app.screen
        assert isinstance(screen, SettingsScreen)
        assert screen.current is not None
        choices = screen.current.choices
        monkeypatch.setattr(screen, "reload", lambda: None)  # a busy machine tells of changes late
        type_at_once(fake_app, "enter", "enter")
        name = screen.current.name
        at = choices.index(getattr(world.settings.now, name))
        await wait_until(pilot, lambda: getattr(world.settings.now, name) == choices[(at + 2) % len(choices)])


async def test_what_is_typed_into_a_form_before_its_data_is_there_stays(
    fake_app: StudyApp, world: FakeServices
) -> None:
    async with fake_app.run_test() as pilot:
        await wait_until(pilot, lambda: fake_app.bridge.is_open)
        release = hold_services(fake_app)
        fake_app.show("goal", certification_id="aif-c01")
        await wait_until(pilot, lambda: isinstance(fake_app.focused, Input))
        await pilot.press(*"6 weeks", "tab", *"45")
        release.set()
        screen = fake_app.screen
        assert isinstance(screen, GoalScreen)
        await wait_until(pilot, lambda: screen.today is not None)
        await pilot.pause()
        fields = [screen.query_one(name, Input).value for name in ("#exam-on", "#minutes")]
        assert fields == ["6 weeks", "45"]


async def test_enter_behind_a_new_search_opens_what_it_finds_though_nothing_was_found_before(
    fake_app: StudyApp, world: FakeServices
) -> None:
    async with fake_app.run_test() as pilot:
        await wait_until(pilot, lambda: fake_app.bridge.is_open)
        fake_app.show("glossary", query="zzz")
        await wait_until(pilot, lambda: getattr(fake_app.screen, "found_for", None) == "zzz")
        release = hold_services(fake_app)
        type_at_once(fake_app, "ctrl+u", *"fine", "enter")
        await pilot.pause()
        release.set()
        await wait_until(pilot, lambda: getattr(fake_app.screen, "NAME", "") == "term")
        assert fake_app.screen.route[1] == {"term_id": "fine-tuning"}  # type: ignore[attr-defined]
