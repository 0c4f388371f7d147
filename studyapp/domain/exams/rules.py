"""How an exam is held and scored: from a certification's facts, and where these are silent, from stated
assumptions of ours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from studyapp.domain.certifications import Certification, Exam
from studyapp.domain.questions import QuestionKind

ASSUMED_PASS = 0.70
"""Share of the points taken for the pass mark where the vendor publishes none."""
ASSUMED_MINUTES = 1.5
"""Minutes for one item where the vendor publishes no number of items, or no length."""
ASSUMED_ITEMS = 50
SECTION_LEAST = 5
DIAGNOSTIC_PER_DOMAIN = 4
"""Items of each domain in a placement: enough to see what is weak, short enough to be taken at all."""
_KINDS = (
    (("true/false", "true or false", "yes/no"), QuestionKind.TRUE_FALSE),
    (("multiple choice",), QuestionKind.SINGLE),
    (("multiple response", "multiple select", "multiple answer"), QuestionKind.MULTIPLE),
    (("ordering", "build list"), QuestionKind.ORDERING),
    (("matching", "drag and drop"), QuestionKind.MATCHING),
    (("fill in", "fill-in", "text match"), QuestionKind.TYPED),
    (("fill in", "fill-in"), QuestionKind.BLANKS),
    (("hands-on", "performance"), QuestionKind.HANDS_ON),
)
"""What the vendors call a type of item, and the kind of ours that it is."""


class Mode(StrEnum):
    """What an attempt is: the whole exam, one domain of it, items by choice, or a short placement."""

    EXAM = "exam"
    SECTION = "section"
    CUSTOM = "custom"
    DIAGNOSTIC = "diagnostic"


class NoExam(ValueError):
    """A certification of which there is no exam to sit: a credential, or a standard."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From a share of the points to a score.

    `pass_share` is the share that passes. Where `is_public` is false the vendor publishes no way from
    points to score: ours is a line from the minimum to the pass mark and another from there to the
    maximum, and is called ours. `pass_is_public` says whether the pass mark itself is published.
    """

    minimum: int = 0
    maximum: int = 100
    passing: int = 70
    pass_share: float = ASSUMED_PASS
    is_public: bool = False
    pass_is_public: bool = False
    unit: str = "%"

    def score(self, share: float) -> int:
        """The score of a share of the points (0 to 1)."""
        share = min(1.0, max(0.0, share))
        if share < self.pass_share:
            # Rounding must never lift an attempt over the mark that its points do not reach.
            raw = self.minimum + (self.passing - self.minimum) * share / self.pass_share
            return min(round(raw), self.passing - 1) if self.passing > self.minimum else round(raw)
        rest = 1.0 - self.pass_share
        above = (share - self.pass_share) / rest if rest else 1.0
        return round(self.passing + (self.maximum - self.passing) * above)

    def passes(self, share: float) -> bool:
        """Whether a share of the points reaches the pass mark; a hair of floating point does not fail it."""
        return share >= self.pass_share - 1e-9


@dataclass(frozen=True, slots=True)
class Rules:
    """How an attempt is held.

    `limit_s` None is untimed; `kinds` are the kinds of items asked, none named means any; `partial_credit`
    are those of which each right part counts; `assumptions` are sentences: what the facts leave open and how
    it is taken here.
    """

    items: int
    unscored: int = 0
    limit_s: int | None = None
    may_change: bool = True
    may_pause: bool = False
    partial_credit: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    scale: Scale = Scale()
    assumptions: tuple[str, ...] = ()
    items_assumed: bool = False
    time_assumed: bool = False

    @property
    def scored(self) -> int:
        """Items that count."""
        return self.items - self.unscored

    def shortened(self, items: int) -> Rules:
        """The same exam with fewer items: time and unscored items in proportion, and said so."""
        if items >= self.items:
            return self
        share = items / self.items
        limit_s = None if self.limit_s is None else max(60, round(self.limit_s * share / 60) * 60)
        told = (
            f"{items} items instead of {self.items}: the bank has no more; the time is shortened with them."
        )
        return replace(
            self,
            items=items,
            unscored=min(round(self.unscored * share), items - 1),
            limit_s=limit_s,
            assumptions=(*self.assumptions, told),
        )


def rules_of(certification: Certification) -> Rules:
    """The rules of a certification's own exam; raises NoExam where it has none."""
    if certification.kind != "exam":
        raise NoExam(f"{certification.code} is a {certification.kind}; there is no exam to sit.")
    exam, vendor = certification.exam, certification.vendor
    assumed: list[str] = []
    items = _items(exam, vendor, assumed)
    limit_s = _limit_s(exam, items, vendor, assumed)
    may_change = exam.changes_allowed
    if may_change is None:
        may_change = True
        assumed.append("Answers may be changed until the end; the facts do not say otherwise.")
    may_pause = exam.pause_allowed
    if may_pause is None:
        may_pause = False
        assumed.append("The clock cannot be stopped; the facts name no pause.")
    return Rules(
        items=items,
        unscored=min(exam.unscored_questions or 0, items - 1),
        limit_s=limit_s,
        may_change=may_change,
        may_pause=may_pause,
        partial_credit=tuple(exam.partial_credit),
        kinds=kinds_asked(exam.question_types),
        scale=scale_of(certification, assumed),
        assumptions=tuple(assumed),
        items_assumed=not exam.questions,
        time_assumed=not exam.minutes,
    )


