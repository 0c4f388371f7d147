"""Rebuilding the caches from the log, and comparing them with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from studyapp.domain.days import days_between
from studyapp.domain.log import CardId, EntryKind, ItemKind
from studyapp.domain.memory import CardState, Grade, Outcome, Phase, Scheduler
from studyapp.domain.mistakes import Mistake, after_answer
from studyapp.domain.questions import Confidence
from studyapp.services.context import Context
from studyapp.services.goals import put_break, put_goal
from studyapp.services.views import Goal
from studyapp.store import cards, disputes, dossier, journal, mistakes, records, totals
from studyapp.store.tables import BreakDay, CardRow, GoalRow

_MARKS: Mapping[str, object] = {"suspended": False, "buried_on": None, "flagged": False, "note": ""}


@dataclass(slots=True)
class Rebuilt:
    """A card as the log tells it."""

    certification_id: str
    state: CardState = field(default_factory=CardState)
    content_hash: str = ""
    marks: dict[str, Any] = field(default_factory=lambda: dict(_MARKS))
    domain_id: str = ""
    mistake: Mistake | None = None


def leech_marks(action: str) -> dict[str, Any]:
    """What becomes of a leech, by the setting `leech_action`."""
    return {"suspended": True} if action == "suspend" else {"flagged": True}


def outcome_payload(outcome: Outcome, leech_action: str) -> dict[str, Any]:
    """What an answer led to and settings decided: a replay must not ask the settings of its own day."""
    payload: dict[str, Any] = {"phase": str(outcome.state.phase), "step": outcome.state.step}
    return payload | ({"leech": leech_marks(leech_action)} if outcome.leech else {})


def brought_forward(context: Context, state: CardState, day: date) -> CardState:
    """A card in review made due on a day, where it was due later; any other as it is."""
    if state.phase is not Phase.REVIEW or state.due_on is None or state.due_on <= day:
        return state
    return replace(state, due_on=day, due_at=context.calendar.start_of(day))


def replay_cards(session: Session, context: Context, card_id: str = "") -> dict[str, Rebuilt]:
    """Every card (or one) from the log alone.

    Memory is computed anew from grades and learner days; the interval is the one that was given, as
    the log recorded it, because fuzz and load balancing depended on that day's other cards.
    """
    rebuilt: dict[str, Rebuilt] = {}
    scheduler = context.scheduler
    for entry in journal.replay(session, card_id):
        card = rebuilt.setdefault(entry.card_id, Rebuilt(entry.certification_id))
        if entry.kind == EntryKind.ANSWER:
            payload = json.loads(entry.payload)
            card.state = _answered(context, scheduler, entry, payload, card.state)
            card.content_hash = entry.content_hash
            card.marks |= payload.get("leech", {})
            card.domain_id, card.mistake = entry.domain_id, _mistake_after(entry, card.mistake)
        elif entry.kind == EntryKind.MEANING_CHANGED:
            card.state, card.mistake = CardState(), None
        elif entry.kind == EntryKind.DUE:
            card.state = brought_forward(context, card.state, entry.day)
        elif entry.kind in (
            EntryKind.SUSPEND, EntryKind.RESUME, EntryKind.BURY, EntryKind.FLAG, EntryKind.NOTE,
        ):  # fmt: skip
            card.marks |= json.loads(entry.payload)["after"]
    return rebuilt


def differences(session: Session, context: Context) -> list[str]:
    """Cards and mistakes whose cached state differs from the log, in words; empty when all is well."""
    rebuilt = replay_cards(session, context)
    found = _notebook_differences(session, rebuilt)
    for row in session.scalars(select(CardRow)):
        expected = rebuilt.pop(row.id, None)
        if expected is None:
            found.append(f"{row.id} has a state that no log entry explains")
        elif not _same(expected.state, cards.state_of(row)) or _marks_of(row) != _with_dates(expected.marks):
            found.append(f"{row.id} differs from its log")
    found += [f"{card_id} is missing" for card_id, card in rebuilt.items() if card.state.reps]
    return found


def _notebook_differences(session: Session, rebuilt: Mapping[str, Rebuilt]) -> list[str]:
    told = {CardId.parse(key).item_id: card.mistake for key, card in rebuilt.items() if card.mistake}
    kept = {row.question_id: mistakes.mistake_of(row) for row in mistakes.all_rows(session)}
    differing = sorted(key for key in told.keys() | kept.keys() if told.get(key) != kept.get(key))
    return [f"the mistake {question_id} differs from its log" for question_id in differing]


def rebuild(session: Session, context: Context) -> int:
    """Replace every cache by what the log says; returns the number of cards."""
    rebuilt = replay_cards(session, context)
    cards.remove_all(session)
    mistakes.remove_all(session)
    for card_id, card in rebuilt.items():
        _put(session, card_id, card)
    totals.rebuild(session)
    rebuild_aims(session)
    records.rebuild(session)
    dossier.rebuild(session)
    disputes.rebuild(session)
    return len(rebuilt)


def replay_aims(session: Session) -> tuple[list[Goal], frozenset[date]]:
    """Goals (the one in focus first) and days off from the log alone."""
    aims: dict[str, Goal] = {}
    off: set[date] = set()
    for kind, said in journal.payloads(session, EntryKind.GOAL, EntryKind.BREAK):
        if kind is EntryKind.BREAK:
            day = date.fromisoformat(said["day"])
            off = off | {day} if said["on"] else off - {day}
            continue
        certification_id = said["certification_id"]
        aims.pop(certification_id, None)
        if not said.get("removed"):
            exam_on = date.fromisoformat(said["exam_on"]) if said["exam_on"] else None
            aims[certification_id] = Goal(
                certification_id, exam_on, said["minutes_a_day"], said["roadmap_id"]
            )
    return list(reversed(aims.values())), frozenset(off)


def aims_differ(session: Session) -> bool:
    """Whether goals or days off are not what the log says."""
    rows = session.scalars(select(GoalRow).order_by(col(GoalRow.position)))
    goals = [Goal(r.certification_id, r.exam_on, r.minutes_a_day, r.roadmap_id) for r in rows]
    return replay_aims(session) != (goals, frozenset(session.scalars(select(col(BreakDay.day)))))


def rebuild_aims(session: Session) -> None:
    """Replace goals and days off by what the log says."""
    aims, off = replay_aims(session)
    session.execute(delete(GoalRow))
    session.execute(delete(BreakDay))
    for goal in reversed(aims):
        put_goal(session, goal)
    for day in off:
        put_break(session, day, on=True)


def restore_card(session: Session, context: Context, card_id: str) -> None:
    """Bring one card to what its log says now, after an entry was voided."""
    card = replay_cards(session, context, card_id).get(card_id)
    has_mistake = card is not None and card.mistake is not None
    if CardId.parse(card_id).kind is ItemKind.QUESTION and not has_mistake:
        mistakes.remove(session, CardId.parse(card_id).item_id)
    if card is None:
        cards.remove(session, card_id)
    else:
        _put(session, card_id, card)


def _put(session: Session, card_id: str, card: Rebuilt) -> None:
    parsed = CardId.parse(card_id)
    marks = _with_dates(card.marks)
    cards.put_state(session, parsed, card.certification_id, card.state, card.content_hash, marks)
    if card.mistake is not None:
        mistakes.put(session, parsed.item_id, card.certification_id, card.domain_id, card.mistake)


def _marks_of(row: CardRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _MARKS}


def _answered(
    context: Context, scheduler: Scheduler, entry: Any, payload: Mapping[str, Any], state: CardState
) -> CardState:
    grade = Grade(entry.grade)
    at = cards.from_ms(entry.at)
    assert at is not None
    elapsed = days_between(state.last_on, entry.day) if state.last_on else 0
    moved = scheduler.moved(state, grade, context.model.next_states(state.memory, elapsed), at, entry.day)
    if "phase" in payload:
        moved = replace(moved, phase=Phase(payload["phase"]), step=payload["step"])
    interval = timedelta(seconds=entry.interval_s)
    if moved.phase is Phase.REVIEW and entry.due_on is not None:
        return replace(moved, due_on=entry.due_on, due_at=context.calendar.start_of(entry.due_on))
    return replace(moved, due_at=at + interval, due_on=entry.due_on)


def _mistake_after(entry: Any, before: Mistake | None) -> Mistake | None:
    if not entry.card_id.startswith("q:"):
        return None
    return after_answer(
        before, right=entry.grade != Grade.AGAIN, sure=entry.confidence == Confidence.SURE, day=entry.day,
        chosen=entry.chosen, content_hash=entry.content_hash,
    )  # fmt: skip


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
    buried = marks.get("buried_on")
    return marks | {"buried_on": date.fromisoformat(buried) if isinstance(buried, str) else buried}


def marks_payload(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What the log says of marks that were set, days as text."""
    return {
        name: {mark: value.isoformat() if isinstance(value, date) else value for mark, value in marks.items()}
        for name, marks in (("before", before), ("after", after))
    }
