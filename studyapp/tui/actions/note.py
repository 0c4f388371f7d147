"""A note to an item."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "note.save",
        ("escape", "ctrl+s"),
        "save and go back",
        "Keep what is written and go back.",
        rank=1,
        in_palette=False,
    ),
    Action(
        "note.drop",
        ("ctrl+r",),
        "leave it as it was",
        "Go back without the changes.",
        rank=2,
        in_palette=False,
    ),
)
