"""What `studyapp doctor` finds, and the backups: whether the data is sound."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from studyapp.services.views import Aspect, Check
from studyapp.tui.actions import bindings
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import count, plain


class ChecksScreen(StudyScreen):
    """One line per check, with advice where something is wrong."""

    NAME = "checks"
    ABOUT = "Looks for damage in your database and shows your backups. Nothing is changed by looking."
    BINDINGS = bindings("checks")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset()

    def compose_main(self) -> ComposeResult:
        """The list of checks, then the backups."""
        yield Static("Looking …", id="checks", classes="gap", markup=False)
        yield Static(id="backups", markup=False)

    async def load(self) -> None:
        """Run the checks; a large database takes a while."""
        self.headline = "Checking your data"
        found, backups = await self.app.bridge.call(lambda s: (s.health.check(), s.health.backups()))
        wrong = sum(not check.ok for check in found)
        self.status = f"✗ {wrong} to look at" if wrong else "✓ all well"
        self.query_one("#checks", Static).update(Content("\n").join(_line(check) for check in found))
        newest = f", the newest {backups[0].name}" if backups else ""
        self.query_one("#backups", Static).update(
            plain(f"{count(len(backups), 'backup')}{newest}\nin {self.app.home.backups}", "$dim")
        )

    def action_again(self) -> None:
        """Look once more."""
        self.query_one("#checks", Static).update("Looking …")
        self.reload()

    async def action_backup(self) -> None:
        """Write a backup, then show it in the list."""
        path = await self.app.bridge.call(lambda s: s.health.backup())
        self.app.say(f"Backup written: {path.name}")
        self.reload()


def _line(check: Check) -> Content:
    mark, style = ("✓ ", "$right") if check.ok else ("✗ ", "$wrong")
    line = Content.styled(mark, style) + plain(f"{check.name}: ", "bold") + plain(check.detail)
    return line if check.ok or not check.advice else line + plain(f"\n  {check.advice}", "$notice")
