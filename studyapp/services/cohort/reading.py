"""Taking in a folder of exports: which files, what each says, which of them count."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from studyapp.errors import InvalidInput
from studyapp.export.document import NotAnExport
from studyapp.export.verifying import Seal, open_export, read_file
from studyapp.services.cohort.answers import answers_of, packed
from studyapp.services.cohort.cache import Cache, Kept, Point
from studyapp.services.cohort.snapshots import Snapshot, from_text, snapshot_of, to_text
from studyapp.services.cohort.trust import KnownKey, Meeting, TrustBook
from studyapp.services.cohort.view import SetAside

AT_ONCE = 25
"""Files that are kept in one transaction: what was read of a long list is not lost when it is broken off."""
MOST_FILES = 20_000
ENDING = ".json"
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Found:
    """A file as the folder lists it."""

    path: Path
    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A file that counts: its snapshot, whether its key is known, and the digest of its answers.

    `left_out` of its first answers were taken out of the snapshot: their questions are in quarantine here.
    `doubtful` is how many questions of its certification are, of which the file itself does not say so.
    """

    path: str
    snapshot: Snapshot
    meeting: Meeting | None
    answers: str = ""
    left_out: int = 0
    doubtful: int = 0

    @property
    def signed(self) -> str:
        """In words, as the mentor sees it."""
        if self.snapshot.seal is Seal.NONE:
            return "not signed"
        return "new key" if self.meeting is not None and self.meeting.is_new else "verified"


def listed(sources: Sequence[Path]) -> tuple[list[Found], int, list[SetAside]]:
    """The files of folders (with what is below them) and files; how many of other kinds were passed over.

    Raises InvalidInput for a source that is not there or can't be looked into.
    """
    found: dict[Path, Found] = {}
    passed_over, refused = 0, []
    for source in sources:
        if not source.exists():
            raise InvalidInput(f"{source} is not there.", "Give a folder of exports, or export files.")
        if source.is_dir():
            _check_rights(source)
        paths = _walk(source) if source.is_dir() else iter([source])
        for path in paths:
            if isinstance(path, SetAside):
                refused.append(path)
            elif source.is_dir() and path.suffix.lower() != ENDING:
                passed_over += not path.name.startswith(".")
            elif not path.name.startswith("."):
                try:
                    status = path.stat()
                except OSError as error:
                    refused.append(SetAside(str(path), f"can't be read: {error.strerror}"))
                    continue
                found[path] = Found(path, status.st_size, status.st_mtime_ns)
            if len(found) > MOST_FILES:
                raise InvalidInput(f"More than {MOST_FILES:,} files.", "Give a folder of exports only.")
    return sorted(found.values(), key=lambda one: str(one.path)), passed_over, refused


def _check_rights(folder: Path) -> None:
    try:
        next(folder.iterdir(), None)
    except OSError as error:
        raise InvalidInput(f"{folder} can't be looked into: {error.strerror}.", "Check its rights.") from None


def _walk(folder: Path) -> Iterator[Path | SetAside]:
    """Every file below a folder; links to folders are not followed."""
    refused: list[SetAside] = []
    for root, folders, names in os.walk(
        folder,
        onerror=lambda e: refused.append(SetAside(str(e.filename), f"can't be looked into: {e.strerror}")),
    ):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root) / name for name in sorted(names))
    yield from refused


def read_new(files: Sequence[Found], cache: Cache, tell: Tell) -> tuple[dict[str, Kept], frozenset[str]]:
    """What is known of each file, and the paths of those that are new or changed: these are read now."""
    known = cache.files()
    wanted = {str(one.path): one for one in files}
    fresh = [
        one
        for path, one in wanted.items()
        if path not in known or (known[path].size, known[path].modified_ns) != (one.size, one.modified_ns)
    ]
    batch: list[tuple[Kept, bytes]] = []
    for number, one in enumerate(fresh, 1):
        kept, answers = _read(one)
        known[kept.path] = kept
        batch.append((kept, answers))
        if len(batch) >= AT_ONCE:
            cache.put(batch)
            batch = []
        tell(number, len(fresh))
    cache.put(batch)
    return {path: known[path] for path in wanted}, frozenset(str(one.path) for one in fresh)


def _read(one: Found) -> tuple[Kept, bytes]:
    problem = snapshot = digest = ""
    answers = b""
    try:
        opened = open_export(read_file(one.path), one.path.name)
        snapshot, answers = to_text(snapshot_of(opened)), packed(answers_of(opened.export))
        digest = sha256(answers).hexdigest() if answers else ""
    except NotAnExport as error:
        problem = _without_name(f"{error.message} {error.advice}".strip(), one.path.name)
    return Kept(str(one.path), one.size, one.modified_ns, problem, snapshot, digest), answers


def _without_name(told: str, name: str) -> str:
    """Why a file does not count, to stand behind its name."""
    return told.removeprefix(name).lstrip(": ").removeprefix("is ") if told.startswith(name) else told


def counted(
    kept: dict[str, Kept], book: TrustBook, own_did: str, today: date
) -> tuple[list[Counted], list[SetAside], list[KnownKey]]:
    """The files that count, oldest export first; those that do not, and why; keys to remember."""
    snapshots, aside = [], []
    for path, one in kept.items():
        if one.problem:
            aside.append(SetAside(path, one.problem))
        else:
            snapshots.append((path, from_text(one.snapshot), one.answers))
    snapshots.sort(key=lambda pair: (pair[1].exported_at, pair[0]))
    known = book.all()
    found: list[Counted] = []
    new: list[KnownKey] = []
    seen: dict[tuple[str, object, str], str] = {}
    for path, snapshot, answers in snapshots:
        problem, meeting = _judged(snapshot, book, known, own_did, today)
        at = (snapshot.learner_id, snapshot.exported_at, snapshot.did)
        if not problem and at in seen:
            problem = f"a copy of {Path(seen[at]).name}"
        if problem:
            aside.append(SetAside(path, problem))
            continue
        seen[at] = path
        if meeting is not None and meeting.is_new:
            known[snapshot.did] = meeting.key
            new.append(meeting.key)
        found.append(Counted(path, snapshot, meeting, answers))
    return found, sorted(aside, key=lambda one: one.path), new


def _judged(
    snapshot: Snapshot, book: TrustBook, known: dict[str, KnownKey], own_did: str, today: date
) -> tuple[str, Meeting | None]:
    """Why an export does not count, and what is known of its key."""
    if snapshot.seal is Seal.BROKEN:
        return f"altered: {snapshot.reason}. Ask for the file as it was written.", None
    if snapshot.seal is Seal.NONE or snapshot.did == own_did:
        return "", None
    meeting = book.meet(snapshot.did, snapshot.learner_id, today, known)
    return meeting.warning, meeting


def points_of(found: Sequence[Counted]) -> list[Point]:
    """One point of history for each export that counts."""
    return [
        Point(
            one.snapshot.learner_id, one.snapshot.certification, one.snapshot.exported_at,
            one.snapshot.p_pass, one.snapshot.mastery, one.snapshot.seal is Seal.INTACT,
            one.snapshot.evidence,
        )
        for one in found
    ]  # fmt: skip
