"""One term of the glossary."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "term.add", ("a", "enter"), "add to cards", "Make cards of this term, in both directions.", rank=1
    ),
    Action(
        "term.contrast", ("o",), "not the same as", "Go to the term that this one is confused with.", rank=2
    ),
)
