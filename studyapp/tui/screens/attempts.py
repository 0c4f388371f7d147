"""Past attempts side by side, with the trend of the mock exams drawn."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static

from studyapp.services.exams.views import AttemptLine
from studyapp.services.views import Aspect
from studyapp.tui import exam_lines as lines
from studyapp.tui.actions import bindings
from studyapp.tui.drawing import Drawing
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import count, plain
from studyapp.tui.widgets.rows import Draw, Rows


class AttemptsScreen(StudyScreen):
    """Attempts of one certification, newest first."""

    NAME = "attempts"
    ABOUT = (
        "Your attempts side by side, domain by domain, and the points of the mock exams one after the other "
        "against the pass mark. Forms are equally hard, so that their points can be compared."
    )
    BINDINGS = bindings("attempts")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset({Aspect.EXAMS})
    AUTO_FOCUS = "#list"
    CSS_PATH = ["../styles/lists.tcss", "../styles/exam.tcss"]  # noqa: RUF012 - declared by Textual

    def __init__(self, certification_id: str = "") -> None:
        super().__init__()
        self.certification_id = certification_id
        self.lines: list[AttemptLine] = []

    def compose_main(self) -> ComposeResult:
        """The trend over the table."""
        yield Static(id="trend", markup=False)
        yield Static(id="table-head", markup=False)
        yield Rows(id="list")
        yield Static("Looking …", id="empty", classes="dim", markup=False)

    def compose_side(self) -> ComposeResult:
        """The attempt under the cursor, domain by domain."""
        yield Static(id="preview", markup=False)

    @property
    def rows(self) -> Rows:
        """The table."""
        return self.query_one(Rows)

    async def load(self) -> None:
        """Fetch and show."""
        wanted = self.certification_id
        found = await self.app.bridge.call(lambda s: s.exams.attempts(wanted))
        self.lines = [line for line in found if not line.is_open]
        code = self.lines[0].certification_code if self.lines and wanted else ""
        self.headline = f"Attempts · {code}" if code else "Attempts"
        self.status = count(len(self.lines), "attempt")
        domains = self._domain_ids()
        self.query_one("#trend", Static).update(Drawing(lambda width: lines.trend(self.lines, width)))
        head = Drawing(lambda width: lines.side_by_side_head(domains, width - 3))
        self.query_one("#table-head", Static).update(head)
        self.rows.fill([(line.id, _drawn(line, domains)) for line in self.lines])
        empty = self.query_one("#empty", Static)
        empty.display = not self.lines
        empty.update(plain("Your attempts will stand here once you handed one in."))
        self.query_one("#table-head").display = bool(self.lines)
        self.refresh_bindings()

    def _domain_ids(self) -> list[str]:
        found: dict[str, None] = {}
        for line in self.lines:
            found |= dict.fromkeys(part.key for part in line.domains)
        return list(found) if len(found) <= 10 else []

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        current = next((line for line in self.lines if line.id == self.rows.current), None)
        for pane in self.query("#preview").results(Static):
            pane.update(Drawing(lambda width: lines.about_attempt(current, width)) if current else "")

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_open()

    def applies(self, verb: str) -> bool:
        """A report needs an attempt."""
        return bool(self.lines)

    def action_open(self) -> None:
        """Read the report."""
        if self.rows.current:
            self.app.show("examreport", attempt_id=self.rows.current)


def _drawn(line: AttemptLine, domains: list[str]) -> Draw:
    return lambda width: lines.side_by_side(line, domains, width)
