"""What the services say of roads and of what is on paper: plain frozen data, like `services/views.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from studyapp.domain.roadmaps import Roadmap
from studyapp.services.views import CertificationSummary

EVEN = 0.5
"""The P(pass) below which failing is more likely."""


@dataclass(frozen=True, slots=True)
class CertificationStanding(CertificationSummary):
    """A certification on a road, with the learner's state and its life as of today.

    `part` is `step` (the road names it), `successor` (it stands in the place of one that ended) or `source`
    (the exam that the source document names). `progress` and `memory` are shares of 1; `readiness` is
    P(pass) on the day of the exam, None where there is too little evidence for a number.
    """

    state: str = "open"
    reason: str = ""
    progress: float = 0.0
    memory: float | None = None
    readiness: float | None = None
    life: str = ""
    successor_codes: tuple[str, ...] = ()
    exam_on: date | None = None
    expires_on: date | None = None
    facts_stale: bool = False
    page_url: str = ""
    part: str = "step"

    @property
    def called(self) -> str:
        """The state in a word: who is expected to fail has studied, and is not called ready."""
        return "studied" if self.state == "ready" and self._is_expected_to_fail else self.state

    @property
    def told(self) -> str:
        """The reason of the state."""
        if self.called == self.state:
            return self.reason
        return f"remembered, but P(pass) is {100 * (self.readiness or 0):.0f} %; practice is what is left"

    @property
    def _is_expected_to_fail(self) -> bool:
        return self.readiness is not None and self.readiness < EVEN


@dataclass(frozen=True, slots=True)
class StepStanding:
    """One step of a stage with the standing of each alternative; `unknown` are ids that no file describes."""

    step_id: str
    why: str
    certifications: tuple[CertificationStanding, ...]
    named_in_source: str = ""
    erratum: str = ""
    source: CertificationStanding | None = None
    state: str = "open"
    reason: str = ""
    progress: float = 0.0
    satisfied: bool = False
    move_on: str = "CompletedOrPassed"
    mastery_score: float = 0.8
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StageStanding:
    """One stage with its steps.

    `state` is one of `studyapp.domain.standing.State`. Of the `of` steps that it asks for, `done` are shown
    by study or exam and `waived` are waived. `opens_when` says what opens a locked stage; `skipped` that the
    learner opened what follows without it, `stepped_past` that they work here before its gate is open.
    `facts_only` says that nothing of what it still asks for can be studied here: a record shows it, and what
    follows does not wait for it.
    """

    stage_id: str
    name: str
    purpose: str
    state: str
    steps: tuple[StepStanding, ...]
    reason: str = ""
    done: int = 0
    waived: int = 0
    of: int = 0
    progress: float = 0.0
    skipped: bool = False
    stepped_past: bool = False
    opens_when: str = ""
    requires: tuple[str, ...] = ()
    facts_only: bool = False


@dataclass(frozen=True, slots=True)
class RoadmapSummary:
    """One line of a list of roadmaps; `done` of `of` steps are shown by study or exam.

    `fits_if` ends "Fits you if ...", `years` is the span to a first role, None where the source has none,
    `first_exam` the code of the exam that the road begins with, "" where it begins with none.
    """

    id: str
    name: str
    role: str
    tagline: str
    stages: int
    certifications: int
    followed: bool
    done: int = 0
    waived: int = 0
    of: int = 0
    progress: float = 0.0
    fits_if: str = ""
    years: tuple[float, float] | None = None
    first_exam: str = ""

    @property
    def fit(self) -> str:
        """Whom the road fits, how long it takes and with which exam it begins, in two sentences at most."""
        told = []
        if self.years:
            told.append(f"{self.years[0]:g} to {self.years[1]:g} years to a first role")
        if self.first_exam:
            told.append(f"first exam: {self.first_exam}")
        facts = "; ".join(told)
        sentences = [f"Fits you if {self.fits_if.rstrip('.')}" if self.fits_if else "", facts]
        return " ".join(f"{each[0].upper()}{each[1:]}." for each in sentences if each)


@dataclass(frozen=True, slots=True)
class RoadmapDetail:
    """A roadmap with the learner's standing; `next_step` says what to do now and why.

    `changes` say what an edit of the roadmap did since the learner last acknowledged one.
    """

    roadmap: Roadmap
    stages: tuple[StageStanding, ...]
    followed: bool
    next_step: str
    next_certification_id: str = ""
    done: int = 0
    waived: int = 0
    of: int = 0
    progress: float = 0.0
    changes: tuple[str, ...] = ()
    also_followed: tuple[tuple[str, str], ...] = ()
    """Id and name of the other roadmaps that are followed."""
