"""Credentials: their exam, their blueprint and their life cycle as of a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """Where a credential is in its life, as its facts say."""

    ACTIVE = "active"
    BETA = "beta"
    RETIRING = "retiring"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Objective:
    """One line of the exam guide, in our words."""

    id: str
    text: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Domain:
    """One section of the exam guide; `weight` is the published share in percent, None if unpublished."""

    id: str
    name: str
    objectives: tuple[Objective, ...]
    weight: float | None = None
    weight_min: float | None = None
    weight_max: float | None = None


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """A dated event of a credential's life: released, beta-opens, version-change, retired ..."""

    event: str
    on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Exam:
    """The exam as the vendor describes it; None is unknown, never zero."""

    questions: int | None = None
    questions_min: int | None = None
    questions_max: int | None = None
    questions_note: str = ""
    scored_questions: int | None = None
    unscored_questions: int | None = None
    question_types: tuple[str, ...] = ()
    minutes: int | None = None
    seat_minutes: int | None = None
    passing_score: int | None = None
    score_min: int | None = None
    score_max: int | None = None
    score_note: str = ""
    changes_allowed: bool | None = None
    pause_allowed: bool | None = None
    price_usd: float | None = None
    validity_years: int | None = None
    renewal: str = ""
    partial_credit: tuple[str, ...] = ()
    """Kinds of items of which each right part earns credit; the others are all or nothing."""

    def gives_partial_credit(self, kind: str) -> bool:
        """Whether an item of this kind earns credit for its right parts."""
        return kind in self.partial_credit


@dataclass(frozen=True, slots=True)
class Certification:
    """One credential with all its facts."""

    id: str
    code: str
    name: str
    vendor: str
    level: str
    kind: str
    status: Status
    exam: Exam
    domains: tuple[Domain, ...]
    certification_name: str = ""
    status_detail: str = ""
    version: str = ""
    life_cycle: tuple[LifeEvent, ...] = ()
    successors: tuple[str, ...] = ()
    successor_note: str = ""
    predecessors: tuple[str, ...] = ()
    prerequisites: str = ""
    recommended_experience: str = ""
    guide_url: str = ""
    page_url: str = ""
    sources: tuple[str, ...] = ()
    checked_as_of: date | None = None
    review_months: int = 12
    notes: tuple[str, ...] = ()
    recheck: tuple[str, ...] = ()
    technical: Mapping[str, object] = field(default_factory=dict)

    def domain_of(self, objective_id: str) -> Domain | None:
        """The domain that an objective belongs to, or None if no domain lists it."""
        return next(
            (d for d in self.domains for o in d.objectives if o.id == objective_id),
            None,
        )

    def weights(self) -> dict[str, float]:
        """Share of each domain, summing to 1; by number of objectives where none is published."""
        raw = {d.id: d.weight or 0.0 for d in self.domains}
        if any(d.weight is None for d in self.domains) or not sum(raw.values()):
            raw = {d.id: float(max(1, len(d.objectives))) for d in self.domains}
        total = sum(raw.values())
        return {domain_id: weight / total for domain_id, weight in raw.items()}

    def days_since_check(self, today: date) -> int | None:
        """Days since the facts were checked against the vendor, or None if that day is not known."""
        return None if self.checked_as_of is None else (today - self.checked_as_of).days

    def upcoming(self, today: date) -> LifeEvent | None:
        """The next dated event of its life after today, if one is known."""
        later = [event for event in self.life_cycle if event.on > today]
        return min(later, key=lambda event: event.on, default=None)
