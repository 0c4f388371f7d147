"""Writing files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from studyapp.errors import InvalidInput, StudyappError


class NotWritten(StudyappError):
    """A file could not be written; what was there before is untouched."""

    title = "The file was not written"


def write_whole(path: Path, content: bytes, overwrite: bool = False) -> None:
    """Write a file through a temporary one beside it, so that nobody ever sees half of it.

    Raises InvalidInput where a file is there already (unless told to overwrite it), NotWritten where the
    folder is missing or may not be written.
    """
    if not overwrite and path.exists():
        raise InvalidInput(f"{path} is there already.", "Choose another name, or add --overwrite.")
    try:
        handle, name = tempfile.mkstemp(prefix=".studyapp-", dir=path.parent)
    except OSError as error:
        raise NotWritten(f"{path}: {error.strerror}.", "Check the folder and its rights.") from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        if overwrite:
            temporary.replace(path)
        else:
            _put_new(temporary, path)
    except OSError as error:
        raise NotWritten(f"{path}: {error.strerror}.", "Nothing was changed.") from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _put_new(temporary: Path, path: Path) -> None:
    """Give the file its name without ever taking the place of one that came meanwhile."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise InvalidInput(f"{path} is there already.", "Choose another name.") from None
    except OSError:
        # No hard links here (FAT, some network shares): the moment between look and rename remains.
        if path.exists():
            raise InvalidInput(f"{path} is there already.", "Choose another name.") from None
        temporary.replace(path)


def _umask() -> int:
    """The rights that a new file does not get; there is no way to only ask."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
