"""A home with a bank to be examined in, and apps over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyapp.clock import ManualClock
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.tui.app import StudyApp
from tests.services.exams.conftest import write_exam_bank
from tests.tui.exam_driver import SAID, Begin, Connect, home_with


@pytest.fixture
def home(tmp_path: Path, clock: ManualClock, connect_to: Connect, no_bounces: None) -> Home:
    """A home with a bank to be examined in."""
    return home_with(write_exam_bank, tmp_path / "home", clock, connect_to)


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
