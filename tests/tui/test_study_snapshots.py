"""How the study screens look at the three sizes; over services without a store, at a fixed time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from studyapp.domain.questions import QuestionKind
from studyapp.tui.app import StudyApp
from studyapp.tui.screens.study import SessionScreen
from studyapp.tui.session_modes import Mode
from tests.kinds import CODE, built
from tests.tui.fake_data import QUESTIONS, TERMS
from tests.tui.fakes import FakeServices
from tests.waiting import wait_until

SIZES = [(40, 10), (80, 24), (160, 50)]
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


@pytest.fixture(autouse=True)
def no_bounces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are pressed faster than fingers can."""
    monkeypatch.setattr("studyapp.tui.stopwatch.RepeatGuard.allows", lambda self: True)


def after(*steps: str | Mode) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Open a session, then press keys and wait for modes."""

    async def run(pilot: Pilot[Any]) -> None:
        app: StudyApp = pilot.app  # type: ignore[assignment]
        await wait_until(pilot, lambda: app.bridge.is_open)
        app.show("study")
        for step in (Mode.QUESTION, *steps) if not isinstance(steps[0], Mode) else steps:
            if isinstance(step, Mode):

                def reached(mode: Mode = step) -> bool:
                    screen = app.screen
                    return isinstance(screen, SessionScreen) and screen.mode is mode and screen.is_settled

                await wait_until(pilot, reached)
            else:
                await pilot.press(step)
        await pilot.pause()

    return run


@sizes
def test_an_answered_question(snap_compare: Any, fake_app: StudyApp, size: tuple[int, int]) -> None:
    assert snap_compare(fake_app, terminal_size=size, run_before=after("a", "s", Mode.ANSWERED))


@sizes
def test_a_card_that_was_turned(
    snap_compare: Any, fake_app: StudyApp, world: FakeServices, size: tuple[int, int]
) -> None:
    world.study.items = [TERMS[0]]
    assert snap_compare(fake_app, terminal_size=size, run_before=after(Mode.CARD, "enter", Mode.REVEALED))


def test_several_marks(snap_compare: Any, fake_app: StudyApp, world: FakeServices) -> None:
    world.study.items = [QUESTIONS[1]]
    assert snap_compare(fake_app, terminal_size=(80, 24), run_before=after("b", "d"))


def test_why_an_item_is_due(snap_compare: Any, fake_app: StudyApp) -> None:
    assert snap_compare(fake_app, terminal_size=(80, 40), run_before=after("i"))


KEYS = {
    QuestionKind.ORDERING: ("down", "shift+down", "s"),
    QuestionKind.MATCHING: ("a", "b", "c", "s"),
    QuestionKind.NUMERIC: ("2", "enter", "s"),
    QuestionKind.BLANKS: (*"fetch", "enter", *"merge", "enter", "g"),
    QuestionKind.HANDS_ON: ("enter", "a", "enter"),
}


@sizes
@pytest.mark.parametrize("kind", KEYS)
def test_an_answer_of_every_other_kind(
    snap_compare: Any, fake_app: StudyApp, world: FakeServices, kind: QuestionKind, size: tuple[int, int]
) -> None:
    world.study.items = [built(kind)]
    keys = after(*KEYS[kind], Mode.ANSWERED)
    assert snap_compare(fake_app, terminal_size=size, run_before=keys)


@sizes
def test_a_case_with_a_table_above_code(
    snap_compare: Any, fake_app: StudyApp, world: FakeServices, size: tuple[int, int]
) -> None:
    world.study.items = [built(QuestionKind.SINGLE, in_case=True, stem=f"What is staged?\n\n{CODE}")]
    assert snap_compare(fake_app, terminal_size=size, run_before=after("b"))


@pytest.mark.parametrize("kind", [QuestionKind.ORDERING, QuestionKind.MATCHING, QuestionKind.HANDS_ON])
def test_what_is_not_given_yet(
    snap_compare: Any, fake_app: StudyApp, world: FakeServices, kind: QuestionKind
) -> None:
    world.study.items = [built(kind)]
    keys = {QuestionKind.ORDERING: ("down", "space", "down"), QuestionKind.MATCHING: ("b", "a")}
    keys_before = after(*keys.get(kind, ("enter", "b")))
    assert snap_compare(fake_app, terminal_size=(80, 24), run_before=keys_before)
