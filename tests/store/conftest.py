"""An open store in a fresh home."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studyapp.paths import Home
from studyapp.store import opening
from studyapp.store.engine import Store
from studyapp.store.opening import open_store


@pytest.fixture(autouse=True)
def _real_migrations(migrate_as_shipped: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_migrate", migrate_as_shipped)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home without anything in it."""
    return Home(tmp_path / "home")


@pytest.fixture
def store(home: Home) -> Iterator[Store]:
    """The store of `home`, at head and without any row."""
    opened = open_store(home)
    yield opened
    opened.close()
