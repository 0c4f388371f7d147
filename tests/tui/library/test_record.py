"""Recording an exam: the form, what it understands, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from textual.widgets import Input

from studyapp.domain.records import RecordKind
from studyapp.services.views import Goal
from studyapp.tui.app import StudyApp
from studyapp.tui.goal_lines import read_past_day
from studyapp.tui.record_lines import FIELDS, OFFERED, understand
from studyapp.tui.screens.certification import CertificationScreen
from studyapp.tui.screens.record import RecordScreen
from tests.tui.library.conftest import shown
from tests.waiting import screen_text, wait_until

Make = Callable[..., StudyApp]
TODAY = date(2026, 11, 22)


async def test_a_pass_is_recorded_from_the_certification_and_taken_back(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        screen: CertificationScreen = await shown(pilot, "certification", lambda s: s.detail)
        assert not screen.applies("undo")
        await pilot.press("e")
        await wait_until(pilot, lambda: isinstance(app.screen, RecordScreen) and app.screen.today)
        await pilot.press("down", "tab")
        await wait_until(pilot, lambda: app.screen.focused is not None and app.screen.focused.id == "on")
        await pilot.press(*"3", "space", *"may", "tab", *"812")
        await wait_until(pilot, lambda: "3 May 2026, 203 days ago" in screen_text(pilot))
        assert "3 May 2029, as the facts say" in screen_text(pilot)
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.screen is screen and "✓ passed 3 May 2026" in screen_text(pilot))
        assert "passed on 3 May 2026, score 812, until 3 May 2029" in screen_text(pilot)
        await pilot.press("u")
        await wait_until(pilot, lambda: "passed on 3 May 2026" not in screen_text(pilot))


async def test_a_booked_exam_sets_the_day_of_the_goal(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        await shown(pilot, "record", lambda s: s.today, certification_id="aif-c01")
        app.screen.query_one("#on", Input).value = "2027-01-09"
        await wait_until(pilot, lambda: "9 January 2027, in 48 days" in screen_text(pilot))
        await pilot.press("enter")
        await wait_until(pilot, lambda: not isinstance(app.screen, RecordScreen))
        goal = await app.bridge.call(lambda s: s.goals.current())
        assert goal is not None
        assert (goal.exam_on, goal.minutes_a_day) == (date(2027, 1, 9), 25)


async def test_a_booked_day_says_what_it_moves_and_that_the_exam_is_not_open_by_then(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        day = date(2027, 1, 20)
        await app.bridge.call(lambda s: s.goals.set(Goal("mla-c02", day, 25)))
        await shown(pilot, "record", lambda s: s.today, certification_id="mla-c02")
        app.screen.query_one("#on", Input).value = "2027-01-12"
        await wait_until(pilot, lambda: "12 January 2027, in 51 days" in screen_text(pilot))
        assert "! Your goal aims at this day then; now it is 20 January 2027." in screen_text(pilot)
        assert "! The standard exam opens on 14 January 2027;" in screen_text(pilot)
        app.screen.query_one("#on", Input).value = "2027-01-20"
        await wait_until(pilot, lambda: "20 January 2027, in 59 days" in screen_text(pilot))
        assert "!" not in screen_text(pilot)


async def test_a_waiver_without_its_reason_is_not_kept(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        screen: RecordScreen = await shown(pilot, "record", lambda s: s.today, certification_id="aif-c01")
        await pilot.press("end")
        await wait_until(pilot, lambda: screen.kind is RecordKind.WAIVED)
        await pilot.press("enter")
        await wait_until(pilot, lambda: "! Say why" in screen_text(pilot))
        assert screen.focused is not None
        assert screen.focused.id == "reason"
        assert await app.bridge.call(lambda s: s.records.all()) == []
        await pilot.press(*"done", "enter")
        await wait_until(pilot, lambda: app.screen is not screen)
        assert [r.reason for r in await app.bridge.call(lambda s: s.records.all())] == ["done"]


async def test_what_cannot_be_so_is_said_and_the_form_stays(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        screen: RecordScreen = await shown(pilot, "record", lambda s: s.today, certification_id="aif-c01")
        await pilot.press("down")
        screen.query_one("#score", Input).value = "650"
        await pilot.press("enter")
        await wait_until(pilot, lambda: "AIF-C01 is passed at 700" in screen_text(pilot))
        assert app.screen is screen


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (40, 10)], ids=str)
async def test_every_kind_can_be_chosen_at_every_size(make_app: Make, size: tuple[int, int]) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        screen: RecordScreen = await shown(pilot, "record", lambda s: s.today, certification_id="aif-c01")
        seen = [screen.kind]
        for _ in range(len(OFFERED) - 1):
            await pilot.press("down")
            await wait_until(pilot, lambda: screen.kind is not seen[-1])
            seen.append(screen.kind)
        assert seen == list(OFFERED)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", TODAY),
        ("yesterday", date(2026, 11, 21)),
        ("2 weeks ago", date(2026, 11, 8)),
        ("2026-05-03", date(2026, 5, 3)),
        ("3 may", date(2026, 5, 3)),
        ("24 dec", date(2025, 12, 24)),
        ("3.5.2024", date(2024, 5, 3)),
    ],
)
def test_a_past_day_is_read_as_people_write_it(typed: str, day: date) -> None:
    assert read_past_day(typed, TODAY) == day


@pytest.mark.parametrize("typed", ["soon", "2026-13-01", "2027-01-01", "24 dec 2026"])
def test_a_day_that_is_none_or_to_come_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"Type a day"):
        read_past_day(typed, TODAY)


def test_only_the_fields_of_a_kind_are_read() -> None:
    for kind, asked in FIELDS.items():
        fields = {
            "on": "2027-01-09" if kind is RecordKind.BOOKED else "3 may",
            "reason": "because",
            "score": "x",
        }
        found = understand(kind, fields, TODAY, 3)
        assert set(found.said) == set(asked)
        assert (found.typed is None) == ("score" in asked)
