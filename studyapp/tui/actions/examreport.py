"""The report of an exam."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("examreport.items", ("enter",), "all items", "Go through every item with its reasons.", rank=1),
    Action("examreport.missed", ("m",), "missed items", "Go through the items without full points.", rank=2),
    Action(
        "examreport.attempts", ("a",), "attempts", "See attempts side by side, with the trend drawn.", rank=3
    ),
)
