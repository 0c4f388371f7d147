"""Moodle XML: writing. Our fields go into tags, blanks into embedded answers (cloze)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from studyapp.content.interchange import cloze
from studyapp.content.interchange.labels import labels_of
from studyapp.content.interchange.model import Item, NotHeld, Written
from studyapp.content.interchange.model import named as shortened
from studyapp.domain.entries import number_of, shown
from studyapp.domain.questions import CHOICES, Entry, LetterCase, Question, QuestionKind

_TYPES = {
    QuestionKind.SINGLE: "multichoice",
    QuestionKind.MULTIPLE: "multichoice",
    QuestionKind.TRUE_FALSE: "truefalse",
    QuestionKind.TYPED: "shortanswer",
    QuestionKind.NUMERIC: "numerical",
    QuestionKind.MATCHING: "matching",
    QuestionKind.ORDERING: "ordering",
    QuestionKind.BLANKS: "cloze",
}


def write(items: Sequence[Item], certification: str) -> Written:
    """One quiz of all items."""
    quiz = Element("quiz")
    outcomes: list[tuple[str, ...] | str] = []
    for item in items:
        assert isinstance(item.content, Question)
        losses: list[str] = []
        try:
            quiz.append(_element(item.content, losses))
        except NotHeld as error:
            outcomes.append(str(error))
            continue
        outcomes.append(tuple(losses))
    indent(quiz)
    return Written({"": tostring(quiz, encoding="UTF-8", xml_declaration=True) + b"\n"}, outcomes)


def _element(q: Question, losses: list[str]) -> Element:
    kind = _TYPES[q.kind]
    truth = q.kind is QuestionKind.TRUE_FALSE
    if truth and tuple(option.text for option in q.options) != ("True", "False"):
        kind = "multichoice"
        losses.append("true or false in other words or another order: written as single choice")
    made = Element("question", type=kind)
    _text(made, "name", q.id or shortened(q.stem), markup=False)
    _text(made, "questiontext", cloze.text_with_gaps(q) if q.kind is QuestionKind.BLANKS else q.stem)
    if q.explanation:
        _text(made, "generalfeedback", q.explanation)
    if q.id:
        SubElement(made, "idnumber").text = q.id
    if q.kind in CHOICES:
        _options(made, q, kind)
    elif q.kind is QuestionKind.TYPED:
        _spellings(made, q.entries[0])
    elif q.kind is QuestionKind.NUMERIC:
        _numbers(made, q.entries[0])
    elif q.kind is QuestionKind.MATCHING:
        _pairs(made, q)
    elif q.kind is QuestionKind.ORDERING:
        for name, value in (
            ("layouttype", "VERTICAL"),
            ("selecttype", "ALL"),
            ("gradingtype", "ALL_OR_NOTHING"),
        ):
            SubElement(made, name).text = value
        for step in q.steps:
            _answer(made, step.text, "1", "")
    labels = labels_of(q)
    tags = SubElement(made, "tags") if labels else None
    for label in labels:
        assert tags is not None
        _text(tags, "tag", label, markup=False)
    return made


def _text(parent: Element, name: str, text: str, *, markup: bool = True) -> Element:
    """A child with a child `text`; code and tables are Markdown, so that they keep their shape."""
    made = SubElement(parent, name)
    if markup:
        has_shape = re.search(r"^(```|\|)", text, re.MULTILINE)
        made.set("format", "markdown" if has_shape else "plain_text")
    SubElement(made, "text").text = text
    return made


def _answer(parent: Element, text: str, fraction: str, feedback: str) -> Element:
    made = _text(parent, "answer", text)
    made.set("fraction", fraction)
    if feedback:
        _text(made, "feedback", feedback)
    return made


def _options(made: Element, q: Question, kind: str) -> None:
    if kind == "multichoice":
        SubElement(made, "single").text = "false" if q.kind is QuestionKind.MULTIPLE else "true"
        SubElement(made, "shuffleanswers").text = "true"
        SubElement(made, "answernumbering").text = "ABCD"
    several = q.kind is QuestionKind.MULTIPLE
    right = f"{100 / len(q.key):.5f}".rstrip("0").rstrip(".")
    for option in q.options:
        text = option.text.casefold() if kind == "truefalse" else option.text
        _answer(made, text, right if option.correct else "-100" if several else "0", option.reason)


def _spellings(made: Element, entry: Entry) -> None:
    SubElement(made, "usecase").text = "1" if entry.letter_case is LetterCase.EXACT else "0"
    for number, text in enumerate(entry.accepted):
        _answer(made, text.replace("*", "\\*"), "100", "" if number else entry.reason)
    for wrong in entry.mistakes:
        _answer(made, wrong.text.replace("*", "\\*"), "0", wrong.reason)


def _numbers(made: Element, entry: Entry) -> None:
    assert entry.quantity is not None
    answer = _answer(made, shown(entry.quantity.value), "100", entry.reason)
    SubElement(answer, "tolerance").text = shown(entry.quantity.tolerance)
    for wrong in entry.mistakes:
        if number_of(wrong.text) is None:
            raise NotHeld(f"the wrong answer {wrong.text!r} is no number without its unit")
        SubElement(_answer(made, wrong.text, "0", wrong.reason), "tolerance").text = "0"
    if entry.quantity.unit:
        unit = SubElement(SubElement(made, "units"), "unit")
        SubElement(unit, "multiplier").text = "1"
        SubElement(unit, "unit_name").text = entry.quantity.unit


def _pairs(made: Element, q: Question) -> None:
    SubElement(made, "shuffleanswers").text = "true"
    sides = [(p.prompt, p.match) for p in q.pairs] + [("", d.text) for d in q.distractors]
    for prompt, match in sides:
        _text(_text(made, "subquestion", prompt), "answer", match, markup=False)
