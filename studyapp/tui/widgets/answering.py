"""What every way of answering has in common: the questions that a screen asks of it, and rows with a cursor.

A new kind joins with a subclass of `Answerer` in a module of its own and one line in `answerers`. The screens
know only the base class: they hand over keys, ask what would be given and what is still missing, and have the
verdict shown. Positions are stored positions (`Showing.order`), places are rows on screen.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from studyapp.domain.judging import Verdict
from studyapp.domain.questions import Confidence, Question
from studyapp.domain.responses import Response, option_letter
from studyapp.tui.drawing import Drawing, stack
from studyapp.tui.widgets.scrolling import show_lines
from studyapp.tui.widgets.still import StillStatic

NOTHING = Response()
SAID = {Confidence.SURE: "sure", Confidence.THINK_SO: "think so", Confidence.GUESS: "guess"}
"""What the learner said, as the screens repeat it."""
GIVES = frozenset({"think_so", "sure", "guess"})
"""The verbs that give the answer as it stands."""


class Answerer(Widget):
    """A way of answering."""

    class AnswerMarked(Message):
        """The learner changed what would be given; nothing is given yet."""

    class WorkChanged(Message):
        """Other keys work now than before: something was uncovered, a field was entered or left."""

    VERBS: ClassVar[frozenset[str]] = frozenset({"choose", "mark"})
    ALLOW_SELECT = True

    def show(self, question: Question, order: Sequence[int], given: Response = NOTHING) -> None:
        """Begin with another item; `given` is what an earlier visit left."""
        raise NotImplementedError

    @property
    def response(self) -> Response:
        """What would be given now."""
        raise NotImplementedError

    @property
    def missing(self) -> str:
        """What is still missing before an answer can be given, as a sentence; empty when nothing is."""
        raise NotImplementedError

    def move(self, step: int) -> bool:
        """Move the cursor; False when it stands at the end already."""
        raise NotImplementedError

    def reveal(self, verdict: Verdict, confidence: Confidence) -> None:
        """Show in place what is right and what was given; takes no further changes."""
        raise NotImplementedError

    @property
    def verbs(self) -> frozenset[str]:
        """The actions of an unanswered question that work now: those of the kind, and `GIVES`."""
        return self.VERBS | GIVES

    @property
    def letters(self) -> Collection[str]:
        """The letter keys that choose something now."""
        return ""

    @property
    def hint(self) -> str:
        """What this kind asks for, where the stem alone may leave it open."""
        return ""

    def press(self, letter: str) -> None:
        """Choose what has a letter."""

    def mark(self) -> None:
        """Mark what is under the cursor, take hold of it, or take its mark away."""

    def shift(self, step: int) -> None:
        """Move what is under the cursor."""

    def write(self) -> None:
        """Go (back) into the field."""

    def written(self) -> str:
        """Go on from the field; why not, as a sentence, where that does not work."""
        return ""

    def out(self) -> None:
        """Out of the field, whatever it holds."""

    def uncover(self) -> None:
        """Show what was kept back until now."""


class Rows(StillStatic, Answerer):
    """Rows that are drawn, with a cursor; their heights depend on text and width alone, so nothing jumps."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._question: Question | None = None
        self._order: tuple[int, ...] = ()
        self._cursor: int | None = None
        self._said: Confidence | None = None
        self._verdict: Verdict | None = None

    def show(self, question: Question, order: Sequence[int], given: Response = NOTHING) -> None:
        """Begin with another item; `given` is what an earlier visit left."""
        self._question, self._order = question, tuple(order)
        self._cursor, self._said, self._verdict = None, None, None
        self._begin(given)
        self._redraw(layout=True)

    def _begin(self, given: Response) -> None:
        """Take over what was given before; the item and its order are known."""
        raise NotImplementedError

    @property
    def _rows(self) -> int:
        """How many rows the cursor can stand on."""
        return len(self._order)

    def _blocks(self, width: int) -> list[list[Content]]:
        """The drawn lines of each row."""
        raise NotImplementedError

    def _draw(self, width: int) -> Content:
        return stack([line for block in self._blocks(width) for line in block])

    def move(self, step: int) -> bool:
        """Move the cursor; False when it stands at the end already."""
        if self._said is not None or not self._rows:
            return False
        last = self._rows - 1
        before = self._cursor
        if before is None:
            self._cursor = 0 if step > 0 else last
        else:
            self._cursor = min(max(before + step, 0), last)
        self._redraw()
        self.call_after_refresh(self._keep_cursor_visible)
        return self._cursor != before

    def reveal(self, verdict: Verdict, confidence: Confidence) -> None:
        """Show in place what is right and what was given."""
        self._verdict, self._said = verdict, confidence
        self._redraw()

    def _changed(self) -> None:
        """Show and tell that something else would be given now."""
        self._redraw()
        self.call_after_refresh(self._keep_cursor_visible)
        self.post_message(self.AnswerMarked())

    def _redraw(self, layout: bool = False) -> None:
        # Marks and verdicts change no line's height: only another item asks for a layout.
        self.update(Drawing(self._draw), layout=layout)

    def place_at(self, y: int) -> int | None:
        """The row that a line of the widget belongs to."""
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
        """A click on a row."""
        if self._said is not None:
            return
        place = self.place_at(event.get_content_offset_capture(self).y)
        if place is not None:
            event.stop()
            self.clicked(place)

    def clicked(self, place: int) -> None:
        """What a click on a row does."""
        raise NotImplementedError


def letters_of(number: int) -> str:
    """The letters of so many rows, from top to bottom."""
    return "".join(option_letter(place) for place in range(number))


def letter_range(letters: str) -> str:
    """`a to d`, or `a or b`."""
    return f"{letters[0]} to {letters[-1]}" if len(letters) > 2 else " or ".join(letters)
