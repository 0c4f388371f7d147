"""What an exam will be like, before its clock runs."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("briefing.begin", ("enter",), "begin", "Begin: the first item comes, and the clock runs.", rank=1),
)
