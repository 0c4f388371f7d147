"""Questions as Markdown checkbox lists: a heading or paragraph, then `- [ ]` and `- [x]`. Reading only.

What is indented under an option is its reason; a quote (`>`) or a line `Explanation:` behind the list is the
explanation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from studyapp.content.interchange.model import Item, Read, Refused, blank_question, named
from studyapp.content.interchange.source import Source
from studyapp.domain.questions import Option, QuestionKind

_BOX = re.compile(r"\s{0,3}(?:[-*+]|\d+[.)])\s+[\[(]([ xX])[\])]\s+(.*)")
_HEADING = re.compile(r"#{1,6}\s+(.*)")
_EXPLANATION = re.compile(r"(?:>\s?|\**Explanation:?\**:?\s*)(.*)", re.IGNORECASE)


@dataclass(slots=True)
class _Block:
    line: int = 0
    heading: str = ""
    stem: list[str] = field(default_factory=list)
    options: list[tuple[str, bool, list[str]]] = field(default_factory=list)
    explanation: list[str] = field(default_factory=list)


def read(source: Source) -> Read:
    """Every checkbox list with the text above it; text without a list is refused, a bare heading is none."""
    found: list[Item | Refused] = []
    block, fenced = _Block(), False
    for number, line in enumerate(source.text.split("\n"), 1):
        begins_fence = line.lstrip().startswith("```")
        inside, fenced = fenced, fenced != begins_fence
        if inside or begins_fence:
            block = _next(block, found, number) if block.options and not line.startswith("  ") else block
            (block.options[-1][2] if block.options else block.stem).append(line)
            continue
        heading, box = _HEADING.fullmatch(line), _BOX.fullmatch(line)
        if heading:
            block = _next(block, found, number)
            block.heading = heading[1].rstrip("# \t")
        elif box:
            block.options.append((box[2].strip(), box[1] != " ", []))
        elif not block.options:
            block.line = block.line or (number if line.strip() else 0)
            block.stem.append(line)
        elif line.startswith("  ") and line.strip() and not block.explanation:
            block.options[-1][2].append(line.strip())
        elif told := _EXPLANATION.fullmatch(line.strip()):
            block.explanation.append(told[1])
        elif line.strip():
            block = _next(block, found, number)
            block.stem.append(line)
    _next(block, found, 0)
    return found


def _next(block: _Block, found: list[Item | Refused], line: int) -> _Block:
    """Put what has gathered into the list, and begin anew."""
    text = "\n".join(block.stem).strip()
    stem = "\n\n".join(part for part in (block.heading, text) if part)
    stem = re.sub(r"\A(?:\d+[.)]|Q\d+[.:)])\s+", "", stem)
    place = f"line {block.line}"
    if block.options:
        key = sum(right for _text, right, _reason in block.options)
        if not stem:
            found.append(Refused(place, named(block.options[0][0]), "there are options and no question"))
        elif not key:
            found.append(Refused(place, named(stem), "no box is checked"))
        else:
            options = tuple(Option(text, right, "\n".join(why).strip()) for text, right, why in block.options)
            kind = QuestionKind.SINGLE if key == 1 else QuestionKind.MULTIPLE
            told = "\n".join(block.explanation).strip()
            question = blank_question(kind, stem, options=options, explanation=told)
            found.append(Item(place, named(stem), question))
    elif text:
        found.append(Refused(place, named(stem), "a text without checkboxes"))
    return _Block(line=line)
