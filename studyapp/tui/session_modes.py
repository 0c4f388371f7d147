"""What can stand on the screen of a study session, and what works then."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """What stands on the screen."""

    OPENING = "opening"
    TROUBLE = "trouble"
    QUESTION = "question"
    ANSWERED = "answered"
    CARD = "card"
    REVEALED = "revealed"
    PAUSE = "pause"
    END = "end"


ITEM = frozenset({Mode.QUESTION, Mode.ANSWERED, Mode.CARD, Mode.REVEALED})
TIMED = frozenset({Mode.QUESTION, Mode.CARD, Mode.REVEALED})
ALL = frozenset(Mode)
WORKS_IN: dict[str, frozenset[Mode]] = {
    "reveal": frozenset({Mode.CARD}),
    "choose": frozenset({Mode.QUESTION}),
    "mark": frozenset({Mode.QUESTION}),
    "hold": frozenset({Mode.QUESTION}),
    "shift": frozenset({Mode.QUESTION}),
    "unmatch": frozenset({Mode.QUESTION}),
    "write": frozenset({Mode.QUESTION}),
    "written": frozenset({Mode.QUESTION}),
    "out": frozenset({Mode.QUESTION}),
    "uncover": frozenset({Mode.QUESTION}),
    "think_so": frozenset({Mode.QUESTION}),
    "sure": frozenset({Mode.QUESTION}),
    "guess": frozenset({Mode.QUESTION}),
    "again": frozenset({Mode.REVEALED}),
    "hard": frozenset({Mode.REVEALED}),
    "good": frozenset({Mode.REVEALED}),
    "easy": frozenset({Mode.REVEALED}),
    "suggested": frozenset({Mode.REVEALED}),
    "next": frozenset({Mode.ANSWERED, Mode.TROUBLE}),
    "leave": frozenset({Mode.PAUSE, Mode.END}),
    "more": frozenset({Mode.END}),
    "undo": ALL - {Mode.OPENING, Mode.TROUBLE},
    "terms": frozenset({Mode.ANSWERED}),
    "dispute": frozenset({Mode.ANSWERED}),
    "why": ITEM,
    "note": ITEM,
    "flag": ITEM,
    "bury": ITEM,
    "suspend": ITEM,
}
"""In which modes an action works; what is not listed works in all of them."""

WORKS_WHILE_TYPING = frozenset({"reveal", "page", "move"})
"""What works while a field has the keyboard."""

TITLES = {
    "today": "Study",
    "cards": "Cards",
    "questions": "Practice",
    "more": "A few more",
    "try": "A first taste",
    "mistakes": "Mistakes",
    "focus": "What raises P(pass)",
    "deck": "Key terms",
}
"""What a scope is called in the header."""
