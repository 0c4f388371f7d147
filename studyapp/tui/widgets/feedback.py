"""What is said after an answer. Pure functions from views and a width to content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from textual.content import Content

from studyapp.domain.content_change import Change
from studyapp.domain.days import WEEKDAYS, long_date
from studyapp.domain.judging import Verdict
from studyapp.domain.memory import Grade
from studyapp.domain.questions import Confidence, Question
from studyapp.domain.responses import option_letter
from studyapp.plain_answers import dispute_told, place_marks
from studyapp.services.views import EarlierDispute, Feedback, Showing
from studyapp.spans import interval_label
from studyapp.tui.drawing import indented, line, stack
from studyapp.tui.text import READING_WIDTH, count, plain
from studyapp.tui.words import short_date

GRADE_NAMES: Mapping[Grade, str] = {
    Grade.AGAIN: "Again",
    Grade.HARD: "Hard",
    Grade.GOOD: "Good",
    Grade.EASY: "Easy",
}
GRADE_MEANINGS: Mapping[Grade, str] = {
    Grade.AGAIN: "did not know",
    Grade.HARD: "with effort",
    Grade.GOOD: "knew it",
    Grade.EASY: "at once",
}
"""What each grade says of the memory, in the learner's words."""

_MARGIN = 11


def place_told(showing: Showing) -> str:
    """Right side of the header: how far the session is, and what marks the item has."""
    number = showing.place.number or showing.number
    marks = [*place_marks(showing.place), *(["new"] if showing.is_new else [])]
    marks += ["⚑ flagged"] if showing.flagged else []
    return " · ".join([f"{number} of {max(number, showing.of)}", *marks])


def changed_line(change: Change) -> Content | None:
    """Says that the item is not what the learner answered before, or None."""
    if change is Change.NONE:
        return None
    what = "its wording was edited" if change is Change.WORDING else "its meaning is new, so it starts afresh"
    return line(("△ This item changed since you answered: ", "bold $notice"), (what + ".", "$notice"))


def verdict_line(verdict: Verdict, confidence: Confidence, key_letters: str) -> Content:
    """Right or not, with what the learner's own word for it adds."""
    if verdict.correct:
        added = {
            Confidence.SURE: ", and you were sure.",
            Confidence.THINK_SO: ".",
            Confidence.GUESS: ", though a guess: it will come back soon.",
        }[confidence]
        return line(("✓ Right", "bold $right"), (added, "$foreground"))
    noun = "answer is" if len(key_letters) == 1 else "answers are"
    added = f": the {noun} {_listed(key_letters)}."
    if confidence is Confidence.SURE:
        added += " You were sure: worth a second look."
    return line(("✗ Not right", "bold $wrong"), (added, "$foreground"))


def disputed_line(disputed: EarlierDispute | None) -> list[Content]:
    """What the learner said against the key before, and what became of it; nothing where nothing stands."""
    if disputed is None:
        return []
    return [plain(f"△ {dispute_told(disputed, long_date(disputed.on))}", "$notice", keep_lines=False)]


def _listed(letters: str) -> str:
    return letters if len(letters) < 2 else ", ".join(letters[:-1]) + " and " + letters[-1]


def comes_back(interval: timedelta, due_on: date | None) -> str:
    """When the item returns, as a sentence."""
    label = interval_label(interval)
    if interval < timedelta(days=1):
        return f"Comes back in this session, in {label}."
    if due_on is None:
        return f"Comes back in {label}."
    if interval < timedelta(days=7):
        return f"Comes back in {label}, on {WEEKDAYS[due_on.weekday()]} {short_date(due_on)}."
    return f"Comes back in {label}, on {long_date(due_on)}."


def leech_sentence(feedback: Feedback, leech_action: str) -> str:
    """What happens to an item that keeps being forgotten; empty for any other."""
    if not feedback.leech:
        return ""
    start = "This one keeps slipping away; a note of your own may help more than another try."
    return f"{start} It is set aside for now." if leech_action == "suspend" else start


def reasons(
    question: Question, order: Sequence[int], chosen: frozenset[int], width: int, *, as_on_screen: bool
) -> Content:
    """The reason of every option under its letter; the key and the choice first, or all as on screen."""
    places = list(range(len(order)))
    if not as_on_screen:
        places.sort(key=lambda place: _interest(question, order[place], chosen))
    width = min(width, READING_WIDTH)
    drawn: list[Content] = []
    for place in places:
        if drawn and as_on_screen:
            drawn.append(Content(""))
        drawn.extend(_reason(question, order[place], option_letter(place), chosen, width))
    return stack(drawn)


def _interest(question: Question, position: int, chosen: frozenset[int]) -> int:
    if question.options[position].correct:
        return 0
    return 1 if position in chosen else 2


def _reason(
    question: Question, position: int, letter: str, chosen: frozenset[int], width: int
) -> list[Content]:
    option = question.options[position]
    mark, style = ("✗", "$wrong") if position in chosen else (" ", "$dim")
    if option.correct:
        mark, style = "✓", "$right"
    body = plain(option.reason.strip() or "No reason is given in the bank.", "$foreground")
    lines = body.wrap(max(4, width - 5))
    lead = Content.assemble((f"{mark} ", f"bold {style}"), (f"{letter}  ", f"bold {style}"))
    return [lead + (lines[0] if lines else ""), *(part.pad_left(5) for part in lines[1:])]


def cards_made_told(term_ids: Sequence[str]) -> str:
    """That the terms of a question are cards now."""
    made = count(len(term_ids), "card")
    return f"{made} made of the terms; {'it comes' if len(term_ids) == 1 else 'they come'} up in your plan."


def background(showing: Showing, width: int, *, cards_made: bool = False) -> Content:
    """Explanation, objective, terms, reference, reason and the learner's note, after a question.

    Why it was asked now waits until here: that reason often names the very term that is the answer.
    """
    question = showing.question
    assert question is not None
    parts: list[Content] = []
    if question.explanation.strip():
        parts += [indented(question.explanation, width, indent=0, style="$foreground"), Content("")]
    facts = [("Objective", showing.objective or question.objective_id)]
    names = [showing.term_names.get(term_id, term_id) for term_id in question.term_ids]
    if names:
        facts.append(("Terms", ", ".join(names)))
        facts += [("", "✓ these are cards now")] if cards_made else []
    facts += [("Reference" if i == 0 else "", url) for i, url in enumerate(question.references)]
    if question.verified_on:
        facts.append(("Checked", question.verified_on))
    if showing.reason:
        facts.append(("Why now", showing.reason))
    if showing.note:
        facts.append(("Your note", showing.note))
    parts += [fact(name, text, width) for name, text in facts]
    return stack(parts)


def fact(name: str, text: str, width: int, style: str = "$dim") -> Content:
    """A name in the margin and a text beside it; the text hangs under itself."""
    room = max(8, min(width, READING_WIDTH))
    content = plain(text.strip(), style)
    margin = Content.styled(f"{name:<{_MARGIN}}", "$dim")
    if room - _MARGIN < content.cell_length <= room and " " not in content.plain:
        # An address that fits on a line of its own is not broken: it can be selected and opened.
        return stack([margin.rstrip(), content]) if name else content
    lines = content.wrap(max(8, room - _MARGIN)) or [Content("")]
    return stack([margin + lines[0], *(part.pad_left(_MARGIN) for part in lines[1:])])


def graded_trail(name: str, feedback: Feedback) -> str:
    """What became of the card before, in a few words."""
    return f"{name}: {GRADE_NAMES[feedback.grade].lower()}, back in {interval_label(feedback.interval)}."
