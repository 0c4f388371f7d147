"""k says why a key is wrong, wherever an answered question stands; and what learners see of quarantine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from studyapp.clock import ManualClock
from studyapp.domain.days import long_date
from studyapp.domain.exams.rules import Mode as ExamMode
from studyapp.paths import Home
from studyapp.services.exams.views import QuizChoice
from studyapp.services.facade import Services
from studyapp.tui.app import StudyApp
from studyapp.tui.screens.disputing import DisputeScreen
from studyapp.tui.screens.examitem import ExamItemScreen
from studyapp.tui.screens.marked import MarkedScreen
from studyapp.tui.screens.study import SessionScreen
from studyapp.tui.session_modes import Mode
from tests.banks import CERTIFICATION, question, questions_file, write_bank, write_yaml
from tests.services.exams.conftest import Candidate
from tests.tui.exam_driver import Connect, home_with
from tests.waiting import screen_text, wait_until

ASKED = "The key is wrong because"


@pytest.fixture
def home(tmp_path: Path, clock: ManualClock, connect_to: Connect, no_bounces: None) -> Home:
    return home_with(lambda made: write_bank(made.content), tmp_path / "home", clock, connect_to)


@pytest.fixture
def app(home: Home, clock: ManualClock, connect_to: Connect) -> StudyApp:
    return StudyApp(lambda: connect_to(home, clock), home, clock=clock, show_tracebacks=True)


@pytest.fixture
def services(home: Home, clock: ManualClock, connect_to: Connect) -> Services:
    """Another look at the same home."""
    return connect_to(home, clock)


def at(app: StudyApp, mode: Mode) -> bool:
    screen = app.screen
    return isinstance(screen, SessionScreen) and screen.mode is mode and screen.is_settled


async def sees(pilot: Pilot[Any], *texts: str) -> None:
    await wait_until(pilot, lambda: all(text in screen_text(pilot) for text in texts))


async def say_why(pilot: Pilot[Any], app: StudyApp, words: str) -> None:
    await pilot.press("k")
    await wait_until(pilot, lambda: isinstance(app.screen, DisputeScreen))
    await sees(pilot, ASKED)
    await pilot.press(*words, "escape")
    await wait_until(pilot, lambda: not isinstance(app.screen, DisputeScreen))


async def test_under_the_feedback_of_a_question(app: StudyApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: app.bridge.is_open)
        app.show("study", scope="try", certification_id=CERTIFICATION)
        await wait_until(pilot, lambda: at(app, Mode.QUESTION))
        await pilot.press("k")
        await pilot.pause()
        assert at(app, Mode.QUESTION), "before the answer the key means nothing"
        await pilot.press("a", "s")
        await wait_until(pilot, lambda: at(app, Mode.ANSWERED))
        await say_why(pilot, app, "no")
        await wait_until(pilot, lambda: [d.dispute.reason for d in services.disputes.all()] == ["no"])
        day = long_date(services.context.today())
        await sees(pilot, f"△ You disputed this key on {day}: no.", "No decision of its author has")
        await say_why(pilot, app, "pe")
        await wait_until(pilot, lambda: [d.dispute.reason for d in services.disputes.all()] == ["nope"])
        assert at(app, Mode.ANSWERED)
        await pilot.press("enter")
        await wait_until(pilot, lambda: at(app, Mode.QUESTION))
    assert services.disputes.all()[0].dispute.answer


async def test_at_an_item_of_an_exam_that_is_over(
    app: StudyApp, services: Services, clock: ManualClock
) -> None:
    sheet = services.exams.start(CERTIFICATION, ExamMode.CUSTOM, seed=3, choice=QuizChoice(items=2))
    attempt_id = Candidate(services, clock).sit(sheet, right=1).attempt_id
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: app.bridge.is_open)
        app.show("examitem", attempt_id=attempt_id, place=1)
        await wait_until(
            pilot, lambda: isinstance(app.screen, ExamItemScreen) and app.screen.report is not None
        )
        await say_why(pilot, app, "no")
        await wait_until(pilot, lambda: len(services.disputes.all()) == 1)
        await sees(pilot, "You disputed this key on")
        await pilot.press("p")
        await wait_until(pilot, lambda: "You disputed this key" not in screen_text(pilot))
        await pilot.press("n")
        await sees(pilot, "You disputed this key on")
    it = services.disputes.all()[0].dispute
    assert it.question_id == services.exams.report(attempt_id).items[1].question.id
    assert it.right is False


async def test_in_the_notebook_of_mistakes(app: StudyApp, services: Services, clock: ManualClock) -> None:
    sheet = services.exams.start(CERTIFICATION, ExamMode.CUSTOM, seed=3, choice=QuizChoice(items=2))
    Candidate(services, clock).sit(sheet, right=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: app.bridge.is_open)
        app.show("mistakes", certification_id=CERTIFICATION)
        await sees(pilot, "2 open")
        await say_why(pilot, app, "no")
        await wait_until(pilot, lambda: len(services.disputes.all()) == 1)
        await sees(pilot, "key disputed")
        await pilot.resize_terminal(160, 50)
        await sees(pilot, "△ You disputed this key on")


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (40, 10)])
async def test_a_report_tells_both_figures_and_the_item_why(
    app: StudyApp, services: Services, home: Home, clock: ManualClock, size: tuple[int, int]
) -> None:
    sheet = services.exams.start(CERTIFICATION, ExamMode.CUSTOM, seed=3, choice=QuizChoice(items=2))
    attempt_id = Candidate(services, clock).sit(sheet, right=1).attempt_id
    missed = services.exams.report(attempt_id).items[1].question.id
    held = [question(n) for n in range(1, 13)]
    next(item for item in held if item["id"] == missed)["quarantined"] = {
        "on": "2026-06-01",
        "because": "The docs say otherwise.",
    }
    write_yaml(home.content / CERTIFICATION / "questions.yaml", questions_file(held))
    services.library.refresh()
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: app.bridge.is_open)
        app.show("examreport", attempt_id=attempt_id)
        await sees(pilot, "1 of 1 right")
        if size != (40, 10):
            await sees(pilot, "Re-scored on", "item 2 does not count any more", "Before: 50%")
        app.show("examitem", attempt_id=attempt_id, place=1)
        await wait_until(
            pilot, lambda: isinstance(app.screen, ExamItemScreen) and app.screen.status == "2 of 2"
        )
        await sees(pilot, "answer")
        if size == (160, 50):
            await sees(pilot, "It does not count any more, its key is in doubt: The docs say otherwise.")
        app.show("marked")
        await wait_until(pilot, lambda: isinstance(app.screen, MarkedScreen) and app.screen.items)
        if size != (40, 10):
            await sees(pilot, "△ in quarantine: it is not asked and does not count", "1 in quarantine")
