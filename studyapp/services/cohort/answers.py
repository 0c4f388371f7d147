"""The single answers of one export: kept apart from its snapshot, for they are many and seldom needed."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from studyapp.domain.questions import Confidence
from studyapp.export.view import ProgressExport


@dataclass(frozen=True, slots=True)
class Table:
    """First answers within a certification, column by column; `sure`: given as such."""

    certification: str
    items: Sequence[str]
    versions: Sequence[str]
    rights: Sequence[bool]
    chosen: Sequence[str]
    keys: Sequence[str]
    sure: Sequence[bool]


@dataclass(frozen=True, slots=True)
class Sat:
    """A mock exam that says what each question that counts earned (0 to 1), and the share that passes."""

    passed: bool
    pass_share: float
    questions: Sequence[str]
    points: Sequence[float]


@dataclass(frozen=True, slots=True)
class Answers:
    """What an export holds at the level `items`, else nothing; `void` it leaves out of its figures itself."""

    tables: Sequence[Table] = ()
    sat: Sequence[Sat] = ()
    void: Sequence[str] = ()


def answers_of(export: ProgressExport) -> Answers:
    """The first answers, certification by certification, and the mock exams."""
    return Answers(
        tuple(
            Table(
                t.certification, t.item, t.version, t.right, t.chosen, t.key,
                tuple(said == Confidence.SURE for said in t.confidence),
            )
            for t in export.attempts
            if t.item
        ),
        tuple(
            Sat(exam.passed, exam.pass_share, exam.questions, exam.points)
            for exam in export.mock_exams
            if exam.questions and exam.passed is not None and exam.pass_share is not None
        ),
        export.quarantined,
    )  # fmt: skip


def packed(answers: Answers) -> bytes:
    """Answers for the cache; nothing for none."""
    if not (answers.tables or answers.sat):
        return b""
    tables = [
        (t.certification, t.items, t.versions, t.rights, t.chosen, t.keys, t.sure) for t in answers.tables
    ]
    sat = [(one.passed, one.pass_share, one.questions, one.points) for one in answers.sat]
    told = (tables, sat, answers.void)
    return zlib.compress(json.dumps(told, separators=(",", ":")).encode(), 1)


def unpacked(content: bytes) -> Answers:
    """What `packed` made, its columns as lists."""
    if not content:
        return Answers()
    tables, sat, void = json.loads(zlib.decompress(content))
    return Answers([Table(*table) for table in tables], [Sat(*one) for one in sat], void)
