"""A small language of shapes: one declaration per format validates, documents and describes it.

Scalars stay text unless the shape says otherwise, so `no`, `1.10` and `12:30` mean what they say.
Each shape reads a YAML node into plain data and reports every problem that it meets, with its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from studyapp.content.problems import Problem

MISSING: Any = object()
"""Returned by a shape that could not read its node; the problem has been reported."""

_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,79}\Z")
_URL = re.compile(r"https?://[^\s<>\"]+\Z")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Findings:
    """Collects the problems of one file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def error(self, node: Node, message: str, hint: str) -> None:
        """Report something that keeps the enclosing entry out."""
        mark = node.start_mark
        self.problems.append(Problem(self.path, mark.line + 1, mark.column + 1, message, hint))

    def warning(self, node: Node, message: str, hint: str) -> None:
        """Report something that can be lived with."""
        mark = node.start_mark
        self.problems.append(Problem(self.path, mark.line + 1, mark.column + 1, message, hint, "warning"))


class Shape:
    """Base of all shapes."""

    def read(self, node: Node, name: str, findings: Findings) -> Any:
        """Plain data of a node, or MISSING after reporting why not."""
        raise NotImplementedError

    def describe(self) -> str:
        """What an author may write here, in a few words."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Text(Shape):
    """Text; control characters and direction overrides never get in."""

    max_words: int = 0
    max_chars: int = 4000
    one_line: bool = False

    def read(self, node: Node, name: str, findings: Findings) -> Any:
        """The text without outer white space."""
        if not isinstance(node, ScalarNode):
            findings.error(
                node, f"{name} must be text, not a {_kind(node)}", "Write one value, quoted if needed"
            )
            return MISSING
        text: str = node.value.strip()
        # Only double-quoted scalars can smuggle control characters in, but NEL and friends come plain.
        if not text.isprintable():
            bad = next((ch for ch in text if _forbidden(ch)), "")
            if bad:
                findings.error(
                    node, f"{name} holds the control character U+{ord(bad):04X}", "Remove it; plain text only"
                )
                return MISSING
        if len(text) > self.max_chars:
            findings.error(
                node, f"{name} has {len(text)} characters", f"Shorten it to at most {self.max_chars}"
            )
            return MISSING
        if not text or (node.style is None and text in _NULLS):
            findings.error(node, f"{name} is empty", "Write it, or leave the field out")
            return MISSING
        if self.max_words and (words := len(text.split())) > self.max_words:
            findings.warning(node, f"{name} has {words} words", f"Shorten it to at most {self.max_words}")
        return " ".join(text.split()) if self.one_line else text

    def describe(self) -> str:
        """What an author may write here."""
        return f"text, at most {self.max_words} words" if self.max_words else "text"


@dataclass(frozen=True, slots=True)
class Identifier(Shape):
    """A stable id: lower-case letters, digits, dots and hyphens."""

    def read(self, node: Node, name: str, findings: Findings) -> Any:
        """The id."""
        if not isinstance(node, ScalarNode) or not _ID.match(node.value):
            value = node.value if isinstance(node, ScalarNode) else f"a {_kind(node)}"
            findings.error(
                node,
                f"{name} is {value!r}, which is not an id",
                "Use lower-case letters, digits, dots and hyphens, such as aif-c01-1001",
            )
            return MISSING
        return node.value

    def describe(self) -> str:
        """What an author may write here."""
        return "id: lower-case letters, digits, dots and hyphens"


@dataclass(frozen=True, slots=True)
class Url(Shape):
    """A web address."""

    def read(self, node: Node, name: str, findings: Findings) -> Any:
        """The address."""
        if not isinstance(node, ScalarNode) or not _URL.match(node.value):
            findings.error(node, f"{name} is not a web address", "Write it in full, beginning with https://")
            return MISSING
        return node.value

    def describe(self) -> str:
        """What an author may write here."""
        return "web address"


@dataclass(frozen=True, slots=True)
class Number(Shape):
    """A number within bounds, whole unless `fraction`."""

    least: float
    most: float
    fraction: bool = False

    def read(self, node: Node, name: str, findings: Findings) -> Any:
        """The number as int or float."""
        try:
            if not isinstance(node, ScalarNode):
                raise ValueError
            value = float(node.value) if self.fraction else int(node.value, 10)
            if not self.least <= value <= self.most:
                raise ValueError
        except ValueError:
            findings.error(node, f"{name} is not {self.describe()}", f"Write {self.describe()}")
            return MISSING
        return value

    def describe(self) -> str:
        """What an author may write here."""
        return f"a {'' if self.fraction else 'whole '}number from {self.least:g} to {self.most:g}"


@dataclass(frozen=True, slots=True)
class Truth(Shape):
    """true or false; the many other words of YAML 1.1 stay text and are refused here."""

    def read(self, node: Node, name: str, findings: Findings) -> Any:
        """The truth value."""
        if isinstance(node, ScalarNode) and node.value in ("true", "false"):
            return node.value == "true"
        findings.error(node, f"{name} is neither true nor false", "Write true or false")
        return MISSING

    def describe(self) -> str:
        """What an author may write here."""
        return "true or false"


@dataclass(frozen=True, slots=True)
class Day(Shape):
    """A calendar day, YYYY-MM-DD."""

    def read(self, node: Node, name: str, findings: Findings) -> Any:
        """The day as a date."""
        try:
            if not isinstance(node, ScalarNode) or len(node.value) != 10:
                raise ValueError
            return date.fromisoformat(node.value)
        except ValueError:
            findings.error(node, f"{name} is not a date", "Write year-month-day, such as 2026-11-22")
            return MISSING

    def describe(self) -> str:
        """What an author may write here."""
        return "date, YYYY-MM-DD"


@dataclass(frozen=True, slots=True)
class OneOf(Shape):
    """One word of a closed list."""

    words: tuple[str, ...]

    def read(self, node: Node, name: str, findings: Findings) -> Any:
        """The word."""
        if isinstance(node, ScalarNode) and node.value in self.words:
            return node.value
        value = node.value if isinstance(node, ScalarNode) else f"a {_kind(node)}"
        findings.error(node, f"{name} is {value!r}", f"Write one of: {', '.join(self.words)}")
        return MISSING

    def describe(self) -> str:
        """What an author may write here."""
        return "one of " + ", ".join(self.words)


@dataclass(frozen=True, slots=True)
class ListOf(Shape):
    """A list of equal shapes. With `drop_broken`, entries with errors are left out and the rest is kept."""

    entry: Shape
    least: int = 0
    most: int = 100_000
    drop_broken: bool = False

    def read(self, node: Node, name: str, findings: Findings) -> Any:
        """A list of what the entries read as."""
        if not isinstance(node, SequenceNode):
            findings.error(node, f"{name} must be a list", "Begin each entry on its own line with '- '")
            return MISSING
        if not self.least <= len(node.value) <= self.most:
            findings.error(node, f"{name} has {len(node.value)} entries", f"Give {self.least} to {self.most}")
            return MISSING
        values = [self.entry.read(child, f"{name}[{i}]", findings) for i, child in enumerate(node.value, 1)]
        kept = [value for value in values if value is not MISSING]
        return kept if self.drop_broken or len(kept) == len(values) else MISSING

    def describe(self) -> str:
        """What an author may write here."""
        return "list of: " + self.entry.describe()


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a record: its shape, whether it must be there, and what it means."""

    shape: Shape
    doc: str
    required: bool = False


