"""Competencies over all roadmaps: one id is one competency, and evidence counts wherever it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from studyapp.domain.certifications import Certification, Status
from studyapp.domain.competencies import Competency
from studyapp.domain.dossier import Piece, by_competency, cover_of
from studyapp.domain.lifecycle import life_on
from studyapp.domain.roadmaps import Roadmap
from studyapp.services.decks import term_standings
from studyapp.services.papers import papers
from studyapp.services.role_views import CompetencyStanding, Proof, TermStanding
from studyapp.store import dossier, items


@dataclass(slots=True)
class Asked:
    """A competency with what all roadmaps together say of it."""

    text: str
    also: dict[str, None] = field(default_factory=dict)
    terms: dict[str, None] = field(default_factory=dict)
    certifications: dict[str, None] = field(default_factory=dict)
    roads: list[str] = field(default_factory=list)

    def take(self, competency: Competency, road: str) -> None:
        """Add what one roadmap says."""
        self.also |= dict.fromkeys(competency.also)
        self.terms |= dict.fromkeys(competency.terms)
        self.certifications |= dict.fromkeys(competency.certifications)
        self.roads.append(road)


def over_all(roads: Iterable[Roadmap]) -> dict[str, Asked]:
    """Every competency of some roadmaps by id, in the order in which they are met."""
    found: dict[str, Asked] = {}
    for road in roads:
        for competency in road.competencies():
            found.setdefault(competency.id, Asked(competency.text)).take(competency, road.name)
    return found


class Holdings:
    """What a learner has, read once: evidence, certifications on paper, terms."""

    def __init__(self, session: Session, roads: Sequence[Roadmap], today: date) -> None:
        self.asked = over_all(roads)
        self.pieces: Mapping[str, tuple[Piece, ...]] = by_competency(dossier.all_pieces(session))
        self._today = today
        certifications = {i for asked in self.asked.values() for i in asked.certifications}
        self._facts = items.certifications(session, sorted(certifications))
        self._codes = items.codes(session)
        self._held = {i for i, paper in papers(session, today).items() if paper.proof is not None}
        terms = {i for asked in self.asked.values() for i in asked.terms}
        self._terms: Mapping[str, TermStanding] = term_standings(session, sorted(terms))

    def standing(self, competency_id: str, text: str = "") -> CompetencyStanding:
        """A competency, in the words of one roadmap where `text` gives them."""
        asked = self.asked[competency_id]
        proofs = [self._proof(self._facts[i]) for i in asked.certifications if i in self._facts]
        pieces = self.pieces.get(competency_id, ())
        return CompetencyStanding(
            competency_id,
            text or asked.text,
            cover_of(pieces, [proof.id for proof in proofs if proof.held]),
            pieces,
            tuple(sorted(proofs, key=lambda proof: not proof.held)),
            tuple(self._terms[i] for i in asked.terms if i in self._terms),
            tuple(asked.roads),
        )

    def _proof(self, it: Certification) -> Proof:
        return proof_of(it, it.id in self._held, self._today, self._codes)


def proof_of(it: Certification, held: bool, today: date, codes: Mapping[str, str]) -> Proof:
    """A certification as a proof; its life is told where it is not simply active."""
    life = life_on(it, today)
    said = "" if life.status is Status.ACTIVE else life.line
    return Proof(it.id, it.code, it.name, held, said, tuple(codes.get(i, i.upper()) for i in it.successors))
