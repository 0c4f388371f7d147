"""The progress export: one frozen view of what a learner chose to hand over. The format is declared here.

Shares are between 0 and 1, `*_on` is a learner's day, `*_at` an instant in UTC. What an installation does not
have (no exam sat, no forecast yet) is an empty list or null. Which parts are filled is decided by the privacy
level alone, see `PRIVACY_WORDS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

FORMAT = "studyapp-progress/1"
"""Name and version of the format; a change that readers of the old one would misread raises the number."""
STATED_FIELDS = ("exported_at",)
"""What differs between two exports of the same data on the same day."""


class Privacy(StrEnum):
    """How much leaves the machine; each level holds everything of the one before."""

    SUMMARY = "summary"
    DOMAINS = "domains"
    ITEMS = "items"


class Format(StrEnum):
    """What an export is written as."""

    JSON = "json"
    CSV = "csv"
    MD = "md"
    HTML = "html"
    PDF = "pdf"
    XAPI = "xapi"
    PASSPORT = "passport"


PRIVACY_WORDS = {
    Privacy.SUMMARY: "name (if set), days with their answers and minutes, exam dates, results and readiness",
    Privacy.DOMAINS: "also domains, how sure and how right you were, mock exams, mistakes counted, the plan",
    Privacy.ITEMS: "also your first answer to every question, points in mock exams, mix-ups, disputed keys",
}


@dataclass(frozen=True, slots=True)
class Learner:
    """Whose progress it is: an id made by chance on this installation, and a name if one was given."""

    id: Annotated[str, "UUID (RFC 9562), made by chance at the first export and kept."]
    name: Annotated[str, "What the learner calls themselves; may be empty."] = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """Everything that was ever done, whatever the choice of certifications and days."""

    answers: int
    minutes: float
    days: Annotated[int, "Days with at least one answer."]
    streak: Annotated[int, "Days in a row up to today; planned days off do not break it."]
    longest_streak: int
    target_retention: Annotated[float, "The share of reviews that the learner wants to recall."]
    first_on: date | None = None
    last_on: Annotated[date | None, "The last day with an answer."] = None


@dataclass(frozen=True, slots=True)
class Recall:
    """Reviews of cards that are past their first steps, and how many of them were recalled."""

    name: str
    reviews: int
    recalled: int


@dataclass(frozen=True, slots=True)
class Day:
    """One day with study."""

    on: date
    answers: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a roadmap; `state` in the words of the stage map."""

    id: str
    name: str
    state: str
    done: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Roadmap:
    """A roadmap that the learner follows."""

    id: str
    name: str
    stages: tuple[Stage, ...] = ()


@dataclass(frozen=True, slots=True)
class Readiness:
    """The probability to pass on the exam day with its 90 % credible interval, and what it rests on.

    `p_pass` is null while there is not enough evidence; then `missing` says how many first answers are.
    """

    p_pass: float | None
    low: float | None
    high: float | None
    first_answers: int
    missing: int = 0


@dataclass(frozen=True, slots=True)
class ForecastTest:
    """A forecast that met its exam: what was said the moment before, and what came (`by` mock or real)."""

    on: date
    by: str
    p_pass: float
    passed: bool
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Calibration:
    """First answers given with one confidence, and how many of them were right."""

    confidence: str
    answers: int
    right: int


@dataclass(frozen=True, slots=True)
class Domain:
    """Where the learner stands in one domain of a certification."""

    id: str
    name: str
    weight: Annotated[float, "Share of the exam."]
    items: int
    met: int
    learned: Annotated[int, "Items recalled on three days."]
    mastery: Annotated[
        float, "Mean predicted recall over all items; what was never met counts as not recalled."
    ]
    first_answers: Annotated[int, "Answers to questions at first sight: the only ones that prove something."]
    first_right: int
    reviews: int = 0
    recalled: int = 0
    calibration: tuple[Calibration, ...] = ()
    expected: Annotated[
        float | None,
        "Share of its questions that is expected to be right on the exam day, by the same evidence as the "
        "certification's readiness; null where there is no exam to sit.",
    ] = None


@dataclass(frozen=True, slots=True)
class Record:
    """What is on paper: an exam booked, passed or failed, a certification held, a step waived."""

    kind: str
    on: date
    score: float | None = None
    expires_on: date | None = None
    id: Annotated[str, "Made once, when it was recorded; the same thing recorded again has another."] = ""


@dataclass(frozen=True, slots=True)
class Certification:
    """A certification that was studied or is aimed at; domains from the level `domains` on."""

    id: str
    code: str
    name: str
    items: int
    met: int
    learned: int
    mastery: Annotated[float, "Mean of the domains' mastery by their weight in the exam."]
    first_answers: int
    first_right: int
    is_goal: bool = False
    exam_on: date | None = None
    minutes_a_day: int | None = None
    readiness: Readiness | None = None
    forecast_tests: tuple[ForecastTest, ...] = ()
    brier: Annotated[float | None, "Brier score of the tested forecasts; null while there is none."] = None
    records: tuple[Record, ...] = ()
    domains: tuple[Domain, ...] = ()


