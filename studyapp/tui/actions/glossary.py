"""Every term of every certification."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "glossary.open",
        ("enter",),
        "read",
        "Read the marked term: definition, example, questions that use it.",
        rank=1,
    ),
    Action("glossary.add", ("ctrl+n",), "add to cards", "Make cards of the marked term.", rank=2),
    Action(
        "glossary.filter",
        ("ctrl+t",),
        "certification",
        "Search the terms of one certification, or of all.",
        rank=3,
    ),
    Action("glossary.clear", ("ctrl+u",), "empty", "Empty the search field.", rank=4),
)
