"""A page for a person: its blocks, and the words that they are made of.

Everything that is handed over to be read is such a page: a progress export, a cohort, a dossier, a job
description. HTML (`page`), Markdown (`markdown`) and PDF (`pdf`) are written from the same blocks and say the
same. Every text in a page is untrusted: each writer puts it on one line, takes control characters out and
escapes it, so that markup is read as the letters that it is. Only `http` and `https` addresses become links.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from studyapp.sanitiser import clean

_WEB = re.compile(r"https?://[^\s<>\"'\\^`{|}]+\Z")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 2 begins a section, 3 a part of it."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of plain text."""

    text: str
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list; `link` is an address that is shown behind it, `below` are lines of its own."""

    text: str
    link: str = ""
    below: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts; columns numbered in `right` hold numbers, those in `sentences` a sentence or two."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()
    sentences: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """A chart of one column per day; `unit` names what is counted, `said` sums it up in a sentence."""

    caption: str
    said: str
    days: tuple[date, ...]
    values: tuple[float, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of horizontal bars: a name, a share between 0 and 1, and the words beside it."""

    caption: str
    said: str
    bars: tuple[tuple[str, float, str], ...]


Block = Heading | Paragraph | Listing | Table | Columns | Bars


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page: its title, the line under it (which may be empty), and its blocks."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]


def is_web_address(link: str) -> bool:
    """Whether an address may become a link."""
    return _WEB.match(link) is not None


def line(text: str) -> str:
    """Untrusted text on one line, without control characters."""
    return " ".join(clean(text, keep_lines=False).split())


def percent(share: float | None) -> str:
    """`71 %`, a dash for nothing."""
    return "–" if share is None else f"{share * 100:.0f} %"


def hours(minutes: float) -> str:
    """`38 min`, `2 h 05 min`."""
    whole = round(minutes)
    return f"{whole} min" if whole < 90 else f"{whole // 60} h {whole % 60:02d} min"
