"""The cohort as mentors see it: plain frozen data, which the cache keeps as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from studyapp.domain.cohorts import lost_share


@dataclass(frozen=True, slots=True)
class DomainLine:
    """A domain of the certification that a learner aims at.

    `expected` is the share of its questions that is expected to be right on the exam day, by the first
    answers that P(pass) rests on; `mastery` the mean recall of all its items.
    """

    id: str
    name: str
    weight: float
    mastery: float
    first_answers: int
    first_right: int
    expected: float

    @property
    def lost(self) -> float:
        """The share of the exam's points that it is expected to cost."""
        return lost_share(self.weight, self.expected)


@dataclass(frozen=True, slots=True)
class Mix:
    """What was taken for what."""

    right: str
    taken_for: str
    times: int


@dataclass(frozen=True, slots=True)
class LearnerRow:
    """One learner by their latest export, and what to talk about.

    `signed` is `verified` (by a known key), `new key` (intact, key seen for the first time here), `rewritten`
    (intact, but an earlier file of the learner says otherwise) or `not signed`. `trend` are shares of 1,
    oldest first; `trend_of` says of what. Days are as of `as_of`. `left_out` first answers of the file count
    nowhere here, for their questions are in quarantine; `as_said` names the figures that may count such
    answers all the same, for the files do not show what counts in them.
    """

    learner_id: str
    name: str
    signed: str
    key_name: str
    path: str
    exported_at: datetime
    as_of: date
    privacy: str
    certification: str
    code: str
    last_on: date | None
    active_days: int
    planned_days: int
    kept_days: int
    streak: int
    p_pass: float | None
    low: float | None
    high: float | None
    first_answers: int
    first_right: int
    missing: int
    mastery: float
    exam_on: date | None
    days_left: int | None
    weakest: DomainLine | None
    trend: tuple[float, ...]
    trend_of: str
    need: int
    reasons: tuple[str, ...]
    points: tuple[str, ...]
    domains: tuple[DomainLine, ...]
    mixes: tuple[Mix, ...]
    minutes: tuple[float, ...]
    mock_exams: int = 0
    mocks_passed: int = 0
    left_out: int = 0
    as_said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file that does not count, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class CohortDomain:
    """A domain over the cohort: learners, the means of what they recall and of what is expected to be right,
    first answers and how many were right.

    `cost` is what it costs all of them together, in exams: see `gathering.domains_of`.
    """

    certification: str
    code: str
    id: str
    name: str
    learners: int
    mastery: float
    first_answers: int
    first_right: int
    expected: float
    cost: float


@dataclass(frozen=True, slots=True)
class CohortMix:
    """A pair that several mix up."""

    code: str
    right: str
    taken_for: str
    learners: int
    times: int


@dataclass(frozen=True, slots=True)
class ItemLine:
    """Statistics of one version of an item over the first answers of the cohort.

    `rival` is the position of a distractor that the best third prefers to the key: the key is suspect.
    `facility` and the others as Moodle defines them; null where answers are too few or all alike.
    `quarantined` says why the item counts nowhere, "" where it does.
    """

    certification: str
    item: str
    version: str
    attempts: int
    facility: float
    discrimination: float | None
    efficiency: float | None
    key: str
    rival: int | None = None
    title: str = ""
    quarantined: str = ""

    @property
    def is_suspect(self) -> bool:
        """Whether the best prefer a distractor, and nothing was done about it yet."""
        return self.rival is not None and not self.quarantined


@dataclass(frozen=True, slots=True)
class Cohort:
    """Everything that a folder says, as of a day."""

    source: str
    today: date
    files: int
    passed_over: int
    rows: tuple[LearnerRow, ...]
    set_aside: tuple[SetAside, ...]
    domains: tuple[CohortDomain, ...]
    mixes: tuple[CohortMix, ...]
    items: tuple[ItemLine, ...]
    answers: int = 0
