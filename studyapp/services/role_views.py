"""What the services say of roles: profile, dossier, comparison and job fit, as plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass

from studyapp.domain.dossier import Cover, Piece
from studyapp.services.road_views import RoadmapDetail


@dataclass(frozen=True, slots=True)
class TermStanding:
    """A glossary term and how well the learner knows it: `learned` is recalled on three days."""

    id: str
    name: str
    snippet: str
    in_cards: bool
    met: bool
    learned: bool

    @property
    def word(self) -> str:
        """`learned`, `met`, `in cards` or `new`."""
        return "learned" if self.learned else "met" if self.met else "in cards" if self.in_cards else "new"


@dataclass(frozen=True, slots=True)
class DeckStanding:
    """The key terms of a role in their order; `missing` are ids that no glossary defines."""

    terms: tuple[TermStanding, ...]
    missing: tuple[str, ...] = ()

    @property
    def met(self) -> int:
        """How many were met."""
        return sum(term.met for term in self.terms)

    @property
    def learned(self) -> int:
        """How many are learned."""
        return sum(term.learned for term in self.terms)


@dataclass(frozen=True, slots=True)
class Proof:
    """A certification that proves a competency; `life` says what is to be known before booking."""

    id: str
    code: str
    name: str
    held: bool
    life: str = ""
    successor_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CompetencyStanding:
    """A competency with what the learner has for it, and what would cover it."""

    id: str
    text: str
    cover: Cover
    pieces: tuple[Piece, ...]
    proofs: tuple[Proof, ...]
    terms: tuple[TermStanding, ...]
    roads: tuple[str, ...] = ()
    """Names of all roadmaps that ask for it."""


@dataclass(frozen=True, slots=True)
class DossierSection:
    """One list of the profile with its competencies."""

    id: str
    title: str
    competencies: tuple[CompetencyStanding, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a learner has for a role; `kept` is evidence for competencies that no roadmap has any more."""

    roadmap_id: str
    name: str
    role: str
    sections: tuple[DossierSection, ...]
    kept: tuple[Piece, ...] = ()

    @property
    def competencies(self) -> tuple[CompetencyStanding, ...]:
        """All of them."""
        return tuple(it for section in self.sections for it in section.competencies)

    def count(self, cover: Cover) -> int:
        """How many competencies stand so."""
        return sum(it.cover is cover for it in self.competencies)


@dataclass(frozen=True, slots=True)
class RoleProfile:
    """Everything about a role: its road, the key terms, the dossier."""

    detail: RoadmapDetail
    deck: DeckStanding
    dossier: Dossier


@dataclass(frozen=True, slots=True)
class Side:
    """One role of a comparison, with how far the learner is on it."""

    roadmap_id: str
    name: str
    role: str
    tagline: str
    done: int
    waived: int
    of: int
    progress: float
    evidenced: int
    proven: int
    competencies: int
    terms_met: int
    terms: int
    fits: tuple[str, ...]
    next_step: str


@dataclass(frozen=True, slots=True)
class AspectRow:
    """An aspect and what each role says of it; "" where its source says nothing."""

    aspect: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class PayRow:
    """Pay of one region and level, as each source gives it."""

    region: str
    level: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class ComparedExam:
    """A certification on one of the roads, or on `both`; `on` is `one`, `other` or `both`."""

    id: str
    code: str
    name: str
    on: str
    state: str
    reason: str
    life: str


@dataclass(frozen=True, slots=True)
class ComparedSkill:
    """A competency of one of the roles, or of `both`."""

    id: str
    text: str
    on: str
    cover: Cover


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two roles side by side."""

    one: Side
    other: Side
    aspects: tuple[AspectRow, ...]
    pay: tuple[PayRow, ...]
    pay_notes: tuple[str, str]
    exams: tuple[ComparedExam, ...]
    skills: tuple[ComparedSkill, ...]
    shared_terms: int


@dataclass(frozen=True, slots=True)
class AskedCompetency:
    """A competency that a job description asks for, and the lines that do.

    `instead` are those that it takes in its place; of all of them the one that the learner has most of stands
    first.
    """

    standing: CompetencyStanding
    lines: tuple[str, ...]
    instead: tuple[CompetencyStanding, ...] = ()

    @property
    def key(self) -> str:
        """What tells it from everything else that is asked for."""
        return "+".join(it.id for it in (self.standing, *self.instead))


@dataclass(frozen=True, slots=True)
class JobFit:
    """A job description held against the learner's evidence.

    `certifications` are those that the text names; `unread` are lines in which nothing was recognised.
    """

    asked: tuple[AskedCompetency, ...]
    terms: tuple[TermStanding, ...]
    certifications: tuple[Proof, ...]
    unread: tuple[str, ...]
    lines: int

    def having(self, *covers: Cover) -> tuple[AskedCompetency, ...]:
        """What is asked for and stands so."""
        return tuple(it for it in self.asked if it.standing.cover in covers)
