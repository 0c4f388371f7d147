"""Kill -9 while an exam is handed in: it is handed in whole, or it is still open; and never twice."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from studyapp.clock import ManualClock
from studyapp.domain.exams.rules import Mode
from studyapp.domain.judging import key_of
from studyapp.domain.questions import Confidence
from studyapp.domain.responses import Response
from studyapp.paths import Home
from studyapp.services.exams.views import QuizChoice
from studyapp.services.facade import Services
from studyapp.store.backup import is_sound
from tests.banks import CERTIFICATION
from tests.faults.conftest import Worker, finished
from tests.services import evidence

ANSWERED = 5
STRIDE = 9
"""Every so-manieth statement, commit or return of a connection."""


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_handing_in_is_whole_or_not_there_at_every_step(
    busy_home: Home,
    worker: Callable[..., Worker],
    clock: ManualClock,
    connect_to: Callable[..., Services],
    tmp_path: Path,
) -> None:
    services = connect_to(busy_home, clock)
    choice = QuizChoice(items=7)
    sheet = services.exams.start(CERTIFICATION, Mode.CUSTOM, seed=1, choice=choice)
    for place in range(ANSWERED):
        assert sheet.question is not None
        clock.advance(timedelta(seconds=20))
        wrong = Response.choice({min(frozenset(range(4)) - sheet.question.key)})
        response = key_of(sheet.question) if place % 2 else wrong
        sheet = services.exams.answer(sheet.attempt_id, place, response, Confidence.SURE, place + 1)
    services.close()

    folder = tmp_path / "moments"
    told = finished(worker("die_handing_in", busy_home, folder, sheet.attempt_id, STRIDE))
    moments = range(0, int(told[-1].removeprefix("moments ")), STRIDE)
    assert len(moments) > 5, "there are more steps than that in one hand-in"

    for moment in moments:
        copy = Home(folder / str(moment))
        services = connect_to(copy, clock)
        line = services.exams.attempts()[0]
        assert len(evidence.entries(services)) == (0 if line.is_open else ANSWERED), f"moment {moment}"
        assert services.exams.submit(sheet.attempt_id).is_over
        assert len(evidence.entries(services)) == ANSWERED
        assert len(evidence.entries(services, "exam")) == 1
        assert services.exams.report(sheet.attempt_id).line.answered == ANSWERED
        assert evidence.failures(services) == [], f"moment {moment}"
        assert evidence.totals(services) == evidence.counted_again(services)
        services.close()
        assert is_sound(copy.database)
