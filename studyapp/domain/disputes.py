"""A learner's objection to a key: which question in which version, what they answered, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from studyapp.domain.judging import judge
from studyapp.domain.questions import CHOICES, Question
from studyapp.domain.responses import Response, ResponseNotInItem

LONGEST_REASON = 2000
MOST_ANSWER = 1000
"""Characters of an answer in words that are kept."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """One objection. `chosen` is the encoded response, `answer` the same in words; both are empty where the
    question was never answered, and `right` is None then.
    """

    id: str
    question_id: str
    certification_id: str
    content_hash: str
    on: date
    reason: str
    chosen: str = ""
    answer: str = ""
    right: bool | None = None


def answer_words(question: Question, chosen: str) -> tuple[str, bool | None]:
    """An encoded response in the words of the question, and whether the key takes it for right."""
    if not chosen:
        return "", None
    try:
        response = Response.decode(question.kind, chosen)
        verdict = judge(question, response)
    except (ResponseNotInItem, ValueError):
        return "", None
    if question.kind in CHOICES:
        given = [question.options[place].text for place in sorted(response.chosen)]
    else:
        given = [part.given for part in verdict.parts if part.given]
    return " / ".join(given)[:MOST_ANSWER], verdict.correct
