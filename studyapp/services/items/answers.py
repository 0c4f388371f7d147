"""First answers out of what learners handed over: exports at the level `items`, or a store itself.

Nothing of a learner's is changed: a store is read from a copy.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from studyapp.errors import StudyappError
from studyapp.export import view
from studyapp.export.document import NotAnExport
from studyapp.export.verifying import Seal, open_export, read_file
from studyapp.paths import Home
from studyapp.services.cohort.reading import listed
from studyapp.services.cohort.view import SetAside

SQLITE = b"SQLite format 3\0"
"""The first bytes of every SQLite 3 file (SQLite, "Database File Format", 1.3)."""


@dataclass(frozen=True, slots=True)
class Handed:
    """The first answers of one learner, as one file says them, and the keys that they dispute."""

    path: str
    learner_id: str
    exported_at: datetime
    attempts: tuple[view.Attempts, ...]
    disputes: tuple[view.Dispute, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """The newest file of each learner, and the files that do not count, each with its reason."""

    learners: tuple[Handed, ...]
    set_aside: tuple[SetAside, ...]

    @property
    def answers(self) -> int:
        """First answers of all learners together."""
        return sum(len(table.item) for one in self.learners for table in one.attempts)


def gathered(sources: Sequence[Path], tell: Callable[[int, int], None] | None = None) -> Gathered:
    """What some files say: exports, folders of them, homes of learners, or their databases.

    Raises InvalidInput for a source that is not there; what is wrong with a file is told in `set_aside`.
    """
    paths, aside = _files(sources)
    found: list[Handed] = []
    for number, path in enumerate(paths, 1):
        try:
            found.append(_read(path))
        except StudyappError as error:
            aside.append(SetAside(str(path), error.message.rstrip(".")))
        if tell is not None:
            tell(number, len(paths))
    found.sort(key=lambda one: (one.exported_at, one.path))
    newest = {one.learner_id: one for one in found}
    aside += [
        SetAside(one.path, f"{Path(newest[one.learner_id].path).name} is newer, of the same learner")
        for one in found
        if newest[one.learner_id] is not one
    ]
    return Gathered(tuple(newest.values()), tuple(sorted(aside, key=lambda one: one.path)))


def _files(sources: Sequence[Path]) -> tuple[list[Path], list[SetAside]]:
    paths: dict[Path, None] = {}
    aside: list[SetAside] = []
    for source in sources:
        if source.is_dir() and Home(source).database.is_file():
            paths[Home(source).database] = None
            continue
        found, _passed_over, refused = listed([source])
        paths |= dict.fromkeys(one.path for one in found)
        aside += refused
    return list(paths), aside


def _read(path: Path) -> Handed:
    with path.open("rb") as file:
        is_database = file.read(len(SQLITE)) == SQLITE
    return _of_store(path) if is_database else _of_export(path)


def _of_export(path: Path) -> Handed:
    one = open_export(read_file(path), path.name)
    export = one.export
    if one.seal is Seal.BROKEN:
        raise NotAnExport(f"altered: {one.reason}")
    if export.privacy is not view.Privacy.ITEMS:
        raise NotAnExport(f"exported at the level {export.privacy}, without answers: ask for --privacy items")
    return Handed(str(path), export.learner.id, export.exported_at, export.attempts, export.disputes)


def _of_store(path: Path) -> Handed:
    """A store is brought to the tables of today in a copy."""
    from studyapp.services.disputes import exported_disputes
    from studyapp.services.sharing.gathering import attempts_of
    from studyapp.store import sharing
    from studyapp.store.backup import copy_of
    from studyapp.store.opening import open_store

    with tempfile.TemporaryDirectory(prefix="studyapp-") as folder:
        home = Home(Path(folder))
        copy_of(path, home.database)
        store = open_store(home)
        try:
            with store.read() as session:
                attempts, _confusions = attempts_of(session, None, ())
                disputes = exported_disputes(session, ())
                learner_id = sharing.learner_id(session) or str(path)
        finally:
            store.close()
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return Handed(str(path), learner_id, written, attempts, disputes)
