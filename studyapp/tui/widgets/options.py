"""How a question is answered: one widget per kind of item, and the registry that finds it.

A new kind joins with a subclass of `Answerer` and one line in `ANSWERERS`. The study screen knows only
the base class: it hands over keys, asks what was chosen and what is still missing, and shows the verdict.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from studyapp.domain.judging import Verdict
from studyapp.domain.questions import Confidence, Question, QuestionKind
from studyapp.domain.responses import Response, option_letter
from studyapp.tui.drawing import Drawing, stack
from studyapp.tui.text import plain
from studyapp.tui.widgets.scrolling import show_lines

TAIL_FROM = 60
"""Columns from which on a word stands behind an option; its place is kept free from the beginning."""
TAIL_CELLS = 15
SAID = {Confidence.SURE: "sure", Confidence.THINK_SO: "think so", Confidence.GUESS: "guess"}
"""What the learner said, as the screens repeat it."""


@dataclass(frozen=True, slots=True)
class OptionLine:
    """One option as it is drawn: its text and everything that stands around it."""

    letter: str
    text: str
    chosen: bool = False
    under_cursor: bool = False
    judged: bool = False
    is_key: bool = False
    said: str = ""


def option_lines(line: OptionLine, marks: tuple[str, str], width: int) -> list[Content]:
    """The drawn lines of one option; their number depends on text and width alone, so nothing jumps."""
    lead, indent = _lead(line, marks, width)
    tail = TAIL_CELLS if width >= TAIL_FROM else 0
    body = plain(line.text, _text_style(line)).wrap(max(4, width - indent - tail))
    first = lead + (body[0] if body else Content(""))
    if tail and line.judged:
        word, style = _word(line)
        first = first.pad_right(max(0, width - len(word) - first.cell_length)) + Content.styled(word, style)
    drawn = [first, *(part.pad_left(indent) for part in body[1:])]
    if line.under_cursor and not line.judged:
        drawn = [part.pad_right(max(0, width - part.cell_length)).stylize("on $raised") for part in drawn]
    return drawn


def _lead(line: OptionLine, marks: tuple[str, str], width: int) -> tuple[Content, int]:
    """Verdict or cursor, choice and letter; tighter where columns are few."""
    gap = " " if width >= 50 else ""
    mark, style = "›" if line.under_cursor else " ", "bold $accent"
    if line.judged:
        mark, style = _verdict_mark(line)
    choice = marks[1] if line.chosen else marks[0]
    chosen_style = "bold $accent" if line.chosen and not line.judged else style if line.judged else "$dim"
    letter_style = "bold $accent" if not line.judged else style
    lead = Content.assemble(
        (mark + gap, style), (choice + " ", chosen_style), (line.letter, letter_style), f"{gap} "
    )
    return lead, lead.cell_length


def _verdict_mark(line: OptionLine) -> tuple[str, str]:
    if line.is_key:
        return "✓", "bold $right"
    return ("✗", "bold $wrong") if line.chosen else (" ", "$dim")


def _text_style(line: OptionLine) -> str:
    if not line.judged:
        return "bold $ink" if line.chosen else "$foreground"
    if line.is_key:
        return "bold $ink"
    return "$foreground" if line.chosen else "$dim"


def _word(line: OptionLine) -> tuple[str, str]:
    if line.chosen:
        return f"you, {line.said}", "bold $right" if line.is_key else "bold $wrong"
    return ("right answer", "$right") if line.is_key else ("", "")


class Answerer(Static):
    """A way of answering. Positions are stored positions (`Showing.order`), places are rows on screen."""

    class AnswerMarked(Message):
        """The learner marked or unmarked something; nothing is given yet."""

    class ProblemSeen(Message):
        """The learner did something that this kind of item cannot take; `text` says why."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    ALLOW_SELECT = True

    def show(self, question: Question, order: Sequence[int]) -> None:
        """Begin with another item, nothing chosen."""
        raise NotImplementedError

    @property
    def response(self) -> Response:
        """What would be given now."""
        raise NotImplementedError

    @property
    def letters(self) -> Collection[str]:
        """The letter keys that mark something now."""
        raise NotImplementedError

    @property
    def missing(self) -> str:
        """What is still missing before an answer can be given, as a sentence; empty when nothing is."""
        raise NotImplementedError

    @property
    def hint(self) -> str:
        """What this kind asks for, where the stem alone may leave it open."""
        return ""

    def press(self, letter: str) -> None:
        """Mark the option with a letter, or take the mark away."""
        raise NotImplementedError

    def move(self, step: int) -> bool:
        """Move the cursor; False when it stands at the end already."""
        raise NotImplementedError

    def mark(self) -> None:
        """Mark what is under the cursor, or take the mark away."""
        raise NotImplementedError

    def reveal(self, verdict: Verdict, confidence: Confidence) -> None:
        """Show in place what is right and what was chosen; takes no further marks."""
        raise NotImplementedError