class Record(Shape):
    """A mapping with known keys; unknown and repeated keys are refused with the nearest known one."""

    def __init__(self, name: str, fields: Mapping[str, Field]) -> None:
        self.name = name
        self.fields = dict(fields)
        self._required = frozenset(key for key, f in fields.items() if f.required)

    def read(self, node: Node, name: str, findings: Findings) -> Any:
        """A dict of the keys present, plus `_node` for the place of later findings."""
        if not isinstance(node, MappingNode):
            findings.error(
                node, f"{name} must be a {self.name}", f"Give its fields: {', '.join(self.fields)}"
            )
            return MISSING
        values: dict[str, Any] = {"_node": node}
        broken = False
        for key_node, value_node in node.value:
            key = key_node.value
            field = self.fields.get(key) if isinstance(key, str) else None
            if field is None or key in values:
                self._refuse_key(key_node, key, values, findings)
                broken = True
                continue
            value = field.shape.read(value_node, key, findings)
            values[key] = value
            broken = broken or value is MISSING
        for key in self._required - values.keys():
            findings.error(node, f"{name} has no {key}", f"Add {key}: {self.fields[key].doc}")
            broken = True
        return MISSING if broken else values

    def _refuse_key(self, node: Node, key: object, values: Mapping[str, Any], findings: Findings) -> None:
        if key in values:
            findings.error(node, f"{key} stands twice", "Keep one; YAML would silently keep the last")
            return
        from difflib import get_close_matches

        near = get_close_matches(str(key), self.fields, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"Known fields: {', '.join(self.fields)}"
        findings.error(node, f"{self.name} has no field {str(key)[:40]!r}", hint)

    def describe(self) -> str:
        """What an author may write here."""
        return self.name


@dataclass(frozen=True, slots=True)
class Anything(Shape):
    """Free structure of text, lists and mappings, as the facts of a credential may carry it."""

    def read(self, node: Node, name: str, findings: Findings) -> Any:
        """Nested dicts, lists and text."""
        if isinstance(node, MappingNode):
            pairs = {str(k.value): self.read(v, str(k.value), findings) for k, v in node.value}
            return MISSING if MISSING in pairs.values() else pairs
        if isinstance(node, SequenceNode):
            values = [self.read(v, name, findings) for v in node.value]
            return MISSING if any(v is MISSING for v in values) else values
        return Text().read(node, name, findings)

    def describe(self) -> str:
        """What an author may write here."""
        return "any structure"


def _kind(node: Node) -> str:
    return {"SequenceNode": "list", "MappingNode": "mapping"}.get(type(node).__name__, "value")


def _forbidden(ch: str) -> bool:
    return (unicodedata.category(ch) in ("Cc", "Cs", "Co") and ch not in "\n\t") or ch in _BIDI


def documented(record: Record) -> Sequence[tuple[str, str, bool, str]]:
    """Name, kind of value, required and meaning of each field, for the documentation and its test."""
    return [(key, f.shape.describe(), f.required, f.doc) for key, f in record.fields.items()]
