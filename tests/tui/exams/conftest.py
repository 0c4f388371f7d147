"""A home with a bank to be examined in, and apps over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyapp.clock import ManualClock
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Goal
from studyapp.tui.app import StudyApp
from tests.banks import CERTIFICATION
from tests.services.exams.conftest import write_exam_bank
from tests.tui.exam_driver import SAID, Begin, Connect


@pytest.fixture
def home(tmp_path: Path, clock: ManualClock, connect_to: Connect, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home with a bank, read before, a goal, and nothing answered."""
    monkeypatch.setattr("studyapp.tui.stopwatch.RepeatGuard.allows", lambda self: True)
    made = Home(tmp_path / "home")
    write_exam_bank(made)
    services = connect_to(made, clock)
    assert not services.library.refresh().problems
    services.goals.set(Goal(CERTIFICATION, None, 20))
    services.close()
    return made


@pytest.fixture
def services(home: Home, clock: ManualClock, connect_to: Connect) -> Services:
    """Another look at the same home."""
    return connect_to(home, clock)


@pytest.fixture
def begin(home: Home, clock: ManualClock, connect_to: Connect) -> Begin:
    """Makes an app over that home, as often as it is started."""

    def made() -> StudyApp:
        app = StudyApp(lambda: connect_to(home, clock), home, clock=clock, show_tracebacks=True)
        say, said = app.say, SAID.setdefault(id(app), [])

        def hear(message: str, title: str = "", severity: str = "information") -> None:
            said.append(message)
            say(message, title, severity)

        app.say = hear  # type: ignore[method-assign]
        return app

    return made
