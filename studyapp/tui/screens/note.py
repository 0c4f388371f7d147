"""A note of the learner's own to an item; leaving keeps it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static, TextArea

from studyapp.tui.actions import bindings
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import plain

LONGEST_NOTE = 4000
"""Characters that are kept of a note; whoever pastes more is told."""


class NoteScreen(StudyScreen):
    """Gives back the text, or None when it is to stay as it was."""

    NAME = "note"
    ABOUT = "A note of your own to this item. It is kept when you leave, and stands under the answer."
    BINDINGS = bindings("note")
    JUMPS = False
    AUTO_FOCUS = "#text"
    CSS_PATH = "../styles/study.tcss"
    HEADLINE: ClassVar[str] = "Your note"
    LONGEST: ClassVar[int] = LONGEST_NOTE

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose_main(self) -> ComposeResult:
        """The item in two lines, and the field."""
        yield Static(
            plain(self._title.strip(), "$dim", keep_lines=False), id="note-title", classes="furniture"
        )
        yield TextArea(self._text, id="text", soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        yield Static("", id="note-left", classes="notice", markup=False)

    async def load(self) -> None:
        """Say where we are; there is nothing to fetch."""
        self.headline = self.HEADLINE

    def on_mount(self) -> None:
        """The keyboard belongs to the field, its cursor to the end."""
        super().on_mount()
        self.query_one("#main").can_focus = False
        self.query_one(TextArea).move_cursor(self.query_one(TextArea).document.end)

    def on_text_area_changed(self) -> None:
        """Say when a note is longer than what can be kept."""
        over = len(self.query_one(TextArea).text) - self.LONGEST
        self.query_one("#note-left", Static).update(
            f"! {over} characters too long; the end will be cut." if over > 0 else ""
        )

    def action_save(self) -> None:
        """Keep what is written."""
        self.dismiss(self.query_one(TextArea).text[: self.LONGEST])

    def before_exit(self) -> None:
        """Keep it: that is what leaving does."""
        if self.is_mounted:
            self.action_save()

    def action_drop(self) -> None:
        """Leave the note as it was."""
        self.dismiss(None)
