"""The actions of the group `app`: what works on every screen."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studyapp.tui.actions import action
from studyapp.tui.bridge import CallFailed
from studyapp.tui.keys_in_order import KeysInOrder

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from studyapp.paths import Home
    from studyapp.tui.bridge import Bridge
    from studyapp.tui.screens.base import StudyScreen


class AppActions(KeysInOrder):
    """The lower half of the app; each method is the action of the same name in `actions/app.py`."""

    if TYPE_CHECKING:
        # What the upper half (`StudyApp`) has.
        home: Home
        bridge: Bridge

        @property
        def study_screen(self) -> StudyScreen | None: ...  # noqa: D102
        def show(self, name: str, **arguments: Any) -> None: ...  # noqa: D102
        def go_back(self, steps: int = 1) -> None: ...  # noqa: D102
        def say(  # noqa: D102
            self,
            message: str,
            title: str = "",
            severity: SeverityLevel = "information",
            paths: Sequence[Path] = (),
            *,
            everywhere: bool = False,
        ) -> None: ...

    async def action_back(self) -> None:
        """Go to the screen before; a screen may keep esc for itself by binding it."""
        self.go_back()

    def action_today(self) -> None:
        """Go to today's plan."""
        self.go_back(len(self.screen_stack))

    def action_roadmap(self) -> None:
        """Go to the stage map."""
        self.show("roadmap")

    def action_glossary(self) -> None:
        """Go to the glossary."""
        self.show("glossary")

    def action_progress(self) -> None:
        """Go to the progress screen."""
        self.show("progress")

    def action_certification(self) -> None:
        """Go to the certification of the goal."""
        self.show("certification")

    def action_readiness(self) -> None:
        """Go to the readiness for the goal, or for the certification on screen."""
        screen = self.study_screen
        self.show("readiness", certification_id=getattr(screen, "certification_id", ""))

    def action_mistakes(self) -> None:
        """Go to the notebook of mistakes."""
        self.show("mistakes")

    def action_settings(self) -> None:
        """Go to the settings."""
        self.show("settings")

    def action_marked(self) -> None:
        """List what is set aside, flagged or noted."""
        self.show("marked")

    def action_goal(self) -> None:
        """Change what is aimed at."""
        self.show("welcome")

    def action_check(self) -> None:
        """Look for damage in the database."""
        self.show("checks")

    def action_content_problems(self) -> None:
        """List what the content files have wrong."""
        self.show("problems")

    def action_help(self) -> None:
        """Explain the screen that is on top."""
        screen = self.study_screen
        self.show("help", about=screen.NAME if screen else "app")

    def action_palette(self) -> None:
        """Open the palette."""
        from studyapp.tui.palette import Palette

        self.push_screen(Palette())

    def action_backup(self) -> None:
        """Write a backup now."""
        self.screen.run_worker(self._back_up(), group="backup", exclusive=True)

    async def _back_up(self) -> None:
        with contextlib.suppress(CallFailed):
            path = await self.bridge.call(lambda s: s.health.backup())
            self.say(f"Backup written: {path.name}", everywhere=True)

    def action_save_screenshot(self) -> None:
        """Write a picture of the screen into the home; nothing is opened, the terminal may be far away."""
        with contextlib.suppress(OSError):
            self.home.screenshots.mkdir(parents=True, exist_ok=True)
            path = Path(self.save_screenshot(path=str(self.home.screenshots)))
            self.say("Saved", paths=(path,), everywhere=True)

    def action_help_quit(self) -> None:
        """ctrl+c copies and never quits by accident; say what does."""
        self.say(f"{action('app.quit').shown_keys} leaves studyapp.")
