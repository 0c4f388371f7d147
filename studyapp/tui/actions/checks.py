"""Looking for damage, and backups."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("checks.again", ("enter",), "check again", "Look at everything once more.", rank=1),
    Action(
        "checks.backup", ("b",), "back up now", "Write a copy of all your data to the backups folder.", rank=2
    ),
)
