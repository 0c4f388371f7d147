"""What is mechanical is mended in the text itself, so that comments and layout stay as they are.

Mended are: space at the edge of an option and mixed final full stops (F02, F19), numbers out of order (F15),
a locale in the address of an official page (F33), stored keys that crowd in one place (B02), and waivers that
excuse nothing (L01). A file is replaced only if it means the same afterwards.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from studyapp.content.files import replace_file
from studyapp.content.lint import quantities
from studyapp.content.lint.bank import Bank
from studyapp.content.lint.cues import ends_with_stop
from studyapp.content.lint.library import Library
from studyapp.content.lint.references import locale_in
from studyapp.content.lint.registry import Check
from studyapp.content.lint.run import lint
from studyapp.content.lint.source import Item, Source, Spot, read_source
from studyapp.content.reader import Document, parse_document

Edit = tuple[int, int, str]
"""Begin and end as offsets into the text, and what stands there afterwards."""


@dataclass
class _Text:
    """A file's text with the offsets of its lines."""

    text: str

    def __post_init__(self) -> None:
        self.lines = self.text.splitlines(keepends=True)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))

    def offset(self, line: int, column: int) -> int:
        """Offset of a place that counts from 1."""
        return self.starts[line - 1] + column - 1


def fix_files(paths: Iterable[Path], checks: Sequence[Check], today: date) -> Iterator[tuple[Path, int]]:
    """Mend files in place; yields each changed file and how many texts were mended in it. Raises OSError."""
    paths = list(paths)
    found = lint(paths, checks, today).findings
    unused: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for f in found:
        if f.id == "L01":
            unused[f.path, f.item].add(f.text)
    by_item = {(f.path, f.item, f.id) for f in found}
    crowded = {f.path for f in found if f.id == "B02"}
    for bank in Library(paths, today).banks():
        shuffle = any(source.path in crowded for source in bank.sources)
        for source in bank.sources:
            path = Path(source.path)
            if not any(p == source.path for p, _, _ in by_item) and not shuffle:
                continue
            text = path.read_bytes().decode()
            mended, count = _mended(text, source, bank, by_item, unused, shuffle)
            if count and _means_the_same(text, mended, source.path):
                replace_file(path, mended)
                yield path, count


def _mended(
    text: str,
    source: Source,
    bank: Bank,
    found: set[tuple[str, str, str]],
    unused: Mapping[tuple[str, str], set[str]],
    shuffle: bool,
) -> tuple[str, int]:
    count = 0
    edits: list[Edit] = []
    held = _Text(text)
    for item in source.items:
        has = {check_id for path, name, check_id in found if path == source.path and name == item.id}
        if has & {"F02", "F19"}:
            edits += _trimmed_options(item, held)
        if "F33" in has:
            edits += _without_locale(item, bank, held)
        if "L01" in has:
            edits += _without_waivers(item, held, unused[source.path, item.id])
    for begin, end, new in sorted(edits, reverse=True):
        text = text[:begin] + new + text[end:]
    count += len(edits)
    for (
        item
    ) in source.items:  # orders move whole blocks of lines, so they come last, on the text as it is then
        order = _order(item, shuffle) if item.is_choice and not item.retired else None
        wanted = shuffle or (source.path, item.id, "F15") in found
        if order and wanted and (moved := _moved(text, item.id, order)) is not None:
            text, count = moved, count + 1
    return text, count


def _trimmed_options(item: Item, held: _Text) -> Iterator[Edit]:
    stops = [ends_with_stop(option.text.text) for option in item.options]
    mixed = len(set(stops)) > 1
    for option, stop in zip(item.options, stops, strict=True):
        inner = _inner(option.text, held)
        if inner is None:
            continue
        begin, end = inner
        new = held.text[begin:end].strip()
        new = new[:-1] if mixed and stop and new.endswith(".") else new
        if new and new != held.text[begin:end]:
            yield begin, end, new


def _inner(spot: Spot, held: _Text) -> tuple[int, int] | None:
    """Where the text of a scalar on one line stands, without its quotes; None for folded ones and escapes."""
    begin = held.offset(spot.line, spot.column)
    line = held.lines[spot.line - 1]
    rest = line[spot.column - 1 :].rstrip("\r\n")
    if spot.end_line != spot.line or rest.startswith((">", "|", "{", "[")):
        return None
    quote = rest[:1] if rest[:1] in "'\"" else ""
    raw = spot.text.replace("'", "''") if quote == "'" else spot.text
    at = rest.find(raw, len(quote))
    return None if at != len(quote) else (begin + at, begin + at + len(raw))


