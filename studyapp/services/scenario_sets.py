"""Questions on one case stand together in a session: who has read the case answers them all."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from studyapp.domain.log import CardId, ItemKind
from studyapp.domain.sessions import Queued, together
from studyapp.store import items

LOOKED_AT = 300
"""Cards of the queue that are looked at: more than a day's, and a backlog of ten thousand costs no more."""


def sets_together(session: Session, queue: Sequence[Queued]) -> tuple[Queued, ...]:
    """The queue with the questions of each case where its first one came, in the order of their ids."""
    near, rest = queue[:LOOKED_AT], queue[LOOKED_AT:]
    ids = {queued.card_id: CardId.parse(queued.card_id) for queued in near}
    questions = {card.item_id: key for key, card in ids.items() if card.kind is ItemKind.QUESTION}
    cases = items.cases_of(session, list(questions))
    return (*together(near, {questions[item_id]: case for item_id, case in cases.items()}), *rest)
