"""How long an answer took, and whether a key press is one press too many."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

LONGEST_S = 600.0
"""No more than this counts for one item: whoever takes longer has gone for a walk."""
LONGEST_TASK_S = 7200.0
"""The same for a hands-on task."""
REPEAT_S = 0.25
"""A deciding key this soon after the one before is a bounce or a held key: nobody reads that quickly."""


class Stopwatch:
    """Measures from the first paint of an item; stands still while another screen is on top."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._before_s = 0.0
        self._since: float | None = None
        self.longest_s = LONGEST_S

    def reset(self, *, is_task: bool = False) -> None:
        """Back to nothing, and stand still until the next item is painted."""
        self.longest_s = LONGEST_TASK_S if is_task else LONGEST_S
        self._before_s = 0.0
        self._since = None

    def pause(self) -> None:
        """Stand still; the time so far is kept."""
        self._before_s = self._seconds()
        self._since = None

    def resume(self) -> None:
        """Go on after a pause."""
        if self._since is None:
            self._since = self._clock()

    @property
    def elapsed_ms(self) -> int:
        """Milliseconds so far, capped: a break does not count as thinking."""
        return round(min(self._seconds(), self.longest_s) * 1000)

    def _seconds(self) -> float:
        running = self._clock() - self._since if self._since is not None else 0.0
        return self._before_s + max(0.0, running)


class RepeatGuard:
    """Lets a deciding key through unless it follows the one before too closely.

    Each refused press counts as "the one before", so that a held key decides once and not thirty times
    a second.
    """

    def __init__(self, clock: Callable[[], float] = monotonic, repeat_s: float = REPEAT_S) -> None:
        self._clock = clock
        self._last: float | None = None
        self.repeat_s = repeat_s

    def allows(self) -> bool:
        """Whether this press is a decision of its own; remembers the press either way."""
        now = self._clock()
        meant = self._last is None or now - self._last >= self.repeat_s
        self._last = now
        return meant
