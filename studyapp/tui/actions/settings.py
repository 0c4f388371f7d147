"""What the learner can set."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("settings.change", ("enter",), "change", "Change the setting under the cursor.", rank=1),
    Action("settings.save", ("enter",), "save", "Keep what you typed.", rank=1),
    Action("settings.cancel", ("escape",), "leave as it is", "Leave the setting as it was.", rank=2),
    Action(
        "settings.default",
        ("backspace", "delete"),
        "first value",
        "Give the setting under the cursor back its first value.",
        rank=3,
    ),
)
