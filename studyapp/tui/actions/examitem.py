"""One item of an exam that is over."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("examitem.next", ("enter", "n", "right"), "next", "Go to the next item.", rank=1),
    Action("examitem.previous", ("p", "left"), "before", "Go to the item before.", rank=2),
    Action(
        "examitem.terms",
        ("t",),
        "terms to reviews",
        "Make the terms of this item due: known ones today, others as new cards.",
        rank=3,
    ),
    Action("examitem.flag", ("f",), "flag", "Flag the question itself, or take the flag away.", rank=4),
    Action("examitem.why", ("i",), "when due", "When the question comes back, and its history.", rank=6),
    Action(
        "examitem.dispute",
        ("k",),
        "wrong key",
        "Say why the key of this item is wrong, for its author.",
        rank=5,
    ),
)
