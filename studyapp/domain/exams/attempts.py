"""An attempt at a form as a state machine, with a clock that a hand on the wall clock cannot move.

Pure: each step takes the attempt and a moment and gives the attempt after it. Time is what lies between two
moments: by the steady clock of the machine where both are of one boot, else by the wall clock, and never less
than nothing. So a wall clock set back gives no time, and one set forward while the program runs takes none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from studyapp.domain.exams.rules import Rules

REVIEW = -1
"""The place of the review page."""


class Status(StrEnum):
    """Where an attempt is."""

    RUNNING = "running"
    PAUSED = "paused"
    SUBMITTED = "submitted"
    EXPIRED = "expired"


class Event(StrEnum):
    """What is recorded of an attempt."""

    STARTED = "started"
    WENT = "went"
    ANSWERED = "answered"
    SETTLED = "settled"
    FLAGGED = "flagged"
    UNFLAGGED = "unflagged"
    PAUSED = "paused"
    RESUMED = "resumed"
    RETURNED = "returned"
    SUBMITTED = "submitted"
    EXPIRED = "expired"


class AttemptError(ValueError):
    """A step that an attempt does not allow; the text says why."""


class AttemptOver(AttemptError):
    """The attempt was submitted, or its time ran out."""


class PlaceUnknown(AttemptError):
    """There is no item at that place of the form."""


class NotAllowed(AttemptError):
    """The rules of this exam forbid the step."""


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant by the wall clock, and the reading of a clock that counts up within one boot."""

    at: datetime
    boot: str
    steady_ms: int


