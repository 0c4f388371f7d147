"""Bringing a part of a widget into view with the least movement."""

from __future__ import annotations

from textual.containers import ScrollableContainer
from textual.dom import DOMNode
from textual.geometry import Offset, Region
from textual.widget import Widget


def show_lines(widget: Widget, top: int, height: int) -> None:
    """Scroll the container of a widget so far that these of its lines are seen; not at all if they are."""
    container = next((node for node in widget.ancestors if isinstance(node, ScrollableContainer)), None)
    if container is None or not container.size:
        return
    # Not from where it is on the screen: a scroll that was asked for just before may not be laid out yet.
    inside = Offset(0, 0)
    node: DOMNode | None = widget
    while node is not container and isinstance(node, Widget):
        inside += node.virtual_region.offset + Offset(node.gutter.left, node.gutter.top)
        node = node.parent
    # What is taller than the window shows its beginning.
    seen = min(height, container.scrollable_content_region.height)
    region = Region(inside.x, inside.y + top, 1, max(1, seen))
    container.scroll_to_region(region, animate=False, force=True, immediate=True, x_axis=False)
