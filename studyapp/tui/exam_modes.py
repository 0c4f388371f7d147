"""What can stand on the screen of an exam, what works then, and what is said there."""

from __future__ import annotations

from enum import StrEnum

from textual.content import Content

from studyapp.exam_words import clock_label
from studyapp.services.exams.views import Sheet
from studyapp.tui.actions import action
from studyapp.tui.drawing import indented, line, stack
from studyapp.tui.text import count


class Stands(StrEnum):
    """What stands on the screen."""

    OPENING = "opening"
    ITEM = "item"
    OVERVIEW = "overview"
    PAUSED = "paused"
    ASKED = "asked"


WORKS_IN: dict[str, frozenset[Stands]] = {
    "flag": frozenset({Stands.ITEM, Stands.OVERVIEW}),
    "next": frozenset({Stands.ITEM}),
    "previous": frozenset({Stands.ITEM}),
    "overview": frozenset({Stands.ITEM}),
    "pause": frozenset({Stands.ITEM, Stands.OVERVIEW}),
    "resume": frozenset({Stands.PAUSED}),
    "go": frozenset({Stands.OVERVIEW}),
    "item": frozenset({Stands.OVERVIEW}),
    "unanswered": frozenset({Stands.ITEM, Stands.OVERVIEW}),
    "hand_in": frozenset({Stands.OVERVIEW}),
    "confirm": frozenset({Stands.ASKED}),
    "refuse": frozenset({Stands.ASKED}),
}
WORKS_WHILE_TYPING = frozenset({"leave", "page", "move"})


def paused_text(sheet: Sheet, width: int) -> Content:
    """What stands on the screen while the clock stands still."""
    key = action("exam.resume").shown_key
    left = f" {clock_label(sheet.left_s)} are left." if sheet.left_s is not None else ""
    told = indented(f"The clock stands still.{left} {key} goes on.", width, 0, "$foreground")
    return stack([line(("Paused", "bold $ink")), Content(""), told])


def asked_text(sheet: Sheet, width: int) -> Content:
    """What is said before handing in."""
    without, flagged = len(sheet.unanswered), sum(mark.flagged for mark in sheet.marks)
    yes, no = action("exam.confirm").shown_keys, action("exam.refuse").shown_keys
    told = [f"{count(without, 'item has', 'items have')} no whole answer."] if without else []
    told += [f"{count(flagged, 'item is', 'items are')} flagged."] if flagged else []
    told.append(f"{yes} hands in; {no} goes back to the items.")
    lines = [indented(sentence, width, 0, "$foreground") for sentence in told]
    return stack([line(("Hand in now?", "bold $ink")), Content(""), *lines])
