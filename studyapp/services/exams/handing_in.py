"""Handing in: the answers of an attempt enter the log, move memory, and bring forward the terms of what was
missed; the result is kept. All in one transaction, and once.
"""

from __future__ import annotations

import json
from collections.abc import Container, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from studyapp.domain.content_change import Change, classify
from studyapp.domain.exams.attempts import Attempt
from studyapp.domain.exams.responses import credit_of, is_complete, judged
from studyapp.domain.exams.rules import Mode
from studyapp.domain.exams.scores import Marked, Result, result_of
from studyapp.domain.judging import Verdict
from studyapp.domain.log import CardId, EntryKind, ItemKind
from studyapp.domain.memory import CardState, Phase, grade_of_answer
from studyapp.domain.questions import CHOICES, Confidence, Question
from studyapp.domain.responses import Response
from studyapp.services import forecasting
from studyapp.services.bringing_forward import bring_terms_forward
from studyapp.services.context import Context
from studyapp.services.exams.keeping import load_blueprint, load_rules
from studyapp.services.paces import usual_seconds
from studyapp.services.recording import Given, bounded_ms, is_first_sight, record
from studyapp.store import cards, exams, items, journal, mistakes, quarantine
from studyapp.store.bodies import hashed_body, question_from_json
from studyapp.store.tables import ExamItem

LEFT_OUT = "left_out"
"""In the kept result: the places whose items were in quarantine when the attempt was handed in."""


@dataclass(frozen=True, slots=True)
class Graded:
    """An item of a form with its question as it was shown, and its verdict."""

    row: ExamItem
    question: Question
    verdict: Verdict
    answered: bool
    given: tuple[str, ...]

    @property
    def confidence(self) -> Confidence:
        """What the learner said; "think so" where nothing was said."""
        return Confidence(self.row.confidence) if self.row.confidence else Confidence.THINK_SO


def graded_form(session: Session, attempt_id: str, partial_credit: Sequence[str]) -> list[Graded]:
    """Every item of a form with its verdict."""
    found = []
    for row in exams.form(session, attempt_id):
        question = question_from_json(row.body)
        response = Response.decode(question.kind, row.response)
        # A part of an answer is one where parts earn credit.
        parts_count = question.kind in partial_credit and not response.is_empty
        answered = row.whole or parts_count
        verdict = judged(question, row.response if answered else "", partial_credit)
        found.append(Graded(row, question, verdict, answered, tuple(json.loads(row.given))))
    return found


def result_from(form: Sequence[Graded], attempt_row: Row[Any], void: Container[str] = ()) -> Result:
    """The result of a graded form; items in quarantine are `void`, by the ids of their questions."""
    rules = load_rules(attempt_row.rules)
    shares, _objectives = load_blueprint(attempt_row.blueprint)
    marked = [
        Marked(
            item.row.place, item.row.domain_id, item.row.objective_id, item.row.scored, item.answered,
            item.verdict.credit if item.answered else 0.0, str(item.confidence) if item.answered else "",
            item.row.spent_ms,
            _credits(item, rules.partial_credit),
            item.row.question_id in void,
        )
        for item in form
    ]  # fmt: skip
    return result_of(marked, rules, [share.domain_id for share in shares])


def _credits(item: Graded, partial_credit: Sequence[str]) -> tuple[float, ...]:
    """Points of the whole answers that were settled, oldest first."""
    kind = item.question.kind
    whole = [text for text in item.given if is_complete(item.question, Response.decode(kind, text))]
    return tuple(credit_of(item.question, text, partial_credit) for text in whole)


