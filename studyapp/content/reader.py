"""From a file on disk to a YAML node tree, with every way that it can fail named.

PyYAML's own constructors are not used: they read `no` as False and `12:30` as 750, keep the last of
two equal keys and expand aliases without bound. libyaml composes, and the shapes of
`studyapp.content.schema` read the nodes.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from studyapp.content.problems import Problem

MAX_BYTES = 8_000_000
"""Larger files are refused: a bank of 10,000 questions is under this when split by domain."""

MAX_DEPTH = 100
_DEEP_LINE = re.compile(rf"(?:^|\r)[-? ]{{{2 * MAX_DEPTH},}}", re.MULTILINE)
_ANCHOR = re.compile(r"(?:^|[\s,:\[{-])&[^\s&]", re.MULTILINE)
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What YAML refuses, and the hidden line breaks by which its line numbers leave those of an editor."""
_LINE_END = re.compile("\r\n|\r|\n")

_Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(_Base):  # type: ignore[misc, valid-type]
    """libyaml without tag resolution: shapes decide what a scalar is, so guessing would be wasted time."""

    def resolve(self, kind: type[Node], value: object, implicit: object) -> str:
        """The plainest tag of the kind."""
        return _TAGS[kind]


_TAGS: dict[type[Node], str] = {
    ScalarNode: "tag:yaml.org,2002:str",
    SequenceNode: "tag:yaml.org,2002:seq",
    MappingNode: "tag:yaml.org,2002:map",
}


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its root node and the digest of its bytes."""

    path: str
    digest: str
    root: Node


def digest_of(data: bytes) -> str:
    """The digest by which an unchanged file is recognised."""
    return hashlib.sha256(data).hexdigest()


def read_document(path: Path, shown_as: str = "") -> Document | Problem:
    """Parse a file, or say what is wrong with it.

    `shown_as` is the name used in problems, the path itself unless given.
    """
    name = shown_as or str(path)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            return _whole(name, f"the file has {size / 1e6:.0f} MB", "Split it; the limit is 8 MB a file")
        data = path.read_bytes()
    except OSError as error:
        return _whole(name, f"the file can't be read ({error.strerror})", "Check its permissions")
    return parse_document(data, name)


def parse_document(data: bytes, name: str) -> Document | Problem:
    """Parse the bytes of a file, or say what is wrong with them."""
    plain = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = plain.decode()
    except UnicodeDecodeError as error:
        place = _place_after(plain[: error.start].decode())
        return Problem(name, *place, "the file is not UTF-8 text", "Save it as UTF-8")
    if (unreadable := _UNREADABLE.search(text)) is not None:
        return _unreadable(name, text, unreadable.start())
    if _may_nest_deeply(text) and (deep := _too_deep(text, name)) is not None:
        return deep
    try:
        root = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        return _not_yaml(name, text, error)
    except (yaml.YAMLError, RecursionError) as error:
        return _whole(name, f"not valid YAML: {error}", "Simplify the structure")
    if root is None:
        return _whole(name, "the file is empty", "Begin with a format line, such as 'format: questions/1'")
    shared = _first_shared_node(root) if "&" in text and _ANCHOR.search(text) else None
    if shared is not None:
        mark = shared.start_mark
        return Problem(
            name, mark.line + 1, mark.column + 1,
            "this value is used again through a YAML alias (*name)", "Write it out in each place",
        )  # fmt: skip
    return Document(name, digest_of(data), root)


def _place_after(text: str) -> tuple[int, int]:
    """Line and column, from 1, of what follows a text."""
    lines = _LINE_END.split(text)
    return len(lines), len(lines[-1]) + 1


def _unreadable(name: str, text: str, index: int) -> Problem:
    place = _place_after(text[:index])
    if text[index] == "\0":
        return Problem(name, *place, "the file is binary", "Only YAML text belongs in a content folder")
    message = f"the file holds the character U+{ord(text[index]):04X}"
    return Problem(name, *place, message, "Remove it; plain text only")


def _not_yaml(name: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    lines = _LINE_END.split(text)
    if mark is None or mark.line >= len(lines):  # libyaml puts the end of a file on a line of its own
        line, column = _place_after(text)
    else:
        line, column = mark.line + 1, mark.column + 1
    message = f"not valid YAML: {error.problem or error.context}"
    return Problem(name, line, column, message, _hint(error, lines[line - 1][:column]))


def _may_nest_deeply(text: str) -> bool:
    return text.count("[") + text.count("{") > MAX_DEPTH or _DEEP_LINE.search(text) is not None


def _too_deep(text: str, name: str) -> Problem | None:
    # libyaml composes by recursion in C and takes the interpreter down with it; its events do not recurse.
    depth = 0
    try:
        for event in yaml.parse(text, Loader=Loader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                mark = event.start_mark
                if depth > MAX_DEPTH and mark is not None:
                    return Problem(
                        name, mark.line + 1, mark.column + 1,
                        f"more than {MAX_DEPTH} levels of nesting", "Simplify the structure",
                    )  # fmt: skip
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        return None  # composing meets the same error and words it
    return None


def _first_shared_node(root: Node) -> Node | None:
    # Composing keeps an alias as the very node of its anchor, so nothing has been expanded yet.
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            return node
        seen.add(id(node))
        if isinstance(node, MappingNode):
            for pair in node.value:
                waiting.extend(pair)
        elif isinstance(node, SequenceNode):
            waiting.extend(node.value)
    return None


def _whole(name: str, message: str, hint: str) -> Problem:
    return Problem(name, 1, 1, message, hint)


def _hint(error: yaml.MarkedYAMLError, line_so_far: str) -> str:
    problem = error.problem or ""
    if "mapping values are not allowed" in problem:
        return "Quote the text: it holds ': ', which begins a mapping"
    if "\t" in line_so_far and not line_so_far.strip():
        return "Indent with spaces, not tabs"
    if "undefined alias" in problem:
        return "Quote the text: it begins with '*'"
    if "block end" in problem or "expected" in problem:
        return "Check the indentation of this line and the one before"
    return "Check the quotes and the indentation here"
