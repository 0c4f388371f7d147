"""Choosing the second role of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studyapp.tui.app import StudyApp


def compare_with(app: StudyApp, roadmap_id: str) -> None:
    """Ask for another roadmap, and show both side by side."""
    from studyapp.tui.screens.roadmaps import RoadmapsScreen

    def chosen(other_id: str | None) -> None:
        if other_id:
            app.show("comparison", one_id=roadmap_id, other_id=other_id)

    app.push_screen(RoadmapsScreen(compared_id=roadmap_id), chosen)
