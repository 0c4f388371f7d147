"""Rebuilding the caches from the log, and comparing them with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from studyapp.domain.days import days_between
from studyapp.domain.log import CardId, EntryKind
from studyapp.domain.memory import CardState, Grade, Phase
from studyapp.services.context import Context
from studyapp.store import cards, journal, totals
from studyapp.store.tables import CardRow

_MARKS: Mapping[str, object] = {"suspended": False, "buried_on": None, "flagged": False, "note": ""}


@dataclass(slots=True)
class Rebuilt:
    """A card as the log tells it."""

    certification_id: str
    state: CardState = field(default_factory=CardState)
    content_hash: str = ""
    marks: dict[str, Any] = field(default_factory=lambda: dict(_MARKS))


def replay_cards(session: Session, context: Context) -> dict[str, Rebuilt]:
    """Every card from the log alone.

    Memory is computed anew from grades and learner days; the interval is the one that was given, as
    the log recorded it, because fuzz and load balancing depended on that day's other cards.
    """
    rebuilt: dict[str, Rebuilt] = {}
    for entry in journal.replay(session):
        card = rebuilt.setdefault(entry.card_id, Rebuilt(entry.certification_id))
        if entry.kind == EntryKind.ANSWER:
            card.state = _answered(context, entry, card.state)
            card.content_hash = entry.content_hash
            leech = context.scheduler.is_leech(entry.phase, Grade(entry.grade), card.state.lapses)
            if leech:
                card.marks["suspended" if context.settings.leech_action == "suspend" else "flagged"] = True
        elif entry.kind == EntryKind.MEANING_CHANGED:
            card.state = CardState()
        elif entry.kind in (
            EntryKind.SUSPEND, EntryKind.RESUME, EntryKind.BURY, EntryKind.FLAG, EntryKind.NOTE,
        ):  # fmt: skip
            card.marks |= json.loads(entry.payload)["after"]
    return rebuilt


def differences(session: Session, context: Context) -> list[str]:
    """Cards whose cached state differs from the log, in words; empty when all is well."""
    rebuilt = replay_cards(session, context)
    found: list[str] = []
    for row in session.scalars(select(CardRow)):
        expected = rebuilt.pop(row.id, None)
        if expected is None:
            found.append(f"{row.id} has a state that no log entry explains")
        elif not _same(expected.state, cards.state_of(row)):
            found.append(f"{row.id} differs from its log")
    found += [f"{card_id} is missing" for card_id, card in rebuilt.items() if card.state.reps]
    return found


def rebuild(session: Session, context: Context) -> int:
    """Replace the card cache and the roll-up by what the log says; returns the number of cards."""
    rebuilt = replay_cards(session, context)
    cards.remove_all(session)
    for card_id, card in rebuilt.items():
        parsed = CardId.parse(card_id)
        untouched = card.state.reps == 0 and card.marks == _MARKS
        cards.put_state(session, parsed, card.certification_id, card.state, card.content_hash)
        if not untouched:
            cards.put_marks(session, parsed, card.certification_id, **_with_dates(card.marks))
    totals.rebuild(session)
    return len(rebuilt)


def _answered(context: Context, entry: Any, state: CardState) -> CardState:
    grade = Grade(entry.grade)
    at = cards.from_ms(entry.at)
    assert at is not None
    elapsed = days_between(state.last_on, entry.day) if state.last_on else 0
    moved = context.scheduler.moved(
        state, grade, context.model.next_states(state.memory, elapsed), at, entry.day
    )
    interval = timedelta(seconds=entry.interval_s)
    if moved.phase is Phase.REVIEW and entry.due_on is not None:
        return replace(moved, due_on=entry.due_on, due_at=context.calendar.start_of(entry.due_on))
    return replace(moved, due_at=at + interval, due_on=entry.due_on)


def _same(expected: CardState, actual: CardState) -> bool:
    if (expected.memory is None) != (actual.memory is None):
        return False
    if expected.memory is not None and actual.memory is not None:
        near = abs(expected.memory.stability - actual.memory.stability) < 1e-3 * expected.memory.stability
        if not near or abs(expected.memory.difficulty - actual.memory.difficulty) > 1e-3:
            return False
    # The instant of a day's begin follows the time zone, which may have changed since; the day may not.
    plain = replace(expected, memory=None, due_at=None)
    return plain == replace(actual, memory=None, due_at=None)


def _with_dates(marks: dict[str, Any]) -> dict[str, Any]:
    from datetime import date

    buried = marks.get("buried_on")
    return marks | {"buried_on": date.fromisoformat(buried) if isinstance(buried, str) else buried}
