"""`studyapp progress verify`: genuine, altered, or signed by a key that nobody knows yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from studyapp.export.chain import extends
from studyapp.export.document import NotAnExport
from studyapp.export.verifying import Opened, Seal, open_export, read_file
from studyapp.services.cohort.trust import KnownKey, TrustBook


class Verdict(StrEnum):
    """What can be said of a file. Of an altered one that is all: not by whom, not where."""

    GENUINE = "genuine"
    UNKNOWN_KEY = "unknown key"
    ALTERED = "altered"
    UNSIGNED = "not signed"
    UNREADABLE = "not an export"


EXIT_CODES = {Verdict.GENUINE: 0, Verdict.UNKNOWN_KEY: 2}
"""Everything else is 1. Of several files the worst counts: 1, then 2, then 0."""


@dataclass(frozen=True, slots=True)
class Extension:
    """Whether a file extends another one of the same learner: yes, no, or None for "can't be told"."""

    path: Path
    holds: bool | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found out of one file."""

    path: Path
    verdict: Verdict
    reason: str = ""
    did: str = ""
    key_name: str = ""
    warning: str = ""
    learner_id: str = ""
    learner_name: str = ""
    exported_at: datetime | None = None
    entries: int = 0
    extends: tuple[Extension, ...] = field(default=())

    @property
    def exit_code(self) -> int:
        """What the command line ends with."""
        if any(other.holds is False for other in self.extends):
            return 1
        return EXIT_CODES.get(self.verdict, 1)


def check_files(paths: Sequence[Path], book: TrustBook, own_did: str, today: date) -> list[Checked]:
    """Look at each file, remember keys seen for the first time, and say which file extends which."""
    opened: dict[Path, Opened] = {}
    checked, new = [], []
    known = book.all()
    for path in paths:
        found, one, key = _check(path, book, known, own_did, today)
        if one is not None:
            opened[path] = one
        if key is not None:
            new.append(key)
            known[key.did] = key
        checked.append(found)
    book.remember(*new)
    return [_with_extensions(one, checked, opened) for one in checked]


def _check(
    path: Path, book: TrustBook, known: dict[str, KnownKey], own_did: str, today: date
) -> tuple[Checked, Opened | None, KnownKey | None]:
    """The verdict, what was read, and a key to remember."""
    try:
        one = open_export(read_file(path), path.name)
    except NotAnExport as error:
        return Checked(path, Verdict.UNREADABLE, str(error)), None, None
    learner, evidence = one.export.learner, one.export.evidence
    found = Checked(
        path,
        Verdict.GENUINE,
        did=one.did,
        learner_id=learner.id,
        learner_name=learner.name,
        exported_at=one.export.exported_at,
        entries=evidence.entries if evidence else 0,
    )
    if one.seal is Seal.NONE:
        reason = "nobody can tell whether it was edited; ask for --format passport"
        return replace(found, verdict=Verdict.UNSIGNED, reason=reason), one, None
    if one.seal is Seal.BROKEN:
        return replace(found, verdict=Verdict.ALTERED, reason=one.reason), None, None
    if one.did == own_did:
        return replace(found, key_name="this installation"), one, None
    meeting = book.meet(one.did, learner.id, today, known)
    if meeting.warning:
        return replace(found, verdict=Verdict.UNKNOWN_KEY, warning=meeting.warning), one, None
    if meeting.is_new:
        reason = "seen for the first time; it is remembered as this learner's from now on"
        return replace(found, verdict=Verdict.UNKNOWN_KEY, reason=reason), one, meeting.key
    return replace(found, key_name=meeting.key.name), one, None


def _with_extensions(one: Checked, others: Sequence[Checked], opened: dict[Path, Opened]) -> Checked:
    """The file with what can be said of it and of each earlier one of the same learner."""
    mine = opened.get(one.path)
    if mine is None or mine.export.evidence is None or mine.seal is not Seal.INTACT:
        return one
    found = []
    for other in others:
        theirs = opened.get(other.path)
        if theirs is None or other.path == one.path or theirs.seal is not Seal.INTACT:
            continue
        if theirs.export.learner.id != mine.export.learner.id or theirs.export.evidence is None:
            continue
        if theirs.export.exported_at > mine.export.exported_at:
            continue
        if theirs.did != mine.did:
            found.append(Extension(other.path, None, "signed by another key"))
            continue
        holds = extends(mine.export.evidence, theirs.export.evidence)
        why = {
            True: "everything recorded then is still there, unchanged",
            False: "something recorded then was taken out, put in or changed since",
            None: "it was written before this installation remembered that export",
        }[holds]
        found.append(Extension(other.path, holds, why))
    return replace(one, extends=tuple(found))
