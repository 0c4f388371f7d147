"""One canonical layout for authors' files: comments, order and meaning stay, everything else is decided here.

Two spaces of indentation; lists indented under their key; long text folded under `>-` to 100 columns, text
with line breaks under `|-`; quotes only where YAML (or another reader of it) needs them; short lists in
brackets; an empty line between questions, terms and cases. Formatting twice changes nothing more.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from yaml.emitter import Emitter
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from studyapp.content.formats import FORMATS
from studyapp.content.problems import Problem
from studyapp.content.reader import Document, Loader, parse_document
from studyapp.content.schema import Anything, Day, ListOf, Number, Record, Shape, Text, TextOr, Truth, Url

WIDTH = 100
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
APART = frozenset({"question", "term", "case"})
"""Records that an empty line keeps apart."""


class MeaningWouldChange(Exception):
    """The formatted text would not say the same; the file is left alone."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its offset; `alone` says that nothing else stands on its line."""

    at: int
    text: str
    alone: bool


def formatted(data: bytes, name: str) -> str | Problem:
    """The text of a file in its canonical layout, or why it can't be read.

    Raises MeaningWouldChange where the result would not read as the same values and comments.
    """
    document = parse_document(data, name)
    if isinstance(document, Problem):
        return document
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    same = parse_document(text.encode(), name)  # offsets count from here on
    assert isinstance(same, Document)
    shape = _shape_of(same.root)
    new = _Layout(text, same.root, shape).text()
    again = parse_document(new.encode(), name)
    if (
        not isinstance(again, Document)
        or _meaning(again.root, shape) != _meaning(same.root, shape)
        or sorted(c.text for c in comments_of(new)) != sorted(c.text for c in comments_of(text))
    ):
        raise MeaningWouldChange(name)
    return new


def _shape_of(root: Node) -> Shape:
    pairs = root.value if isinstance(root, MappingNode) else []
    name = next((value.value for key, value in pairs if key.value == "format"), "")
    return FORMATS.get(name, Anything()) if isinstance(name, str) else Anything()


def _inner(shape: Shape, key: str) -> Shape:
    if isinstance(shape, TextOr):
        shape = shape.record
    if isinstance(shape, Record) and key in shape.fields:
        return shape.fields[key].shape
    return Anything()


def _entry(shape: Shape) -> Shape:
    return shape.entry if isinstance(shape, ListOf) else Anything()


def _value(node: ScalarNode, shape: Shape) -> str:
    """The text as its reader takes it: without outer white space, where it is one line without runs of it."""
    text: str = node.value
    if isinstance(shape, TextOr):
        shape = shape.text
    if isinstance(shape, Text):
        return " ".join(text.split()) if shape.one_line else text.strip()
    return text


def _meaning(node: Node, shape: Shape) -> Any:
    if isinstance(node, MappingNode):
        return [(k.value, _meaning(v, _inner(shape, k.value))) for k, v in node.value]
    if isinstance(node, SequenceNode):
        return [_meaning(child, _entry(shape)) for child in node.value]
    assert isinstance(node, ScalarNode)
    return _value(node, shape), _is_quoted_null(node, shape)


def _is_quoted_null(node: ScalarNode, shape: Shape) -> bool:
    return bool(node.style) and _value(node, shape) in _NULLS


# Comments


def comments_of(text: str) -> list[Comment]:
    """All comments in order: what stands between tokens, and behind the head of a block scalar."""
    found: list[Comment] = []
    end = 0
    for token in yaml.scan(text, Loader=Loader):
        begin = token.start_mark.index
        found += _comments_between(text, end, begin)
        if isinstance(token, yaml.ScalarToken) and text[begin : begin + 1] in (">", "|"):
            head = text[begin:].split("\n", 1)[0]
            hash_at = re.search(r"\s#", head)
            if hash_at:
                at = begin + hash_at.start() + 1
                found.append(Comment(at, text[at : begin + len(head)].rstrip(), alone=False))
        end = max(end, token.end_mark.index)
    found += _comments_between(text, end, len(text))
    return found


def _comments_between(text: str, begin: int, end: int) -> Iterator[Comment]:
    for match in re.finditer(r"#[^\n]*", text[begin:end]):
        at = begin + match.start()
        line = text[text.rfind("\n", 0, at) + 1 : at]
        yield Comment(at, match[0].rstrip(), alone=not line.strip())


# Scalars


@cache
def _emitter() -> Any:
    emitter = Emitter(io.StringIO())
    emitter.allow_unicode = True
    return emitter


@cache
def _resolver() -> Any:
    return yaml.resolver.Resolver()


def _inline(text: str, *, flow: bool = False, typed: bool = False) -> str:
    """A text on one line: plain where nobody can mistake it, else in quotes."""
    analysis = _emitter().analyze_scalar(text)
    plain = analysis.allow_flow_plain if flow else analysis.allow_block_plain
    means_text = _resolver().resolve(ScalarNode, text, (True, False)) == "tag:yaml.org,2002:str"
    looks_like_a_number = re.fullmatch(r"[\d.]+", text) is not None  # 1.2.1 beside '1.2' would look careless
    if plain and (typed or (means_text and not looks_like_a_number)) and text:
        return text
    if analysis.allow_single_quoted and "\n" not in text:
        return "'" + text.replace("'", "''") + "'"
    return _double_quoted(text)


def _double_quoted(text: str) -> str:
    written: str = yaml.dump(text, default_style='"', width=1_000_000, allow_unicode=True).rstrip("\n")
    return written


def _folded(text: str, width: int) -> list[str] | None:
    """Lines that fold back into the text, or None where they would not."""
    if text != text.strip() or "  " in text or "\t" in text or not text.isprintable():
        return None
    lines = textwrap.wrap(text, max(20, width), break_long_words=False, break_on_hyphens=False)
    return lines if len(lines) > 1 and " ".join(lines) == text else None


