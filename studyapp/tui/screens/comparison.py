"""Two roles side by side."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from studyapp.services.role_views import Comparison
from studyapp.services.views import Aspect
from studyapp.tui import comparison_lines
from studyapp.tui.actions import bindings
from studyapp.tui.choosing_roads import compare_with
from studyapp.tui.drawing import Drawing
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.widgets.page import Page


class ComparisonScreen(StudyScreen):
    """What each role is, pays and asks, and how far the learner is on each."""

    NAME = "comparison"
    ABOUT = (
        "Two roles side by side: how far you are on each, whom each fits, what they pay, which "
        "certifications and skills they share. Pay stands as the sources give it; nothing is converted."
    )
    BINDINGS = bindings("comparison")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset(
        {Aspect.CONTENT, Aspect.GOAL, Aspect.CARDS, Aspect.PROGRESS}
    )
    CSS_PATH = "../styles/comparison.tcss"

    def __init__(self, one_id: str, other_id: str) -> None:
        super().__init__()
        self.one_id = one_id
        self.other_id = other_id
        self.comparison: Comparison | None = None

    def compose_main(self) -> ComposeResult:
        """The comparison, in one long column."""
        yield Page("Looking …", id="both", markup=False)

    async def load(self) -> None:
        """Fetch both roles."""
        one, other = self.one_id, self.other_id
        self.headline = "Compare"
        self.comparison = found = await self.app.bridge.call(lambda s: s.roles.compare(one, other))
        self.headline = f"Compare · {found.one.name} and {found.other.name}"
        self.query_one("#both", Static).update(Drawing(lambda width: comparison_lines.drawn(found, width)))
        self.refresh_bindings()

    def applies(self, verb: str) -> bool:
        """Once both are there."""
        return self.comparison is not None

    def action_swap(self) -> None:
        """Exchange the sides."""
        self.one_id, self.other_id = self.other_id, self.one_id
        self.reload()

    def action_choose(self) -> None:
        """Compare the left role with another one."""
        self.app.go_back()
        compare_with(self.app, self.one_id)

    def action_one(self) -> None:
        """Go to the role on the left."""
        self.app.show("role", roadmap_id=self.one_id)

    def action_other(self) -> None:
        """Go to the role on the right."""
        self.app.show("role", roadmap_id=self.other_id)
