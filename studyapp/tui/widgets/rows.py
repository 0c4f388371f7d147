"""A list of drawn lines that keeps its mark when it is filled again."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.content import Content
from textual.widgets.option_list import Option

from studyapp.tui.drawing import Drawing
from studyapp.tui.widgets.choices import Choices

Draw = Callable[[int], Content]


class Rows(Choices):
    """Choices whose lines are drawn for the width that they get; a line without an id is a heading."""

    def fill(self, rows: Iterable[tuple[str, Draw]], at: str = "") -> None:
        """Show other lines; the cursor goes to `at`, or stays on the line it was on, or takes the first."""
        keep = at or self.current
        top = self.scroll_offset.y if keep and keep == self.current else 0
        options = [Option(Drawing(draw), id=row_id or None, disabled=not row_id) for row_id, draw in rows]
        self.set_options(options)
        places = {option.id: place for place, option in enumerate(options) if option.id}
        self.highlighted = places.get(keep, next(iter(places.values()), None))
        self.set_class(not options, "-void")
        self.call_after_refresh(self._anchor, top)

    def on_resize(self) -> None:
        """Keep the mark in sight, with as much above it as fits."""
        self.call_after_refresh(self._anchor)

    def _anchor(self, top: int = 0) -> None:
        # When it was filled the list may not have had its size yet; where it scrolled to then means nothing.
        self.scroll_to(y=top, animate=False, force=True, immediate=True)
        self.scroll_to_highlight()
