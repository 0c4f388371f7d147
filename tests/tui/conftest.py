"""Apps to drive: over the fakes (`fake_app`, `world`), and over a real home (`real_app`)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from studyapp.clock import ManualClock
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.tui.app import StudyApp
from tests.tui.fake_data import NOW
from tests.tui.fakes import FakeServices


@pytest.fixture
def fake_home(tmp_path: Path) -> Home:
    """A home that has been used before (there is a database file), so that Today comes first."""
    found = Home(tmp_path / "used")
    found.root.mkdir()
    found.database.touch()
    return found


@pytest.fixture
def world() -> FakeServices:
    """Services without a store; change its fields before the app starts."""
    return FakeServices()


@pytest.fixture
def fake_app(fake_home: Home, world: FakeServices) -> StudyApp:
    """The app over `world`, at a fixed time."""
    return StudyApp(lambda: world, fake_home, clock=ManualClock(NOW), show_tracebacks=True)


@pytest.fixture
def app_at(fake_home: Home, world: FakeServices) -> Callable[[], StudyApp]:
    """Makes a fresh app over the same home and world: for tests that start twice."""
    return lambda: StudyApp(lambda: world, fake_home, clock=ManualClock(NOW), show_tracebacks=True)


@pytest.fixture
def real_app(home: Home, clock: ManualClock, connect_to: Callable[..., Services]) -> StudyApp:
    """The app over a real home with one small bank (tst-101) whose content is not read yet."""
    return StudyApp(lambda: connect_to(home, clock), home, clock=clock, show_tracebacks=True)


@pytest.fixture
def no_bounces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests press faster than fingers; the guard has its own tests."""
    monkeypatch.setattr("studyapp.tui.stopwatch.RepeatGuard.allows", lambda self: True)
