"""A one-line field whose enter belongs to the screen, and that survives any paste."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from studyapp.tui.text import clean


class Field(Input):
    """An input without a submit of its own: the screen's action reads `value`, and the key line shows it."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave enter to the screen."""
        return False if action == "submit" else super().check_action(action, parameters)

    def _on_paste(self, event: events.Paste) -> None:
        """Take the first line of a paste, as much as fits; Textual would refuse a long one as a whole."""
        event.stop()
        event.prevent_default()
        lines = (line for line in event.text[:100_000].splitlines() if line.strip())
        start, end = sorted(self.selection)
        room = (self.max_length or 10_000) - len(self.value) + (end - start)
        self.replace(clean(next(lines, ""), keep_lines=False)[: max(0, room)], start, end)
