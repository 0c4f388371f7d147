"""What is made ready in idle moments, so that the screen opened next stands at once.

Modules and styles once, when the app has come to rest after its start; what screens will ask of the services
whenever Today has been shown. Nothing here is needed: what is not ready is made ready when it is asked for.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from studyapp.tui.bridge import CallFailed
from studyapp.tui.screens.base import WIDGET_STYLES, StudyScreen

if TYPE_CHECKING:
    from studyapp.services.facade import Services
    from studyapp.tui.app import StudyApp

LIKELY = (
    "study", "roadmap", "certification", "roadmaps", "certifications", "role", "comparison", "readiness",
    "glossary", "progress",
)  # fmt: skip
"""Screens that are one or two keys away from Today, by their names in `app.SCREENS`, the likeliest first."""


async def screens(app: StudyApp, places: dict[str, str]) -> None:
    """Import the likely screens (`places` as `app.SCREENS`) and parse their styles, one by one.

    Textual would parse all styles anew when a screen brings new ones, while its key waits.
    """
    sheets = {WIDGET_STYLES: None}
    for name in LIKELY:
        module, _, class_name = places[name].partition(":")
        # Imported in a thread, the longest of them is not felt between two keys.
        found = await asyncio.to_thread(import_module, f"studyapp.tui.screens.{module}")
        css_path = getattr(found, class_name).CSS_PATH
        if css_path:
            sheets[WIDGET_STYLES.with_name(css_path.rpartition("/")[2])] = None
    for sheet in sheets:
        if app.is_leaving:
            return
        if not app.stylesheet.has_source(str(sheet), ""):
            app.stylesheet.read(sheet)
            app.stylesheet.parse()
        await asyncio.sleep(0)
    await _widgets(app)


async def _widgets(app: StudyApp) -> None:
    """Parse the styles that Textual's lists and fields bring along, before the first is mounted."""
    from textual.widgets import Input

    from studyapp.tui.widgets.rows import Rows

    for widget in (Rows(), Input()):
        for read_from, css, tie_breaker, scope in widget._get_default_css():
            app.stylesheet.add_source(
                css, read_from=read_from, is_default_css=True, tie_breaker=tie_breaker, scope=scope
            )
        app.stylesheet.parse()
        await asyncio.sleep(0)


async def answers(screen: StudyScreen) -> None:
    """Ask what the likely screens will ask, as long as this screen is on top; see `services/kept.py`."""
    for question in _QUESTIONS:
        if not screen.is_on_top or screen.app.is_leaving:
            return
        with contextlib.suppress(CallFailed):
            await screen.app.bridge.call(lambda s, question=question: _asked(s, question))  # type: ignore[misc]


def _asked(services: Services, question: Callable[[Services], Any]) -> None:
    # What is wrong is told to whoever really wants to know.
    with contextlib.suppress(Exception):
        question(services)


def _certification_of_goal(services: Services) -> None:
    goal = services.goals.current()
    if goal is not None:
        services.library.certification(goal.certification_id)


_QUESTIONS: tuple[Callable[[Services], Any], ...] = (
    lambda s: s.roadmaps.roadmap(s.roadmaps.followed()),
    _certification_of_goal,
    lambda s: s.roadmaps.all(),
    lambda s: s.roles.profile(s.roadmaps.followed()),
    lambda s: s.library.certifications(),
)
"""One call each, so that a real one never waits for more than one of them."""
