"""What services hand to the front ends: plain frozen data, imported without any third-party package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from studyapp.domain.certifications import Certification
from studyapp.domain.content_change import Change
from studyapp.domain.glossary import Term
from studyapp.domain.judging import Verdict
from studyapp.domain.lifecycle import Life
from studyapp.domain.log import Direction, ItemKind
from studyapp.domain.memory import CardState, Grade
from studyapp.domain.questions import Question
from studyapp.domain.records import NO_PAPER, OnPaper, Record
from studyapp.domain.sessions import Place
from studyapp.services import changes as _changes
from studyapp.services.readiness_views import ReadinessLine

Aspect = _changes.Aspect
Changes = _changes.Changes


@dataclass(frozen=True, slots=True)
class Goal:
    """What the learner aims at; `exam_on` None is "no date yet"."""

    certification_id: str
    exam_on: date | None
    minutes_a_day: int
    roadmap_id: str = ""


@dataclass(frozen=True, slots=True)
class CertificationSummary:
    """One line of a list of certifications."""

    id: str
    code: str
    name: str
    vendor: str
    level: str
    status: str
    questions: int
    terms: int
    seen: int
    mastered: int
    successors: tuple[str, ...] = ()
    retired_on: date | None = None

    @property
    def has_bank(self) -> bool:
        """Whether there is anything to study."""
        return self.questions > 0 or self.terms > 0


@dataclass(frozen=True, slots=True)
class DomainProgress:
    """Where the learner stands in one domain; `mastery` is the mean predicted recall over all its items."""

    domain_id: str
    name: str
    weight: float
    weight_published: bool
    items: int
    seen: int
    learned: int
    mastery: float
    first_tries: int
    first_right: int


@dataclass(frozen=True, slots=True)
class CertificationDetail:
    """A certification with the learner's standing per domain."""

    certification: Certification
    domains: tuple[DomainProgress, ...]
    questions: int
    terms: int
    goal: Goal | None
    facts_age_days: int | None
    facts_stale: bool
    life: Life
    """Its status as of today, which wins over the one that its facts name."""
    state: str = "open"
    reason: str = ""
    records: tuple[Record, ...] = ()
    """What is on paper, the newest first."""
    paper: OnPaper = NO_PAPER
    others: tuple[tuple[str, str, str], ...] = ()
    """Id, code and name of its successors and predecessors."""
    roads: tuple[tuple[str, str], ...] = ()
    """Id and name of the roadmaps that lead through it."""

    @property
    def beside_domains(self) -> int:
        """Items that stand in no domain of this exam: terms that belong to the domains of others."""
        return max(0, self.questions + self.terms - sum(domain.items for domain in self.domains))


@dataclass(frozen=True, slots=True)
class PlanPart:
    """One line of the day's plan: how many, about how long, and why."""

    name: str
    count: int
    minutes: float
    reason: str


@dataclass(frozen=True, slots=True)
class DayLoad:
    """A day of the week ahead and how much falls on it."""

    day: date
    due: int
    is_break: bool = False


@dataclass(frozen=True, slots=True)
class Today:
    """The first screen: what to do now, and why."""

    goal: Goal | None
    certification: CertificationSummary | None
    today: date
    days_to_exam: int | None
    minutes: int
    minutes_done: float
    answers_today: int
    parts: tuple[PlanPart, ...]
    advice: str
    streak: int
    recent: tuple[int, ...]
    week: tuple[DayLoad, ...]
    next_on_road: str
    notices: tuple[str, ...] = ()
    aimed_at_exam: bool = False
    more_available: bool = True
    """Whether there is something to do beyond the plan once it is done."""
    readiness: ReadinessLine | None = None
    """Of the goal in focus, where it has an exam."""

    @property
    def planned(self) -> int:
        """Cards and questions in today's plan."""
        return sum(part.count for part in self.parts)


@dataclass(frozen=True, slots=True)
class RankedItem:
    """One line of `studyapp plan`: the item, its index, the reason and the numbers in it."""

    card_id: str
    title: str
    domain_id: str
    index: float
    seconds: float
    reason: str
    numbers: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The whole ranking of a day; `planned` items fit the minutes, `stop_at` marks the stop line."""

    certification_id: str
    day: date
    exam_on: date | None
    order: str
    items: tuple[RankedItem, ...]
    planned: int
    stop_at: int
    advice: str


class Decision(StrEnum):
    """What the author of a question has done about it since the learner disputed its key."""

    NONE = "none"
    CHANGED = "changed"
    """It was edited."""
    QUARANTINED = "quarantined"
    """It is out of practice and scores while its key is in doubt."""


@dataclass(frozen=True, slots=True)
class EarlierDispute:
    """What the learner said against a question's key; `because` is the author's word for a quarantine."""

    on: date
    reason: str
    decision: Decision
    because: str = ""


@dataclass(frozen=True, slots=True)
class Showing:
    """One card or question on screen.

    `order` lists stored positions (options, steps, choices) from top to bottom; `partial_credit` says that
    the exam gives credit for right parts of this item. `number` counts answers, `place` cards. `shared_for`
    is the code of the goal for which a term of another certification's glossary is studied.
    """

    token: str
    card_id: str
    kind: ItemKind
    direction: Direction
    question: Question | None
    term: Term | None
    order: tuple[int, ...]
    reason: str
    number: int
    of: int
    certification_code: str
    domain: str
    objective: str
    is_new: bool
    change: Change
    state: CardState
    intervals: Mapping[Grade, timedelta]
    term_names: Mapping[str, str] = field(default_factory=dict)
    flagged: bool = False
    note: str = ""
    domain_id: str = ""
    partial_credit: bool = False
    place: Place = field(default_factory=Place)
    shared_for: str = ""
    disputed: EarlierDispute | None = None

    @property
    def subject(self) -> tuple[str, ...]:
        """Whose item this is, for its head: code and domain, or the goal and who shares the term."""
        if not self.shared_for:
            return self.certification_code, self.domain
        return self.shared_for, f"shared with {self.certification_code}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing to show until a learning step is over."""

    until: datetime
    left: int


