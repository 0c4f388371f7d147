"""From the program's values to what stands on the screen. Pure functions; content stays plain text.

Everything that an author or the learner wrote goes through `plain()`: no markup, no terminal escapes,
no control characters, no directional overrides that could reorder the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from textual.content import Content

from studyapp import sanitiser

clean = sanitiser.clean
"""Text without control characters."""

READING_WIDTH = 88
"""Columns that a line of text may have at most."""

_BARS = "▁▂▃▄▅▆▇█"


def plain(text: str, style: str = "", keep_lines: bool = True) -> Content:
    """Content of untrusted text: shown letter by letter as it is, with one style for all of it."""
    return Content.styled(clean(text, keep_lines), style)


def count(number: int, one: str, many: str = "") -> str:
    """`1 card`, `2 cards`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def interval(span: timedelta) -> str:
    """How long until a card returns: `10 min`, `3 h`, `4 d`, `2.5 mo`, `1.2 y`."""
    minutes = span.total_seconds() / 60
    if minutes < 1:
        return "<1 min"
    if minutes < 60:
        return f"{minutes:.0f} min"
    if minutes < 24 * 60:
        return f"{minutes / 60:.0f} h"
    days = minutes / (24 * 60)
    if days < 31:
        return f"{days:.0f} d"
    return f"{days / 30.44:.1f} mo" if days < 365 else f"{days / 365.25:.1f} y"


def minutes(value: float) -> str:
    """`11 min`, `2 h 05`."""
    whole = max(0, round(value))
    return f"{whole} min" if whole < 120 else f"{whole // 60} h {whole % 60:02d}"


def percent(fraction: float) -> str:
    """`71 %`."""
    return f"{fraction * 100:.0f} %"


def bar(fraction: float, width: int) -> str:
    """A bar of `width` cells; write its number beside it."""
    filled = round(max(0.0, min(1.0, fraction)) * width)
    return "█" * filled + "░" * (width - filled)


def sparkline(values: Sequence[float]) -> str:
    """One cell per value; zero is a low dot, so that a free day reads as such."""
    top = max(values, default=0)
    if top <= 0:
        return "·" * len(values)
    return "".join("·" if v <= 0 else _BARS[min(7, int(v / top * 7.999))] for v in values)
