"""Memory: how a card moves through learning, review and relearning, and when it comes back.

The model is FSRS-6 (Ye et al., the open-spaced-repetition project); its numbers come through the
`MemoryModel` protocol. What a model leaves open is decided here: learning steps, the interval in
whole learner days, deterministic fuzz, load balancing and leeches.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Protocol

from studyapp.domain.days import LearnerCalendar, days_between
from studyapp.domain.questions import Confidence

DEFAULT_PARAMETERS: tuple[float, ...] = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
"""FSRS-6 defaults as published by open-spaced-repetition; the last one is the curve's decay."""


class Grade(IntEnum):
    """The four answers to "how well did you know it?", with FSRS's numbers."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Phase(StrEnum):
    """Where a card is: never seen, in its first steps, in long-term review, or in steps after a lapse."""

    NEW = "new"
    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


@dataclass(frozen=True, slots=True)
class MemoryState:
    """FSRS state: stability in days (interval at which recall is 90 %) and difficulty from 1 to 10."""

    stability: float
    difficulty: float


class MemoryModel(Protocol):
    """What the scheduler asks of FSRS."""

    parameters: Sequence[float]

    def next_states(self, state: MemoryState | None, days_elapsed: int) -> Mapping[Grade, MemoryState]:
        """The state after each of the four grades, `days_elapsed` learner days after the last review."""
        ...


class FittableModel(MemoryModel, Protocol):
    """A memory model that can be fitted to a learner's reviews.

    A history is a card's reviews up to one of them: grade, and learner days since the review before.
    """

    def log_loss(self, histories: Sequence[Sequence[tuple[int, int]]]) -> float:
        """Mean log loss of the predictions for the last review of each history; lower is better."""
        ...

    def fitted(self, histories: Sequence[Sequence[tuple[int, int]]]) -> FittableModel:
        """A model fitted to the last reviews of the histories."""
        ...


@dataclass(frozen=True, slots=True)
class CardState:
    """Everything scheduled about one card; a cache that the log can rebuild.

    `due_at` is exact in the learning phases; in review the card is due from the start of `due_on`.
    """

    phase: Phase = Phase.NEW
    step: int = 0
    memory: MemoryState | None = None
    due_at: datetime | None = None
    due_on: date | None = None
    last_at: datetime | None = None
    last_on: date | None = None
    reps: int = 0
    lapses: int = 0
    recalled_days: int = 0
    recalled_on: date | None = None

    @property
    def learned(self) -> bool:
        """Recalled on three different days (successive relearning; Rawson & Dunlosky 2011)."""
        return self.recalled_days >= 3


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the learner or the settings decide about spacing; minutes for steps, days for intervals."""

    retention: float = 0.90
    learning_steps: tuple[int, ...] = (1, 10)
    relearning_steps: tuple[int, ...] = (10,)
    maximum_interval: int = 36_500
    fuzz: bool = True
    leech_lapses: int = 8


@dataclass(frozen=True, slots=True)
class Outcome:
    """One of the four futures of a card: the state, and the interval that a button shows."""

    state: CardState
    interval: timedelta
    leech: bool = False


Load = Callable[[date], int]
"""How many reviews already fall on a day; the load balancer picks the lightest inside the fuzz range."""


def decay_of(parameters: Sequence[float]) -> float:
    """The (negative) exponent of the forgetting curve: FSRS-6 carries it as w20, older versions use 0.5."""
    return -(parameters[20] if len(parameters) > 20 else 0.5)


def retrievability(stability: float, days: float, decay: float = -DEFAULT_PARAMETERS[20]) -> float:
    """Probability of recall `days` after the last review: R = (1 + F * t / S) ** decay.

    F is chosen so that R(S, S) = 0.9 (FSRS-4.5 and later).
    """
    factor = math.exp(math.log(0.9) / decay) - 1.0
    return float((1.0 + factor * max(0.0, days) / stability) ** decay)


