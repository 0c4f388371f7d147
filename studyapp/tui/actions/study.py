"""A study session: cards and questions.

One scale for cards and questions: 1 is the shakiest. Letters of options win over what else a letter does
while a question waits for its answer, so `f` flags unless there is an option f.
"""

from __future__ import annotations

from studyapp.tui.actions import Action
from studyapp.tui.answer_actions import answer_actions

ACTIONS: tuple[Action, ...] = (
    Action("study.reveal", ("enter", "space"), "show answer", "Card: turn it over.", rank=1),
    *answer_actions(
        "study",
        "Question: choose what has this letter; where several are right, press it again to undo that.",
        "Choose with the arrows, or go from step to step, prompt to prompt, field to field; or scroll.",
        "show solution",
        "Hands-on task: show a solution and the rubric to check your work against.",
    ),
    Action(
        "study.think-so",
        ("enter", "2"),
        "think so",
        "Question: answer with what is chosen, and say that you think so.",
        rank=2,
    ),
    Action(
        "study.sure",
        ("s", "3"),
        "sure",
        "Question: answer with what is chosen, and say that you are sure.",
        rank=3,
    ),
    Action(
        "study.guess",
        ("g", "1"),
        "guess",
        "Question: answer with what is chosen, and say that it is a guess.",
        rank=4,
    ),
    Action(
        "study.again", ("1",), "again", "Card: you did not know it; it comes back within minutes.", rank=2
    ),
    Action("study.hard", ("2",), "hard", "Card: you knew it, with effort.", rank=3),
    Action("study.good", ("3",), "good", "Card: you knew it.", rank=4),
    Action("study.easy", ("4",), "easy", "Card: you knew it at once.", rank=5),
    Action(
        "study.suggested",
        ("enter", "space"),
        "marked grade",
        "Card: give the marked grade, which is good, or again when what you typed was not the term.",
        in_palette=False,
    ),
    Action("study.next", ("enter", "space"), "next", "Go on to the next card or question.", rank=1),
    Action(
        "study.leave", ("enter",), "back to today", "End the session; everything is saved already.", rank=1
    ),
    Action("study.more", ("m",), "a few more", "Go on beyond today's plan.", rank=2),
    Action(
        "study.undo",
        ("u", "ctrl+z"),
        "undo",
        "Take the last answer of today back; again for the one before, as often as you like.",
        rank=6,
    ),
    Action(
        "study.terms",
        ("t",),
        "add terms",
        "Make cards of the terms that this question rests on.",
        rank=7,
    ),
    Action(
        "study.dispute",
        ("k",),
        "wrong key",
        "Say why the key of the answered question is wrong, for its author.",
        rank=8,
    ),
    Action("study.why", ("i",), "why", "Why is this due? Its history and its forgetting curve.", rank=9),
    Action("study.note", ("n",), "note", "Write a note of your own to this item.", rank=10),
    Action(
        "study.flag", ("f",), "flag", "Flag this item to come back to it, or take the flag away.", rank=11
    ),
    Action(
        "study.bury", ("z",), "not today", "Put this item off until tomorrow; undo takes it back.", rank=12
    ),
    Action("study.suspend", ("x",), "set aside", "Take this item out of study; undo takes it back.", rank=13),
)
