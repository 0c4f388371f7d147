"""How each kind of question is put and answered as lines of text. Pure functions; `plain` asks and says."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from studyapp import prose
from studyapp.domain.judging import Part, Verdict
from studyapp.domain.questions import CHOICES, Confidence, Entry, LetterCase, Question, QuestionKind
from studyapp.domain.responses import Response, ResponseNotInItem, option_letter, positions_of_letters
from studyapp.domain.sessions import Place
from studyapp.services.views import Decision, EarlierDispute

CONFIDENCE = {"!": Confidence.SURE, "?": Confidence.GUESS}
TABLE_WIDTH = 78
MOST_REASON = 160
"""Characters of a dispute's reason that are told beside an answer."""
HOW_SURE = "How sure? Enter think so, ! sure, ? guess: "
READY = "Enter when you have done it, to see one solution: "
READY_TO_CHECK = "Enter when you have done it, to check your work: "


def place_marks(place: Place) -> list[str]:
    """That a card was here before, and how many come back: they are not counted into the session's length."""
    if place.is_repeat:
        return ["repeat"]
    return [f"{place.repeats} to repeat"] if place.repeats else []


def dispute_told(disputed: EarlierDispute, day: str) -> str:
    """What the learner said against this key, on `day` as written here, and what its author did since."""
    decided = {
        Decision.NONE: "No decision of its author has come yet.",
        Decision.CHANGED: "Its author has changed the question since.",
        Decision.QUARANTINED: "Its author has taken it out of scoring: its key is in doubt.",
    }[disputed.decision]
    if disputed.because:
        decided = f"Its author has taken it out of scoring: {_sentence(disputed.because)}"
    reason = _sentence(shorten(disputed.reason, MOST_REASON, placeholder=" …"))
    return f"You disputed this key on {day}: {reason} {decided}"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def prose_lines(text: str, width: int = 0) -> list[str]:
    """A text of an author: code set in, tables in columns; `width` cuts long lines of code, 0 leaves them."""
    lines: list[str] = []
    for block in prose.blocks(text.expandtabs(4)):
        if block.form is prose.Form.CODE:
            cut = prose.code_lines(block.lines, width - 4) if width else block.lines
            lines += [f"    {line}" for line in cut]
        elif block.form is prose.Form.TABLE:
            lines += prose.table_lines(block.lines, width or TABLE_WIDTH)
        else:
            lines += block.lines
    return lines


def listed(question: Question, order: Sequence[int]) -> list[str]:
    """What stands under the stem: options, steps, prompts with their choices."""
    if question.kind is QuestionKind.MATCHING:
        prompts = [f"{number}. {pair.prompt}" for number, pair in enumerate(question.pairs, 1)]
        return [*prompts, *_lettered([question.choices[at] for at in order])]
    if question.kind is QuestionKind.ORDERING:
        return _lettered([question.steps[at].text for at in order])
    return _lettered([question.options[at].text for at in order]) if question.kind in CHOICES else []


def _lettered(texts: Sequence[str]) -> list[str]:
    return [f"{option_letter(place)}) {text}" for place, text in enumerate(texts)]


def rubric(question: Question) -> list[str]:
    """The lines to check a task against."""
    assert question.task is not None
    return _lettered([check.text for check in question.task.rubric])


def prompt(question: Question) -> str:
    """What is to be typed, of a kind that is answered by letters."""
    if question.kind is QuestionKind.MULTIPLE:
        return f"Choose {len(question.key)}: "
    if question.kind is QuestionKind.ORDERING:
        return "All letters in their order, the first step first: "
    if question.kind is QuestionKind.MATCHING:
        return f"A letter for each of 1 to {len(question.pairs)}, in this order: "
    if question.kind is QuestionKind.HANDS_ON:
        return "Letters of what your work meets, or - for nothing: "
    return "Answer: "


def entry_prompt(question: Question, place: int) -> str:
    """What is to be typed into one field."""
    entry = question.entries[place]
    name = f"Blank {place + 1}" if question.kind is QuestionKind.BLANKS else "Answer"
    rules = _rules(entry)
    return f"{name} ({rules}): " if rules else f"{name}: "


