"""The help screen."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "help.all",
        ("a",),
        "every key",
        "List the keys of every screen, or only those of the one that you came from.",
        rank=1,
    ),
)
