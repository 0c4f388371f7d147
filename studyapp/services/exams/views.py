"""What the exam services hand to the front ends: plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from studyapp.domain.exams.attempts import Status
from studyapp.domain.exams.blueprint import Blueprint
from studyapp.domain.exams.rules import Mode, Rules
from studyapp.domain.exams.scores import Line, Result
from studyapp.domain.judging import Verdict
from studyapp.domain.questions import Question
from studyapp.domain.responses import Response
from studyapp.services.changes import Changes
from studyapp.services.views import EarlierDispute

NOTHING: Changes = frozenset()
DEFAULT_ITEMS = 20
"""Items of a quiz unless it says otherwise."""


@dataclass(frozen=True, slots=True)
class QuizChoice:
    """What a custom quiz is made of; everything that is named narrows it, nothing named means all.

    `missed_days` is "missed in the last so many days"; `minutes` None is untimed.
    """

    domain_ids: tuple[str, ...] = ()
    objective_ids: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    difficulties: tuple[int, ...] = ()
    never_seen: bool = False
    missed_days: int | None = None
    confident_wrong: bool = False
    flagged: bool = False
    due: bool = False
    items: int = DEFAULT_ITEMS
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Quiz:
    """A quiz saved under a name, and how many items it finds now."""

    name: str
    choice: QuizChoice
    found: int


@dataclass(frozen=True, slots=True)
class Rescored:
    """What an attempt had come to before items in quarantine (`places` from 0) left its score, and since when
    they do not count. `left_out` are places of items that were in quarantine when it was handed in: they
    never counted.
    """

    on: date
    places: tuple[int, ...]
    share: float
    score: int
    passed: bool
    right: int
    items: int
    left_out: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One attempt in a list. `score` and `passed` are None while it is open; spans in seconds."""

    id: str
    certification_id: str
    certification_code: str
    mode: Mode
    title: str
    seed: int
    status: Status
    started_at: datetime
    started_on: date
    ended_at: datetime | None
    items: int
    answered: int
    used_s: float
    limit_s: int | None
    left_s: float | None
    score: int | None = None
    passing: int | None = None
    unit: str = ""
    share: float | None = None
    passed: bool | None = None
    right: int | None = None
    counted: int | None = None
    domains: tuple[Line, ...] = ()
    pass_share: float = 0.0
    assumed_pass: bool = False
    own_scale: bool = False
    rescored: Rescored | None = None

    @property
    def is_open(self) -> bool:
        """Whether it can be gone on with."""
        return self.status in (Status.RUNNING, Status.PAUSED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to sit. A `seed` gives the same form again; without one, unseen come first."""

    mode: Mode = Mode.EXAM
    seed: int | None = None
    items: int | None = None
    domain_id: str = ""
    choice: QuizChoice | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Briefing:
    """What an attempt will be like, before its clock runs; `waiting` are attempts that are open already."""

    certification_id: str
    certification_code: str
    title: str
    rules: Rules
    seed: int
    wanted: Wanted
    waiting: tuple[AttemptLine, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionOffer:
    """One domain as an exam of its own: items asked for, items that there are, seconds."""

    domain_id: str
    name: str
    items: int
    available: int
    unseen: int
    limit_s: int | None


@dataclass(frozen=True, slots=True)
class ExamOffer:
    """Everything that can be sat of one certification.

    `largest` is the number of items of the largest form that keeps the blueprint (that of `rules` when the
    bank is large enough); `missing` says per domain how many are needed and there. `no_exam` is a sentence
    where the certification has no exam.
    """

    certification_id: str
    code: str
    name: str
    rules: Rules
    blueprint: Blueprint
    available: Mapping[str, int]
    missing: Mapping[str, tuple[int, int]]
    largest: int
    unseen: int
    usable: int
    left_out: int
    sections: tuple[SectionOffer, ...]
    diagnostic_items: int
    quizzes: tuple[Quiz, ...]
    open: AttemptLine | None
    past: tuple[AttemptLine, ...]
    no_exam: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of the form: as a navigator shows it, and what the learner left there.

    `response` is the encoded answer, "" for none; `confidence` what was said of it, "" for nothing.
    """

    answered: bool
    begun: bool
    flagged: bool
    seen: bool
    locked: bool = False
    response: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """An attempt as it stands: what is on the screen, and every place.

    `question` is None on the review page and once it is over, and without the solution of a task; `left_s` is
    None for an untimed attempt.
    """

    attempt_id: str
    certification_code: str
    mode: Mode
    title: str
    status: Status
    rules: Rules
    place: int
    marks: tuple[Mark, ...]
    left_s: float | None
    used_s: float
    seed: int
    question: Question | None = None
    order: tuple[int, ...] = ()
    response: Response = field(default_factory=Response)
    confidence: str = ""
    changes: Changes = NOTHING

    @property
    def is_over(self) -> bool:
        """Whether it was handed in, or its time ran out."""
        return self.status in (Status.SUBMITTED, Status.EXPIRED)

    @property
    def unanswered(self) -> tuple[int, ...]:
        """Places without a whole answer."""
        return tuple(place for place, mark in enumerate(self.marks) if not mark.answered)


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One item of a report: as it was shown, what was given, and what it was worth."""

    place: int
    question: Question
    order: tuple[int, ...]
    domain_id: str
    domain: str
    objective: str
    scored: bool
    answered: bool
    response: Response
    given: tuple[str, ...]
    verdict: Verdict
    confidence: str
    flagged: bool
    spent_s: float
    first_sight: bool | None
    term_names: Mapping[str, str]
    in_reviews: bool
    partial_credit: bool = False
    changed_since: bool = False
    quarantined: str = ""
    """Why it does not count any more; "" where it does."""
    disputed: EarlierDispute | None = None


@dataclass(frozen=True, slots=True)
class ExamReport:
    """An attempt that is over, with everything that it tells."""

    line: AttemptLine
    rules: Rules
    blueprint: Blueprint
    result: Result
    objectives: Mapping[str, str]
    items: tuple[ReportItem, ...]
    used_s: float
    paused_s: float
    pauses: int
