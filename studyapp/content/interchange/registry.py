"""The formats: their names, how one is recognised, who reads and writes it, and what it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    shows: Holds = field(default_factory=dict)
    """Of a format that only shows questions, and from which nobody can read them back: what it shows."""


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
    _NUMERIC: _GIFT_COMMON | {Trait.REASONS, Trait.MISTAKES, Trait.TOLERANCE, Trait.RANGE},
    QuestionKind.MATCHING: _GIFT_COMMON,
}

_COMMON = LABELS | {Trait.EXPLANATION, Trait.REASONS}
_MOODLE: Mapping[QuestionKind, frozenset[Trait]] = {
    **dict.fromkeys((_SINGLE, _MULTIPLE, _TRUE_FALSE), _COMMON),
    _TYPED: _COMMON | {Trait.MISTAKES, Trait.CAPITALS},
    _NUMERIC: _COMMON | {Trait.MISTAKES, Trait.TOLERANCE, Trait.UNIT},
    QuestionKind.BLANKS: _COMMON | {Trait.MISTAKES, Trait.TOLERANCE, Trait.CAPITALS},
    QuestionKind.MATCHING: LABELS | {Trait.EXPLANATION},
    QuestionKind.ORDERING: LABELS | {Trait.EXPLANATION},
}
_QTI: Mapping[QuestionKind, frozenset[Trait]] = {
    **dict.fromkeys((_SINGLE, _MULTIPLE, _TRUE_FALSE, QuestionKind.ORDERING, QuestionKind.MATCHING), _COMMON),
    _TYPED: LABELS | {Trait.EXPLANATION, Trait.CAPITALS},
    _NUMERIC: LABELS | {Trait.EXPLANATION, Trait.TOLERANCE},
    QuestionKind.BLANKS: LABELS | {Trait.EXPLANATION, Trait.CAPITALS, Trait.TOLERANCE},
}
_TABLE = dict.fromkeys((_SINGLE, _MULTIPLE, _TRUE_FALSE), _COMMON)
_UNSEEN = {Trait.RETIRED, Trait.QUARANTINED, Trait.EXCLUDED}
_SHOWN = dict.fromkeys(QuestionKind, _ALL - LABELS - _UNSEEN | {Trait.ID, Trait.CERTIFICATION})


def _card(term: Term) -> tuple[Term, tuple[str, ...]]:
    """What two sides of a card hold of a term."""
    less = Term(term.id, term.certification_id, term.term, term.definition)
    losses = []
    if term.example:
        less = replace(less, definition=f"{term.definition}\n\n{term.example}")
        losses.append("example: it stands behind the definition")
    for name in ("also", "objective_ids", "contrast", "references", "verified_on", "revision"):
        if getattr(term, name) != getattr(less, name):
            losses.append(f"{name} left out")
    return less, tuple(losses)


def _dated_card(term: Term) -> tuple[Term, tuple[str, ...]]:
    """The same with what the time of change is made from."""
    less, losses = _card(term)
    return replace(less, verified_on=term.verified_on, revision=term.revision), losses


_EVERY_KIND: Holds = dict.fromkeys(QuestionKind, _ALL)
_LISTED = (
    Format(
        "yaml", "studyapp YAML", (".yaml", ".yml"), _reader("yaml_bank"), _writer("yaml_bank"),
        _EVERY_KIND, _whole,
    ),
    Format("gift", "GIFT", (".gift",), _reader("gift"), _writer("gift_writing"), _GIFT),
    Format(
        "aiken", "Aiken", (".aiken",), _reader("aiken"), _writer("aiken"), {_SINGLE: frozenset()},
    ),
    Format("moodle", "Moodle XML", (".xml",), _reader("moodle"), _writer("moodle_writing"), _MOODLE),
    Format("csv", "CSV", (".csv",), _reader("tables"), _writer("tables"), _TABLE),
    Format("tsv", "TSV", (".tsv", ".tab"), _reader("tables"), _writer("tables", "write_tsv"), _TABLE),
    Format("checkboxes", "Markdown checkbox lists", (".md", ".markdown"), _reader("checkboxes")),
    Format(
        "anki", "Anki text", (".anki",), _reader("anki"), _writer("anki"), _EVERY_KIND, _card,
    ),
    Format(
        "apkg", "Anki package", (".apkg",), _reader("anki_package"), _writer("anki_package"),
        _EVERY_KIND, _dated_card,
    ),
    Format("qti12", "QTI 1.2", (".qti",), _reader("qti1")),
    Format("qti21", "QTI 2.1 package", (".zip",), _reader("qti"), _writer("qti_writing", "write_2"), _QTI),
    Format("qti30", "QTI 3.0 package", (".zip",), _reader("qti"), _writer("qti_writing", "write_3"), _QTI),
    Format(
        "markdown", "Markdown paper with key", (".md",), write=_writer("printing", "write_markdown"),
        shows=_SHOWN,
    ),
    Format(
        "html", "HTML paper with key", (".html", ".htm"), write=_writer("printing", "write_html"),
        shows=_SHOWN,
    ),
)  # fmt: skip
FORMATS: Mapping[str, Format] = {listed.name: listed for listed in _LISTED}
"""All formats by name."""


READABLE = tuple(name for name, made in FORMATS.items() if made.read)
WRITABLE = tuple(name for name, made in FORMATS.items() if made.write)


def detected(source: Source) -> Format:
    """The format of a source, by its suffix and its beginning. Raises CannotConvert."""
    if source.path.is_dir():
        return FORMATS["yaml"]
    if source.path.suffix.casefold() == ".xml":
        return FORMATS[_of_xml(source.text[:5000]) or "moodle"]
    if source.path.suffix.casefold() == ".colpkg":
        return FORMATS[
            "apkg"
        ]  # a whole collection: to be read only, since importing one replaces what is there
    by_suffix = next((f for f in _of_suffix(source.path) if f.read), None)
    name = by_suffix.name if by_suffix else _by_content(source)
    if name not in FORMATS:
        raise CannotConvert(
            f"The format of {source.name} can't be told.", f"Name it with --from: {', '.join(READABLE)}."
        )
    return FORMATS[name]


def meant(target: Path) -> Format:
    """The format that a target's suffix means. Raises CannotConvert."""
    found = next((f for f in _of_suffix(target) if f.write), None)
    if found is None:
        raise CannotConvert(
            f"What to write into {target} can't be told from its name.",
            f"Name the format with --to: {', '.join(WRITABLE)}.",
        )
    return found


def _of_suffix(path: Path) -> list[Format]:
    return [f for f in FORMATS.values() if path.suffix.casefold() in f.suffixes]


def _by_content(source: Source) -> str:
    if source.data.startswith(b"PK"):
        return "qti21"
    text = source.text
    if text.lstrip().startswith("<"):
        return _of_xml(text[:5000])
    if re.match(r"#(separator|html|guid column|columns|notetype|deck|tags)[ a-z]*:", text):
        return "anki"
    if re.search(r"^ANSWER:[ \t]*[A-Z]", text, re.MULTILINE) and "{" not in text:
        return "aiken"
    if re.search(r"^(::|\$CATEGORY:)|\{[^}]*[=~#TF][^}]*\}", text, re.MULTILINE):
        return "gift"
    return ""


def _of_xml(beginning: str) -> str:
    if re.search(r"<(\w+:)?(qti-assessment-item|assessmentItem)\b", beginning):
        return "qti21"
    if "<questestinterop" in beginning:
        return "qti12"
    return "moodle" if "<quiz" in beginning else ""
