"""What was marked or typed in an exam is kept, however soon a key leads away from it."""

from __future__ import annotations

import pytest

from studyapp.domain.exams.attempts import Status
from studyapp.domain.exams.rules import Mode
from studyapp.domain.questions import QuestionKind
from studyapp.domain.responses import Response
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.tui.exam_modes import Stands
from studyapp.tui.palette import Palette
from studyapp.tui.screens.briefing import BriefingScreen
from studyapp.tui.screens.exam import ExamScreen
from studyapp.tui.screens.examreport import ExamReportScreen
from studyapp.tui.widgets.options import LetteredOptions
from tests.banks import CERTIFICATION
from tests.tui.exam_driver import Begin, only_of_kind, sits, to_exam, to_exams
from tests.tui.keys import hold_services, type_at_once
from tests.waiting import wait_until


@pytest.mark.parametrize("away", ["right", "l", "n"])
async def test_a_mark_is_kept_though_the_next_key_leads_away_from_the_item(
    begin: Begin, services: Services, away: str
) -> None:
    sheet = services.exams.start(CERTIFICATION, seed=2)
    app = begin()
    async with app.run_test() as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        type_at_once(app, "c", away)
        stands = Stands.OVERVIEW if away == "l" else Stands.ITEM
        await wait_until(pilot, lambda: sits(app, stands) and app.screen.sheet.place != 0)  # type: ignore[attr-defined]
        kept = services.exams.current(sheet.attempt_id).marks[0].response
        assert kept == Response.choice({sheet.order[2]}).encode()


@pytest.mark.parametrize("away", ["escape", "q"])
async def test_a_mark_is_kept_though_the_exam_or_the_app_is_left_while_the_services_are_busy(
    begin: Begin, services: Services, away: str
) -> None:
    sheet = services.exams.start(CERTIFICATION, seed=2)
    app = begin()
    async with app.run_test() as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        screen, release = app.screen, hold_services(app)
        type_at_once(app, "a", away)
        await wait_until(pilot, lambda: app.screen is not screen or app.is_leaving)
        release.set()
    assert services.exams.current(sheet.attempt_id).marks[0].answered


async def test_what_is_typed_is_kept_though_all_keys_up_to_the_next_item_came_together(
    begin: Begin, services: Services, home: Home
) -> None:
    only_of_kind(home, services, QuestionKind.NUMERIC)
    sheet = services.exams.start(CERTIFICATION, seed=2, items=1)
    app = begin()
    async with app.run_test() as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        type_at_once(app, "4", "2", "enter", "right")
        await wait_until(pilot, lambda: sits(app, Stands.OVERVIEW))
        kept = services.exams.current(sheet.attempt_id).marks[0].response
        assert kept == Response.typed("42").encode()


async def test_a_click_whose_message_is_still_on_its_way_is_kept_when_a_key_leads_on(
    begin: Begin, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = services.exams.start(CERTIFICATION, seed=2)
    app = begin()
    async with app.run_test() as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        screen = app.screen
        assert isinstance(screen, ExamScreen)
        assert isinstance(screen.answerer, LetteredOptions)
        with monkeypatch.context() as held:
            held.setattr(type(screen.answerer), "post_message", lambda self, message: True)
            screen.answerer.clicked(1)
        await pilot.press("right")
        await wait_until(pilot, lambda: sits(app, place=1))
        await app.bridge.call(lambda _s: None)
        kept = services.exams.current(sheet.attempt_id).marks[0].response
        assert kept == Response.choice({sheet.order[1]}).encode()


async def test_an_impatient_second_press_does_not_lay_the_next_exam_over_the_first(
    begin: Begin, services: Services
) -> None:
    app = begin()
    async with app.run_test() as pilot:
        await to_exams(pilot, app)
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, BriefingScreen))
        release = hold_services(app)
        type_at_once(app, "enter", "enter")
        await pilot.pause()
        release.set()
        await wait_until(pilot, lambda: sits(app, place=0))
        await app.bridge.call(lambda _s: None)
        await pilot.pause()
        assert sits(app, place=0)
        assert [type(screen).__name__ for screen in app.screen_stack[-2:]] == ["ExamsScreen", "ExamScreen"]


async def test_an_exam_that_ends_under_the_palette_gives_its_place_to_the_report(
    begin: Begin, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ExamScreen, "BEAT_S", 0.1)
    app = begin()
    async with app.run_test() as pilot:
        await to_exams(pilot, app)
        sheet = services.exams.start(CERTIFICATION)
        await to_exam(pilot, app, sheet.attempt_id)
        await pilot.press("ctrl+p")
        await wait_until(pilot, lambda: isinstance(app.screen, Palette))
        services.exams.submit(sheet.attempt_id)
        await wait_until(pilot, lambda: isinstance(app.screen, ExamReportScreen))
        assert [type(screen).__name__ for screen in app.screen_stack[-2:]] == [
            "ExamsScreen",
            "ExamReportScreen",
        ]


async def test_a_pause_right_behind_a_mark_stands(begin: Begin, services: Services) -> None:
    sheet = services.exams.start(CERTIFICATION, Mode.DIAGNOSTIC)
    app = begin()
    async with app.run_test() as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        release = hold_services(app)
        type_at_once(app, "a", "z")
        await pilot.pause()
        release.set()
        await wait_until(pilot, lambda: sits(app, Stands.PAUSED))
        await app.bridge.call(lambda _s: None)
        kept = services.exams.current(sheet.attempt_id)
        assert (kept.status, kept.marks[0].answered) == (Status.PAUSED, True)
