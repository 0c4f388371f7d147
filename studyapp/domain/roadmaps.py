"""Roadmaps: a role, and the stages of certifications that lead to it."""

from __future__ import annotations

from dataclasses import dataclass

STUDIED_SHARE = 0.8
"""A certification whose items are learned to this share counts as studied; passing it is another thing."""


@dataclass(frozen=True, slots=True)
class Pay:
    """One row of pay; amounts in whole units of `currency` a year, None where the source has none."""

    region: str
    currency: str
    level: str
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One certification of a stage.

    `certification_ids` holds alternatives where the source leaves the choice; `named_in_source` and
    `erratum` keep what the source document wrote when the roadmap routes elsewhere.
    """

    id: str
    certification_ids: tuple[str, ...]
    why: str
    named_in_source: str = ""
    erratum: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: its purpose and its steps."""

    id: str
    name: str
    purpose: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class QuestionAndAnswer:
    """A frequently asked question of the role."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of a day in the life."""

    time: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A titled list of the role profile: responsibilities, skills, tools ..."""

    id: str
    title: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roadmap:
    """One roadmap with its role profile."""

    id: str
    name: str
    role: str
    tagline: str
    about: tuple[str, ...]
    stages: tuple[Stage, ...]
    titles: tuple[str, ...] = ()
    years_to_first_role: tuple[float, float] | None = None
    pay: tuple[Pay, ...] = ()
    pay_note: str = ""
    sections: tuple[Section, ...] = ()
    faq: tuple[QuestionAndAnswer, ...] = ()
    day: tuple[Moment, ...] = ()
    key_terms: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
