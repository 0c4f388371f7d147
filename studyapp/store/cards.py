"""Queries on cards: their scheduling state, what is due, and how much falls on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from studyapp.domain.log import CardId
from studyapp.domain.memory import CardState, MemoryState, Phase
from studyapp.store.tables import CardRow, CertificationRow, Item, LogEntry, TermMembership

STATE_COLUMNS = (
    "phase", "step", "stability", "difficulty", "due_at", "due_on", "last_at", "last_on",
    "reps", "lapses", "recalled_days", "recalled_on",
)  # fmt: skip


def to_ms(instant: datetime | None) -> int | None:
    """UTC milliseconds of an aware instant."""
    return None if instant is None else round(instant.timestamp() * 1000)


def from_ms(ms: int | None) -> datetime | None:
    """The aware UTC instant of milliseconds."""
    return None if ms is None else datetime.fromtimestamp(ms / 1000, UTC)


def state_columns(state: CardState) -> dict[str, Any]:
    """The columns of a state."""
    return {
        "phase": str(state.phase),
        "step": state.step,
        "stability": state.memory.stability if state.memory else None,
        "difficulty": state.memory.difficulty if state.memory else None,
        "due_at": to_ms(state.due_at),
        "due_on": state.due_on,
        "last_at": to_ms(state.last_at),
        "last_on": state.last_on,
        "reps": state.reps,
        "lapses": state.lapses,
        "recalled_days": state.recalled_days,
        "recalled_on": state.recalled_on,
    }


def state_of(row: CardRow | Row[Any] | None) -> CardState:
    """The state in a row; a card without a row is new."""
    if row is None:
        return CardState()
    memory = None if row.stability is None else MemoryState(row.stability, row.difficulty or 1.0)
    return CardState(
        phase=Phase(row.phase),
        step=row.step,
        memory=memory,
        due_at=from_ms(row.due_at),
        due_on=row.due_on,
        last_at=from_ms(row.last_at),
        last_on=row.last_on,
        reps=row.reps,
        lapses=row.lapses,
        recalled_days=row.recalled_days,
        recalled_on=row.recalled_on,
    )


def get(session: Session, card_id: str) -> CardRow | None:
    """The row of a card, if it was ever met, added, suspended, flagged or noted."""
    return session.get(CardRow, card_id)


MARKS: Mapping[str, object] = {"suspended": False, "buried_on": None, "flagged": False, "note": ""}
"""What the learner can set on a card, as it is before anybody did."""


def _upsert(names: Iterable[str]) -> Insert:
    statement = insert(CardRow.__table__)  # type: ignore[attr-defined]
    return statement.on_conflict_do_update(
        index_elements=["id"], set_={name: statement.excluded[name] for name in names}
    )


# Built once, for every answer writes a state: building a statement takes longer than running it.
_PUT_STATE = _upsert([*STATE_COLUMNS, "content_hash"])
_PUT_ALL = _upsert([*STATE_COLUMNS, "content_hash", *MARKS])
_SET_STATE = (
    update(CardRow.__table__)  # type: ignore[attr-defined]
    .where(CardRow.__table__.c.id == bindparam("card"))  # type: ignore[attr-defined]
    .values({name: bindparam(name) for name in STATE_COLUMNS})
)
_OF_ITEMS = select(CardRow).where(col(CardRow.item_id).in_(bindparam("items", expanding=True)))


def put_state(
    session: Session,
    card_id: CardId,
    certification_id: str,
    state: CardState,
    content_hash: str,
    marks: Mapping[str, Any] | None = None,
) -> None:
    """Write the state of a card, and all marks where they are given, making its row if there is none."""
    row = {
        "id": str(card_id), "kind": str(card_id.kind), "item_id": card_id.item_id,
        "direction": str(card_id.direction), "certification_id": certification_id,
        "content_hash": content_hash,
    }  # fmt: skip
    session.execute(
        _PUT_STATE if marks is None else _PUT_ALL, row | state_columns(state) | dict(marks or MARKS)
    )


def put_marks(session: Session, card_id: CardId, certification_id: str, **marks: Any) -> None:
    """Set suspended, buried_on, flagged or note, making the row if there is none."""
    head = {
        "id": str(card_id),
        "kind": str(card_id.kind),
        "item_id": card_id.item_id,
        "direction": str(card_id.direction),
        "certification_id": certification_id,
        "content_hash": "",
    }
    blank = {"suspended": False, "buried_on": None, "flagged": False, "note": ""}
    statement = insert(CardRow).values(head | state_columns(CardState()) | blank | marks)
    target = marks or {"id": str(card_id)}
    session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=target))


def reviews_due(session: Session, today: date) -> list[Row[Any]]:
    """Cards in review that are due today: in circulation, neither suspended nor buried today."""
    statement = select(  # type: ignore[call-overload]
        CardRow.id, CardRow.kind, CardRow.item_id, CardRow.certification_id, CardRow.stability,
        CardRow.last_on,
    ).where(col(CardRow.phase) == "review", col(CardRow.due_on) <= today, *_askable(today))  # fmt: skip
    return list(session.execute(statement).all())


def in_steps(session: Session, today: date) -> list[Row[Any]]:
    """Cards that come back today or tomorrow from a learning step, soonest first."""
    statement = (
        select(CardRow.id, CardRow.kind, CardRow.item_id, CardRow.due_at)  # type: ignore[call-overload]
        .where(col(CardRow.phase).in_(["learning", "relearning"]))
        .where(col(CardRow.due_on) <= today + timedelta(days=1), *_askable(today))
        .order_by(col(CardRow.due_at), col(CardRow.id))
    )
    return list(session.execute(statement).all())


def added(session: Session, today: date) -> list[Row[Any]]:
    """Cards that the learner made of terms and has not begun, first added first."""
    statement = (
        select(CardRow.id, CardRow.item_id, Item.domain_id)  # type: ignore[call-overload]
        .join(Item, and_(col(Item.id) == CardRow.item_id, col(Item.kind) == CardRow.kind))
        .join(LogEntry, and_(col(LogEntry.card_id) == CardRow.id, col(LogEntry.kind) == "add-card"))
        .where(col(CardRow.phase) == "new", col(CardRow.kind) == "term", *_askable(today))
        .order_by(col(LogEntry.id))
    )
    return list(session.execute(statement).all())


def _askable(today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        col(CardRow.suspended).is_(False),
        or_(col(CardRow.buried_on).is_(None), col(CardRow.buried_on) != today),
        _in_circulation(),
    )


def _in_circulation() -> ColumnElement[bool]:
    gone = select(col(Item.id), col(Item.kind)).where(
        or_(col(Item.present).is_(False), and_(col(Item.present).is_(True), col(Item.retired).is_(True)))
    )
    return tuple_(col(CardRow.item_id), col(CardRow.kind)).not_in(gone)


def rows_of_items(session: Session, item_ids: Iterable[str]) -> list[CardRow]:
    """All cards of some items."""
    return list(session.scalars(_OF_ITEMS, {"items": list(item_ids)}))


def load_by_day(session: Session, first: date, last: date) -> dict[date, int]:
    """How many reviews fall on each day from `first` to `last`; days without any are left out."""
    statement = (
        select(col(CardRow.due_on), func.count())
        .where(col(CardRow.due_on).between(first, last), col(CardRow.phase) == "review")
        .where(col(CardRow.suspended).is_(False), _in_circulation())
        .group_by(col(CardRow.due_on))
    )
    return {day: count for day, count in session.execute(statement).all() if day is not None}


def overdue_count(session: Session, day: date, certification_id: str = "") -> int:
    """How many cards are due by `day`."""
    statement = select(func.count()).where(
        col(CardRow.due_on) <= day,
        col(CardRow.phase) != "new",
        col(CardRow.suspended).is_(False),
        _in_circulation(),
    )
    if certification_id:
        statement = statement.where(col(CardRow.certification_id) == certification_id)
    return int(session.execute(statement).scalar_one())


def put_off_count(session: Session, day: date) -> int:
    """How many of the cards due by `day` were put off on it until the next one."""
    statement = select(func.count()).where(
        col(CardRow.buried_on) == day,
        col(CardRow.due_on) <= day,
        col(CardRow.phase) != "new",
        col(CardRow.suspended).is_(False),
        _in_circulation(),
    )
    return int(session.execute(statement).scalar_one())


def marked(session: Session) -> list[Row[Any]]:
    """Cards that are suspended, flagged or noted, with their item; suspended first, then by title."""
    certification = aliased(CertificationRow)
    statement = (
        select(  # type: ignore[call-overload]
            CardRow.id, CardRow.kind, CardRow.item_id, CardRow.direction, CardRow.suspended,
            CardRow.flagged, CardRow.note, CardRow.lapses, Item.title, Item.present, Item.retired,
            certification.code,
        )
        .join(Item, and_(col(Item.id) == CardRow.item_id, col(Item.kind) == CardRow.kind))
        .outerjoin(certification, certification.id == Item.certification_id)
        .where(or_(col(CardRow.suspended), col(CardRow.flagged), col(CardRow.note) != ""))
        .order_by(col(CardRow.suspended).desc(), col(CardRow.flagged).desc())
        .order_by(col(Item.title), col(CardRow.id))
    )  # fmt: skip
    return list(session.execute(statement).all())


def remove_all(session: Session) -> None:
    """Empty the cache, before it is rebuilt from the log."""
    session.execute(delete(CardRow))


def remove(session: Session, card_id: str) -> None:
    """Drop the row of a card: it counts as never met."""
    session.execute(delete(CardRow).where(col(CardRow.id) == card_id))


def set_many(session: Session, states: Mapping[str, CardState]) -> None:
    """Overwrite the scheduling columns of existing cards."""
    rows = [{"card": card_id} | state_columns(state) for card_id, state in states.items()]
    if rows:
        session.execute(_SET_STATE, rows)


def rows_of_certification(session: Session, certification_id: str) -> list[CardRow]:
    """All cards of a certification's questions, and of the terms in its glossary wherever they were met."""
    own = select(CardRow).where(col(CardRow.certification_id) == certification_id)
    glossary = (
        select(CardRow)
        .join(TermMembership, col(TermMembership.term_id) == CardRow.item_id)
        .where(col(TermMembership.certification_id) == certification_id, col(CardRow.kind) == "term")
    )
    found = {row.id: row for row in session.scalars(own)}
    found |= {row.id: row for row in session.scalars(glossary)}
    return list(found.values())


def set_memories(session: Session, states: Mapping[str, CardState]) -> None:
    """Overwrite stability and difficulty of existing cards, after the model's parameters changed."""
    rows = [
        {"card": card_id, "s": state.memory.stability, "d": state.memory.difficulty}
        for card_id, state in states.items()
        if state.memory is not None
    ]
    if rows:
        statement = (
            update(CardRow)
            .where(col(CardRow.id) == bindparam("card"), col(CardRow.phase) != "new")
            .values(stability=bindparam("s"), difficulty=bindparam("d"))
            .execution_options(synchronize_session=None)
        )
        session.connection().execute(statement, rows)
