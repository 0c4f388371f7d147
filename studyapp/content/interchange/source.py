"""The bytes of a source, read within limits: size, encoding, line ends, and archives that lie."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from studyapp.content.interchange.model import CannotConvert

MAX_BYTES = 32_000_000
"""Larger sources are refused, and larger archives when unpacked."""
MAX_ENTRIES = 20_000
MAX_RATIO = 200
"""An entry that unpacks to more than this many times its size, and is large, is a bomb."""

_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, OverflowError),
    *(RuntimeError, LookupError, ValueError),
)
"""What reading a ZIP file that somebody has tampered with ends in."""
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class Source:
    """A file (or a folder of content files) to be read."""

    path: Path

    @property
    def name(self) -> str:
        """How messages call it."""
        return str(self.path)

    @cached_property
    def data(self) -> bytes:
        """Its bytes. Raises CannotConvert."""
        try:
            size = self.path.stat().st_size
            if size > MAX_BYTES:
                raise CannotConvert(
                    f"{self.name} has {size / 1e6:.0f} MB.",
                    f"The limit is {MAX_BYTES // 1_000_000} MB: split it.",
                )
            return self.path.read_bytes()
        except OSError as error:
            raise CannotConvert(f"{self.name} can't be read: {error.strerror}.") from error

    @cached_property
    def text(self) -> str:
        """Its text, with `\\n` at the end of each line. Raises CannotConvert."""
        return decoded(self.data, self.name)


def decoded(data: bytes, name: str) -> str:
    """UTF-8, or UTF-16 where a byte-order mark says so; without the mark. Raises CannotConvert."""
    encoding = next((found for mark, found in _BOMS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CannotConvert(f"{name}:{line}: the text is not UTF-8.", "Save the file as UTF-8.") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise CannotConvert(f"{name}:{line}: the file is binary.", "Name its format with --from.")
    return re.sub(r"\r\n?", "\n", text)


class Archive:
    """The entries of a ZIP file, none of which is ever written to disk under its own name."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise CannotConvert(f"{name} is no sound ZIP file: {error}.", "Export it again.") from error
        infos = [info for info in self._zip.infolist() if not info.is_dir()]
        if len(infos) > MAX_ENTRIES:
            raise CannotConvert(f"{name} has {len(infos)} entries.", f"The limit is {MAX_ENTRIES}.")
        self._infos = {info.filename: info for info in infos}
        for info in infos:
            _refuse_traps(info, name)
        if sum(info.file_size for info in infos) > 4 * MAX_BYTES:
            raise CannotConvert(f"{name} unpacks to more than {4 * MAX_BYTES // 1_000_000} MB.", "Split it.")

    @property
    def entries(self) -> list[str]:
        """Names of the entries."""
        return list(self._infos)

    def read(self, entry: str) -> bytes:
        """The bytes of an entry. Raises KeyError, and CannotConvert where it is damaged or too large."""
        info = self._infos[entry]
        if info.file_size > MAX_BYTES:
            raise CannotConvert(
                f"{self.name}: {entry} unpacks to {info.file_size / 1e6:.0f} MB.", "Split it."
            )
        try:
            with self._zip.open(info) as opened:
                data = opened.read(MAX_BYTES + 1)
        except _BROKEN as error:
            raise CannotConvert(f"{self.name}: {entry} is damaged: {error}.", "Export it again.") from error
        if len(data) > MAX_BYTES:
            raise CannotConvert(f"{self.name}: {entry} unpacks to too much.", "Split it.")
        return data


def _refuse_traps(info: zipfile.ZipInfo, name: str) -> None:
    inside = PurePosixPath(info.filename.replace("\\", "/"))
    if inside.is_absolute() or ".." in inside.parts or re.match(r"[A-Za-z]:", info.filename):
        raise CannotConvert(
            f"{name}: the entry {info.filename!r} leads out of the archive.", "Do not trust it."
        )
    if info.file_size > 1_000_000 and info.file_size > MAX_RATIO * max(1, info.compress_size):
        raise CannotConvert(
            f"{name}: the entry {info.filename!r} unpacks to {info.file_size // max(1, info.compress_size)} "
            "times its size.",
            "Do not trust it.",
        )


def zipped(entries: dict[str, bytes]) -> bytes:
    """A ZIP file whose bytes depend on nothing but its entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return buffer.getvalue()
