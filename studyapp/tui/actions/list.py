"""Moving in lists and long texts; done by the widgets themselves."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "list.move",
        ("up", "down"),
        "move",
        "Move the cursor, or scroll a text.",
        built_in=True,
        in_palette=False,
    ),
    Action("list.page", ("pageup", "pagedown"), "page", "Move by a page.", built_in=True, in_palette=False),
    Action(
        "list.ends",
        ("home", "end"),
        "first, last",
        "Go to the beginning or to the end.",
        built_in=True,
        in_palette=False,
    ),
    Action(
        "list.part",
        ("tab", "shift+tab"),
        "next part",
        "Go to the next or the previous part of the screen.",
        built_in=True,
        in_palette=False,
    ),
)
