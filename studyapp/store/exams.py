"""Queries on exams: attempts, their forms, what happened in them, and the quizzes that were saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row, bindparam, case, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlmodel import Session, col

from studyapp.domain.log import EntryKind
from studyapp.domain.questions import Question
from studyapp.store.bodies import question_from_json
from studyapp.store.journal import UNDONE
from studyapp.store.tables import (
    CardRow,
    CertificationRow,
    ExamAttempt,
    ExamEvent,
    ExamItem,
    Item,
    LogEntry,
    QuizRow,
)

OPEN = ("running", "paused")
_ATTEMPTS = ExamAttempt.__table__  # type: ignore[attr-defined]
_ITEMS = ExamItem.__table__  # type: ignore[attr-defined]
_EVENTS = ExamEvent.__table__  # type: ignore[attr-defined]
SLOT_COLUMNS = (
    "place", "seen", "response", "whole", "confidence", "flagged", "spent_ms", "given", "answered_at",
)  # fmt: skip
# Built once: each answer of an exam reads the attempt and writes a slot of it.
_ATTEMPT = (
    select(*_ATTEMPTS.c, col(CertificationRow.code))
    .outerjoin(CertificationRow, col(CertificationRow.id) == _ATTEMPTS.c.certification_id)
    .where(_ATTEMPTS.c.id == bindparam("attempt"))
)
_SLOTS = (
    select(*(_ITEMS.c[name] for name in SLOT_COLUMNS), _ITEMS.c.question_id)
    .where(_ITEMS.c.attempt_id == bindparam("attempt"))
    .order_by(_ITEMS.c.place)
)
_SHOWN = select(_ITEMS.c.body, _ITEMS.c.option_order, _ITEMS.c.content_hash).where(
    _ITEMS.c.attempt_id == bindparam("attempt"), _ITEMS.c.place == bindparam("at_place")
)
_PUT_ATTEMPT = (
    update(_ATTEMPTS)
    .where(_ATTEMPTS.c.id == bindparam("attempt"))
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in (
                "status", "used_ms", "paused_ms", "pauses", "place", "beat_at", "beat_boot", "beat_steady",
            )
        }
    )
)  # fmt: skip
_PUT_SLOT = (
    update(_ITEMS)
    .where(_ITEMS.c.attempt_id == bindparam("attempt"), _ITEMS.c.place == bindparam("at_place"))
    .values({name: bindparam(f"new_{name}") for name in SLOT_COLUMNS if name != "place"})
)
_NUMBER = select(func.coalesce(func.max(_EVENTS.c.number), 0)).where(
    _EVENTS.c.attempt_id == bindparam("attempt")
)
_PUT_EVENT = insert(_EVENTS)
_REPORTED = (
    select(_ITEMS.c.place)
    .join(_ATTEMPTS, _ATTEMPTS.c.id == _ITEMS.c.attempt_id)
    .where(_ITEMS.c.question_id == bindparam("question"), _ITEMS.c.content_hash == bindparam("hash"))
    .where(_ATTEMPTS.c.status.not_in(OPEN))
    .limit(1)
)


# Attempts


def add_attempt(session: Session, attempt: Mapping[str, Any], form: Iterable[Mapping[str, Any]]) -> None:
    """Write a new attempt with its form."""
    session.execute(insert(_ATTEMPTS), dict(attempt))
    session.execute(insert(_ITEMS), [{"attempt_id": attempt["id"], **item} for item in form])


def attempt(session: Session, attempt_id: str) -> Row[Any] | None:
    """The row of an attempt, with the `code` of its certification."""
    return session.execute(_ATTEMPT, {"attempt": attempt_id}).first()


def slots(session: Session, attempt_id: str) -> list[Row[Any]]:
    """What the learner left in each place of the form, and which question stands there."""
    return list(session.execute(_SLOTS, {"attempt": attempt_id}).all())


def shown(session: Session, attempt_id: str, place: int) -> tuple[Question, tuple[int, ...]] | None:
    """The question at a place as it was when the form was made, and the order of its options."""
    row = session.execute(_SHOWN, {"attempt": attempt_id, "at_place": place}).first()
    return None if row is None else (question_from_json(row.body), order_of(row.option_order))


def item_at(session: Session, attempt_id: str, place: int) -> ExamItem | None:
    """The item at a place of a form, as it was shown and left."""
    return session.get(ExamItem, (attempt_id, place))


def order_of(text: str) -> tuple[int, ...]:
    """The stored positions in the order of showing."""
    return tuple(int(part) for part in text.split(",")) if text else ()


def form(session: Session, attempt_id: str) -> list[ExamItem]:
    """The whole form with everything that is known of each item."""
    statement = select(ExamItem).where(col(ExamItem.attempt_id) == attempt_id).order_by(col(ExamItem.place))
    return list(session.scalars(statement))


def put(
    session: Session, attempt_id: str, columns: Mapping[str, Any], slots: Iterable[Mapping[str, Any]]
) -> None:
    """Write the state of an attempt, and of the slots that changed."""
    session.execute(_PUT_ATTEMPT, {"attempt": attempt_id} | {f"new_{k}": v for k, v in columns.items()})
    for slot in slots:
        row = {f"new_{key}": value for key, value in slot.items() if key != "place"}
        session.execute(_PUT_SLOT, {"attempt": attempt_id, "at_place": slot["place"]} | row)


def put_event(session: Session, attempt_id: str, **columns: Any) -> None:
    """Append what happened."""
    number = int(session.execute(_NUMBER, {"attempt": attempt_id}).scalar_one()) + 1
    row = {"place": 0, "response": "", "confidence": ""} | columns
    session.execute(_PUT_EVENT, {"attempt_id": attempt_id, "number": number} | row)


def finish(session: Session, attempt_id: str, status: str, ended_at: int, result: str) -> None:
    """Write that an attempt is over, with its result."""
    statement = update(_ATTEMPTS).where(_ATTEMPTS.c.id == attempt_id)
    session.execute(statement.values(status=status, ended_at=ended_at, result=result))


def grade_item(
    session: Session,
    attempt_id: str,
    place: int,
    credit: float,
    first_sight: bool | None,
    entry_id: str | None,
) -> None:
    """Write what an item of the form came to."""
    statement = update(_ITEMS).where(_ITEMS.c.attempt_id == attempt_id, _ITEMS.c.place == place)
    session.execute(statement.values(credit=credit, first_sight=first_sight, entry_id=entry_id))


def attempts(session: Session, certification_id: str = "", only_open: bool = False) -> list[Row[Any]]:
    """Attempts with their number of items and answers, newest first."""
    counted = (
        select(
            _ITEMS.c.attempt_id,
            func.count().label("items"),
            func.sum(case((_ITEMS.c.whole, 1), else_=0)).label("answered"),
        )
        .group_by(_ITEMS.c.attempt_id)
        .subquery()
    )
    statement = (
        select(*_ATTEMPTS.c, counted.c["items"].label("item_count"), counted.c["answered"])
        .join(counted, counted.c.attempt_id == _ATTEMPTS.c.id)
        .order_by(_ATTEMPTS.c.started_at.desc(), _ATTEMPTS.c.id.desc())
    )
    if certification_id:
        statement = statement.where(_ATTEMPTS.c.certification_id == certification_id)
    if only_open:
        statement = statement.where(_ATTEMPTS.c.status.in_(OPEN))
    return list(session.execute(statement).all())


def open_rows(session: Session) -> list[Row[Any]]:
    """Id, certification and status of the attempts that are not over, newest first."""
    statement = select(_ATTEMPTS.c.id, _ATTEMPTS.c.certification_id, _ATTEMPTS.c.status)
    statement = statement.where(_ATTEMPTS.c.status.in_(OPEN)).order_by(_ATTEMPTS.c.started_at.desc())
    return list(session.execute(statement).all())


def was_reported(session: Session, question_id: str, content_hash: str) -> bool:
    """Whether the report of an attempt that is over shows a question, in this version."""
    return session.execute(_REPORTED, {"question": question_id, "hash": content_hash}).first() is not None


def ids_like(session: Session, start: str) -> list[str]:
    """Ids of the attempts that begin with a text."""
    statement = select(_ATTEMPTS.c.id).where(_ATTEMPTS.c.id.startswith(start, autoescape=True))
    return list(session.scalars(statement))


# What a form is made of


def questions(session: Session, certification_id: str) -> list[tuple[Question, str]]:
    """The questions in circulation of a certification with their content hashes, by id."""
    statement = (
        select(col(Item.body), col(Item.content_hash))
        .where(col(Item.certification_id) == certification_id, col(Item.kind) == "question")
        .where(col(Item.present), ~col(Item.retired))
        .order_by(col(Item.id))
    )
    return [(question_from_json(body), digest) for body, digest in session.execute(statement).all()]


def last_seen(session: Session, certification_id: str) -> dict[str, int]:
    """When each question was last answered, or shown in an exam, in ms; never seen ones are left out."""
    answered = select(col(CardRow.item_id), col(CardRow.last_at)).where(
        col(CardRow.certification_id) == certification_id,
        col(CardRow.kind) == "question",
        col(CardRow.last_at).is_not(None),
    )
    shown_at = (
        select(_ITEMS.c.question_id, func.max(_ATTEMPTS.c.started_at))
        .join(_ATTEMPTS, _ATTEMPTS.c.id == _ITEMS.c.attempt_id)
        .where(_ATTEMPTS.c.certification_id == certification_id, _ITEMS.c.seen)
        .group_by(_ITEMS.c.question_id)
    )
    found: dict[str, int] = {}
    for statement in (answered, shown_at):
        for question_id, at in session.execute(statement).all():
            found[question_id] = max(found.get(question_id, 0), int(at))
    return found


def last_answers(session: Session, certification_id: str) -> dict[str, Row[Any]]:
    """The newest answer to each question: `at`, `correct`, `confidence`."""
    newest = (
        select(func.max(LogEntry.id).label("id"))
        .where(col(LogEntry.kind) == EntryKind.ANSWER.value, col(LogEntry.card_id).startswith("q:"))
        .where(col(LogEntry.certification_id) == certification_id, ~UNDONE)
        .group_by(col(LogEntry.card_id))
        .subquery()
    )
    statement = select(LogEntry.card_id, LogEntry.at, LogEntry.correct, LogEntry.confidence).join(  # type: ignore[call-overload]
        newest, newest.c.id == LogEntry.id
    )
    return {row.card_id.removeprefix("q:"): row for row in session.execute(statement).all()}


# Saved quizzes


def quizzes(session: Session, certification_id: str) -> list[QuizRow]:
    """The saved quizzes of a certification by name."""
    statement = select(QuizRow).where(col(QuizRow.certification_id) == certification_id)
    return list(session.scalars(statement.order_by(func.lower(QuizRow.name))))


def put_quiz(session: Session, certification_id: str, name: str, choice: str, saved_at: int) -> None:
    """Save a quiz under its name, in place of one of that name."""
    values = {"choice": choice, "saved_at": saved_at}
    statement = upsert(QuizRow).values(certification_id=certification_id, name=name, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["certification_id", "name"], set_=values))


def remove_quiz(session: Session, certification_id: str, name: str) -> bool:
    """Forget a saved quiz; False when there was none."""
    statement = delete(QuizRow).where(
        col(QuizRow.certification_id) == certification_id, col(QuizRow.name) == name
    )
    return bool(session.connection().execute(statement).rowcount)
