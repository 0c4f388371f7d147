"""The tables. One set, portable to SQLite and PostgreSQL; constraints live in the schema.

`table=True` models do not validate, so everything is validated at the border (content reader,
services). Instants are UTC milliseconds since 1970, days are dates, ids are text.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Text, text
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING


class Device(SQLModel, table=True):
    """This installation; the id stands in every log entry that it writes."""

    id: str = Field(primary_key=True)
    created_at: int = Field(sa_type=BigInteger)


class SettingRow(SQLModel, table=True):
    """One setting of this installation as JSON."""

    __tablename__: ClassVar[str] = "setting"

    key: str = Field(primary_key=True)
    value: str


class ContentFile(SQLModel, table=True):
    """A file of an author, as it was when last read; equal digests are not read again."""

    __tablename__: ClassVar[str] = "content_file"

    path: str = Field(primary_key=True)
    kind: str
    digest: str
    size: int
    modified_ns: int = Field(sa_type=BigInteger)
    problems: str = "[]"


class CertificationRow(SQLModel, table=True):
    """A credential; `body` holds all of its facts as JSON."""

    __tablename__: ClassVar[str] = "certification"

    id: str = Field(primary_key=True)
    code: str
    name: str
    vendor: str
    level: str
    status: str
    body: str = Field(sa_type=Text)
    path: str
    present: bool = True

    __table_args__ = (CheckConstraint("status IN ('active','beta','retiring','retired')", name="status"),)


class RoadmapRow(SQLModel, table=True):
    """A roadmap; `body` holds it as JSON."""

    __tablename__: ClassVar[str] = "roadmap"

    id: str = Field(primary_key=True)
    name: str
    body: str = Field(sa_type=Text)
    path: str
    present: bool = True


class Item(SQLModel, table=True):
    """A question or a term. An item that left its files stays, with `present` false, for its history.

    `retired` is true of all that is asked no more, in quarantine or for good; `quarantined_on` is the
    learner's day since when an item in quarantine does not count here.
    """

    id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    certification_id: str
    domain_id: str = ""
    objective_id: str = ""
    title: str
    body: str = Field(sa_type=Text)
    content_hash: str
    retired: bool = False
    present: bool = True
    path: str
    line: int = 0
    quarantined_on: dt.date | None = None

    __table_args__ = (
        CheckConstraint("kind IN ('question','term')", name="kind"),
        # Finds the few in quarantine, which else would fetch every item.
        Index(
            "ix_item_quarantined_on",
            "quarantined_on",
            sqlite_where=text("quarantined_on IS NOT NULL"),
            postgresql_where=text("quarantined_on IS NOT NULL"),
        ),
        # Covers the count of items in circulation, which else would fetch every item.
        Index(None, "kind", "certification_id", "present", "retired"),
        Index(None, "path"),
        Index(None, "present", "retired"),
    )


class ItemVersion(SQLModel, table=True):
    """Every version of an item that was ever in circulation, by content hash."""

    __tablename__: ClassVar[str] = "item_version"

    content_hash: str = Field(primary_key=True)
    item_id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    body: str = Field(sa_type=Text)
    seen_from: int = Field(sa_type=BigInteger)


class TermUse(SQLModel, table=True):
    """A question rests on a term."""

    __tablename__: ClassVar[str] = "term_use"

    question_id: str = Field(primary_key=True)
    term_id: str = Field(primary_key=True, index=True)


class TermMembership(SQLModel, table=True):
    """A term belongs to a certification's glossary, defined there or referred to."""

    __tablename__: ClassVar[str] = "term_membership"

    certification_id: str = Field(primary_key=True)
    term_id: str = Field(primary_key=True, index=True)
    objective_id: str = ""
    path: str = ""


class LogEntry(SQLModel, table=True):
    """The append-only log. Rows are never changed or deleted; an undo is a row that voids another.

    The columns of an answer are filled for kind `answer` only. `before` is the card's state before it.
    """

    __tablename__: ClassVar[str] = "log_entry"

    id: str = Field(primary_key=True)
    device_id: str = Field(foreign_key="device.id")
    kind: str
    at: int = Field(sa_type=BigInteger)
    day: dt.date
    card_id: str = ""
    voids: str | None = Field(default=None, sa_column=Column(Text, ForeignKey("log_entry.id"), unique=True))
    grade: int | None = None
    correct: bool | None = None
    confidence: str = ""
    chosen: str = ""
    option_order: str = ""
    elapsed_ms: int = 0
    first_sight: bool = False
    content_hash: str = ""
    interval_s: int = Field(default=0, sa_type=BigInteger)
    due_on: dt.date | None = None
    phase: str = ""
    certification_id: str = ""
    domain_id: str = ""
    context: str = ""
    before: str = ""
    payload: str = "{}"

    __table_args__ = (
        CheckConstraint("grade IS NULL OR grade BETWEEN 1 AND 4", name="grade"),
        CheckConstraint("kind <> 'answer' OR (grade IS NOT NULL AND card_id <> '')", name="answer"),
        CheckConstraint("(kind = 'undo') = (voids IS NOT NULL)", name="undo"),
        CheckConstraint("elapsed_ms >= 0", name="elapsed"),
        Index(None, "card_id", "id"),
        Index(None, "day", "id"),
        # Covers the evidence of a forecast, which else would look through the whole log.
        Index(
            "ix_log_entry_first_sight",
            *("certification_id", "id", "card_id", "day", "grade", "confidence", "domain_id"),
            # As the queries write it: else it is not used. That PostgreSQL's is partial, too, stands in the
            # migration alone: naming it here would load that dialect at every start.
            sqlite_where=text("first_sight = 1"),
        ),
    )


