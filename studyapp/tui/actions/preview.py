"""An author's items as a learner sees them: `studyapp bank preview`."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("preview.next", ("n", "right"), "next", "Go to the next item.", rank=1),
    Action("preview.previous", ("p", "left"), "previous", "Go to the item before.", rank=2),
    Action(
        "preview.answer", ("space", "enter"), "answer", "Show or hide what comes after the answer.", rank=3
    ),
    Action("preview.problem", ("j",), "next problem", "Go to the next item with a problem.", rank=4),
)
