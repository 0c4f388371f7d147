"""The forgetting curve of one item, plotted with plotext; its words stand beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from textual.app import RenderResult
from textual.color import Color
from textual_plotext import PlotextPlot

Point = tuple[float, float]


class ForgettingCurve(PlotextPlot):
    """Recall over days from the last answer on; today and the aim are marked."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._points: tuple[Point, ...] = ()
        self._aim = 0.9

    def show(self, points: Sequence[Point], aim: float) -> None:
        """Plot another curve; `aim` is the recall at which the item is meant to come back."""
        self._points, self._aim = tuple(points), aim
        self.refresh()

    def render(self) -> RenderResult:
        """The curve at the present size."""
        plot = self.plt
        plot.clear_figure()
        if self._points and self.size.width > 16 and self.size.height > 4:
            self._draw()
        return super().render()

    def _draw(self) -> None:
        plot, colours = self.plt, self.app.theme_variables
        accent = Color.parse(colours["accent"]).rgb
        dim = Color.parse(colours["dim"]).rgb
        days, recall = [p[0] for p in self._points], [p[1] * 100 for p in self._points]
        low = bottom_of(self._points, self._aim)
        plot.frame(False)
        plot.ylim(low, 100)
        plot.xlim(days[0], days[-1])
        aim = self._aim * 100
        plot.plot([days[0], days[-1]], [aim, aim], color=dim, marker="·")
        if days[0] <= 0 <= days[-1]:
            plot.plot([0, 0], [low, 100], color=dim, marker="·")
        plot.plot(days, recall, color=accent, marker="braille")
        plot.yticks([low, aim, 100], [f"{low} %", f"aim {aim:.0f} %", "100 %"])
        ticks = day_ticks(days[0], days[-1])
        plot.xticks(ticks, [tick_label(day) for day in ticks])


def bottom_of(points: Sequence[Point], aim: float) -> int:
    """Where the axis of recall begins: a round number with room under everything that is drawn."""
    least = min([aim, *(recall for _, recall in points)]) * 100
    return max(0, math.floor((least - 2) / 10) * 10)


def day_ticks(first: float, last: float) -> list[float]:
    """A few days to write under the curve: the last answer, today, and two that are to come."""
    step = max(1.0, math.ceil((last - max(0.0, first)) / 3))
    ticks = [first] if first < -0.1 * (last - first) else []
    day = 0.0
    while day <= last:
        ticks.append(day)
        day += step
    return ticks


def tick_label(day: float) -> str:
    """`-9 d`, `today`, `+12 d`."""
    return "today" if abs(day) < 0.5 else f"{day:+.0f} d"
