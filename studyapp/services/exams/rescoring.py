"""Attempts without what does not count: an item in quarantine leaves every score, and the log stays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from studyapp.domain.exams.scores import Result
from studyapp.services.context import Context
from studyapp.services.exams.handing_in import LEFT_OUT, graded_form, result_from
from studyapp.services.exams.keeping import load_rules
from studyapp.services.exams.views import Rescored
from studyapp.store import cards, exams, quarantine


@dataclass(frozen=True, slots=True)
class Anew:
    """The result as it is now, and what it was."""

    result: Result
    rescored: Rescored


def rescored_attempts(session: Session, context: Context) -> dict[str, Anew]:
    """Every attempt that is over and has an item in quarantine in its score; usually none."""
    since = quarantine.since(session)
    found = {}
    for attempt_id in sorted(quarantine.attempts_with(session, since)):
        row = exams.attempt(session, attempt_id)
        if row is not None and row.result:
            found[attempt_id] = _anew(session, context, row, since)
    return found


def passes_now(session: Session, attempt_id: str) -> bool:
    """Whether an attempt passes without what is in quarantine."""
    row = exams.attempt(session, attempt_id)
    if row is None:
        return False
    form = graded_form(session, attempt_id, load_rules(row.rules).partial_credit)
    return result_from(form, row, quarantine.since(session)).passed


def _anew(session: Session, context: Context, row: Row[Any], since: Mapping[str, date]) -> Anew:
    form = graded_form(session, row.id, load_rules(row.rules).partial_credit)
    void = [item.row for item in form if item.row.scored and item.row.question_id in since]
    at_hand_in = set(json.loads(row.result).get(LEFT_OUT, ()))
    left_out = [item for item in void if item.place in at_hand_in]
    later = [item for item in void if item.place not in at_hand_in]
    was = result_from(form, row, {item.question_id for item in left_out})
    ended_at = cards.from_ms(row.ended_at)
    assert ended_at is not None
    on = max([context.calendar.day_of(ended_at), *(since[item.question_id] for item in later)])
    rescored = Rescored(
        on, tuple(item.place for item in later), was.share, was.score, was.passed, was.right, was.items,
        tuple(item.place for item in left_out),
    )  # fmt: skip
    return Anew(result_from(form, row, since), rescored)
