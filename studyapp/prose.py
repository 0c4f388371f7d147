"""Texts of authors with code and tables in them: what is prose, what stands as it is, and tables in columns.

Lines between two lines of three backticks are code; lines that begin and end with a pipe are a table. Nothing
else is markup. Pure functions from text and a width to lines; both front ends draw from them.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

_FENCE = re.compile(r"\s*```\s*[\w+.-]*\s*\Z")
_ROW = re.compile(r"\s*\|.*\|\s*\Z")
_RULE = re.compile(r"\s*\|(\s*:?-+:?\s*\|)+\s*\Z")
_GAP = "  "
_CONTINUED = "↪ "
NARROWEST = 8
"""Columns under which a table is told row by row instead."""


class Form(StrEnum):
    """How a block is laid out."""

    PROSE = "prose"
    CODE = "code"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one form, as the author wrote them (of a table without its rule)."""

    form: Form
    lines: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """The blocks of a text in order; blank lines around code and tables go, within prose they stay."""
    found: list[tuple[Form, list[str]]] = []
    in_code = False
    for line in text.strip("\n").split("\n"):
        if _FENCE.match(line):
            in_code = not in_code
            if in_code:
                found.append((Form.CODE, []))
            continue
        form = Form.CODE if in_code else Form.TABLE if _ROW.match(line) else Form.PROSE
        if not found or found[-1][0] is not form or (form is Form.CODE) != in_code:
            found.append((form, []))
        if not _RULE.match(line) or form is not Form.TABLE:
            found[-1][1].append(line.rstrip())
    kept = [Block(form, _trimmed(lines, form)) for form, lines in found]
    return [block for block in kept if block.lines]


def _trimmed(lines: list[str], form: Form) -> tuple[str, ...]:
    while lines and not lines[0].strip():
        del lines[0]
    while lines and not lines[-1].strip():
        del lines[-1]
    return (
        tuple(textwrap.dedent("\n".join(lines)).split("\n")) if lines and form is Form.CODE else tuple(lines)
    )


def has_forms(text: str) -> bool:
    """Whether anything in a text is not prose."""
    return "```" in text or any(_ROW.match(line) for line in text.split("\n") if "|" in line)


def title_of(text: str) -> str:
    """The prose of a text in one line, for lists."""
    told = [line for block in blocks(text) if block.form is Form.PROSE for line in block.lines]
    return " ".join(" ".join(told or text.split("\n")).split())


def code_lines(lines: Iterable[str], width: int) -> list[str]:
    """Code as it stands; what is longer than the width goes on under a sign, and nothing is lost."""
    drawn: list[str] = []
    room = max(4, width - len(_CONTINUED))
    for line in lines:
        head, rest = _cut(line, max(4, width))
        drawn.append(head)
        while rest:
            head, rest = _cut(rest, room)
            drawn.append(_CONTINUED + head)
    return drawn


def table_lines(lines: Sequence[str], width: int) -> list[str]:
    """Rows of a table in aligned columns, the first one underlined; cells wrap where they must.

    Where the columns would get too narrow, each row is told as "heading: cell".
    """
    rows = [[cell.strip() for cell in line.strip()[1:-1].split("|")] for line in lines]
    columns = max(len(row) for row in rows)
    rows = [[*row, *([""] * (columns - len(row)))] for row in rows]
    widths = _widths(rows, width - len(_GAP) * (columns - 1))
    if not widths:
        return _told(rows, width)
    drawn: list[str] = []
    for number, row in enumerate(rows):
        drawn += _row_lines(row, widths)
        if number == 0 and len(rows) > 1:
            drawn.append(_GAP.join("─" * each for each in widths))
    return drawn


def _widths(rows: list[list[str]], room: int) -> list[int]:
    """The width of each column; empty where they do not fit."""
    natural = [max(1, *(cells(row[i]) for row in rows)) for i in range(len(rows[0]))]
    if len(natural) * NARROWEST > room and sum(natural) > room:
        return []
    while sum(natural) > room:
        widest = natural.index(max(natural))
        natural[widest] -= 1
    return natural


def _row_lines(row: list[str], widths: list[int]) -> list[str]:
    wrapped = [_wrapped(cell, each) for cell, each in zip(row, widths, strict=True)]
    height = max(len(lines) for lines in wrapped)
    padded = [[*lines, *([""] * (height - len(lines)))] for lines in wrapped]
    return [
        _GAP.join(
            part + " " * (each - cells(part)) for part, each in zip(parts, widths, strict=True)
        ).rstrip()
        for parts in zip(*padded, strict=True)
    ]


def _told(rows: list[list[str]], width: int) -> list[str]:
    heads, *others = rows
    drawn: list[str] = []
    for row in others or [heads]:
        for head, cell in zip(heads, row, strict=True):
            drawn += _wrapped(f"{head}: {cell}" if others else cell, max(4, width))
        drawn.append("")
    return drawn[:-1]


def _wrapped(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and cells(line) + 1 + cells(word) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}" if line else word
        while cells(line) > width:
            head, line = _cut(line, width)
            lines.append(head)
    return [*lines, line] if line or not lines else lines


def _cut(text: str, width: int) -> tuple[str, str]:
    """As much of a text as fits into so many cells (at least one character), and the rest."""
    used = 0
    for place, char in enumerate(text):
        used += cells(char)
        if used > width and place:
            return text[:place], text[place:]
    return text, ""


def cells(text: str) -> int:
    """Columns of a text on a terminal: wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )
