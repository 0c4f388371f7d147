"""How likely you are to pass, and what would raise it."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "readiness.start", ("enter",), "start the first", "Do what is expected to raise P(pass) most.", rank=1
    ),
    Action(
        "readiness.pick",
        ("1", "2", "3"),
        "start one of them",
        "Do the work of that number.",
        rank=2,
        display="1-3",
        passes_key=True,
        in_palette=False,
    ),
    Action("readiness.facts", ("i",), "certification", "See the facts of this certification.", rank=4),
    Action("readiness.choose", ("c",), "others", "See the readiness for another certification.", rank=3),
)
