"""First run, and changing the goal later."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "welcome.next",
        ("enter",),
        "choose",
        "Take the marked line (or what you typed), and go on to the next question.",
        rank=1,
    ),
    Action("welcome.previous", ("escape",), "step back", "Go back to the question before.", rank=2),
    Action(
        "welcome.try-five",
        ("t",),
        "just try five questions",
        "Skip all this and answer five questions right now.",
        rank=3,
    ),
)
