"""The competency dossier: evidence that the learner attaches, and what it covers of a role."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from difflib import get_close_matches

from sqlmodel import Session

from studyapp.domain.dossier import (
    LONGEST_LINK,
    LONGEST_NOTE,
    LONGEST_TITLE,
    MOST_COMPETENCIES,
    EvidenceKind,
    Piece,
)
from studyapp.domain.log import EntryKind
from studyapp.domain.roadmaps import Roadmap
from studyapp.errors import InvalidInput, NotFound
from studyapp.sanitiser import clean
from studyapp.services.competencies import Holdings
from studyapp.services.context import Context
from studyapp.services.role_views import Dossier, DossierSection
from studyapp.services.views import Aspect, Changes
from studyapp.store import dossier, items, journal

EVIDENCE_CHANGED: Changes = frozenset({Aspect.GOAL})
EARLIEST = date(1950, 1, 1)


class DossierService:
    """Keeps evidence as log entries, and shows what it covers."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def of(self, roadmap_id: str) -> Dossier:
        """The dossier for a roadmap; raises NotFound."""
        with self._context.store.read() as session:
            roads = items.roadmaps(session)
            road = next((road for road in roads if road.id == roadmap_id), None)
            if road is None:
                raise NotFound(f"There is no roadmap {roadmap_id[:60]}.", "See 'studyapp roadmap list'.")
            return dossier_of(road, Holdings(session, roads, self._context.today()))

    def all(self) -> list[Piece]:
        """Every piece of evidence, oldest first."""
        with self._context.store.read() as session:
            return dossier.all_pieces(session)

    def add(
        self,
        competency_ids: Collection[str],
        kind: EvidenceKind,
        title: str,
        *,
        on: date | None = None,
        link: str = "",
        note: str = "",
    ) -> Piece:
        """Attach a piece of evidence to competencies; `on` is today unless given.

        Raises NotFound for a competency that no roadmap has, InvalidInput for what can't be kept.
        """
        context = self._context
        today = context.today()
        ids = tuple(sorted(set(competency_ids)))
        piece = Piece("", ids, kind, _line(title), on or today, link.strip(), clean(note).strip())
        _check(piece, today)
        device_id = context.device_id
        with context.store.write() as session:
            _check_ids(ids, _known(session))
            entry_id = journal.append(
                session, device_id, EntryKind.DOSSIER, context.now(), today, payload=dossier.payload_of(piece)
            )
            piece = replace(piece, id=entry_id)
            dossier.put(session, piece)
        return piece

    def remove(self, piece_id: str) -> Piece:
        """Take a piece of evidence back, by its id or the end of it; raises NotFound."""
        context = self._context
        device_id = context.device_id
        with context.store.write() as session:
            wanted = piece_id.strip()
            found = [p for p in dossier.all_pieces(session) if wanted and p.id.endswith(wanted)]
            if len(found) != 1:
                what = "more than one piece" if found else "no piece"
                raise NotFound(
                    f"There is {what} of evidence {wanted[:60]!r}.", "See 'studyapp dossier list --json'."
                )
            journal.append(
                session, device_id, EntryKind.UNDO, context.now(), context.today(), voids=found[0].id
            )
            dossier.remove(session, found[0].id)
        return found[0]


def dossier_of(road: Roadmap, holdings: Holdings) -> Dossier:
    """The dossier for a roadmap from what the learner has."""
    sections = tuple(
        DossierSection(
            section.id, section.title, tuple(holdings.standing(it.id, it.text) for it in section.competencies)
        )
        for section in road.sections
        if section.competencies
    )
    kept = {p.id: p for i, found in holdings.pieces.items() if i not in holdings.asked for p in found}
    return Dossier(road.id, road.name, road.role, sections, tuple(kept.values()))


def _known(session: Session) -> list[str]:
    return sorted({it.id for road in items.roadmaps(session) for it in road.competencies()})


def _line(text: str) -> str:
    return " ".join(clean(text, keep_lines=False).split())


def _check_ids(ids: Sequence[str], known: Sequence[str]) -> None:
    for competency_id in ids:
        if competency_id not in known:
            near = get_close_matches(competency_id, known, n=3)
            advice = f"Did you mean {' or '.join(near)}?" if near else "See 'studyapp dossier list ROADMAP'."
            raise NotFound(f"No roadmap has the competency {competency_id[:60]!r}.", advice)


def _check(piece: Piece, today: date) -> None:
    if not piece.title:
        raise InvalidInput("The evidence has no title.", "Say in a few words what it is.")
    if not piece.competency_ids:
        raise InvalidInput("The evidence shows nothing.", "Name at least one competency.")
    if len(piece.competency_ids) > MOST_COMPETENCIES:
        raise InvalidInput(
            f"One piece of evidence can't show {len(piece.competency_ids)} competencies.",
            f"Name at most {MOST_COMPETENCIES}.",
        )
    limits = (("title", piece.title, LONGEST_TITLE), ("link", piece.link, LONGEST_LINK),
              ("note", piece.note, LONGEST_NOTE))  # fmt: skip
    for name, text, most in limits:
        if len(text) > most:
            raise InvalidInput(f"The {name} has {len(text)} characters.", f"Shorten it to at most {most}.")
    if piece.link and not (piece.link.startswith(("https://", "http://")) and piece.link.isprintable()
                           and " " not in piece.link):  # fmt: skip
        raise InvalidInput(
            f"{piece.link[:60]!r} is not a web address.", "Begin it with https://, or put it into the note."
        )
    if piece.kind is EvidenceKind.LINK and not piece.link:
        raise InvalidInput("The evidence is a link, and has none.", "Give the address.")
    if not EARLIEST <= piece.on <= today + timedelta(days=1):
        raise InvalidInput(f"{piece.on} can't be the day of evidence.", f"Give a day up to {today}.")
