"""The append-only log: writing entries, voiding them, and reading a card's history."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, exists, insert, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from studyapp.domain.exams.rules import Mode
from studyapp.domain.log import CardId, EntryKind, entry_id
from studyapp.domain.memory import CardState
from studyapp.store.cards import state_columns, to_ms
from studyapp.store.tables import Device, LogEntry

UNDOABLE = (EntryKind.ANSWER, EntryKind.SUSPEND, EntryKind.RESUME, EntryKind.BURY)
"""What can be taken back, but for the answers of an exam: these were handed in together."""


def known_device(session: Session) -> str:
    """The id of this installation, empty before its first use."""
    return session.scalars(select(col(Device.id)).order_by(col(Device.created_at)).limit(1)).first() or ""


_encode = json.JSONEncoder(default=date.isoformat, separators=(",", ":")).encode


def this_device(session: Session, now: datetime) -> str:
    """The id of this installation, made on first use."""
    known = known_device(session)
    if known:
        return known
    made_at = to_ms(now) or 0
    device = Device(id=entry_id(made_at, secrets.randbits(74)), created_at=made_at)
    session.add(device)
    session.flush()
    return device.id


# What stands between two cards of a session is built once: building a statement takes longer than running it.
_UNDO = aliased(LogEntry)
UNDONE = exists().where(_UNDO.voids == LogEntry.id)  # type: ignore[arg-type]
_APPEND = insert(LogEntry.__table__)  # type: ignore[attr-defined]
_NEWEST = select(col(LogEntry.id)).order_by(col(LogEntry.id).desc()).limit(1)
_ANSWERED_AFTER = (
    select(col(LogEntry.id))
    .where(col(LogEntry.card_id) == bindparam("card"), col(LogEntry.id) > bindparam("after"))
    .where(col(LogEntry.kind) == EntryKind.ANSWER.value, ~UNDONE)
    .limit(1)
)
_ANSWERED_ON = select(col(LogEntry.card_id)).where(
    col(LogEntry.day) == bindparam("on"), col(LogEntry.kind) == EntryKind.ANSWER.value, ~UNDONE
)
_LAST_UNDOABLE = (
    select(LogEntry)
    .where(col(LogEntry.device_id) == bindparam("device"), col(LogEntry.day) == bindparam("on"))
    .where(col(LogEntry.kind).in_([str(kind) for kind in UNDOABLE]), ~UNDONE)
    .where(col(LogEntry.context).not_in([str(mode) for mode in Mode]))
    .order_by(col(LogEntry.id).desc())
    .limit(1)
)
_CAUSED_BY = (
    select(col(LogEntry.id), col(LogEntry.card_id), col(LogEntry.payload))
    .where(col(LogEntry.day) == bindparam("on"), col(LogEntry.id) > bindparam("after"))
    .where(col(LogEntry.kind) == EntryKind.DUE.value, ~UNDONE)
)


def newest(session: Session) -> str:
    """The id of the last entry, "" for an empty log."""
    return session.execute(_NEWEST).scalar() or ""


def answered_after(session: Session, card_id: str, entry_id: str) -> bool:
    """Whether a card has an answer that was written after an entry and not undone."""
    return session.execute(_ANSWERED_AFTER, {"card": card_id, "after": entry_id}).first() is not None


def families_answered_on(session: Session, day: date) -> set[str]:
    """Terms of which one direction was answered on a day; their other direction waits for another."""
    return {CardId.parse(card).family for card in session.scalars(_ANSWERED_ON, {"on": day})} - {""}


def append(
    session: Session,
    device_id: str,
    kind: EntryKind,
    at: datetime,
    day: date,
    after: str = "",
    **columns: Any,
) -> str:
    """Write one entry and return its id; `payload` may be a dict, `before` a CardState.

    `after` is the newest entry, where this transaction wrote it.
    """
    last = after or newest(session)
    at_ms = to_ms(at) or 0
    new_id = entry_id(at_ms, secrets.randbits(74), after=last)
    payload = columns.pop("payload", {})
    before = columns.pop("before", None)
    row = {
        "id": new_id, "device_id": device_id, "kind": str(kind), "at": at_ms, "day": day, "card_id": "",
        "confidence": "", "chosen": "", "option_order": "", "elapsed_ms": 0, "first_sight": False,
        "content_hash": "", "interval_s": 0, "phase": "", "certification_id": "", "domain_id": "",
        "context": "",
        "payload": json.dumps(payload, separators=(",", ":")),
        "before": "" if before is None else dump_state(before),
    }  # fmt: skip
    session.execute(_APPEND, row | columns)
    return new_id


def dump_state(state: CardState) -> str:
    """A card's state as JSON, dates as ISO text."""
    return _encode(state_columns(state))


