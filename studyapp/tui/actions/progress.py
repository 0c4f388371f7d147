"""What was done and what is remembered."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("progress.scope", ("c",), "other domains", "Show the domains of another certification.", rank=1),
    Action(
        "progress.marked",
        ("m",),
        "set aside, flagged",
        "List what you set aside, flagged or noted, and bring items back.",
        rank=2,
    ),
    Action(
        "progress.handover",
        ("h",),
        "hand over",
        "See what an export would hold, choose how much, and write it.",
        rank=3,
    ),
    Action(
        "progress.cohort",
        ("o",),
        "cohort",
        "For mentors: see together what learners handed over to you.",
        rank=4,
    ),
)
