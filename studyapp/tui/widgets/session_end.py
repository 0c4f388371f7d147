"""What stands where an item would be when there is none: waiting, the end, or nothing due."""

from __future__ import annotations

from datetime import datetime, timedelta

from textual.content import Content
from textual.widgets import Static

from studyapp.clock import Clock
from studyapp.services.views import Finished, Waiting
from studyapp.spans import countdown_label, minutes_label
from studyapp.tui.actions import action
from studyapp.tui.drawing import Drawing, indented, line, stack
from studyapp.tui.plan_lines import still_due
from studyapp.tui.text import count


class Pause(Static):
    """Counts down to the moment at which the next card comes back."""

    def __init__(self, clock: Clock) -> None:
        super().__init__("", id="pause", markup=False)
        self._clock = clock
        self._waiting: Waiting | None = None

    def show(self, waiting: Waiting) -> None:
        """Wait for this."""
        self._waiting = waiting
        self.update(Drawing(self._draw))

    @property
    def left(self) -> timedelta:
        """The time that is left, never negative."""
        if self._waiting is None:
            return timedelta(0)
        return max(timedelta(0), self._waiting.until - self._clock.now())

    @property
    def is_over(self) -> bool:
        """Whether the card has come back."""
        return self._waiting is not None and self.left <= timedelta(0)

    def tick(self) -> None:
        """Show the time that is left now."""
        self.update(Drawing(self._draw), layout=False)

    def _draw(self, width: int) -> Content:
        assert self._waiting is not None
        return pause_text(self._waiting, self._clock.now(), width)


def pause_text(waiting: Waiting, now: datetime, width: int) -> Content:
    """What the waiting screen says."""
    cards = f"{count(waiting.left, 'card')} {'comes' if waiting.left == 1 else 'come'} back"
    return stack(
        [
            line(("A short pause", "bold $ink")),
            Content(""),
            line(
                (f"{cards} in ", "$foreground"), (countdown_label(waiting.until - now), "bold $accent"),
                (".", "$foreground"),
            ),
            Content(""),
            indented(
                "What you just learned settles better with a little time in between. Wait here and it goes "
                "on by itself, or stop now: nothing is lost, the rest will be there when you come back.",
                width,
                indent=0,
                style="$dim",
            ),
        ]
    )  # fmt: skip


class Summary(Static):
    """The end of a session, or the word that there was nothing to do."""

    def __init__(self) -> None:
        super().__init__("", id="summary", markup=False)

    def show(self, finished: Finished, trail: str = "") -> None:
        """Show what was done."""
        draw = nothing_due_text if finished.answered == 0 else done_text
        self.update(Drawing(lambda width: draw(finished, trail, width)))


def done_text(finished: Finished, trail: str, width: int) -> Content:
    """What was done, and what comes tomorrow."""
    told = f"{count(finished.answered, 'answer')} in {minutes_label(finished.seconds)}"
    lines = [
        line(("✓ Done", "bold $right"), (" for now.", "$ink")),
        Content(""),
        line((f"{told}, {finished.right} of them right.", "$foreground")),
        indented(_tomorrow(finished), width, indent=0, style="$foreground"),
    ]
    if trail:
        lines.append(line((trail, "$dim")))
    return stack([*lines, Content(""), indented(_what_next(finished), width, indent=0, style="$dim")])


def nothing_due_text(finished: Finished, trail: str, width: int) -> Content:
    """The empty session: what would be here, and what brings it."""
    lines = [
        line(("Nothing is due right now.", "bold $ink")),
        Content(""),
        indented(
            "Cards and questions stand here when memory says that it is time for them, and new ones as far "
            "as your minutes a day reach.",
            width,
            indent=0,
            style="$foreground",
        ),
        indented(_tomorrow(finished), width, indent=0, style="$foreground"),
    ]
    return stack([*lines, Content(""), indented(_what_next(finished), width, indent=0, style="$dim")])


def _tomorrow(finished: Finished) -> str:
    told = "Nothing comes back tomorrow yet."
    if finished.due_tomorrow:
        verb = "comes" if finished.due_tomorrow == 1 else "come"
        told = f"{count(finished.due_tomorrow, 'review')} {verb} back tomorrow."
    if finished.still_due:
        told += f" {still_due(finished.still_due)}"
    return told


def _what_next(finished: Finished) -> str:
    back = f"{action('study.leave').shown_key} goes back to Today"
    if finished.more_available:
        return f"{back}; {action('study.more').shown_key} goes on with more, if you want to."
    return f"{back}."
