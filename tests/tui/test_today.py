"""Today: the plan with its reasons, and a kind word where there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from textual.content import Content
from textual.pilot import Pilot

from studyapp.services.views import DayLoad, PlanPart
from studyapp.tui import plan_lines
from studyapp.tui.app import StudyApp
from studyapp.tui.messages import ContentRead
from tests.tui.fake_data import SUMMARIES, TODAY
from tests.tui.fakes import FakeServices
from tests.waiting import screen_text, wait_until


async def sees(pilot: Pilot[Any], *texts: str) -> None:
    await wait_until(pilot, lambda: all(text in screen_text(pilot) for text in texts), " and ".join(texts))


async def test_the_plan_stands_with_its_reasons(fake_app: StudyApp) -> None:
    async with fake_app.run_test() as pilot:
        await sees(
            pilot,
            "AIF-C01 · exam in 23 days",
            "25 min today",
            "12 days in a row",
            "18 reviews          11 min   due by memory",
            'you said "sure" and were wrong on 4 of them',
            "Days ahead  We 22  Th 31",
            "Core Skills",
        )


async def test_a_wide_terminal_gets_a_second_column_not_longer_lines(fake_app: StudyApp) -> None:
    async with fake_app.run_test(size=(160, 50)) as pilot:
        await sees(pilot, "Next on your road", "Days ahead")
        lines = screen_text(pilot).splitlines()
        assert not any("Days ahead  We" in line for line in lines)
        start = next(line for line in lines if "▌ Start" in line)
        assert 80 <= start.index("enter") + 5 <= 92


async def test_on_40x10_the_way_to_start_is_in_sight(fake_app: StudyApp) -> None:
    async with fake_app.run_test(size=(40, 10)) as pilot:
        await sees(pilot, "18 reviews", "10 weak questions", "▌ Start", "enter start")


async def test_without_a_goal_it_offers_one(fake_app: StudyApp, world: FakeServices) -> None:
    world.today = replace(world.today, goal=None, certification=None, parts=(), advice="", streak=0)
    async with fake_app.run_test() as pilot:
        await sees(pilot, "Choose what you study for", "Choose a goal")
        assert "cards" not in screen_text(pilot)
        await pilot.press("enter")
        await sees(pilot, "Where do you want to go?")


async def test_a_certification_without_a_bank_says_so(fake_app: StudyApp, world: FakeServices) -> None:
    world.today = replace(world.today, certification=SUMMARIES[1], parts=())
    async with fake_app.run_test() as pilot:
        await sees(pilot, "no questions and no terms for AI-900 yet", "Choose another goal")


async def test_a_day_that_is_done_is_praised_without_noise(fake_app: StudyApp, world: FakeServices) -> None:
    world.today = replace(world.today, parts=(), answers_today=34, minutes_done=26.0)
    async with fake_app.run_test() as pilot:
        await sees(pilot, "✓ Done for today: 34 answers in 26 min", "Practice a little more")


async def test_what_is_due_beyond_the_minutes_is_said_when_the_day_is_done(
    fake_app: StudyApp, world: FakeServices
) -> None:
    (first, *others) = world.today.week
    week = (replace(first, day=world.today.today, due=42), *others)
    world.today = replace(world.today, parts=(), answers_today=34, minutes_done=26.0, week=week)
    async with fake_app.run_test() as pilot:
        await sees(pilot, "42 more are due beyond", "m on Today changes them.")
        assert "Rest is part of learning" not in screen_text(pilot)


async def test_after_the_plan_enter_goes_beyond_it(fake_app: StudyApp, world: FakeServices) -> None:
    world.today = replace(world.today, parts=(), answers_today=34, minutes_done=26.0)
    async with fake_app.run_test() as pilot:
        await sees(pilot, "Practice a little more")
        await pilot.press("enter")
        await wait_until(pilot, lambda: ("start", "more", "") in world.study.log)


async def test_with_nothing_left_at_all_it_offers_no_empty_session(
    fake_app: StudyApp, world: FakeServices
) -> None:
    world.today = replace(world.today, parts=(), answers_today=34, minutes_done=26.0, more_available=False)
    async with fake_app.run_test() as pilot:
        await sees(pilot, "✓ Done for today", "See your progress")
        await pilot.press("enter")
        await wait_until(pilot, lambda: getattr(fake_app.screen, "NAME", "") == "progress")
        assert world.study.log == []


async def test_a_broken_streak_is_not_mentioned(fake_app: StudyApp, world: FakeServices) -> None:
    world.today = replace(world.today, streak=0)
    async with fake_app.run_test() as pilot:
        await sees(pilot, "Start")
        assert "in a row" not in screen_text(pilot)
        assert "streak" not in screen_text(pilot)


async def test_a_day_off_can_be_planned_and_taken_back(fake_app: StudyApp, world: FakeServices) -> None:
    async with fake_app.run_test() as pilot:
        await sees(pilot, "Start")
        await pilot.press("d")
        await wait_until(pilot, lambda: world.goals.days_off == {TODAY})
        await pilot.press("d")
        await wait_until(pilot, lambda: world.goals.days_off == set())


@pytest.mark.parametrize(
    ("key", "scope"), [("enter", "today"), ("c", "cards"), ("p", "questions"), ("t", "try")]
)
async def test_each_way_to_study_starts_its_session(
    fake_app: StudyApp, world: FakeServices, key: str, scope: str
) -> None:
    async with fake_app.run_test() as pilot:
        await sees(pilot, "Start")
        await pilot.press(key)
        await wait_until(pilot, lambda: any(line[:2] == ("start", scope) for line in world.study.log))


async def test_a_click_on_start_starts(fake_app: StudyApp, world: FakeServices) -> None:
    async with fake_app.run_test() as pilot:
        await sees(pilot, "Start")
        await pilot.click("#start")
        await wait_until(pilot, lambda: world.study.log)


async def test_hostile_text_is_only_text(fake_app: StudyApp, world: FakeServices) -> None:
    part = PlanPart("[red]new[/red]", 3, 2.0, "[@click=app.quit]why\x1b[2J[/]")
    world.today = replace(
        world.today, parts=(part,), notices=("[b]notice[/b]",), next_on_road="[u]x[/u]\n\x07y"
    )
    async with fake_app.run_test() as pilot:
        await sees(pilot, "[red]new[/red]", "[@click=app.quit]why[2J[/]", "! [b]notice[/b]", "[u]x[/u] y")


async def test_reading_the_content_is_told_while_it_lasts(fake_app: StudyApp) -> None:
    async with fake_app.run_test() as pilot:
        await sees(pilot, "Start")
        fake_app.screen.post_message(ContentRead(3, 40))
        await sees(pilot, "Reading the content: 3 of 40 files")
        fake_app.screen.post_message(ContentRead(40, 40))
        await wait_until(pilot, lambda: "Reading" not in screen_text(pilot))


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, "no exam date"),
        (0, "exam today"),
        (1, "exam in 1 day"),
        (23, "exam in 23 days"),
        (-3, "exam was 3 days ago"),
    ],
)
def test_the_countdown_in_words(world: FakeServices, days: int | None, words: str) -> None:
    assert plan_lines.countdown(replace(world.today, days_to_exam=days)) == f"AIF-C01 · {words}"


def test_there_is_no_countdown_without_a_goal(world: FakeServices) -> None:
    assert plan_lines.countdown(replace(world.today, goal=None)) == ""


@pytest.mark.parametrize(
    ("hour", "words"),
    [(3, "Good evening"), (4, "Good morning"), (12, "Good afternoon"), (18, "Good evening")],
)
def test_the_greeting_follows_the_hour(hour: int, words: str) -> None:
    assert plan_lines.greeting(datetime(2026, 7, 1, hour, tzinfo=UTC)) == words


@pytest.mark.parametrize("width", [1, 5, 20, 40, 66, 88])
def test_lines_never_need_more_than_their_width_where_it_is_sensible(world: FakeServices, width: int) -> None:
    drawn = plan_lines.plan(world.today.parts, width)
    if width >= 40:
        assert max(line.cell_length for line in drawn.split("\n")) <= width


def test_a_day_off_of_the_week_says_so() -> None:
    week = (DayLoad(TODAY, 5), DayLoad(TODAY + timedelta(days=1), 9, is_break=True))
    assert plan_lines.week_line(week).plain == "We 5  Th off"
    assert "off" in plan_lines.week_bars(week, 10).plain


def test_a_fact_that_needs_two_lines_goes_on_behind_its_label() -> None:
    told = plan_lines.fact("Next", Content("Literacy, then the second certification of the road"), 40).plain
    assert told.splitlines() == [
        "Next        Literacy, then the second",
        "            certification of the road",
    ]


async def test_notices_below_the_screen_do_not_break_the_line_of_the_streak(
    fake_app: StudyApp, world: FakeServices
) -> None:
    async with fake_app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "12 days in a row")
        fitting = next(line for line in screen_text(pilot).splitlines() if "in a row" in line)
        world.today = replace(world.today, notices=tuple(f"Notice {n} of an exam." for n in range(20)))
        fake_app.screen.reload()  # type: ignore[attr-defined]
        main = fake_app.screen.query_one("#main")
        await wait_until(pilot, lambda: main.max_scroll_y > 0)
        await sees(pilot, "Notice 0 of an exam.")
        assert next(line for line in screen_text(pilot).splitlines() if "in a row" in line) == fitting
