"""What is on paper: exams booked, passed, failed, certifications held, and what is waived."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session

from studyapp.domain.certifications import Certification, Status
from studyapp.domain.lifecycle import life_on
from studyapp.domain.log import EntryKind
from studyapp.domain.records import (
    PROOFS,
    Record,
    RecordKind,
    expiry_after,
)
from studyapp.errors import InvalidInput, NotFound
from studyapp.services.changes import RECORDED
from studyapp.services.context import Context
from studyapp.services.forecasting import said_before
from studyapp.services.goals import GoalsService, put_goal_entry
from studyapp.services.views import Changes, Goal
from studyapp.store import items, journal, records

USUAL_MINUTES = 20


class RecordsService:
    """Keeps what the learner says about exams, and what follows from it for goals."""

    def __init__(self, context: Context, goals: GoalsService) -> None:
        self._context = context
        self._goals = goals

    def all(self, certification_id: str = "") -> list[Record]:
        """Every record, or those of one certification, oldest first; skipped stages are not among them."""
        with self._context.store.read() as session:
            found = records.all_records(session, certification_id)
        return [record for record in found if record.kind is not RecordKind.SKIPPED]

    def put(
        self,
        certification_id: str,
        kind: RecordKind,
        on: date | None = None,
        *,
        score: float | None = None,
        expires_on: date | None = None,
        never_expires: bool = False,
        reason: str = "",
    ) -> Changes:
        """Record what happened; `on` is today unless given, and the expiry follows from the facts.

        A booked exam sets the day of the goal, and makes it the goal in focus. After a pass the goal loses
        its exam day and another goal, where there is one, comes into focus. Raises NotFound for an unknown
        certification and InvalidInput for what can't be so.
        """
        today = self._context.today()
        with self._context.store.read() as session:
            certification = items.certification(session, certification_id)
        if certification is None:
            raise NotFound(f"There is no certification {certification_id}.", "See 'studyapp cert list'.")
        record = Record("", certification_id, kind, on or today, score, expires_on, " ".join(reason.split()))
        if kind in PROOFS and expires_on is None and not never_expires:
            record = replace(record, expires_on=expiry_after(record.on, certification.exam.validity_years))
        _check(record, certification, today)
        device_id = self._context.device_id
        with self._context.store.write() as session:
            self._write(session, device_id, record)
        return RECORDED

    def undo(self, certification_id: str) -> Record:
        """Take back the newest record of a certification, and what it did to the goals; raises NotFound."""
        with self._context.store.read() as session:
            found = records.all_records(session, certification_id)
        if not found:
            raise NotFound("There is no record to take back.", "See 'studyapp cert records'.")
        self._void(found[-1])
        return found[-1]

    def skip(self, roadmap_id: str, stage_id: str, on: bool = True) -> Changes:
        """Step past the gate of a stage, or take that back: it opens what follows and counts for nothing."""
        subject = f"{roadmap_id}/{stage_id}"
        with self._context.store.read() as session:
            found = records.all_records(session, subject)
        if on and not found:
            device_id = self._context.device_id
            with self._context.store.write() as session:
                record = Record("", subject, RecordKind.SKIPPED, self._context.today())
                self._write(session, device_id, record)
        for record in () if on else found:
            self._void(record)
        return RECORDED

    def _write(self, session: Session, device_id: str, record: Record) -> None:
        now, today = self._context.now(), self._context.today()
        before = self._goals.all()
        after = _goals_after(record, before, today)
        said = records.payload_of(record) | _goals_said(before, after)
        if record.kind in (RecordKind.PASSED, RecordKind.FAILED):
            # What was said before is audited by what came.
            said |= said_before(session, self._context, record.subject, record.on, is_past=True)
        entry_id = journal.append(session, device_id, EntryKind.RECORD, now, today, payload=said)
        records.put(session, replace(record, id=entry_id))
        for goal in after:
            put_goal_entry(session, self._context, goal)

    def _void(self, record: Record) -> None:
        context = self._context
        device_id = context.device_id
        goals = {goal.certification_id: goal for goal in self._goals.all()}
        with context.store.write() as session:
            said = records.payload(session, record.id)
            journal.append(
                session, device_id, EntryKind.UNDO, context.now(), context.today(), voids=record.id
            )
            records.remove(session, record.id)
            # Only where nobody has changed the goal since: a newer wish wins over an undo.
            for before, after in said.get("goals", ()):
                now = goals.get(after["certification_id"])
                if now is not None and _goal_said(now) == after:
                    put_goal_entry(session, context, _goal_from(before) if before else now, gone=not before)


def _goals_after(record: Record, goals: list[Goal], today: date) -> list[Goal]:
    """The goals that a record changes, in the order in which they are set: the last one is in focus."""
    own = next((g for g in goals if g.certification_id == record.subject), None)
    if record.kind is RecordKind.BOOKED:
        current = own or next(iter(goals), Goal("", None, USUAL_MINUTES))
        return [Goal(record.subject, record.on, current.minutes_a_day, current.roadmap_id)]
    if record.kind in PROOFS and record.is_valid(today) and own is not None:
        others = [g for g in goals if g is not own]
        return [replace(own, exam_on=None), *others[:1]]
    if record.kind is RecordKind.FAILED and own is not None and own.exam_on and own.exam_on <= record.on:
        return [replace(own, exam_on=None)]
    return []


def _goals_said(before: list[Goal], after: list[Goal]) -> dict[str, Any]:
    known = {goal.certification_id: goal for goal in before}
    pairs = [
        (_goal_said(known[g.certification_id]) if g.certification_id in known else None, _goal_said(g))
        for g in after
        if known.get(g.certification_id) != g
    ]
    return {"goals": pairs} if pairs else {}


def _goal_said(goal: Goal) -> dict[str, Any]:
    return {
        "certification_id": goal.certification_id, "minutes_a_day": goal.minutes_a_day,
        "exam_on": goal.exam_on.isoformat() if goal.exam_on else None, "roadmap_id": goal.roadmap_id,
    }  # fmt: skip


def _goal_from(said: dict[str, Any]) -> Goal:
    exam_on = date.fromisoformat(said["exam_on"]) if said["exam_on"] else None
    return Goal(said["certification_id"], exam_on, said["minutes_a_day"], said["roadmap_id"])


def _check(record: Record, it: Certification, today: date) -> None:
    """Raises InvalidInput for what can't be so."""
    kind = record.kind
    if kind is RecordKind.BOOKED and record.on < today:
        raise InvalidInput(f"{record.on} is in the past.", "Record the result: passed or failed.")
    if kind is not RecordKind.BOOKED and record.on > today:
        raise InvalidInput(f"{record.on} is to come.", f"Give a day up to {today}, or record it as booked.")
    if kind is RecordKind.WAIVED and not record.reason:
        raise InvalidInput("A waiver needs its reason.", "Say why, so that it can be told from a pass.")
    if record.expires_on is not None and record.expires_on < record.on:
        raise InvalidInput(f"{record.expires_on} is before {record.on}.", "Give a later day of expiry.")
    if record.expires_on is not None and kind not in PROOFS:
        raise InvalidInput(f"What is {kind} does not expire.", "Leave the day of expiry out.")
    _check_score(record, it)
    if kind is RecordKind.BOOKED and life_on(it, record.on).status is Status.RETIRED:
        to = f"{' or '.join(i.upper() for i in it.successors)} came in its place." if it.successors else ""
        raise InvalidInput(f"{it.code} can't be taken on {record.on}: it is retired.", to)


def _check_score(record: Record, it: Certification) -> None:
    score, exam = record.score, it.exam
    if score is None:
        return
    if record.kind not in (RecordKind.PASSED, RecordKind.FAILED):
        raise InvalidInput(f"What is {record.kind} has no score.", "Leave the score out.")
    least, most = exam.score_min or 0, exam.score_max or 100_000
    if not least <= score <= most:
        raise InvalidInput(f"{score:g} is not on the scale of {it.code}.", f"Give {least} to {most}.")
    if exam.passing_score is not None and (score >= exam.passing_score) != (record.kind is RecordKind.PASSED):
        other = "failed" if record.kind is RecordKind.PASSED else "passed"
        raise InvalidInput(
            f"{score:g} is not {record.kind}: {it.code} is passed at {exam.passing_score}.",
            f"Record it as {other}, or leave the score out.",
        )
