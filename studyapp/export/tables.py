"""The export as tidy tables: one CSV file per kind of thing, in one zip. No cell can run in a spreadsheet."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from studyapp.export.view import Attempts, ProgressExport
from studyapp.sanitiser import begins_a_formula, clean

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time stamp of every file in the zip: the earliest that a zip can say."""
README = """Tables of a progress export of studyapp.

One row is one thing; the columns are named as in the JSON export, whose schema describes them:
docs/mentors.md of studyapp. Shares are between 0 and 1. A text that a spreadsheet could take for a
formula begins with an apostrophe. The files are UTF-8 with a byte order mark, for spreadsheets.
"""


def cell(value: object) -> str | float | int:
    """A value as it stands in a cell: text that could begin a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    raw = str(value)
    text = clean(raw, keep_lines=False)
    if begins_a_formula(raw) or begins_a_formula(text):
        return "'" + text
    return text


def to_csv_zip(export: ProgressExport) -> bytes:
    """A zip with one CSV file for each table; equal exports give equal bytes."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        _add(archive, "README.txt", README.encode())
        for name, head, rows in tables(export):
            _add(archive, f"{name}.csv", csv_bytes(head, rows))
    return stored.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    archive.writestr(entry, content)


def csv_bytes(head: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """A CSV file (RFC 4180): commas, CRLF, texts in quotes, UTF-8 with a byte order mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(list(head))
    writer.writerows([cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


TableRows = tuple[str, tuple[str, ...], list[tuple[object, ...]]]


def tables(export: ProgressExport) -> Iterator[TableRows]:
    """Name, columns and rows of each table; a table without rows still has its head."""
    from studyapp.export import view

    yield _flat("export", [export], {"learner_id": export.learner.id, "learner_name": export.learner.name})
    yield _flat("totals", [export.totals])
    yield _of("recall", view.Recall, export.recall)
    yield _of("activity", view.Day, export.activity)
    yield _of("certifications", view.Certification, export.certifications)
    yield _under("domains", view.Domain, ((c.id, d) for c in export.certifications for d in c.domains))
    yield _under(
        "calibration", view.Calibration,
        ((f"{c.id}/{d.id}", s) for c in export.certifications for d in c.domains for s in d.calibration),
        parent="domain",
    )  # fmt: skip
    yield _under(
        "forecast_tests", view.ForecastTest,
        ((c.id, test) for c in export.certifications for test in c.forecast_tests),
    )  # fmt: skip
    yield _under(
        "records", view.Record, ((c.id, record) for c in export.certifications for record in c.records)
    )
    yield _of("mock_exams", view.MockExam, export.mock_exams)
    yield _under(
        "mock_exam_domains", view.DomainScore,
        ((exam.id, score) for exam in export.mock_exams for score in exam.domains), parent="exam",
    )  # fmt: skip
    yield (
        "mock_exam_questions", ("exam", "question", "points"),
        [
            (exam.id, *row)
            for exam in export.mock_exams
            for row in zip(exam.questions, exam.points, strict=True)
        ],
    )  # fmt: skip
    yield _of("mistakes", view.Mistakes, export.mistakes)
    yield _of("confusions", view.Confusion, export.confusions)
    yield _under(
        "stages", view.Stage, ((road.id, stage) for road in export.roadmaps for stage in road.stages),
        parent="roadmap",
    )  # fmt: skip
    yield _of("ahead", view.DayAhead, export.ahead)
    yield _attempts(export.attempts)
    yield _of("disputes", view.Dispute, export.disputes)


def _columns(shape: type, skipped: tuple[str, ...] = ()) -> list[str]:
    """Fields that fit into a cell: no lists of other things."""
    return [f.name for f in fields(shape) if not str(f.type).startswith("tuple") and f.name not in skipped]


def _cells(value: Any, names: list[str]) -> tuple[object, ...]:
    found = [getattr(value, name) for name in names]
    return tuple("" if is_dataclass(entry) else entry for entry in found)


def _of(name: str, shape: type, rows: Iterable[Any]) -> TableRows:
    names = _columns(shape)
    if name == "certifications":
        return _certifications(name, [n for n in names if n != "readiness"], rows)
    return name, tuple(names), [_cells(row, names) for row in rows]


def _certifications(name: str, names: list[str], rows: Iterable[Any]) -> TableRows:
    extra = ("p_pass", "low", "high", "readiness_answers")
    found = []
    for row in rows:
        ready = row.readiness
        said = (ready.p_pass, ready.low, ready.high, ready.first_answers) if ready else (None,) * 4
        found.append((*_cells(row, names), *said))
    return name, (*names, *extra), found


def _under(
    name: str, shape: type, rows: Iterable[tuple[str, Any]], parent: str = "certification"
) -> TableRows:
    names = _columns(shape)
    return name, (parent, *names), [(owner, *_cells(row, names)) for owner, row in rows]


def _flat(name: str, rows: list[Any], extra: dict[str, object] | None = None) -> TableRows:
    extra = extra or {}
    skipped = ("learner", "totals", "evidence", "exported_at")
    names = _columns(type(rows[0]), skipped)
    return name, (*names, *extra), [(*_cells(row, names), *extra.values()) for row in rows]


def _attempts(tables_of: Iterable[Attempts]) -> TableRows:
    names = ("item", "version", "domain", "on", "right", "confidence", "chosen", "key", "seconds")
    rows: list[tuple[object, ...]] = []
    for table in tables_of:
        columns = [getattr(table, name) for name in names]
        rows += [(table.certification, *row) for row in zip(*columns, strict=True)]
    return "attempts", ("certification", *names), rows
