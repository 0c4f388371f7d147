"""The day's plan."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("today.start", ("enter",), "start", "Study today's plan in the best order.", rank=1),
    Action("today.cards", ("c",), "cards", "Study only the term cards that are due.", rank=2),
    Action("today.practice", ("p",), "practice", "Answer questions of your weakest domains.", rank=3),
    Action(
        "today.exam",
        ("x",),
        "exam",
        "Sit a mock exam, a section, a placement or a quiz, or go on with one; past attempts.",
        rank=4,
    ),
    Action(
        "today.try-five",
        ("t",),
        "try five",
        "Answer five questions of any certification, without a goal.",
        rank=70,
    ),
    Action(
        "today.goal",
        ("m",),
        "my goal",
        "Change the certification, the exam date or the minutes a day.",
        rank=65,
    ),
    Action(
        "today.day-off",
        ("d",),
        "day off",
        "Make today a day off, or take that back; a planned day off does not break the streak.",
        rank=71,
    ),
)
