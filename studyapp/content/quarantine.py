"""An item into quarantine and out of it: one field of a file changes; the rest of the text stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from yaml.nodes import MappingNode, Node, SequenceNode

from studyapp.content.adding import item_lines
from studyapp.content.files import yaml_files
from studyapp.content.formatting import Comment, comments_of
from studyapp.content.load import Placed, load_document, load_file
from studyapp.content.reader import Document, parse_document
from studyapp.domain.questions import Quarantine, Question

FIELD = "quarantined"


class CannotEdit(ValueError):
    """The file is laid out in a way that can't be changed line by line."""


@dataclass(frozen=True, slots=True)
class Found:
    """An item with the file that holds it."""

    path: Path
    placed: Placed[Question]


def find_item(paths: Sequence[Path], item_id: str) -> list[Found]:
    """Every place where an item of this id stands; raises FileNotFoundError for a path that is not there."""
    found = []
    for path in dict.fromkeys(yaml_files(paths)):
        found += [Found(path, placed) for placed in load_file(path).questions if placed.value.id == item_id]
    return found


def with_quarantine(text: str, item_id: str, on: date, because: str) -> str:
    """The text with an item in quarantine; the day of one that is there already stays. Raises CannotEdit."""
    because = " ".join(because.split())
    held = next((q for q in _questions(text) if q.id == item_id), None)
    since = held.quarantined.on if held and held.quarantined else on.isoformat()
    bare = _without(text, item_id) if held and held.quarantined else text
    lines = bare.splitlines(keepends=True)
    item = _node(bare, item_id)
    column = _column(lines, item)
    end = _end(lines, item.value[-1][0].start_mark.line, column)
    field = item_lines({FIELD: {"on": since, "because": because}}).replace("  - ", "    ", 1)
    new = "".join(" " * column + line[4:] for line in field.splitlines(keepends=True))
    ending = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    before = "".join(lines[:end])
    gap = "" if before.endswith(("\n", "\r")) else ending
    after = before + gap + new.replace("\n", ending) + "".join(lines[end:])
    return _checked(text, after, item_id, Quarantine(since, because))


def without_quarantine(text: str, item_id: str) -> str:
    """The text with an item in use again. Raises CannotEdit."""
    return _checked(text, _without(text, item_id), item_id, None)


def _without(text: str, item_id: str) -> str:
    lines = text.splitlines(keepends=True)
    item = _node(text, item_id)
    column = _column(lines, item)
    keys = [key.start_mark.line for key, _value in item.value]
    place = next(n for n, (key, _value) in enumerate(item.value) if key.value == FIELD)
    begin = keys[place]
    end = keys[place + 1] if place + 1 < len(keys) else _end(lines, begin, column)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    inside = [c for c in comments_of(text) if starts[begin] <= c.at < starts[end]]
    kept = "".join(_as_line(comment, lines, starts, column) for comment in inside)
    return "".join(lines[:begin]) + kept + "".join(lines[end:])


def _as_line(comment: Comment, lines: Sequence[str], starts: Sequence[int], column: int) -> str:
    line = next(line for line, start in zip(lines, starts, strict=False) if start + len(line) > comment.at)
    ending = line[len(line.rstrip("\r\n")) :] or "\n"
    return f"{' ' * column}{comment.text}{ending}"


def _node(text: str, item_id: str) -> MappingNode:
    document = parse_document(text.encode(), "")
    root = document.root if isinstance(document, Document) else None
    for item in _listed(root):
        fields = {key.value: value.value for key, value in item.value}
        if fields.get("id") == item_id:
            return item
    raise CannotEdit(f"{item_id} is not among its questions")


def _listed(root: Node | None) -> list[MappingNode]:
    for key, value in root.value if isinstance(root, MappingNode) else ():
        if key.value == "questions" and isinstance(value, SequenceNode):
            return [node for node in value.value if isinstance(node, MappingNode)]
    return []


def _column(lines: Sequence[str], item: MappingNode) -> int:
    """The column of the item's fields, each of which begins a line of its own."""
    first = item.value[0][0].start_mark
    if item.flow_style or not lines[first.line][: first.column].strip(" ") == "-":
        raise CannotEdit("the item is not written line by line")
    if item.value[0][0].value == FIELD:
        raise CannotEdit(f"the item begins with '{FIELD}'")
    return int(first.column)


def _end(lines: Sequence[str], begin: int, column: int) -> int:
    """The line behind the item's last one; empty lines and comments further out belong to what follows."""
    end = begin + 1
    for number in range(end, len(lines)):
        stripped = lines[number].strip()
        if not stripped:
            continue
        if len(lines[number]) - len(lines[number].lstrip(" ")) < column:
            break
        end = number + 1
    return end


def _questions(text: str) -> list[Question]:
    document = parse_document(text.encode(), "")
    return [p.value for p in load_document(document).questions] if isinstance(document, Document) else []


def _checked(before: str, after: str, item_id: str, wanted: Quarantine | None) -> str:
    """The new text, if it says what the old one said but for this field, with the same comments."""

    def meaning(text: str) -> Any:
        return [replace(q, quarantined=None) if q.id == item_id else q for q in _questions(text)]

    now = [q.quarantined for q in _questions(after) if q.id == item_id]
    same_comments = sorted(c.text for c in comments_of(before)) == sorted(c.text for c in comments_of(after))
    if now != [wanted] or meaning(before) != meaning(after) or not same_comments:
        raise CannotEdit("the item is laid out in an unusual way")
    return after
