"""Why an item is due."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("why.close", ("enter", "i"), "back", "Go back to the item.", rank=1, in_palette=False),
)
