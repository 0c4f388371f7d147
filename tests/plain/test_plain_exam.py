"""An exam as lines of text, over real services."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest

from studyapp.clock import ManualClock
from studyapp.domain.exams.rules import Mode
from studyapp.paths import Home
from studyapp.plain_exam import COMMANDS, HELP, PlainExam
from studyapp.services.facade import Services
from tests.banks import CERTIFICATION
from tests.services.exams.conftest import write_exam_bank


@pytest.fixture
def services(home: Home, services: Services) -> Services:
    write_exam_bank(home)
    services.library.refresh()
    return services


class Typed(io.StringIO):
    """Lines that are typed, some time after each other."""

    def __init__(self, clock: ManualClock, *lines: str, seconds: float = 10) -> None:
        super().__init__("".join(f"{line}\n" for line in lines))
        self._clock, self._seconds = clock, seconds

    def readline(self, size: int | None = -1, /) -> str:
        self._clock.advance(timedelta(seconds=self._seconds))
        return super().readline(-1 if size is None else size)


def sit(services: Services, clock: ManualClock, *lines: str, seconds: float = 10) -> tuple[str, str]:
    """The attempt, and everything that was said when these lines were typed."""
    open_now = services.exams.open_attempts()
    attempt_id = open_now[0].id if open_now else services.exams.start(CERTIFICATION, seed=1).attempt_id
    out = io.StringIO()
    assert PlainExam(services, Typed(clock, *lines, seconds=seconds), out).run(attempt_id) == 0
    return attempt_id, out.getvalue()


def key(services: Services, attempt_id: str) -> str:
    """The letter of the key of the item on the screen."""
    sheet = services.exams.current(attempt_id)
    assert sheet.question is not None
    return "abcd"[sheet.order.index(min(sheet.question.key))]


def test_a_whole_exam_is_sat_and_reported(services: Services, clock: ManualClock) -> None:
    attempt_id, said = sit(services, clock, *("a!" for _item in range(8)), "submit", "yes")
    assert "Mock exam · TST-101 · 8 items, 2 of them not scored, 12 minutes · seed 1" in said
    assert re.search(r"Item 1 of 8 · 12:00 left", said)
    assert re.search(r"Item 8 of 8 · 10:50 left", said)
    assert "Handed in." in said
    assert "By domain" in said
    assert "Right." not in said.partition("Handed in.")[0], "nothing is told before the end"
    assert services.exams.report(attempt_id).line.answered == 8


def test_leaving_keeps_everything_and_says_that_the_clock_goes_on(
    services: Services, clock: ManualClock
) -> None:
    attempt_id, said = sit(services, clock, "b", "f", "q")
    assert "Left. Everything is saved. The clock goes on." in said
    assert f"studyapp exam resume {attempt_id}" in said
    clock.advance(timedelta(minutes=5))
    _same, again = sit(services, clock, "p")
    assert "Item 2 of 8 · 6:30 left · flagged" in again
    assert "Your answer so far: b" in again


def test_the_end_of_the_input_is_a_leave(services: Services, clock: ManualClock) -> None:
    attempt_id, said = sit(services, clock)
    assert "Left. Everything is saved." in said
    assert services.exams.current(attempt_id).status == "running"


def test_answers_can_be_changed_and_items_gone_to(services: Services, clock: ManualClock) -> None:
    attempt_id, said = sit(services, clock, "a?", "g 1", "c!", "g 99", "g x", ":p", "l", "g 8", "n")
    assert "Your answer so far: a" in said
    assert "There is no item 99; the form has 8." in said
    assert "Type the number of an item" in said
    assert "  1  answered" in said
    services.exams.submit(attempt_id)
    assert len(services.exams.report(attempt_id).items[0].given) == 2


def test_the_time_is_told_in_words_and_its_end_hands_in(services: Services, clock: ManualClock) -> None:
    attempt_id, said = sit(
        services, clock, *("" for _line in range(8)), *("l" for _more in range(9)), seconds=65
    )
    assert "10 minutes are left." in said
    assert "5 minutes are left." in said
    assert "One minute is left." in said
    assert "The time is up; it was handed in as it stood." in said
    assert services.exams.report(attempt_id).result.unanswered == 8


def test_handing_in_asks_once_more(services: Services, clock: ManualClock) -> None:
    attempt_id, said = sit(services, clock, "submit", "no", "t", "submit", "y")
    assert "8 items have no answer. Hand in now? yes or no" in said
    assert "Not handed in." in said
    assert services.exams.report(attempt_id).line.answered == 0


def test_a_pause_that_the_exam_does_not_know_is_refused_in_words(
    services: Services, clock: ManualClock
) -> None:
    _attempt, said = sit(services, clock, "pause", "q")
    assert "The clock of this exam cannot be stopped." in said


def test_an_untimed_quiz_is_paused_by_leaving(services: Services, clock: ManualClock) -> None:
    services.exams.start(CERTIFICATION, Mode.DIAGNOSTIC)
    attempt_id, said = sit(services, clock, "a", "pause", "", "q")
    assert "used" in said
    assert "Paused. Enter goes on" in said
    assert services.exams.current(attempt_id).status == "paused"


def test_what_is_not_understood_is_answered_with_help(services: Services, clock: ManualClock) -> None:
    _attempt, said = sit(services, clock, "hello there", "?", "abcd", "q")
    assert "Not understood: hello there" in said
    assert said.count(HELP[0]) == 2
    assert "choose 1, you gave 4." in said
    told = " ".join(HELP)
    assert all(word in told for word in COMMANDS if len(word) > 1)