# Layout


class _Layout:
    def __init__(self, text: str, root: Node, shape: Shape) -> None:
        self._root = root
        self._shape = shape
        self._waiting = comments_of(text)
        self._lines: list[str] = []
        self._open_line = -1
        """The line that a comment behind it belongs to."""

    def text(self) -> str:
        """The whole file."""
        if isinstance(self._root, MappingNode):
            self._mapping(self._root, self._shape, 0)
        elif isinstance(self._root, SequenceNode):
            self._sequence(self._root, self._shape, 0, apart=False)
        else:
            assert isinstance(self._root, ScalarNode)
            self._add(_inline(self._root.value))
        self._comments_before(None, 0)
        return "\n".join(self._lines) + "\n"

    def _add(self, line: str) -> None:
        self._lines.append(line)
        self._open_line = len(self._lines) - 1

    def _comments_before(self, at: int | None, indent: int) -> None:
        while self._waiting and (at is None or self._waiting[0].at < at):
            comment = self._waiting.pop(0)
            if not comment.alone and self._open_line >= 0:
                self._lines[self._open_line] += f"  {comment.text}"
                self._open_line = -1
            else:
                self._lines.append(f"{' ' * indent}{comment.text}")

    def _mapping(self, node: MappingNode, shape: Shape, indent: int, first: str = "") -> None:
        """The pairs of a mapping; `first` stands before the first key, such as a dash."""
        lead = first
        for key, value in node.value:
            if not lead:
                self._comments_before(key.start_mark.index, indent)
            head = f"{lead or ' ' * indent}{_inline(key.value)}:"
            lead = ""
            self._pair(head, value, _inner(shape, key.value), indent)

    def _pair(self, head: str, value: Node, shape: Shape, indent: int) -> None:
        if isinstance(value, ScalarNode):
            self._scalar(f"{head} ", value, shape, indent + 2)
        elif not value.value:
            self._add(f"{head} {'{}' if isinstance(value, MappingNode) else '[]'}")
        elif isinstance(value, MappingNode):
            self._add(head)
            self._mapping(value, shape, indent + 2)
        else:
            assert isinstance(value, SequenceNode)
            flow = self._flow(value, shape)
            if flow is not None and len(head) + 1 + len(flow) <= WIDTH:
                self._add(f"{head} {flow}")
                return
            self._add(head)
            entry = _entry(shape)
            apart = indent == 0 and isinstance(entry, Record) and entry.name in APART
            self._sequence(value, shape, indent + 2, apart)

    def _flow(self, node: SequenceNode, shape: Shape) -> str | None:
        """Short scalars in brackets; None for other lists, for addresses, and where comments stand inside."""
        entry = _entry(shape)
        if isinstance(entry, Url) or not all(isinstance(child, ScalarNode) for child in node.value):
            return None
        if any(node.start_mark.index <= c.at < node.end_mark.index for c in self._waiting):
            return None
        texts = [_value(child, entry) for child in node.value]
        if any(
            "\n" in text or (text in _NULLS and not child.style)
            for text, child in zip(texts, node.value, strict=True)
        ):
            return None
        return "[" + ", ".join(_inline(text, flow=True) for text in texts) + "]"

    def _sequence(self, node: SequenceNode, shape: Shape, indent: int, apart: bool) -> None:
        entry = _entry(shape)
        for number, child in enumerate(node.value):
            if apart and number:
                self._comments_behind(child.start_mark.index)
                self._lines.append("")
            self._comments_before(child.start_mark.index, indent)
            dash = f"{' ' * indent}- "
            if isinstance(child, ScalarNode):
                self._scalar(dash, child, entry, indent + 2)
            elif not child.value:
                self._add(f"{dash}{'{}' if isinstance(child, MappingNode) else '[]'}")
            elif isinstance(child, MappingNode):
                self._mapping(child, entry, indent + 2, first=dash)
            else:
                assert isinstance(child, SequenceNode)
                flow = self._flow(child, entry)
                if flow is not None:
                    self._add(dash + flow)
                else:
                    self._add(dash.rstrip())
                    self._sequence(child, entry, indent + 2, apart=False)

    def _comments_behind(self, at: int) -> None:
        """Comments that stand behind the last line, before an empty line parts them from it."""
        while (
            self._waiting and self._waiting[0].at < at and not self._waiting[0].alone and self._open_line >= 0
        ):
            self._lines[self._open_line] += f"  {self._waiting.pop(0).text}"
            self._open_line = -1

    def _scalar(self, head: str, node: ScalarNode, shape: Shape, indent: int) -> None:
        text = _value(node, shape)
        if text in _NULLS and not _is_quoted_null(node, shape):  # no value; in quotes it would become one
            self._add((head + text).rstrip())
            return
        if "\n" in text:
            self._literal(head, text, indent)
            return
        inline = _inline(text, typed=isinstance(shape, Truth | Number | Day))
        if len(head) + len(inline) > WIDTH and (lines := _folded(text, WIDTH - indent)) is not None:
            self._add(f"{head}>-")
            self._lines += [f"{' ' * indent}{line}" for line in lines]
        else:
            self._add(head + inline)

    def _literal(self, head: str, text: str, indent: int) -> None:
        body = text.rstrip("\n")
        kept = len(text) - len(body)
        printable = all(ch.isprintable() or ch in "\n\t" for ch in text)
        if not printable or not body.strip() or kept > 1 or body[0] in " \n\t":
            self._add(head + _double_quoted(text))
            return
        self._add(f"{head}|" if kept else f"{head}|-")
        self._lines += [f"{' ' * indent}{line}" if line else "" for line in body.split("\n")]
