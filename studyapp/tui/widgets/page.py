"""A long drawing of which only the lines that are seen are made ready for the terminal."""

from __future__ import annotations

from textual.strip import Strip
from textual.visual import RenderOptions
from textual.widgets import Static

from studyapp.tui.drawing import Drawing


class Page(Static):
    """A Static for a Drawing that is longer than its place.

    Textual makes every line of a widget ready before it shows the first; of a profile or a comparison most
    are under the lower end of the screen.
    """

    def render_line(self, y: int) -> Strip:
        """One line; selected text, and what is no drawing of its width, as Textual does it."""
        visual, width = self.visual, self.size.width
        if not isinstance(visual, Drawing) or self.text_selection is not None or not visual.keeps_to(width):
            return super().render_line(y)
        self._dirty_regions.clear()
        style = self.visual_style
        found = visual.render_line(y, width, style, RenderOptions(self._get_style, {}, None, None))
        return found or Strip.blank(width, style.rich_style)
