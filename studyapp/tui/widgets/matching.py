"""Prompts, each given one of the lettered choices under them."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from textual.content import Content

from studyapp.domain.responses import UNMATCHED, Response, option_letter
from studyapp.tui.drawing import fitted
from studyapp.tui.text import plain
from studyapp.tui.widgets.answering import Rows, letter_range, letters_of

BESIDE_FROM = 60
"""Columns from which on the choice stands beside its prompt with its text; else with its letter alone."""
_SHARE = 0.36
"""Of the width for the choice beside the prompt."""


class Matching(Rows):
    """The cursor stands on a prompt, a letter gives it a choice; a choice may be given again."""

    VERBS: ClassVar[frozenset[str]] = frozenset({"choose", "unmatch"})

    def __init__(self) -> None:
        super().__init__()
        self._given: list[int] = []

    def _begin(self, given: Response) -> None:
        pairs = self._question.pairs if self._question else ()
        self._given = list(given.positions) or [UNMATCHED] * len(pairs)
        self._cursor = 0

    @property
    def _rows(self) -> int:
        return len(self._given)

    @property
    def response(self) -> Response:
        """For each prompt its choice."""
        return Response.sequence(self._given)

    @property
    def letters(self) -> Collection[str]:
        """The letters of the choices, until the answer is given."""
        return "" if self._said else letters_of(len(self._order))

    @property
    def _matched(self) -> int:
        return sum(at != UNMATCHED for at in self._given)

    @property
    def hint(self) -> str:
        """What the letters do, and how far it is."""
        return f"A choice may be used again, or not at all · {self._matched} of {self._rows} matched"

    @property
    def missing(self) -> str:
        """Whether every prompt has a choice."""
        if self._matched == self._rows:
            return ""
        letters = letter_range(letters_of(len(self._order)))
        return f"Give each prompt a choice first, {letters}: {self._matched} of {self._rows} matched."

    def press(self, letter: str) -> None:
        """Give the prompt under the cursor a choice, and go on to the next one without."""
        if letter not in self.letters:
            return
        place = self._cursor or 0
        self._given[place] = self._order[letters_of(len(self._order)).index(letter)]
        after = [*range(place + 1, self._rows), *range(place)]
        self._cursor = next((at for at in after if self._given[at] == UNMATCHED), place)
        self._changed()

    def mark(self) -> None:
        """Take the choice of the prompt under the cursor back."""
        if self._said is None and self._cursor is not None:
            self._given[self._cursor] = UNMATCHED
            self._changed()

    def clicked(self, place: int) -> None:
        """A click on a prompt goes there, one on a choice is its letter."""
        choice = place - self._rows - 1
        if choice >= 0:
            self.press(option_letter(choice))
        elif place < self._rows:
            self._cursor = place
            self._redraw()

    # Drawing

    def _blocks(self, width: int) -> list[list[Content]]:
        if self._question is None:
            return []
        prompts = [self._prompt(place, width) for place in range(self._rows)]
        choices = [self._choice(place, width) for place in range(len(self._order))]
        return [*prompts, [Content("")], *choices]

    def _prompt(self, place: int, width: int) -> list[Content]:
        assert self._question is not None
        mark, style = self._mark(place)
        gap = " " if width >= 50 else ""
        lead = Content.assemble((f"{mark}{gap}", style), (str(place + 1), style), f"{gap} ")
        indent, room = lead.cell_length, self._room(width)
        lines = plain(self._question.pairs[place].prompt, "$foreground").wrap(
            max(4, width - indent - room - 2)
        ) or [Content("")]
        first = (lead + lines[0]).pad_right(max(0, width - room - indent - lines[0].cell_length))
        drawn = [first + self._answer(place, room), *(part.pad_left(indent) for part in lines[1:])]
        if self._said is None and place == self._cursor:
            drawn = [part.pad_right(max(0, width - part.cell_length)).stylize("on $raised") for part in drawn]
        return drawn

    def _room(self, width: int) -> int:
        """Columns for the choice beside a prompt."""
        assert self._question is not None
        if width < BESIDE_FROM:
            return 3
        return min(int(width * _SHARE), 5 + max(len(choice) for choice in self._question.choices))

    def _answer(self, place: int, room: int) -> Content:
        assert self._question is not None
        at = self._given[place]
        if at == UNMATCHED:
            return Content.styled("→ –" if room > 3 else " – ", "$dim")
        style = "$accent" if self._said is None else self._mark(place)[1].removeprefix("bold ")
        letter = option_letter(self._order.index(at))
        if room <= 3:
            return Content.styled(f"[{letter}]", f"bold {style}")
        lead = Content.assemble(("→ ", "$dim"), (letter, f"bold {style}"), " ")
        text = plain(self._question.choices[at], "bold $ink" if self._said is None else style)
        return lead + fitted(text, room - lead.cell_length)

    def _choice(self, place: int, width: int) -> list[Content]:
        assert self._question is not None
        at = self._order[place]
        lead = Content.assemble("  ", (option_letter(place), "$dim" if self._said else "bold $accent"), "  ")
        is_used = at in self._given
        style = "$dim" if self._said or is_used else "$foreground"
        lines = plain(self._question.choices[at], style).wrap(max(4, width - 5)) or [Content("")]
        return [lead + lines[0], *(part.pad_left(5) for part in lines[1:])]

    def _mark(self, place: int) -> tuple[str, str]:
        if self._verdict is not None:
            right = self._verdict.parts[place].right
            return ("✓", "bold $right") if right else ("✗", "bold $wrong")
        return ("›" if place == self._cursor else " "), "bold $accent"
