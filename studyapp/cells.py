"""Text measured in the cells of a terminal: a letter of Chinese, Japanese or Korean and an emoji take two."""

from __future__ import annotations

from studyapp.sanitiser import clean


def cells(text: str) -> int:
    """How many cells a line of clean text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def shortened(text: str, width: int) -> str:
    """Untrusted text as one line of at most `width` cells, the last an ellipsis where it was longer."""
    flat = " ".join(clean(text, keep_lines=False).split())
    if cells(flat) <= width:
        return flat
    from rich.cells import set_cell_size

    return set_cell_size(flat, max(0, width - 1)).rstrip() + "…"


def padded(text: str, width: int, *, to_the_right: bool = False) -> str:
    """A line of clean text filled up with spaces to `width` cells."""
    space = " " * (width - cells(text))
    return space + text if to_the_right else text + space