def hand_in(session: Session, context: Context, attempt_row: Row[Any], attempt: Attempt) -> None:
    """Grade and record an attempt that is over."""
    form = graded_form(session, attempt_row.id, attempt.rules.partial_credit)
    ended_at = attempt.last.at
    said_before = _forecast_before(session, context, attempt_row, ended_at)
    record_all = _Recorder(session, context, attempt_row.mode, ended_at)
    void = quarantine.since(session)
    answered = sorted((g for g in form if g.answered), key=lambda g: (g.row.answered_at or 0, g.row.place))
    entries = {item.row.place: record_all.answer(item) for item in answered}
    for item in form:
        entry_id, first_sight = entries.get(item.row.place, (None, None))
        credit = item.verdict.credit if item.answered else 0.0
        exams.grade_item(session, attempt_row.id, item.row.place, credit, first_sight, entry_id)
    held_against = [
        item for item in answered if item.row.question_id not in void and not item.verdict.correct
    ]
    missed = [term for item in held_against for term in item.question.term_ids]
    bring_terms_forward(session, context, dict.fromkeys(missed), ended_at)
    result = result_from(form, attempt_row)
    said = {
        "attempt_id": attempt_row.id, "certification_id": attempt_row.certification_id,
        "mode": attempt_row.mode, "seed": attempt_row.seed, "status": str(attempt.status),
        "items": len(form), "answered": len(answered), "points": result.points, "counted": result.items,
        "share": result.share, "score": result.score, "passed": result.passed,
        "used_ms": attempt.used_ms, "paused_ms": attempt.paused_ms,
        "first_sights": sum(bool(first_sight) for _entry_id, first_sight in entries.values()),
    } | said_before  # fmt: skip
    journal.append(
        session, context.device_id, EntryKind.EXAM, ended_at, context.calendar.day_of(ended_at),
        certification_id=attempt_row.certification_id, context=attempt_row.mode, payload=said,
    )  # fmt: skip
    # The result counts every item, for a quarantine may be lifted; what is left out today, readers leave out.
    left_out = [item.row.place for item in form if item.row.question_id in void]
    kept = json.dumps(asdict(result) | {LEFT_OUT: left_out}, separators=(",", ":"))
    exams.finish(session, attempt_row.id, str(attempt.status), cards.to_ms(ended_at) or 0, kept)


def _forecast_before(
    session: Session, context: Context, attempt_row: Row[Any], ended_at: datetime
) -> dict[str, Any]:
    """What was said of an exam on this day, before any of its answers counts; only a whole exam tests it."""
    if attempt_row.mode != Mode.EXAM:
        return {}
    day = context.calendar.day_of(ended_at)
    return forecasting.said_before(session, context, attempt_row.certification_id, day)


class _Recorder:
    """Records answers as study does: grade from correctness, confidence and time."""

    def __init__(self, session: Session, context: Context, mode: str, ended_at: datetime) -> None:
        self._session = session
        self._context = context
        self._mode = mode
        self._ended_at = ended_at
        self._usual = usual_seconds(session)["question"]
        today = context.calendar.day_of(ended_at)
        self._loads = cards.load_by_day(session, today, today + timedelta(days=400))

    def answer(self, item: Graded) -> tuple[str, bool]:
        """Write one answer; the id of its entry, and whether it was a first sight."""
        session, context, row = self._session, self._context, item.row
        card = CardId(ItemKind.QUESTION, row.question_id)
        state = cards.state_of(cards.get(session, str(card)))
        at = min(cards.from_ms(row.answered_at) or self._ended_at, self._ended_at)
        elapsed_ms = bounded_ms(row.spent_ms, item.question.kind)
        is_new = state.phase is Phase.NEW
        first_sight = is_first_sight(session, card, state, row.content_hash)
        usual_s = self._usual.new if is_new else self._usual.review
        usual_ms = usual_s * 1000 if item.question.kind in CHOICES else None
        grade = grade_of_answer(item.verdict.correct, item.confidence, elapsed_ms, usual_ms)
        outcome = context.scheduler.outcome(str(card), state, grade, at, lambda day: self._loads.get(day, 0))
        if outcome.state.phase is Phase.REVIEW and outcome.state.due_on is not None:
            self._loads[outcome.state.due_on] = self._loads.get(outcome.state.due_on, 0) + 1
        given = Given(
            card=card, certification_id=item.question.certification_id, domain_id=row.domain_id,
            content_hash=row.content_hash, before=state, grade=grade, outcome=outcome,
            correct=item.verdict.correct, confidence=str(item.confidence), chosen=row.response,
            option_order=exams.order_of(row.option_order), elapsed_ms=elapsed_ms, first_sight=first_sight,
            context=self._mode,
        )  # fmt: skip
        entry_id = record(session, context, given, at, context.calendar.day_of(at))
        self._note_new_meaning(card, item)
        return entry_id, first_sight

    def _note_new_meaning(self, card: CardId, item: Graded) -> None:
        """What was answered meant something else: the card of the item as it is now begins afresh."""
        now = items.item(self._session, str(card.kind), card.item_id)
        if now is None or now.content_hash == item.row.content_hash:
            return
        change = classify(hashed_body("question", item.row.body), hashed_body("question", now.body))
        if change is not Change.MEANING:
            return
        card_row = cards.get(self._session, str(card))
        journal.append(
            self._session, self._context.device_id, EntryKind.MEANING_CHANGED, self._ended_at,
            self._context.calendar.day_of(self._ended_at), card_id=str(card),
            certification_id=item.question.certification_id, content_hash=now.content_hash,
            before=cards.state_of(card_row),
        )  # fmt: skip
        cards.set_many(self._session, {str(card): CardState()})
        mistakes.remove(self._session, card.item_id)
