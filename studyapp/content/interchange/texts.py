"""Texts of foreign origin: only what terminals and the loader take, and one line where we need one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from studyapp.domain.glossary import Term
from studyapp.domain.questions import Question
from studyapp.sanitiser import clean

T = TypeVar("T")
_UNWANTED = frozenset("\ufeff\ufffe\uffff")


_ESCAPE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, the cursor
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)"  # titles, links
    r"|\x1b[ -/]*[0-~]"
)
"""The sequences by which a text commands a terminal (ECMA-48); what begins none is a control character."""


def printable(text: str) -> str:
    """Text without terminal escapes, control and private characters and direction marks; lines stay."""
    if text.isascii() and text.isprintable():
        return text
    kept = clean(_ESCAPE.sub("", text).replace("\t", "    "))
    return "".join(ch for ch in kept if ch not in _UNWANTED and unicodedata.category(ch) != "Co")


def _mapped(value: Any, change: Any) -> Any:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_mapped(entry, change) for entry in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _mapped(getattr(value, f.name), change) for f in fields(value)})
    return value


def scrubbed(content: T) -> tuple[T, tuple[str, ...]]:
    """Content with printable texts without outer white space, and what that cost."""
    lost: dict[str, None] = {}

    def change(text: str) -> str:
        bare = _ESCAPE.sub("", text)
        if bare != text:
            lost["terminal escapes"] = None
        kept = printable(bare)
        if len(kept.replace(" ", "")) < len(bare.replace("\t", "").replace("\r", "").replace(" ", "")):
            lost["control characters"] = None
        return kept.strip()

    def flat(text: str) -> str:
        lines = [line for code in _FENCED.findall(text) for line in code.splitlines()[1:]]
        if lines:
            lost["line breaks of code left out"] = None
        return _flat(_FENCED.sub(_inline, text))

    new: T = _on_one_line(_mapped(content, change), flat)
    return new, tuple(lost)


_FENCED = re.compile(r"^```[^\n]*\n((?:(?!```)[^\n]*\n)*)```$", re.MULTILINE)


def _inline(code: re.Match[str]) -> str:
    return code[1] if "`" in code[1] else f"`{code[1].strip()}`"


def _flat(text: str) -> str:
    return " ".join(text.split())


def _on_one_line(content: Any, flat: Callable[[str], str]) -> Any:
    """Options, steps and the like have one line; text with line breaks is put on it."""
    if isinstance(content, Term):
        return replace(content, term=flat(content.term), also=tuple(map(flat, content.also)))
    assert isinstance(content, Question)
    return replace(
        content,
        objective_id=flat(content.objective_id),
        options=tuple(
            replace(o, text=flat(o.text), excluded_by=flat(o.excluded_by)) for o in content.options
        ),
        steps=tuple(replace(s, text=flat(s.text)) for s in content.steps),
        pairs=tuple(replace(p, prompt=flat(p.prompt), match=flat(p.match)) for p in content.pairs),
        distractors=tuple(replace(d, text=flat(d.text)) for d in content.distractors),
        entries=tuple(
            replace(e, mistakes=tuple(replace(m, text=flat(m.text)) for m in e.mistakes))
            for e in content.entries
        ),
    )
