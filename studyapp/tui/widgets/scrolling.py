"""Bringing a part of a widget into view with the least movement."""

from __future__ import annotations

from textual.containers import ScrollableContainer
from textual.geometry import Region
from textual.widget import Widget


def show_lines(widget: Widget, top: int, height: int) -> None:
    """Scroll the container of a widget so far that these of its lines are seen; not at all if they are."""
    container = next((node for node in widget.ancestors if isinstance(node, ScrollableContainer)), None)
    if container is None or not container.size:
        return
    inside = widget.content_region.offset - container.content_region.offset + container.scroll_offset
    # What is taller than the window shows its beginning.
    seen = min(height, container.scrollable_content_region.height)
    region = Region(inside.x, inside.y + top, 1, max(1, seen))
    container.scroll_to_region(region, animate=False, force=True, immediate=True, x_axis=False)
