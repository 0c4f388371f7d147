"""Two roles side by side."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("comparison.swap", ("x",), "swap sides", "Exchange the two roles.", rank=3),
    Action("comparison.choose", ("v", "m"), "another role", "Compare with another role.", rank=2),
    Action("comparison.one", ("1",), "left role", "Go to the profile of the role on the left.", rank=4),
    Action("comparison.other", ("2",), "right role", "Go to the profile of the role on the right.", rank=5),
)
