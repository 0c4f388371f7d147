"""Exams in the app, over a real home: choosing, sitting, the clock, the report, and what was sat before."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from studyapp.clock import ManualClock
from studyapp.domain.exams.attempts import REVIEW
from studyapp.domain.exams.rules import Mode
from studyapp.domain.questions import QuestionKind
from studyapp.paths import Home
from studyapp.services.exams.views import Wanted
from studyapp.services.facade import Services
from studyapp.tui.exam_modes import Stands
from studyapp.tui.screens.exam import ExamScreen
from studyapp.tui.screens.exams import ExamsScreen
from studyapp.tui.widgets.answering import Answerer
from studyapp.tui.widgets.navigator import Navigator
from tests.banks import CERTIFICATION, certification, write_yaml
from tests.kinds import file_of, written
from tests.services.evidence import rows
from tests.services.exams.conftest import EXAM, Candidate, write_exam_bank
from tests.tui.exam_driver import Begin, at, sits, to_exam, to_exams, told
from tests.waiting import screen_text, wait_until


async def test_a_whole_exam_from_today_to_its_report(begin: Begin, services: Services) -> None:
    app = begin()
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, at("exam", pilot))
        await pilot.press("x")
        await wait_until(pilot, at("8 items, 12 min", pilot))
        await pilot.press("enter")
        await wait_until(pilot, at("The clock does not stop", pilot))
        assert "2 of the 8 items are not scored" in screen_text(pilot)
        assert not services.exams.open_attempts(), "nothing runs before it is begun"
        await pilot.press("escape")
        await wait_until(pilot, lambda: isinstance(app.screen, ExamsScreen))
        assert not services.exams.open_attempts()
        await pilot.press("enter")
        await wait_until(pilot, at("The clock does not stop", pilot))
        await pilot.press("enter")
        await wait_until(pilot, lambda: sits(app, place=0))
        for place in range(8):
            await wait_until(pilot, lambda place=place: sits(app, place=place))  # type: ignore[misc]
            assert "left" in app.screen.status  # type: ignore[attr-defined]
            await pilot.press("a")
            await wait_until(pilot, lambda place=place: app.screen.sheet.marks[place].answered)  # type: ignore[misc,attr-defined]
            assert "✓" not in screen_text(pilot), "nothing is told before the end"
            await pilot.press("s")
        await wait_until(pilot, lambda: sits(app, Stands.OVERVIEW))
        assert "8 answered, 0 without an answer" in screen_text(pilot)
        await pilot.press("h")
        await wait_until(pilot, at("Hand in now?", pilot))
        await pilot.press("enter")
        await wait_until(pilot, at("By domain", pilot))
        [line] = services.exams.attempts()
        assert line.answered == 8
        assert f"{line.score} points" in screen_text(pilot)
        await pilot.press("escape")
        await wait_until(pilot, lambda: isinstance(app.screen, ExamsScreen))
        await wait_until(pilot, at("Past attempts", pilot))


@pytest.fixture
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """The exam looks at its clock many times a second: the tests' clock jumps."""
    monkeypatch.setattr(ExamScreen, "TICK_S", 0.05)
    monkeypatch.setattr(ExamScreen, "BEAT_S", 0.1)


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
async def test_what_the_command_line_asked_for_is_told_of_before_its_clock_runs(
    begin: Begin, services: Services, clock: ManualClock, size: tuple[int, int]
) -> None:
    briefing = services.exams.briefing(CERTIFICATION, Wanted(seed=5))
    app = begin()
    app.first = ("exams", {"certification_id": CERTIFICATION, "briefing": briefing})
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, at("Seed 5.", pilot))
        clock.advance(timedelta(minutes=10))
        await pilot.press("escape")
        await wait_until(pilot, lambda: isinstance(app.screen, ExamsScreen))
        await pilot.press("enter")
        await wait_until(pilot, at("The clock does not stop", pilot))
        assert "Seed" not in screen_text(pilot), "this one is drawn anew, unseen items first"
        assert not services.exams.open_attempts()
    app = begin()
    app.first = ("exams", {"certification_id": CERTIFICATION, "briefing": briefing})
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, at("Seed 5.", pilot))
        await pilot.press("enter")
        await wait_until(pilot, lambda: sits(app, place=0))
        [attempt] = services.exams.open_attempts()
        assert (attempt.seed, attempt.used_s) == (5, 0)


async def test_each_mark_is_on_disk_before_anything_is_said_of_it(begin: Begin, services: Services) -> None:
    sheet = services.exams.start(CERTIFICATION, seed=2)
    app = begin()
    async with app.run_test() as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        await pilot.press("b")
        await wait_until(pilot, lambda: services.exams.current(sheet.attempt_id).marks[0].answered)
        first = services.exams.current(sheet.attempt_id)
        assert first.response.positions == (sheet.order[1],)
        assert first.confidence == ""
        await pilot.press("c", "g")
        await wait_until(pilot, lambda: sits(app, place=1))
        await pilot.press("left")
        await wait_until(pilot, lambda: sits(app, place=0))
        kept = services.exams.current(sheet.attempt_id)
        assert (kept.response.positions, kept.confidence) == ((sheet.order[2],), "guess")
        assert "● c" in screen_text(pilot)
        assert "Your answer so far is kept: a guess." in screen_text(pilot)


