"""The app of `studyapp bank preview`: one screen, no learner's data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from textual import events

from studyapp.errors import NotFound
from studyapp.tui.app import StudyApp
from studyapp.tui.screens.preview import PreviewScreen, Source

if TYPE_CHECKING:
    from textual.screen import Screen

    from studyapp.paths import Home


class PreviewApp(StudyApp):
    """Shows the items of a source; the store is never opened."""

    # The styles of a default screen are not read from the screen, so they stand here.
    CSS_PATH = ["styles/app.tcss", "styles/widgets.tcss", "styles/study.tcss", "styles/preview.tcss"]  # noqa: RUF012

    def __init__(self, source: Source, home: Home, *, show_tracebacks: bool = False) -> None:
        super().__init__(_no_store, home, show_tracebacks=show_tracebacks)
        self._source = source

    def get_default_screen(self) -> Screen[Any]:
        """The preview is all there is."""
        return PreviewScreen(self._source)

    def on_mount(self, event: events.Mount) -> None:  # type: ignore[override]
        """End on signals, and open nothing: Textual would also call what the app of learners does here."""
        event.prevent_default()
        self._end_on_signals()


def _no_store() -> NoReturn:
    raise NotFound("The preview has no learner's data.")
