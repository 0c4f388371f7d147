"""Steps that are moved into their order: take hold of one and carry it, or shift it at once."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content

from studyapp.domain.judging import Verdict
from studyapp.domain.questions import Confidence
from studyapp.domain.responses import Response
from studyapp.tui.text import plain
from studyapp.tui.widgets.answering import Rows
from studyapp.tui.widgets.options import TAIL_CELLS, TAIL_FROM


class Ordering(Rows):
    """The steps as they stand now; the learner's order stays in place when it is judged."""

    VERBS: ClassVar[frozenset[str]] = frozenset({"hold", "shift"})

    def __init__(self) -> None:
        super().__init__()
        self._holds = False
        self._is_touched = False

    def _begin(self, given: Response) -> None:
        self._holds, self._is_touched = False, bool(given.positions)
        if given.positions:
            self._order = given.positions

    @property
    def response(self) -> Response:
        """The steps from top to bottom, once one of them was moved."""
        return Response.sequence(self._order) if self._is_touched else Response()

    @property
    def missing(self) -> str:
        """Whether anything was moved; the first order is never the right one."""
        return "" if self._is_touched else "Put the steps into their order first."

    @property
    def hint(self) -> str:
        """Which end is the first, and what is held."""
        if self._holds and self._cursor is not None:
            return f"Holding the step at {self._cursor + 1}: move it, then put it down."
        return "Put the steps into their order, the first one at the top."

    def move(self, step: int) -> bool:
        """Move the cursor, with the step in it where one is held."""
        if self._holds:
            self.shift(step)
            return True
        return super().move(step)

    def mark(self) -> None:
        """Take hold of the step under the cursor, or put it down."""
        if self._said is not None:
            return
        if self._cursor is None:
            self._cursor = 0
        self._holds = not self._holds
        self._changed()

    def shift(self, step: int) -> None:
        """Move the step under the cursor by one place."""
        if self._said is not None:
            return
        at = self._cursor if self._cursor is not None else (0 if step > 0 else self._rows - 1)
        self._carry(at, min(max(at + step, 0), self._rows - 1))

    def _carry(self, start: int, end: int) -> None:
        steps = list(self._order)
        steps.insert(end, steps.pop(start))
        self._is_touched = self._is_touched or start != end
        self._order, self._cursor = tuple(steps), end
        # Steps of several lines change places: the heights of the rows do.
        self._changed()

    def clicked(self, place: int) -> None:
        """The first click takes hold of a step, the next one puts it where it falls."""
        if self._holds and self._cursor is not None:
            self._holds = False
            self._carry(self._cursor, place)
        else:
            self._cursor, self._holds = place, True
            self._changed()

    def reveal(self, verdict: Verdict, confidence: Confidence) -> None:
        """Mark each step of the learner's order, and say where a misplaced one belongs."""
        self._holds = False
        super().reveal(verdict, confidence)

    # Drawing

    def _blocks(self, width: int) -> list[list[Content]]:
        if self._question is None:
            return []
        return [self._row(place, width) for place in range(len(self._order))]

    def _row(self, place: int, width: int) -> list[Content]:
        assert self._question is not None
        position = self._order[place]
        mark, style = self._mark(place)
        gap = " " if width >= 50 else ""
        lead = Content.assemble((f"{mark}{gap}", style), (f"{place + 1}", style), f"{gap} ")
        indent = lead.cell_length
        tail = TAIL_CELLS if width >= TAIL_FROM else 0
        is_here = self._said is None and place == self._cursor
        body = plain(
            self._question.steps[position].text, "bold $ink" if is_here and self._holds else "$foreground"
        )
        lines = body.wrap(max(4, width - indent - tail)) or [Content("")]
        first = lead + lines[0]
        if tail and self._said is not None and position != place:
            word = f"belongs at {position + 1}"
            first = first.pad_right(max(0, width - len(word) - first.cell_length)) + Content.styled(
                word, "bold $wrong"
            )
        drawn = [first, *(part.pad_left(indent) for part in lines[1:])]
        if is_here:
            drawn = [part.pad_right(max(0, width - part.cell_length)).stylize("on $raised") for part in drawn]
        return drawn

    def _mark(self, place: int) -> tuple[str, str]:
        if self._said is not None:
            return ("✓", "bold $right") if self._order[place] == place else ("✗", "bold $wrong")
        if place != self._cursor:
            return " ", "bold $accent"
        return ("↕" if self._holds else "›"), "bold $accent"
