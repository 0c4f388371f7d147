"""Rules, blueprints and attempts between the domain's objects and the rows that keep them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from studyapp.domain.exams.attempts import Attempt, Moment, Slot, Status
from studyapp.domain.exams.blueprint import Blueprint, Share
from studyapp.domain.exams.rules import Rules, Scale
from studyapp.services.context import Context
from studyapp.services.exams.views import QuizChoice
from studyapp.store import cards, exams

NONE_GIVEN = "[]"


def moment(context: Context) -> Moment:
    """Now, by both clocks."""
    boot, steady_ms = context.clock.steady()
    return Moment(context.now(), boot, steady_ms)


def dump_rules(rules: Rules) -> str:
    """Rules as JSON."""
    return json.dumps(asdict(rules), ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=16)  # each step of an attempt reads the same
def load_rules(text: str) -> Rules:
    """The rules that `dump_rules` wrote."""
    body = json.loads(text)
    body["scale"] = Scale(**body["scale"])
    for key in ("kinds", "assumptions", "partial_credit"):
        body[key] = tuple(body[key])
    return Rules(**body)


def dump_blueprint(shares: Blueprint, objectives: Mapping[str, str]) -> str:
    """A blueprint as JSON, with the texts of the objectives as they were."""
    kept = {"domains": [asdict(share) for share in shares], "objectives": dict(objectives)}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def load_blueprint(text: str) -> tuple[Blueprint, dict[str, str]]:
    """The domains and objectives that `dump_blueprint` wrote."""
    body = json.loads(text)
    return tuple(Share(**share) for share in body["domains"]), body["objectives"]


def dump_choice(choice: QuizChoice) -> str:
    """A quiz's choice as JSON."""
    return json.dumps(asdict(choice), separators=(",", ":"))


def load_choice(text: str) -> QuizChoice:
    """The choice that `dump_choice` wrote."""
    fields: Any = {key: tuple(v) if isinstance(v, list) else v for key, v in json.loads(text).items()}
    return QuizChoice(**fields)


def load_attempt(session: Session, row: Row[Any]) -> Attempt:
    """The attempt of a row, with its slots."""
    slots = tuple(_slot(slot) for slot in exams.slots(session, row.id))
    at = cards.from_ms(row.beat_at)
    assert at is not None
    return Attempt(
        rules=load_rules(row.rules), slots=slots, last=Moment(at, row.beat_boot, row.beat_steady),
        status=Status(row.status), place=row.place, used_ms=row.used_ms, paused_ms=row.paused_ms,
        pauses=row.pauses,
    )  # fmt: skip


def put_attempt(session: Session, attempt_id: str, before: Attempt, after: Attempt) -> None:
    """Write what changed of an attempt; one that is over stays open in its row until it is graded."""
    status = before.status if after.is_over else after.status
    columns = {
        "status": str(status), "used_ms": after.used_ms, "paused_ms": after.paused_ms,
        "pauses": after.pauses, "place": after.place, "beat_at": cards.to_ms(after.last.at),
        "beat_boot": after.last.boot, "beat_steady": after.last.steady_ms,
    }  # fmt: skip
    changed = [
        _slot_row(place, slot)
        for place, (old, slot) in enumerate(zip(before.slots, after.slots, strict=True))
        if old != slot
    ]
    exams.put(session, attempt_id, columns, changed)


def _slot(row: Row[Any]) -> Slot:
    return Slot(
        row.response, row.whole, row.confidence, row.flagged, row.seen, row.spent_ms,
        tuple(json.loads(row.given)) if row.given != NONE_GIVEN else (), cards.from_ms(row.answered_at),
    )  # fmt: skip


def _slot_row(place: int, slot: Slot) -> dict[str, Any]:
    return {
        "place": place, "seen": slot.seen, "response": slot.response, "whole": slot.whole,
        "confidence": slot.confidence, "flagged": slot.flagged, "spent_ms": slot.spent_ms,
        "given": json.dumps(slot.given, ensure_ascii=False, separators=(",", ":")),
        "answered_at": cards.to_ms(slot.answered_at),
    }  # fmt: skip
