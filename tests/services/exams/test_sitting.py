"""Sitting: everything is on disk when it happens, the clock is honest, and the end comes once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from studyapp.clock import ManualClock
from studyapp.domain.exams.attempts import REVIEW, Status
from studyapp.domain.exams.rules import Mode
from studyapp.domain.judging import key_of
from studyapp.domain.questions import Confidence, QuestionKind
from studyapp.domain.responses import Response
from studyapp.errors import ExamOver, NotFound, NotInThisExam
from studyapp.paths import Home
from studyapp.services.exams.views import QuizChoice
from studyapp.services.facade import Services
from tests.banks import CERTIFICATION, question, questions_file, write_yaml
from tests.kinds import file_of, written
from tests.services import evidence
from tests.services.exams.conftest import Candidate, write_exam_bank, wrong

Connect = Callable[[Home, ManualClock], Services]


def test_answers_flags_and_the_clock_are_there_for_another_process(
    services: Services, candidate: Candidate, home: Home, clock: ManualClock, connect_to: Connect
) -> None:
    sheet = services.exams.start(CERTIFICATION)
    sheet = candidate.answer(sheet, seconds=40)
    sheet = services.exams.flag(sheet.attempt_id, 1, True)
    clock.advance(timedelta(seconds=20))
    sheet = services.exams.go(sheet.attempt_id, 4)
    # Nobody says goodbye: another process opens the same file.
    other = connect_to(home, clock).exams.resume(sheet.attempt_id)
    assert other.place == 4
    assert other.left_s == 720 - 60
    assert [mark.answered for mark in other.marks] == [True] + [False] * 7
    assert [mark.flagged for mark in other.marks] == [False, True] + [False] * 6
    assert [mark.seen for mark in other.marks] == [True, True, False, False, True, False, False, False]


def test_time_away_is_time_used_and_a_turned_clock_gives_none(
    services: Services, candidate: Candidate, clock: ManualClock
) -> None:
    sheet = candidate.answer(services.exams.start(CERTIFICATION), seconds=60)
    clock.advance(timedelta(seconds=100))
    clock.turn(timedelta(hours=-5))
    assert services.exams.resume(sheet.attempt_id).left_s == 720 - 160
    clock.boot()
    assert services.exams.resume(sheet.attempt_id).left_s == 720 - 160
    clock.turn(timedelta(hours=-1))
    clock.advance(timedelta(seconds=10))
    assert services.exams.beat(sheet.attempt_id).left_s == 720 - 170


def test_an_attempt_whose_time_ran_out_while_away_is_handed_in_with_its_answers(
    services: Services, candidate: Candidate, clock: ManualClock
) -> None:
    sheet = candidate.answer(services.exams.start(CERTIFICATION))
    clock.advance(timedelta(days=2))
    over = services.exams.resume(sheet.attempt_id)
    assert over.status is Status.EXPIRED
    report = services.exams.report(sheet.attempt_id)
    assert (report.line.answered, report.used_s) == (1, 720)
    assert report.result.unanswered == 7
    assert len(evidence.entries(services)) == 1


def test_whoever_looks_at_the_attempts_hands_an_overdue_one_in(
    services: Services, clock: ManualClock
) -> None:
    services.exams.start(CERTIFICATION)
    clock.advance(timedelta(minutes=11))
    assert services.exams.offer(CERTIFICATION).open is not None
    clock.advance(timedelta(minutes=2))
    [line] = services.exams.attempts()
    assert line.status is Status.EXPIRED
    services.exams.start(CERTIFICATION)


def test_an_answer_after_the_end_of_the_time_does_not_count(
    services: Services, candidate: Candidate, clock: ManualClock
) -> None:
    sheet = services.exams.start(CERTIFICATION)
    clock.advance(timedelta(seconds=721))
    over = candidate.answer(sheet, seconds=0)
    assert over.status is Status.EXPIRED
    assert services.exams.report(sheet.attempt_id).line.answered == 0
    with pytest.raises(ExamOver):
        services.exams.answer(sheet.attempt_id, 1, Response.choice({0}))


def test_an_answer_can_be_changed_and_taken_back(services: Services, candidate: Candidate) -> None:
    sheet = services.exams.start(CERTIFICATION)
    attempt_id = sheet.attempt_id
    candidate.answer(sheet, right=False)
    services.exams.go(attempt_id, 0)
    assert services.exams.current(attempt_id).response == wrong(sheet)
    candidate.answer(sheet)
    kept = services.exams.answer(attempt_id, 1, Response())
    assert not kept.marks[1].begun
    services.exams.submit(attempt_id)
    item = services.exams.report(attempt_id).items[0]
    assert item.verdict.correct
    assert len(item.given) == 2
    assert services.exams.report(attempt_id).result.changes.to_right == 1


def test_a_part_of_an_answer_is_kept_but_is_no_answer(services: Services, home: Home) -> None:
    options = [{"text": f"Part {n}", "reason": "Because.", "correct": n < 2} for n in range(4)]
    both = [
        question(n, kind="multiple", stem=f"Which TWO belong to {n * 977}?", objective="2.1", options=options)
        for n in range(1, 5)
    ]
    folder = home.content / CERTIFICATION
    write_yaml(folder / "questions.yaml", questions_file(both))
    services.library.refresh()
    sheet = services.exams.start(CERTIFICATION, Mode.CUSTOM, choice=QuizChoice(kinds=("multiple",)))
    sheet = services.exams.answer(sheet.attempt_id, 0, Response.choice({0}))
    assert (sheet.marks[0].begun, sheet.marks[0].answered) == (True, False)
    services.exams.submit(sheet.attempt_id)
    assert services.exams.report(sheet.attempt_id).result.unanswered == len(sheet.marks)
    assert evidence.entries(services) == []


def test_the_solution_of_a_task_waits_for_the_report(services: Services, home: Home) -> None:
    task = written(QuestionKind.HANDS_ON, 1)
    write_yaml(home.content / CERTIFICATION / "questions.yaml", file_of(task))
    services.library.refresh()
    sheet = services.exams.start(CERTIFICATION, Mode.CUSTOM, choice=QuizChoice(kinds=("hands-on",)))
    assert sheet.question is not None
    assert sheet.question.task is not None
    assert sheet.question.task.rubric
    assert not sheet.question.task.solution
    services.exams.answer(sheet.attempt_id, 0, key_of(sheet.question))
    services.exams.submit(sheet.attempt_id)
    (item,) = services.exams.report(sheet.attempt_id).items
    assert item.verdict.correct
    assert item.question.task is not None
    assert item.question.task.solution == task["solution"]


def test_answers_that_the_form_does_not_have_are_refused(services: Services) -> None:
    sheet = services.exams.start(CERTIFICATION)
    before = evidence.rows(services, "SELECT * FROM exam_item")
    for place, response in ((8, Response.choice({0})), (-1, Response.choice({0})), (0, Response.choice({9}))):
        with pytest.raises(NotInThisExam):
            services.exams.answer(sheet.attempt_id, place, response)
    with pytest.raises(NotInThisExam):
        services.exams.go(sheet.attempt_id, 8)
    with pytest.raises(NotInThisExam):
        services.exams.pause(sheet.attempt_id)
    with pytest.raises(NotFound):
        services.exams.answer("nobody", 0, Response.choice({0}))
    assert evidence.rows(services, "SELECT * FROM exam_item") == before


def test_where_the_vendor_allows_no_change_an_answer_is_final(
    services: Services, candidate: Candidate, home: Home
) -> None:
    write_exam_bank(home, changes_allowed=False)
    services.library.refresh()
    first = services.exams.start(CERTIFICATION)
    sheet = candidate.answer(first)
    assert sheet.marks[0].locked
    with pytest.raises(NotInThisExam, match="lead back"):
        services.exams.go(sheet.attempt_id, 0)
    with pytest.raises(NotInThisExam, match="be changed"):
        services.exams.answer(sheet.attempt_id, 0, wrong(first))


def test_a_pause_stops_the_clock_where_it_is_allowed_and_is_reported(
    services: Services, candidate: Candidate, home: Home, clock: ManualClock
) -> None:
    write_exam_bank(home, pause_allowed=True)
    services.library.refresh()
    sheet = services.exams.start(CERTIFICATION)
    clock.advance(timedelta(seconds=30))
    assert services.exams.pause(sheet.attempt_id).status is Status.PAUSED
    clock.advance(timedelta(hours=3))
    assert services.exams.attempts()[0].is_open
    sheet = services.exams.resume(sheet.attempt_id)
    assert (sheet.status, sheet.left_s) == (Status.RUNNING, 690)
    candidate.sit(sheet)
    report = services.exams.report(sheet.attempt_id)
    assert (report.pauses, report.paused_s, report.used_s) == (1, 3 * 3600, 30 + 8 * 30)


def test_an_item_that_was_edited_or_retired_stays_as_it_was_shown(
    services: Services, candidate: Candidate, home: Home
) -> None:
    sheet = services.exams.start(CERTIFICATION, seed=4)
    stems = [services.exams.go(sheet.attempt_id, place).question for place in range(8)]
    folder = home.content / CERTIFICATION
    write_yaml(folder / "questions.yaml", questions_file([question(n, stem="Now it asks 42?") for n in (1,)]))
    services.library.refresh()
    assert [services.exams.go(sheet.attempt_id, place).question for place in range(8)] == stems
    candidate.sit(services.exams.go(sheet.attempt_id, 0))
    report = services.exams.report(sheet.attempt_id)
    assert report.result.share == 1.0
    assert all(item.changed_since for item in report.items)
    assert evidence.failures(services) == []


def test_an_attempt_keeps_its_blueprint_when_the_facts_change(
    services: Services, candidate: Candidate, home: Home
) -> None:
    sheet = services.exams.start(CERTIFICATION)
    write_exam_bank(home, questions=20, passing_score=900, minutes=3)
    services.library.refresh()
    over = candidate.sit(services.exams.resume(sheet.attempt_id))
    report = services.exams.report(over.attempt_id)
    assert (report.rules.limit_s, report.rules.scale.passing) == (720, 700)
    assert [share.scored for share in report.blueprint] == [2, 4]


def test_two_windows_on_one_attempt_write_into_the_same_form(
    services: Services, home: Home, clock: ManualClock, connect_to: Connect
) -> None:
    sheet = services.exams.start(CERTIFICATION)
    other = connect_to(home, clock)
    assert sheet.question is not None
    services.exams.answer(sheet.attempt_id, 0, key_of(sheet.question), Confidence.SURE)
    seen = other.exams.go(sheet.attempt_id, 1)
    assert seen.marks[0].answered
    assert other.exams.submit(sheet.attempt_id).status is Status.SUBMITTED
    with pytest.raises(ExamOver):
        services.exams.answer(sheet.attempt_id, 1, Response.choice({0}))
    assert len(evidence.entries(services)) == 1


def test_what_happened_is_kept_in_order(services: Services, candidate: Candidate) -> None:
    sheet = candidate.answer(services.exams.start(CERTIFICATION), stay=True)
    services.exams.flag(sheet.attempt_id, 0, True)
    services.exams.flag(sheet.attempt_id, 0, False)
    services.exams.go(sheet.attempt_id, REVIEW)
    services.exams.resume(sheet.attempt_id)
    services.exams.submit(sheet.attempt_id)
    events = evidence.rows(services, "SELECT kind, used_ms FROM exam_event ORDER BY number")
    assert [kind for kind, _used in events] == [
        "started", "answered", "flagged", "unflagged", "went", "returned", "submitted",
    ]  # fmt: skip
    assert [used for _kind, used in events] == sorted(used for _kind, used in events)
