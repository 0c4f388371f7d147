"""A full disk: a clear message, nothing acknowledged is lost; the same answer works once there is room."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from studyapp.clock import ManualClock
from studyapp.errors import DiskFull
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Goal, Showing
from tests.banks import CERTIFICATION
from tests.faults.conftest import Worker, finished
from tests.services import evidence
from tests.services.learner import Learner


def _limit_pages(home: Home, services: Services, spare: int) -> Callable[[], None]:
    """Let the database grow by so many pages only; returns what lifts the limit again."""
    services.context.store.checkpoint()
    services.context.store.close()
    with closing(sqlite3.connect(home.database)) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()

    def limit(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + spare}")

    engine = services.context.store.engine
    event.listen(engine, "connect", limit)

    def lift() -> None:
        event.remove(engine, "connect", limit)
        services.context.store.close()

    return lift


def _answer_until_full(learner: Learner, given: list[str]) -> tuple[Showing, DiskFull]:
    """Answer and note the ids; returns what could not be answered any more, and what was said then."""
    for _ in range(200):
        showing = learner.shown()
        try:
            given.append(learner.answer(showing, elapsed_ms=0).entry_id)
        except DiskFull as full:
            return showing, full
    raise AssertionError("the disk never was full")


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return


def test_a_session_on_a_full_disk_loses_nothing_and_goes_on_later(
    home: Home, services: Services, clock: ManualClock
) -> None:
    services.goals.set(Goal(CERTIFICATION, None, 120))
    lift = _limit_pages(home, services, spare=1)
    learner = Learner(services, clock)
    services.study.start()
    given: list[str] = []
    showing, full = _answer_until_full(learner, given)

    assert len(given) > 1
    assert evidence.entries(services) == given
    assert str(home.root) in full.advice
    with pytest.raises(DiskFull):
        learner.answer(showing, elapsed_ms=0)

    lift()
    given.append(learner.answer(showing, elapsed_ms=0).entry_id)
    assert isinstance(services.study.next(), Showing)
    assert evidence.entries(services) == given
    assert evidence.failures(services) == []


def test_everything_that_writes_says_that_the_disk_is_full(home: Home, services: Services) -> None:
    services.goals.set(Goal(CERTIFICATION, None, 120))
    lift = _limit_pages(home, services, spare=0)
    study = services.study

    for write in (
        lambda: [study.note("q:tst-101-q01", "x" * 4000) for _ in range(9)],
        lambda: [study.flag(f"q:tst-101-q{n:02}", True) for n in range(1, 13) for _ in range(9)],
        lambda: [services.goals.set(Goal(CERTIFICATION, None, n)) for n in range(1, 90)],
    ):
        with pytest.raises(DiskFull):
            write()

    lift()
    assert evidence.failures(services) == []
    study.note("q:tst-101-q01", "now there is room")


def test_reading_works_on_a_full_disk(home: Home, services: Services, clock: ManualClock) -> None:
    services.goals.set(Goal(CERTIFICATION, None, 120))
    _limit_pages(home, services, spare=0)

    assert services.study.today().planned == 18
    assert len(services.library.terms("a")) > 0
    assert services.study.plan().items


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_file_that_may_not_grow_is_a_full_disk(
    busy_home: Home, worker: Callable[..., Worker], clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    told = [line.split() for line in finished(worker("starve", busy_home))]

    kinds = [kind for kind, _value in told]
    assert kinds.index("again") == kinds.index("full") + 1
    acknowledged = [value for kind, value in told if kind in ("answer", "again")]
    services = connect_to(busy_home, clock)
    assert evidence.entries(services) == acknowledged
    assert evidence.failures(services) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 2 MB."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root on Linux")
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_disk_that_is_really_full_loses_nothing(
    small_disk: Path, home: Home, clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    there = Home(small_disk / "home")
    shutil.copytree(home.content, there.content)
    services = connect_to(there, clock)
    services.library.refresh()
    services.goals.set(Goal(CERTIFICATION, None, 120))
    services.study.start("questions")
    learner = Learner(services, clock)
    given = [learner.answer().entry_id]
    filler = small_disk / "filler"
    _fill(filler)

    showing, _full = _answer_until_full(learner, given)
    with pytest.raises(DiskFull):
        services.health.backup()
    assert [path.name for path in there.backups.iterdir()] == []

    filler.unlink()
    given.append(learner.answer(showing, elapsed_ms=0).entry_id)
    assert evidence.entries(services) == given
    assert evidence.failures(services) == []
    services.close()


def test_a_new_home_on_a_full_disk_says_so_and_leaves_no_half_database(
    small_disk: Path, clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    there = Home(small_disk / "home")
    filler = small_disk / "filler"
    filler.write_bytes(b"\0" * (2 * 1024 * 1024 - 65_536))

    with pytest.raises(DiskFull):
        connect_to(there, clock)

    filler.unlink()
    services = connect_to(there, clock)
    assert evidence.failures(services) == []
    services.close()
