"""The clock, as a value that can be handed in and replaced in tests and simulations."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Where the present comes from."""

    def now(self) -> datetime:
        """The present as an aware UTC datetime."""
        ...

    def steady(self) -> tuple[str, int]:
        """The boot of the machine, and milliseconds that count up within it, whatever the wall clock says."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present as an aware UTC datetime with millisecond resolution, as the log keeps it."""
        present = datetime.now(UTC)
        return present.replace(microsecond=present.microsecond // 1000 * 1000)

    def steady(self) -> tuple[str, int]:
        """Linux counts through sleep and over processes; elsewhere the boot is this process."""
        if hasattr(time, "CLOCK_BOOTTIME"):
            return _boot_id(), time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
        return _THIS_PROCESS, time.monotonic_ns() // 1_000_000


class ManualClock:
    """A clock that moves only when told to."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._boot = 1
        self._steady = timedelta()

    def now(self) -> datetime:
        """The instant that was last set."""
        return self._now

    def steady(self) -> tuple[str, int]:
        """The time that passed since the machine was booted."""
        return f"boot-{self._boot}", round(self._steady / timedelta(milliseconds=1))

    def advance(self, by: timedelta) -> None:
        """Move by a span, which may be negative: clocks do get set back, and then no time has passed."""
        self._now += by
        self._steady += max(timedelta(), by)

    def set(self, to: datetime) -> None:
        """Move to an instant."""
        self.advance(to - self._now)

    def turn(self, by: timedelta) -> None:
        """Set the wall clock by hand: no time has passed."""
        self._now += by

    def boot(self) -> None:
        """Start the machine anew: the steady count begins again."""
        self._boot += 1
        self._steady = timedelta()


_THIS_PROCESS = f"process-{secrets.token_hex(8)}"


@cache
def _boot_id() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return _THIS_PROCESS
