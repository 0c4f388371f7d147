"""A certification whose exam is short: 8 items, 2 of them not scored, 12 minutes; a bank of 40."""

from __future__ import annotations

from datetime import timedelta

import pytest

from studyapp.clock import ManualClock
from studyapp.domain.exams.attempts import REVIEW
from studyapp.domain.judging import key_of
from studyapp.domain.questions import Confidence
from studyapp.domain.responses import Response
from studyapp.paths import Home
from studyapp.services.exams.views import Sheet
from studyapp.services.facade import Services
from tests.banks import CERTIFICATION, write_bank

EXAM = {
    "questions": 8, "scored_questions": 6, "unscored_questions": 2, "minutes": 12,
    "question_types": ["multiple choice"], "passing_score": 700, "score_min": 100, "score_max": 1000,
}  # fmt: skip


def write_exam_bank(home: Home, questions: int = 40, **exam: object) -> None:
    """The bank, with facts of the exam changed."""
    write_bank(home.content, CERTIFICATION, questions=questions, terms=20, exam=EXAM | exam)


class Candidate:
    """Sits exams through the services, as a front end does."""

    def __init__(self, services: Services, clock: ManualClock) -> None:
        self.exams = services.exams
        self.clock = clock

    def answer(
        self,
        sheet: Sheet,
        *,
        right: bool = True,
        confidence: Confidence = Confidence.THINK_SO,
        seconds: float = 30,
        stay: bool = False,
    ) -> Sheet:
        """Answer the item on the screen and go on to the next one, after the last to the review."""
        assert sheet.question is not None
        self.clock.advance(timedelta(seconds=seconds))
        then = None if stay else sheet.place + 1 if sheet.place + 1 < len(sheet.marks) else REVIEW
        response = key_of(sheet.question) if right else wrong(sheet)
        return self.exams.answer(sheet.attempt_id, sheet.place, response, confidence, then)

    def sit(self, sheet: Sheet, right: int = 99, seconds: float = 30) -> Sheet:
        """Answer the rest, the first so many rightly, and hand in."""
        for place in range(sheet.place, len(sheet.marks)):
            sheet = self.answer(sheet, right=place < right, seconds=seconds)
        return self.exams.submit(sheet.attempt_id)


def wrong(sheet: Sheet) -> Response:
    """A distractor of the item on the screen."""
    assert sheet.question is not None
    return Response.choice({min(frozenset(range(4)) - sheet.question.key)})


@pytest.fixture
def services(home: Home, services: Services) -> Services:
    """The services of a home with that bank, its content read."""
    write_exam_bank(home)
    services.library.refresh()
    return services


@pytest.fixture
def candidate(services: Services, clock: ManualClock) -> Candidate:
    """Somebody who sits exams."""
    return Candidate(services, clock)
