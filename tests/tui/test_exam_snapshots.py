"""How the screens of exams look at three sizes; over a real home, with clocks that stand still."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from studyapp.clock import ManualClock
from studyapp.services.facade import Services
from studyapp.tui.app import StudyApp
from studyapp.tui.exam_modes import Stands
from tests.banks import CERTIFICATION
from tests.services.exams.conftest import Candidate
from tests.tui.exam_driver import Begin, sits
from tests.tui.exams.conftest import begin, home, services  # noqa: F401 - fixtures
from tests.waiting import wait_until

SIZES = [(40, 10), (80, 24), (160, 50)]
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


@pytest.fixture(autouse=True)
def _clocks_stand_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studyapp.tui.screens.exam_base.monotonic", lambda: 0.0)


@pytest.fixture
def sat(services: Services, clock: ManualClock) -> str:  # noqa: F811
    """Two exams with known seeds; the id of the second."""
    for seed, right in ((1, 3), (2, 6)):
        over = Candidate(services, clock).sit(services.exams.start(CERTIFICATION, seed=seed), right=right)
        clock.advance(timedelta(days=2))
    return over.attempt_id


def shows(name: str, **arguments: Any) -> Callable[[Pilot[Any]], Awaitable[None]]:
    async def run(pilot: Pilot[Any]) -> None:
        app: StudyApp = pilot.app  # type: ignore[assignment]
        await wait_until(pilot, lambda: app.bridge.is_open)
        await app.workers.wait_for_complete()
        app.show(name, **arguments)
        await wait_until(pilot, lambda: name == app.study_screen.NAME)  # type: ignore[union-attr]
        await app.workers.wait_for_complete()
        await pilot.pause()

    return run


@sizes
@pytest.mark.parametrize("name", ["exams", "examreport", "examitems", "examitem", "attempts"])
def test_what_was_sat(
    snap_compare: Any,
    begin: Begin,  # noqa: F811
    sat: str,
    name: str,
    size: tuple[int, int],
) -> None:
    arguments: dict[str, Any] = {"attempt_id": sat}
    if name in ("exams", "attempts"):
        arguments = {"certification_id": CERTIFICATION}
    if name == "examitem":
        arguments |= {"place": 7}
    assert snap_compare(begin(), terminal_size=size, run_before=shows(name, **arguments))


@sizes
@pytest.mark.parametrize("stands", [Stands.ITEM, Stands.OVERVIEW, Stands.ASKED])
def test_sitting(
    snap_compare: Any,
    begin: Begin,  # noqa: F811
    services: Services,  # noqa: F811
    clock: ManualClock,
    stands: Stands,
    size: tuple[int, int],
) -> None:
    sheet = Candidate(services, clock).answer(services.exams.start(CERTIFICATION, seed=1), seconds=60)
    services.exams.flag(sheet.attempt_id, 1, True)

    async def run(pilot: Pilot[Any]) -> None:
        app: StudyApp = pilot.app  # type: ignore[assignment]
        await shows("exam", attempt_id=sheet.attempt_id)(pilot)
        await wait_until(pilot, lambda: sits(app))
        for key, reached in (("l", Stands.OVERVIEW), ("h", Stands.ASKED)):
            if stands is Stands.ITEM or (stands is Stands.OVERVIEW and key == "h"):
                break
            await pilot.press(key)
            await wait_until(pilot, lambda reached=reached: sits(app, reached))  # type: ignore[misc]
        await pilot.pause()

    assert snap_compare(begin(), terminal_size=size, run_before=run)