def _rules(entry: Entry) -> str:
    if entry.quantity is not None:
        return f"a number in {entry.quantity.unit}" if entry.quantity.unit else "a number"
    return "capitals count" if entry.letter_case is LetterCase.EXACT else ""


def confidence_in(line: str) -> Confidence | None:
    """The confidence that a line says on its own; None where it says something else."""
    return CONFIDENCE.get(line, None if line else Confidence.THINK_SO)


def parse(line: str, question: Question, order: Sequence[int]) -> tuple[Response, Confidence] | None:
    """The response and the confidence in a line of letters, or None where it is no answer.

    Raises ResponseNotInItem when the letters are on the screen, but not as many as are asked for.
    """
    text = line.casefold().replace(" ", "").replace(",", "")
    confidence = CONFIDENCE.get(text[-1:], Confidence.THINK_SO)
    letters = text.removesuffix("!").removesuffix("?")
    if question.kind is QuestionKind.HANDS_ON:
        assert question.task is not None
        order = range(len(question.task.rubric))
        if letters == "-":
            return Response(), confidence
    known = {option_letter(place) for place in range(len(order))}
    most = len(question.pairs) if question.kind is QuestionKind.MATCHING else len(known)
    if not letters or len(letters) > most or not set(letters) <= known:
        return None
    positions = positions_of_letters(letters, order)
    if question.kind is QuestionKind.HANDS_ON:
        return Response.choice(positions), confidence
    if question.kind is QuestionKind.ORDERING:
        _ask_for(len(question.steps), len(set(positions)), "letters, each once")
        return Response.sequence(positions), confidence
    if question.kind is QuestionKind.MATCHING:
        _ask_for(len(question.pairs), len(positions), "letters, one for each number")
        return Response.sequence(positions), confidence
    chosen = frozenset(positions)
    if len(chosen) != len(question.key):
        raise ResponseNotInItem(f"choose {len(question.key)}, you gave {len(chosen)}")
    return Response.choice(chosen), confidence


def _ask_for(wanted: int, given: int, what: str) -> None:
    if given != wanted:
        raise ResponseNotInItem(f"give {wanted} {what}; you gave {given}")


def verdict_lines(
    question: Question, order: Sequence[int], response: Response, verdict: Verdict, partial_credit: bool
) -> list[str]:
    """Right or wrong, and what became of each part with its reason."""
    told = [_head(question, order, verdict)]
    if partial_credit and 0 < verdict.credit < 1:
        told[0] += f" The exam gives {verdict.credit:.0%} of the credit."
    if question.kind not in CHOICES:
        return told + [
            line for place, part in enumerate(verdict.parts) for line in _part(question, place, part)
        ]
    for place, position in enumerate(order):
        option = question.options[position]
        yours = ", your choice" if position in response.chosen else ""
        word = "right" if option.correct else "wrong"
        told.append(f"{option_letter(place)}) {word}{yours}: {option.reason}")
    return told


def _head(question: Question, order: Sequence[int], verdict: Verdict) -> str:
    if verdict.correct:
        return "Right."
    if question.kind in CHOICES:
        key = [option_letter(place) for place, at in enumerate(order) if at in question.key]
        return f"Wrong. The answer is {' and '.join(key)}."
    if len(verdict.parts) == 1:
        return f"Wrong. The answer is {verdict.parts[0].expected}."
    return f"Wrong. {verdict.right_parts} of {len(verdict.parts)} parts are right."


def _part(question: Question, place: int, part: Part) -> list[str]:
    word = "right" if part.right else "wrong"
    if question.kind is QuestionKind.HANDS_ON:
        return [f"{option_letter(place)}) {'met' if part.right else 'not met'}: {part.reason}"]
    number = f"{place + 1}. " if len(question.entries) != 1 else ""
    asked = f"{part.name} = " if question.kind is QuestionKind.MATCHING else ""
    told = [f"{number}{word}: {asked}{part.expected}. {part.reason}"]
    if not part.right and part.given:
        told.append(f"   you: {part.given}. {part.mistake}".rstrip())
    return told