@dataclass(frozen=True, slots=True)
class Slot:
    """One item of the form as the learner left it.

    `response` is the encoded answer, "" for none, and `whole` says that it holds all that is asked for;
    `given` holds the answers that were settled, oldest first: more than one means that it was changed.
    """

    response: str = ""
    whole: bool = False
    confidence: str = ""
    flagged: bool = False
    seen: bool = False
    spent_ms: int = 0
    given: tuple[str, ...] = ()
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt as of its last moment. `used_ms` is the time used of the limit, pauses left out."""

    rules: Rules
    slots: tuple[Slot, ...]
    last: Moment
    status: Status = Status.RUNNING
    place: int = 0
    used_ms: int = 0
    paused_ms: int = 0
    pauses: int = 0

    @property
    def is_over(self) -> bool:
        """Whether nothing can be answered any more."""
        return self.status in (Status.SUBMITTED, Status.EXPIRED)

    @property
    def limit_ms(self) -> int | None:
        """The time that there is, None for an untimed attempt."""
        return None if self.rules.limit_s is None else self.rules.limit_s * 1000

    @property
    def left_ms(self) -> int | None:
        """The time that is left, None for an untimed attempt."""
        return None if self.limit_ms is None else max(0, self.limit_ms - self.used_ms)


def begun(rules: Rules, items: int, moment: Moment) -> Attempt:
    """A new attempt with the first item on the screen."""
    slots = (Slot(seen=True), *(Slot() for _ in range(items - 1)))
    return Attempt(rules, slots, moment)


def between_ms(earlier: Moment, later: Moment) -> int:
    """Milliseconds between two moments, never negative."""
    if earlier.boot and earlier.boot == later.boot:
        return max(0, later.steady_ms - earlier.steady_ms)
    return max(0, round((later.at - earlier.at).total_seconds() * 1000))


def elapsed(attempt: Attempt, moment: Moment) -> Attempt:
    """The attempt a while later: the time goes to the item on the screen, or ends the attempt."""
    return _after(attempt, moment, on_item=True)


def returned(attempt: Attempt, moment: Moment) -> Attempt:
    """The attempt when its learner comes back to it after the program was closed or ended.

    Time away is time used, as in an examination room; where the rules allow a pause, it was one.
    """
    if attempt.status is Status.RUNNING and attempt.rules.may_pause:
        away = between_ms(attempt.last, moment)
        return replace(
            attempt, last=moment, paused_ms=attempt.paused_ms + away, pauses=attempt.pauses + (away > 0)
        )
    return resumed(_after(attempt, moment, on_item=False), moment)


def went(attempt: Attempt, place: int, moment: Moment) -> Attempt:
    """To another item, or to the review page; what was marked at the item before counts as its answer."""
    attempt = settled(_running(attempt, moment), moment)
    if place == REVIEW:
        return replace(attempt, place=REVIEW)
    slot = _slot(attempt, place)
    if not attempt.rules.may_change and slot.given and place != attempt.place:
        raise NotAllowed("This exam does not lead back to an item that was answered.")
    return replace(_with(attempt, place, replace(slot, seen=True)), place=place)


def answered(
    attempt: Attempt, place: int, response: str, confidence: str, moment: Moment, *, whole: bool = True
) -> Attempt:
    """With an answer, a part of one (not `whole`), or none ("") at a place."""
    attempt = _running(attempt, moment)
    slot = _slot(attempt, place)
    if not attempt.rules.may_change and slot.given and response != slot.given[-1]:
        raise NotAllowed("This exam does not let an answer be changed.")
    changed = replace(
        slot, response=response, whole=whole and bool(response), confidence=confidence, seen=True,
        answered_at=moment.at,
    )  # fmt: skip
    return _with(attempt, place, changed)


def settled(attempt: Attempt, moment: Moment) -> Attempt:
    """The answer of the item on the screen stands: leaving it and coming back to another one changes it."""
    if attempt.place == REVIEW:
        return attempt
    slot = _slot(attempt, attempt.place)
    last = slot.given[-1] if slot.given else ""
    if slot.response == last:
        return attempt
    return _with(attempt, attempt.place, replace(slot, given=(*slot.given, slot.response)))


def flagged(attempt: Attempt, place: int, is_flagged: bool, moment: Moment) -> Attempt:
    """With a flag at a place, or without it."""
    attempt = _running(attempt, moment)
    return _with(attempt, place, replace(_slot(attempt, place), flagged=is_flagged))


def paused(attempt: Attempt, moment: Moment) -> Attempt:
    """With the clock stopped; raises NotAllowed where the exam has no pause."""
    attempt = _running(attempt, moment)
    if not attempt.rules.may_pause:
        raise NotAllowed("The clock of this exam cannot be stopped.")
    return replace(attempt, status=Status.PAUSED, pauses=attempt.pauses + 1)


def resumed(attempt: Attempt, moment: Moment) -> Attempt:
    """With the clock running again; an attempt that runs, or is over, stays as it is."""
    if attempt.status is not Status.PAUSED:
        return attempt
    return replace(elapsed(attempt, moment), status=Status.RUNNING)


def submitted(attempt: Attempt, moment: Moment) -> Attempt:
    """Handed in; an attempt whose time ran out meanwhile is that instead."""
    attempt = elapsed(attempt, moment)
    if attempt.is_over:
        return attempt
    return replace(settled(attempt, moment), status=Status.SUBMITTED)


def _after(attempt: Attempt, moment: Moment, *, on_item: bool) -> Attempt:
    gap = between_ms(attempt.last, moment)
    if attempt.is_over:
        return attempt
    if attempt.status is Status.PAUSED:
        return replace(attempt, last=moment, paused_ms=attempt.paused_ms + gap)
    left = attempt.left_ms
    used = gap if left is None else min(gap, left)
    if on_item and attempt.place != REVIEW:
        slot = attempt.slots[attempt.place]
        attempt = _with(attempt, attempt.place, replace(slot, spent_ms=slot.spent_ms + used))
    attempt = replace(attempt, last=moment, used_ms=attempt.used_ms + used)
    if left is not None and gap >= left:
        attempt = replace(settled(attempt, moment), status=Status.EXPIRED)
    return attempt


def _running(attempt: Attempt, moment: Moment) -> Attempt:
    attempt = elapsed(attempt, moment)
    if attempt.status is Status.PAUSED:
        attempt = replace(attempt, status=Status.RUNNING)
    if attempt.is_over:
        raise AttemptOver("The time is up." if attempt.status is Status.EXPIRED else "It was handed in.")
    return attempt


def _slot(attempt: Attempt, place: int) -> Slot:
    if not 0 <= place < len(attempt.slots):
        raise PlaceUnknown(f"There is no item {place + 1}; the form has {len(attempt.slots)}.")
    return attempt.slots[place]


def _with(attempt: Attempt, place: int, slot: Slot) -> Attempt:
    slots = (*attempt.slots[:place], slot, *attempt.slots[place + 1 :])
    return replace(attempt, slots=slots)
