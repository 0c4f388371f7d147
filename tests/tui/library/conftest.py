"""A real SQLite home with some weeks of history, made once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from studyapp.bootstrap import connect
from studyapp.clock import ManualClock
from studyapp.domain.memory import Grade
from studyapp.domain.questions import Confidence
from studyapp.domain.responses import Response
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Goal, Showing
from studyapp.tui.app import StudyApp
from studyapp.tui.screens.base import StudyScreen
from tests.tui.library import content
from tests.waiting import screen_text, wait_until

NOW = datetime(2026, 11, 22, 17, 5, tzinfo=UTC)
DAYS = 24

Show = Callable[..., Awaitable[StudyScreen]]


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The content folders that stand for the shipped ones."""
    return content.write(tmp_path_factory.mktemp("bundled"))


@pytest.fixture(autouse=True)
def _only_this_content(bundled: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studyapp.services.importing.bundled_content", lambda: bundled)


@pytest.fixture(scope="session")
def templates(bundled: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two homes: `fresh` has only read the content, `studied` has a goal and some weeks of answers."""
    root = tmp_path_factory.mktemp("homes")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("studyapp.services.importing.bundled_content", lambda: bundled)
        clock = ManualClock(NOW - timedelta(days=DAYS))
        services = connect(Home(root / "fresh"), clock)
        services.settings.update(timezone="UTC")
        services.library.refresh()
        services.close()
        shutil.copytree(root / "fresh", root / "studied")
        services = connect(Home(root / "studied"), clock)
        _study(services, clock)
        services.close()
    return {"fresh": root / "fresh", "studied": root / "studied"}


def _study(services: Services, clock: ManualClock) -> None:
    """Every third day off; every fifth answer wrong; nothing random."""
    services.goals.set(Goal("aif-c01", date(2026, 12, 15), 25, "multicloud"))
    services.roadmaps.follow("multicloud")
    services.study.add_terms(["rag", "token"])
    answered = 0
    for day in range(DAYS):
        if day % 3 != 2:
            services.study.start("today")
            for _ in range(6 + day % 4):
                showing = services.study.next()
                if not isinstance(showing, Showing):
                    break
                answered += 1
                _answer(services, showing, answered % 5 != 0)
                clock.advance(timedelta(seconds=30))
        clock.set(NOW - timedelta(days=DAYS - 1 - day))


def _answer(services: Services, showing: Showing, right: bool) -> None:
    if showing.question is None:
        services.study.grade(showing.token, Grade.GOOD if right else Grade.AGAIN, 6_000)
    else:
        chosen = showing.question.key if right else frozenset({1})
        services.study.answer(showing.token, Response.choice(chosen), Confidence.THINK_SO, 20_000)


@pytest.fixture
def make_app(templates: dict[str, Path], tmp_path: Path) -> Callable[..., StudyApp]:
    """Makes an app over a copy of one of the homes."""

    def make(which: str = "studied") -> StudyApp:
        home = Home(tmp_path / which)
        if not home.root.exists():
            shutil.copytree(templates[which], home.root)
        clock = ManualClock(NOW)
        return StudyApp(lambda: connect(home, clock), home, clock=clock, show_tracebacks=True)

    return make


async def shown(pilot: Pilot[Any], name: str, ready: Callable[[Any], object], **arguments: Any) -> Any:
    """Go to a screen and wait until it shows what it was asked for."""
    app = pilot.app
    assert isinstance(app, StudyApp)
    await wait_until(pilot, lambda: app.bridge.is_open, "the store is open")
    await wait_until(pilot, lambda: not app.screen_stack[0].workers._workers, "today has loaded")
    app.show(name, **arguments)
    await wait_until(pilot, lambda: getattr(app.screen, "NAME", "") == name and ready(app.screen), name)
    return app.screen


async def at_rest(pilot: Pilot[Any]) -> str:
    """What stands on the screen, from its top, once nothing moves any more."""
    await pilot.app.workers.wait_for_complete()
    # Where a field that took the focus scrolled to depends on when the layout was ready.
    pilot.app.screen.query_one("#main").scroll_home(animate=False, force=True, immediate=True)
    frames = [""]
    while frames[-3:].count(frames[-1]) < 3:
        assert len(frames) < 200, "the screen does not come to rest"
        await pilot.pause()
        frames.append(screen_text(pilot))
    return frames[-1]
