"""Moodle XML (docs.moodle.org/en/Moodle_XML_format): reading, with embedded answers (cloze)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element

from studyapp.content.interchange import cloze
from studyapp.content.interchange.gift import quantity_of, typed_question
from studyapp.content.interchange.labels import labelled
from studyapp.content.interchange.markup import text_of
from studyapp.content.interchange.model import (
    CannotConvert,
    Item,
    NotHeld,
    Read,
    Refused,
    blank_question,
    named,
)
from studyapp.content.interchange.source import Source
from studyapp.content.interchange.weighing import Weighed, chosen_key, single_quantity
from studyapp.content.interchange.xml_source import line_of, local, parsed
from studyapp.domain.questions import Entry, LetterCase, Mistake, Option, Pair, Question, QuestionKind, Step

_MARKUP = {"html": "html", "moodle_auto_format": "moodle", "plain_text": "plain", "markdown": "markdown"}
_GAP = re.compile(r"\[\[(\d{1,3})\]\]")
_COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


def read(source: Source) -> Read:
    """Every question of the file; categories become objectives where no tag names one."""
    root = parsed(source.data, source.name)
    if local(root) != "quiz":
        raise CannotConvert(f"{source.name} is no Moodle XML: its root is <{local(root)[:40]}>.")
    found: list[Item | Refused] = []
    category = ""
    for element in root:
        if local(element) != "question":
            continue
        if element.get("type") == "category":
            path = _raw(element.find("category"))
            category = path.rstrip("/").rpartition("/")[2].strip()
            continue
        reader = _Question(element, category)
        try:
            found.append(reader.item())
        except NotHeld as error:
            found.append(Refused(reader.place, reader.name, str(error)))
    return found


def _raw(element: Element | None, name: str = "text") -> str:
    """The text of the child `text`, or of the element itself."""
    if element is None:
        return ""
    inner = element.find(name)
    return ((inner if inner is not None else element).text or "").strip()


class _Question:
    """One element on its way to an item."""

    def __init__(self, element: Element, category: str) -> None:
        self._element = element
        self._category = category
        self.losses: list[str] = []
        self.title = " ".join(_raw(element.find("name")).split())
        self.place = f"line {line_of(element)}"
        self.name = self.title or named(_raw(element.find("questiontext")))

    def item(self) -> Item:
        """The item. Raises NotHeld."""
        kind = self._element.get("type", "")
        if kind not in _KINDS:
            raise NotHeld(_WITHOUT.get(kind, f"questions of the type {kind[:40]!r} have no counterpart here"))
        stem = self._told(self._element.find("questiontext"))
        if not stem:
            raise NotHeld("it has no text")
        question = _KINDS[kind](self, stem)
        self._note_losses()
        tags = [_raw(tag) for tag in self._element.findall("tags/tag")]
        question, unknown = labelled(question, tags)
        self.losses += unknown
        question = replace(
            question,
            id=_raw(self._element.find("idnumber")) or self.title,
            explanation=self._told(self._element.find("generalfeedback")),
            objective_id=question.objective_id or self._category,
        )
        return Item(self.place, self.name, question, tuple(dict.fromkeys(self.losses)))

    def _told(self, element: Element | None) -> str:
        if element is None:
            return ""
        markup = _MARKUP.get(element.get("format", "moodle_auto_format"), "moodle")
        text, losses = text_of(_raw(element), markup)
        self.losses += losses
        if element.find("file") is not None or "@@PLUGINFILE@@" in _raw(element):
            self.losses.append("attached file left out")
        return text

    def _note_losses(self) -> None:
        if any(_raw(self._element.find(name)) for name in _COMBINED):
            self.losses.append("feedback for right, partly right or wrong answers as a whole left out")
        if self._element.find("hint") is not None:
            self.losses.append("hints left out")
        grade = _raw(self._element.find("defaultgrade"))
        if grade and grade.rstrip("0").rstrip(".") not in ("1", ""):
            self.losses.append(f"points {named(grade)!r} left out")
        if _raw(self._element.find("shuffleanswers")) in ("0", "false"):
            self.losses.append("fixed order of the answers left out")

    def _weighed(self, told: Callable[[Element | None], str] | None = None) -> list[Weighed]:
        return [
            Weighed((told or self._told)(answer), _percent(answer), self._told(answer.find("feedback")))
            for answer in self._element.findall("answer")
        ]

    def choice(self, stem: str) -> Question:
        """Type multichoice."""
        weighed = self._weighed()
        one_only = _raw(self._element.find("single")) in ("true", "1", "")
        key, losses = chosen_key(weighed, one_only=one_only)
        self.losses += losses
        options = tuple(Option(w.text, i in key, w.feedback) for i, w in enumerate(weighed))
        kind = QuestionKind.SINGLE if len(key) == 1 else QuestionKind.MULTIPLE
        return blank_question(kind, stem, options=options)

    def true_false(self, stem: str) -> Question:
        """Type truefalse."""
        answers = {w.text.casefold(): w for w in self._weighed(_raw)}
        if {"true", "false"} != answers.keys():
            raise NotHeld("its answers are not true and false")
        key, _losses = chosen_key(list(answers.values()), one_only=True)
        right = list(answers)[min(key)]
        options = tuple(
            Option(word, word.casefold() == right, answers[word.casefold()].feedback)
            for word in ("True", "False")
        )
        return blank_question(QuestionKind.TRUE_FALSE, stem, options=options)

    def typed(self, stem: str) -> Question:
        """Type shortanswer."""
        question = typed_question(stem, self._weighed(_raw), self.losses)
        if _raw(self._element.find("usecase")) in ("1", "true"):
            entry = replace(question.entries[0], letter_case=LetterCase.EXACT)
            question = replace(question, entries=(entry,))
        return question

    def numeric(self, stem: str) -> Question:
        """Type numerical."""
        weighed, kept = [], []
        for answer, w in zip(self._element.findall("answer"), self._weighed(_raw), strict=True):
            if w.text == "*":
                self.losses.append("feedback for any other answer left out")
                continue
            weighed.append(w)
            tolerance = _raw(answer.find("tolerance")) or "0"
            if w.weight <= 0 and quantity_of(tolerance).value:
                self.losses.append(f"tolerance of the wrong number {named(w.text)!r} left out")
            kept.append(quantity_of(f"{w.text}:{tolerance}"))
        right, losses = single_quantity(weighed)
        self.losses += losses
        mistakes = tuple(Mistake(w.text, w.feedback) for w in weighed if w.weight <= 0)
        quantity = replace(kept[right], unit=self._unit())
        entry = Entry(weighed[right].feedback, quantity=quantity, mistakes=mistakes)
        return blank_question(QuestionKind.NUMERIC, stem, entries=(entry,))

    def _unit(self) -> str:
        units = self._element.findall("units/unit")
        plain = [u for u in units if _raw(u.find("multiplier")).rstrip("0").rstrip(".") in ("1", "")]
        if len(units) > len(plain[:1]):
            self.losses.append("further units left out")
        return _raw(plain[0].find("unit_name")) if plain else ""

    def matching(self, stem: str) -> Question:
        """Type matching; an answer without a question is a distractor."""
        pairs, distractors = [], []
        for sub in self._element.findall("subquestion"):
            prompt, match = self._told(sub), _raw(sub.find("answer"))
            if prompt:
                pairs.append(Pair(prompt, match, ""))
            elif match:
                distractors.append(Mistake(match, ""))
        return blank_question(QuestionKind.MATCHING, stem, pairs=tuple(pairs), distractors=tuple(distractors))

    def ordering(self, stem: str) -> Question:
        """Type ordering."""
        if _raw(self._element.find("selecttype")) not in ("", "ALL", "0"):
            self.losses.append("showing only some of the steps left out")
        steps = tuple(Step(w.text, w.feedback) for w in self._weighed())
        return blank_question(QuestionKind.ORDERING, stem, steps=steps)

    def embedded(self, stem: str) -> Question:
        """Type cloze."""
        question, losses = cloze.question_of(stem)
        self.losses += losses
        return question

    def gaps(self, stem: str) -> Question:
        """Types gapselect and ddwtos: `[[2]]` in the text is a gap for the second word of the list."""
        elements = [e for e in self._element if local(e) in ("selectoption", "dragbox")]
        words = [(self._told(e), _raw(e, "group")) for e in elements]
        wanted = [int(number) - 1 for number in _GAP.findall(stem)]
        if not wanted:
            raise NotHeld("its text has no gap that could be read")
        lacking = next((at for at in wanted if not 0 <= at < len(words)), None)
        if lacking is not None:
            raise NotHeld(f"gap {lacking + 1} has no word that belongs into it")
        if len(wanted) == 1:
            (right,) = wanted
            options = tuple(
                Option(word, at == right, "")
                for at, (word, group) in enumerate(words)
                if group == words[right][1]
            )
            return blank_question(QuestionKind.SINGLE, _GAP.sub("_____", stem), options=options)
        self.losses.append("words to choose from for the gaps: now they are typed")
        numbers = iter(range(1, len(wanted) + 1))
        entries = tuple(Entry("", (words[at][0],)) for at in wanted)
        return blank_question(
            QuestionKind.BLANKS, _GAP.sub(lambda _gap: f"{{{next(numbers)}}}", stem), entries=entries
        )


def _percent(answer: Element) -> float:
    try:
        return float(answer.get("fraction", "0"))
    except ValueError:
        raise NotHeld(f"the fraction {answer.get('fraction', '')[:20]!r} is no number") from None


_KINDS: Mapping[str, Callable[[_Question, str], Question]] = {
    "multichoice": _Question.choice,
    "truefalse": _Question.true_false,
    "shortanswer": _Question.typed,
    "numerical": _Question.numeric,
    "matching": _Question.matching,
    "ordering": _Question.ordering,
    "cloze": _Question.embedded,
    "multianswer": _Question.embedded,
    "gapselect": _Question.gaps,
    "ddwtos": _Question.gaps,
}
_WITHOUT = {"essay": "an essay, which nobody can grade here", "description": "a description, no question"}
