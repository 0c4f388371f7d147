"""The first answers to questions, which forecasts rest on, and the forecasts that the log keeps."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, select
from sqlmodel import Session, col

from studyapp.domain.log import EntryKind
from studyapp.store.journal import UNDONE, load_state
from studyapp.store.quarantine import VOID
from studyapp.store.tables import CardRow, Item, LogEntry

# Built once: Today asks for it. The index of first sights covers what is read of the log.
_FIRST = (
    select(  # type: ignore[call-overload]
        LogEntry.card_id, LogEntry.day, LogEntry.grade, LogEntry.confidence,
        func.coalesce(Item.domain_id, LogEntry.domain_id).label("domain_id"),
        CardRow.stability, CardRow.last_on,
    )
    .select_from(LogEntry)
    .outerjoin(CardRow, col(CardRow.id) == LogEntry.card_id)
    .outerjoin(Item, and_(col(Item.id) == func.substr(LogEntry.card_id, 3), col(Item.kind) == "question"))
    .where(col(LogEntry.certification_id) == bindparam("certification"), LogEntry.first_sight, ~UNDONE)
    .where(func.substr(LogEntry.card_id, 3).not_in(VOID))
    .order_by(col(LogEntry.id))
)  # fmt: skip


def of_certification(session: Session, certification_id: str) -> list[Row[Any]]:
    """Every first answer that counts and was not undone, oldest first, with the memory that its card has now.

    Columns: card_id, day, grade, confidence, domain_id (of the question as it is now), stability, last_on.
    """
    return list(session.execute(_FIRST, {"certification": certification_id}).all())


def memories_before(
    session: Session, certification_id: str, day: date
) -> dict[str, tuple[float, date] | None]:
    """Stability and last day of the cards that were answered on `day` or later, as they were before.

    None where a card had no memory yet.
    """
    first = (
        select(func.min(LogEntry.id))
        .where(col(LogEntry.certification_id) == certification_id, col(LogEntry.day) >= day)
        .where(col(LogEntry.kind) == EntryKind.ANSWER.value, col(LogEntry.card_id).startswith("q:"), ~UNDONE)
        .group_by(col(LogEntry.card_id))
    )
    statement = select(LogEntry.card_id, LogEntry.before).where(col(LogEntry.id).in_(first))  # type: ignore[call-overload]
    found: dict[str, tuple[float, date] | None] = {}
    for card_id, before in session.execute(statement).all():
        state = load_state(before) if before else {}
        known = state.get("stability") is not None and state.get("last_on") is not None
        found[card_id] = (state["stability"], state["last_on"]) if known else None
    return found


def counts(session: Session) -> dict[str, int]:
    """How many first answers each certification has, undone ones included: a look at an index."""
    statement = (
        select(col(LogEntry.certification_id), func.count())
        .where(col(LogEntry.first_sight))
        .group_by(col(LogEntry.certification_id))
    )
    return {key: int(number) for key, number in session.execute(statement).all()}


def said_forecasts(session: Session, *kinds: str) -> list[tuple[str, date, dict[str, Any]]]:
    """Kind, day and words of the entries that carry a forecast and were not undone, oldest first."""
    statement = (
        select(col(LogEntry.kind), col(LogEntry.day), col(LogEntry.payload))
        .where(col(LogEntry.card_id) == "", col(LogEntry.kind).in_(kinds), ~UNDONE)
        .order_by(col(LogEntry.id))
    )
    told = [(kind, day, json.loads(payload)) for kind, day, payload in session.execute(statement).all()]
    return [entry for entry in told if entry[2].get("forecast")]
