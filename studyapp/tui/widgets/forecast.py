"""What falls due on the days ahead, plotted with plotext; the number stands on each bar."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import RenderResult
from textual.color import Color
from textual_plotext import PlotextPlot

from studyapp.domain.days import weekday
from studyapp.services.views import DayLoad
from studyapp.tui.words import short_date

_CELLS_A_DAY = 5


class DueForecast(PlotextPlot):
    """A bar for each day from today on, as many days as fit."""

    DEFAULT_CSS = """
    DueForecast { height: 9; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.days: tuple[DayLoad, ...] = ()

    def show(self, days: Sequence[DayLoad]) -> None:
        """Plot other days."""
        self.days = tuple(days)
        self.refresh(layout=True)

    @property
    def words(self) -> str:
        """The same in one sentence, for who cannot see the bars."""
        total = sum(day.due for day in self.days)
        busiest = max(self.days, key=lambda day: day.due, default=None)
        if busiest is None or not total:
            return "Nothing is due on these days."
        when = f"{weekday(busiest.day)} {short_date(busiest.day)}"
        return f"{total:,} due in {len(self.days)} days, most on {when} ({busiest.due})."

    def render(self) -> RenderResult:
        """Bars, numbers and days for the present size."""
        shown = self.days[: max(1, (self.size.width - 2) // _CELLS_A_DAY)]
        plot = self.plt
        plot.clear_figure()
        plot.frame(False)
        if shown and self.size.width > 4 and self.size.height > 3:
            places = [float(place + 1) for place in range(len(shown))]
            due = [float(day.due) for day in shown]
            rows = max(3, self.size.height - 1)
            row = max(*due, 1.0) / (rows - 2)
            accent = Color.parse(self.app.theme_variables["accent"]).rgb
            ink = Color.parse(self.app.theme_variables["foreground"]).rgb
            paper = Color.parse(self.app.theme_variables["background"]).rgb
            plot.bar(places, due, width=0.6, color=accent, minimum=0)
            for place, day in zip(places, shown, strict=True):
                number = "off" if day.is_break and not day.due else str(day.due)
                # A whole row above the bar: in less than that the number would stand in it.
                plot.text(number, place, day.due + row, color=ink, background=paper, alignment="center")
            plot.xlim(0.5, len(shown) + 0.5)
            plot.ylim(0, row * (rows - 1))
            plot.yticks([])
            plot.xticks(places, [_tick(index, day) for index, day in enumerate(shown)])
        return super().render()


def _tick(index: int, day: DayLoad) -> str:
    return "now" if index == 0 else f"{weekday(day.day)}{day.day.day}"
