"""Handing over progress: what leaves, in which form, and where to."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("handover.write", ("w",), "write the file", "Write the file; nothing is sent anywhere.", rank=1),
    Action(
        "handover.change",
        ("enter", "right"),
        "change",
        "Go to the next choice of the line under the cursor.",
        rank=2,
    ),
)
