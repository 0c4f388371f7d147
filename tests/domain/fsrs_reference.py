"""FSRS-6 written down once more from its published formulas, to hold the fast library against.

Straightforward on purpose: one function per formula, double precision, no tricks. Running
`python -m tests.domain.fsrs_reference` writes `fsrs_conformance.json` beside this file anew.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

CONFORMANCE_FILE = Path(__file__).with_name("fsrs_conformance.json")

W: tuple[float, ...] = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4

State = tuple[float, float]
"""Stability in days, difficulty from 1 to 10."""


def recall(stability: float, days: float) -> float:
    """R = (1 + F * t / S) ** -w20, with F such that R = 0.9 at t = S."""
    return (1.0 + (0.9 ** (-1.0 / W[20]) - 1.0) * days / stability) ** -W[20]


def interval(stability: float, retention: float) -> float:
    """The days after which recall has fallen to `retention`."""
    return stability / (0.9 ** (-1.0 / W[20]) - 1.0) * (retention ** (-1.0 / W[20]) - 1.0)


def first(grade: int) -> State:
    """The state after the first answer."""
    return W[grade - 1], _bounded(_first_difficulty(grade))


def following(state: State, grade: int, days: int) -> State:
    """The state after an answer, `days` learner days after the one before."""
    stability, difficulty = state
    if days == 0:
        new = _short_term(stability, grade)
    elif grade == AGAIN:
        new = _after_forgetting(stability, difficulty, recall(stability, days))
    else:
        new = _after_recall(stability, difficulty, recall(stability, days), grade)
    return min(max(new, 0.001), 36500.0), _next_difficulty(difficulty, grade)


def _first_difficulty(grade: int) -> float:
    return W[4] - math.exp(W[5] * (grade - 1)) + 1.0


def _next_difficulty(difficulty: float, grade: int) -> float:
    damped = difficulty + -W[6] * (grade - 3) * (10.0 - difficulty) / 9.0
    return _bounded(W[7] * _first_difficulty(EASY) + (1.0 - W[7]) * damped)


def _bounded(difficulty: float) -> float:
    return min(max(difficulty, 1.0), 10.0)


def _short_term(stability: float, grade: int) -> float:
    increase = math.exp(W[17] * (grade - 3 + W[18])) * stability ** -W[19]
    # As in fsrs-rs: only Again lowers it. py-fsrs lets Hard lower it too, see "about" in the file.
    return stability * (increase if grade == AGAIN else max(increase, 1.0))


def _after_recall(stability: float, difficulty: float, recalled: float, grade: int) -> float:
    bonus = {HARD: W[15], GOOD: 1.0, EASY: W[16]}[grade]
    growth = math.exp(W[8]) * (11.0 - difficulty) * stability ** -W[9]
    return stability * (1.0 + growth * (math.exp(W[10] * (1.0 - recalled)) - 1.0) * bonus)


def _after_forgetting(stability: float, difficulty: float, recalled: float) -> float:
    left = (
        W[11] * difficulty ** -W[12] * ((stability + 1.0) ** W[13] - 1.0) * math.exp(W[14] * (1.0 - recalled))
    )
    return min(left, stability / math.exp(W[17] * W[18]))


# -- the conformance file ----------------------------------------------------------------------

ABOUT = [
    "FSRS-6 with default parameters, as plain numbers for any implementation to check itself against.",
    "Grades: 1 Again, 2 Hard, 3 Good, 4 Easy. Stability and intervals are days, steps are minutes.",
    "days_elapsed counts the learner's calendar days: a day begins at rollover_hour in time_zone.",
    "A review on a day that is not later than the last one counts 0 days (clock set back, travel west).",
    "schedules: each review happens when it is due; the interval is whole days, 0 inside learning steps;"
    " no fuzz; interval = max(1, round(days at which recall falls to the retention)).",
    "Same-day Hard follows fsrs-rs: it never lowers the stability. py-fsrs 6 lets it.",
]

SOURCES = [
    "shared-intervals, shared-memory-state and first_states stand in the tests of py-fsrs, ts-fsrs and"
    " fsrs-rs alike; the other numbers are computed from the published formulas.",
]

HISTORIES: dict[str, list[tuple[int, int]]] = {
    "shared-memory-state": [(AGAIN, 0), (GOOD, 0), (GOOD, 1), (GOOD, 3), (GOOD, 8), (GOOD, 21)],
    "easy-ten-times-in-one-day": [(EASY, 0)] * 10,
    "again-and-again": [(AGAIN, 0), (AGAIN, 1), (AGAIN, 1), (AGAIN, 1), (AGAIN, 1), (AGAIN, 1)],
    "hard-all-the-way": [(HARD, 0), (HARD, 1), (HARD, 2), (HARD, 4), (HARD, 8)],
    "long-overdue": [(GOOD, 0), (GOOD, 2), (GOOD, 11), (GOOD, 500)],
    "lapse-after-a-year": [(GOOD, 0), (EASY, 3), (GOOD, 30), (AGAIN, 365), (GOOD, 0), (GOOD, 1)],
}

SCHEDULES: dict[str, tuple[list[int], list[int], float, list[int]]] = {
    "shared-intervals": ([1, 10], [10], 0.9, [3, 3, 3, 3, 3, 3, 1, 1, 3, 3, 3, 3, 3]),
    "easy-at-once": ([1, 10], [10], 0.9, [4, 3, 3, 2, 4]),
    "no-steps": ([], [], 0.9, [3, 3, 1, 3, 2, 4]),
    "three-steps": ([1, 10, 60], [10, 30], 0.9, [3, 3, 3, 3, 1, 3, 3, 3]),
    "higher-retention": ([1, 10], [10], 0.95, [3, 3, 3, 3, 3]),
    "lower-retention": ([1, 10], [10], 0.8, [3, 3, 3, 3, 3]),
    "hard-in-the-steps": ([1, 10], [10], 0.9, [2, 2, 3, 3, 2, 3]),
}

LEARNER_DAYS: list[tuple[str, list[tuple[str, int, str, int, str, int]]]] = [
    # (name, reviews: local time, rollover hour, time zone, grade, expected day, expected days elapsed)
    ("evening-then-morning", [
        ("2026-02-10T23:00+00:00", 4, "UTC", GOOD, "2026-02-10", 0),
        ("2026-02-11T09:00+00:00", 4, "UTC", GOOD, "2026-02-11", 1)]),
    ("after-midnight-belongs-to-the-evening", [
        ("2026-02-10T23:00+00:00", 4, "UTC", GOOD, "2026-02-10", 0),
        ("2026-02-11T03:59+00:00", 4, "UTC", GOOD, "2026-02-10", 0)]),
    ("day-begins-at-midnight", [
        ("2026-02-10T23:59+00:00", 0, "UTC", GOOD, "2026-02-10", 0),
        ("2026-02-11T00:00+00:00", 0, "UTC", GOOD, "2026-02-11", 1)]),
    ("spring-forward-evening-then-morning", [
        ("2026-03-28T23:00+01:00", 4, "Europe/Rome", GOOD, "2026-03-28", 0),
        ("2026-03-29T09:00+02:00", 4, "Europe/Rome", GOOD, "2026-03-29", 1)]),
    ("day-of-23-hours", [
        ("2026-03-28T04:00+01:00", 4, "Europe/Rome", GOOD, "2026-03-28", 0),
        ("2026-03-29T04:00+02:00", 4, "Europe/Rome", GOOD, "2026-03-29", 1)]),
    ("day-of-25-hours", [
        ("2026-10-24T04:00+02:00", 4, "Europe/Rome", GOOD, "2026-10-24", 0),
        ("2026-10-25T03:59+01:00", 4, "Europe/Rome", GOOD, "2026-10-24", 0)]),
    ("autumn-hour-that-comes-twice", [
        ("2026-11-01T01:30-04:00", 1, "America/New_York", GOOD, "2026-11-01", 0),
        ("2026-11-01T01:30-05:00", 1, "America/New_York", GOOD, "2026-11-01", 0),
        ("2026-11-02T00:30-05:00", 1, "America/New_York", GOOD, "2026-11-01", 0),
        ("2026-11-02T01:00-05:00", 1, "America/New_York", GOOD, "2026-11-02", 1)]),
    ("two-weeks-over-both-ends-of-summer-time", [
        ("2026-03-25T21:00+01:00", 4, "Europe/Berlin", GOOD, "2026-03-25", 0),
        ("2026-04-08T05:00+02:00", 4, "Europe/Berlin", GOOD, "2026-04-08", 14),
        ("2026-10-28T21:00+01:00", 4, "Europe/Berlin", GOOD, "2026-10-28", 203)]),
    ("travel-west-over-the-date-line", [
        ("2026-05-10T09:00+09:00", 4, "Asia/Tokyo", GOOD, "2026-05-10", 0),
        ("2026-05-09T20:00-07:00", 4, "America/Los_Angeles", GOOD, "2026-05-09", 0),
        ("2026-05-11T09:00-07:00", 4, "America/Los_Angeles", GOOD, "2026-05-11", 1)]),
    ("travel-east-over-the-date-line", [
        ("2026-05-10T09:00-07:00", 4, "America/Los_Angeles", GOOD, "2026-05-10", 0),
        ("2026-05-11T21:00+09:00", 4, "Asia/Tokyo", GOOD, "2026-05-11", 1)]),
    ("clock-set-back-by-a-month", [
        ("2026-06-10T12:00+00:00", 4, "UTC", GOOD, "2026-06-10", 0),
        ("2026-05-10T12:00+00:00", 4, "UTC", GOOD, "2026-05-10", 0),
        ("2026-06-11T12:00+00:00", 4, "UTC", GOOD, "2026-06-11", 1)]),
    ("leap-day", [
        ("2028-02-28T22:00+00:00", 4, "UTC", GOOD, "2028-02-28", 0),
        ("2028-03-01T08:00+00:00", 4, "UTC", GOOD, "2028-03-01", 2)]),
    ("zone-of-a-quarter-hour", [
        ("2026-07-01T23:45+05:45", 4, "Asia/Kathmandu", GOOD, "2026-07-01", 0),
        ("2026-07-02T04:00+05:45", 4, "Asia/Kathmandu", GOOD, "2026-07-02", 1)]),
]  # fmt: skip


def conformance() -> dict[str, Any]:
    """The whole file as plain data."""
    grades = (AGAIN, HARD, GOOD, EASY)
    starts: list[State] = [(0.5, 9.0), (2.3065, 2.1181), (10.0, 5.0), (100.0, 7.5), (1000.0, 1.0)]
    return {
        "format": "fsrs-conformance/1",
        "about": ABOUT,
        "sources": SOURCES,
        "model": "FSRS-6",
        "parameters": list(W),
        "tolerance": {"stability_share": 1e-4, "difficulty": 1e-4, "recall": 1e-6, "days_share": 1e-6},
        "forgetting_curve": [
            {"stability": s, "days": t, "recall": round(recall(s, t), 8)}
            for s, t in ((1, 0), (1, 1), (1, 2), (1, 3), (2.3065, 7), (46, 163), (498, 30), (36500, 1))
        ],
        "intervals_for_retention": [
            {"stability": s, "retention": r, "days": round(interval(s, r), 6)}
            for s, r in ((1, 0.9), (10, 0.9), (10, 0.8), (10, 0.95), (7.3153, 0.7), (498, 0.97))
        ],
        "first_states": [_as_dict(first(g), grade=g) for g in grades],
        "transitions": [
            _as_dict(
                following(state, g, d),
                before_stability=state[0], before_difficulty=state[1], days_elapsed=d, grade=g,
            )
            for state in starts for d in (0, 1, 30) for g in grades
        ],
        "histories": [
            {"name": name, "reviews": [list(r) for r in reviews]} | _as_dict(_walk(reviews))
            for name, reviews in HISTORIES.items()
        ],
        "schedules": [_schedule(name, *case) for name, case in SCHEDULES.items()],
        "learner_days": [_learner_days(name, reviews) for name, reviews in LEARNER_DAYS],
    }  # fmt: skip


def _as_dict(state: State, **head: float) -> dict[str, Any]:
    return head | {"stability": round(state[0], 6), "difficulty": round(state[1], 6)}


def _walk(reviews: Sequence[tuple[int, int]]) -> State:
    state: State | None = None
    for grade, days in reviews:
        state = first(grade) if state is None else following(state, grade, days)
    assert state is not None
    return state


def _schedule(
    name: str, learning: list[int], relearning: list[int], retention: float, grades: list[int]
) -> Any:
    """Steps and intervals spelled out for one card, every review on its due day at noon."""
    now, last_on = datetime(2026, 1, 1, 12, tzinfo=UTC), None
    phase, step, state = "learning", 0, None
    reviews = []
    for grade in grades:
        days = (now.date() - last_on).days if last_on else 0
        state = first(grade) if state is None else following(state, grade, days)
        last_on = now.date()
        if phase == "review" and grade == AGAIN and relearning:
            phase, step, minutes = "relearning", 0, float(relearning[0])
        elif phase == "review":
            minutes = 0.0
        else:
            minutes, step = _in_steps(relearning if phase == "relearning" else learning, step, grade)
        if minutes:
            given, now = 0, now + timedelta(minutes=minutes)
        else:
            phase, step = "review", 0
            given = max(1, round(interval(state[0], retention)))
            now += timedelta(days=given)
            now = now.replace(hour=12, minute=0, second=0)
        reviews.append({"grade": grade, "days_elapsed": days, "interval": given, "phase": phase,
                        "step_minutes": minutes} | _as_dict(state))  # fmt: skip
    return {
        "name": name, "learning_steps": learning, "relearning_steps": relearning,
        "retention": retention, "reviews": reviews,
    }  # fmt: skip


def _in_steps(steps: list[int], step: int, grade: int) -> tuple[float, int]:
    """Minutes and step after a grade inside the steps; 0 minutes when the card leaves them."""
    if not steps or grade == EASY:
        return 0.0, 0
    if grade == AGAIN:
        return float(steps[0]), 0
    if grade == HARD:
        if step > 0:
            return float(steps[step]), step
        return (steps[0] * 1.5 if len(steps) == 1 else (steps[0] + steps[1]) / 2), 0
    return (float(steps[step + 1]), step + 1) if step + 1 < len(steps) else (0.0, 0)


def _learner_days(name: str, reviews: list[tuple[str, int, str, int, str, int]]) -> dict[str, Any]:
    state: State | None = None
    lines = []
    for at, rollover_hour, zone, grade, day, elapsed in reviews:
        _check_offset(at, zone)
        state = first(grade) if state is None else following(state, grade, elapsed)
        lines.append({"at": at, "time_zone": zone, "rollover_hour": rollover_hour, "grade": grade,
                      "day": day, "days_elapsed": elapsed} | _as_dict(state))  # fmt: skip
    return {"name": name, "reviews": lines}


def _check_offset(at: str, zone: str) -> None:
    """The offsets above are written by hand; a zone that disagrees is a slip of ours."""
    instant = datetime.fromisoformat(at)
    assert instant.astimezone(ZoneInfo(zone)).utcoffset() == instant.utcoffset(), (at, zone)
    assert instant.astimezone(UTC).date() >= date(2026, 1, 1)


def as_text() -> str:
    """The file as it is published: one record a line, so that a difference shows in a diff."""
    lines = []
    for key, value in conformance().items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            rows = ",\n".join("    " + json.dumps(row) for row in value)
            lines.append(f"  {json.dumps(key)}: [\n{rows}\n  ]")
        else:
            lines.append(f"  {json.dumps(key)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    CONFORMANCE_FILE.write_text(as_text(), encoding="utf-8")
