"""One learner of a cohort: where they stand, and what to talk about."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Static

from studyapp.services.cohort.view import LearnerRow
from studyapp.tui.actions import bindings
from studyapp.tui.drawing import Drawing
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.screens.cohort import learner_card


class LearnerScreen(StudyScreen):
    """A page to have open during a talk; the next learner is one key away."""

    NAME = "learner"
    ABOUT = (
        "Where a learner stands by the newest file, and what to talk about: something that goes well first, "
        "then what costs most points."
    )
    BINDINGS = bindings("learner")

    def __init__(self, rows: Sequence[LearnerRow] = (), learner_id: str = "") -> None:
        super().__init__()
        self.rows = rows
        self.place = next((n for n, r in enumerate(rows) if r.learner_id == learner_id), 0)

    def compose_main(self) -> ComposeResult:
        """One text that scrolls."""
        yield Static(id="learner", markup=False)

    async def load(self) -> None:
        """Show the learner; there is nothing to fetch."""
        self.headline = "Cohort"
        if not self.rows:
            return
        chosen = self.rows[self.place]
        self.status = f"{self.place + 1} of {len(self.rows)}"
        self.query_one("#learner", Static).update(Drawing(lambda width: learner_card(chosen, width)))
        self.refresh_bindings()

    def applies(self, verb: str) -> bool:
        """There must be another one."""
        return self.place + 1 < len(self.rows) if verb == "next" else self.place > 0

    def action_next(self) -> None:
        """The next of the list."""
        self._go(1)

    def action_previous(self) -> None:
        """The one before."""
        self._go(-1)

    def _go(self, by: int) -> None:
        self.place = max(0, min(len(self.rows) - 1, self.place + by))
        self.query_one("#main").scroll_home(animate=False)
        self.reload()
