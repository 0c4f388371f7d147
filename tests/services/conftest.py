"""A learner over the services of a small bank, with or without a goal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from studyapp.clock import ManualClock
from studyapp.services.facade import Services
from studyapp.services.views import Goal
from tests.banks import CERTIFICATION
from tests.services.learner import Learner


@pytest.fixture
def learner(services: Services, clock: ManualClock) -> Learner:
    """Somebody who has not chosen anything yet."""
    return Learner(services, clock)


@pytest.fixture
def goal(services: Services) -> Goal:
    """A goal without an exam date, with plenty of minutes."""
    chosen = Goal(CERTIFICATION, None, 120)
    services.goals.set(chosen)
    return chosen


@pytest.fixture
def exam_goal(services: Services) -> Goal:
    """A goal with an exam in 30 days, with plenty of minutes."""
    chosen = Goal(CERTIFICATION, services.context.today() + timedelta(days=30), 120)
    services.goals.set(chosen)
    return chosen