def kinds_asked(question_types: tuple[str, ...]) -> tuple[str, ...]:
    """Our kinds for the vendor's words; none when no word is known."""
    texts = [text.casefold() for text in question_types]
    return tuple(str(kind) for words, kind in _KINDS if any(word in text for word in words for text in texts))


def scale_of(certification: Certification, assumed: list[str]) -> Scale:
    """The score's scale and pass mark; what is not published is added to `assumed`."""
    exam, vendor = certification.exam, certification.vendor
    if exam.passing_score is None or exam.score_max is None:
        assumed.append(f"{vendor} publishes no pass mark; {ASSUMED_PASS:.0%} of the points is assumed.")
        return Scale()
    low, high = exam.score_min or 0, exam.score_max
    is_percentage = "percent" in exam.score_note.casefold()
    is_count = exam.score_max == (exam.scored_questions or exam.questions)
    unit = "%" if is_percentage else "points"
    if low == 0 and (is_percentage or is_count):
        return Scale(low, high, exam.passing_score, exam.passing_score / high, True, True, unit)
    share = exam.passing_score / high
    assumed.append(
        f"How {vendor} turns points into {low} to {high} is not published; the pass mark of "
        f"{exam.passing_score} is taken as {share:.0%} of the points, and the score is ours."
    )
    return Scale(low, high, exam.passing_score, share, False, True, unit)


def section_rules(rules: Rules, items: int) -> Rules:
    """One domain at the pace of the whole exam; every item counts."""
    pace_s = rules.limit_s / rules.items if rules.limit_s else 60 * ASSUMED_MINUTES
    return replace(rules, items=items, unscored=0, limit_s=round(pace_s * items / 60) * 60 or 60)


def diagnostic_rules(rules: Rules, items: int) -> Rules:
    """A placement: no clock, pauses allowed, every item counts."""
    return replace(
        rules, items=items, unscored=0, limit_s=None, may_pause=True, may_change=True, assumptions=(),
        items_assumed=False, time_assumed=False,
    )  # fmt: skip


def custom_rules(rules: Rules, items: int, minutes: int | None) -> Rules:
    """A quiz of one's own: the learner's minutes or none, pauses allowed, any kind, every item counts."""
    limit_s = None if minutes is None else 60 * minutes
    free = replace(rules, items=items, unscored=0, limit_s=limit_s, kinds=(), assumptions=())
    return replace(free, may_pause=True, may_change=True, items_assumed=False, time_assumed=False)


def practice_rules() -> Rules:
    """What a quiz begins with where the certification has no exam."""
    return Rules(items=ASSUMED_ITEMS, may_pause=True)


def _items(exam: Exam, vendor: str, assumed: list[str]) -> int:
    if exam.questions:
        return exam.questions
    if exam.questions_min and exam.questions_max:
        items = (exam.questions_min + exam.questions_max + 1) // 2
        assumed.append(
            f"{vendor} says {exam.questions_min} to {exam.questions_max} items; {items} are taken."
        )
        return items
    items = max(1, round(exam.minutes / ASSUMED_MINUTES)) if exam.minutes else ASSUMED_ITEMS
    how = f"one for each {ASSUMED_MINUTES:g} minutes" if exam.minutes else "a usual length"
    assumed.append(f"{vendor} publishes no number of items; {items} are taken, {how}.")
    return items


def _limit_s(exam: Exam, items: int, vendor: str, assumed: list[str]) -> int:
    if exam.minutes:
        return exam.minutes * 60
    minutes = -(-round(items * ASSUMED_MINUTES) // 5) * 5
    assumed.append(
        f"{vendor} publishes no length; {minutes} minutes are taken, {ASSUMED_MINUTES:g} for an item."
    )
    return minutes * 60
