"""Making the terms of a missed question due, in the answer's transaction, as the log can tell it again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from studyapp.domain.log import CardId, Direction, EntryKind, ItemKind
from studyapp.domain.memory import Grade
from studyapp.services import replaying
from studyapp.services.context import Context
from studyapp.store import cards, items, journal
from studyapp.store.tables import CardRow, LogEntry


def bring_terms_forward(
    session: Session,
    context: Context,
    term_ids: Iterable[str],
    at: datetime,
    because: str = "",
    add_new: bool = True,
) -> list[str]:
    """Make the terms of missed questions due: a known one today, an unknown one as a new card (`add_new`).

    Of a term's two directions only the weaker one comes, for siblings never share a day; what is in its
    first steps, or was set aside, stays as it is. `because` is the log's entry that is the cause, and takes
    this back with it when it is undone. Returns the cards that were brought forward.
    """
    day = context.calendar.day_of(at)
    brought = []
    for term_id in term_ids:
        item_row = items.item(session, "term", term_id)
        if item_row is None or not item_row.present:
            continue
        rows = [row for row in cards.rows_of_items(session, [term_id]) if row.kind == "term"]
        known = [row for row in rows if row.phase != "new"]
        if not rows and add_new:
            card = CardId(ItemKind.TERM, term_id, Direction.TO_DEFINITION)
            journal.append(
                session, context.device_id, EntryKind.ADD_CARD, at, day,
                card_id=str(card), certification_id=item_row.certification_id,
            )  # fmt: skip
            cards.put_marks(session, card, item_row.certification_id)
        elif known and not any(_comes_anyway(row, context, at) for row in known):
            brought += _bring_forward(session, context, min(known, key=_strength), at, because)
    return brought


def take_back(session: Session, context: Context, entry: LogEntry) -> list[str]:
    """Undo what an answer that is undone had brought forward; returns the cards."""
    if entry.grade != Grade.AGAIN or CardId.parse(entry.card_id).kind is not ItemKind.QUESTION:
        return []
    taken = []
    for due_id, card_id in journal.caused_by(session, entry.id, entry.day):
        journal.append(
            session, context.device_id, EntryKind.UNDO, context.now(), context.today(),
            card_id=card_id, voids=due_id,
        )  # fmt: skip
        replaying.restore_card(session, context, card_id)
        taken.append(card_id)
    return taken


def _strength(row: CardRow) -> float:
    return row.stability or 0.0


def _comes_anyway(row: CardRow, context: Context, at: datetime) -> bool:
    return row.phase != "review" or row.due_on is None or row.due_on <= context.calendar.day_of(at)


def _bring_forward(session: Session, context: Context, row: CardRow, at: datetime, because: str) -> list[str]:
    if row.suspended:
        return []
    day = context.calendar.day_of(at)
    journal.append(
        session, context.device_id, EntryKind.DUE, at, day,
        card_id=row.id, certification_id=row.certification_id,
        payload={"because": because} if because else {},
    )  # fmt: skip
    state = replaying.brought_forward(context, cards.state_of(row), day)
    cards.set_many(session, {row.id: state})
    return [row.id]
