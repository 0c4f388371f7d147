"""The name of a quiz."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("quizname.keep", ("enter",), "keep", "Save the quiz under this name.", rank=1),
)
