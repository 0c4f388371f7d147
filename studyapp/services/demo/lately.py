"""The simulated learner's last days, lived through the services: daily sessions and a few mock exams.

What the bulk of the history writes row by row, these days do as a learner does: the plan is asked for, each
item answered, each exam sat and handed in. So attempts, trend, mistakes and the audit of forecasts have data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from studyapp.clock import ManualClock
from studyapp.domain.days import days_between
from studyapp.domain.exams.attempts import REVIEW
from studyapp.domain.judging import judge, key_of
from studyapp.domain.memory import decay_of, retrievability
from studyapp.domain.questions import CHOICES, Confidence, Question
from studyapp.domain.responses import Response
from studyapp.services.demo.learner import Learner
from studyapp.services.demo.simulation import EVENING
from studyapp.services.exams.views import Sheet
from studyapp.services.views import Finished, Showing, Waiting

if TYPE_CHECKING:
    from studyapp.services.facade import Services

DAYS = 8
"""How many of the history's days are lived like this."""
SAT_ON = (0, 3, 6)
"""The days among them that begin with a mock exam."""
MOST_A_DAY = 150
"""Items that a day of it stops at, whatever has fallen due."""
PREPARED = 0.35
"""Chance to know from months of study what nobody would know at first sight."""
SEEN_SHARE = 0.12
"""What each exam adds to that: the learner gets better."""


@dataclass(frozen=True, slots=True)
class Lived:
    """How many days were lived, mock exams sat, and items answered in all of it."""

    days: int
    exams: int
    answers: int


def live_lately(
    services: Services, clock: ManualClock, certification_id: str, today: date, seed: int,
    tell: Callable[[str, int, int], None],
) -> Lived:  # fmt: skip
    """Live the `DAYS` days before `today`.

    Equal seeds over equal histories give the same forms and the same answers. The clock ends on the last day.
    """
    life = _Life(services, clock, Learner.drawn(seed), Random(f"lately {seed}"))
    for number in range(DAYS):
        clock.set(services.context.calendar.start_of(today - timedelta(days=DAYS - number)) + EVENING)
        # First the exam: what a session shows is no first sight in it, and no test of a forecast.
        if number in SAT_ON:
            life.sit(certification_id, seed + number)
        life.study()
        tell("Sitting mock exams", number + 1, DAYS)
    return Lived(DAYS, life.exams, life.answers)


class _Life:
    def __init__(self, services: Services, clock: ManualClock, learner: Learner, chance: Random) -> None:
        self._services = services
        self._clock = clock
        self._learner = learner
        self._chance = chance
        self.exams = 0
        self.answers = 0

    def study(self) -> None:
        """Today's plan, to its end."""
        study = self._services.study
        study.start("today")
        for _item in range(MOST_A_DAY):
            upcoming = study.next()
            if isinstance(upcoming, Finished):
                return
            if isinstance(upcoming, Waiting):
                self._clock.set(upcoming.until)
                continue
            self._answer(upcoming)

    def _answer(self, showing: Showing) -> None:
        study, context = self._services.study, self._services.context
        state, recall, same_day = showing.state, None, False
        if state.memory is not None and state.last_on is not None:
            elapsed = days_between(state.last_on, context.today())
            decay = decay_of(context.model.parameters)
            recall, same_day = retrievability(state.memory.stability, elapsed, decay), elapsed == 0
        self.answers += 1
        subject = (showing.certification_code, showing.domain_id)
        attempt = self._learner.attempt(subject, str(showing.kind), recall, same_day, 1.0)
        self._clock.advance(timedelta(milliseconds=attempt.elapsed_ms))
        if showing.question is None:
            study.grade(showing.token, attempt.card_grade, attempt.elapsed_ms)
        else:
            response = self._response(showing.question, attempt.knows)
            study.answer(showing.token, response, attempt.confidence, attempt.elapsed_ms)

    def sit(self, certification_id: str, seed: int) -> None:
        """One mock exam, as large as the bank has it, from its first item to handing it in."""
        exams = self._services.exams
        offer = exams.offer(certification_id)
        if offer.no_exam or not offer.largest:
            return
        sheet = exams.start(certification_id, seed=seed, items=offer.largest, unseen_first=True)
        while sheet.question is not None:
            sheet = self._answer_in_exam(sheet, sheet.question)
        exams.submit(sheet.attempt_id)
        self.exams += 1

    def _answer_in_exam(self, sheet: Sheet, question: Question) -> Sheet:
        attempt = self._learner.attempt(
            (sheet.certification_code, question.objective_id), "question", None, False, 1
        )
        knows = attempt.knows or self._chance.random() < PREPARED + SEEN_SHARE * self.exams
        self._clock.advance(timedelta(milliseconds=attempt.elapsed_ms))
        then = sheet.place + 1 if sheet.place + 1 < len(sheet.marks) else REVIEW
        said = attempt.confidence if knows == attempt.knows else Confidence.GUESS
        return self._services.exams.answer(
            sheet.attempt_id, sheet.place, self._response(question, knows), said, then
        )

    def _response(self, question: Question, knows: bool) -> Response:
        """The key, or something else that can be answered."""
        right = key_of(question)
        if knows:
            return right
        if question.kind in CHOICES:
            wrong = [at for at, option in enumerate(question.options) if not option.correct]
            kept = sorted(right.chosen)[1:]
            return Response.choice({*kept, self._chance.choice(wrong)})
        if right.texts:
            return Response.typed(*("0" for _text in right.texts))
        slip = Response.sequence(right.positions[::-1])
        return slip if question.task is None and not judge(question, slip).correct else Response()
