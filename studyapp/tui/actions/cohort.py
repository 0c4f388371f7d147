"""The learners who handed over their progress, those first who need attention."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "cohort.open",
        ("enter",),
        "talk about",
        "What to talk about with the learner under the cursor.",
        rank=1,
    ),
    Action(
        "cohort.common",
        ("c",),
        "in common",
        "Weakest domains, what is mixed up, item statistics, and the files that were set aside.",
        rank=2,
    ),
    Action("cohort.again", ("u",), "look again", "Look at the folder again now.", rank=3),
    Action("cohort.folder", ("f",), "folder", "Choose the folder, in the settings.", rank=4),
)
