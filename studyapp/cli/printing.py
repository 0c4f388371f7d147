"""Printing: plain lines and tables for people, stable JSON for programs. No colour, no markup."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from studyapp.cells import cells, padded
from studyapp.sanitiser import clean, fitted


def prepare_streams() -> None:
    """Whatever the locale, a character that the terminal can't take is replaced, never an error."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def say(text: str = "") -> None:
    """Print a line of untrusted text."""
    print(fitted(text, sys.stdout))


def warn(text: str) -> None:
    """Print a line of untrusted text on stderr."""
    print(fitted(text, sys.stderr), file=sys.stderr)


def say_json(value: object) -> None:
    """Print a view as JSON; ASCII only, so that no terminal escape and no locale can spoil it."""
    print(json.dumps(plain_data(value), indent=2))


def plain_data(value: object) -> Any:
    """Dataclasses as objects, days and instants in ISO form, spans in seconds, sets as sorted lists."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain_data(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(plain_data(key)): plain_data(entry) for key, entry in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(plain_data(entry) for entry in value)
    if isinstance(value, (list, tuple)):
        return [plain_data(entry) for entry in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return str(value) if isinstance(value, Path) else value


def table(rows: Iterable[Sequence[object]], right: Sequence[int] = (), indent: str = "") -> None:
    """Print rows in columns; those numbered in `right` are set to the right."""
    for told in columns(rows, right):
        print(indent + told)


def columns(rows: Iterable[Sequence[object]], right: Sequence[int] = ()) -> list[str]:
    """Rows of untrusted text as lines of equally wide columns."""
    texts = [[clean(str(cell), keep_lines=False) for cell in row] for row in rows]
    if not texts:
        return []
    widths = [max(cells(row[i]) for row in texts) for i in range(len(texts[0]))]
    return [
        "  ".join(
            padded(cell, width, to_the_right=i in right)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in texts
    ]


def counted(number: int, one: str, many: str = "") -> str:
    """`1 card`, `2 cards`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def sentence(text: str) -> str:
    """With a full stop, unless it ends by itself."""
    return text if text.endswith((".", "?", "!", "…")) else text + "."


def asked(card_id: str) -> str:
    """Which way a card is asked, so that its two directions can be told apart."""
    from studyapp.domain.log import CardId, Direction

    words = {Direction.TO_DEFINITION: " (card, by its name)", Direction.TO_TERM: " (card, by its definition)"}
    return words.get(CardId.parse(card_id).direction, "")


def bar(share: float, width: int = 20) -> str:
    """A bar of plain characters; print its number beside it."""
    filled = round(max(0.0, min(1.0, share)) * width)
    return "#" * filled + "." * (width - filled)
