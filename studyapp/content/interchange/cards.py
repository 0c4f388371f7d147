"""A question as text on paper or on a card: what is asked, and what is right and why."""

from __future__ import annotations

from studyapp.domain.entries import answer_text
from studyapp.domain.questions import CHOICES, Question, QuestionKind, shown_order


def letter(number: int) -> str:
    """A, B, C …"""
    return chr(ord("A") + number)


def asked_lines(question: Question) -> list[str]:
    """What is to be answered below the stem: options, steps or prompts with their choices."""
    if question.kind in CHOICES:
        return [f"{letter(i)}. {option.text}" for i, option in enumerate(question.options)]
    order = shown_order(question, "paper", shuffle=False)
    if question.kind is QuestionKind.ORDERING:
        return [f"{letter(i)}. {question.steps[at].text}" for i, at in enumerate(order)]
    if question.kind is QuestionKind.MATCHING:
        prompts = [f"{i}. {pair.prompt}" for i, pair in enumerate(question.pairs, 1)]
        return [*prompts, "", *(f"{letter(i)}. {question.choices[at]}" for i, at in enumerate(order))]
    return [f"Environment: {question.task.environment}"] if question.task else []


def stem_lines(question: Question) -> list[str]:
    """Case and stem, with blanks as numbered gaps."""
    case = [question.case.title, "", *question.case.text.split("\n"), ""] if question.case else []
    return [*case, *question.asked.split("\n")]


def key_lines(question: Question) -> list[str]:
    """The right answer with the reason of each part, and the explanation."""
    lines = [*_right(question)]
    return [*lines, "", *question.explanation.split("\n")] if question.explanation else lines


def _right(q: Question) -> list[str]:
    order = shown_order(q, "paper", shuffle=False)
    if q.kind in CHOICES:
        told = [
            f"{letter(i)} is {'right' if o.correct else 'wrong'}. {o.reason}".rstrip()
            for i, o in enumerate(q.options)
        ]
        return [f"Key: {', '.join(letter(i) for i in sorted(q.key))}", *told]
    if q.kind is QuestionKind.ORDERING:
        letters = [letter(order.index(at)) for at in range(len(q.steps))]
        return [f"Key: {', '.join(letters)}", *(f"{s.text}. {s.reason}".rstrip() for s in q.steps)]
    if q.kind is QuestionKind.MATCHING:
        letters = [letter(order.index(q.choices.index(p.match))) for p in q.pairs]
        key = ", ".join(f"{i} {at}" for i, at in enumerate(letters, 1))
        told = [f"{p.prompt}: {p.match}. {p.reason}".rstrip() for p in q.pairs]
        return [f"Key: {key}", *told, *(f"{d.text}: none. {d.reason}".rstrip() for d in q.distractors)]
    if q.task:
        checks = [f"{check.text}. {check.reason}" for check in q.task.rubric]
        return ["Check:", *checks, "One way to do it:", *q.task.solution.split("\n")]
    return [line for number, _entry in enumerate(q.entries, 1) for line in _entry_lines(q, number)]


def _entry_lines(q: Question, number: int) -> list[str]:
    entry = q.entries[number - 1]
    head = f"Key {number}" if len(q.entries) > 1 else "Key"
    also = f" (also {'; '.join(entry.accepted[1:])})" if len(entry.accepted) > 1 else ""
    wrong = [f"Not {m.text}: {m.reason}".rstrip(": ") for m in entry.mistakes]
    return [f"{head}: {answer_text(entry)}{also}. {entry.reason}".rstrip(), *wrong]
