"""Sitting an exam. Answers are given with the keys of a study session; nothing is told before the end."""

from __future__ import annotations

from studyapp.tui.actions import Action
from studyapp.tui.answer_actions import answer_actions

ACTIONS: tuple[Action, ...] = (
    *answer_actions(
        "exam",
        "Choose what has this letter; it is kept at once, and can be changed where the exam allows it.",
        "Choose with the arrows, or go from part to part; in the overview, move the cursor.",
        "check work",
        "Hands-on task: show the rubric to check your work against; a solution stands in the report.",
    ),
    Action(
        "exam.think-so",
        ("enter", "2"),
        "next",
        "Keep the answer, say that you think so, and go on; without an answer, only go on.",
        rank=2,
    ),
    Action("exam.sure", ("s", "3"), "sure", "Keep the answer, say that you are sure, and go on.", rank=3),
    Action("exam.guess", ("g", "1"), "guess", "Keep the answer, say that it is a guess, and go on.", rank=4),
    Action(
        "exam.flag", ("f", "k"), "flag", "Flag the item to come back to it, or take the flag away.", rank=6
    ),
    Action("exam.next", ("right", "n"), "next item", "Go to the next item; what is chosen is kept."),
    Action(
        "exam.previous",
        ("left", "p"),
        "before",
        "Go to the item before, where the exam allows it.",
        rank=7,
    ),
    Action(
        "exam.overview",
        ("l", "o"),
        "all items",
        "See every item with its state, go to one of them, or hand in.",
        rank=5,
    ),
    Action(
        "exam.pause", ("z",), "pause", "Stop the clock, where the exam allows it; any item waits.", rank=8
    ),
    Action("exam.resume", ("enter", "space"), "go on", "Let the clock run again.", rank=1),
    Action("exam.go", ("enter",), "go to item", "Go to the item under the cursor.", rank=1),
    Action("exam.unanswered", ("u",), "unanswered", "Go to the next item without an answer.", rank=8),
    Action("exam.hand-in", ("h",), "hand in", "Hand the exam in; it asks once more.", rank=2),
    Action("exam.confirm", ("enter", "y"), "hand in", "Hand in now: the report follows.", rank=1),
    Action("exam.refuse", ("n", "escape"), "not yet", "Go back to the items.", rank=2),
    Action("exam.item", ("escape",), "back", "In the overview: back to the item.", rank=79),
    Action(
        "exam.leave",
        ("escape",),
        "leave",
        "From an item, leave: everything is kept, and the clock goes on or is paused.",
        rank=79,
    ),
)
