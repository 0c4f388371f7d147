"""A running study session over services without a store, and the hands on its keyboard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot

from studyapp.domain.responses import option_letter
from studyapp.tui.app import StudyApp
from studyapp.tui.screens.study import SessionScreen
from studyapp.tui.session_modes import Mode
from tests.tui.fakes import FakeServices
from tests.waiting import screen_text, wait_until

SIZES = [(40, 10), (80, 24), (160, 50)]


class Driver:
    """A running session and the hands on its keyboard."""

    def __init__(self, pilot: Pilot[Any], world: FakeServices) -> None:
        self.pilot = pilot
        self.world = world
        self.app: StudyApp = pilot.app  # type: ignore[assignment]

    @property
    def screen(self) -> SessionScreen:
        return next(s for s in reversed(self.app.screen_stack) if isinstance(s, SessionScreen))

    @property
    def shown(self) -> str:
        return screen_text(self.pilot)

    @property
    def log(self) -> list[Any]:
        return self.world.study.log[1:]

    async def at(self, mode: Mode) -> None:
        await wait_until(self.pilot, lambda: self.screen.mode is mode and self.screen.is_settled, mode)

    async def press(self, *keys: str, then: Mode | None = None) -> None:
        for key in keys:
            await wait_until(self.pilot, lambda: self.screen.is_settled)
            await self.pilot.press(key)
        if then is not None:
            await self.at(then)
        await self.pilot.pause()

    async def sees(self, *texts: str) -> None:
        await wait_until(self.pilot, lambda: all(text in self.shown for text in texts), str(texts))

    def letter_of(self, position: int) -> str:
        showing = self.screen.showing
        assert showing is not None
        return option_letter(showing.order.index(position))


@asynccontextmanager
async def session(
    app: StudyApp, world: FakeServices, size: tuple[int, int] = (80, 24), scope: str = "today"
) -> AsyncIterator[Driver]:
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: app.bridge.is_open)
        app.show("study", scope=scope)
        await wait_until(pilot, lambda: isinstance(app.screen, SessionScreen) and app.screen.is_settled)
        driver = Driver(pilot, world)
        await wait_until(pilot, lambda: driver.screen.mode is not Mode.OPENING and driver.screen.is_settled)
        yield driver


def corner(app: StudyApp) -> list[str]:
    """What was said in the corner."""
    return [note.message for note in app._notifications]
