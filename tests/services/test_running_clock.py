"""Real clocks go on between two looks at them; an answer must be of one instant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from studyapp.clock import ManualClock
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Goal
from tests.banks import CERTIFICATION
from tests.services.learner import Learner


class RunningClock(ManualClock):
    """Goes on by a step each time that it is read."""

    def __init__(self, start: datetime, step: timedelta) -> None:
        super().__init__(start)
        self.step = step

    def now(self) -> datetime:
        self.advance(self.step)
        return super().now()


def test_the_card_and_its_log_entry_are_of_one_instant(
    home: Home, connect_to: Callable[..., Services]
) -> None:
    clock = RunningClock(datetime(2026, 7, 1, 18, tzinfo=UTC), timedelta(milliseconds=1))
    services = connect_to(home, clock)
    services.library.refresh()
    services.goals.set(Goal(CERTIFICATION, None, 120))
    services.study.start()
    Learner(services, clock).answer(right=False)
    assert [check for check in services.health.check() if not check.ok and check.name != "backups"] == []


def test_an_answer_at_the_days_end_belongs_to_one_day(
    home: Home, connect_to: Callable[..., Services]
) -> None:
    clock = RunningClock(datetime(2026, 7, 1, 18, tzinfo=UTC), timedelta(0))
    services = connect_to(home, clock)
    services.library.refresh()
    services.goals.set(Goal(CERTIFICATION, None, 120))
    services.study.start()
    learner = Learner(services, clock)
    showing = learner.shown()
    clock.set(datetime(2026, 7, 2, 3, 59, 29, 999_000, tzinfo=UTC))
    clock.step = timedelta(milliseconds=1)
    learner.answer(showing)
    assert [check for check in services.health.check() if not check.ok and check.name != "backups"] == []
