"""The simulated months, day by day, through the same scheduler as the learner's own answers."""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import accumulate, count
from random import Random
from statistics import median

from studyapp.domain.days import days_between
from studyapp.domain.log import EntryKind
from studyapp.domain.memory import (
    Grade,
    Outcome,
    Phase,
    Scheduler,
    decay_of,
    grade_of_answer,
    retrievability,
)
from studyapp.domain.mistakes import after_answer
from studyapp.domain.planner import START_SECONDS
from studyapp.domain.questions import CHOICES, Confidence, shuffled_order
from studyapp.services.demo.deck import Studied, spread
from studyapp.services.demo.learner import Attempt, Learner
from studyapp.services.demo.writing import LogWriter
from studyapp.services.replaying import leech_marks, outcome_payload
from studyapp.store.journal import dump_state
from studyapp.store.totals import TotalKey

EVENING = timedelta(hours=15)
"""When a session usually begins, counted from the day's rollover (04:00 unless set)."""
LONGEST_DAY = timedelta(hours=22)
SECONDS_OF_REVIEW = 40.0
SECONDS_OF_NEW = 150.0
"""A generous estimate of what a review and a new item take with all their steps."""
TAKES_BACK = 0.004
FLAGS = 0.01
NOTES = 0.004
"""Chances that the learner takes an answer back, flags an item or notes something after a wrong one."""
OWN_MEDIAN_FROM = 8


@dataclass(frozen=True, slots=True)
class Response:
    """What the learner did with one showing."""

    grade: Grade
    correct: bool | None
    chosen: str
    confidence: str
    elapsed_ms: int


class _Counts(dict[date, int]):
    """How many reviews fall on a day; zero where none do."""

    def __missing__(self, day: date) -> int:
        return 0


