"""Words in the corner: whose they are, and when they have to go."""

from __future__ import annotations

from dataclasses import dataclass
from time import time

from textual.notifications import Notification
from textual.screen import Screen

LEAST_TOLD_S = 1.5
"""What was said a moment before a screen was left is read on the next one."""


@dataclass
class Told(Notification):
    """A word in the corner, and the screen that it belongs to; None is the whole app."""

    said_on: Screen[object] | None = None

    def is_left_behind(self, by: Screen[object]) -> bool:
        """Whether it belongs to another screen than the one that is shown now, and could be seen there."""
        return self.said_on not in (None, by) and time() - self.raised_at >= LEAST_TOLD_S
