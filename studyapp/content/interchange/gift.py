"""GIFT, Moodle's plain text format, by its documented grammar (docs.moodle.org/en/GIFT_format): reading.

An empty line ends a question, as in Moodle; so one unclosed brace costs one question and not the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from studyapp.content.interchange.labels import labelled
from studyapp.content.interchange.markup import text_of
from studyapp.content.interchange.model import Item, NotHeld, Read, Refused, blank_question, named
from studyapp.content.interchange.source import Source
from studyapp.content.interchange.weighing import Weighed, chosen_key, single_quantity
from studyapp.domain.entries import number_of
from studyapp.domain.questions import Entry, Mistake, Option, Pair, Quantity, Question, QuestionKind

_ESCAPED = {"\\": "\ue000", "~": "\ue001", "=": "\ue002", "#": "\ue003", "{": "\ue004", "}": "\ue005",
            ":": "\ue006", "n": "\ue007"}  # fmt: skip
_MEANT = {ord(mark): "\n" if sign == "n" else sign for sign, mark in _ESCAPED.items()}
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
WEIGHT = re.compile(r"%(-?[0-9]{1,3}(?:\.[0-9]*)?)%")
_ID = re.compile(r"\[id:((?:\\\]|[^\]\x00-\x1f])+)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]\x00-\x1f])+)\]")
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}


@dataclass(slots=True)
class _Block:
    line: int
    category: str
    comments: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def read(source: Source) -> Read:
    """Every question of the text, in its order; descriptions and essays are refused by name."""
    found: list[Item | Refused] = []
    for block in _blocks(source.text):
        reader = _Question(block)
        try:
            found.append(reader.item())
        except NotHeld as error:
            found.append(Refused(f"line {block.line}", reader.name, str(error)))
    return found


def _blocks(text: str) -> Iterator[_Block]:
    category = ""
    block = _Block(0, "")
    # Private characters stand for escaped signs below; those of the text itself would be misread.
    for number, line in enumerate(re.sub("[\ue000-\ue007]", "", text).split("\n"), 1):
        told = line.strip()
        if told.startswith("//"):
            block.comments.append(told)
        elif told.startswith("$CATEGORY:") and not block.lines:
            category = told.removeprefix("$CATEGORY:").strip()
        elif told:
            if not block.lines:
                block.line, block.category = number, category
            block.lines.append(line)
        elif block.lines:
            yield block
            block = _Block(0, "")
    if block.lines:
        yield block


def _plain(text: str) -> str:
    return text.translate(_MEANT)


class _Question:
    """One block on its way to an item; what is met on the way and cannot be kept gathers in `losses`."""

    def __init__(self, block: _Block) -> None:
        self._block = block
        self._markup = "moodle"
        self.losses: list[str] = []
        text = re.sub(r"\\([\\~=#{}:n])", lambda m: _ESCAPED[m[1]], "\n".join(block.lines)).strip()
        titled = re.match(r"::(.*?)::", text, re.DOTALL)
        self.title = " ".join(_plain(titled[1]).split()) if titled else ""
        self._text = text[titled.end() :] if titled else text
        self.name = self.title or named(_plain(_FORMAT.sub("", self._text.partition("{")[0], count=1)))

    def item(self) -> Item:
        """The item. Raises NotHeld."""
        text = self._text
        if marked := _FORMAT.match(text):
            self._markup = marked[1]
            text = text[marked.end() :]
        opened = text.find("{")
        if opened < 0:
            unopened = "}" in text
            raise NotHeld(
                "a brace closes that was never opened" if unopened else "a description, no question"
            )
        closed = text.find("}", opened)
        if closed < 0:
            raise NotHeld("the brace that opens the answers is not closed before an empty line or the end")
        before, answers, behind = text[:opened], text[opened + 1 : closed], text[closed + 1 :]
        if re.search("[{}]", behind) or "{" in answers or "}" in before:
            raise NotHeld("it has more braces than one pair; write \\{ and \\} for braces in the text")
        stem = self._told(f"{before.rstrip()} _____ {behind.lstrip()}" if behind.strip() else before)
        if not stem:
            raise NotHeld("there are answers and no question")
        answers, _, general = answers.partition("####")
        question = self._built(stem, answers.strip())
        if general.strip():
            question = replace(question, explanation=self._told(general))
        return Item(f"line {self._block.line}", self.name, self._labelled(question), tuple(self.losses))

    def _labelled(self, question: Question) -> Question:
        comments = "\n".join(self._block.comments)
        tags = [tag.replace("\\]", "]") for tag in _TAG.findall(comments)]
        question, losses = labelled(question, tags)
        self.losses += losses
        number = _ID.search(comments)
        question = replace(question, id=number[1].replace("\\]", "]").strip() if number else self.title)
        category = self._block.category.rstrip("/").rpartition("/")[2].strip()
        if category and not question.objective_id:
            question = replace(question, objective_id=category)
        return question

    def _told(self, text: str) -> str:
        """A text without its escapes and its markup."""
        markup = self._markup
        if marked := _FORMAT.match(text):
            markup = marked[1]
            text = text[marked.end() :]
        if markup == "moodle" and "<" not in text:
            text = " ".join(line.strip() for line in text.split("\n"))
        told, losses = text_of(_plain(text), markup)
        self.losses += losses
        return told

    def _built(self, stem: str, answers: str) -> Question:
        if not answers:
            raise NotHeld("an essay, which nobody can grade here")
        if answers.startswith("#"):
            return self._numeric(stem, answers[1:])
        if "~" in answers:
            return self._choice(stem, answers)
        if "=" in answers and "->" in answers:
            return self._matching(stem, answers)
        word, *feedback = answers.split("#")
        if word.strip().upper() in _TRUTH:
            return self._true_false(stem, _TRUTH[word.strip().upper()], feedback)
        return self._typed(stem, answers)

    def _true_false(self, stem: str, truth: bool, feedback: Sequence[str]) -> Question:
        wrong, right = (*map(self._told, feedback), "", "")[:2]
        reasons = (right, wrong) if truth else (wrong, right)
        options = tuple(
            Option(text, value is truth, reason)
            for text, value, reason in zip(("True", "False"), (True, False), reasons, strict=True)
        )
        return blank_question(QuestionKind.TRUE_FALSE, stem, options=options)

    def _choice(self, stem: str, answers: str) -> Question:
        parts = [part.strip() for part in answers.replace("=", "~=").split("~")]
        weighed = [
            self._weighed(part.removeprefix("="), 100.0 if part[0] == "=" else 0.0) for part in parts if part
        ]
        key, losses = chosen_key(weighed, one_only="=" in answers)
        self.losses += losses
        options = tuple(Option(w.text, i in key, w.feedback) for i, w in enumerate(weighed))
        kind = QuestionKind.SINGLE if len(key) == 1 else QuestionKind.MULTIPLE
        return blank_question(kind, stem, options=options)

    def _weighed(self, part: str, usual: float, told: Callable[[str], str] | None = None) -> Weighed:
        part = part.strip()
        if (given := WEIGHT.match(part)) is not None:
            usual, part = float(given[1]), part[given.end() :]
        text, _, feedback = part.partition("#")
        return Weighed((told or self._told)(text), usual, self._told(feedback))

    def _matching(self, stem: str, answers: str) -> Question:
        pairs, distractors = [], []
        for part in answers.split("="):
            if not part.strip():
                continue
            prompt, arrow, match = (side.strip() for side in part.partition("->"))
            if not arrow or not match:
                raise NotHeld(f"a pair has no match: {named(_plain(part))!r}")
            if prompt:
                pairs.append(Pair(self._told(prompt), self._told(match), ""))
            else:
                distractors.append(Mistake(self._told(match), ""))
        return blank_question(QuestionKind.MATCHING, stem, pairs=tuple(pairs), distractors=tuple(distractors))

    def _typed(self, stem: str, answers: str) -> Question:
        weighed = [self._weighed(part, 100.0) for part in answers.split("=") if part.strip()]
        return typed_question(stem, weighed, self.losses)

    def _numeric(self, stem: str, answers: str) -> Question:
        answers, tilde, _other = answers.partition("~")
        if tilde:
            self.losses.append("feedback for any other answer left out")
        parts = [part for part in answers.split("=") if part.strip()]
        # A colon parts value and tolerance here; no text has to be told from it.
        weighed = [self._weighed(part, 100.0, _plain) for part in parts]
        numbers = [quantity_of(w.text) for w in weighed]
        right, losses = single_quantity(weighed)
        self.losses += losses
        mistakes = tuple(
            Mistake(w.text.partition(":")[0].strip(), w.feedback)
            for w, number in zip(weighed, numbers, strict=True)
            if w.weight <= 0 and number.value is not None
        )
        entry = Entry(weighed[right].feedback, quantity=numbers[right], mistakes=mistakes)
        return blank_question(QuestionKind.NUMERIC, stem, entries=(entry,))


def typed_question(stem: str, weighed: Sequence[Weighed], losses: list[str]) -> Question:
    """A question with accepted spellings, from answers of which those with full weight are right.

    Raises NotHeld where nothing is left that we could accept.
    """
    accepted, mistakes, reasons = [], [], []
    for w in weighed:
        if re.search(r"(?<!\\)\*", w.text):
            losses.append(
                "feedback for any other answer left out" if w.text == "*" else f"pattern {w.text!r} left out"
            )
            continue
        text = w.text.replace("\\*", "*")
        if w.weight >= 100:
            accepted.append(text)
            reasons.append(w.feedback)
        elif w.weight > 0:
            losses.append(f"answer {named(text)!r} for {w.weight:g} % of the credit left out")
        else:
            mistakes.append(Mistake(text, w.feedback))
    if not accepted:
        raise NotHeld("no answer is right in full")
    told = list(dict.fromkeys(reason for reason in reasons if reason))
    if len(told) > 1:
        losses.append("feedback of further accepted spellings left out")
    entry = Entry(told[0] if told else "", accepted=tuple(accepted), mistakes=tuple(mistakes))
    return blank_question(QuestionKind.TYPED, stem, entries=(entry,))


def quantity_of(text: str) -> Quantity:
    """`3`, `3:0.5` or `1..5` as a quantity. Raises NotHeld."""
    least, dots, most = text.partition("..")
    if dots:
        return Quantity(least=_number(least), most=_number(most))
    value, colon, tolerance = text.partition(":")
    return Quantity(
        value=_number(value), tolerance=_number(tolerance) if colon and tolerance.strip() else 0.0
    )


def _number(text: str) -> float:
    number: Decimal | None = number_of(text)
    if number is None or abs(number) > Decimal("1e15"):
        raise NotHeld(f"{named(text)!r} is no number that we can hold")
    return float(number)