async def test_the_attempt_goes_on_where_another_program_left_it(
    begin: Begin, services: Services, clock: ManualClock
) -> None:
    sheet = Candidate(services, clock).answer(services.exams.start(CERTIFICATION), seconds=100)
    services.exams.flag(sheet.attempt_id, 1, True)
    app = begin()
    async with app.run_test() as pilot:
        await to_exams(pilot, app)
        await wait_until(pilot, at("Go on: Mock exam", pilot))
        await pilot.press("enter")
        await wait_until(pilot, lambda: sits(app, place=1))
        assert "flagged" in app.screen.status  # type: ignore[attr-defined]
        assert "10:" in app.screen.status  # type: ignore[attr-defined]


async def test_left_with_esc_the_cursor_is_on_what_waits_and_a_second_one_is_not_begun(
    begin: Begin, services: Services
) -> None:
    app = begin()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_exams(pilot, app)
        screen = app.screen
        assert isinstance(screen, ExamsScreen)
        await pilot.press("enter")
        await wait_until(pilot, at("enter begins", pilot))
        await pilot.press("enter")
        await wait_until(pilot, lambda: sits(app, place=0))
        [attempt] = services.exams.open_attempts()
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.screen is screen and screen.rows.current == f"open:{attempt.id}")
        screen.rows.highlighted = screen.rows.get_option_index("exam")
        await pilot.press("enter")
        await wait_until(pilot, told(app, "Mock exam is open. enter goes on with it"))
        assert screen.rows.current == f"open:{attempt.id}"
        assert not told(app, "studyapp exam resume")()


async def test_flags_moves_and_the_overview(begin: Begin, services: Services) -> None:
    sheet = services.exams.start(CERTIFICATION)
    app = begin()
    async with app.run_test(size=(160, 50)) as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        await pilot.press("f")
        await wait_until(pilot, lambda: services.exams.current(sheet.attempt_id).marks[0].flagged)
        await pilot.press("right")
        await wait_until(pilot, lambda: sits(app, place=1))
        await pilot.press("enter")
        await wait_until(pilot, lambda: sits(app, place=2))
        await pilot.press("u")
        await wait_until(pilot, lambda: sits(app, place=3))
        await pilot.press("p")
        await wait_until(pilot, lambda: sits(app, place=2))
        await pilot.press("l")
        await wait_until(pilot, lambda: sits(app, Stands.OVERVIEW))
        assert services.exams.current(sheet.attempt_id).place == REVIEW
        await wait_until(pilot, at("esc back", pilot))
        assert "esc leave" not in screen_text(pilot)
        await pilot.press("down")
        await pilot.press("h")
        await wait_until(pilot, lambda: sits(app, Stands.ASKED))
        assert "8 items have no whole answer." in screen_text(pilot)
        assert "enter or y hands in; n or esc goes back to the items." in screen_text(pilot)
        assert "esc leave" not in screen_text(pilot)
        await pilot.press("escape")
        await wait_until(pilot, lambda: sits(app, Stands.OVERVIEW))
        await pilot.press("enter")
        await wait_until(pilot, lambda: sits(app))
        assert "1 flagged" in screen_text(pilot), "the navigator stands in the second column"


async def test_keys_pressed_ahead_move_as_many_items(begin: Begin, services: Services) -> None:
    sheet = services.exams.start(CERTIFICATION)
    app = begin()
    async with app.run_test(size=(160, 50)) as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        for _ in range(4):
            app.simulate_key("right")
        app.simulate_key("left")
        await wait_until(pilot, lambda: sits(app, place=3))


