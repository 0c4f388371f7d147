"""Evidence: the two tables, and the log entries that they are a cache of."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from studyapp.domain.dossier import EvidenceKind, Piece
from studyapp.domain.log import EntryKind
from studyapp.store import journal
from studyapp.store.tables import DossierCompetency, DossierRow


def all_pieces(session: Session) -> list[Piece]:
    """Every piece of evidence in the order of writing; its competencies by id."""
    shown: dict[str, list[str]] = {}
    pairs = select(col(DossierCompetency.dossier_id), col(DossierCompetency.competency_id))
    for piece_id, competency_id in session.execute(pairs.order_by(col(DossierCompetency.competency_id))):
        shown.setdefault(piece_id, []).append(competency_id)
    return [
        Piece(r.id, tuple(shown.get(r.id, ())), EvidenceKind(r.kind), r.title, r.on_day, r.link, r.note)
        for r in session.scalars(select(DossierRow).order_by(col(DossierRow.id)))
    ]


def payload_of(piece: Piece) -> dict[str, Any]:
    """What the log says of a piece of evidence."""
    return {
        "competencies": sorted(piece.competency_ids), "kind": str(piece.kind), "title": piece.title,
        "on": piece.on.isoformat(), "link": piece.link, "note": piece.note,
    }  # fmt: skip


def put(session: Session, piece: Piece) -> None:
    """Write the rows of a piece of evidence."""
    session.add(
        DossierRow(
            id=piece.id, kind=str(piece.kind), title=piece.title, on_day=piece.on, link=piece.link,
            note=piece.note,
        )
    )  # fmt: skip
    session.flush()
    for competency_id in piece.competency_ids:
        session.add(DossierCompetency(dossier_id=piece.id, competency_id=competency_id))
    session.flush()


def remove(session: Session, piece_id: str) -> None:
    """Drop the rows of a piece of evidence, after its entry was voided."""
    session.execute(delete(DossierCompetency).where(col(DossierCompetency.dossier_id) == piece_id))
    session.execute(delete(DossierRow).where(col(DossierRow.id) == piece_id))


def from_log(session: Session) -> list[Piece]:
    """Every piece of evidence that the log says and nothing voided, in the order of writing."""
    return [
        Piece(
            entry_id, tuple(sorted(said["competencies"])), EvidenceKind(said["kind"]), said["title"],
            date.fromisoformat(said["on"]), said["link"], said["note"],
        )
        for entry_id, said in journal.standing_payloads(session, EntryKind.DOSSIER)
    ]  # fmt: skip


def rebuild(session: Session) -> None:
    """Replace the tables by what the log says."""
    found = from_log(session)
    session.execute(delete(DossierCompetency))
    session.execute(delete(DossierRow))
    for piece in found:
        put(session, piece)
