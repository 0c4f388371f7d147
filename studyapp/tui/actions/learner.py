"""One learner of a cohort."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("learner.next", ("n", "right"), "next learner", "Go to the next learner of the list.", rank=1),
    Action("learner.previous", ("p", "left"), "previous", "Go to the learner before this one.", rank=2),
)
