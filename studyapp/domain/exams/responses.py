"""Answers of an attempt as text, so that any kind of item fits: complete or not, and their points."""

from __future__ import annotations

from collections.abc import Collection

from studyapp.domain.judging import Verdict, judge
from studyapp.domain.questions import CHOICES, ENTRIES, Question, QuestionKind
from studyapp.domain.responses import UNMATCHED, Response


def is_complete(question: Question, response: Response) -> bool:
    """Whether a response holds as much as the item asks for."""
    if question.kind in CHOICES:
        return len(response.positions) == len(question.key)
    if question.kind in ENTRIES:
        return len(response.texts) == len(question.entries) and all(text.strip() for text in response.texts)
    if question.kind is QuestionKind.MATCHING:
        return len(response.positions) == len(question.pairs) and UNMATCHED not in response.positions
    if question.kind is QuestionKind.ORDERING:
        return len(response.positions) == len(question.steps)
    return not response.is_empty


def judged(question: Question, text: str, partial_credit: Collection[str]) -> Verdict:
    """The verdict on an encoded answer by the kinds that get partial credit.

    Raises ResponseNotInItem (or another ValueError) for a text that is no answer to this item.
    """
    return judge(question, Response.decode(question.kind, text), question.kind in partial_credit)


def credit_of(question: Question, text: str, partial_credit: Collection[str]) -> float:
    """Points of an encoded answer (0 to 1); none for no answer."""
    return judged(question, text, partial_credit).credit if text else 0.0
