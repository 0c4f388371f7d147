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
from studyapp.export.view import ProgressExport
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
HOLDS_WORDS = {
    True: "everything recorded then is still there, unchanged",
    False: "something recorded then was taken out, put in or changed since",
    None: "its installation does not remember that export, as it would of its own accord: ask the learner",
}


@dataclass(frozen=True, slots=True)
class Extension:
    """Whether a file extends another one of the same learner: yes, no, or None for "can't be told".

    Of a file of another learner something is said only where they go by the same name.
    """

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
    shows: str = ""
    extends: tuple[Extension, ...] = field(default=())

    @property
    def exit_code(self) -> int:
        """What the command line ends with."""
        code = EXIT_CODES.get(self.verdict, 1)
        if code == 1 or any(other.holds is False for other in self.extends):
            return 1
        return 2 if any(other.holds is None for other in self.extends) else code


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
        shows=_shown(one.export),
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


def _shown(export: ProgressExport) -> str:
    """What the learner chose to show: `level items, from 2026-10-01 on, only aif-c01`."""
    since = [f"from {export.since} on"] if export.since else []
    only = [f"only {', '.join(export.only)}"] if export.only else []
    return ", ".join([f"level {export.privacy}", *since, *only])


def _with_extensions(one: Checked, others: Sequence[Checked], opened: dict[Path, Opened]) -> Checked:
    """The file with what can be said of it and of each earlier one of the same learner."""
    mine = opened.get(one.path)
    if mine is None or mine.seal is not Seal.INTACT:
        return one
    earlier = [
        (other.path, opened[other.path])
        for other in others
        if other.path != one.path
        and other.path in opened
        and opened[other.path].seal is Seal.INTACT
        and opened[other.path].export.exported_at <= mine.export.exported_at
    ]
    found = (_extension(one, mine, path, theirs) for path, theirs in earlier)
    return replace(one, extends=tuple(extension for extension in found if extension is not None))


def _extension(one: Checked, mine: Opened, path: Path, theirs: Opened) -> Extension | None:
    """What can be said of a file and an earlier one; None where they have nothing to do with each other."""
    if theirs.export.learner.id != mine.export.learner.id:
        same_name = one.learner_name and theirs.export.learner.name == one.learner_name
        return Extension(path, None, "another installation under the same name") if same_name else None
    if mine.export.evidence is None or theirs.export.evidence is None:
        return Extension(path, None, "one of them holds no evidence")
    holds = extends(mine.export.evidence, theirs.export.evidence)
    # That a log was rewritten is told by its heads, whoever signed them; that it was not, only a known key.
    if holds is not False and theirs.did != mine.did and one.verdict is not Verdict.GENUINE:
        return Extension(path, None, "signed by another key")
    return Extension(path, holds, HOLDS_WORDS[holds])