class CardRow(SQLModel, table=True):
    """The scheduling state of a card: a cache of the log. No row means: never met and never added."""

    __tablename__: ClassVar[str] = "card"

    id: str = Field(primary_key=True)
    kind: str
    item_id: str
    direction: str = ""
    certification_id: str = ""
    phase: str = "new"
    step: int = 0
    stability: float | None = None
    difficulty: float | None = None
    due_at: int | None = Field(default=None, sa_type=BigInteger)
    due_on: dt.date | None = None
    last_at: int | None = Field(default=None, sa_type=BigInteger)
    last_on: dt.date | None = None
    reps: int = 0
    lapses: int = 0
    recalled_days: int = 0
    recalled_on: dt.date | None = None
    suspended: bool = False
    buried_on: dt.date | None = None
    flagged: bool = False
    note: str = ""
    content_hash: str = ""

    __table_args__ = (
        CheckConstraint("phase IN ('new','learning','review','relearning')", name="phase"),
        CheckConstraint("kind IN ('question','term')", name="kind"),
        CheckConstraint("stability IS NULL OR stability > 0", name="stability"),
        CheckConstraint("(phase = 'new') = (stability IS NULL)", name="memory"),
        # Covers the count of reviews per day, which else would fetch every card.
        Index(None, "phase", "due_on", "suspended", "item_id", "kind"),
        Index(None, "due_on"),
        Index(None, "certification_id", "phase"),
        Index(None, "item_id"),
    )


class MistakeRow(SQLModel, table=True):
    """A question that was missed, in the notebook until it is recalled; a cache of the log."""

    __tablename__: ClassVar[str] = "mistake"

    question_id: str = Field(primary_key=True)
    certification_id: str
    domain_id: str = ""
    misses: int
    is_sure: bool = False
    missed_on: dt.date
    chosen: str = Field(default="", sa_type=Text)
    content_hash: str = ""
    recalled_days: int = 0
    recalled_on: dt.date | None = None

    __table_args__ = (
        CheckConstraint("misses > 0", name="misses"),
        CheckConstraint("recalled_days >= 0", name="recalled"),
        Index(None, "recalled_days", "certification_id"),
    )


class DailyTotal(SQLModel, table=True):
    """Roll-up written in the answer's own transaction: a day, a certification, a domain, a phase, a grade."""

    __tablename__: ClassVar[str] = "daily_total"

    day: dt.date = Field(primary_key=True)
    certification_id: str = Field(primary_key=True)
    domain_id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    phase: str = Field(primary_key=True)
    grade: int = Field(primary_key=True)
    answers: int = 0
    elapsed_ms: int = Field(default=0, sa_type=BigInteger)
    first_tries: int = 0
    first_right: int = 0

    __table_args__ = (
        CheckConstraint("answers >= 0", name="answers"),
        # Covers what the progress screen asks of all days.
        Index(None, "day", "kind", "phase", "grade", "answers", "elapsed_ms"),
    )


class GoalRow(SQLModel, table=True):
    """What the learner aims at; a cache of the log's goal entries. `position` orders them, 0 is in focus."""

    __tablename__: ClassVar[str] = "goal"

    certification_id: str = Field(primary_key=True)
    exam_on: dt.date | None = None
    minutes_a_day: int = Field(default=20, sa_column=Column(Integer, nullable=False))
    roadmap_id: str = ""
    position: int = 0

    __table_args__ = (CheckConstraint("minutes_a_day BETWEEN 1 AND 960", name="minutes"),)


class BreakDay(SQLModel, table=True):
    """A day off planned by the learner, which does not break the streak; a cache of the log."""

    __tablename__: ClassVar[str] = "break_day"

    day: dt.date = Field(primary_key=True)


class RecordRow(SQLModel, table=True):
    """What is on paper (`studyapp.domain.records`): a cache of the log's record entries, with their ids."""

    __tablename__: ClassVar[str] = "record"

    id: str = Field(primary_key=True)
    subject: str = Field(index=True)
    kind: str
    on_day: dt.date
    score: float | None = None
    expires_on: dt.date | None = None
    reason: str = ""

    __table_args__ = (
        CheckConstraint("kind IN ('booked','passed','failed','held','waived','skipped')", name="kind"),
        CheckConstraint("expires_on IS NULL OR expires_on >= on_day", name="expiry"),
    )


