"""A home that is ready to study in, prepared once and copied for each test, and the program started on it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from studyapp.paths import Home
from studyapp.services.views import Goal
from tests.banks import CERTIFICATION, write_bank

if TYPE_CHECKING:
    from tests.terminal.terminal import Terminal

Start = Callable[..., "Terminal"]
"""What the fixture `start` gives: a function that starts the program on a terminal."""


collect_ignore_glob = ["test_*.py"] if sys.platform == "win32" else []

ROOT = Path(__file__).parents[2]
APP = [sys.executable, "-m", "studyapp"]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with all content read (the bundled, and the test bank from a folder beside it) and a goal."""
    from studyapp.bootstrap import connect

    folder = tmp_path_factory.mktemp("prepared")
    write_bank(folder / "banks")
    services = connect(Home(folder / "home"))
    # Not in the home's own content folder: its path, and with it the file, would be another in each copy.
    services.settings.update(content_folders=(str(folder / "banks"),), timezone="UTC")
    services.library.refresh()
    services.goals.set(Goal(CERTIFICATION, None, 20))
    services.health.backup()
    services.close()
    return folder / "home"


@pytest.fixture
def new_home(tmp_path: Path) -> Home:
    """A home that does not exist yet."""
    return Home(tmp_path / "home")


@pytest.fixture
def home(prepared: Path, new_home: Home) -> Home:
    """A home in which a session can begin."""
    shutil.copytree(prepared, new_home.root)
    return new_home


@pytest.fixture
def env(new_home: Home) -> dict[str, str | None]:
    """Surroundings of a usual terminal, on this test's home."""
    return {
        "STUDYAPP_HOME": str(new_home.root),
        "STUDYAPP_DEBUG": None,
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
        "LC_ALL": None,
        "NO_COLOR": None,
    }


@pytest.fixture
def start(env: dict[str, str | None]) -> Iterator[Start]:
    """Start the program: `start("study", "--plain", columns=40, LANG="C")`; ended with the test."""
    from tests.terminal.terminal import Terminal

    with ExitStack() as running:

        def begin(
            *arguments: str, columns: int = 80, lines: int = 24, program: list[str] = APP, **more: str | None
        ) -> Terminal:
            terminal = Terminal([*program, *arguments], columns, lines, env | more)
            return running.enter_context(terminal)

        yield begin
