"""What a learner chooses to hand over, and what comes of it: plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from studyapp.export.view import Format, Privacy


@dataclass(frozen=True, slots=True)
class Request:
    """A choice: how much, of which certifications (none named is all), from which day on."""

    privacy: Privacy = Privacy.DOMAINS
    certification_ids: tuple[str, ...] = ()
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Leaving:
    """One line of the preview: a part of the export, and what of it leaves the machine."""

    part: str
    what: str
    leaves: bool = True


@dataclass(frozen=True, slots=True)
class Preview:
    """What would leave the machine, part by part, and the size of the file in bytes."""

    lines: tuple[Leaving, ...]
    size: int
    name: str


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written; `others` are files beside it (a badge)."""

    path: Path
    size: int
    format: Format
    others: tuple[Path, ...] = field(default=())
