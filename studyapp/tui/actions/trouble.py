"""When the data cannot be opened."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("trouble.again", ("enter",), "try again", "Try to open your data once more.", rank=1),
)
