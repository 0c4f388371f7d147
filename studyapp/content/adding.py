"""One more item in a questions file: the rest of the text stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from yaml.nodes import SequenceNode

from studyapp.content.formatting import formatted
from studyapp.content.reader import Document, parse_document


class NoPlaceForItems(ValueError):
    """The file has no list of questions that an item could be put behind."""


def with_item(text: str, item: Mapping[str, Any]) -> str:
    """The text with an item behind its last question, in the canonical layout. Raises NoPlaceForItems."""
    new = item_lines(item)
    empty = re.search(r"^questions:[ \t]*(?:\[[ \t]*\])?[ \t]*(?=\n|\Z)", text, re.MULTILINE)
    listed = _questions(text)
    if listed is None or (not listed.value and empty is None):
        raise NoPlaceForItems
    if not listed.value:
        assert empty is not None
        rest = text[empty.end() :].lstrip("\n")
        return f"{text[: empty.start()]}questions:\n{new}{rest}"
    lines = text.splitlines(keepends=True)
    last = listed.value[-1].start_mark
    if not lines[last.line].lstrip().startswith("- "):
        raise NoPlaceForItems
    indent = lines[last.line].index("-")
    end = last.line + 1
    for number in range(end, len(lines)):
        inside = len(lines[number]) - len(lines[number].lstrip()) > indent
        if lines[number].strip() and not inside:
            break
        end = number + 1 if lines[number].strip() else end
    before = "".join(lines[:end])
    shifted = "".join(f"{' ' * (indent - 2)}{line}" if indent > 2 else line for line in new.splitlines(True))
    if indent < 2:
        shifted = "".join(line[2 - indent :] for line in new.splitlines(keepends=True))
    return f"{before}{'' if before.endswith(chr(10)) else chr(10)}\n{shifted}{''.join(lines[end:])}"


def item_lines(item: Mapping[str, Any]) -> str:
    """An item as lines of a questions file, indented by two."""
    whole = f"format: questions/1\ncertification: x\nquestions: [{json.dumps(item, ensure_ascii=False)}]\n"
    text = formatted(whole.encode(), "new item")
    assert isinstance(text, str), text
    return text.split("questions:\n", 1)[1]


def _questions(text: str) -> SequenceNode | None:
    document = parse_document(text.encode(), "")
    if not isinstance(document, Document) or not isinstance(document.root.value, list):
        return None
    for key, value in document.root.value:
        if key.value == "questions":
            if isinstance(value, SequenceNode):
                return value
            return SequenceNode("", [], value.start_mark, value.end_mark) if not value.value else None
    return None
