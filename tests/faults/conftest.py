"""Real processes over real homes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studyapp.clock import ManualClock
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Goal
from studyapp.store import opening
from tests.banks import CERTIFICATION, write_bank

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120
"""Only reached when something is broken."""

Worker = subprocess.Popen[str]


@pytest.fixture(autouse=True)
def _real_migrations(migrate_as_shipped: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_migrate", migrate_as_shipped)


@pytest.fixture
def worker() -> Iterator[Callable[..., Worker]]:
    """Starts `tests.faults.worker` in a mode; whatever still runs at the end of the test is killed."""
    started: list[Worker] = []

    def start(mode: str, home: Home, *arguments: object) -> Worker:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.worker", mode, str(home.root), *map(str, arguments)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def finished(process: Worker) -> list[str]:
    """What a worker said until it ended by itself, without an error."""
    said, _errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, said
    return said.splitlines()


@pytest.fixture
def busy_home(home: Home, clock: ManualClock, connect_to: Callable[..., Services]) -> Home:
    """A home with a larger bank and a goal with time for all of it; nobody has it open."""
    write_bank(home.content, CERTIFICATION, questions=40, terms=20)
    services = connect_to(home, clock)
    services.library.refresh()
    services.goals.set(Goal(CERTIFICATION, None, 960))
    services.settings.update(new_cards_a_day=100)
    services.health.backup()
    services.close()
    return home
