"""The list of what is set aside, flagged or noted, over a real home."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from studyapp.clock import ManualClock
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.tui.app import StudyApp
from studyapp.tui.screens.marked import MarkedScreen
from tests.banks import write_bank
from tests.waiting import screen_text, wait_until

ASIDE, FLAGGED, NOTED = "q:tst-101-q03", "t:tst-101-t02:definition", "q:tst-101-q05"
NASTY = "[red]mind[/red] the \x1b[31msecond one"
Connect = Callable[..., Services]


@pytest.fixture
def home(tmp_path: Path, clock: ManualClock, connect_to: Connect) -> Home:
    """A home with one item of each kind of mark."""
    made = Home(tmp_path / "home")
    write_bank(made.content)
    services = connect_to(made, clock)
    services.library.refresh()
    services.study.suspend(ASIDE)
    services.study.flag(FLAGGED, True)
    services.study.note(NOTED, NASTY)
    services.close()
    return made


async def opened(app: StudyApp, pilot: Pilot[Any]) -> MarkedScreen:
    await wait_until(pilot, lambda: app.bridge.is_open)
    app.show("marked")
    await wait_until(pilot, lambda: isinstance(app.screen, MarkedScreen) and app.screen.items is not None)
    assert isinstance(app.screen, MarkedScreen)
    return app.screen


async def sees(pilot: Pilot[Any], *texts: str) -> None:
    await wait_until(pilot, lambda: all(text in screen_text(pilot) for text in texts), " and ".join(texts))


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_every_mark_is_said_in_words(real_app: StudyApp, size: tuple[int, int]) -> None:
    async with real_app.run_test(size=size) as pilot:
        await opened(real_app, pilot)
        await sees(
            pilot, "Set aside and flagged", "1 set aside, 1 flagged, 1 noted", "■ set aside", "⚑ flagged",
            "in study  ✎ [red]mind[/red] the", "card, by its name", "x bring back",
        )  # fmt: skip
        assert "\x1b" not in screen_text(pilot)
        assert max(len(line) for line in screen_text(pilot).splitlines()) <= size[0]


async def test_a_wide_terminal_shows_the_whole_item_beside(real_app: StudyApp) -> None:
    async with real_app.run_test(size=(160, 50)) as pilot:
        screen = await opened(real_app, pilot)
        await sees(pilot, "It is not asked until x brings it back.")
        screen.rows.highlighted = 2
        await sees(pilot, "✎ Your note")


async def test_on_40x10_the_states_are_in_sight(real_app: StudyApp) -> None:
    async with real_app.run_test(size=(40, 10)) as pilot:
        await opened(real_app, pilot)
        await sees(pilot, "■ set aside", "⚑ flagged")
        for size in ((20, 5), (160, 50), (40, 10)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        await sees(pilot, "■ set aside")


async def test_x_brings_back_and_sets_aside_again(
    real_app: StudyApp, home: Home, clock: ManualClock, connect_to: Connect
) -> None:
    async with real_app.run_test(size=(80, 24)) as pilot:
        screen = await opened(real_app, pilot)
        assert screen.rows.current == ASIDE
        await pilot.press("x")
        await sees(pilot, "1 flagged, 1 noted", "x set aside")
        assert not any(item.suspended for item in (screen.items or {}).values())
        assert screen.rows.current == ASIDE
        assert ASIDE not in marked_now(connect_to(home, clock))
        await pilot.press("x")
        await sees(pilot, "1 set aside, 1 flagged, 1 noted", "x bring back")
        assert marked_now(connect_to(home, clock))[ASIDE]


async def test_f_takes_a_flag_off_and_sets_it(real_app: StudyApp) -> None:
    async with real_app.run_test(size=(80, 24)) as pilot:
        screen = await opened(real_app, pilot)
        await pilot.press("down")
        await wait_until(pilot, lambda: screen.rows.current == FLAGGED)
        await sees(pilot, "f flag off")
        await pilot.press("f")
        await sees(pilot, "1 set aside, 1 noted")
        await pilot.press("f")
        await sees(pilot, "1 set aside, 1 flagged, 1 noted")


async def test_a_note_is_changed_here(real_app: StudyApp) -> None:
    async with real_app.run_test(size=(80, 24)) as pilot:
        await opened(real_app, pilot)
        await pilot.press("n")
        await wait_until(pilot, lambda: getattr(real_app.screen, "NAME", "") == "note")
        await pilot.press(*"soon", "ctrl+s")
        await sees(pilot, "1 set aside, 1 flagged, 2 noted", "✎ soon")


async def test_enter_tells_why_and_t_the_term(real_app: StudyApp) -> None:
    async with real_app.run_test(size=(80, 24)) as pilot:
        screen = await opened(real_app, pilot)
        await pilot.press("t")
        assert real_app.screen is screen
        await pilot.press("enter")
        await sees(pilot, "Why is this due?")
        await pilot.press("escape", "down")
        await wait_until(pilot, lambda: real_app.screen is screen and screen.rows.current == FLAGGED)
        await pilot.press("t")
        await wait_until(pilot, lambda: getattr(real_app.screen, "term_id", "") == "tst-101-t02")


async def test_progress_and_the_palette_lead_here(real_app: StudyApp) -> None:
    async with real_app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: real_app.bridge.is_open)
        real_app.show("progress")
        await wait_until(pilot, lambda: getattr(real_app.screen, "found", None))
        await pilot.press("m")
        await wait_until(pilot, lambda: isinstance(real_app.screen, MarkedScreen))
        await pilot.press("escape", "escape")
        await wait_until(pilot, lambda: getattr(real_app.screen, "NAME", "") == "today")
        await pilot.press("ctrl+p")
        await pilot.press(*"set aside and")
        # The list follows the typing; "settings" goes when it has caught up.
        await wait_until(
            pilot,
            lambda: (
                "Set aside and flagged" in screen_text(pilot) and "Change the theme" not in screen_text(pilot)
            ),
        )
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(real_app.screen, MarkedScreen))


async def test_without_marks_it_says_what_would_be_here(
    real_app: StudyApp, home: Home, clock: ManualClock, connect_to: Connect
) -> None:
    services = connect_to(home, clock)
    services.study.resume(ASIDE)
    services.study.flag(FLAGGED, False)
    services.study.note(NOTED, "")
    async with real_app.run_test(size=(80, 24)) as pilot:
        await opened(real_app, pilot)
        await sees(pilot, "Nothing is set aside, flagged or", "In a session x sets an item aside")
        await pilot.press("x", "f", "n", "t", "enter")
        assert isinstance(real_app.screen, MarkedScreen)


def marked_now(services: Services) -> dict[str, bool]:
    return {item.card_id: item.suspended for item in services.study.marked()}
