"""`studyapp memory trace`: how a card would be spaced, review by review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time

from studyapp.domain.days import LearnerCalendar, days_between
from studyapp.domain.memory import CardState, Grade, MemoryModel, Phase, Preferences, Scheduler
from studyapp.errors import InvalidInput
from studyapp.services.views import TraceLine

START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def trace(
    model: MemoryModel, grades: Sequence[int], preferences: Preferences | None = None
) -> list[TraceLine]:
    """Each review happens when it is due; fuzz is off unless the preferences ask for it.

    Raises InvalidInput for a grade that is not 1 (Again), 2 (Hard), 3 (Good) or 4 (Easy).
    """
    wrong = [grade for grade in grades if grade not in set(Grade)]
    if wrong or not grades:
        raise InvalidInput(
            f"Grades can't be {','.join(map(str, wrong)) or 'empty'}.",
            "Give 1 (Again), 2 (Hard), 3 (Good) or 4 (Easy), separated by commas.",
        )
    calendar = LearnerCalendar(UTC)
    scheduler = Scheduler(model, calendar, preferences or Preferences(fuzz=False))
    state, now = CardState(), START
    lines: list[TraceLine] = []
    for number, value in enumerate(grades, 1):
        grade, today = Grade(value), calendar.day_of(now)
        elapsed = days_between(state.last_on, today) if state.last_on else 0
        outcome = scheduler.outcomes("trace", state, now)[grade]
        state = outcome.state
        assert state.memory is not None
        assert state.due_at is not None
        assert state.due_on is not None
        lines.append(
            TraceLine(
                number, grade, today, elapsed, str(state.phase), outcome.interval.days,
                round(outcome.interval.total_seconds()), state.memory.stability, state.memory.difficulty,
            )
        )  # fmt: skip
        in_review = state.phase is Phase.REVIEW
        now = datetime.combine(state.due_on, time(12), tzinfo=UTC) if in_review else state.due_at
    return lines
