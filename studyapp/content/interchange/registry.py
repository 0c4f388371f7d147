"""The formats: their names, how one is recognised, who reads and writes it, and what it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from studyapp.content.interchange.model import CannotConvert, Item, Read, Written
from studyapp.content.interchange.source import Source
from studyapp.content.interchange.traits import LABELS, Holds, Trait
from studyapp.domain.glossary import Term
from studyapp.domain.questions import QuestionKind

_PACKAGE = "studyapp.content.interchange"
Reader = Callable[[Source], Read]
Writer = Callable[[Sequence[Item], str], Written]
Lessener = Callable[[Term], tuple[Term, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `terms` says what it holds of a glossary term; None: it has none."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    read: Reader | None = None
    write: Writer | None = None
    holds: Holds = field(default_factory=dict)
    terms: Lessener | None = None


def _reader(module: str, function: str = "read") -> Reader:
    """A reader whose module is imported when it is needed."""

    def read(source: Source) -> Read:
        found: Read = getattr(import_module(f"{_PACKAGE}.{module}"), function)(source)
        return found

    return read


def _writer(module: str, function: str = "write") -> Writer:
    """A writer whose module is imported when it is needed."""

    def write(items: Sequence[Item], certification: str) -> Written:
        written: Written = getattr(import_module(f"{_PACKAGE}.{module}"), function)(items, certification)
        return written

    return write


def _whole(term: Term) -> tuple[Term, tuple[str, ...]]:
    return term, ()


_ALL = frozenset(Trait)
_SINGLE, _MULTIPLE, _TRUE_FALSE = QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE
_TYPED, _NUMERIC = QuestionKind.TYPED, QuestionKind.NUMERIC

_GIFT_COMMON = LABELS | {Trait.EXPLANATION}
_GIFT: Mapping[QuestionKind, frozenset[Trait]] = {
    **dict.fromkeys((_SINGLE, _MULTIPLE, _TRUE_FALSE), _GIFT_COMMON | {Trait.REASONS}),
    _TYPED: _GIFT_COMMON | {Trait.REASONS, Trait.MISTAKES},
    _NUMERIC: _GIFT_COMMON | {Trait.REASONS, Trait.MISTAKES, Trait.TOLERANCE},
    QuestionKind.MATCHING: _GIFT_COMMON,
}

_LISTED = (
    Format(
        "yaml", "studyapp YAML", (".yaml", ".yml"), _reader("yaml_bank"), _writer("yaml_bank"),
        dict.fromkeys(QuestionKind, _ALL), _whole,
    ),
    Format("gift", "GIFT", (".gift",), _reader("gift"), _writer("gift_writing"), _GIFT),
    Format(
        "aiken", "Aiken", (".aiken",), _reader("aiken"), _writer("aiken"), {_SINGLE: frozenset()},
    ),
)  # fmt: skip
FORMATS: Mapping[str, Format] = {listed.name: listed for listed in _LISTED}
"""All formats by name."""


def detected(source: Source) -> Format:
    """The format of a source, by its suffix and its beginning. Raises CannotConvert."""
    if source.path.is_dir():
        return FORMATS["yaml"]
    by_suffix = _by_suffix(source.path)
    name = by_suffix.name if by_suffix else _by_content(source)
    if name not in FORMATS:
        raise CannotConvert(
            f"The format of {source.name} can't be told.", f"Name it with --from: {', '.join(FORMATS)}."
        )
    return FORMATS[name]


def meant(target: Path) -> Format:
    """The format that a target's suffix means. Raises CannotConvert."""
    found = _by_suffix(target)
    if found is None or found.write is None:
        raise CannotConvert(
            f"What to write into {target} can't be told from its name.",
            f"Name the format with --to: {', '.join(f.name for f in FORMATS.values() if f.write)}.",
        )
    return found


def _by_suffix(path: Path) -> Format | None:
    return next((f for f in FORMATS.values() if path.suffix.casefold() in f.suffixes), None)


def _by_content(source: Source) -> str:
    text = source.text
    if re.search(r"^ANSWER:[ \t]*[A-Z]", text, re.MULTILINE) and "{" not in text:
        return "aiken"
    if re.search(r"^(::|\$CATEGORY:)|\{[^}]*[=~#TF][^}]*\}", text, re.MULTILINE):
        return "gift"
    return ""
