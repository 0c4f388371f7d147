"""What many tests share: a home with a small bank in it, services over it, and a clock that stands still."""

from __future__ import annotations

import gc
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from studyapp.bootstrap import connect
from studyapp.clock import ManualClock
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.store import engine, opening
from tests.banks import write_bank
from tests.engines import compiled_once
from tests.moments import START

settings.register_profile(
    "ci",
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("ci")


TESTS = Path(__file__).parent
LONGEST = ("terminal", "tui", "mentor", "faults")
"""Folders of the files that take longest, of which most is waiting."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest come first: at the end one process would be alone with one of them."""
    last = len(LONGEST)
    place = {name: at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: min(place.get(part, last) for part in item.path.relative_to(TESTS).parts))


def pytest_collection_finish() -> None:
    """Leave what was loaded and collected out of every later collection of garbage, and have fewer of them.

    Thousands of tests are never garbage, and with them a full collection takes a quarter of a second.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Iterator[None]:
    with compiled_once():
        yield


@pytest.fixture(scope="session", autouse=True)
def levels_as_shipped() -> Iterator[tuple[str, str]]:
    """No commit waits for the disk: tests of crashes use processes of their own; here nobody pulls the plug.

    The levels that were replaced, for tests of the waiting.
    """
    as_shipped = engine._LASTING, engine._SOON
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_LASTING", "OFF")
        patch.setattr(engine, "_SOON", "OFF")
        yield as_shipped


@pytest.fixture(scope="session", autouse=True)
def migrate_as_shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], None]]:
    """A new database is a copy of one that the migrations made: they come out equal each time.

    What was replaced, for tests of the migrations and of what may go wrong there.
    """
    as_shipped = opening._migrate
    migrated = tmp_path_factory.mktemp("migrated") / "studyapp.db"
    as_shipped(migrated)

    def migrate(database: Path) -> None:
        if opening.schema_version(database) > 0:
            as_shipped(database)
            return
        try:
            shutil.copyfile(migrated, database)
        except OSError:
            as_shipped(database)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "_migrate", migrate)
        yield as_shipped


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a bank whose content has been read: copying it is quicker than making it."""
    made = Home(tmp_path_factory.mktemp("template") / "home")
    write_bank(made.content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("studyapp.services.importing.bundled_content", lambda: ())
        services = connect(made, ManualClock(START))
        services.settings.update(timezone="UTC")
        services.library.refresh()
        services.close()
    return made


@pytest.fixture
def home(tmp_path: Path, _template: Home) -> Home:
    """A fresh home whose own content folder holds one small bank (tst-101: 12 questions, 6 terms)."""
    made = Home(tmp_path / "home")
    shutil.copytree(_template.content, made.content)
    return made


@pytest.fixture
def clock() -> ManualClock:
    """A clock at START that moves only when told to."""
    return ManualClock(START)


@pytest.fixture
def connect_to(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Services]]:
    """Opens a home without the bundled content, in UTC; whatever was opened is closed after the test."""
    monkeypatch.setattr("studyapp.services.importing.bundled_content", lambda: ())
    opened: list[Services] = []

    def open_home(home: Home, clock: ManualClock) -> Services:
        services = connect(home, clock)
        opened.append(services)
        if services.settings.get().timezone != "UTC":
            services.settings.update(timezone="UTC")
        return services

    yield open_home
    for services in opened:
        services.close()


@pytest.fixture
def services(
    home: Home, clock: ManualClock, connect_to: Callable[..., Services], _template: Home
) -> Services:
    """The services of `home`, its content read."""
    if not home.database.exists():
        shutil.copy(_template.database, home.database)
        move_paths(home.database, str(_template.root), str(home.root))
    opened = connect_to(home, clock)
    opened.library.refresh()
    return opened


def move_paths(database: Path, before: str, after: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        for table in ("content_file", "certification", "roadmap", "item", "term_membership"):
            connection.execute(f"UPDATE {table} SET path = replace(path, ?, ?)", (before, after))
        connection.commit()
