"""Exams in the app, over a real home: choosing, sitting, the clock, the report, and what was sat before."""

from __future__ import annotations

from datetime import timedelta

import pytest

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
from studyapp.tui.widgets.navigator import Navigator
from tests.banks import CERTIFICATION
from tests.services.exams.conftest import Candidate, write_exam_bank
from tests.tui.exam_driver import Begin, at, only_of_kind, sits, to_exam, to_exams, told
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
    only_of_kind(home, services, kind)
    sheet = services.exams.start(CERTIFICATION, seed=2)
    app = begin()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        for key, row in (("down", 2), ("down", 3), ("up", 2)):
            if kind is QuestionKind.ORDERING and row == 2 and key == "down":
                await pilot.press(key)  # nothing stands in the steps before the first press
            await pilot.press(key)
            await wait_until(pilot, at(f"› {row}", pilot))
