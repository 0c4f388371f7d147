"""Recording an answer: the log's entry, the state of the card, the daily totals and the notebook of mistakes,
in one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from studyapp.domain.log import CardId, EntryKind, ItemKind
from studyapp.domain.memory import CardState, Grade, Outcome, Phase
from studyapp.domain.mistakes import after_answer
from studyapp.domain.questions import Confidence, QuestionKind
from studyapp.services import replaying
from studyapp.services.context import Context
from studyapp.store import cards, exams, journal, mistakes, totals

MAX_ELAPSED_MS = 600_000
"""Longer than ten minutes on one item is a break, not thinking."""
MAX_TASK_MS = 7_200_000
"""The same for a hands-on task: two hours."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was graded: to which card, as what was shown, and what it leads to."""

    card: CardId
    certification_id: str
    domain_id: str
    content_hash: str
    before: CardState
    grade: Grade
    outcome: Outcome
    correct: bool | None
    confidence: str
    chosen: str
    option_order: tuple[int, ...]
    elapsed_ms: int
    first_sight: bool
    context: str


def record(session: Session, context: Context, given: Given, at: datetime, day: date) -> str:
    """Write an answer and everything that follows from it; returns the id of its entry."""
    outcome, action = given.outcome, context.settings.leech_action
    key = totals.TotalKey(
        day, given.certification_id, given.domain_id, str(given.card.kind), str(given.before.phase),
        int(given.grade),
    )  # fmt: skip
    entry_id = journal.append(
        session, context.device_id, EntryKind.ANSWER, at, day,
        card_id=str(given.card), grade=key.grade, correct=given.correct, confidence=given.confidence,
        chosen=given.chosen, option_order=",".join(map(str, given.option_order)),
        elapsed_ms=given.elapsed_ms, first_sight=given.first_sight, content_hash=given.content_hash,
        interval_s=round(outcome.interval.total_seconds()), due_on=outcome.state.due_on,
        phase=key.phase, certification_id=key.certification_id, domain_id=key.domain_id,
        context=given.context, before=given.before,
        payload=replaying.outcome_payload(outcome, action),
    )  # fmt: skip
    cards.put_state(session, given.card, given.certification_id, outcome.state, given.content_hash)
    totals.add(session, key, given.elapsed_ms, given.first_sight)
    if outcome.leech:
        cards.put_marks(session, given.card, given.certification_id, **replaying.leech_marks(action))
    if given.card.kind is ItemKind.QUESTION:
        _keep_notebook(session, given, day)
    return entry_id


def _keep_notebook(session: Session, given: Given, day: date) -> None:
    before = mistakes.get(session, given.card.item_id)
    after = after_answer(
        before, right=given.grade is not Grade.AGAIN, sure=given.confidence == Confidence.SURE, day=day,
        chosen=given.chosen, content_hash=given.content_hash,
    )  # fmt: skip
    if after is not None and after != before:
        mistakes.put(session, given.card.item_id, given.certification_id, given.domain_id, after)


def is_first_sight(session: Session, card: CardId, state: CardState, content_hash: str) -> bool:
    """Whether nobody has told the learner anything of a question yet.

    An answer that was taken back had its reasons shown, and the report of an exam shows those of items that
    were left out, too.
    """
    if card.kind is not ItemKind.QUESTION or state.phase is not Phase.NEW:
        return False
    was_shown = False
    for entry, undone in journal.history(session, str(card)):
        was_shown = entry.kind == EntryKind.ANSWER and (was_shown or undone)
    return not was_shown and not exams.was_reported(session, card.item_id, content_hash)


def bounded_ms(elapsed_ms: int, kind: QuestionKind | None = None) -> int:
    """The time that counts for one item."""
    return max(0, min(elapsed_ms, MAX_TASK_MS if kind is QuestionKind.HANDS_ON else MAX_ELAPSED_MS))
