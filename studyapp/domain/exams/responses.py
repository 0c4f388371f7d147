"""Answers as text: what an attempt keeps, so that an item of any kind fits its tables."""

from __future__ import annotations

from studyapp.domain.questions import Question, Verdict, judge


def encoded(chosen: frozenset[int]) -> str:
    """Stored positions as text; "" for nothing chosen."""
    return ",".join(map(str, sorted(chosen)))


def decoded(text: str) -> frozenset[int]:
    """The stored positions of a text; raises ValueError for anything else."""
    return frozenset(int(part) for part in text.split(",")) if text else frozenset()


def is_complete(question: Question, text: str) -> bool:
    """Whether a text holds as much as the item asks for."""
    return len(decoded(text)) == len(question.key)


def judged(question: Question, text: str) -> Verdict:
    """The verdict on an encoded answer; raises ResponseNotInItem for an option that the item does not have."""
    return judge(question, decoded(text))


def credit_of(question: Question, text: str) -> float:
    """Points of an encoded answer, 0 for none."""
    return judged(question, text).credit if text else 0.0


def log_text(text: str) -> str:
    """How the log's column `chosen` has it."""
    return text