def interval_for(stability: float, retention: float, decay: float = -DEFAULT_PARAMETERS[20]) -> float:
    """Days after which recall falls to `retention`: the inverse of `retrievability`."""
    factor = math.exp(math.log(0.9) / decay) - 1.0
    return float(stability / factor * (retention ** (1.0 / decay) - 1.0))


def fuzz_range(days: float, maximum: int) -> tuple[int, int]:
    """Whole days around an interval: 15 % of the part in 2.5-7 days, 10 % in 7-20, 5 % above, plus one.

    Intervals under 2.5 days are not fuzzed. The rule is Anki's, documented in its manual and source.
    """
    if days < 2.5:
        exact = max(1, round(days))
        return exact, exact
    delta = 1.0
    for start, end, share in ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, math.inf, 0.05)):
        delta += share * max(0.0, min(days, end) - start)
    low = max(2, round(days - delta))
    high = min(round(days + delta), maximum)
    return min(low, high), high


@dataclass(frozen=True, slots=True)
class Scheduler:
    """Moves cards: pure, deterministic, and the same for the button's label and for what is stored."""

    model: MemoryModel
    calendar: LearnerCalendar
    preferences: Preferences = Preferences()

    def outcomes(
        self, card_id: str, state: CardState, now: datetime, load: Load | None = None
    ) -> dict[Grade, Outcome]:
        """The four futures of a card graded at `now`."""
        today = self.calendar.day_of(now)
        elapsed = days_between(state.last_on, today) if state.last_on else 0
        memories = self.model.next_states(state.memory, elapsed)
        return {grade: self._outcome(card_id, state, grade, memories, now, today, load) for grade in Grade}

    def outcome(
        self, card_id: str, state: CardState, grade: Grade, now: datetime, load: Load | None = None
    ) -> Outcome:
        """One of the four futures alone: what `outcomes` gives for that grade, at a quarter of the cost."""
        today = self.calendar.day_of(now)
        elapsed = days_between(state.last_on, today) if state.last_on else 0
        memories = self.model.next_states(state.memory, elapsed)
        return self._outcome(card_id, state, grade, memories, now, today, load)

    def moved(
        self,
        state: CardState,
        grade: Grade,
        memories: Mapping[Grade, MemoryState],
        now: datetime,
        today: date,
    ) -> CardState:
        """The card after a grade, but for when it comes back in review."""
        lapsed = state.phase is Phase.REVIEW and grade is Grade.AGAIN
        # Never earlier than the last one: a clock set back or a flight west does not make a new day.
        day = max(today, state.last_on) if state.last_on else today
        recalled = grade is not Grade.AGAIN and (state.recalled_on is None or state.recalled_on < day)
        moved = replace(
            state,
            memory=memories[grade],
            last_at=now,
            last_on=day,
            reps=state.reps + 1,
            lapses=state.lapses + lapsed,
            recalled_days=state.recalled_days + recalled,
            recalled_on=day if recalled else state.recalled_on,
        )
        step = self._next_step(state, grade)
        if step is None:
            return replace(moved, phase=Phase.REVIEW, step=0)
        minutes, number, phase = step
        due_at = now + timedelta(minutes=minutes)
        return replace(moved, phase=phase, step=number, due_at=due_at, due_on=self.calendar.day_of(due_at))

    def _outcome(
        self,
        card_id: str,
        state: CardState,
        grade: Grade,
        memories: Mapping[Grade, MemoryState],
        now: datetime,
        today: date,
        load: Load | None,
    ) -> Outcome:
        moved = self.moved(state, grade, memories, now, today)
        leech = self.is_leech(state.phase, grade, moved.lapses)
        if moved.phase is not Phase.REVIEW:
            assert moved.due_at is not None
            return Outcome(moved, moved.due_at - now, leech)
        # Where Hard stays in a step of a day or more, Good and Easy must not come back before it.
        hard = self._next_step(state, Grade.HARD)
        least = max(1, math.ceil(hard[0] / 1440)) if hard else 1
        days = self._review_days(card_id, moved, grade, memories, today, load, least)
        due_on = today + timedelta(days=days)
        moved = replace(moved, due_on=due_on, due_at=self.calendar.start_of(due_on))
        return Outcome(moved, timedelta(days=days), leech)

    def _next_step(self, state: CardState, grade: Grade) -> tuple[float, int, Phase] | None:
        """Minutes, step and phase while the card stays in steps, or None when it goes to review."""
        if state.phase is Phase.REVIEW:
            steps, phase = self.preferences.relearning_steps, Phase.RELEARNING
            return (steps[0], 0, phase) if grade is Grade.AGAIN and steps else None
        relearning = state.phase is Phase.RELEARNING
        steps = self.preferences.relearning_steps if relearning else self.preferences.learning_steps
        phase = Phase.RELEARNING if relearning else Phase.LEARNING
        if not steps or grade is Grade.EASY:
            return None
        if grade is Grade.AGAIN:
            return steps[0], 0, phase
        step = min(state.step, len(steps) - 1)
        if grade is Grade.HARD:
            return self._hard_minutes(steps, step), step, phase
        return (steps[step + 1], step + 1, phase) if step + 1 < len(steps) else None

    @staticmethod
    def _hard_minutes(steps: Sequence[int], step: int) -> float:
        # Hard waits longer than Again and shorter than Good, as Anki has it.
        if step == 0 and len(steps) == 1:
            return steps[0] * 1.5
        if step == 0:
            return (steps[0] + steps[1]) / 2
        return float(steps[step])

    def is_leech(self, phase: str, grade: Grade, lapses: int) -> bool:
        """Whether a lapse makes (or again marks) a leech: at the threshold, then every half of it."""
        threshold = self.preferences.leech_lapses
        if phase != Phase.REVIEW or grade is not Grade.AGAIN or threshold == 0 or lapses < threshold:
            return False
        return (lapses - threshold) % max(1, threshold // 2) == 0

    def _review_days(
        self,
        card_id: str,
        moved: CardState,
        grade: Grade,
        memories: Mapping[Grade, MemoryState],
        today: date,
        load: Load | None,
        least: int,
    ) -> int:
        """Whole days until the next review; a better grade never gives a shorter interval."""
        seed = f"{card_id}:{moved.reps}"
        days = least
        for better in range(Grade.AGAIN, grade + 1):
            days = self._fuzzed(seed, self._plain_days(memories[Grade(better)]), least, today, load)
            least = days + (better == Grade.GOOD)
        return days

    def _plain_days(self, memory: MemoryState) -> int:
        raw = interval_for(memory.stability, self.preferences.retention, decay_of(self.model.parameters))
        return max(1, min(round(raw), self.preferences.maximum_interval))

    def _fuzzed(self, seed: str, days: int, least: int, today: date, load: Load | None) -> int:
        """A day of the fuzz range, not before `least` and never beyond the longest interval."""
        most = self.preferences.maximum_interval
        low, high = fuzz_range(days, most) if self.preferences.fuzz else (days, days)
        low = min(max(low, least), most)
        high = max(low, high)
        if low == high:
            return low
        chance = random.Random(seed)
        if load is None:
            return low + int(chance.random() * (high - low + 1))
        start, day = today.toordinal(), date.fromordinal
        ranked = [(load(day(start + d)), chance.random(), d) for d in range(low, high + 1)]
        return min(ranked)[2]


def grade_of_answer(correct: bool, confidence: Confidence, elapsed_ms: int, usual_ms: float | None) -> Grade:
    """The grade of a question comes from the answer, so that it cannot be misused.

    Wrong is Again. Right is Easy only when sure and clearly quicker than the learner's own median,
    Hard when guessed or far slower than it, Good otherwise.
    """
    if not correct:
        return Grade.AGAIN
    slow = usual_ms is not None and elapsed_ms > 2.5 * usual_ms
    quick = usual_ms is not None and elapsed_ms < 0.6 * usual_ms
    if confidence is Confidence.GUESS or slow:
        return Grade.HARD
    if confidence is Confidence.SURE and quick:
        return Grade.EASY
    return Grade.GOOD
