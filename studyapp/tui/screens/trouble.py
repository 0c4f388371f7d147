"""Shown when the learner's data cannot be opened: what happened, and what to do about it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from studyapp.tui.actions import bindings
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import plain


class TroubleScreen(StudyScreen):
    """A calm page in place of a traceback."""

    NAME = "trouble"
    BINDINGS = bindings("trouble")
    ABOUT = "studyapp could not open your data. Nothing was changed; this page says what can be done."
    LEAVABLE = False
    JUMPS = False

    def __init__(self, title: str, message: str, advice: str) -> None:
        super().__init__()
        self.trouble = title
        self.message = message
        self.advice = advice

    def compose_main(self) -> ComposeResult:
        """Title, what happened, what to do, where the data is."""
        yield Static(plain("✗ " + self.trouble, "bold $wrong"), classes="gap")
        yield Static(plain(self.message, "$ink"), classes="gap")
        if self.advice:
            yield Static(plain(self.advice, "$ink"), classes="gap")
        yield Static(plain(f"Your data is in {self.app.home.root}", "$dim"), classes="furniture")

    def action_again(self) -> None:
        """Go back to Today and open the store once more."""
        self.app.go_back(len(self.app.screen_stack))
        self.app.open_store(again=True)