def load_state(text: str) -> dict[str, Any]:
    """The columns of a state that `dump_state` wrote."""
    columns: dict[str, Any] = json.loads(text)
    for key in ("due_on", "last_on", "recalled_on"):
        if columns[key]:
            columns[key] = date.fromisoformat(columns[key])
    return columns


def last_undoable(session: Session, device_id: str, day: date) -> LogEntry | None:
    """The newest entry of this device and day that can be undone and has not been."""
    return session.scalars(_LAST_UNDOABLE, {"device": device_id, "on": day}).first()


def caused_by(session: Session, entry_id: str, day: date) -> list[tuple[str, str]]:
    """Id and card of the cards that an answer of a day made due, but for those that were undone."""
    return [
        (due_id, card_id)
        for due_id, card_id, payload in session.execute(_CAUSED_BY, {"on": day, "after": entry_id}).all()
        if json.loads(payload).get("because") == entry_id
    ]


def history(session: Session, card_id: str) -> list[tuple[LogEntry, bool]]:
    """Every answer and new meaning of a card, oldest first, with whether it was undone."""
    statement = (
        select(LogEntry, UNDONE)
        .where(col(LogEntry.card_id) == card_id)
        .where(col(LogEntry.kind).in_([EntryKind.ANSWER.value, EntryKind.MEANING_CHANGED.value]))
        .order_by(col(LogEntry.id))
    )
    return [(entry, bool(voided)) for entry, voided in session.execute(statement).all()]


REPLAY_COLUMNS = (
    LogEntry.id, LogEntry.kind, LogEntry.card_id, LogEntry.at, LogEntry.day, LogEntry.grade,
    LogEntry.due_on, LogEntry.interval_s, LogEntry.content_hash, LogEntry.certification_id,
    LogEntry.domain_id, LogEntry.confidence, LogEntry.chosen, LogEntry.payload, LogEntry.phase,
)  # fmt: skip


_REPLAY = (
    select(*REPLAY_COLUMNS)  # type: ignore[call-overload]
    .where(col(LogEntry.kind) != EntryKind.UNDO.value, ~UNDONE)
    .order_by(col(LogEntry.id))
)
_REPLAY_ALL = _REPLAY.where(col(LogEntry.card_id) != "").execution_options(yield_per=2000)
_REPLAY_CARD = _REPLAY.where(col(LogEntry.card_id) == bindparam("card"))


def replay(session: Session, card_id: str = "") -> Iterator[Row[Any]]:
    """Every entry that concerns a card (or one card) and was not undone, in the order of writing."""
    if card_id:
        yield from session.execute(_REPLAY_CARD, {"card": card_id})
    else:
        yield from session.execute(_REPLAY_ALL)


def payloads(session: Session, *kinds: EntryKind) -> Iterator[tuple[EntryKind, dict[str, Any]]]:
    """What the entries of some kinds say, in the order of writing."""
    statement = (
        select(col(LogEntry.kind), col(LogEntry.payload))
        .where(col(LogEntry.kind).in_([str(kind) for kind in kinds]), col(LogEntry.card_id) == "")
        .order_by(col(LogEntry.id))
    )
    for kind, payload in session.execute(statement).all():
        yield EntryKind(kind), json.loads(payload)


def standing_payloads(session: Session, kind: EntryKind) -> Iterator[tuple[str, dict[str, Any]]]:
    """Id and payload of the entries of a kind that concern no card and were not undone, oldest first."""
    statement = (
        select(col(LogEntry.id), col(LogEntry.payload))
        .where(col(LogEntry.kind) == str(kind), col(LogEntry.card_id) == "", ~UNDONE)
        .order_by(col(LogEntry.id))
    )
    for found, said in session.execute(statement).all():
        yield found, json.loads(said)


def recent_answers(session: Session, limit: int = 600) -> list[tuple[str, str, int, int]]:
    """Kind of card, phase before, grade and time of the newest answers, newest first."""
    statement = (
        select(LogEntry.card_id, LogEntry.phase, LogEntry.grade, LogEntry.elapsed_ms)  # type: ignore[call-overload]
        .where(col(LogEntry.kind) == EntryKind.ANSWER.value)
        .order_by(col(LogEntry.id).desc())
        .limit(limit)
    )
    return [(r.card_id, r.phase, r.grade, r.elapsed_ms) for r in session.execute(statement).all()]
