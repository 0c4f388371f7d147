"""Sums that are brought up to date file by file are those of a folder that is read for the first time."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from studyapp.clock import ManualClock
from studyapp.export.document import to_json
from studyapp.export.view import ProgressExport
from studyapp.paths import Home
from studyapp.services.cohort import summing
from studyapp.services.cohort.view import Cohort
from studyapp.services.facade import Services
from tests.services.cohort.test_looking import crowd


@pytest.fixture
def mentor(tmp_path: Path, clock: ManualClock, connect_to: Callable[..., Services]) -> Services:
    return connect_to(Home(tmp_path / "mentor"), clock)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shared"
    made.mkdir()
    for number, export in enumerate(crowd(40)):
        (made / f"{number}.json").write_bytes(to_json(export))
    return made


def later(export: ProgressExport, seed: int) -> ProgressExport:
    """The same learner an hour later, with other answers to fewer questions."""
    chance, (table,) = random.Random(seed), export.attempts
    left = {
        name: getattr(table, name)[:9]
        for name in ("item", "version", "domain", "on", "confidence", "key", "seconds")
    }
    rights = tuple(chance.random() < 0.5 for _n in range(9))
    chosen = tuple("1" if right else "2" for right in rights)
    table = replace(table, **left, right=rights, chosen=chosen)
    return replace(export, attempts=(table,), exported_at=export.exported_at + timedelta(hours=1))


def come(folder: Path) -> None:
    (folder / "new.json").write_bytes(to_json(crowd(41)[40]))


def come_twice(folder: Path) -> None:
    """Another learner with the very same answers."""
    export = crowd(41)[40]
    learner = replace(export.learner, id="ffffffff-6b1c-4b54-9d52-0c6c8f3e9d11")
    come(folder)
    (folder / "same.json").write_bytes(to_json(replace(export, learner=learner)))


def go(folder: Path) -> None:
    (folder / "3.json").unlink()


def take_the_place(folder: Path) -> None:
    (folder / "3-later.json").write_bytes(to_json(later(crowd()[3], 1)))


def write_over(folder: Path) -> None:
    (folder / "3.json").write_bytes(to_json(later(crowd()[3], 2)))


def write_over_many(folder: Path) -> None:
    for number in range(30):
        (folder / f"{number}.json").write_bytes(to_json(later(crowd()[number], number)))


def damage(folder: Path) -> None:
    (folder / "3.json").write_bytes(b"{")


@pytest.mark.parametrize(
    "changes",
    [
        [come], [come_twice], [go], [take_the_place], [write_over], [write_over_many], [damage],
        [write_over, come_twice, go, come, write_over_many, damage, write_over],
    ],
    ids=lambda changes: " ".join(change.__name__ for change in changes),
)  # fmt: skip
def test_what_is_brought_up_to_date_is_what_a_first_look_sees(
    mentor: Services,
    tmp_path: Path,
    clock: ManualClock,
    connect_to: Callable[..., Services],
    folder: Path,
    changes: list[Callable[[Path], None]],
) -> None:
    mentor.cohort.look([folder])
    for number, change in enumerate(changes):
        change(folder)
        fresh = connect_to(Home(tmp_path / f"fresh-{number}"), clock)

        assert without_trends(mentor.cohort.look([folder])) == without_trends(fresh.cohort.look([folder]))


def without_trends(found: Cohort) -> Cohort:
    """What was in the folder once is history, which only the first mentor has, and a reason by itself."""
    rows = (replace(row, trend=(), reasons=(), points=(), need=0) for row in found.rows)
    return replace(found, rows=tuple(sorted(rows, key=lambda row: row.learner_id)))


def test_of_a_large_cohort_only_what_changed_is_summed(
    mentor: Services, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mentor.cohort.look([folder])
    read: list[bytes] = []
    unpacked = summing.unpacked
    monkeypatch.setattr(summing, "unpacked", lambda content: read.append(content) or unpacked(content))

    (folder / "3.json").touch()
    mentor.cohort.look([folder])
    assert not read

    write_over(folder)
    mentor.cohort.look([folder])
    assert len(read) == 2, "the answers that came, and those whose place they take"


def test_sums_that_do_not_hold_what_is_to_be_taken_out_are_made_anew(mentor: Services, folder: Path) -> None:
    before = mentor.cohort.look([folder])
    with closing(sqlite3.connect(mentor.context.home.cohort / "cache.db")) as connection:
        connection.execute("UPDATE tally SET rest = x'', marks = x''")
        connection.commit()
    go(folder)

    after = mentor.cohort.look([folder])

    assert after.answers == before.answers - 12
    assert {item.attempts for item in after.items} == {39}
    assert all(item.discrimination is not None for item in after.items)


def test_answers_of_files_that_are_gone_do_not_stay_for_ever(mentor: Services, folder: Path) -> None:
    mentor.cohort.look([folder])
    for number in range(30):
        (folder / f"{number}.json").unlink()

    mentor.cohort.look([folder])

    with closing(sqlite3.connect(mentor.context.home.cohort / "cache.db")) as connection:
        counts = [
            connection.execute(f"SELECT count(*) FROM {name}").fetchone() for name in ("file", "answers")
        ]
    assert counts == [(10,), (10,)]
