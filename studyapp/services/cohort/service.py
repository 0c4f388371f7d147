"""What a mentor does with files that were handed over: check them, know their keys, see them together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studyapp.errors import InvalidInput
from studyapp.export.keys import KeyFolder
from studyapp.export.verifying import Seal, open_export, read_file
from studyapp.services.cohort.checking import Checked, check_files
from studyapp.services.cohort.trust import KnownKey, TrustBook
from studyapp.services.context import Context


class CohortService:
    """The mentor's view. It reads files and writes only into the mentor's own home."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._own = KeyFolder(context.home.keys)
        self.keys = TrustBook(context.home.cohort / "known-keys.json")

    def check(self, paths: Sequence[Path]) -> list[Checked]:
        """Whether files are genuine, and which extends which."""
        return check_files(paths, self.keys, self._own.did(), self._context.today())

    def accept(self, path: Path) -> KnownKey:
        """Know the key of an intact passport as its learner's, whatever was known before."""
        one = open_export(read_file(path), path.name)
        if one.seal is not Seal.INTACT:
            raise InvalidInput(f"{path.name} is not a genuine passport.", one.reason or "It is not signed.")
        key = KnownKey(one.did, one.export.learner.id, self._context.today())
        self.keys.remember(key)
        return key
