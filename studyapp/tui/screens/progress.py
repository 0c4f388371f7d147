"""Progress: the days, what is remembered, what falls due, the domains, the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from studyapp.services.views import Aspect, Progress
from studyapp.tui import charts
from studyapp.tui.actions import action, bindings
from studyapp.tui.drawing import Drawing, indented, line, stack
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import count, minutes, percent, plain
from studyapp.tui.widgets.forecast import DueForecast

SECTIONS = {
    "days": "Days",
    "retention": "What you remember",
    "forecast": "Due in the days ahead",
    "domains": "Mastery by domain",
    "time": "Time spent",
}
_SECOND_COLUMN = ("retention", "domains", "time")
"""These stand in the second column where there is one, and under the others where there is not."""


class ProgressScreen(StudyScreen):
    """What was done, what is remembered, what is to come."""

    NAME = "progress"
    ABOUT = (
        "Your days as a map, what you recall of what you learned against your target, what falls due in the "
        "days ahead, your mastery of each domain, and your time. Long sections scroll."
    )
    BINDINGS = bindings("progress")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset(
        {Aspect.PROGRESS, Aspect.CARDS, Aspect.CONTENT, Aspect.GOAL, Aspect.SETTINGS}
    )
    CSS_PATH = "../styles/progress.tcss"

    def __init__(self, certification_id: str = "") -> None:
        super().__init__()
        self.certification_id = certification_id
        """Whose domains are shown; "" is the goal's. Everything else is about all certifications."""
        self.found: Progress | None = None

    def compose_main(self) -> ComposeResult:
        """All sections; those of the second column too, for narrow terminals."""
        yield Static(self._summary(), id="summary", markup=False)
        for name in SECTIONS:
            yield self._section(name, "in-main" if name in _SECOND_COLUMN else "always")

    def compose_side(self) -> ComposeResult:
        """The second column."""
        for name in _SECOND_COLUMN:
            yield self._section(name, "in-side")

    def _section(self, name: str, place: str) -> Vertical:
        body = DueForecast(classes="body") if name == "forecast" else Static(classes="body", markup=False)
        words = Static(classes="words dim -void", markup=False)
        return Vertical(
            Static(Content.styled(SECTIONS[name], "bold $ink"), classes="title", markup=False),
            body,
            words,
            classes=f"section {name} {place}",
        )

    async def load(self) -> None:
        """Fetch the numbers and draw them."""
        chosen = self.certification_id
        self.found = await self.app.bridge.call(lambda s: s.progress.overview(chosen))
        self.headline = "Progress"
        self._show(self.found)

    def _show(self, found: Progress) -> None:
        self.query_one("#summary", Static).update(self._summary())
        today = found.forecast[0].day if found.forecast else self._last_day(found)
        self._draw("days", lambda width: charts.heatmap(found.days, today, width))
        self._draw(
            "retention", lambda width: charts.retention_lines(found.retention, found.target_retention, width)
        )
        self._draw("domains", lambda width: domains(found, width))
        self._draw("time", lambda width: charts.time_bars(found.minutes_by_kind, width))
        self._words("retention", retention_words(found))
        whose = f" · {found.certification_code}" if found.certification_code else ""
        for section in self.query(".domains"):
            title = line((SECTIONS["domains"] + whose, "bold $ink"))
            section.query_one(".title", Static).update(title)
        for forecast in self.query(DueForecast):
            forecast.show(found.forecast)
            self._words("forecast", forecast.words)

    def _last_day(self, found: Progress) -> date:
        return found.days[-1].day if found.days else self.app.clock.now().date()

    def _draw(self, name: str, draw: Callable[[int], Content]) -> None:
        for section in self.query(f".{name}"):
            section.query_one(".body", Static).update(Drawing(draw))

    def _words(self, name: str, text: str) -> None:
        for section in self.query(f".{name}"):
            words = section.query_one(".words", Static)
            words.update(plain(text))
            words.set_class(not text, "-void")

    def _summary(self) -> Content:
        if self.found is None:
            return Content.styled("Adding up your days …", "$dim")
        found = self.found
        if not found.total_answers:
            keys = f"{action('app.back').shown_key}, then {action('today.start').shown_key},"
            return stack(
                [
                    Content.styled("No answers yet.", "bold $ink"),
                    "Your days, what you remember and where you stand in each domain will be drawn here. "
                    f"{keys} starts today's plan.",
                ]
            )
        return line(
            (f"{found.total_answers:,}", "bold $ink"),
            f" {'answer' if found.total_answers == 1 else 'answers'} in ",
            (minutes(found.total_minutes), "bold $ink"),
            "   streak ",
            (count(found.streak, "day"), "bold $ink"),
            (f"   longest {found.longest_streak}", "$dim"),
        )

    def action_marked(self) -> None:
        """List what is set aside, flagged or noted."""
        self.app.show("marked")

    def action_handover(self) -> None:
        """Choose what to hand over."""
        self.app.show("handover")

    def action_cohort(self) -> None:
        """See what was handed over."""
        self.app.show("cohort")

    async def action_scope(self) -> None:
        """Choose the certification whose domains are shown."""
        from studyapp.tui.screens.certifications import CertificationsScreen

        def chosen(certification_id: str | None) -> None:
            if certification_id:
                self.certification_id = certification_id
                self.reload()

        self.app.push_screen(CertificationsScreen(picking="Domains of which certification?"), chosen)


def domains(found: Progress, width: int) -> Content:
    """The bars of the domains, or why there are none."""
    if not found.domains:
        return indented(
            f"{action('progress.scope').shown_key} shows one certification, domain by domain.",
            width,
            0,
            "$dim",
        )
    drawn = charts.domain_bars(found.domains, width)
    if all(domain.weight_published for domain in found.domains):
        return drawn
    return stack([drawn, Content.styled("~ the vendor publishes no weight; shared by objectives", "$dim")])


def retention_words(found: Progress) -> str:
    """What the numbers of the section mean."""
    if not any(span.reviews for span in found.retention):
        return ""
    return (
        "Recalled reviews of cards that are past their first steps. Your target is "
        f"{percent(found.target_retention)}; a few points to either side are chance."
    )
