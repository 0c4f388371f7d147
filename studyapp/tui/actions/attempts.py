"""Past attempts side by side."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("attempts.open", ("enter",), "report", "Read the report of the attempt under the cursor.", rank=1),
)
