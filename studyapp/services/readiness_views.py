"""What the readiness service hands to the front ends: plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from studyapp.domain.forecasts import Audit, Said
from studyapp.domain.readiness import Action, Forecast

if TYPE_CHECKING:
    from studyapp.services.views import EarlierDispute


@dataclass(frozen=True, slots=True)
class Focus:
    """One kind of work in one domain: `part` is `new` or `review`, `kind` `question` or `term`."""

    domain_id: str
    part: str
    kind: str


@dataclass(frozen=True, slots=True)
class ThinDomain:
    """A domain whose number does not count yet."""

    domain_id: str
    name: str
    answers: int
    missing: int


@dataclass(frozen=True, slots=True)
class ReadinessLine:
    """Readiness in a line or two, as Today and lists show it.

    `p_pass` and its 90 % credible interval are None while there is too little evidence for any number.
    """

    certification_id: str
    p_pass: float | None
    p_low: float | None
    p_high: float | None
    answers: int
    thin: tuple[ThinDomain, ...]

    @property
    def missing(self) -> int:
        """First answers that are missing in all domains together."""
        return sum(domain.missing for domain in self.thin)


@dataclass(frozen=True, slots=True)
class ActionOffer:
    """One of the actions that raise P(pass) most, in words, and what starts it."""

    action: Action
    title: str
    focus: Focus


@dataclass(frozen=True, slots=True)
class DomainCalibration:
    """How often what the learner was sure of in a domain was right, at first sight."""

    domain_id: str
    name: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class DomainReadiness:
    """The name of a domain beside its forecast: `mastery` is the mean predicted recall over its items."""

    domain_id: str
    name: str
    mastery: float
    items: int
    unseen: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """Everything about one certification's exam.

    `on` is the day that `forecast` is for: the exam's, or today without one; `if_today` is the forecast for
    an exam today. Both are None where there is no exam to sit, and `no_exam` says so. `passing` and the ends
    of `score` are on the exam's scale. `audit_all` is the audit over every certification.
    """

    certification_id: str
    code: str
    name: str
    today: date
    exam_on: date | None
    on: date
    forecast: Forecast | None
    if_today: Forecast | None
    is_enough: bool
    domains: tuple[DomainReadiness, ...]
    passing: int
    score: tuple[int, int]
    unit: str
    assumptions: tuple[str, ...]
    actions: tuple[ActionOffer, ...]
    calibration: tuple[DomainCalibration, ...]
    calibration_all: tuple[Said, ...]
    audit: Audit
    audit_all: Audit
    no_exam: str = ""


@dataclass(frozen=True, slots=True)
class Mixed:
    """What was chosen instead of what, in one question, and why the chosen one is wrong.

    `difference` is the glossary's word on the two terms that were taken for each other here and nowhere else.
    """

    given: str
    instead_of: str
    reason: str = ""
    difference: str = ""


@dataclass(frozen=True, slots=True)
class MistakeLine:
    """One open mistake; `recalled_days` of `leaves_after` days are done, `due_on` is when it comes anyway.

    `disputed` is what the learner said against its key, if anything.
    """

    question_id: str
    card_id: str
    certification_code: str
    domain_id: str
    title: str
    misses: int
    is_sure: bool
    missed_on: date
    recalled_days: int
    leaves_after: int
    mixed: tuple[Mixed, ...] = ()
    due_on: date | None = None
    is_set_aside: bool = False
    disputed: EarlierDispute | None = None


@dataclass(frozen=True, slots=True)
class ConfusedPair:
    """Two terms taken for each other, how often, and the difference where a glossary says it.

    `names` are what was right and what was taken for it, the way round in which it happened most often.
    """

    term_ids: tuple[str, str]
    names: tuple[str, str]
    times: int
    because: str = ""


@dataclass(frozen=True, slots=True)
class Notebook:
    """The notebook of mistakes: what is open in the order to work it off (the first 200 of it), all that are
    `still_open`, and how many have left.
    """

    mistakes: tuple[MistakeLine, ...]
    pairs: tuple[ConfusedPair, ...]
    still_open: int
    corrected: int
    certification_code: str = ""

    @property
    def patterns(self) -> tuple[ConfusedPair, ...]:
        """The pairs of more than one mistake: a pair of one is told with its mistake, and not again."""
        return tuple(pair for pair in self.pairs if pair.times > 1)
