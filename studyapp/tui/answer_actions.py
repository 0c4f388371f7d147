"""The keys of answering, declared once for every screen that asks questions: study sessions and exams."""

from __future__ import annotations

from studyapp.tui.actions import Action


def answer_actions(
    group: str, choosing: str, moving: str, uncover: str, uncovering: str
) -> tuple[Action, ...]:
    """The actions for a group, which says itself how it takes a choice, and what a done task uncovers."""
    return (
        Action(
            f"{group}.choose",
            ("a", "b", "c", "d", "e", "f", "g", "h"),
            "choose",
            choosing,
            rank=1,
            display="a-h",
            passes_key=True,
            in_palette=False,
        ),
        Action(f"{group}.move", ("up", "down"), "move", moving, passes_key=True, in_palette=False),
        Action(
            f"{group}.mark",
            ("space",),
            "mark",
            "Choose the option under the cursor, or take the choice back where several are right.",
            in_palette=False,
        ),
        Action(
            f"{group}.shift",
            ("shift+up", "shift+down"),
            "move",
            "Ordering: move the step under the cursor up or down.",
            rank=1,
            display="shift+↑↓",
            passes_key=True,
            in_palette=False,
        ),
        Action(
            f"{group}.hold",
            ("space",),
            "hold",
            "Ordering: take hold of the step under the cursor, carry it with the arrows, and put it down.",
            rank=1,
            in_palette=False,
        ),
        Action(
            f"{group}.unmatch",
            ("space", "backspace"),
            "take back",
            "Matching: take the choice of the prompt under the cursor back.",
            rank=5,
            in_palette=False,
        ),
        *_typing(group),
        Action(f"{group}.uncover", ("enter", "space"), uncover, uncovering, rank=1),
        Action(
            f"{group}.page",
            ("pageup", "pagedown", "home", "end"),
            "page",
            "Scroll a long item by a page, or to its beginning or end.",
            display="pgup pgdn",
            passes_key=True,
            in_palette=False,
        ),
    )


def _typing(group: str) -> tuple[Action, ...]:
    return (
        Action(
            f"{group}.written",
            ("enter",),
            "done typing",
            "Typed answers: go on to the next empty field; out of the last one, say how sure you are.",
            rank=1,
            in_palette=False,
        ),
        Action(
            f"{group}.out",
            ("escape",),
            "other keys",
            "Typed answers: out of the field as it is, so that letters are keys again.",
            rank=2,
            in_palette=False,
        ),
        Action(
            f"{group}.write",
            ("space", "tab"),
            "type again",
            "Typed answers: go back into the field.",
            rank=5,
            in_palette=False,
        ),
    )
