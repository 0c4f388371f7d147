"""Reading a text as a format, for tests."""

from __future__ import annotations

from pathlib import Path

from studyapp.content.interchange.model import Item, Refused
from studyapp.content.interchange.registry import FORMATS
from studyapp.content.interchange.source import Source
from studyapp.domain.questions import Question


def read(folder: Path, name: str, data: str | bytes) -> list[Item | Refused]:
    """What a format reads out of a file with this content."""
    path = folder / f"sample{(*FORMATS[name].suffixes, '.txt')[0]}"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    reader = FORMATS[name].read
    assert reader is not None
    return list(reader(Source(path)))


def questions(found: list[Item | Refused]) -> list[Question]:
    """The questions of what was read; nothing may be refused."""
    contents = [item.content for item in found if isinstance(item, Item)]
    assert len(contents) == len(found), found
    assert all(isinstance(content, Question) for content in contents)
    return [content for content in contents if isinstance(content, Question)]


def reasons(found: list[Item | Refused]) -> list[str]:
    """Why items were refused."""
    return [item.reason for item in found if isinstance(item, Refused)]


def losses(found: list[Item | Refused]) -> list[tuple[str, ...]]:
    """What each item that came along lost."""
    return [item.losses for item in found if isinstance(item, Item)]
