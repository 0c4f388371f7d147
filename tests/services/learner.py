"""A learner to drive a session with: answers what is shown, and lets the clock run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from studyapp.clock import ManualClock
from studyapp.domain.judging import key_of
from studyapp.domain.memory import Grade
from studyapp.domain.questions import CHOICES, Confidence, Question
from studyapp.domain.responses import Response
from studyapp.services.facade import Services
from studyapp.services.views import Feedback, Finished, Showing, Waiting

THINKING = 30_000
"""Milliseconds for one answer: neither quick nor slow for a new question."""


class Learner:
    """Answers questions and grades cards through the services, as a front end does."""

    def __init__(self, services: Services, clock: ManualClock) -> None:
        self.services = services
        self.clock = clock

    def shown(self) -> Showing:
        """What is on screen; fails when there is nothing to answer."""
        showing = self.services.study.next()
        assert isinstance(showing, Showing), showing
        return showing

    def answer(
        self,
        showing: Showing | None = None,
        *,
        right: bool = True,
        grade: Grade | None = None,
        confidence: Confidence = Confidence.THINK_SO,
        elapsed_ms: int = THINKING,
    ) -> Feedback:
        """Answer a question rightly or wrongly, or grade a card Good or Again (or with `grade`)."""
        showing = showing or self.shown()
        self.clock.advance(timedelta(milliseconds=elapsed_ms))
        if showing.question is None:
            given = grade or (Grade.GOOD if right else Grade.AGAIN)
            return self.services.study.grade(showing.token, given, elapsed_ms)
        response = key_of(showing.question) if right else _wrong(showing.question)
        return self.services.study.answer(showing.token, response, confidence, elapsed_ms)

    def study(
        self,
        scope: str = "today",
        *,
        right: Callable[[Showing], bool] = lambda showing: True,
        elapsed_ms: int = 0,
        most: int = 500,
    ) -> list[Showing]:
        """A whole session, waiting where it asks to; returns everything that was shown."""
        self.services.study.start(scope)
        return self.go_on(right=right, elapsed_ms=elapsed_ms, most=most)

    def go_on(
        self,
        *,
        right: Callable[[Showing], bool] = lambda showing: True,
        elapsed_ms: int = 0,
        most: int = 500,
    ) -> list[Showing]:
        """The rest of a session that was begun."""
        seen: list[Showing] = []
        while len(seen) < most:
            match self.services.study.next():
                case Showing() as showing:
                    self.answer(showing, right=right(showing), elapsed_ms=elapsed_ms)
                    seen.append(showing)
                case Waiting(until=until):
                    self.clock.set(until)
                case Finished():
                    return seen
        raise AssertionError(f"the session did not end after {most} answers")

    def end_of(self, scope: str = "today") -> Finished:
        """What the end of a session says after all of it was answered."""
        self.study(scope)
        finished = self.services.study.next()
        assert isinstance(finished, Finished)
        return finished

    def sleep(self, days: int = 1) -> None:
        """Until the same time on a later day."""
        self.clock.advance(timedelta(days=days))


def ids(seen: list[Showing]) -> list[str]:
    """The cards of some showings, in order."""
    return [showing.card_id for showing in seen]


def _wrong(question: Question) -> Response:
    """One distractor; of the other kinds nothing at all."""
    if question.kind not in CHOICES:
        return Response()
    return Response.choice({min(frozenset(range(4)) - question.key)})
