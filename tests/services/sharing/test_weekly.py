"""The weekly report: when it is due, catching up, rotation, and a folder that is not there."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.export.files import NotWritten
from studyapp.services.facade import Services
from studyapp.services.sharing.weekly import Reports, is_due, last_due
from studyapp.services.views import Goal, Settings
from tests.services.learner import Learner

ROME = ZoneInfo("Europe/Rome")
SUNDAY = datetime(2026, 7, 5, 18, 0, tzinfo=ROME)
FIRST = datetime(2026, 1, 1)  # noqa: DTZ001  the zone comes later
SETTINGS = Settings(report_folder="somewhere", report_weekday=6, report_at="18:00")


@pytest.fixture
def folder(services: Services, tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    services.settings.update(report_folder=str(made), report_format="json")
    return made


def test_it_is_due_from_the_minute_on_and_once() -> None:
    last = Reports(SUNDAY - timedelta(days=7))

    assert not is_due(SETTINGS, last, SUNDAY - timedelta(minutes=1))
    assert is_due(SETTINGS, last, SUNDAY)
    assert is_due(SETTINGS, last, SUNDAY + timedelta(days=3)), "made up for after the machine was off"
    assert not is_due(SETTINGS, Reports(SUNDAY), SUNDAY + timedelta(days=6, hours=23))
    assert not is_due(replace(SETTINGS, report_folder=""), Reports(), SUNDAY)
    assert is_due(SETTINGS, Reports(), SUNDAY), "the first one at once"


@given(
    st.datetimes(FIRST, FIRST + timedelta(days=700)),
    st.integers(0, 6),
    st.integers(0, 23),
)
def test_the_last_due_moment_is_the_right_weekday_and_less_than_eight_days_ago(
    now: datetime, weekday: int, hour: int
) -> None:
    local = now.replace(tzinfo=ROME)
    due = last_due(replace(SETTINGS, report_weekday=weekday, report_at=f"{hour:02}:00"), local)

    assert due <= local
    assert due.weekday() == weekday
    assert due.hour == hour
    assert local.replace(tzinfo=None) - due.replace(tzinfo=None) < timedelta(days=7)


def test_a_report_is_written_once_a_week_and_the_oldest_goes(
    learner: Learner, goal: Goal, folder: Path
) -> None:
    learner.services.settings.update(report_keep=2)
    (folder / "mine.json").write_text("mine", encoding="utf-8")
    names = []
    for _week in range(4):
        written = learner.services.sharing.weekly_report()
        assert written is not None
        names.append(written.path.name)
        assert learner.services.sharing.weekly_report() is None
        learner.sleep(7)

    assert sorted(path.name for path in folder.iterdir()) == sorted(["mine.json", *names[-2:]])


def test_a_report_never_overwrites_what_is_there(learner: Learner, goal: Goal, folder: Path) -> None:
    first = learner.services.sharing.weekly_report()
    assert first is not None
    first.path.write_text("changed by hand", encoding="utf-8")
    learner.sleep(7)
    there = folder / first.path.name.replace("2026-07-01", "2026-07-08")
    there.write_text("somebody else's", encoding="utf-8")

    second = learner.services.sharing.weekly_report()

    assert second is not None
    assert second.path.name == there.name.replace(".json", "-2.json")
    assert there.read_text("utf-8") == "somebody else's"
    assert first.path.read_text("utf-8") == "changed by hand"


def test_a_missing_folder_is_told_and_the_report_stays_due(
    learner: Learner, goal: Goal, folder: Path
) -> None:
    folder.rmdir()
    with pytest.raises(NotWritten, match="No such file"):
        learner.services.sharing.weekly_report()
    (check,) = [check for check in learner.services.health.check() if check.name == "weekly report"]
    assert not check.ok

    folder.mkdir()
    assert learner.services.sharing.weekly_report() is not None


@pytest.mark.parametrize("kind", ["json", "csv", "md", "html", "pdf", "xapi", "passport"])
def test_every_form_can_be_a_report(learner: Learner, goal: Goal, folder: Path, kind: str) -> None:
    learner.services.settings.update(report_format=kind, report_privacy="items")

    written = learner.services.sharing.weekly_report()

    assert written is not None
    assert written.path.stat().st_size == written.size > 0


def test_no_folder_no_report(services: Services) -> None:
    assert services.sharing.weekly_report() is None
    assert "weekly report" not in {check.name for check in services.health.check()}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"last_at": "yesterday", "paths": []}', '{"last_at": 3}'])
def test_a_damaged_memory_counts_as_nothing(text: str) -> None:
    assert Reports.read(text) == Reports()