class LetteredOptions(Answerer):
    """Options with letters; subclasses say whether one or several may be marked."""

    MARKS: ClassVar[tuple[str, str]] = ("○", "●")

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._question: Question | None = None
        self._order: tuple[int, ...] = ()
        self._chosen: frozenset[int] = frozenset()
        self._cursor: int | None = None
        self._said: Confidence | None = None

    def show(self, question: Question, order: Sequence[int]) -> None:
        """Begin with another item, nothing chosen."""
        self._question, self._order = question, tuple(order)
        self._chosen, self._cursor, self._said = frozenset(), None, None
        self._redraw(layout=True)

    @property
    def chosen(self) -> frozenset[int]:
        """Stored positions that are marked now."""
        return self._chosen

    @property
    def response(self) -> Response:
        """The marked options."""
        return Response.choice(self._chosen)

    @property
    def letters(self) -> Collection[str]:
        """The letters on screen, until the answer is given."""
        return "" if self._said else "".join(option_letter(place) for place in range(len(self._order)))

    @property
    def missing(self) -> str:
        """Whether anything is marked yet."""
        if self._chosen:
            return ""
        return f"Choose an answer first: {self._letter_range()}, or the arrow keys."

    def press(self, letter: str) -> None:
        """Mark the option with a letter, or take the mark away."""
        if letter in self.letters:
            self._cursor = self.letters_in_order().index(letter)
            self.mark()

    def letters_in_order(self) -> str:
        """The letters on screen, from top to bottom."""
        return "".join(option_letter(place) for place in range(len(self._order)))

    def move(self, step: int) -> bool:
        """Move the cursor; False when it stands at the end already."""
        if self._said is not None or not self._order:
            return False
        last = len(self._order) - 1
        before = self._cursor
        if before is None:
            self._cursor = 0 if step > 0 else last
        else:
            self._cursor = min(max(before + step, 0), last)
        self._redraw()
        self.call_after_refresh(self._keep_cursor_visible)
        return self._cursor != before

    def mark(self) -> None:
        """Mark what is under the cursor, or take the mark away."""
        if self._cursor is None or self._said is not None:
            return
        self._chosen = self._marked(self._order[self._cursor])
        self._redraw()
        self.call_after_refresh(self._keep_cursor_visible)
        self.post_message(self.AnswerMarked())

    def reveal(self, verdict: Verdict, confidence: Confidence) -> None:
        """Show in place what is right and what was chosen."""
        self._said = confidence
        self._redraw()

    def _marked(self, position: int) -> frozenset[int]:
        """What is chosen after a mark on this position."""
        raise NotImplementedError

    def _letter_range(self) -> str:
        letters = self.letters_in_order()
        return f"{letters[0]} to {letters[-1]}" if len(letters) > 2 else " or ".join(letters)

    # Drawing

    def line_at(self, place: int) -> OptionLine:
        """What is drawn at a place, counted from 0."""
        assert self._question is not None
        position = self._order[place]
        option = self._question.options[position]
        judged = self._said is not None
        return OptionLine(
            letter=option_letter(place),
            text=option.text,
            chosen=position in self._chosen,
            under_cursor=place == self._cursor and not judged,
            judged=judged,
            is_key=judged and option.correct,
            said=SAID[self._said] if self._said else "",
        )

    def _blocks(self, width: int) -> list[list[Content]]:
        if self._question is None:
            return []
        return [option_lines(self.line_at(place), self.MARKS, width) for place in range(len(self._order))]

    def _draw(self, width: int) -> Content:
        return stack([line for block in self._blocks(width) for line in block])

    def _redraw(self, layout: bool = False) -> None:
        # Marks and verdicts change no line's height: only another item asks for a layout.
        self.update(Drawing(self._draw), layout=layout)

    def place_at(self, y: int) -> int | None:
        """The place that a line of the widget belongs to."""
        for place, block in enumerate(self._blocks(self.content_size.width)):
            y -= len(block)
            if y < 0:
                return place
        return None

    def _keep_cursor_visible(self) -> None:
        if self._cursor is not None and self.is_attached:
            heights = [len(block) for block in self._blocks(self.content_size.width)]
            show_lines(self, sum(heights[: self._cursor]), heights[self._cursor])

    def on_click(self, event: events.Click) -> None:
        """A click on an option is its letter."""
        if self._said is not None:
            return
        place = self.place_at(event.get_content_offset_capture(self).y)
        if place is not None:
            event.stop()
            self.press(option_letter(place))


class SingleChoice(LetteredOptions):
    """One option is right: a mark takes the place of the one before."""

    def move(self, step: int) -> bool:
        """The arrows choose at once, as in a list of radio buttons."""
        moved = super().move(step)
        if moved and self._cursor is not None and self._order[self._cursor] not in self._chosen:
            self.mark()
        return moved

    def _marked(self, position: int) -> frozenset[int]:
        return frozenset((position,))


class TrueFalse(SingleChoice):
    """Two options in their stored order."""


class MultipleChoice(LetteredOptions):
    """Several options are right, and how many is said, as the vendors say it."""

    MARKS = ("□", "■")

    @property
    def wanted(self) -> int:
        """How many options are to be marked."""
        return len(self._question.key) if self._question else 0

    @property
    def hint(self) -> str:
        """How many to choose, and how many are chosen."""
        return f"Choose {self.wanted} · {len(self._chosen)} chosen"

    @property
    def missing(self) -> str:
        """Whether the number of marks is the one asked for."""
        if len(self._chosen) == self.wanted:
            return ""
        return f"Choose {self.wanted}; {len(self._chosen) or 'none'} chosen so far."

    def _marked(self, position: int) -> frozenset[int]:
        return self._chosen ^ {position}


ANSWERERS: dict[QuestionKind, type[Answerer]] = {
    QuestionKind.SINGLE: SingleChoice,
    QuestionKind.MULTIPLE: MultipleChoice,
    QuestionKind.TRUE_FALSE: TrueFalse,
}
"""Which widget answers which kind of item; further kinds join here."""


def answerer_for(kind: QuestionKind) -> type[Answerer]:
    """The widget of a kind; raises KeyError for a kind that nobody taught the screen yet."""
    return ANSWERERS[kind]
