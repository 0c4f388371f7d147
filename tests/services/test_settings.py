"""Settings: kept, checked, and never a reason not to start."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, fields
from typing import Any

import pytest

from studyapp.clock import ManualClock
from studyapp.errors import InvalidInput
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.setting_checks import CHECKS
from studyapp.services.views import Aspect, Settings
from tests.moments import START

GOOD: dict[str, Any] = {
    "theme": "studyapp-light", "retention": 0.85, "kept_retention": 0.75, "rollover_hour": 0,
    "timezone": "Europe/Rome",
    "new_cards_a_day": 0, "reviews_a_day": 9999, "learning_steps": (1, 5, 1440), "relearning_steps": (),
    "leech_lapses": 0, "leech_action": "flag", "type_answers": True, "shuffle_options": False,
    "reminder_at": "07:05", "days_off": (5, 6),
    "report_format": "html", "report_privacy": "summary", "report_weekday": 0,
    "report_at": "07:30", "report_keep": 4, "learner_name": "Ada Żukowska",
}  # fmt: skip


def test_every_setting_is_checked_and_has_an_example_here() -> None:
    names = {field.name for field in fields(Settings)}

    assert set(CHECKS) == names
    assert set(GOOD) | {"content_folders", "report_folder", "cohort_folder"} == names


def test_the_defaults_are_acceptable_themselves(services: Services) -> None:
    services.settings.update(**asdict(Settings()))

    assert services.settings.get() == Settings()


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_setting_is_kept(
    home: Home, services: Services, name: str, connect_to: Callable[..., Services]
) -> None:
    if name != "timezone":
        assert getattr(services.settings.get(), name) != GOOD[name]

    assert services.settings.update(**{name: GOOD[name]}) == {Aspect.SETTINGS, Aspect.PLAN}

    assert getattr(services.settings.get(), name) == GOOD[name]
    with closing(sqlite3.connect(home.database)) as connection:
        ((value,),) = connection.execute("SELECT value FROM setting WHERE key = ?", (name,)).fetchall()
    expected = GOOD[name]
    assert json.loads(value) == (list(expected) if isinstance(expected, tuple) else expected)


BAD: dict[str, list[Any]] = {
    "theme": ["neon", None, ["studyapp-dark"]],
    "kept_retention": [0.69, 0.98, "0.8", True, None],
    "retention": [0.69, 0.98, "0.9", True, float("nan"), None],
    "rollover_hour": [-1, 24, 4.5, "4"],
    "timezone": ["Mars/Olympus", "../../etc/passwd", None, ["UTC"]],
    "new_cards_a_day": [-1, 10_000, 2.5, "20"],
    "reviews_a_day": [-1, 10.5, float("inf")],
    "learning_steps": [[0], [1441], [10, 1], [1.5], "1 10", [1] * 7, [True], 10, None],
    "relearning_steps": [[-10], ["10"]],
    "leech_lapses": [-1, 100, 8.5],
    "leech_action": ["delete", None],
    "type_answers": [1, "yes"],
    "shuffle_options": [None],
    "reminder_at": ["24:00", "7:30", "19:30\n", "١٩:٣٠", 1930, None],
    "content_folders": [["/no/such/folder"], "/", None, [3], ["bad\0name"]],
    "days_off": [[7], [-1], list(range(7)), 3, ["Monday"], None, [True]],
    "fonts": ["large"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in BAD for value in BAD[name]])
def test_a_value_that_cannot_be_used_is_refused_with_what_would_be(
    services: Services, name: str, value: object
) -> None:
    before = services.settings.get()

    with pytest.raises(InvalidInput) as refused:
        services.settings.update(**{name: value})

    assert refused.value.advice
    assert services.settings.get() == before


def test_one_bad_value_among_good_ones_changes_nothing(services: Services) -> None:
    before = services.settings.get()

    with pytest.raises(InvalidInput):
        services.settings.update(retention=0.8, rollover_hour=99)

    assert services.settings.get() == before


def test_a_content_folder_is_read_from_then_on(services: Services, tmp_path: Any) -> None:
    from tests.banks import write_bank

    write_bank(tmp_path / "more", "oth-201", questions=2)

    services.settings.update(content_folders=[str(tmp_path / "more")])
    services.library.refresh()

    assert {c.id for c in services.library.certifications()} == {"tst-101", "oth-201"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("retention", '"high"'), ("retention", "{"), ("rollover_hour", "99"), ("timezone", "17"),
        ("learning_steps", '"soon"'), ("learning_steps", "[0]"), ("days_off", "3"),
        ("theme", '"of-a-later-version"'), ("new_cards_a_day", "null"), ("a_later_setting", "true"),
    ],
)  # fmt: skip
def test_a_stored_value_that_makes_no_sense_falls_back_to_the_default(
    home: Home, services: Services, connect_to: Callable[..., Services], key: str, value: str
) -> None:
    services.close()
    with closing(sqlite3.connect(home.database)) as connection:
        connection.execute("INSERT OR REPLACE INTO setting VALUES ('timezone', '\"UTC\"')")
        connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, value))
        connection.commit()

    reopened = connect_to(home, ManualClock(START))

    shown = asdict(reopened.settings.get())
    assert shown | {"timezone": ""} == asdict(Settings())
    assert reopened.study.today().planned == 0


def test_a_content_folder_that_is_gone_stays_in_the_settings(
    home: Home, services: Services, tmp_path: Any, connect_to: Callable[..., Services]
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    services.settings.update(content_folders=[str(folder)])
    folder.rmdir()

    reopened = connect_to(home, ManualClock(START))

    assert reopened.settings.get().content_folders == (str(folder),)
    assert reopened.library.refresh().problems == ()


def test_the_learners_day_follows_the_settings(services: Services) -> None:
    assert services.context.today().day == 1
    services.settings.update(timezone="Pacific/Kiritimati")
    assert services.context.today().day == 2
    services.settings.update(rollover_hour=23)
    assert services.context.today().day == 1


def test_the_retention_target_shortens_and_lengthens_intervals(services: Services) -> None:
    from studyapp.services.views import Goal

    services.goals.set(Goal("tst-101", None, 60))
    services.settings.update(learning_steps=[])
    longest = []
    for retention in (0.95, 0.9, 0.8):
        services.settings.update(retention=retention)
        services.study.start("cards")
        longest.append(max(services.study.next().intervals.values()))  # type: ignore[union-attr]

    assert longest == sorted(set(longest))