def _without_locale(item: Item, bank: Bank, held: _Text) -> Iterator[Edit]:
    from urllib.parse import urlsplit

    for spot in item.references:
        address = urlsplit(spot.text)
        locale = locale_in(address.path)
        if not locale or bank.vendor is None or not bank.vendor.owns(address.hostname or "", address.path):
            continue
        if (inner := _inner(spot, held)) is not None:
            yield (*inner, spot.text.replace(f"/{locale}/", "/", 1))


def _without_waivers(item: Item, held: _Text, unused: set[str]) -> Iterator[Edit]:
    """Takes unused ids out of a list in brackets; the whole waiver where none is left."""
    lines = sorted({line for line, _ in item.waiver.ids.values()})
    if len(lines) != 1:
        return
    number = lines[0] - 1
    found = re.search(r"waive:\s*\[([^\]]*)\]", held.lines[number])
    if not found:
        return
    kept = [check_id for check_id in item.waiver.ids if check_id not in unused]
    begin = held.starts[number]
    if kept:
        yield begin + found.start(1), begin + found.end(1), ", ".join(kept)
        return
    top = number if held.lines[number].lstrip().startswith("lint:") else number - 1
    if not held.lines[top].lstrip().startswith("lint:"):
        return
    indent = len(held.lines[top]) - len(held.lines[top].lstrip())
    last = top + 1
    while last < len(held.lines) and _belongs(held.lines[last], indent):
        last += 1
    yield held.starts[top], held.starts[last], ""


def _belongs(line: str, indent: int) -> bool:
    return bool(line.strip()) and len(line) - len(line.lstrip()) > indent


def _order(item: Item, shuffle: bool) -> list[int] | None:
    """The new order of the options as indexes, or None where they stay."""
    places = list(range(len(item.options)))
    numbers = quantities.numbers(item)
    if numbers:
        new = sorted(places, key=lambda i: numbers[i])
        return new if new != places and list(reversed(new)) != places else None
    if not shuffle:
        return None
    random.Random(f"options of {item.id}").shuffle(places)
    return places


def _moved(text: str, item_id: str, order: list[int]) -> str | None:
    """The text with an item's options in another order; None where they are not laid out line by line."""
    document = parse_document(text.encode(), "")
    if not isinstance(document, Document):
        return None
    item = next((i for i in read_source("", text, document.root).items if i.id == item_id), None)
    if item is None:
        return None
    lines = text.splitlines(keepends=True)
    blocks = _blocks(lines, item)
    if blocks is None:
        return None
    first, last = blocks[0][0], blocks[-1][1]
    new = [line for index in order for line in lines[slice(*blocks[index])]]
    if not all(line.endswith("\n") for line in new):
        return None
    return "".join([*lines[:first], *new, *lines[last:]])


def _blocks(lines: list[str], item: Item) -> list[tuple[int, int]] | None:
    """The lines of each option: from its dash, with the comments above it, to the next."""
    starts = [option.line - 1 for option in item.options]
    dashes = {lines[start].find("- ") for start in starts}
    if (
        len(set(starts)) < len(starts)
        or len(dashes) != 1
        or not all(lines[s].lstrip().startswith("- ") for s in starts)
    ):
        return None
    indent = dashes.pop()
    end = starts[-1] + 1
    while end < len(lines) and _belongs(lines[end], indent):
        end += 1
    for number in range(1, len(starts)):
        while _is_comment(lines[starts[number] - 1]) and starts[number] - 1 > starts[number - 1]:
            starts[number] -= 1
    return list(zip(starts, [*starts[1:], end], strict=True))


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _means_the_same(before: str, after: str, path: str) -> bool:
    """Whether both texts hold the same items, but for what is mended."""
    meanings = []
    for text in (before, after):
        document = parse_document(text.encode(), path)
        if not isinstance(document, Document):
            return False
        meanings.append([_meaning(item) for item in read_source(path, text, document.root).items])
    return meanings[0] == meanings[1]


def _tidy(text: str) -> str:
    return text.strip().removesuffix(".").strip()


def _meaning(item: Item) -> tuple[object, ...]:
    options = sorted((_tidy(o.text.text), o.correct, o.reason.text, o.excluded_by.text) for o in item.options)
    texts = [item.id, item.kind, item.depth, item.objective.text, item.stem.text, item.explanation.text]
    parts = [(part.name, part.text.text) for part in item.parts]
    return (*texts, item.verified_on.text, item.retired, options, parts, len(item.references))
