"""What you missed and have not recalled since."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "mistakes.start",
        ("enter", "p"),
        "work them off",
        "Study your mistakes, confident errors first.",
        rank=1,
        display="enter",
    ),
    Action(
        "mistakes.why",
        ("i",),
        "why",
        "See the history of the question under the cursor, and when it is due.",
        rank=2,
    ),
    Action(
        "mistakes.scope",
        ("a",),
        "all or goal",
        "Switch between the mistakes of your goal and those of every certification.",
        rank=3,
    ),
    Action(
        "mistakes.dispute",
        ("k",),
        "wrong key",
        "Say why the key of the question under the cursor is wrong, for its author.",
        rank=4,
    ),
)
