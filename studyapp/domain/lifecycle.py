"""Where a credential is in its life on a day, computed from its dated events.

The `status` of the facts says how things stood when they were checked. An event whose day has come since
wins over it, so that a retirement which was announced shows on its day without anybody editing a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from studyapp.domain.certifications import Certification, LifeEvent, Status
from studyapp.domain.days import long_date

FACTS_REVIEW_DAYS = 90
"""Facts checked longer ago than this are shown with "check before you book"."""

_ENDS = ("retired",)
_LAST = ("last-exam", "last-booking", "language-retires")
_TURNS = frozenset({"version-change", "retired", "last-exam", "last-booking", "beta-closes"})
_SHOWN = {
    "released": "it is released", "beta-opens": "the beta opens", "beta-closes": "the beta closes",
    "general-availability": "the standard exam opens", "version-change": "a new version comes",
    "last-booking": "last day to book", "last-exam": "last day to sit it", "retired": "it retires",
    "language-retires": "a language retires", "renamed": "it is renamed",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Life:
    """The life of a credential as of a day.

    `since` is the day that brought the status, None where no event says so; `next_event` the nearest
    event to come that changes what can be taken, `days_left` the days until it. `line` says it all in one.
    """

    status: Status
    line: str
    since: date | None = None
    next_event: str = ""
    next_on: date | None = None
    days_left: int | None = None
    differs_from_facts: bool = False

    @property
    def is_notable(self) -> bool:
        """Whether a learner who plans an exam must know of it."""
        return self.status is not Status.ACTIVE or self.next_event in _TURNS


def life_on(it: Certification, today: date) -> Life:
    """Status, what comes next and in how many days, as of `today`."""
    status, since = _status(it, today)
    coming = _coming(it, status, today)
    return Life(
        status,
        _line(it, status, since, coming, today),
        since,
        coming.event if coming else "",
        coming.on if coming else None,
        (coming.on - today).days if coming else None,
        status is not it.status,
    )


def facts_are_stale(it: Certification, today: date) -> bool:
    """Whether the facts are past their review period, or nobody knows when they were checked."""
    age = it.days_since_check(today)
    return age is None or age > FACTS_REVIEW_DAYS


def opens_after(it: Certification, on: date) -> date | None:
    """The day on which the standard exam opens, where it is after `on`; None where it is open or unknown."""
    days = [event.on for event in it.life_cycle if event.event == "general-availability"]
    return max(days) if days and max(days) > on else None


def retired_on(it: Certification) -> date | None:
    """The day of the event that ends it, past or to come."""
    return next((event.on for event in it.life_cycle if event.event in _ENDS), None)


def _status(it: Certification, today: date) -> tuple[Status, date | None]:
    past = sorted((e for e in it.life_cycle if e.on <= today), key=lambda e: e.on)
    ended = next((e.on for e in reversed(past) if e.event in _ENDS), None)
    if ended is not None:
        return Status.RETIRED, ended
    if it.status is Status.RETIRED:
        # Retired by its facts: an announced day that is still to come must not bring it back.
        return Status.RETIRED, next((e.on for e in reversed(past) if e.event == "last-exam"), None)
    opened = next((e.on for e in reversed(past) if e.event in ("general-availability", "released")), None)
    beta = next((e.on for e in reversed(past) if e.event == "beta-opens"), None)
    if any(e.event in _ENDS and e.on > today for e in it.life_cycle):
        return Status.RETIRING, None
    if it.status is Status.RETIRING:
        return Status.RETIRING, next((e.on for e in reversed(past) if e.event in _LAST), None)
    if beta is not None and (opened is None or opened < beta):
        return Status.BETA, beta
    if it.status is Status.BETA and opened is None:
        return Status.BETA, None
    return Status.ACTIVE, opened


def _coming(it: Certification, status: Status, today: date) -> LifeEvent | None:
    if status is Status.RETIRED:
        return None
    later = [e for e in it.life_cycle if e.on > today and e.event != "other"]
    return min(later, key=lambda e: e.on, default=None)


def _line(
    it: Certification, status: Status, since: date | None, coming: LifeEvent | None, today: date
) -> str:
    when = f" since {long_date(since)}" if since and status in (Status.BETA,) else ""
    if status is Status.RETIRED:
        return f"retired on {long_date(since)}" if since else "retired"
    parts = [f"{status}{when}"]
    if status is Status.RETIRING and since is not None:
        parts = [f"retiring: the last day to sit it was {long_date(since)}"]
    if coming is not None:
        days = (coming.on - today).days
        left = "tomorrow" if days == 1 else f"in {days} days"
        parts.append(f"{_SHOWN[coming.event]} on {long_date(coming.on)}, {left}")
    return "; ".join(parts)
