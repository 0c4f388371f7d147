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
HOST_PATTERN = re.compile(r"\.?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(/[^\s<>\"]*)?\Z")
_URL = re.compile(r"https?://[^\s<>\"]+\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_SHOWN_CHARS = 60
_FORBIDDEN = frozenset({"Cc", "Cs", "Co", "Zl", "Zp"})
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
        if not text or _is_null(node):
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
        if not isinstance(node, ScalarNode) or not _ID.match(node.value) or _is_null(node):
            findings.error(
                node,
                f"{name} is {_shown(node)}, which is not an id",
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
        if not isinstance(node, ScalarNode) or not _URL.match(node.value) or not node.value.isprintable():
            findings.error(node, f"{name} is not a web address", "Write it in full, beginning with https://")
            return MISSING
        return node.value

    def describe(self) -> str:
        """What an author may write here."""
        return "web address"


@dataclass(frozen=True, slots=True)
class Host(Shape):
    """A host, with a folder behind it where only that counts; a leading dot takes in all hosts below."""

    def read(self, node: Node, name: str, findings: Findings) -> Any:
        """The host in lower case, its folder as it stands."""
        if not isinstance(node, ScalarNode) or not HOST_PATTERN.match(node.value) or len(node.value) > 253:
            hint = "Write it without https://, such as docs.example.org, .example.org or github.com/example"
            findings.error(node, f"{name} is {_shown(node)}, which is no host", hint)
            return MISSING
        host, slash, folder = node.value.partition("/")
        return f"{host.lower()}{slash}{folder}"

    def describe(self) -> str:
        """What an author may write here."""
        return "host"


@dataclass(frozen=True, slots=True)
class Number(Shape):
    """A number within bounds, whole unless `fraction`."""

    least: float
    most: float
    fraction: bool = False

    def read(self, node: Node, name: str, findings: Findings) -> Any:
        """The number as int or float."""
        try:
            # Stricter than int() and float(), which take 1_0, +1, 1e1, nan and digits of other scripts.
            if not isinstance(node, ScalarNode) or not _NUMBER.match(node.value):
                raise ValueError
            value = float(node.value) if self.fraction else int(node.value)
            if not self.least <= value <= self.most:
                raise ValueError
        except ValueError:
            findings.error(node, f"{name} is not {self.describe()}", f"Write {self.describe()}")
            return MISSING
        return value

    def describe(self) -> str:
        """What an author may write here."""
        kind = "number" if self.fraction else "whole number"
        return f"a {kind} from {_plainly(self.least)} to {_plainly(self.most)}"


def _plainly(number: float) -> str:
    """Written out, never as 1e+07."""
    return f"{int(number):,}" if number == int(number) else f"{number:,}"


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
            if not isinstance(node, ScalarNode) or not _DAY.match(node.value):
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
        findings.error(node, f"{name} is {_shown(node)}", f"Write one of: {', '.join(self.words)}")
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
class TextOr(Shape):
    """Text, or a record where there is more to say than the text."""

    text: Text
    record: Record

    def read(self, node: Node, name: str, findings: Findings) -> Any:
        """Text, or a dict of the record's keys."""
        shape = self.record if isinstance(node, MappingNode) else self.text
        return shape.read(node, name, findings)

    def describe(self) -> str:
        """What an author may write here."""
        return f"{self.text.describe()} or {self.record.describe()}"


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
            key = key_node.value if isinstance(key_node, ScalarNode) else None
            field = self.fields.get(key) if key is not None else None
            if key is None or field is None or key in values:
                self._refuse_key(key_node, key, findings)
                broken = True
                continue
            value = field.shape.read(value_node, key, findings)
            values[key] = value
            broken = broken or value is MISSING
        for key in self._required - values.keys():
            findings.error(node, f"{name} has no {key}", f"Add {key}: {self.fields[key].doc}")
            broken = True
        return MISSING if broken else values

    def _refuse_key(self, node: Node, key: str | None, findings: Findings) -> None:
        if key is None:
            findings.error(node, f"a field of {self.name} can't be a {_kind(node)}", "Write the field's name")
            return
        if key in self.fields:
            findings.error(node, f"{key} stands twice", "Keep one; YAML would silently keep the last")
            return
        from difflib import get_close_matches

        near = get_close_matches(key[:80], self.fields, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"Known fields: {', '.join(self.fields)}"
        findings.error(node, f"{self.name} has no field {_shown(node)}", hint)

    def describe(self) -> str:
        """What an author may write here."""
        return self.name


@dataclass(frozen=True, slots=True)
class Anything(Shape):
    """Free structure of text, lists and mappings, as the facts of a credential may carry it."""

    def read(self, node: Node, name: str, findings: Findings) -> Any:
        """Nested dicts, lists and text."""
        if isinstance(node, MappingNode):
            return self._pairs(node, name, findings)
        if isinstance(node, SequenceNode):
            values = [self.read(v, name, findings) for v in node.value]
            return MISSING if any(v is MISSING for v in values) else values
        return Text().read(node, name, findings)

    def _pairs(self, node: MappingNode, name: str, findings: Findings) -> Any:
        pairs: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = Text(one_line=True).read(key_node, f"a field of {name}", findings)
            if key is not MISSING and key in pairs:
                findings.error(key_node, f"{key[:40]} stands twice", "Keep one")
                key = MISSING
            value = self.read(value_node, name if key is MISSING else key[:40], findings)
            if key is MISSING or value is MISSING:
                return MISSING
            pairs[key] = value
        return pairs

    def describe(self) -> str:
        """What an author may write here."""
        return "any structure"


def _kind(node: Node) -> str:
    return {"SequenceNode": "list", "MappingNode": "mapping"}.get(type(node).__name__, "value")


def _shown(node: Node) -> str:
    """A value in a message: quoted, escaped and short."""
    if not isinstance(node, ScalarNode):
        return f"a {_kind(node)}"
    return repr(node.value if len(node.value) <= _SHOWN_CHARS else node.value[: _SHOWN_CHARS - 1] + "…")


def _is_null(node: ScalarNode) -> bool:
    # A plain scalar has the style None from PyYAML and "" from libyaml.
    return not node.style and node.value in _NULLS


def _forbidden(ch: str) -> bool:
    return (unicodedata.category(ch) in _FORBIDDEN and ch not in "\n\t") or ch in _BIDI


def documented(record: Record) -> Sequence[tuple[str, str, bool, str]]:
    """Name, kind of value, required and meaning of each field, for the documentation and its test."""
    return [(key, f.shape.describe(), f.required, f.doc) for key, f in record.fields.items()]
