"""Reading what is on paper: per certification, per road, and what Today should say of it."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from studyapp.domain.days import long_date
from studyapp.domain.records import EXPIRING_DAYS, OnPaper, RecordKind, on_paper
from studyapp.store import items, records


def papers(session: Session, today: date) -> dict[str, OnPaper]:
    """What is on paper for each certification that has a record."""
    grouped = records.by_subject(r for r in records.all_records(session) if r.kind is not RecordKind.SKIPPED)
    return {subject: on_paper(found, today) for subject, found in grouped.items()}


def skipped_stages(session: Session, roadmap_id: str) -> frozenset[str]:
    """Ids of the stages of a roadmap that were stepped past."""
    return frozenset(
        record.subject.partition("/")[2]
        for record in records.all_records(session)
        if record.kind is RecordKind.SKIPPED and record.subject.partition("/")[0] == roadmap_id
    )


def reminders(session: Session, today: date) -> list[str]:
    """What Today says of papers: an exam whose result is open, and certifications that end soon or ended."""
    said = []
    for certification_id, paper in sorted(papers(session, today).items()):
        certification = items.certification(session, certification_id)
        code = certification.code if certification else certification_id
        renewal = certification.exam.renewal if certification else ""
        if paper.booked is not None and paper.booked.on < today:
            said.append(f"{code}: your exam was on {long_date(paper.booked.on)}. Record how it went.")
        proof = paper.proof or paper.lapsed
        if proof is None or proof.expires_on is None:
            continue
        left = (proof.expires_on - today).days
        if 0 <= left <= EXPIRING_DAYS:
            away = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"
            said.append(f"{code} ends {away}, on {long_date(proof.expires_on)}. {renewal}".strip())
        elif -EXPIRING_DAYS <= left < 0:
            said.append(f"{code} ended on {long_date(proof.expires_on)}. {renewal}".strip())
    return said
