"""From paths to banks: each file is read once, and a bank is read as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from studyapp.content.files import yaml_files
from studyapp.content.foreign import passed_over
from studyapp.content.lint.bank import Bank
from studyapp.content.lint.source import Source, read_source
from studyapp.content.load import LoadedFile, load_document, load_file
from studyapp.content.reader import MAX_BYTES, Document, parse_document
from studyapp.domain.certifications import Certification
from studyapp.domain.vendors import Vendor
from studyapp.paths import bundled_content

VENDORS = "_vendors"
"""The folder beside the banks that holds the vendor files."""


@dataclass(eq=False)
class _File:
    path: Path
    loaded: LoadedFile
    source: Source | None = None


class Library:
    """The files of some paths, and what belongs to them: the rest of their banks, facts, vendors.

    Raises FileNotFoundError for a path that is not there, and OSError for one that can't be read.
    """

    def __init__(
        self,
        paths: Iterable[Path],
        today: date,
        unsaved: Mapping[Path, str] | None = None,
        since: str = "HEAD",
    ) -> None:
        self.today = today
        self.since = since
        self._read_before = {p.resolve(): _parsed(p, text.encode()) for p, text in (unsaved or {}).items()}
        self._named = list(paths)
        self._asked = [self._file(path) for path in yaml_files(self._named)]

    @property
    def asked(self) -> list[LoadedFile]:
        """The files of the paths themselves, each once."""
        foreign = set(self.passed_over)
        return list({f.loaded.path: f.loaded for f in self._asked if f.loaded.path not in foreign}.values())

    @property
    def passed_over(self) -> list[str]:
        """Files of other programs that a folder of the paths holds."""
        foreign = dict.fromkeys(file.loaded.path for file in self._asked if file.loaded.is_foreign)
        return passed_over(foreign, self._named)

    def banks(self) -> list[Bank]:
        """One bank for each certification that a questions file of the paths names."""
        wanted: dict[str, Path] = {}
        for file in self._asked:
            if file.source is not None:
                wanted.setdefault(file.source.certification_id, file.path)
        return [self._bank(certification_id, path) for certification_id, path in wanted.items()]

    def _file(self, path: Path) -> _File:
        known = path.resolve()
        if known not in self._read_before:
            self._read_before[known] = _read(path)
        return self._read_before[known]

    def _bank(self, certification_id: str, path: Path) -> Bank:
        home = self._home_of(certification_id, path)
        beside = [self._file(p) for p in yaml_files([home.path.parent])] if home else []
        # What was not asked for comes first: of two equal items, the later one is told.
        around = [file for file in beside if file not in self._asked]
        files = [*around, *self._asked]
        sources = [f.source for f in files if f.source and f.source.certification_id == certification_id]
        certification = home.loaded.certification.value if home and home.loaded.certification else None
        vendor = self._vendor_of(certification, files, home) if certification else None
        return Bank(certification_id, sources, self.today, certification, vendor, self.since)

    def _home_of(self, certification_id: str, path: Path) -> _File | None:
        """A bank's certification file: among the files, above the questions file, or one that ships."""
        above = [folder / "certification.yaml" for folder in list(path.resolve().parents)[:3]]
        shipped = [folder / certification_id / "certification.yaml" for folder in bundled_content()]
        candidates = [*self._asked, *(self._file(p) for p in (*above, *shipped) if p.is_file())]
        return next(
            (
                file
                for file in candidates
                if file.loaded.certification is not None and file.loaded.certification_id == certification_id
            ),
            None,
        )

    def _vendor_of(
        self, certification: Certification, files: Iterable[_File], home: _File | None
    ) -> Vendor | None:
        """What is known of the vendor: from the files of the run, beside the bank, or what ships."""
        folders = [home.path.resolve().parent.parent / VENDORS] if home else []
        folders += [folder / VENDORS for folder in bundled_content()]
        found = [f.loaded.vendor for f in files]
        found += [
            self._file(path).loaded.vendor for folder in folders for path in sorted(folder.glob("*.yaml"))
        ]
        return next(
            (v.value for v in found if v is not None and v.value.answers_to(certification.vendor)), None
        )


def _read(path: Path) -> _File:
    if path.stat().st_size > MAX_BYTES:
        return _File(path, load_file(path))
    return _parsed(path, path.read_bytes())


def _parsed(path: Path, data: bytes) -> _File:
    document = parse_document(data, str(path))
    if not isinstance(document, Document):
        return _File(path, LoadedFile(str(path), problems=[document]))
    loaded = load_document(document)
    if loaded.kind != "questions":
        return _File(path, loaded)
    return _File(path, loaded, read_source(str(path), data.decode("utf-8-sig"), document.root))
