"""Looking at a file that was handed over: what it is, and whether its bytes are those that were signed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from studyapp.export.document import MOST_BYTES, NotAnExport, parse_json, read_document
from studyapp.export.passport import is_passport, read_passport
from studyapp.export.proof import check_content, check_exact
from studyapp.export.verifier import Altered
from studyapp.export.view import ProgressExport


class Seal(StrEnum):
    """What can be said of a file's signature."""

    INTACT = "intact"
    BROKEN = "broken"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was read. `did` signed it where the seal is intact; `reason` says what is wrong with it."""

    export: ProgressExport
    seal: Seal
    did: str = ""
    reason: str = ""


def read_file(path: Path) -> bytes:
    """The bytes of a file; raises NotAnExport where it cannot be read or is far too large."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise NotAnExport(
                f"{path.name} has more than {MOST_BYTES // 1_000_000} MB.",
                "No export is so large; left alone.",
            )
        return path.read_bytes()
    except OSError as error:
        raise NotAnExport(
            f"{path.name} can't be read: {error.strerror}.", "Check it and its rights."
        ) from None


def open_export(content: bytes, name: str) -> Opened:
    """The export in a file with the state of its seal; raises NotAnExport for anything that is none.

    An altered passport is opened, too, if it still reads: it is for the caller not to believe it.
    """
    data = parse_json(content, name)
    if not is_passport(data):
        if isinstance(data, dict) and "proof" in data:
            raise NotAnExport(
                f"{name} is a signed file, but no passport of studyapp.", "It can't be checked here."
            )
        return Opened(read_document(data, name), Seal.NONE)
    did, reason = _seal(content, data)
    return Opened(read_passport(data, name), Seal.BROKEN if reason else Seal.INTACT, did, reason)


def _seal(content: bytes, data: Any) -> tuple[str, str]:
    """The key that signed the file, and "" or why it can't be believed."""
    import rfc8785

    try:
        return check_exact(content, data), ""
    except Altered as error:
        broken = str(error)
    except (rfc8785.CanonicalizationError, UnicodeError):
        return "", "it holds what no genuine passport does"
    try:
        did = check_content(data)
    except (Altered, rfc8785.CanonicalizationError, UnicodeError):
        return "", broken
    return did, (
        "what it says is what was signed, but the form of the file was changed (spaces, line ends, order): "
        "ask for the file as it was written"
    )