@dataclass(frozen=True, slots=True)
class DomainScore:
    """Credit in one domain of a mock exam."""

    domain: str
    right: float
    of: int


@dataclass(frozen=True, slots=True)
class MockExam:
    """A mock exam that is over; spans in minutes, `score` on the exam's own scale.

    At the level `items`, place n of `questions` and of `points` belongs to one question that counts: their
    mean is `share`, and from `pass_share` on it is passed. So it can be scored anew without some of them.
    """

    id: str
    certification: str
    title: str
    on: date
    items: int
    answered: int
    minutes: float
    limit_minutes: float | None = None
    score: int | None = None
    passing: int | None = None
    share: float | None = None
    passed: bool | None = None
    domains: tuple[DomainScore, ...] = ()
    pass_share: Annotated[float | None, "Share of the points that passes."] = None
    questions: Annotated[tuple[str, ...], "Ids of the questions that count in it."] = ()
    points: Annotated[tuple[float, ...], "What each of them earned, from 0 to 1."] = ()


@dataclass(frozen=True, slots=True)
class Mistakes:
    """Wrong first answers in one domain by the confidence with which they were given."""

    certification: str
    domain: str
    confidence: str
    wrong: int


@dataclass(frozen=True, slots=True)
class Confusion:
    """Something taken for something else: the key's text, and that of the option chosen instead."""

    certification: str
    right: str
    taken_for: str
    times: int


@dataclass(frozen=True, slots=True)
class DayAhead:
    """A day to come, how many reviews fall due on it by now, and whether it is a planned day off."""

    on: date
    due: int
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class Attempts:
    """First answers to the questions of one certification, column by column.

    Place n of each list belongs to answer n. `chosen` and `key` are stored positions from 0, with commas
    between; both are empty where a question is not answered by choosing.
    """

    certification: str
    item: tuple[str, ...] = ()
    version: Annotated[tuple[str, ...], "Begin of the item's content hash."] = ()
    domain: tuple[str, ...] = ()
    on: tuple[date, ...] = ()
    right: tuple[bool, ...] = ()
    confidence: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    seconds: tuple[float, ...] = ()

    @property
    def lengths(self) -> set[int]:
        """The lengths of the columns: one, or it is no table."""
        return {
            len(column)
            for column in (
                self.item, self.version, self.domain, self.on, self.right,
                self.confidence, self.chosen, self.key, self.seconds,
            )
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dispute:
    """A key that the learner holds for wrong, and why; what they had answered, and whether it counted.

    `chosen` is the answer as stored positions from 0 with commas between, or as a JSON list of texts;
    `answer` is the same in words. Both are empty, and `right` is null, where the question was never answered.
    """

    certification: str
    item: str
    version: Annotated[str, "Content hash of the item as it was answered."]
    on: date
    reason: str
    chosen: str = ""
    answer: str = ""
    right: bool | None = None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far the log's hash chain had come: `head` after `entries` entries, SHA-256 in hexadecimal."""

    entries: int
    head: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The digest of the whole append-only log at the moment of the export.

    `checkpoints` are heads of the same chain further back: at the end of each month, and wherever an earlier
    passport stood. A later one that names an earlier one's head among them, or as its own, extends it.
    """

    entries: int
    head: str
    answers: Annotated[int, "Answers in the log, those included that were taken back."]
    chain: Annotated[int, "How entries are hashed; heads of different ways can't be compared."] = 1
    taken_back: int = 0
    checkpoints: tuple[Checkpoint, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgressExport:
    """What a learner hands over of their progress."""

    format: str
    made_by: Annotated[str, "Program and version."]
    exported_at: Annotated[datetime, "The moment of the export; all other fields stay the same for a day."]
    as_of: Annotated[date, "The learner's day to which mastery, streak and plan refer."]
    privacy: Privacy
    learner: Learner
    totals: Totals
    since: Annotated[date | None, "Days, exams and answers before it were left out."] = None
    only: Annotated[tuple[str, ...], "Certifications that were chosen; empty for all."] = ()
    recall: tuple[Recall, ...] = ()
    activity: tuple[Day, ...] = ()
    days_off: Annotated[tuple[date, ...], "Days off that were planned."] = ()
    weekdays_off: Annotated[tuple[int, ...], "Weekdays off, 0 for Monday."] = ()
    roadmaps: tuple[Roadmap, ...] = ()
    certifications: tuple[Certification, ...] = ()
    mock_exams: tuple[MockExam, ...] = ()
    mistakes: tuple[Mistakes, ...] = ()
    confusions: tuple[Confusion, ...] = ()
    ahead: tuple[DayAhead, ...] = ()
    advice: Annotated[str, "What the plan says of the minutes until the exam."] = ""
    attempts: tuple[Attempts, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    quarantined: Annotated[
        tuple[str, ...], "Questions under `attempts` whose answers count nowhere: their keys are in doubt."
    ] = ()
    evidence: Evidence | None = None
