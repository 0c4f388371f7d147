"""Choosing an exam, a section, a placement, a quiz; attempts so far."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "exams.open", ("enter",), "open", "Begin what is marked, go on with it, or read its report.", rank=1
    ),
    Action("exams.quiz", ("n",), "new quiz", "Put a quiz of your own together.", rank=2),
    Action("exams.change", ("e",), "change quiz", "Change the saved quiz under the cursor.", rank=3),
    Action("exams.forget", ("x",), "forget quiz", "Forget the saved quiz under the cursor.", rank=4),
    Action(
        "exams.attempts", ("a",), "attempts", "See past attempts side by side, with the trend drawn.", rank=3
    ),
    Action(
        "exams.certification", ("c",), "others", "Choose another certification to be examined in.", rank=5
    ),
)
