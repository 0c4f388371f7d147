"""Readiness and mistakes on a real home: what is shown, and what the keys begin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from studyapp.services.readiness_views import Focus
from studyapp.tui.app import StudyApp
from studyapp.tui.screens.mistakes import MistakesScreen
from studyapp.tui.screens.readiness import ReadinessScreen
from studyapp.tui.screens.study import SessionScreen
from tests.tui.library.conftest import shown
from tests.waiting import screen_text, wait_until

Make = Callable[..., StudyApp]


async def opened(pilot: Pilot[Any]) -> ReadinessScreen:
    screen = await shown(pilot, "readiness", lambda s: s.found)
    assert isinstance(screen, ReadinessScreen)
    return screen


async def test_readiness_is_one_key_from_today(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(100, 40)) as pilot:
        await wait_until(pilot, lambda: "Readiness" in screen_text(pilot))
        await pilot.press("y")
        await wait_until(pilot, lambda: isinstance(app.screen, ReadinessScreen) and app.screen.found)
        await wait_until(pilot, lambda: "What would raise it most" in screen_text(pilot))


async def test_the_first_action_starts_with_enter(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(100, 40)) as pilot:
        screen = await opened(pilot)
        assert screen.found is not None
        first = screen.found.actions[0].focus
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, SessionScreen) and app.screen.showing)
        session = app.screen
        assert isinstance(session, SessionScreen)
        assert session.showing is not None
        assert session.only == first
        assert (session.showing.domain_id, str(session.showing.kind)) == (first.domain_id, first.kind)


async def test_a_number_starts_the_action_of_that_number(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(100, 40)) as pilot:
        screen = await opened(pilot)
        assert screen.found is not None
        assert len(screen.found.actions) >= 2
        await pilot.press("2")
        await wait_until(pilot, lambda: isinstance(app.screen, SessionScreen))
        assert isinstance(app.screen, SessionScreen)
        assert isinstance(app.screen.only, Focus)
        assert app.screen.only == screen.found.actions[1].focus


async def test_little_evidence_is_said_and_no_number(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(100, 50)) as pilot:
        await opened(pilot)
        text = screen_text(pilot)
        assert "Not enough evidence for a number" in text
        assert "more first answers" in text
        assert "P(pass) 7" not in text


async def test_another_certification_can_be_chosen(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(100, 40)) as pilot:
        await opened(pilot)
        await pilot.press("c")
        await wait_until(pilot, lambda: getattr(app.screen, "NAME", "") == "certifications")
        await wait_until(
            pilot, lambda: app.screen.query("#list") and "Readiness for which" in screen_text(pilot)
        )


async def test_without_a_goal_it_says_how_to_choose(make_app: Make) -> None:
    app = make_app("fresh")
    async with app.run_test(size=(100, 30)) as pilot:
        await shown(pilot, "readiness", lambda s: "chooses one" in screen_text(pilot))
        assert not app.screen.applies("start")  # type: ignore[attr-defined]


async def test_the_certification_says_its_readiness(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(100, 60)) as pilot:
        await shown(pilot, "certification", lambda s: s.detail, certification_id="aif-c01")
        await wait_until(pilot, lambda: "Readiness" in screen_text(pilot))
        assert "first answers" in screen_text(pilot)


async def test_mistakes_are_listed_and_worked_off(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(100, 40)) as pilot:
        screen = await shown(pilot, "mistakes", lambda s: s.notebook)
        assert isinstance(screen, MistakesScreen)
        assert screen.notebook is not None
        assert screen.notebook.mistakes
        await wait_until(pilot, lambda: "recalled on" in screen_text(pilot))
        assert " instead of " in screen_text(pilot)
        first = screen.notebook.mistakes[0]
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, SessionScreen) and app.screen.showing)
        assert isinstance(app.screen, SessionScreen)
        assert app.screen.showing is not None
        assert app.screen.showing.card_id == first.card_id
        assert "Mistakes" in app.screen.headline


async def test_a_mistake_tells_its_history(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(100, 40)) as pilot:
        await shown(pilot, "mistakes", lambda s: s.notebook and s.current)
        await pilot.press("i")
        await wait_until(pilot, lambda: getattr(app.screen, "NAME", "") == "why")


async def test_an_empty_notebook_says_what_will_be_there(make_app: Make) -> None:
    app = make_app("fresh")
    async with app.run_test(size=(100, 30)) as pilot:
        await shown(pilot, "mistakes", lambda s: s.notebook is not None)
        await wait_until(pilot, lambda: "No mistakes are open." in screen_text(pilot))
        assert not app.screen.applies("start")  # type: ignore[attr-defined]


async def test_mistakes_of_the_goal_alone(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(100, 40)) as pilot:
        await shown(pilot, "mistakes", lambda s: s.notebook)
        await pilot.press("a")
        await wait_until(pilot, lambda: "AIF-C01" in app.screen.headline)  # type: ignore[attr-defined]
