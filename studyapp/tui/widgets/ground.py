"""Containers that show nothing of their own: the ground under their widgets, the same in every line.

Textual draws each line of everything that stands on the screen in every frame, also of what is covered
whole. That of a container is a blank, so one does for all of them.
"""

from __future__ import annotations

from rich.style import Style
from textual.containers import Horizontal, VerticalScroll
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


def blank_lines(widget: Widget, crop: Region) -> list[Strip]:
    """The lines of a widget without content, border or title, as `Widget.render_lines` gives them."""
    background = widget.background_colors[1]
    strip = Strip.blank(crop.width, Style.from_color(bgcolor=background.rich_color))
    for line_filter in widget.get_line_filters():
        strip = strip.apply_filter(line_filter, background)
    return [strip] * crop.height


class Columns(Horizontal):
    """Columns side by side."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Blanks."""
        return blank_lines(self, crop)


class Column(VerticalScroll):
    """Widgets one under the other, with a scrollbar when they need it."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Blanks."""
        return blank_lines(self, crop)

    def allow_focus(self) -> bool:
        """Whether tab leads here: it begins here, or there is something to scroll.

        A column that fits would take the arrows from the list in it, and do nothing with them.
        """
        starts_here = f"#{self.id}" == self.screen.AUTO_FOCUS
        return super().allow_focus() and (starts_here or self.allow_vertical_scroll)
