"""Roadmaps: a role, and the stages of certifications that lead to it, with the gates between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from studyapp.domain.competencies import Competency

STUDIED_SHARE = 0.8
"""A certification whose items are learned to this share counts as completed; passing it is another thing."""
MASTERY_SCORE = 0.8
"""The bar of a gate that names none: predicted recall under it reopens what was done."""


class MoveOn(StrEnum):
    """What satisfies a step, in the words and with the meaning of `moveOn` in cmi5 (section 13.1.4).

    *Completed*: the material was worked through (`STUDIED_SHARE` of the items are learned). *Passed*: the
    exam was passed or the certification is held. *NotApplicable* asks for nothing.
    """

    PASSED = "Passed"
    COMPLETED = "Completed"
    COMPLETED_AND_PASSED = "CompletedAndPassed"
    COMPLETED_OR_PASSED = "CompletedOrPassed"
    NOT_APPLICABLE = "NotApplicable"


@dataclass(frozen=True, slots=True)
class Gate:
    """What satisfies a step, and the bar (0-1) under which predicted recall reopens it."""

    move_on: MoveOn = MoveOn.COMPLETED_OR_PASSED
    mastery_score: float = MASTERY_SCORE

    @property
    def asks(self) -> bool:
        """Whether it asks for anything."""
        return self.move_on is not MoveOn.NOT_APPLICABLE


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

    `certification_ids` holds alternatives where the source leaves the choice. `named_in_source` and
    `erratum` keep what the source document wrote when the roadmap routes elsewhere,
    `source_certification` the id of the exam that it named. `was` lists ids that the step had before,
    `weight` is its share of the stage in percent (None: all steps count the same).
    """

    id: str
    certification_ids: tuple[str, ...]
    why: str
    named_in_source: str = ""
    erratum: str = ""
    source_certification: str = ""
    gate: Gate = Gate()
    weight: float | None = None
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: its purpose and its steps.

    `requires` lists the stages that open it, `needs` says how many of its steps must be satisfied
    (0: all), `was` lists ids that it had before.
    """

    id: str
    name: str
    purpose: str
    steps: tuple[Step, ...]
    requires: tuple[str, ...] = ()
    needs: int = 0
    was: tuple[str, ...] = ()


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
    """A titled list of the role profile: responsibilities, skills, tools ...

    `competencies` are those of its entries that a learner can have evidence for.
    """

    id: str
    title: str
    entries: tuple[str, ...]
    competencies: tuple[Competency, ...] = ()


@dataclass(frozen=True, slots=True)
class Roadmap:
    """One roadmap with its role profile.

    `version` rises when its stages or steps change; `fits_if` ends the sentence "Fits you if ...".
    """

    id: str
    name: str
    role: str
    tagline: str
    about: tuple[str, ...]
    stages: tuple[Stage, ...]
    titles: tuple[str, ...] = ()
    years_to_first_role: tuple[float, float] | None = None
    years_note: str = ""
    pay: tuple[Pay, ...] = ()
    pay_note: str = ""
    sections: tuple[Section, ...] = ()
    faq: tuple[QuestionAndAnswer, ...] = ()
    day: tuple[Moment, ...] = ()
    key_terms: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    version: int = 1
    checked_as_of: date | None = None
    fits_if: str = ""

    def steps(self) -> Iterator[tuple[Stage, Step]]:
        """Every step with its stage, in the order of the road."""
        return ((stage, step) for stage in self.stages for step in stage.steps)

    def competencies(self) -> tuple[Competency, ...]:
        """Responsibilities and skills that a learner can have evidence for, in the order of the profile."""
        return tuple(competency for section in self.sections for competency in section.competencies)

    def certification_ids(self) -> tuple[str, ...]:
        """Every certification that it leads through or that its source names, once each."""
        named = (
            i for _stage, step in self.steps() for i in (*step.certification_ids, step.source_certification)
        )
        return tuple(dict.fromkeys(i for i in named if i))


def cycle_of(stages: tuple[Stage, ...]) -> tuple[str, ...]:
    """Ids of stages that wait for each other, the first one again at the end; () when there are none."""
    requires = {stage.id: stage.requires for stage in stages}
    done: set[str] = set()

    def walk(stage_id: str, path: tuple[str, ...]) -> tuple[str, ...]:
        if stage_id in path:
            return (*path[path.index(stage_id) :], stage_id)
        if stage_id in done:
            return ()
        for needed in requires.get(stage_id, ()):
            found = walk(needed, (*path, stage_id))
            if found:
                return found
        done.add(stage_id)
        return ()

    return next((found for stage in stages if (found := walk(stage.id, ()))), ())
