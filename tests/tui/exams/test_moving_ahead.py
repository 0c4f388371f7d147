"""Moves that are shown before they are written, and what is kept of an item that is left."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual.pilot import Pilot

from studyapp.clock import ManualClock
from studyapp.domain.questions import QuestionKind
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.tui.screens.exam import ExamScreen
from studyapp.tui.widgets.answering import Answerer
from tests.banks import CERTIFICATION
from tests.services.evidence import rows
from tests.tui.exam_driver import Begin, at, only_of_kind, sits, to_exam
from tests.waiting import wait_until


async def test_a_mark_that_is_told_late_takes_no_word_of_confidence_away(
    begin: Begin, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a busy machine the widget's message comes behind the key that gave the answer."""
    sheet = services.exams.start(CERTIFICATION)
    app = begin()
    async with app.run_test() as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        screen = app.screen
        assert isinstance(screen, ExamScreen)
        assert screen.answerer is not None
        with monkeypatch.context() as held:
            held.setattr(type(screen.answerer), "post_message", lambda self, message: True)
            screen.answerer.press("a")
        asked, calls = app.bridge.call, []

        async def call(*parts: Any, **more: Any) -> Any:
            calls.append(parts)
            writing = asyncio.ensure_future(asked(*parts, **more))
            if len(calls) == 1:
                await asyncio.sleep(0)
                screen.post_message(Answerer.AnswerMarked())
            return await writing

        monkeypatch.setattr(app.bridge, "call", call)
        await pilot.press("g")
        await wait_until(pilot, lambda: sits(app, place=1))
        await pilot.pause()
        monkeypatch.undo()
        await app.bridge.call(lambda s: s.exams.current(sheet.attempt_id))  # after whatever was asked for
        await pilot.press("left")
        await wait_until(pilot, lambda: sits(app, place=0))
        kept = services.exams.current(sheet.attempt_id)
        assert (kept.response.positions, kept.confidence) == ((sheet.order[0],), "guess")


async def known_ahead(pilot: Pilot[Any], screen: ExamScreen) -> None:
    """Wait until the item on the screen is painted and its neighbours are known."""
    await wait_until(
        pilot, lambda: screen.is_settled and not screen._unknown() and not screen._unwritten, "neighbours"
    )


async def test_a_move_is_shown_before_it_is_written_and_what_follows_is_written_behind_it(
    begin: Begin, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = services.exams.start(CERTIFICATION)
    app = begin()
    async with app.run_test() as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        screen = app.screen
        assert isinstance(screen, ExamScreen)
        await known_ahead(pilot, screen)
        await pilot.press("right")
        await wait_until(pilot, lambda: sits(app, place=1))
        await known_ahead(pilot, screen)
        asked, may_go_on = app.bridge.call, asyncio.Event()

        async def call(*parts: Any, **more: Any) -> Any:
            await may_go_on.wait()
            return await asked(*parts, **more)

        monkeypatch.setattr(app.bridge, "call", call)
        await pilot.press("right")
        await wait_until(pilot, lambda: sits(app, place=2))
        assert services.exams.current(sheet.attempt_id).place == 1, "shown, and not written yet"
        assert screen.sheet is not None
        order = screen.sheet.order
        app.simulate_key("b")
        may_go_on.set()
        await wait_until(pilot, lambda: services.exams.current(sheet.attempt_id).marks[2].answered)
        written = services.exams.current(sheet.attempt_id)
        assert (written.place, written.response.positions) == (2, (order[1],))
        events = rows(services, "SELECT kind, place FROM exam_event ORDER BY number")
        assert events[-2:] == [("went", 2), ("answered", 2)]


async def test_several_moves_ahead_are_all_written_in_their_order(
    begin: Begin, services: Services, clock: ManualClock
) -> None:
    sheet = services.exams.start(CERTIFICATION)
    app = begin()
    async with app.run_test() as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        screen = app.screen
        assert isinstance(screen, ExamScreen)
        for key, place in (("right", 1), ("right", 2), ("left", 1), ("left", 0)):
            await pilot.press(key)
            await wait_until(pilot, lambda place=place: sits(app, place=place))  # type: ignore[misc]
            await known_ahead(pilot, screen)
        for key in ("right", "right", "left"):
            app.simulate_key(key)
        await wait_until(pilot, lambda: sits(app, place=1))
        await known_ahead(pilot, screen)
        await wait_until(pilot, lambda: services.exams.current(sheet.attempt_id).place == 1)
        went = rows(services, "SELECT place FROM exam_event WHERE kind = 'went' ORDER BY number")
        assert [place for (place,) in went] == [1, 2, 1, 0, 1, 2, 1]


async def test_a_mark_that_was_on_its_way_is_there_when_its_item_comes_back(
    begin: Begin, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = services.exams.start(CERTIFICATION)
    app = begin()
    async with app.run_test() as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        screen = app.screen
        assert isinstance(screen, ExamScreen)
        await known_ahead(pilot, screen)
        asked, may_go_on = app.bridge.call, asyncio.Event()

        async def call(*parts: Any, **more: Any) -> Any:
            answering = asyncio.ensure_future(asked(*parts, **more))
            await may_go_on.wait()
            return await answering

        monkeypatch.setattr(app.bridge, "call", call)
        await pilot.press("c", "right")
        await wait_until(pilot, lambda: sits(app, place=1))
        await pilot.press("left")
        await wait_until(pilot, lambda: sits(app, place=0))
        may_go_on.set()
        await wait_until(pilot, at("● c", pilot))
        await known_ahead(pilot, screen)
        assert services.exams.current(sheet.attempt_id).response.positions == (sheet.order[2],)


async def test_whoever_leaves_right_after_a_move_comes_back_to_that_item(
    begin: Begin, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = services.exams.start(CERTIFICATION)
    app = begin()
    async with app.run_test() as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        screen = app.screen
        assert isinstance(screen, ExamScreen)
        await known_ahead(pilot, screen)
        monkeypatch.setattr(screen, "_painted", lambda: None)  # the key comes before the frame
        await pilot.press("right", "escape")
        await wait_until(pilot, lambda: app.screen is not screen)
        assert services.exams.current(sheet.attempt_id).place == 1


@pytest.mark.parametrize(
    "kind", [kind for kind in QuestionKind if kind is not QuestionKind.NUMERIC]
)  # all of these are one question
async def test_an_item_that_was_only_looked_at_has_no_answer_and_no_event(
    begin: Begin, services: Services, home: Home, kind: QuestionKind
) -> None:
    only_of_kind(home, services, kind)
    sheet = services.exams.start(CERTIFICATION, seed=2)
    app = begin()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        screen = app.screen
        assert isinstance(screen, ExamScreen)
        for key, place in (("right", 1), ("right", 2), ("left", 1)):
            screen.set_focus(None)  # out of a field, which takes the arrows itself
            await pilot.press(key)
            await wait_until(pilot, lambda place=place: sits(app, place=place))  # type: ignore[misc]
            await known_ahead(pilot, screen)
        await app.bridge.call(lambda s: s.exams.current(sheet.attempt_id))  # behind whatever was asked for
    assert rows(services, "SELECT DISTINCT kind FROM exam_event WHERE kind = 'answered'") == []
    assert not any(mark.begun for mark in services.exams.current(sheet.attempt_id).marks)
