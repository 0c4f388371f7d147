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
    Action("roadmaps.compare", ("enter",), "compare", "Show both roles side by side.", rank=1),
    Action(
        "roadmaps.follow",
        ("f",),
        "follow or leave",
        "Follow the marked roadmap beside the others, or leave it.",
        rank=2,
    ),
)
