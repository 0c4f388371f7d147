"""What a learner has on paper: exams booked, passed and failed, certifications held, steps waived."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

EXPIRING_DAYS = 90
"""From so many days before its end on, a certification counts as expiring."""


class RecordKind(StrEnum):
    """What happened. `skipped` is a stage that was stepped past: it opens, and counts for nothing."""

    BOOKED = "booked"
    PASSED = "passed"
    FAILED = "failed"
    HELD = "held"
    WAIVED = "waived"
    SKIPPED = "skipped"


PROOFS = (RecordKind.PASSED, RecordKind.HELD)
"""Kinds by which a certification is the learner's."""


@dataclass(frozen=True, slots=True)
class Record:
    """One thing on paper.

    `subject` is the id of a certification, or `roadmap/stage` for a stage that was skipped. `on` is the day
    of the exam, of the award or of the decision; `expires_on` None means that it does not expire.
    """

    id: str
    subject: str
    kind: RecordKind
    on: date
    score: float | None = None
    expires_on: date | None = None
    reason: str = ""

    def is_valid(self, today: date) -> bool:
        """Whether it is a proof that holds today."""
        return self.kind in PROOFS and (self.expires_on is None or self.expires_on >= today)

    def is_expiring(self, today: date) -> bool:
        """Whether it holds today and ends soon."""
        soon = today + timedelta(days=EXPIRING_DAYS)
        return self.is_valid(today) and self.expires_on is not None and self.expires_on <= soon


@dataclass(frozen=True, slots=True)
class OnPaper:
    """The records of one certification as of a day, each None where there is none.

    `proof` is the one that holds longest, `lapsed` the newest that has ended (only where none holds),
    `booked` an exam without a result that is still to come or just over.
    """

    proof: Record | None = None
    lapsed: Record | None = None
    waiver: Record | None = None
    failure: Record | None = None
    booked: Record | None = None


NO_PAPER = OnPaper()


def on_paper(records: Iterable[Record], today: date) -> OnPaper:
    """What the records of one certification come to on a day; `records` in the order of writing."""
    listed = list(records)
    proofs = [r for r in listed if r.kind in PROOFS]
    valid = [r for r in proofs if r.is_valid(today)]
    results = [r for r in listed if r.kind in (RecordKind.PASSED, RecordKind.FAILED)]
    return OnPaper(
        proof=max(valid, key=lambda r: (r.expires_on or date.max, r.on), default=None),
        lapsed=None if valid else max(proofs, key=lambda r: (r.expires_on or date.max, r.on), default=None),
        waiver=_newest(listed, RecordKind.WAIVED),
        failure=_newest(listed, RecordKind.FAILED),
        booked=_open_booking(listed, results),
    )


def _newest(records: list[Record], kind: RecordKind) -> Record | None:
    return next((r for r in reversed(records) if r.kind is kind), None)


def _open_booking(records: list[Record], results: list[Record]) -> Record | None:
    """The newest booking that no result of its day or later has answered."""
    booked = _newest(records, RecordKind.BOOKED)
    if booked is None or any(result.on >= booked.on for result in results):
        return None
    return booked


def expiry_after(on: date, validity_years: int | None) -> date | None:
    """The last day of a certification earned `on` , None where it never ends."""
    if not validity_years:
        return None
    try:
        return on.replace(year=on.year + validity_years)
    except ValueError:
        return on.replace(year=on.year + validity_years, day=28)
