"""Settings: every one of them can be changed in place, and a wrong value is explained."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from textual.pilot import Pilot

from studyapp.services.facade import Services
from studyapp.services.views import Settings
from studyapp.tui.app import StudyApp
from studyapp.tui.screens.settings import SettingsScreen
from studyapp.tui.setting_fields import FIELDS, first_value
from studyapp.tui.widgets.choices import Choices
from studyapp.tui.widgets.field import Field
from tests.waiting import screen_text, wait_until

TYPED: dict[str, tuple[str, Any]] = {
    "retention": ("92,5 %", 0.925),
    "new_cards_a_day": ("7", 7),
    "reviews_a_day": (" 150 ", 150),
    "learning_steps": ("2, 15", (2, 15)),
    "relearning_steps": ("5 min", (5,)),
    "leech_lapses": ("6", 6),
    "days_off": ("sun, sa", (5, 6)),
    "reminder_at": ("19:30", "19:30"),
    "rollover_hour": ("03:00", 3),
    "timezone": ("Europe/Rome", "Europe/Rome"),
    "content_folders": (" ; ", ()),
}


async def opened(app: StudyApp, pilot: Pilot[Any], name: str = "") -> None:
    await wait_until(pilot, lambda: app.bridge.is_open)
    app.show("settings")
    await wait_until(pilot, lambda: "Your content folders" in screen_text(pilot))
    if name:
        app.screen.query_one(Choices).highlighted = [field.name for field in FIELDS].index(name)


def test_every_setting_has_a_line_and_every_line_a_setting() -> None:
    assert {field.name for field in FIELDS} == {field.name for field in fields(Settings)}
    for field in FIELDS:
        assert field.about.endswith(".")
        assert field.show(first_value(field))
        assert field.choices or field.example


@pytest.mark.parametrize("name", sorted(TYPED))
def test_what_is_typed_is_read_and_accepted_by_the_services(services: Services, name: str) -> None:
    field = next(field for field in FIELDS if field.name == name)
    typed, value = TYPED[name]
    assert field.read(typed) == value
    services.settings.update(**{name: field.read(typed)})
    assert getattr(services.settings.get(), name) == value
    assert field.read(field.typed(value)) == value


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("retention", "much"),
        ("new_cards_a_day", "few"),
        ("learning_steps", "a b"),
        ("days_off", "holidays"),
        ("days_off", "s"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(name: str, typed: str) -> None:
    field = next(field for field in FIELDS if field.name == name)
    with pytest.raises(ValueError, match=r"^Type "):
        field.read(typed)


async def test_a_choice_changes_at_once_and_the_theme_is_seen(real_app: StudyApp) -> None:
    async with real_app.run_test() as pilot:
        await opened(real_app, pilot)
        await pilot.press("enter")
        await wait_until(pilot, lambda: real_app.theme == "studyapp-light" and "light" in screen_text(pilot))
        assert (await real_app.bridge.call(lambda s: s.settings.get())).theme == "studyapp-light"
        await pilot.press("backspace")
        await wait_until(pilot, lambda: real_app.theme == "studyapp-dark")


async def test_a_number_is_typed_checked_and_kept(real_app: StudyApp) -> None:
    async with real_app.run_test() as pilot:
        await opened(real_app, pilot, "retention")
        await pilot.press("enter")
        await wait_until(pilot, lambda: real_app.screen.query_one(Field).has_focus)
        field = real_app.screen.query_one(Field)
        assert field.value == "90 %"
        field.value = "99"
        await pilot.press("enter")
        await wait_until(pilot, lambda: "Give a number from 0.7 to 0.97" in screen_text(pilot))
        field.value = "95"
        await pilot.press("enter")
        await wait_until(pilot, lambda: "95 %  changed" in screen_text(pilot))
        assert real_app.screen.query_one(Choices).has_focus


async def test_esc_leaves_a_setting_as_it_was_and_stays_on_the_screen(real_app: StudyApp) -> None:
    async with real_app.run_test() as pilot:
        await opened(real_app, pilot, "new_cards_a_day")
        await pilot.press("enter")
        await wait_until(pilot, lambda: real_app.screen.query_one(Field).has_focus)
        real_app.screen.query_one(Field).value = "3"
        await pilot.press("escape")
        await wait_until(pilot, lambda: not real_app.screen.query_one(Field).display)
        assert isinstance(real_app.screen, SettingsScreen)
        assert (await real_app.bridge.call(lambda s: s.settings.get())).new_cards_a_day == 20


async def test_each_line_is_explained_when_the_cursor_is_on_it(fake_app: StudyApp) -> None:
    async with fake_app.run_test(size=(80, 40)) as pilot:
        await opened(fake_app, pilot)
        for field in FIELDS:
            start = " ".join(field.about.split()[:4])
            await wait_until(pilot, lambda start=start: start in screen_text(pilot))  # type: ignore[misc]
            await pilot.press("down")


async def test_where_the_minutes_a_day_are_set_is_said(fake_app: StudyApp) -> None:
    async with fake_app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: "Start" in screen_text(pilot))
        fake_app.show("settings")
        await wait_until(pilot, lambda: "Minutes a day, exam date: m on Today." in screen_text(pilot))
