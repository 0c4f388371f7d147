"""What is wrong in banks and roadmaps."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "problems.again",
        ("enter",),
        "read again",
        "Read the content files again after you have changed them.",
        rank=1,
    ),
)
