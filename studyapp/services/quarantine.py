"""What learners are told of items in quarantine: those that they answered, and why these count no more."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import Session

from studyapp.domain.log import Direction, ItemKind
from studyapp.services.views import MarkedItem, QuarantinedItem
from studyapp.store import items, quarantine

TOLD_DAYS = 14
"""Days that Today tells of it; afterwards it stands where set aside things stand, and in exam reports."""


def quarantined_items(session: Session) -> tuple[QuarantinedItem, ...]:
    """The questions in quarantine that the learner has answered, newest first."""
    rows = quarantine.items(session)
    if not rows:
        return ()
    answered = quarantine.answered(session, [row.id for row in rows])
    codes = items.codes(session)
    return tuple(
        QuarantinedItem(
            row.id,
            row.title,
            codes.get(row.certification_id, row.certification_id),
            row.quarantined_on,
            (json.loads(row.body).get("quarantined") or {}).get("because", ""),
        )
        for row in rows
        if row.id in answered
    )


def notices_of_quarantine(session: Session, today: date) -> tuple[str, ...]:
    """One line for Today; none where nothing is new."""
    new = [it for it in quarantined_items(session) if it.since > today - timedelta(TOLD_DAYS)]
    if not new:
        return ()
    if len(new) == 1:
        return (f"A question that you answered counts no more, its key is in doubt: {new[0].title}",)
    return (f"{len(new)} questions that you answered count no more: their keys are in doubt.",)


def with_quarantined(marked: Iterable[MarkedItem], session: Session) -> tuple[MarkedItem, ...]:
    """What the learner marked, and behind it the other answered questions that are in quarantine."""
    void = {f"q:{it.item_id}": it for it in quarantined_items(session)}
    found = [
        replace(item, quarantined=it.because, gone=False) if (it := void.pop(item.card_id, None)) else item
        for item in marked
    ]
    found += [
        MarkedItem(
            card_id, ItemKind.QUESTION, it.item_id, Direction.NONE, it.title, it.certification_code,
            suspended=False, flagged=False, note="", leech=False, gone=False, quarantined=it.because,
        )
        for card_id, it in void.items()
    ]  # fmt: skip
    return tuple(found)
