"""The daily roll-up: kept in the answer's own transaction, so that statistics never scan the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, case, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col

from studyapp.domain.memory import Grade, Phase
from studyapp.store.tables import DailyTotal, LogEntry


@dataclass(frozen=True, slots=True)
class TotalKey:
    """Where an answer counts."""

    day: date
    certification_id: str
    domain_id: str
    kind: str
    phase: str
    grade: int


_KEYS = ("day", "certification_id", "domain_id", "kind", "phase", "grade")
_AMOUNTS = ("answers", "elapsed_ms", "first_tries", "first_right")
_TABLE = DailyTotal.__table__  # type: ignore[attr-defined]
_INSERT = insert(_TABLE)
# Built once, for every answer counts: building a statement takes longer than running it.
_ADD = _INSERT.on_conflict_do_update(
    index_elements=list(_KEYS), set_={name: _TABLE.c[name] + _INSERT.excluded[name] for name in _AMOUNTS}
)
_TAKE = (
    update(_TABLE)
    .where(*(_TABLE.c[name] == bindparam(f"new_{name}") for name in _KEYS))
    .values({name: _TABLE.c[name] + bindparam(f"new_{name}") for name in _AMOUNTS})
)


def add(session: Session, key: TotalKey, elapsed_ms: int, first_sight: bool, sign: int = 1) -> None:
    """Count an answer, or with `sign` -1 take one back."""
    row = {
        "day": key.day, "certification_id": key.certification_id, "domain_id": key.domain_id,
        "kind": key.kind, "phase": key.phase, "grade": key.grade,
        "answers": sign, "elapsed_ms": sign * elapsed_ms,
        "first_tries": sign * first_sight, "first_right": sign * (first_sight and key.grade > 1),
    }  # fmt: skip
    if sign > 0:
        session.execute(_ADD, row)
    else:
        session.execute(_TAKE, {f"new_{name}": value for name, value in row.items()})


def per_day(session: Session, first: date) -> list[tuple[date, int, int]]:
    """Day, answers and milliseconds from `first` on."""
    statement = (
        select(col(DailyTotal.day), func.sum(DailyTotal.answers), func.sum(DailyTotal.elapsed_ms))
        .where(col(DailyTotal.day) >= first)
        .group_by(col(DailyTotal.day))
        .having(func.sum(DailyTotal.answers) > 0)
        .order_by(col(DailyTotal.day))
    )
    return [(day, int(count), int(ms)) for day, count, ms in session.execute(statement).all()]


def active_days(session: Session) -> list[date]:
    """Every day with at least one answer, oldest first."""
    statement = (
        select(col(DailyTotal.day))
        .where(col(DailyTotal.answers) > 0)
        .distinct()
        .order_by(col(DailyTotal.day))
    )
    return list(session.scalars(statement))


def reviews_on(session: Session, day: date) -> int:
    """Answers of a day to cards in review: steps and new items are not counted."""
    statement = select(func.coalesce(func.sum(DailyTotal.answers), 0)).where(
        col(DailyTotal.day) == day, col(DailyTotal.phase) == "review"
    )
    return int(session.execute(statement).scalar_one())


def on_day(session: Session, day: date) -> tuple[int, int, int]:
    """Answers, milliseconds and new items of a day."""
    new = case((col(DailyTotal.phase) == "new", DailyTotal.answers), else_=0)
    statement = select(
        func.coalesce(func.sum(DailyTotal.answers), 0),
        func.coalesce(func.sum(DailyTotal.elapsed_ms), 0),
        func.coalesce(func.sum(new), 0),
    ).where(col(DailyTotal.day) == day)
    answers, elapsed_ms, new_items = session.execute(statement).one()
    return int(answers), int(elapsed_ms), int(new_items)


def first_tries(session: Session, certification_id: str) -> dict[str, tuple[int, int]]:
    """Per domain: first attempts at questions, and how many were right."""
    statement = (
        select(col(DailyTotal.domain_id), func.sum(DailyTotal.first_tries), func.sum(DailyTotal.first_right))
        .where(col(DailyTotal.certification_id) == certification_id, col(DailyTotal.kind) == "question")
        .group_by(col(DailyTotal.domain_id))
    )
    return {domain: (int(tried), int(right)) for domain, tried, right in session.execute(statement).all()}


def retention(session: Session, first: date) -> tuple[int, int]:
    """Reviews of cards in review since `first`, and how many were recalled."""
    recalled = case((col(DailyTotal.grade) > 1, DailyTotal.answers), else_=0)
    statement = select(
        func.coalesce(func.sum(DailyTotal.answers), 0), func.coalesce(func.sum(recalled), 0)
    ).where(col(DailyTotal.day) >= first, col(DailyTotal.phase) == "review")
    reviews, right = session.execute(statement).one()
    return int(reviews), int(right)


def activity(session: Session) -> list[Row[Any]]:
    """By day and kind, oldest day first: answers, milliseconds, reviews, and those that were recalled.

    One walk along an index; asking for each figure by itself would walk it again.
    """
    keys = [getattr(DailyTotal, name) for name in ("day", "kind")]
    is_review = col(DailyTotal.phase) == Phase.REVIEW.value
    is_recalled = and_(is_review, col(DailyTotal.grade) > Grade.AGAIN.value)
    statement = (
        select(
            *keys,
            func.sum(DailyTotal.answers),
            func.sum(DailyTotal.elapsed_ms),
            func.sum(case((is_review, DailyTotal.answers), else_=0)),
            func.sum(case((is_recalled, DailyTotal.answers), else_=0)),
        )
        .group_by(*keys)
        .having(func.sum(DailyTotal.answers) > 0)
        .order_by(*keys)
    )
    return list(session.execute(statement).all())


def rebuild(session: Session) -> None:
    """Recount the roll-up from the log."""
    session.execute(delete(DailyTotal))
    columns = [
        "day", "certification_id", "domain_id", "kind", "phase", "grade",
        "answers", "elapsed_ms", "first_tries", "first_right",
    ]  # fmt: skip
    session.execute(insert(DailyTotal).from_select(columns, _counted()))


def recounted(session: Session) -> dict[tuple[Any, ...], tuple[int, int, int, int]]:
    """What the roll-up should be by the log, in the form of `snapshot`; nothing is written."""
    return {
        tuple(row[:6]): (int(row[6]), int(row[7]), int(row[8]), int(row[9]))
        for row in session.execute(_counted()).all()
    }


def _counted() -> Select[Any]:
    undone = select(col(LogEntry.voids)).where(col(LogEntry.voids).is_not(None))
    kind = case((col(LogEntry.card_id).startswith("q:"), "question"), else_="term")
    first = case((col(LogEntry.first_sight), 1), else_=0)
    right = case((col(LogEntry.first_sight) & (col(LogEntry.grade) > 1), 1), else_=0)
    keys = [
        col(LogEntry.day), col(LogEntry.certification_id), col(LogEntry.domain_id), kind,
        col(LogEntry.phase), col(LogEntry.grade),
    ]  # fmt: skip
    return (
        select(*keys, func.count(), func.sum(LogEntry.elapsed_ms), func.sum(first), func.sum(right))
        .where(col(LogEntry.kind) == "answer", col(LogEntry.id).not_in(undone))
        .group_by(*keys)
    )


def snapshot(session: Session) -> dict[tuple[Any, ...], tuple[int, int, int, int]]:
    """The whole roll-up without empty rows, to compare."""
    rows = session.scalars(select(DailyTotal).where(col(DailyTotal.answers) > 0))
    return {
        (r.day, r.certification_id, r.domain_id, r.kind, r.phase, r.grade): (
            r.answers, r.elapsed_ms, r.first_tries, r.first_right,
        )
        for r in rows
    }  # fmt: skip
