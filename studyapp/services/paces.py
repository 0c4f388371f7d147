"""How long the learner takes: the seconds of an answer by kind and part, from their own newest answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from statistics import median

from sqlmodel import Session

from studyapp.domain.memory import Grade
from studyapp.domain.planner import START_SECONDS, Seconds
from studyapp.store import journal

MIN_SAMPLES = 8
"""Answers of a kind needed before the learner's own median says what is quick or slow."""
START_WEIGHT = 15
"""How many answers the starting value of a pace counts for, beside the learner's own."""
LONGEST_S = 600.0


def usual_seconds(session: Session) -> dict[str, Seconds]:
    """The learner's medians per kind, by which an answer is quick or slow; until known, the start's."""
    return _paces(session, lambda start, own: median(own) if len(own) >= MIN_SAMPLES else start)


def expected_seconds(session: Session) -> dict[str, Seconds]:
    """What to reckon with per kind: the medians, drawn towards the starting values while answers are few.

    A first handful of hasty answers must not fill the day with three times the items.
    """
    return _paces(
        session,
        lambda start, own: (len(own) * median(own) + START_WEIGHT * start) / (len(own) + START_WEIGHT),
    )


def _paces(session: Session, settle: Callable[[float, list[float]], float]) -> dict[str, Seconds]:
    samples = _samples(session)
    return {
        kind: replace(
            start,
            **{
                part: max(1.0, settle(getattr(start, part), samples[kind, part]))
                for part in ("new", "review", "lapse")
                if (kind, part) in samples
            },
        )
        for kind, start in START_SECONDS.items()
    }


def _samples(session: Session) -> dict[tuple[str, str], list[float]]:
    """Seconds of the newest answers by kind and part (new, review, lapse)."""
    samples: dict[tuple[str, str], list[float]] = {}
    for card_id, phase, grade, elapsed_ms in journal.recent_answers(session):
        kind = "question" if card_id.startswith("q:") else "term"
        part = "new" if phase == "new" else "lapse" if grade == Grade.AGAIN else "review"
        samples.setdefault((kind, part), []).append(min(elapsed_ms / 1000.0, LONGEST_S))
    return samples
