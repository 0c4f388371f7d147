"""Making the terms of a missed question due, in the answer's transaction, as the log can tell it again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from studyapp.domain.log import CardId, Direction, EntryKind, ItemKind
from studyapp.domain.memory import CardState, Grade
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
    first steps, or was set aside, stays as it is. `because` is the log's newest entry where that is the
    cause: it takes this back with it when it is undone. Returns the cards that were brought forward.
    """
    day = context.calendar.day_of(at)
    owners = items.owners_of_terms(session, term_ids)
    cards_of: dict[str, list[CardRow]] = defaultdict(list)
    for row in cards.rows_of_items(session, owners) if owners else ():
        if row.kind == "term":
            cards_of[row.item_id].append(row)
    brought: dict[str, CardState] = {}
    newest = because
    for term_id, owner in owners.items():
        known = [row for row in cards_of[term_id] if row.phase != "new"]
        if not cards_of[term_id] and add_new:
            card = CardId(ItemKind.TERM, term_id, Direction.TO_DEFINITION)
            newest = journal.append(
                session, context.device_id, EntryKind.ADD_CARD, at, day, newest,
                card_id=str(card), certification_id=owner,
            )  # fmt: skip
            cards.put_marks(session, card, owner)
        elif known and not any(_comes_anyway(row, context, at) for row in known):
            weaker = min(known, key=_strength)
            if not weaker.suspended:
                newest = journal.append(
                    session, context.device_id, EntryKind.DUE, at, day, newest,
                    card_id=weaker.id, certification_id=weaker.certification_id,
                    payload={"because": because} if because else {},
                )  # fmt: skip
                brought[weaker.id] = replaying.brought_forward(context, cards.state_of(weaker), day)
    cards.set_many(session, brought)
    return list(brought)


def take_back(session: Session, context: Context, entry: LogEntry, undone_by: str) -> list[str]:
    """Undo what an answer that was undone just now had brought forward; returns the cards."""
    if entry.grade != Grade.AGAIN or CardId.parse(entry.card_id).kind is not ItemKind.QUESTION:
        return []
    taken, newest = [], undone_by
    for due_id, card_id in journal.caused_by(session, entry.id, entry.day):
        newest = journal.append(
            session, context.device_id, EntryKind.UNDO, context.now(), context.today(), newest,
            card_id=card_id, voids=due_id,
        )  # fmt: skip
        replaying.restore_card(session, context, card_id)
        taken.append(card_id)
    return taken


def _strength(row: CardRow) -> float:
    return row.stability or 0.0


def _comes_anyway(row: CardRow, context: Context, at: datetime) -> bool:
    return row.phase != "review" or row.due_on is None or row.due_on <= context.calendar.day_of(at)
