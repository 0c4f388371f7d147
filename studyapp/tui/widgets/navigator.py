"""The places of a form as a grid: a number, a symbol for its state, a flag; and what the symbols mean."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from studyapp.services.exams.views import Mark
from studyapp.tui.drawing import line, stack
from studyapp.tui.widgets.scrolling import show_lines

CELL = 6
"""Columns of one place: mark, number, state, flag."""
ANSWERED, BEGUN, SEEN, UNSEEN, FLAG = "●", "◐", "○", "·", "⚑"
LEGEND = (
    (ANSWERED, "answered", "$accent"),
    (BEGUN, "not complete", "$notice"),
    (SEEN, "seen, no answer", "$foreground"),
    (UNSEEN, "not seen", "$dim"),
    (FLAG, "flagged", "$notice"),
)


def symbol(mark: Mark) -> tuple[str, str]:
    """The symbol and style of a state."""
    if mark.answered:
        return ANSWERED, "$accent"
    if mark.begun:
        return BEGUN, "$notice"
    return (SEEN, "$foreground") if mark.seen else (UNSEEN, "$dim")


def columns_in(width: int) -> int:
    """How many places stand in a line; tens read best."""
    fit = max(1, width // CELL)
    return 10 if fit >= 10 else 5 if fit >= 5 else fit


def _row(marks: Sequence[Mark], first: int, at: int) -> Content:
    """One line of the grid; styles only where something differs, for each costs time to draw."""
    text = "".join(
        f"{'›' if first + n == at else ' '}{first + n + 1:>3}{symbol(mark)[0]}{FLAG if mark.flagged else ' '}"
        for n, mark in enumerate(marks)
    )
    drawn = Content.styled(text, "$foreground")
    for n, mark in enumerate(marks):
        begin = n * CELL
        if first + n == at:
            drawn = drawn.stylize("bold $ink on $raised", begin, begin + 4)
        if mark.answered or mark.begun:
            drawn = drawn.stylize(f"bold {symbol(mark)[1]}", begin + 4, begin + 5)
        if mark.flagged:
            drawn = drawn.stylize("bold $notice", begin + 5, begin + 6)
    return drawn


def legend(width: int) -> Content:
    """What the symbols mean, as many in a line as fit."""
    lines: list[Content] = []
    row = Content("")
    for sign, word, style in LEGEND:
        part = line((sign, f"bold {style}"), (f" {word}", "$dim"))
        if row and row.cell_length + 3 + part.cell_length > width:
            lines.append(row)
            row = Content("")
        row = row + line("   ") + part if row else part
    return stack([*lines, row])


def summary(marks: Sequence[Mark]) -> str:
    """`60 answered, 1 not complete, 4 without an answer, 3 flagged`."""
    answered = sum(mark.answered for mark in marks)
    begun = sum(mark.begun and not mark.answered for mark in marks)
    told = [f"{answered} answered"]
    told += [f"{begun} not complete"] if begun else []
    told += [f"{len(marks) - answered - begun} without an answer"]
    flagged = sum(mark.flagged for mark in marks)
    return ", ".join([*told, *([f"{flagged} flagged"] if flagged else [])])


class Navigator(Widget):
    """The grid; a click on a place goes there. Only lines that change are drawn again."""

    class PlaceChosen(Message):
        """A place was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    ALLOW_SELECT = False

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._marks: tuple[Mark, ...] = ()
        self.at = 0

    def show(self, marks: Sequence[Mark], at: int) -> None:
        """Show these places with the cursor at one of them."""
        before, cursor = self._marks, self.at
        self._marks, self.at = tuple(marks), at
        if len(before) != len(marks):
            self.refresh(layout=True)
            return
        across, width = columns_in(self.content_size.width), self.content_size.width
        changed = {place for place, mark in enumerate(marks) if mark != before[place]}
        changed |= {cursor, at} if cursor != at else set()
        if changed:
            self.refresh(*(Region(0, y, width, 1) for y in {place // across for place in changed}))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the places need."""
        return -(-len(self._marks) // columns_in(width))

    def render_line(self, y: int) -> Strip:
        """One line of the grid."""
        width = self.content_size.width
        across = columns_in(width)
        drawn = _row(self._marks[y * across : (y + 1) * across], y * across, self.at)
        return Visual.to_strips(self, drawn, width, 1, self.visual_style)[0]

    def moved(self, key: str) -> int:
        """Where an arrow key leads from the cursor."""
        across = columns_in(self.content_size.width)
        step = {"left": -1, "right": 1, "up": -across, "down": across}.get(key, 0)
        place = self.at + step
        return place if 0 <= place < len(self._marks) else self.at

    def keep_visible(self) -> None:
        """Scroll to the line of the cursor."""
        if self.is_attached:
            show_lines(self, self.at // columns_in(self.content_size.width), 1)

    def on_click(self, event: events.Click) -> None:
        """Go to the place under the mouse."""
        at = event.get_content_offset_capture(self)
        across = columns_in(self.content_size.width)
        column = at.x // CELL
        place = at.y * across + column
        if column < across and place < len(self._marks):
            event.stop()
            self.post_message(self.PlaceChosen(place))
