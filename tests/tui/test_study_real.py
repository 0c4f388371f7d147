"""The study session over a real home: what the learner does is on disk, whatever happens next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from studyapp.clock import ManualClock
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Showing
from studyapp.tui.app import StudyApp
from studyapp.tui.screens.study import SessionScreen
from studyapp.tui.session_modes import Mode
from tests.banks import CERTIFICATION, write_bank
from tests.waiting import wait_until

Connect = Callable[..., Services]


@pytest.fixture
def home(tmp_path: Path, clock: ManualClock, connect_to: Connect, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home with one small bank, read before, and nothing answered."""
    monkeypatch.setattr("studyapp.tui.stopwatch.RepeatGuard.allows", lambda self: True)
    made = Home(tmp_path / "home")
    write_bank(made.content)
    services = connect_to(made, clock)
    assert not services.library.refresh().problems
    services.close()
    return made


@pytest.fixture
def start(home: Home, clock: ManualClock, connect_to: Connect) -> Callable[[], StudyApp]:
    """Makes an app over that home, as often as it is started."""
    return lambda: StudyApp(lambda: connect_to(home, clock), home, clock=clock, show_tracebacks=True)


async def test_an_answer_survives_an_app_that_ends_and_can_be_taken_back_by_the_next(
    start: Callable[[], StudyApp], home: Home, clock: ManualClock, connect_to: Connect
) -> None:
    first = start()
    async with first.run_test() as pilot:
        first.show("study", scope="try", certification_id=CERTIFICATION)
        await wait_until(pilot, lambda: at(first, Mode.QUESTION))
        answered = showing(first)
        await pilot.press("a", "s")
        await wait_until(pilot, lambda: at(first, Mode.ANSWERED))
        await pilot.press("enter")
        await wait_until(pilot, lambda: at(first, Mode.QUESTION))
        await pilot.press("b", "q")  # chosen, not given: nothing to keep

    again = start()
    async with again.run_test() as pilot:
        again.show("study", scope="try", certification_id=CERTIFICATION)
        await wait_until(pilot, lambda: at(again, Mode.QUESTION))
        await pilot.press("u")
        await wait_until(
            pilot, lambda: at(again, Mode.QUESTION) and showing(again).card_id == answered.card_id
        )
        await pilot.press("b", "g")
        await wait_until(pilot, lambda: at(again, Mode.ANSWERED))

    history = connect_to(home, clock).study.why(answered.card_id).history
    assert [(line.voided, line.confidence) for line in history] == [(True, "sure"), (False, "guess")]


async def test_five_questions_are_in_the_log_once_each(
    start: Callable[[], StudyApp], home: Home, clock: ManualClock, connect_to: Connect
) -> None:
    app = start()
    seen: list[Showing] = []
    async with app.run_test() as pilot:
        app.show("study", scope="try", certification_id=CERTIFICATION)
        for _ in range(5):
            await wait_until(pilot, lambda: at(app, Mode.QUESTION))
            seen.append(showing(app))
            await pilot.press("a", "enter")
            await wait_until(pilot, lambda: at(app, Mode.ANSWERED))
            await pilot.press("enter")
            await wait_until(pilot, lambda: not at(app, Mode.ANSWERED))
    assert len({item.card_id for item in seen}) == 5
    services = connect_to(home, clock)
    assert all(len(services.study.why(item.card_id).history) == 1 for item in seen)


async def test_linked_terms_come_up_as_cards(
    start: Callable[[], StudyApp], home: Home, clock: ManualClock, connect_to: Connect
) -> None:
    app = start()
    async with app.run_test() as pilot:
        app.show("study", scope="try", certification_id=CERTIFICATION)
        await wait_until(pilot, lambda: at(app, Mode.QUESTION))
        question = showing(app).question
        assert question is not None
        await pilot.press("a", "enter")
        await wait_until(pilot, lambda: at(app, Mode.ANSWERED))
        await pilot.press("t")
        await pilot.pause()
    services = connect_to(home, clock)
    assert question.term_ids
    assert all(services.library.term(term_id).in_cards for term_id in question.term_ids)


def at(app: StudyApp, mode: Mode) -> bool:
    screen = app.screen
    return isinstance(screen, SessionScreen) and screen.mode is mode and screen.is_settled


def showing(app: StudyApp) -> Showing:
    assert isinstance(app.screen, SessionScreen)
    assert app.screen.showing is not None
    return app.screen.showing
