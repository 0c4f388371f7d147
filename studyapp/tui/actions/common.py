"""What the learners of a cohort have in common."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "common.write",
        ("w",),
        "write a page",
        "Write the whole cohort as a page for a browser, into the present folder.",
        rank=1,
    ),
)
