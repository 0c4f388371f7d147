"""Charts as SVG. Each carries its numbers as text or in its description; no colour says anything alone."""

from __future__ import annotations

from html import escape

from studyapp.domain.days import medium_date
from studyapp.export.blocks import Bars, Columns, line

WIDTH = 640
CHART_HEIGHT = 120
FOOT = 22
BAR_HEIGHT = 10
ROW_HEIGHT = 40


def text(said: str) -> str:
    """Untrusted text for HTML and SVG: on one line, without control characters, escaped."""
    return escape(line(said))


def columns_svg(chart: Columns, name: str) -> str:
    """One column per day; the first and the last day and the highest value are written out."""
    count = max(1, len(chart.values))
    top, step = max(chart.values, default=0), WIDTH / count
    highest = f"{top:.0f} {chart.unit}"
    room = CHART_HEIGHT - FOOT
    shapes = []
    for place, value in enumerate(chart.values):
        height = room * value / top if top else 0
        if value > 0:
            shapes.append(
                f'<rect class="value" x="{place * step + step * 0.1:.1f}" y="{FOOT + room - height:.1f}" '
                f'width="{step * 0.8:.1f}" height="{max(1.0, height):.1f}"/>'
            )
    base = CHART_HEIGHT
    first, last = (medium_date(chart.days[0]), medium_date(chart.days[-1])) if chart.days else ("", "")
    labels = (
        f'<text x="0" y="15">highest: {text(highest)}</text>'
        f'<text x="0" y="{base + FOOT - 4}">{first}</text>'
        f'<text x="{WIDTH}" y="{base + FOOT - 4}" text-anchor="end">{last}</text>'
    )
    line = f'<rect class="track" x="0" y="{base}" width="{WIDTH}" height="1"/>'
    return _svg(name, chart.caption, chart.said, base + FOOT, "".join((*shapes, line, labels)))


def bars_svg(chart: Bars, name: str) -> str:
    """One bar to a row, its name above it and its number at the right."""
    rows = []
    for place, (title, share, words) in enumerate(chart.bars):
        y = place * ROW_HEIGHT
        rows.append(
            f'<text class="name" x="0" y="{y + 14}">{text(_short(line(title)))}</text>'
            f'<text x="{WIDTH}" y="{y + 14}" text-anchor="end">{text(words)}</text>'
            f'<rect class="track" x="0" y="{y + 20}" width="{WIDTH}" height="{BAR_HEIGHT}"/>'
            f'<rect class="value" x="0" y="{y + 20}" width="{WIDTH * min(1.0, max(0.0, share)):.1f}" '
            f'height="{BAR_HEIGHT}"/>'
        )
    said = "; ".join(f"{title}: {words}" for title, _share, words in chart.bars)
    return _svg(name, chart.caption, said, ROW_HEIGHT * len(chart.bars), "".join(rows))


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _svg(name: str, title: str, about: str, height: int, inner: str) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{text(title)}</title><desc id="{name}-d">{text(about)}</desc>{inner}</svg>'
    )
