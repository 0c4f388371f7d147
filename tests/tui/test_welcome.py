"""First run, and changing the goal: with keys alone, over a real home."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.pilot import Pilot

from studyapp.paths import Home
from studyapp.services.views import Goal
from studyapp.tui import goal_lines
from studyapp.tui.app import StudyApp
from studyapp.tui.screens.welcome import Typed, WelcomeScreen
from studyapp.tui.widgets.field import Field
from studyapp.tui.widgets.rows import Rows
from tests.banks import roadmap, write_bank, write_yaml
from tests.tui.fake_data import TODAY
from tests.tui.fakes import FakeServices
from tests.waiting import screen_text, wait_until


async def sees(pilot: Pilot[Any], *texts: str) -> None:
    await wait_until(pilot, lambda: all(text in screen_text(pilot) for text in texts), " and ".join(texts))


async def test_from_nothing_to_a_plan_with_the_enter_key_alone(real_app: StudyApp) -> None:
    async with real_app.run_test() as pilot:
        await sees(pilot, "Welcome to studyapp", "No roadmap", "Just try five questions", "1 of 4")
        await pilot.press("enter")
        await sees(pilot, "Which certification first?", "TST-101", "12 questions")
        await pilot.press("enter")
        await sees(pilot, "When is your exam?", "No date yet", "29 July 2026")
        await pilot.press("down", "enter")
        await sees(pilot, "How many minutes a day?", "20 minutes a day")
        await pilot.press("enter")
        await sees(pilot, "TST-101 · exam in 28 days", "Start", "new")
        goal = await real_app.bridge.call(lambda s: s.goals.current())
        assert goal == Goal("tst-101", date(2026, 7, 29), 20, "")
        await pilot.press("enter")
        await wait_until(pilot, lambda: real_app.study_screen.NAME == "study")  # type: ignore[union-attr]


async def test_another_road_begins_with_its_own_first_certification(home: Home, real_app: StudyApp) -> None:
    write_bank(home.content, "oth-201")
    write_yaml(home.content / "a.yaml", roadmap("tester", [["tst-101"]]))
    write_yaml(home.content / "b.yaml", roadmap("other", [["oth-201"], ["tst-101"]]))
    async with real_app.run_test() as pilot:
        await sees(pilot, "Road of the other", "Road of the tester")
        choices = real_app.screen.query_one(Rows)
        choices.highlighted = choices.get_option_index("tester")
        await pilot.press("enter")
        await sees(pilot, "2 of 4", "TST-101")
        await pilot.press("enter")
        await sees(pilot, "3 of 4")
        await pilot.press("escape", "escape")
        await sees(pilot, "1 of 4")
        choices.highlighted = choices.get_option_index("other")
        await pilot.press("enter")
        await sees(pilot, "2 of 4")
        assert choices.current == "oth-201"


def test_a_stage_without_an_exam_says_so_in_the_preview() -> None:
    road = FakeServices().roadmaps.roadmap("ai-ml")
    bare = replace(
        road.stages[1], name="Model building", steps=(replace(road.stages[1].steps[0], certifications=()),)
    )

    told = goal_lines.roadmap_preview(replace(road, stages=(road.stages[0], bare))).plain

    assert "Foundation: AIF-C01" in told
    assert "Model building: no exam, work of your own" in told


async def test_five_questions_need_no_goal(real_app: StudyApp) -> None:
    async with real_app.run_test() as pilot:
        await sees(pilot, "Just try five questions")
        await pilot.press("t")
        await sees(pilot, "1 of 5")
        await pilot.press("escape")
        await sees(pilot, "Where do you want to go?")


async def test_a_date_and_minutes_can_be_typed(fake_app: StudyApp, world: FakeServices) -> None:
    async with fake_app.run_test() as pilot:
        await sees(pilot, "Start")
        await pilot.press("m")
        await sees(pilot, "Your goal", "AI/ML engineer, multi-cloud")
        await pilot.press("enter")
        await sees(pilot, "AIF-C01", "AI-900", "Exam: 65 questions")
        await pilot.press("enter")
        await sees(pilot, "as it is now")
        await pilot.press(*"30x", "enter")
        await sees(pilot, "Type a day such as")
        fake_app.screen.query_one(Field).value = "30 sep"
        await pilot.press("enter")
        await sees(pilot, "How many minutes a day?")
        await pilot.press("0", "enter")
        await sees(pilot, "Type a number of minutes")
        fake_app.screen.query_one(Field).value = "35"
        await sees(pilot, "35 minutes a day will take you through")
        await pilot.press("enter")
        await sees(pilot, "Start")
    assert world.goals.saved == {"aif-c01": Goal("aif-c01", date(2026, 9, 30), 35, "ai-ml")}
    assert world.roadmaps.is_followed


async def test_esc_goes_back_one_question_then_out(fake_app: StudyApp, world: FakeServices) -> None:
    async with fake_app.run_test() as pilot:
        await sees(pilot, "Start")
        await pilot.press("m")
        await sees(pilot, "1 of 4")
        await pilot.press("enter")
        await sees(pilot, "2 of 4")
        await pilot.press("escape")
        await sees(pilot, "1 of 4")
        await pilot.press("escape")
        await sees(pilot, "Start")
    assert world.goals.saved == {}


async def test_a_retired_exam_says_so_before_it_is_chosen(fake_app: StudyApp) -> None:
    async with fake_app.run_test(size=(100, 30)) as pilot:
        fake_app.show("welcome")
        await sees(pilot, "1 of 4")
        await pilot.press("end", "up", "enter")
        await sees(pilot, "2 of 4", "AI-900")
        await pilot.press("end")
        await sees(pilot, "✕ retired → ai-901", "! Retired.")


async def test_a_click_chooses(fake_app: StudyApp) -> None:
    async with fake_app.run_test() as pilot:
        fake_app.show("welcome")
        await sees(pilot, "AI/ML engineer")
        row = next(y for y, line in enumerate(screen_text(pilot).splitlines()) if "AI/ML engineer" in line)
        await pilot.click(offset=(6, row))
        await sees(pilot, "2 of 4")


async def test_while_the_content_is_read_it_says_so(fake_app: StudyApp, world: FakeServices) -> None:
    world.library.certifications = list  # type: ignore[method-assign,assignment]
    async with fake_app.run_test() as pilot:
        fake_app.show("welcome")
        await sees(pilot, "The content is being read")
        await pilot.press("enter", "t")
        assert isinstance(fake_app.screen, WelcomeScreen)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-09-30", date(2026, 9, 30)),
        (" 2026/9/3 ", date(2026, 9, 3)),
        ("30.9.2026", date(2026, 9, 30)),
        ("30 Sep", date(2026, 9, 30)),
        ("30sep", date(2026, 9, 30)),
        ("3 september 2027", date(2027, 9, 3)),
        ("1 Jan", date(2027, 1, 1)),
        ("1. 8.", date(2026, 8, 1)),
        ("6 weeks", date(2026, 8, 12)),
        ("in 1 week", date(2026, 7, 8)),
        ("10 days", date(2026, 7, 11)),
        ("2026-07-01", TODAY),
    ],
)
def test_days_are_read_as_people_write_them(typed: str, day: date) -> None:
    assert goal_lines.read_day(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed", ["", "soon", "2026-13-01", "31 Feb", "12", "2020-01-01", "9999 months", "2099-01-01"]
)
def test_what_is_not_a_day_ahead_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match=r"Type a day"):
        goal_lines.read_day(typed, TODAY)


@given(st.text(max_size=40))
def test_reading_a_day_or_minutes_fails_only_with_a_sentence(typed: str) -> None:
    for read in (lambda: goal_lines.read_day(typed, TODAY), lambda: goal_lines.read_minutes(typed)):
        problem = ""
        try:
            read()
        except ValueError as error:
            problem = str(error)
        assert not problem or problem.endswith(".")


@pytest.mark.parametrize(("typed", "minutes"), [("20", 20), (" 45 min ", 45), ("1 minute", 1), ("960", 960)])
def test_minutes_are_read(typed: str, minutes: int) -> None:
    assert goal_lines.read_minutes(typed) == minutes


def keys_at_once(app: StudyApp, *names: str) -> None:
    """Hand keys to the app as one packet of a slow line brings them: none is handled before all are there."""
    for name in names:
        app.post_message(events.Key(name, name if len(name) == 1 else None))


async def test_a_day_and_enter_that_come_in_one_packet_lose_no_key(fake_app: StudyApp) -> None:
    async with fake_app.run_test() as pilot:
        fake_app.show("welcome")
        await sees(pilot, "1 of 4")
        await pilot.press("enter")
        await sees(pilot, "2 of 4")
        await pilot.press("enter")
        await sees(pilot, "3 of 4")
        keys_at_once(fake_app, *"2026-09-30", "enter")
        await sees(pilot, "4 of 4")
        keys_at_once(fake_app, *"45", "backspace", *"0", "down", *"2", *"5")
        await sees(pilot, "25")
        screen = fake_app.screen
        assert isinstance(screen, WelcomeScreen)
        assert screen.exam_on == date(2026, 9, 30)
        assert screen.query_one(Typed).value == "25"


async def test_what_is_typed_counts_instead_of_a_line_until_an_arrow_is_pressed(fake_app: StudyApp) -> None:
    async with fake_app.run_test() as pilot:
        fake_app.show("welcome")
        await sees(pilot, "1 of 4")
        await pilot.press("enter")
        await sees(pilot, "2 of 4")
        await pilot.press("enter")
        await sees(pilot, "3 of 4", "▌")
        await pilot.press(*"6 weeks")
        await sees(pilot, "in 42 days")
        assert "▌" not in screen_text(pilot)
        await pilot.press("down")
        await sees(pilot, "▌", "or type a day")
        await pilot.press("enter")
        await sees(pilot, "4 of 4")


async def test_content_that_arrives_while_a_day_is_typed_takes_nothing_away(fake_app: StudyApp) -> None:
    async with fake_app.run_test() as pilot:
        fake_app.show("welcome")
        await sees(pilot, "1 of 4")
        await pilot.press("enter")
        await sees(pilot, "2 of 4")
        await pilot.press("enter")
        await sees(pilot, "3 of 4")
        await pilot.press(*"30 s")
        screen = fake_app.screen
        assert isinstance(screen, WelcomeScreen)
        await screen.load()
        await pilot.press(*"ep", "enter")
        await sees(pilot, "4 of 4")
        assert screen.exam_on == date(2026, 9, 30)


async def test_a_reading_that_ends_late_does_not_lead_back_to_a_question_that_was_answered(
    real_app: StudyApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with real_app.run_test() as pilot:
        await sees(pilot, "Just try five questions", "1 of 4")
        await pilot.press("enter")
        await sees(pilot, "Which certification first?", "12 questions")
        screen = real_app.screen
        assert isinstance(screen, WelcomeScreen)
        asked, is_asking, may_go_on = screen._road, asyncio.Event(), asyncio.Event()

        async def slow(roadmap_id: str) -> Any:
            is_asking.set()
            await may_go_on.wait()
            return await asked(roadmap_id)

        monkeypatch.setattr(screen, "_road", slow)
        screen.reload()
        await is_asking.wait()
        await pilot.press("enter")
        await sees(pilot, "When is your exam?")
        may_go_on.set()
        await wait_until(pilot, lambda: "load" not in {worker.group for worker in real_app.workers})
        assert screen.step == "date"
        assert isinstance(real_app.focused, Typed)
