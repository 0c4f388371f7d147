"""GIFT, Moodle's plain text format: writing. Ids and our fields go in comments as `[id:…]` and `[tag:…]`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studyapp.content.interchange.gift import WEIGHT
from studyapp.content.interchange.labels import labels_of
from studyapp.content.interchange.model import Item, NotHeld, Written
from studyapp.domain.entries import number_of, shown
from studyapp.domain.questions import CHOICES, Entry, Quantity, Question, QuestionKind

_TRUTH = ("true", "false")


def write(items: Sequence[Item], certification: str) -> Written:
    """One block for each item, with an empty line between them."""
    blocks: list[str] = []
    outcomes: list[tuple[str, ...] | str] = []
    for item in items:
        assert isinstance(item.content, Question)
        try:
            block, losses = _block(item.content)
        except NotHeld as error:
            outcomes.append(str(error))
            continue
        blocks.append(block)
        outcomes.append(losses)
    return Written({"": "\n".join(blocks).encode()}, outcomes)


def escaped(text: str) -> str:
    """A text on one line, with GIFT's signs escaped."""
    return re.sub(r"([\\~=#{}:])", r"\\\1", text).replace("\n", "\\n")


def _answer(text: str) -> str:
    """The same where a format could be read out of its beginning."""
    return f"[plain]{escaped(text)}" if re.match(r"\s*\[", text) else escaped(text)


def _feedback(text: str) -> str:
    return f"#{_answer(text)}" if text else ""


def _block(question: Question) -> tuple[str, tuple[str, ...]]:
    losses: list[str] = []
    marks = [f"[id:{_in_comment(question.id)}]"] if question.id else []
    marks += [f"[tag:{_in_comment(label)}]" for label in labels_of(question)]
    lines = [f"// {' '.join(marks)}"] if marks else []
    title = f"::{escaped(question.id)}::" if question.id else ""
    markup = "markdown" if re.search(r"^(```|\|)", question.stem, re.MULTILINE) else "plain"
    answers = [f"\t{answer}" for answer in _answers(question, losses)]
    general = [f"\t####{_answer(question.explanation)}"] if question.explanation else []
    opening = "{#" if question.kind is QuestionKind.NUMERIC else "{"
    lines += [f"{title}[{markup}]{escaped(question.stem)}{opening}", *answers, *general, "}"]
    return "\n".join(lines) + "\n", tuple(losses)


def _in_comment(text: str) -> str:
    return text.replace("]", "\\]")


def _answers(question: Question, losses: list[str]) -> list[str]:
    if question.kind is QuestionKind.TRUE_FALSE and _is_plain_truth(question):
        return [_truth(question)]
    if question.kind in CHOICES:
        if question.kind is QuestionKind.TRUE_FALSE:
            losses.append("true or false in other words or another order: written as single choice")
        return _options(question)
    if question.kind is QuestionKind.MATCHING:
        return _pairs(question)
    if question.kind is QuestionKind.TYPED:
        return _spellings(question.entries[0])
    return _numbers(question.entries[0])


def _is_plain_truth(question: Question) -> bool:
    return tuple(option.text for option in question.options) == ("True", "False")


def _truth(question: Question) -> str:
    right, wrong = sorted(question.options, key=lambda option: not option.correct)
    word = "TRUE" if question.options[0].correct else "FALSE"
    if not (right.reason or wrong.reason):
        return word
    return f"{word}#{_answer(wrong.reason)}#{_answer(right.reason)}"


def _options(question: Question) -> list[str]:
    lines = []
    for option in question.options:
        if question.kind is not QuestionKind.MULTIPLE:
            sign = "=" if option.correct else "~"
            weight = "%0%" if not option.correct and WEIGHT.match(option.text) else ""
        else:
            sign, share = "~", 100 / len(question.key)
            weight = f"%{share:.5f}%" if option.correct else "%-100%"
            weight = weight.replace(".00000", "")
        if option.correct and question.kind is not QuestionKind.MULTIPLE and WEIGHT.match(option.text):
            weight = "%100%"
        lines.append(f"{sign}{weight}{_answer(option.text)}{_feedback(option.reason)}")
    return lines


def _pairs(question: Question) -> list[str]:
    if any("->" in pair.prompt for pair in question.pairs):
        raise NotHeld("a prompt holds '->', which GIFT reads as its own")
    lines = [f"={_answer(pair.prompt)} -> {_answer(pair.match)}" for pair in question.pairs]
    return lines + [f"= -> {_answer(wrong.text)}" for wrong in question.distractors]


def _spellings(entry: Entry) -> list[str]:
    lines = []
    for number, text in enumerate(entry.accepted):
        weight = "%100%" if WEIGHT.match(text) else ""
        lines.append(f"={weight}{_pattern(text)}{_feedback(entry.reason) if number == 0 else ''}")
    lines += [f"=%0%{_pattern(wrong.text)}{_feedback(wrong.reason)}" for wrong in entry.mistakes]
    if "->" in "".join(lines):
        raise NotHeld("an answer or a reason holds '->', which GIFT reads as its own")
    return lines


def _pattern(text: str) -> str:
    """A spelling as Moodle compares it: a star in it is no wild card."""
    return _answer(text.replace("*", "\\*"))


def _numbers(entry: Entry) -> list[str]:
    assert entry.quantity is not None
    lines = [f"={number_text(entry.quantity)}{_feedback(entry.reason)}"]
    for wrong in entry.mistakes:
        number = number_of(wrong.text)
        if number is None:
            raise NotHeld(f"the wrong answer {wrong.text!r} is no number without its unit")
        lines.append(f"=%0%{escaped(wrong.text)}{_feedback(wrong.reason)}")
    return lines


def number_text(quantity: Quantity) -> str:
    """A quantity as GIFT writes it: `3`, `3:0.5`, `1..5`."""
    if quantity.value is None:
        return f"{shown(quantity.least)}..{shown(quantity.most)}"
    return f"{shown(quantity.value)}:{shown(quantity.tolerance)}"
