"""The items of an exam that is over: the list, and one item with its reasons."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("examitems.open", ("enter",), "read", "Read the item under the cursor with its reasons.", rank=1),
    Action("examitems.which", ("m",), "missed or all", "Show only what was missed, or everything.", rank=2),
    Action(
        "examitems.terms",
        ("t",),
        "terms to reviews",
        "Make the terms of the item due: known ones today, others as new cards.",
        rank=3,
    ),
    Action("examitems.flag", ("f",), "flag", "Flag the question itself, or take the flag away.", rank=4),
)
