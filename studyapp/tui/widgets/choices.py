"""A list with a mark on the line under the cursor: a symbol, not only a colour."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.binding import BindingType
from textual.strip import Strip
from textual.widgets import OptionList

MARK = "▌"


class Choices(OptionList, inherit_bindings=False):
    """Textual's option list without its own enter key, so that the screen's action is the one shown.

    The screen binds enter to an action that calls `action_select()`; a click does that by itself.
    Either way `OptionSelected` follows.
    """

    # Moving stays with the widget; what enter means is the screen's to say.
    BINDINGS: ClassVar[list[BindingType]] = [
        binding for binding in OptionList.BINDINGS if getattr(binding, "action", "") != "select"
    ]

    @property
    def current(self) -> str:
        """The id of the line under the cursor, or nothing."""
        if self.highlighted is None or not self.options:
            return ""
        return self.get_option_at_index(self.highlighted).id or ""

    def render_line(self, y: int) -> Strip:
        """Textual's line, with the mark in the first column of the chosen one."""
        strip = super().render_line(y)
        line = self.scroll_offset.y + y
        if line >= len(self._lines) or self._lines[line][0] != self.highlighted:
            return strip
        style = self.get_component_rich_style("option-list--mark", partial=True)
        base = next((segment.style for segment in strip if segment.style), None)
        mark = Segment(MARK, style if base is None else base + style)
        return Strip.join([Strip([mark], 1), strip.crop(1)])

    COMPONENT_CLASSES: ClassVar[set[str]] = {"option-list--mark"}
