"""The report of an attempt: score, domains, objectives, pace, changes, confidence."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from studyapp.domain.days import long_date
from studyapp.exam_words import title_of
from studyapp.services.exams.views import ExamReport
from studyapp.services.views import Aspect
from studyapp.tui import exam_lines as lines
from studyapp.tui.actions import bindings
from studyapp.tui.drawing import Drawing, line
from studyapp.tui.screens.base import StudyScreen

SECTIONS = {
    "score": ("Score", lines.report_head),
    "domains": ("By domain", lines.report_domains),
    "time": ("Pace", lines.report_time),
    "confidence": ("How sure you were", lines.report_confidence),
    "changes": ("Changed answers", lines.report_changes),
    "objectives": ("By objective", lines.report_objectives),
    "assumptions": ("Assumed", lines.report_assumptions),
}
_SECOND_COLUMN = ("confidence", "changes", "objectives", "assumptions")
"""These stand in the second column where there is one, and under the others where there is not."""


class ExamReportScreen(StudyScreen):
    """What an attempt tells."""

    NAME = "examreport"
    ABOUT = (
        "The score on the vendor's scale where the way to it is public, otherwise ours, and said so; then "
        "domains and objectives, your pace against the time that there was, what changing answers did, and "
        "how often “sure” was right. Enter goes through every item with its reasons."
    )
    BINDINGS = bindings("examreport")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset({Aspect.EXAMS})
    CSS_PATH = "../styles/exam.tcss"

    def __init__(self, attempt_id: str) -> None:
        super().__init__()
        self.attempt_id = attempt_id
        self.report: ExamReport | None = None

    def compose_main(self) -> ComposeResult:
        """All sections; those of the second column too, for narrow terminals."""
        yield Static("Adding up …", id="waiting", classes="dim", markup=False)
        for name in SECTIONS:
            yield self._section(name, "in-main" if name in _SECOND_COLUMN else "always")

    def compose_side(self) -> ComposeResult:
        """The second column."""
        for name in _SECOND_COLUMN:
            yield self._section(name, "in-side")

    def _section(self, name: str, place: str) -> Vertical:
        return Vertical(
            Static("", classes="title", markup=False),
            Static("", classes="body", markup=False),
            classes=f"section {name} {place} -void",
        )

    async def load(self) -> None:
        """Fetch the report and draw it."""
        attempt_id = self.attempt_id
        report = await self.app.bridge.call(lambda s: s.exams.report(attempt_id))
        self.report = report
        self.headline = f"Report · {title_of(report.line.mode, report.line.title)}"
        self.status = f"{report.line.certification_code} · {long_date(report.line.started_on)}"
        self.query_one("#waiting").display = False
        for name, (title, draw) in SECTIONS.items():
            for section in self.query(f".{name}"):
                section.remove_class("-void")
                section.query_one(".title", Static).update(line((title, "bold $ink")))
                body = section.query_one(".body", Static)
                body.update(Drawing(lambda width, draw=draw: draw(report, width)))  # type: ignore[misc]
        self.refresh_bindings()

    def applies(self, verb: str) -> bool:
        """Once there is a report; missed items only where something was missed."""
        if self.report is None:
            return False
        if verb == "missed":
            return any(not item.verdict.correct or not item.answered for item in self.report.items)
        return True

    def action_items(self) -> None:
        """Go through every item."""
        self.app.show("examitems", attempt_id=self.attempt_id)

    def action_missed(self) -> None:
        """Go through what was missed."""
        self.app.show("examitems", attempt_id=self.attempt_id, only="missed")

    def action_attempts(self) -> None:
        """See attempts side by side."""
        if self.report is not None:
            self.app.show("attempts", certification_id=self.report.line.certification_id)
