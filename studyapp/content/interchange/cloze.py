"""Moodle's embedded answers (cloze): `{1:SHORTANSWER:=Paris#Yes~%50%Lyon}` inside a text, both ways."""

from __future__ import annotations

import re
from dataclasses import replace

from studyapp.content.interchange.gift import quantity_of, typed_question
from studyapp.content.interchange.model import NotHeld, blank_question
from studyapp.content.interchange.weighing import Weighed, chosen_key, single_quantity
from studyapp.domain.entries import shown
from studyapp.domain.questions import Entry, LetterCase, Mistake, Option, Question, QuestionKind

GAP = re.compile(r"\{(\d*):([A-Z_]+):((?:\\.|[^\\}])*)\}", re.DOTALL)
_TEXTS = frozenset({"SHORTANSWER", "SA", "MW"})
_EXACT = frozenset({"SHORTANSWER_C", "SAC", "MWC"})
_NUMBERS = frozenset({"NUMERICAL", "NM"})
_LISTS = frozenset(
    {"MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MULTICHOICE_H", "MCH", "MULTICHOICE_S", "MCS"}
    | {"MULTICHOICE_VS", "MCVS", "MULTICHOICE_HS", "MCHS"}
)


def question_of(text: str) -> tuple[Question, tuple[str, ...]]:
    """The question of a text with gaps, and the losses. Raises NotHeld."""
    gaps = list(GAP.finditer(text))
    if not gaps:
        raise NotHeld("its text has no gap that could be read")
    losses: list[str] = []
    if len({gap[1] or "1" for gap in gaps}) > 1:
        losses.append("unequal points of the gaps left out")
    if len(gaps) == 1:
        stem = f"{text[: gaps[0].start()]}_____{text[gaps[0].end() :]}"
        return _alone(gaps[0][2], _answers(gaps[0][3]), stem, losses), tuple(losses)
    entries = []
    for number, gap in enumerate(gaps, 1):
        if gap[2] in _LISTS:
            losses.append("a gap with a list to choose from: now it is typed")
        entries.append(_entry(gap[2], _answers(gap[3]), losses, number))
    numbers = iter(range(1, len(gaps) + 1))
    stem = GAP.sub(lambda _gap: f"{{{next(numbers)}}}", text)
    return blank_question(QuestionKind.BLANKS, stem, entries=tuple(entries)), tuple(losses)


def _alone(kind: str, answers: list[Weighed], stem: str, losses: list[str]) -> Question:
    """A text with one gap is a question of another kind."""
    if kind in _LISTS:
        key, lost = chosen_key(answers, one_only=True)
        losses += lost
        options = tuple(Option(w.text, i in key, w.feedback) for i, w in enumerate(answers))
        return blank_question(QuestionKind.SINGLE, stem, options=options)
    entry = _entry(kind, answers, losses, 1)
    return blank_question(
        QuestionKind.NUMERIC if entry.quantity else QuestionKind.TYPED, stem, entries=(entry,)
    )


def _entry(kind: str, answers: list[Weighed], losses: list[str], number: int) -> Entry:
    if kind in _NUMBERS:
        answers = [w for w in answers if w.text != "*"]
        right, lost = single_quantity(answers)
        losses += lost
        mistakes = [Mistake(w.text.partition(":")[0], w.feedback) for w in answers if w.weight <= 0]
        return Entry(
            answers[right].feedback, quantity=quantity_of(answers[right].text), mistakes=tuple(mistakes)
        )
    if kind not in _TEXTS | _EXACT | _LISTS:
        raise NotHeld(f"gap {number} is of the type {kind[:40]}, which has no counterpart here")
    entry = typed_question("", answers, losses).entries[0]
    return replace(entry, letter_case=LetterCase.EXACT) if kind in _EXACT else entry


def _answers(body: str) -> list[Weighed]:
    """The answers of a gap, parted by `~`."""
    found = []
    for part in _marked(body).split("~"):
        text, weight = part.strip(), 0.0
        if text.startswith("="):
            text, weight = text[1:], 100.0
        elif given := re.match(r"%(-?\d+(?:\.\d+)?)%", text):
            text, weight = text[given.end() :], float(given[1])
        answer, _, feedback = text.partition("#")
        if answer.strip():
            found.append(Weighed(_meant(answer).strip(), weight, _meant(feedback).strip()))
    return found


_SIGNS = '\\~=#}{"/%:'
_MARKS = {sign: chr(0xE010 + at) for at, sign in enumerate(_SIGNS)}


def _marked(body: str) -> str:
    return re.sub(r"\\(.)", lambda m: _MARKS.get(m[1], m[0]), body, flags=re.DOTALL)


def _meant(text: str) -> str:
    for sign, mark in _MARKS.items():
        text = text.replace(mark, sign)
    return text


# Writing


def text_with_gaps(question: Question) -> str:
    """The stem with its gaps as Moodle reads them. Raises NotHeld."""
    if GAP.search(question.stem):
        raise NotHeld("its text looks like an embedded answer of Moodle")
    return re.sub(r"\{([1-8])\}", lambda found: _gap(question.entries[int(found[1]) - 1]), question.stem)


def _gap(entry: Entry) -> str:
    reason = f"#{_escaped(entry.reason)}" if entry.reason else ""
    wrong = "".join(
        f"~{_pattern(entry, m.text)}{f'#{_escaped(m.reason)}' if m.reason else ''}" for m in entry.mistakes
    )
    if entry.quantity is not None:
        value = f"{shown(entry.quantity.value)}:{shown(entry.quantity.tolerance)}"
        return f"{{1:NUMERICAL:={value}{reason}{wrong}}}"
    name = "SHORTANSWER_C" if entry.letter_case is LetterCase.EXACT else "SHORTANSWER"
    first, *others = entry.accepted
    more = "".join(f"~={_pattern(entry, text)}" for text in others)
    return f"{{1:{name}:={_pattern(entry, first)}{reason}{more}{wrong}}}"


def _pattern(entry: Entry, text: str) -> str:
    return _escaped(text if entry.quantity else text.replace("*", "\\*"))


def _escaped(text: str) -> str:
    return re.sub(r'([\\~=#}{"/%])', r"\\\1", text)
