"""Paths in little room: the home as `~`, folders in the middle left out, the name of the file kept.

A path in a notification would else be broken wherever the line ends, and could not be read.
"""

from __future__ import annotations

import re
from pathlib import Path

from rich.cells import cell_len

from studyapp.sanitiser import clean

_WORD = re.compile(r"\S+")
_AROUND = "'\"“”‘’()[]{}<>,;:!?."
"""What stands around a path in a sentence and is no part of it."""
ELLIPSIS = "…"


def short_path(path: Path | str, width: int) -> str:
    """A path in at most `width` cells: `~/…/shared/cohort-2026-11-28.html`.

    Of the folders the first and the nearest stay; a name that is too long itself loses its middle.
    """
    told = _from_home(clean(str(path), keep_lines=False))
    if cell_len(told) <= width:
        return told
    between = "\\" if "\\" in told and "/" not in told else "/"
    first, *folders = told.split(between)
    if not folders:
        return _without_middle(told, width)
    name = folders.pop()
    for left_out in range(1, len(folders) + 1):
        short = between.join([first, ELLIPSIS, *folders[left_out:], name])
        if cell_len(short) <= width:
            return short
    return _without_middle(name, width)


def with_short_paths(message: str, width: int) -> str:
    """A message whose paths are short enough for lines of `width` cells; everything else stays as it is."""
    return _WORD.sub(lambda found: _short_word(found[0], width), message)


def _short_word(word: str, width: int) -> str:
    core = word.strip(_AROUND)
    if "://" in core or not ("/" in core or "\\" in core):
        return word
    before, _core, after = word.partition(core)
    room = max(1, width - cell_len(before) - cell_len(after))
    return f"{before}{short_path(core, room)}{after}"


def _from_home(told: str) -> str:
    home = str(Path.home())
    inside = told.startswith(home) and told[len(home) : len(home) + 1] in ("", "/", "\\")
    # Where the home is the root of everything nothing would be gained.
    return "~" + told[len(home) :] if inside and len(home) > 1 else told


def _without_middle(text: str, width: int) -> str:
    """The begin and the end, which says what kind of file it is."""
    begin, end = text[: len(text) // 2], text[len(text) // 2 :]
    while begin and cell_len(begin) + 1 + cell_len(end) > width:
        if len(begin) >= len(end):
            begin = begin[:-1]
        else:
            end = end[1:]
    return f"{begin}{ELLIPSIS}{end}"
