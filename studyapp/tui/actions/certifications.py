"""The list of all certifications."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "certifications.open",
        ("enter",),
        "open",
        "See the certification under the cursor, or take it.",
        rank=1,
    ),
    Action("certifications.clear", ("ctrl+u",), "show all", "Empty the search field.", rank=3),
)
