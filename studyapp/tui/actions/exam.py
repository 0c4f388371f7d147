"""Sitting an exam. Answers are given with the keys of a study session; nothing is told before the end."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "exam.choose",
        ("a", "b", "c", "d", "e", "f", "g", "h"),
        "choose",
        "Choose what has this letter; it is kept at once, and can be changed where the exam allows it.",
        rank=1,
        display="a-h",
        passes_key=True,
        in_palette=False,
    ),
    Action(
        "exam.move",
        ("up", "down"),
        "move",
        "Choose with the arrows, or go from part to part; in the overview, move the cursor.",
        passes_key=True,
        in_palette=False,
    ),
    Action(
        "exam.mark",
        ("space",),
        "mark",
        "Choose the option under the cursor, or take the choice back where several are right.",
        in_palette=False,
    ),
    Action(
        "exam.shift",
        ("shift+up", "shift+down"),
        "move step",
        "Ordering: move the step under the cursor up or down.",
        rank=1,
        display="shift+↑↓",
        passes_key=True,
        in_palette=False,
    ),
    Action(
        "exam.hold",
        ("space",),
        "hold step",
        "Ordering: take hold of the step under the cursor, carry it with the arrows, and put it down.",
        rank=1,
        in_palette=False,
    ),
    Action(
        "exam.unmatch",
        ("space", "backspace"),
        "take back",
        "Matching: take the choice of the prompt under the cursor back.",
        rank=5,
        in_palette=False,
    ),
    Action(
        "exam.written",
        ("enter",),
        "done typing",
        "Typed answers: go on to the next empty field; out of the last one, say how sure you are.",
        rank=1,
        in_palette=False,
    ),
    Action(
        "exam.write",
        ("space", "tab"),
        "type again",
        "Typed answers: go back into the field.",
        rank=5,
        in_palette=False,
    ),
    Action(
        "exam.uncover",
        ("enter", "space"),
        "show solution",
        "Hands-on task: show a solution and the rubric to check your work against.",
        rank=1,
    ),
    Action(
        "exam.page",
        ("pageup", "pagedown", "home", "end"),
        "page",
        "Scroll a long item by a page, or to its beginning or end.",
        display="pgup pgdn",
        passes_key=True,
        in_palette=False,
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
    Action("exam.refuse", ("n",), "not yet", "Go back to the items.", rank=2),
    Action(
        "exam.leave",
        ("escape",),
        "leave",
        "Back to the item; from an item, leave: everything is kept, and the clock goes on or is paused.",
        rank=79,
    ),
)
