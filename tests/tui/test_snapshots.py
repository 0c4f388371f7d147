"""Pictures of the screens at three sizes; after a change on purpose: pytest --snapshot-update, and look."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from textual.pilot import Pilot

from studyapp.tui.app import StudyApp
from tests.waiting import screen_text, wait_until

SIZES = [(80, 24), (160, 50), (40, 10)]
SCREENS: tuple[tuple[str, dict[str, str], str], ...] = (
    ("today", {}, "Start"),
    ("welcome", {}, "Foundation: AIF-C01"),
    ("settings", {}, "Theme"),
    ("help", {"about": "today"}, "Help"),
)


@pytest.fixture(autouse=True)
def _in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The greeting follows the local hour."""
    if not hasattr(time, "tzset"):
        pytest.skip("the pictures are taken where the time zone can be set")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def goes_to(name: str, arguments: dict[str, str], text: str) -> Callable[[Pilot[Any]], Awaitable[None]]:
    async def run(pilot: Pilot[Any]) -> None:
        app = pilot.app
        assert isinstance(app, StudyApp)
        await wait_until(pilot, lambda: "Start" in screen_text(pilot))
        app.show(name, **arguments)
        # On a low terminal a part of it is out of sight or left out: wait for the work, not for its words.
        await wait_until(pilot, lambda: name == app.study_screen.NAME)  # type: ignore[union-attr]
        await app.workers.wait_for_complete()
        await wait_until(pilot, lambda: app.size.height < 24 or text in screen_text(pilot))

    return run


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen[0])
def test_it_looks_as_before(
    snap_compare: Callable[..., bool],
    fake_app: StudyApp,
    screen: tuple[str, dict[str, str], str],
    size: tuple[int, int],
) -> None:
    assert snap_compare(fake_app, terminal_size=size, run_before=goes_to(*screen))
