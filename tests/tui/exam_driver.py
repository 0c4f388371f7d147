"""The way to an exam in a running app, and what stands there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from studyapp.clock import ManualClock
from studyapp.domain.questions import QuestionKind
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Goal
from studyapp.tui.app import StudyApp
from studyapp.tui.exam_modes import Stands
from studyapp.tui.screens.exam import ExamScreen
from studyapp.tui.screens.exams import ExamsScreen
from tests.banks import CERTIFICATION, certification, write_yaml
from tests.kinds import file_of, written
from tests.services.exams.conftest import EXAM
from tests.waiting import screen_text, wait_until

Connect = Callable[..., Services]
Begin = Callable[..., StudyApp]
SAID: dict[int, list[str]] = {}


def home_with(write: Callable[[Home], object], root: Path, clock: ManualClock, connect_to: Connect) -> Home:
    """A home with a bank as `write` writes it, read before, a goal, and nothing answered."""
    made = Home(root)
    write(made)
    services = connect_to(made, clock)
    assert not services.library.refresh().problems
    services.goals.set(Goal(CERTIFICATION, None, 20))
    services.close()
    return made


def sits(app: StudyApp, stands: Stands = Stands.ITEM, place: int | None = None) -> bool:
    screen = app.screen
    if not (isinstance(screen, ExamScreen) and screen.stands is stands and screen.is_settled):
        return False
    return screen.sheet is not None and (place is None or screen.sheet.place == place) and not screen._is_busy


async def to_exams(pilot: Pilot[Any], app: StudyApp) -> None:
    await wait_until(pilot, lambda: app.bridge.is_open)
    app.show("exams")
    await wait_until(pilot, lambda: isinstance(app.screen, ExamsScreen) and app.screen.offer is not None)
    await pilot.pause()


async def to_exam(pilot: Pilot[Any], app: StudyApp, attempt_id: str) -> None:
    await wait_until(pilot, lambda: app.bridge.is_open)
    app.show("exam", attempt_id=attempt_id)
    await wait_until(pilot, lambda: sits(app))


def told(app: StudyApp, text: str) -> Callable[[], bool]:
    """Whether a word in the corner said so; these go by themselves after a while."""
    said = SAID.setdefault(id(app), [])
    return lambda: any(text in message for message in said)


def at(text: str, pilot: Pilot[Any]) -> Callable[[], bool]:
    return lambda: text in screen_text(pilot)


def only_of_kind(home: Home, services: Services, kind: QuestionKind) -> None:
    """The bank of the home with items of one kind alone, read anew."""
    bank = home.content / CERTIFICATION
    write_yaml(bank / "questions.yaml", file_of(*(written(kind, number) for number in range(1, 17))))
    write_yaml(bank / "certification.yaml", certification(exam=EXAM | {"question_types": [str(kind)]}))
    assert not services.library.refresh().problems
