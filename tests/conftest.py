"""What many tests share: a home with a small bank in it, services over it, and a clock that stands still."""

from __future__ import annotations

import gc
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, create_engine

from studyapp.bootstrap import connect
from studyapp.clock import ManualClock
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.store import engine
from tests.banks import write_bank

START = datetime(2026, 7, 1, 18, 0, tzinfo=UTC)
"""A Wednesday evening."""

settings.register_profile(
    "ci",
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("ci")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files on a real terminal first: they wait most, and at the end one process would wait alone."""
    items.sort(key=lambda item: "terminal" not in item.path.parent.name)


def pytest_collection_finish() -> None:
    """Leave what was loaded and collected out of every later collection of garbage, and have fewer of them.

    Thousands of tests are never garbage, and with them a full collection takes a quarter of a second.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Iterator[None]:
    """One dialect, and with it one cache of compiled statements, for the databases of all tests.

    SQLAlchemy keeps what it compiled for each dialect, and every engine makes one of its own: each test
    would compile the same statements anew.
    """
    model = create_engine("sqlite+pysqlite://")
    model.connect().close()  # the first connection tells the dialect what this SQLite can do

    def make(*arguments: Any, **options: Any) -> Engine:
        made = create_engine(*arguments, **options)
        made.dialect = made.pool._dialect = model.dialect
        made._compiled_cache = model._compiled_cache
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "create_engine", make)
        yield
    model.dispose()


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
