"""A learner's competency dossier: evidence for what a role asks, and how much of it is covered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LONGEST_TITLE = 200
LONGEST_NOTE = 2000
LONGEST_LINK = 500
MOST_COMPETENCIES = 40
"""What one piece of evidence may at most show."""


class EvidenceKind(StrEnum):
    """What kind of evidence a learner brings."""

    TRAINING = "training"
    PROJECT = "project"
    EXPERIENCE = "experience"
    EXAM = "exam"
    LINK = "link"
    NOTE = "note"


class Cover(StrEnum):
    """What stands behind a competency.

    `evidenced`: the learner attached something. `proven`: a certification that proves it is held today, and
    nothing is attached. `open`: neither.
    """

    EVIDENCED = "evidenced"
    PROVEN = "proven"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence and the ids of the competencies that it shows, wherever these stand."""

    id: str
    competency_ids: tuple[str, ...]
    kind: EvidenceKind
    title: str
    on: date
    link: str = ""
    note: str = ""


def cover_of(pieces: Iterable[Piece], held: Iterable[str]) -> Cover:
    """What stands behind a competency, from its evidence and the certifications held that prove it."""
    if any(True for _piece in pieces):
        return Cover.EVIDENCED
    return Cover.PROVEN if any(True for _id in held) else Cover.OPEN


def by_competency(pieces: Iterable[Piece]) -> Mapping[str, tuple[Piece, ...]]:
    """Evidence by competency id, the newest day first."""
    found: dict[str, list[Piece]] = {}
    for piece in sorted(pieces, key=lambda piece: (piece.on, piece.id), reverse=True):
        for competency_id in piece.competency_ids:
            found.setdefault(competency_id, []).append(piece)
    return {competency_id: tuple(listed) for competency_id, listed in found.items()}
