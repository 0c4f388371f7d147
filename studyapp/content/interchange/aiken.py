"""Aiken, Moodle's smallest format: a question, options as `A. text` or `A) text`, and `ANSWER: A`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from studyapp.content.interchange.model import Item, Read, Refused, Written, blank_question, named
from studyapp.content.interchange.source import Source
from studyapp.domain.questions import Option, Question, QuestionKind

_OPTION = re.compile(r"([A-Za-z])[.)]\s+(.*)")
_ANSWER = re.compile(r"ANSWER:(.*)", re.IGNORECASE)


@dataclass(slots=True)
class _Block:
    line: int = 0
    stem: list[str] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)


def read(source: Source) -> Read:
    """Every question of the text; one that never reaches its `ANSWER:` is refused."""
    found: list[Item | Refused] = []
    block = _Block()
    for number, line in enumerate(source.text.split("\n"), 1):
        told = line.strip()
        if not told:
            continue
        answer = _ANSWER.fullmatch(told)
        option = _OPTION.fullmatch(told)
        if answer:
            found.append(_ended(block, answer[1].strip(), number))
            block = _Block()
        elif option and block.stem and ord(option[1].upper()) - ord("A") == len(block.options):
            block.options.append((option[1].upper(), option[2]))
        elif block.options:
            # The next question has begun, and this one had no answer.
            found.append(_refused(block, "it has no line 'ANSWER: A'"))
            block = _Block(number, [told])
        else:
            block.line = block.line or number
            block.stem.append(told)
    if block.stem or block.options:
        found.append(_refused(block, "the text ends before a line 'ANSWER: A'"))
    return found


def _refused(block: _Block, reason: str) -> Refused:
    return Refused(f"line {block.line}", named(" ".join(block.stem)), reason)


def _ended(block: _Block, answer: str, line: int) -> Item | Refused:
    block.line = block.line or line
    letters = [letter for letter, _text in block.options]
    if not block.stem:
        return _refused(block, "there is an answer and no question")
    if answer.upper() not in letters:
        given = ", ".join(letters) or "(none)"
        return _refused(block, f"the answer {answer[:20]!r} is none of the options {given}")
    options = tuple(Option(text, letter == answer.upper(), "") for letter, text in block.options)
    stem = "\n".join(block.stem)
    question = blank_question(QuestionKind.SINGLE, stem, options=options)
    return Item(f"line {block.line}", named(stem), question)


def write(items: Sequence[Item], certification: str) -> Written:
    """The questions with an empty line between them; what Aiken would misread is refused."""
    blocks, outcomes = [], []
    for item in items:
        assert isinstance(item.content, Question)
        problem = _problem(item.content)
        outcomes.append(problem or _losses(item.content))
        if not problem:
            blocks.append(_written(item.content))
    return Written({"": "\n".join(blocks).encode()}, outcomes)


def _stem_lines(question: Question) -> list[str]:
    return [line.strip() for line in question.stem.split("\n") if line.strip()]


def _losses(question: Question) -> tuple[str, ...]:
    kept = "\n".join(_stem_lines(question)) == question.stem
    return () if kept else ("empty lines and indentation of the stem left out",)


def _problem(question: Question) -> str:
    lines = _stem_lines(question)
    if any(_ANSWER.fullmatch(line) for line in lines) or any(_OPTION.fullmatch(line) for line in lines[1:]):
        return "a line of its stem looks like an option or an answer of Aiken"
    return ""


def _written(question: Question) -> str:
    lines = _stem_lines(question)
    lines += [f"{chr(ord('A') + i)}. {option.text}" for i, option in enumerate(question.options)]
    lines.append(f"ANSWER: {chr(ord('A') + min(question.key))}")
    return "\n".join(lines) + "\n"
