"""Options with letters: one of them is right, or several. Also the lines of a rubric are drawn like this."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from textual.content import Content

from studyapp.domain.responses import Response, option_letter
from studyapp.tui.text import plain
from studyapp.tui.widgets.answering import SAID, Rows, letter_range, letters_of

TAIL_FROM = 60
"""Columns from which on a word stands behind an option; its place is kept free from the beginning."""
TAIL_CELLS = 15


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
    word: str = ""
    """What stands behind it once judged, where that is not about a choice."""


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
    if line.word:
        return line.word, "bold $right" if line.is_key else "bold $wrong"
    if line.chosen:
        return f"you, {line.said}", "bold $right" if line.is_key else "bold $wrong"
    return ("right answer", "$right") if line.is_key else ("", "")


class LetteredOptions(Rows):
    """Options with letters; subclasses say whether one or several may be marked."""

    MARKS: ClassVar[tuple[str, str]] = ("○", "●")

    def __init__(self) -> None:
        super().__init__()
        self._chosen: frozenset[int] = frozenset()

    def _begin(self, given: Response) -> None:
        self._chosen = given.chosen

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
        return "" if self._said else letters_of(self._rows)

    @property
    def missing(self) -> str:
        """Whether anything is marked yet."""
        if self._chosen:
            return ""
        return f"Choose an answer first: {letter_range(letters_of(self._rows))}, or the arrow keys."

    def press(self, letter: str) -> None:
        """Mark the option with a letter, or take the mark away."""
        if letter in self.letters:
            self._cursor = letters_of(self._rows).index(letter)
            self.mark()

    def clicked(self, place: int) -> None:
        """A click on an option is its letter."""
        self.press(option_letter(place))

    def mark(self) -> None:
        """Mark what is under the cursor, or take the mark away."""
        if self._cursor is None or self._said is not None:
            return
        self._chosen = self._marked(self._order[self._cursor])
        self._changed()

    def _marked(self, position: int) -> frozenset[int]:
        """What is chosen after a mark on this position."""
        raise NotImplementedError

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
