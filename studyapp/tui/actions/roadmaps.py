"""The list of roadmaps."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "roadmaps.open",
        ("enter",),
        "look at it",
        "See the stages of the marked roadmap; nothing is followed by looking.",
        rank=1,
    ),
)
