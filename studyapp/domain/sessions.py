"""A study session: which card comes next, and why. Pure data in, a choice out.

The order of the day's work arrives as a ranked queue (by the exam planner or by due dates); cards in
their learning steps return inside the session when their minutes are over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

LEARN_AHEAD = timedelta(minutes=20)
"""With nothing else left, a card in its steps may come this much before its time (as in Anki)."""
SOON = 3
"""After how many other cards something comes that must not come at once: it would only be repeated."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A card waiting in the session, with the reason shown to the learner."""

    card_id: str
    reason: str
    part: str = ""
    family: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Returning:
    """A card in its learning steps, due again inside the session."""

    card_id: str
    due_at: datetime
    family: str = ""


@dataclass(frozen=True, slots=True)
class SessionState:
    """Where a session stands: what is queued, what returns, what was shown.

    `seconds_left` is what remains of the learner's minutes (None: no limit). Once used up, nothing new
    is begun; what is in its learning steps still comes back.
    """

    queue: tuple[Queued, ...] = ()
    returning: tuple[Returning, ...] = ()
    done: tuple[str, ...] = ()
    families_today: frozenset[str] = field(default_factory=frozenset)
    seconds_left: float | None = None

    def answered(
        self, card_id: str, family: str, back_at: datetime | None, seconds: float = 0.0
    ) -> SessionState:
        """The session after an answer that took `seconds`; `back_at` is set while it is in its steps."""
        returning = tuple(r for r in self.returning if r.card_id != card_id)
        if back_at is not None:
            returning = (*returning, Returning(card_id, back_at, family))
        return replace(
            self,
            queue=tuple(q for q in self.queue if q.card_id != card_id),
            returning=returning,
            done=(*self.done, card_id),
            families_today=self.families_today | ({family} if family else frozenset()),
            seconds_left=None if self.seconds_left is None else self.seconds_left - seconds,
        )

    def soon(self, queued: Queued) -> SessionState:
        """The session with a card that comes after a few others; one that is there already stays."""
        known = {q.family or q.card_id for q in self.queue} | {r.family or r.card_id for r in self.returning}
        if (queued.family or queued.card_id) in known:
            return self
        return replace(self, queue=(*self.queue[:SOON], queued, *self.queue[SOON:]))

    def without(self, card_id: str) -> SessionState:
        """The session after a card was suspended or buried."""
        return replace(
            self,
            queue=tuple(q for q in self.queue if q.card_id != card_id),
            returning=tuple(r for r in self.returning if r.card_id != card_id),
        )

    def place_of(self, card_id: str) -> Place:
        """Where a card stands; one that is put back after its answer was undone has its old place."""
        begun = {*self.done, card_id}
        planned = begun | {q.card_id for q in self.queue} | {r.card_id for r in self.returning}
        repeats = sum(r.card_id != card_id for r in self.returning)
        return Place(len(begun), len(planned), card_id in self.done, repeats)


@dataclass(frozen=True, slots=True)
class Place:
    """The how manieth card of a session this is; what comes back in its steps is not counted again.

    `is_repeat` says that it was shown in this session before, `repeats` how many others come back.
    """

    number: int = 0
    of: int = 0
    is_repeat: bool = False
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class Next:
    """The choice: a card and its reason; or, with no card, until when to wait (None: the end)."""

    card_id: str = ""
    reason: str = ""
    wait_until: datetime | None = None


def choose_next(state: SessionState, now: datetime) -> Next:
    """Steps whose time has come first, then the queue, then steps a little ahead of their time."""
    due = [r for r in state.returning if r.due_at <= now]
    if due:
        return Next(min(due, key=lambda r: r.due_at).card_id, "Back after its learning step.")
    time_is_up = state.seconds_left is not None and state.seconds_left <= 0
    queued = None if time_is_up else _first_allowed(state.queue, state.families_today)
    if queued is not None:
        return Next(queued.card_id, queued.reason)
    if not state.returning:
        return Next()
    soonest = min(state.returning, key=lambda r: r.due_at)
    if soonest.due_at - now <= LEARN_AHEAD:
        return Next(soonest.card_id, "Back a little early: nothing else is left.")
    return Next(wait_until=soonest.due_at)


def _first_allowed(queue: Sequence[Queued], families: frozenset[str]) -> Queued | None:
    return next((q for q in queue if not q.family or q.family not in families), None)


def together(queue: Sequence[Queued], set_of: Mapping[str, str]) -> tuple[Queued, ...]:
    """Cards of one set stand where its first one came, in the order of their ids; `set_of` names the sets."""
    groups: dict[str, list[Queued]] = {}
    for queued in queue:
        groups.setdefault(set_of.get(queued.card_id) or f"card {queued.card_id}", []).append(queued)
    return tuple(q for group in groups.values() for q in sorted(group, key=lambda q: q.card_id))


def interleave(reviews: Sequence[Queued], new: Sequence[Queued]) -> tuple[Queued, ...]:
    """Spread new cards evenly between reviews, each list keeping its order."""
    if not reviews or not new:
        return (*reviews, *new)
    keyed = [((i + 1) / (len(reviews) + 1), 0, q) for i, q in enumerate(reviews)]
    keyed += [((i + 1) / (len(new) + 1), 1, q) for i, q in enumerate(new)]
    keyed.sort(key=lambda entry: entry[:2])
    return tuple(q for _place, _kind, q in keyed)
