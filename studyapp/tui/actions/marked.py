"""What was set aside, flagged or noted."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "marked.open", ("enter",), "why", "See its history, when it is due, and its forgetting curve.", rank=1
    ),
    Action("marked.resume", ("x",), "bring back", "Take the item under the cursor back into study.", rank=2),
    Action("marked.suspend", ("x",), "set aside", "Take the item under the cursor out of study.", rank=2),
    Action("marked.unflag", ("f",), "flag off", "Take the flag away.", rank=3),
    Action("marked.flag", ("f",), "flag", "Flag the item under the cursor.", rank=3),
    Action("marked.note", ("n",), "note", "Write a note of your own to this item, or remove it.", rank=4),
    Action("marked.term", ("t",), "term", "Read the term that the card under the cursor asks for.", rank=5),
)
