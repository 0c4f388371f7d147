"""A home that may not be written: a clear message, whoever runs the tests."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studyapp.clock import ManualClock
from studyapp.errors import HomeNotWritable
from studyapp.paths import Home
from studyapp.services.facade import Services
from tests.faults.conftest import Worker, finished

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder that everybody may enter, unlike pytest's; made writable again at the end."""
    place = Path(tempfile.mkdtemp(prefix="studyapp-rights-"))
    place.chmod(0o755)
    yield place
    for folder, _folders, _files in os.walk(place):
        Path(folder).chmod(0o755)
    shutil.rmtree(place)


def _tried(worker: Callable[..., Worker], place: Path, *names: str) -> dict[str, str]:
    """What somebody without rights is told at each home below `place`."""
    (place / "elsewhere").mkdir()
    (place / "elsewhere").chmod(0o777)
    lines = finished(worker("without_rights", Home(place), *names))
    return {name: said for name, _, said in (line.partition(" ") for line in lines)}


@posix
def test_a_home_that_cannot_be_made_or_written_is_refused(
    elsewhere: Path, worker: Callable[..., Worker]
) -> None:
    for mode in (0o555, 0o444, 0o000):
        (elsewhere / f"{mode:o}").mkdir(mode=mode)
    names = ["555", "444", "0", "555/home", "0/home"]

    told = _tried(worker, elsewhere, *names)

    assert list(told) == names
    for name, said in told.items():
        assert said.startswith("HomeNotWritable "), (name, said)
        assert str(elsewhere / name) in said


@posix
def test_a_used_home_that_lost_its_rights_is_refused_and_unharmed(
    elsewhere: Path, busy_home: Home, worker: Callable[..., Worker]
) -> None:
    rights = {"all": (0o777, 0o666), "folder": (0o555, 0o666), "file": (0o777, 0o444), "both": (0o555, 0o444)}
    rights |= {"closed-folder": (0o000, 0o666), "closed-file": (0o777, 0o000)}
    before = busy_home.database.read_bytes()
    for name, (folder_mode, file_mode) in rights.items():
        there = Home(elsewhere / name)
        shutil.copytree(busy_home.root, there.root)
        there.database.chmod(file_mode)
        there.root.chmod(folder_mode)

    told = _tried(worker, elsewhere, *rights)

    assert told.pop("all") == "written"
    assert len(told) == 5
    for name, said in told.items():
        assert said.startswith("HomeNotWritable "), (name, said)
        (elsewhere / name).chmod(0o755)
        assert Home(elsewhere / name).database.read_bytes() == before


def test_a_home_below_a_file_is_refused(
    tmp_path: Path, clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(HomeNotWritable):
        connect_to(Home(tmp_path / "file" / "home"), clock)


def test_a_folder_in_the_place_of_the_database_is_refused(
    tmp_path: Path, clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    home = Home(tmp_path / "home")
    home.database.mkdir(parents=True)

    with pytest.raises(HomeNotWritable):
        connect_to(home, clock)
