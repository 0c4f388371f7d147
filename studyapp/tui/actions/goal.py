"""The form of a goal: exam date and minutes a day."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "goal.keep",
        ("enter",),
        "make it my goal",
        "Aim at this certification, with the date and the minutes that stand here.",
        rank=1,
    ),
    Action(
        "goal.remove",
        ("f8",),
        "give it up",
        "No longer aim at this certification; what you learned stays.",
        rank=3,
    ),
)