class Simulation:
    """One learner with their cards; `study` runs one day."""

    def __init__(
        self, scheduler: Scheduler, learner: Learner, writer: LogWriter, seed: int, leech_action: str
    ) -> None:
        self._scheduler = scheduler
        self._learner = learner
        self._writer = writer
        self._leech_action = leech_action
        self._chance = Random(f"days {seed}")
        self._decay = decay_of(scheduler.model.parameters)
        self._due: defaultdict[date, list[Studied]] = defaultdict(list)
        self._looked_up_to: date | None = None
        self._loads = _Counts()
        self._times: dict[bool, deque[int]] = {is_new: deque(maxlen=300) for is_new in (True, False)}
        self._usual_ms: dict[bool, float] = {}
        self._practice = 0.0
        self._pace = 1.0

    def study(self, day: date, new: Sequence[Studied], practice: float) -> None:
        """Review what is due on a day and meet what is new; `practice` grows from 0 to 1."""
        reviews = self._due_by(day)
        if not reviews and not new:
            return
        self._chance.shuffle(reviews)
        self._practice = practice
        self._note_usual_times()
        now, last = self._hours(day, len(reviews), len(new))
        queue = deque(spread(reviews, new))
        steps: list[tuple[datetime, int, Studied]] = []
        numbers, families = count(), set[str]()
        while queue or steps:
            if steps and (not queue or steps[0][0] <= now):
                studied = heapq.heappop(steps)[2]
            else:
                studied = queue.popleft()
                if studied.card.family in families:
                    self._due[day + timedelta(days=1)].append(studied)
                    continue
            if studied.card.family:
                families.add(studied.card.family)
            now = self._meet(studied, now, last, day)
            if studied.state.phase is not Phase.REVIEW and not studied.suspended:
                assert studied.state.due_at is not None
                heapq.heappush(steps, (studied.state.due_at, next(numbers), studied))
            now = min(last, now + timedelta(seconds=self._chance.uniform(0.5, 4.0) * self._pace))

    def _due_by(self, day: date) -> list[Studied]:
        """Take everything that has fallen due since the last day looked at."""
        found: list[Studied] = []
        first = self._looked_up_to or min(self._due, default=day)
        for offset in range((day - first).days + 1):
            found += self._due.pop(first + timedelta(days=offset), ())
        self._looked_up_to = day
        return found

    def _hours(self, day: date, reviews: int, new: int) -> tuple[datetime, datetime]:
        """When the day's session begins, and the last instant of the day; sets the pace that fits."""
        needed = timedelta(seconds=reviews * SECONDS_OF_REVIEW + new * SECONDS_OF_NEW)
        self._pace = min(1.0, LONGEST_DAY / needed)
        begin = EVENING + timedelta(minutes=round(self._chance.uniform(-100, 100)))
        start = self._scheduler.calendar.start_of(day)
        end = self._scheduler.calendar.start_of(day + timedelta(days=1)) - timedelta(seconds=1)
        return start + min(begin, max(timedelta(0), LONGEST_DAY - needed)), end

    def _note_usual_times(self) -> None:
        start = START_SECONDS["question"]
        for is_new, seconds in ((True, start.new), (False, start.review)):
            own = self._times[is_new]
            self._usual_ms[is_new] = median(own) if len(own) >= OWN_MEDIAN_FROM else seconds * 1000

    def _meet(self, studied: Studied, now: datetime, last: datetime, day: date) -> datetime:
        """Answer one card, at `last` at the latest; returns when that was."""
        attempt = self._attempt(studied, day)
        response = self._response(studied, attempt)
        now = min(last, now + timedelta(milliseconds=response.elapsed_ms))
        if self._chance.random() < TAKES_BACK:
            slip = self._response(studied, replace(attempt, knows=not attempt.knows))
            voided = self._record(studied, slip, self._outcome(studied, slip, now), now, day)
            now = min(last, now + timedelta(seconds=2))
            self._writer.append(EntryKind.UNDO, now, day, card_id=studied.id, voids=voided)
            now = min(last, now + timedelta(seconds=2))
            studied.was_shown = True
        outcome = self._outcome(studied, response, now)
        self._record(studied, response, outcome, now, day)
        self._count(studied, response, day)
        self._note_mistake(studied, response, day)
        self._move(studied, outcome)
        if response.grade is Grade.AGAIN:
            self._mark(studied, now, day)
        return now

    def _attempt(self, studied: Studied, day: date) -> Attempt:
        state, recall, same_day = studied.state, None, False
        if state.memory is not None and state.last_on is not None:
            elapsed = days_between(state.last_on, day)
            recall = retrievability(state.memory.stability * studied.trait, elapsed, self._decay)
            same_day = elapsed == 0
        subject = (studied.certification_id, studied.domain_id)
        return self._learner.attempt(subject, studied.kind, recall, same_day, self._practice)

    def _response(self, studied: Studied, attempt: Attempt) -> Response:
        elapsed_ms = max(900, round(attempt.elapsed_ms * self._pace))
        if studied.question_kind is None:
            return Response(attempt.card_grade, None, "", "", elapsed_ms)
        correct = attempt.knows or self._chance.random() < studied.guess_rate
        chosen = studied.right if correct else self._wrong_answer(studied)
        is_new = studied.state.phase is Phase.NEW
        confidence = attempt.confidence
        usual_ms = self._usual_ms[is_new] if studied.question_kind in CHOICES else None
        grade = grade_of_answer(correct, confidence, elapsed_ms, usual_ms)
        self._times[is_new].append(elapsed_ms)
        return Response(grade, correct, chosen, str(confidence), elapsed_ms)

    def _wrong_answer(self, studied: Studied) -> str:
        """As many options as the key has, at least one of them a distractor; else the usual slip."""
        if studied.question_kind not in CHOICES:
            return studied.slip
        distractors = [i for i in range(studied.options) if i not in studied.key]
        kept = studied.key[: len(studied.key) - 1]
        return ",".join(map(str, sorted((*kept, self._chance.choice(distractors)))))

    def _outcome(self, studied: Studied, response: Response, now: datetime) -> Outcome:
        return self._scheduler.outcome(
            studied.id, studied.state, response.grade, now, self._loads.__getitem__
        )

    def _record(
        self, studied: Studied, response: Response, outcome: Outcome, now: datetime, day: date
    ) -> str:
        """Append the answer as StudyService does; a test compares the two."""
        state, order = studied.state, ""
        if studied.question_kind is not None:
            seed = f"{state.reps}:{day}"
            places = shuffled_order(studied.card.item_id, studied.question_kind, studied.options, seed)
            order = ",".join(map(str, places))
        return self._writer.append(
            EntryKind.ANSWER, now, day,
            card_id=studied.id, grade=int(response.grade), correct=response.correct,
            confidence=response.confidence, chosen=response.chosen, option_order=order,
            elapsed_ms=response.elapsed_ms, first_sight=_is_first_sight(studied),
            content_hash=studied.content_hash, interval_s=round(outcome.interval.total_seconds()),
            due_on=outcome.state.due_on, phase=str(state.phase),
            certification_id=studied.certification_id, domain_id=studied.domain_id,
            context="today", before=dump_state(state),
            payload=outcome_payload(outcome, self._leech_action),
        )  # fmt: skip

    def _count(self, studied: Studied, response: Response, day: date) -> None:
        phase = studied.state.phase
        key = TotalKey(
            day, studied.certification_id, studied.domain_id, studied.kind, str(phase), int(response.grade)
        )
        self._writer.count(key, response.elapsed_ms, _is_first_sight(studied))

    @staticmethod
    def _note_mistake(studied: Studied, response: Response, day: date) -> None:
        if studied.question_kind is not None:
            studied.mistake = after_answer(
                studied.mistake, right=response.grade is not Grade.AGAIN,
                sure=response.confidence == Confidence.SURE, day=day,
                chosen=response.chosen, content_hash=studied.content_hash,
            )  # fmt: skip

    def _move(self, studied: Studied, outcome: Outcome) -> None:
        studied.state = outcome.state
        if outcome.leech:
            for mark, value in leech_marks(self._leech_action).items():
                setattr(studied, mark, value)
        if outcome.state.phase is Phase.REVIEW and outcome.state.due_on is not None:
            self._due[outcome.state.due_on].append(studied)
            self._loads[outcome.state.due_on] += 1

    def _mark(self, studied: Studied, now: datetime, day: date) -> None:
        """Now and then an item that went wrong is flagged, or gets a note."""
        draw = self._chance.random()
        if draw < FLAGS and not studied.flagged:
            studied.flagged = True
            self._append_mark(studied, EntryKind.FLAG, now, day, {"flagged": False}, {"flagged": True})
        elif FLAGS <= draw < FLAGS + NOTES and not studied.note:
            studied.note = "Mixed this up again: read the reasons slowly."
            self._append_mark(studied, EntryKind.NOTE, now, day, {"note": ""}, {"note": studied.note})

    def _append_mark(
        self,
        studied: Studied,
        kind: EntryKind,
        now: datetime,
        day: date,
        before: dict[str, object],
        after: dict[str, object],
    ) -> None:
        self._writer.append(
            kind, now, day, card_id=studied.id, certification_id=studied.certification_id,
            payload={"before": before, "after": after},
        )  # fmt: skip


def _is_first_sight(studied: Studied) -> bool:
    is_new = studied.state.phase is Phase.NEW
    return is_new and studied.question_kind is not None and not studied.was_shown


def intake(days: int, cards: int, chance: Random) -> list[int]:
    """How many cards have been met by the end of each day of study: some days bring more than others."""
    eager = [chance.uniform(0.3, 1.7) for _day in range(days)]
    met = accumulate(eager)
    return [round(cards * share / sum(eager)) for share in met]


def traits(learner: Learner, studied: Iterable[Studied]) -> None:
    """Give every item its own strength in the learner's memory; both directions of a term share it."""
    by_family: dict[str, float] = {}
    for card in studied:
        family = card.card.family
        trait = by_family.get(family) if family else None
        card.trait = learner.memory_trait() if trait is None else trait
        if family:
            by_family[family] = card.trait
