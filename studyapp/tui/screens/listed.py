"""A screen that is a list of things, with all of the one under the cursor beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static

from studyapp.tui.drawing import Drawing
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.widgets.rows import Draw, Rows


class ListedScreen(StudyScreen):
    """Its subclass fetches in `load`, hands over what to list, and says what stands beside it."""

    AUTO_FOCUS: ClassVar[str | None] = "#list"
    CSS_PATH = "../styles/lists.tcss"

    def compose_main(self) -> ComposeResult:
        """The list, or why there is none."""
        yield Rows(id="list")
        yield Static("Looking …", id="empty", classes="dim", markup=False)

    def compose_side(self) -> ComposeResult:
        """All of what is under the cursor."""
        yield Static(id="preview", markup=False)

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one(Rows)

    def card(self) -> Draw | None:
        """All of what is under the cursor now, drawn for a width."""
        raise NotImplementedError

    def opened(self) -> None:
        """What a click on a line does."""
        raise NotImplementedError

    def show_list(self, rows: Iterable[tuple[str, Draw]], instead: Draw | None) -> None:
        """Show these lines by their ids; `instead` is drawn where there is nothing to list."""
        self.rows.fill(list(rows))
        empty = self.query_one("#empty", Static)
        empty.display = instead is not None
        empty.update(Drawing(instead) if instead is not None else "")
        self._preview()

    @on(OptionList.OptionHighlighted, "#list")
    def _preview(self) -> None:
        draw = self.card()
        for preview in self.query("#preview").results(Static):
            preview.update(Drawing(draw) if draw is not None else Content(""))
        self.refresh_bindings()

    @on(OptionList.OptionSelected, "#list")
    def _selected(self) -> None:
        self.opened()
