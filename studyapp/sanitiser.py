"""What authors and learners wrote, made fit to print: no control characters, no words cut in two."""

from __future__ import annotations

import shutil
import textwrap
from typing import TextIO
from unicodedata import category

READING_WIDTH = 88
"""Columns that a line of text may have at most on a terminal."""

# Bidirectional controls (UAX 9) are format characters that swap what stands left and right; the other
# format characters (joiners in emoji and scripts) are needed to write properly and stay.
_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_ENDS = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\t": " "})


BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What spreadsheets take for the begin of a formula (OWASP, "CSV Injection"), full-width forms included."""


def begins_a_formula(text: str) -> bool:
    """Whether a spreadsheet could run a cell with this text; it trims white space away before it looks."""
    return text.startswith(BEGINS_A_FORMULA) or text.lstrip().startswith(BEGINS_A_FORMULA)


def clean(text: str, keep_lines: bool = True) -> str:
    """Text without control characters; a tab becomes a space, and lines stay unless told otherwise."""
    if text.isascii() and text.isprintable():
        return text
    kept = text.replace("\r\n", "\n").translate(_LINE_ENDS)
    if not keep_lines:
        kept = " ".join(kept.split("\n"))
    return "".join(ch for ch in kept if ch == "\n" or not (category(ch) in ("Cc", "Cs") or ch in _REORDERING))


def line_width(stream: TextIO) -> int:
    """Columns that a line may have on this stream; 0 where whole lines are read."""
    if not stream.isatty():
        return 0
    return max(20, min(READING_WIDTH, shutil.get_terminal_size().columns - 1))


def fitted(text: str, stream: TextIO) -> str:
    """Clean text, wrapped between words where `stream` is a terminal; a program reads whole lines."""
    cleaned = clean(text)
    width = line_width(stream)
    if not width:
        return cleaned
    return "\n".join(_wrapped(line, width) for line in cleaned.split("\n"))


def _wrapped(line: str, width: int) -> str:
    if len(line) <= width:
        return line
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(
        line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
