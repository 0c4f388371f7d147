"""What is said after an answer with parts: how many are right, and for each the reason. Pure functions."""

from __future__ import annotations

from textual.content import Content

from studyapp.domain.judging import Part, Verdict
from studyapp.domain.questions import CHOICES, Confidence, QuestionKind
from studyapp.domain.responses import option_letter
from studyapp.prose import title_of
from studyapp.services.views import Showing
from studyapp.tui.drawing import line, stack
from studyapp.tui.text import READING_WIDTH, percent, plain
from studyapp.tui.widgets.feedback import verdict_line

_INDENT = 5
_TELLS_GIVEN = frozenset({QuestionKind.MATCHING, QuestionKind.BLANKS})
"""Kinds of which the reasons repeat what was given: there a mistake has a reason of its own."""


def heading(showing: Showing) -> str:
    """An item in one line, over a note to it."""
    if showing.question is not None:
        return title_of(showing.question.asked)
    return showing.term.term if showing.term else ""


def is_task(showing: Showing) -> bool:
    """Whether it is done elsewhere, and takes its time."""
    return showing.question is not None and showing.question.task is not None


def verdict_of(showing: Showing, verdict: Verdict, confidence: Confidence) -> Content:
    """Right or not, in one or two sentences."""
    question = showing.question
    assert question is not None
    if question.kind in CHOICES or verdict.correct:
        letters = "".join(
            option_letter(place) for place, at in enumerate(showing.order) if at in question.key
        )
        told = verdict_line(verdict, confidence, letters)
    else:
        is_done_elsewhere = question.kind is QuestionKind.HANDS_ON
        head = "✗ Not there yet" if is_done_elsewhere else "✗ Not right"
        told = line((head, "bold $wrong"), (_share(question.kind, verdict), "$foreground"))
        if confidence is Confidence.SURE and not is_done_elsewhere:
            told += line((" You were sure: worth a second look.", "$foreground"))
    if showing.partial_credit and 0 < verdict.credit < 1:
        told += line((f" The exam gives {percent(verdict.credit)} of the credit.", "$foreground"))
    return told


def _share(kind: QuestionKind, verdict: Verdict) -> str:
    parts, right = len(verdict.parts), verdict.right_parts
    if parts == 1 and kind is not QuestionKind.HANDS_ON:
        return "."
    noun = {
        QuestionKind.ORDERING: "steps stand at their places",
        QuestionKind.MATCHING: "prompts have their match",
        QuestionKind.HANDS_ON: "lines of the rubric are met",
    }.get(kind, "blanks are right")
    return f": {right} of {parts} {noun}."


def part_reasons(kind: QuestionKind, verdict: Verdict, width: int) -> Content:
    """For each part, in its order: what is right, what was given instead, and the reasons."""
    width = min(width, READING_WIDTH)
    drawn: list[Content] = []
    for place, part in enumerate(verdict.parts):
        drawn += _part(kind, place, part, len(verdict.parts), width)
    return stack(drawn)


def _part(kind: QuestionKind, place: int, part: Part, parts: int, width: int) -> list[Content]:
    if parts == 1 and kind is not QuestionKind.HANDS_ON:
        return _only_part(part, width)
    mark, style = ("✓", "bold $right") if part.right else ("✗", "bold $wrong")
    number = option_letter(place) if kind is QuestionKind.HANDS_ON else str(place + 1)
    drawn = _led(f"{mark} {number}", style, headline(kind, part), width)
    drawn += _hung(part.reason, "$foreground", width)
    if not part.right and part.given and kind in _TELLS_GIVEN:
        mistake = f". {part.mistake}" if part.mistake else ""
        drawn += _hung(f"You: {part.given}{mistake}", "$foreground", width)
    return drawn


def _only_part(part: Part, width: int) -> list[Content]:
    """The right answer with its reason, then the given one where the author foresaw it."""
    drawn = [*_led("✓", "bold $right", part.expected, width), *_hung(part.reason, "$foreground", width)]
    if part.mistake:
        drawn += _led("✗", "bold $wrong", part.given, width) + _hung(part.mistake, "$foreground", width)
    return drawn


def _led(lead: str, style: str, text: str, width: int) -> list[Content]:
    """A text behind its mark, its further lines under its first."""
    first, *rest = _hung(text, "$ink", width)
    return [Content.styled(f"{lead:<{_INDENT}}", style) + first[_INDENT:], *rest]


def headline(kind: QuestionKind, part: Part) -> str:
    """A part in one line, with what is right in it."""
    if kind is QuestionKind.MATCHING:
        return f"{part.name} → {part.expected}"
    return part.name if kind is QuestionKind.HANDS_ON else part.expected


def _hung(text: str, style: str, width: int) -> list[Content]:
    lines = plain(text, style).wrap(max(4, width - _INDENT)) or [Content("")]
    return [part.pad_left(_INDENT) for part in lines]