async def test_the_next_item_is_one_layout_and_two_lines_of_the_navigator(
    begin: Begin, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each further layout, and each frame that draws what has not changed, makes the next key wait."""
    sheet = services.exams.start(CERTIFICATION)
    app = begin()
    layouts, drawn = [], []
    render_line = Navigator.render_line
    monkeypatch.setattr(
        Navigator, "render_line", lambda self, y: drawn.append((self.id, y)) or render_line(self, y)
    )
    async with app.run_test(size=(160, 50)) as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        await pilot.press("right", "right")  # both kinds of choices have been seen
        await wait_until(pilot, lambda: sits(app, place=2))
        await wait_until(pilot, lambda: "prepare" not in {worker.group for worker in app.workers})
        await pilot.pause()
        app.screen.screen_layout_refresh_signal.subscribe(app.screen, layouts.append, immediate=True)
        drawn.clear()
        await pilot.press("left")
        await wait_until(pilot, lambda: sits(app, place=1))
        await pilot.pause()
        assert len(layouts) == 1
        assert set(drawn) == {("navigator", 0)}, "all eight items stand in one line"


async def test_a_click_in_the_navigator_goes_to_the_item(begin: Begin, services: Services) -> None:
    sheet = services.exams.start(CERTIFICATION)
    app = begin()
    async with app.run_test(size=(160, 50)) as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        await pilot.click("#navigator", offset=(6 * 4 + 2, 0))
        await wait_until(pilot, lambda: sits(app, place=4))


async def test_a_word_of_confidence_needs_an_answer(begin: Begin, services: Services) -> None:
    sheet = services.exams.start(CERTIFICATION)
    app = begin()
    async with app.run_test() as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        await pilot.press("s")
        await wait_until(pilot, at("Choose an answer first", pilot))
        assert services.exams.current(sheet.attempt_id).place == 0


async def test_when_the_time_is_up_it_is_handed_in_and_the_report_comes(
    begin: Begin, services: Services, clock: ManualClock, looks_often: None
) -> None:
    sheet = services.exams.start(CERTIFICATION)
    app = begin()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        await pilot.press("a")
        await wait_until(pilot, lambda: services.exams.current(sheet.attempt_id).marks[0].answered)
        clock.advance(timedelta(minutes=13))
        await wait_until(pilot, at("The time ran out", pilot))
        assert services.exams.report(sheet.attempt_id).line.answered == 1


async def test_the_time_is_told_in_words_when_it_gets_short(
    begin: Begin, services: Services, clock: ManualClock, looks_often: None
) -> None:
    sheet = services.exams.start(CERTIFICATION)
    app = begin()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        clock.advance(timedelta(minutes=8))
        await wait_until(pilot, told(app, "5 minutes are left."))
        clock.advance(timedelta(minutes=3, seconds=30))
        await wait_until(pilot, told(app, "One minute is left."))


async def test_a_held_clock_is_paused_where_it_is_allowed_only(
    begin: Begin, services: Services, clock: ManualClock
) -> None:
    placement = services.exams.start(CERTIFICATION, Mode.DIAGNOSTIC)
    app = begin()
    async with app.run_test() as pilot:
        await to_exam(pilot, app, placement.attempt_id)
        await pilot.press("z")
        await wait_until(pilot, lambda: sits(app, Stands.PAUSED))
        assert services.exams.current(placement.attempt_id).status == "paused"
        await pilot.press("enter")
        await wait_until(pilot, lambda: sits(app))
        await pilot.press("escape")
        await wait_until(pilot, lambda: services.exams.current(placement.attempt_id).status == "paused")
        services.exams.submit(placement.attempt_id)
        exam = services.exams.start(CERTIFICATION)
        await to_exam(pilot, app, exam.attempt_id)
        await pilot.press("z")
        await pilot.pause()
        assert services.exams.current(exam.attempt_id).status == "running"


async def test_where_answers_are_final_the_way_back_is_closed(
    home: Home, begin: Begin, services: Services
) -> None:
    write_exam_bank(home, changes_allowed=False)
    services.library.refresh()
    sheet = services.exams.start(CERTIFICATION)
    app = begin()
    async with app.run_test() as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        await pilot.press("a", "enter")
        await wait_until(pilot, lambda: sits(app, place=1))
        await pilot.press("left")
        await pilot.pause()
        assert sits(app, place=1)
        assert not app.screen.applies("previous")  # type: ignore[attr-defined]


async def test_an_exam_handed_in_elsewhere_leads_to_its_report(begin: Begin, services: Services) -> None:
    sheet = services.exams.start(CERTIFICATION)
    app = begin()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        services.exams.submit(sheet.attempt_id)
        await pilot.press("right")
        await wait_until(pilot, at("By domain", pilot))


@pytest.mark.parametrize("kind", [QuestionKind.ORDERING, QuestionKind.MATCHING])
async def test_the_arrows_go_through_the_rows_of_orders_and_matches(
    begin: Begin, services: Services, home: Home, kind: QuestionKind
) -> None:
    bank = home.content / CERTIFICATION
    write_yaml(bank / "questions.yaml", file_of(*(written(kind, number) for number in range(1, 17))))
    write_yaml(bank / "certification.yaml", certification(exam=EXAM | {"question_types": [str(kind)]}))
    assert not services.library.refresh().problems
    sheet = services.exams.start(CERTIFICATION, seed=2)
    app = begin()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        for key, row in (("down", 2), ("down", 3), ("up", 2)):
            if kind is QuestionKind.ORDERING and row == 2 and key == "down":
                await pilot.press(key)  # nothing stands in the steps before the first press
            await pilot.press(key)
            await wait_until(pilot, at(f"› {row}", pilot))


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
    bank = home.content / CERTIFICATION
    write_yaml(bank / "questions.yaml", file_of(*(written(kind, number) for number in range(1, 17))))
    write_yaml(bank / "certification.yaml", certification(exam=EXAM | {"question_types": [str(kind)]}))
    assert not services.library.refresh().problems
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
