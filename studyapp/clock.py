"""The clock, as a value that can be handed in and replaced in tests and simulations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Where the present comes from."""

    def now(self) -> datetime:
        """The present as an aware UTC datetime."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present as an aware UTC datetime with millisecond resolution, as the log keeps it."""
        present = datetime.now(UTC)
        return present.replace(microsecond=present.microsecond // 1000 * 1000)


class ManualClock:
    """A clock that moves only when told to."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """The instant that was last set."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move by a span, which may be negative: clocks do get set back."""
        self._now += by

    def set(self, to: datetime) -> None:
        """Move to an instant."""
        self._now = to
