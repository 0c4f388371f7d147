"""Putting a quiz of one's own together."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("quiz.start", ("enter",), "begin", "Begin the quiz as it stands.", rank=1),
    Action(
        "quiz.mark", ("space",), "mark", "Mark the line, or take its mark away; a number goes up.", rank=2
    ),
    Action("quiz.more", ("right", "plus"), "more", "More items, minutes or days.", rank=3),
    Action("quiz.fewer", ("left", "minus"), "fewer", "Fewer items, minutes or days.", rank=4),
    Action("quiz.save", ("s",), "save", "Keep the quiz under a name.", rank=5),
)