class ExamAttempt(SQLModel, table=True):
    """An attempt at a form, as of its last moment.

    `rules` and `blueprint` are JSON and stay as they were at the start, whatever becomes of the facts;
    `beat_at`, `beat_boot` and `beat_steady` are that last moment by both clocks; `result` is JSON once over.
    """

    __tablename__: ClassVar[str] = "exam_attempt"

    id: str = Field(primary_key=True)
    device_id: str = Field(foreign_key="device.id")
    certification_id: str
    mode: str
    title: str = ""
    seed: int = Field(sa_type=BigInteger)
    status: str
    started_at: int = Field(sa_type=BigInteger)
    ended_at: int | None = Field(default=None, sa_type=BigInteger)
    used_ms: int = Field(default=0, sa_type=BigInteger)
    paused_ms: int = Field(default=0, sa_type=BigInteger)
    pauses: int = 0
    place: int = 0
    beat_at: int = Field(sa_type=BigInteger)
    beat_boot: str = ""
    beat_steady: int = Field(default=0, sa_type=BigInteger)
    rules: str = Field(sa_type=Text)
    blueprint: str = Field(sa_type=Text)
    result: str = Field(default="", sa_type=Text)

    __table_args__ = (
        CheckConstraint("mode IN ('exam','section','custom','diagnostic')", name="mode"),
        CheckConstraint("status IN ('running','paused','submitted','expired')", name="status"),
        CheckConstraint("(status IN ('submitted','expired')) = (ended_at IS NOT NULL)", name="ended"),
        CheckConstraint("used_ms >= 0 AND paused_ms >= 0", name="time"),
        Index(None, "certification_id", "started_at"),
        Index(None, "status"),
    )


class ExamItem(SQLModel, table=True):
    """An item in its place of a form: as it was shown (`body`, `content_hash`), and as the learner left it.

    `response` is the encoded answer, `whole` once it holds all that is asked for, `given` a JSON list of the
    answers that were settled; `credit` and `entry_id` (of the log) are set once the attempt is over.
    """

    __tablename__: ClassVar[str] = "exam_item"

    attempt_id: str = Field(primary_key=True, foreign_key="exam_attempt.id")
    place: int = Field(primary_key=True)
    question_id: str = Field(index=True)
    content_hash: str
    body: str = Field(sa_type=Text)
    option_order: str = ""
    domain_id: str = ""
    objective_id: str = ""
    scored: bool = True
    seen: bool = False
    response: str = ""
    whole: bool = False
    confidence: str = ""
    flagged: bool = False
    spent_ms: int = Field(default=0, sa_type=BigInteger)
    given: str = "[]"
    answered_at: int | None = Field(default=None, sa_type=BigInteger)
    credit: float | None = None
    first_sight: bool | None = None
    entry_id: str | None = Field(default=None, foreign_key="log_entry.id")

    __table_args__ = (
        CheckConstraint("credit IS NULL OR credit BETWEEN 0 AND 1", name="credit"),
        CheckConstraint("spent_ms >= 0", name="spent"),
    )


class ExamEvent(SQLModel, table=True):
    """What happened in an attempt, in order; never changed."""

    __tablename__: ClassVar[str] = "exam_event"

    attempt_id: str = Field(primary_key=True, foreign_key="exam_attempt.id")
    number: int = Field(primary_key=True)
    kind: str
    at: int = Field(sa_type=BigInteger)
    used_ms: int = Field(sa_type=BigInteger)
    place: int = 0
    response: str = ""
    confidence: str = ""


class QuizRow(SQLModel, table=True):
    """A quiz that the learner saved under a name; `choice` is its filters as JSON."""

    __tablename__: ClassVar[str] = "quiz"

    certification_id: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    choice: str
    saved_at: int = Field(sa_type=BigInteger)


class DossierRow(SQLModel, table=True):
    """A piece of evidence (`studyapp.domain.dossier`): a cache of the dossier entries of the log, by id."""

    __tablename__: ClassVar[str] = "dossier"

    id: str = Field(primary_key=True)
    kind: str
    title: str
    on_day: dt.date
    link: str = ""
    note: str = ""

    __table_args__ = (
        CheckConstraint("kind IN ('training','project','experience','exam','link','note')", name="kind"),
    )


class DossierCompetency(SQLModel, table=True):
    """A piece of evidence shows a competency of some roadmap."""

    __tablename__: ClassVar[str] = "dossier_competency"

    dossier_id: str = Field(primary_key=True, foreign_key="dossier.id")
    competency_id: str = Field(primary_key=True, index=True)


class DisputeRow(SQLModel, table=True):
    """A key that the learner holds for wrong (`studyapp.domain.disputes`); a cache of the log, by its ids."""

    __tablename__: ClassVar[str] = "dispute"

    id: str = Field(primary_key=True)
    question_id: str = Field(index=True)
    certification_id: str
    content_hash: str
    on_day: dt.date
    chosen: str = Field(default="", sa_type=Text)
    answer: str = Field(default="", sa_type=Text)
    correct: bool | None = None
    reason: str = Field(sa_type=Text)