@dataclass(frozen=True, slots=True)
class Finished:
    """The end of a session, with what was done."""

    answered: int
    right: int
    seconds: float
    due_tomorrow: int
    more_available: bool
    still_due: int = 0
    """What is due today and found no room in its minutes; not part of `due_tomorrow`."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What an answer led to; `verdict` is None for a self-graded card."""

    entry_id: str
    verdict: Verdict | None
    grade: Grade
    interval: timedelta
    due_on: date | None
    first_sight: bool
    leech: bool
    changes: Changes
    terms_due: tuple[str, ...] = ()
    """Terms of a missed question that were known and are due again now."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One answer of the past, as "why is this due?" lists it."""

    at: datetime
    day: date
    grade: Grade
    correct: bool | None
    confidence: str
    elapsed_ms: int
    interval_s: int
    voided: bool
    context: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why an item is due: history, state, and points (days from today, recall) of its forgetting curve."""

    card_id: str
    title: str
    reason: str
    state: CardState
    recall_now: float | None
    curve: tuple[tuple[float, float], ...]
    history: tuple[HistoryLine, ...]
    change: Change


@dataclass(frozen=True, slots=True)
class QuarantinedItem:
    """A question that the learner answered and that counts no more: since which day here, and why."""

    item_id: str
    title: str
    certification_code: str
    since: date
    because: str


@dataclass(frozen=True, slots=True)
class MarkedItem:
    """A card that the learner set aside, flagged or noted (or that was set aside as a leech).

    `leech` says that it was forgotten as often as the setting allows; `gone`, that its content no longer
    has it.
    """

    card_id: str
    kind: ItemKind
    item_id: str
    direction: Direction
    title: str
    certification_code: str
    suspended: bool
    flagged: bool
    note: str
    leech: bool
    gone: bool
    quarantined: str = ""
    """Why it does not count while its key is in doubt; "" where it counts."""


@dataclass(frozen=True, slots=True)
class TermHit:
    """One line of the glossary's result list."""

    term_id: str
    term: str
    snippet: str
    certification_codes: tuple[str, ...]
    in_cards: bool


@dataclass(frozen=True, slots=True)
class TermDetail:
    """A term with everything that refers to it."""

    term: Term
    certification_codes: tuple[str, ...]
    contrast_name: str
    questions: tuple[tuple[str, str], ...]
    in_cards: bool
    states: Mapping[Direction, CardState]


@dataclass(frozen=True, slots=True)
class ContentProblem:
    """Something wrong in an author's file."""

    path: str
    line: int
    column: int
    message: str
    hint: str
    level: str = "error"


@dataclass(frozen=True, slots=True)
class DayActivity:
    """One day of the heatmap."""

    day: date
    answers: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Retention:
    """Recall of cards in review: `recalled` of `reviews` in a span."""

    name: str
    reviews: int
    recalled: int


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress screen's data."""

    days: tuple[DayActivity, ...]
    streak: int
    longest_streak: int
    retention: tuple[Retention, ...]
    target_retention: float
    forecast: tuple[DayLoad, ...]
    domains: tuple[DomainProgress, ...]
    certification_code: str
    minutes_by_kind: Mapping[str, float]
    total_answers: int
    total_minutes: float


THEME_NAMES = ("studyapp-dark", "studyapp-light", "studyapp-contrast", "studyapp-safe")
"""The themes that the front end offers; the first is the default."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the learner can set; every field is documented in docs/settings.md."""

    theme: str = THEME_NAMES[0]
    retention: float = 0.90
    kept_retention: float = 0.80
    rollover_hour: int = 4
    timezone: str = ""
    new_cards_a_day: int = 20
    reviews_a_day: int = 200
    learning_steps: tuple[int, ...] = (1, 10)
    relearning_steps: tuple[int, ...] = (10,)
    leech_lapses: int = 8
    leech_action: str = "suspend"
    type_answers: bool = False
    shuffle_options: bool = True
    reminder_at: str = ""
    content_folders: tuple[str, ...] = ()
    days_off: tuple[int, ...] = ()
    learner_name: str = ""
    report_folder: str = ""
    report_format: str = "passport"
    report_privacy: str = "domains"
    report_weekday: int = 6
    report_at: str = "18:00"
    report_keep: int = 12
    cohort_folder: str = ""


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One review of `studyapp memory trace`."""

    number: int
    grade: Grade
    on: date
    elapsed_days: int
    phase: str
    interval_days: int
    interval_s: int
    stability: float
    difficulty: float


@dataclass(frozen=True, slots=True)
class Check:
    """One line of `studyapp doctor`; `advice` says what to do when it is not ok."""

    name: str
    ok: bool
    detail: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import of content did."""

    files: int
    changed_files: int
    questions: int
    terms: int
    certifications: int
    roadmaps: int
    problems: tuple[ContentProblem, ...]
    seconds: float
