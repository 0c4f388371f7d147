"""Grading a response: all or nothing, or a share where the vendor gives it, with a reason for each part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from studyapp.domain.entries import answer_text, bounds, matches, mistake_of, shown
from studyapp.domain.questions import CHOICES, Question, QuestionKind
from studyapp.domain.responses import UNMATCHED, Response, ResponseNotInItem


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an item as it was answered, in words to be shown.

    `name` is what was asked (an option, a place, a prompt, a blank, a line of the rubric), `given` and
    `expected` are texts ("" for nothing). `reason` says why the right answer is right, `mistake` what the
    given one is the answer to instead ("" where the author did not say).
    """

    name: str
    given: str
    expected: str
    right: bool
    reason: str
    mistake: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The graded response. `credit` is 0 to 1; `correct` is full credit.

    `missed` and `wrong` are positions: of options (keys not chosen, distractors chosen), else of parts
    (nothing given, something wrong given).
    """

    correct: bool
    credit: float
    missed: frozenset[int] = field(default_factory=frozenset)
    wrong: frozenset[int] = field(default_factory=frozenset)
    parts: tuple[Part, ...] = ()

    @property
    def right_parts(self) -> int:
        """How many parts are right."""
        return sum(part.right for part in self.parts)


def judge(question: Question, response: Response, partial_credit: bool = False) -> Verdict:
    """Grade a response; all or nothing unless the certification gives partial credit for this kind.

    With partial credit each right part counts the same. Of a multiple response each chosen key counts, and
    every choice beyond the number asked for takes one away. Raises ResponseNotInItem when the response does
    not fit the item.
    """
    if question.kind in CHOICES:
        return _judge_choice(question, response.chosen, partial_credit)
    parts = _PARTS[question.kind](question, response)
    missed = frozenset(i for i, part in enumerate(parts) if not part.right and not part.given)
    wrong = frozenset(i for i, part in enumerate(parts) if not part.right and part.given)
    share = sum(part.right for part in parts) / len(parts)
    correct = not missed and not wrong
    return Verdict(correct, share if partial_credit else float(correct), missed, wrong, parts)


def key_of(question: Question) -> Response:
    """The response that is right in every part."""
    if question.kind is QuestionKind.ORDERING:
        return Response.sequence(range(len(question.steps)))
    if question.kind is QuestionKind.MATCHING:
        choices = question.choices
        return Response.sequence(choices.index(pair.match) for pair in question.pairs)
    if question.kind is QuestionKind.HANDS_ON:
        assert question.task is not None
        return Response.choice(range(len(question.task.rubric)))
    if question.kind in CHOICES:
        return Response.choice(question.key)
    return Response.typed(*(_key_text(question, place) for place in range(len(question.entries))))


def _key_text(question: Question, place: int) -> str:
    entry = question.entries[place]
    quantity = entry.quantity
    if quantity is None:
        return entry.accepted[0]
    return f"{bounds(quantity)[0]:f}" if quantity.value is None else shown(quantity.value)


def _judge_choice(question: Question, chosen: frozenset[int], partial_credit: bool) -> Verdict:
    _refuse_unless(chosen <= frozenset(range(len(question.options))), question, "options", sorted(chosen))
    key = question.key
    correct = chosen == key
    hits = len(chosen & key) - max(0, len(chosen) - len(key))
    credit = max(0.0, hits / len(key)) if partial_credit else float(correct)
    parts = tuple(
        Part(
            option.text,
            "chosen" if i in chosen else "",
            "right" if option.correct else "",
            (i in chosen) == option.correct,
            option.reason,
        )
        for i, option in enumerate(question.options)
    )
    return Verdict(correct, credit, key - chosen, chosen - key, parts)


def _ordering_parts(question: Question, response: Response) -> tuple[Part, ...]:
    given, steps = response.positions, question.steps
    fits = not given or sorted(given) == list(range(len(steps)))
    _refuse_unless(fits, question, "steps", given)
    return tuple(
        Part(
            str(place + 1),
            steps[given[place]].text if given else "",
            step.text,
            bool(given) and given[place] == place,
            step.reason,
        )
        for place, step in enumerate(steps)
    )


def _matching_parts(question: Question, response: Response) -> tuple[Part, ...]:
    choices, pairs = question.choices, question.pairs
    given = response.positions or (UNMATCHED,) * len(pairs)
    fits = len(given) == len(pairs) and all(UNMATCHED <= at < len(choices) for at in given)
    _refuse_unless(fits, question, "prompts", given)
    because = {pair.match: f"It belongs to: {pair.prompt}" for pair in reversed(pairs)}
    because |= {distractor.text: distractor.reason for distractor in question.distractors}
    parts = []
    for pair, at in zip(pairs, given, strict=True):
        said = "" if at == UNMATCHED else choices[at]
        right = said == pair.match
        mistake = "" if right else because.get(said, "")
        parts.append(Part(pair.prompt, said, pair.match, right, pair.reason, mistake))
    return tuple(parts)


def _entry_parts(question: Question, response: Response) -> tuple[Part, ...]:
    entries = question.entries
    given = response.texts or ("",) * len(entries)
    _refuse_unless(len(given) == len(entries), question, "entries", given)
    parts = []
    for number, (entry, text) in enumerate(zip(entries, given, strict=True), 1):
        right = matches(entry, text)
        name = f"Blank {number}" if question.kind is QuestionKind.BLANKS else "Answer"
        mistake = "" if right else mistake_of(entry, text)
        parts.append(Part(name, text.strip(), answer_text(entry), right, entry.reason, mistake))
    return tuple(parts)


def _rubric_parts(question: Question, response: Response) -> tuple[Part, ...]:
    assert question.task is not None
    rubric, met = question.task.rubric, response.chosen
    _refuse_unless(met <= frozenset(range(len(rubric))), question, "rubric", sorted(met))
    return tuple(
        Part(check.text, "done" if i in met else "", "done", i in met, check.reason)
        for i, check in enumerate(rubric)
    )


def _refuse_unless(fits: bool, question: Question, what: str, given: object) -> None:
    if not fits:
        raise ResponseNotInItem(f"{question.id} has other {what} than the answer says: {given}")


_PARTS: Mapping[QuestionKind, Callable[[Question, Response], tuple[Part, ...]]] = {
    QuestionKind.ORDERING: _ordering_parts,
    QuestionKind.MATCHING: _matching_parts,
    QuestionKind.TYPED: _entry_parts,
    QuestionKind.NUMERIC: _entry_parts,
    QuestionKind.BLANKS: _entry_parts,
    QuestionKind.HANDS_ON: _rubric_parts,
}
