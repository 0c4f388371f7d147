"""Widgets whose new size asks for no second layout.

Textual lays a screen out anew after each layout that gave a widget another size, for what scrolls shows its
bars by it. These are as high as their content and nothing in them scrolls: the second layout finds what the
first one found, and is a second frame of work after every item, for which the next key waits.
"""

from __future__ import annotations

from textual.containers import Vertical
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import Static

from studyapp.tui.widgets.ground import blank_lines


class StillStatic(Static):
    """A text."""

    virtual_size = Reactive(Size(0, 0), repaint=False)


class StillVertical(Vertical):
    """Widgets one under the other."""

    virtual_size = Reactive(Size(0, 0), repaint=False)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Blanks."""
        return blank_lines(self, crop)
