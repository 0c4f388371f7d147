"""An item in quarantine: not asked, not counted, exams re-scored, learners told; the log stays as it is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest

from studyapp.clock import ManualClock
from studyapp.domain.exams.rules import Mode
from studyapp.domain.log import EntryKind
from studyapp.exam_words import report_lines
from studyapp.paths import Home
from studyapp.services.exams.views import QuizChoice
from studyapp.services.facade import Services
from studyapp.services.forecasting import audit_of
from studyapp.services.views import Goal
from studyapp.store import journal
from tests.banks import CERTIFICATION, question, question_id, questions_file, term_id, write_yaml
from tests.services import evidence
from tests.services.exams.conftest import Candidate
from tests.services.learner import Learner

WHY = "The documentation says otherwise."


def put_aside(home: Home, *numbers: int) -> None:
    """Write the bank with these questions in quarantine."""
    items: list[dict[str, Any]] = [
        question(n, CERTIFICATION, [term_id(n)] if n <= 6 else []) for n in range(1, 13)
    ]
    for number in numbers:
        items[number - 1]["quarantined"] = {"on": "2026-06-01", "because": WHY}
    write_yaml(home.content / CERTIFICATION / "questions.yaml", questions_file(items))


def log(home: Home) -> list[tuple[object, ...]]:
    """Every entry with all that it says."""
    with closing(sqlite3.connect(home.database)) as connection:
        return connection.execute("SELECT * FROM log_entry ORDER BY id").fetchall()


def exam_of_three(services: Services, clock: ManualClock, right: int) -> str:
    """A quiz of three questions, the first so many right."""
    sheet = services.exams.start(CERTIFICATION, Mode.CUSTOM, seed=3, choice=QuizChoice(items=3))
    return Candidate(services, clock).sit(sheet, right=right).attempt_id


def form_of(home: Home) -> list[tuple[str]]:
    """The ids of the questions of the one attempt, in the order of its form."""
    with closing(sqlite3.connect(home.database)) as connection:
        return connection.execute("SELECT question_id FROM exam_item ORDER BY place").fetchall()


def number_of(item_id: str) -> int:
    return next(n for n in range(1, 13) if question_id(n) == item_id)


def test_it_is_asked_neither_in_study_nor_in_exams(
    services: Services, learner: Learner, home: Home, goal: Goal
) -> None:
    put_aside(home, 1, 2)
    services.library.refresh()

    asked = {showing.card_id for showing in learner.study("questions")}
    sheet = services.exams.start(CERTIFICATION, Mode.CUSTOM, seed=1, choice=QuizChoice(items=50))

    assert asked.isdisjoint({"q:tst-101-q01", "q:tst-101-q02"})
    assert len(sheet.marks) == 10
    assert services.exams.found_by(CERTIFICATION, QuizChoice()) == 10


def test_an_item_that_is_already_in_the_queue_is_passed_over(
    services: Services, learner: Learner, home: Home, goal: Goal
) -> None:
    services.study.start("questions")
    first = learner.shown()
    assert first.question is not None
    put_aside(home, *range(2, 13))
    services.library.refresh()
    learner.answer(first)

    assert all(showing.card_id == "q:tst-101-q01" for showing in learner.go_on())


def test_an_exam_is_scored_anew_and_both_figures_are_told(
    services: Services, clock: ManualClock, home: Home
) -> None:
    attempt_id = exam_of_three(services, clock, right=2)
    before = services.exams.report(attempt_id)
    missed = next(item for item in before.items if not item.verdict.correct)
    entries = log(home)
    clock.advance(timedelta(days=2))
    put_aside(home, number_of(missed.question.id))
    services.library.refresh()

    report = services.exams.report(attempt_id)

    assert (before.result.right, before.result.items) == (2, 3)
    assert (report.result.right, report.result.items, report.result.share) == (2, 2, 1.0)
    assert report.line.rescored is not None
    assert report.line.rescored.on == services.context.today()
    assert report.line.rescored.places == (missed.place,)
    assert (report.line.rescored.right, report.line.rescored.items) == (2, 3)
    assert report.line.share == services.exams.attempts()[0].share == 1.0
    assert report.items[missed.place].quarantined == WHY
    assert not report.items[missed.place].changed_since
    told = "\n".join(report_lines(report))
    assert f"item {missed.place + 1} does not count any more" in told
    assert "Before: 67% of the points; now: 100%." in told
    assert WHY in told
    assert log(home) == entries


def test_an_item_of_an_open_exam_stays_as_shown_and_does_not_count_when_it_is_handed_in(
    services: Services, clock: ManualClock, home: Home
) -> None:
    sheet = services.exams.start(CERTIFICATION, Mode.CUSTOM, seed=3, choice=QuizChoice(items=3))
    attempt_id, shown = sheet.attempt_id, sheet.question
    assert shown is not None
    put_aside(home, number_of(shown.id))
    services.library.refresh()
    sheet = services.exams.resume(attempt_id)

    assert sheet.question == shown
    assert len(sheet.marks) == 3
    sheet = Candidate(services, clock).answer(sheet, right=False)
    Candidate(services, clock).sit(sheet, right=3)

    report = services.exams.report(attempt_id)
    assert (report.result.right, report.result.items, report.result.share) == (2, 2, 1.0)
    assert report.line.share == services.exams.attempts()[0].share == 1.0
    assert report.line.rescored is not None
    assert (report.line.rescored.left_out, report.line.rescored.places) == ((0,), ())
    assert report.items[0].quarantined == WHY
    told = "\n".join(report_lines(report))
    assert "Item 1 does not count: while you sat the exam, its key came into doubt." in told
    assert "Re-scored" not in told
    assert services.mistakes.open_count() == 0


def test_the_terms_of_an_item_that_does_not_count_do_not_become_due(
    services: Services, clock: ManualClock, home: Home, goal: Goal
) -> None:
    sheet = services.exams.start(CERTIFICATION, Mode.CUSTOM, seed=3, choice=QuizChoice(items=12))
    numbers = [number_of(item_id) for (item_id,) in form_of(home)]
    put_aside(home, *(n for n in numbers if n != 1))
    services.library.refresh()

    Candidate(services, clock).sit(sheet, right=0)

    added = evidence.rows(services, "SELECT DISTINCT card_id FROM log_entry WHERE card_id LIKE 't:%'")
    assert {card_id.split(":")[1] for (card_id,) in added} == {term_id(1)}


def test_what_leaves_an_exam_after_it_was_handed_in_is_told_apart_from_what_never_counted(
    services: Services, clock: ManualClock, home: Home
) -> None:
    sheet = services.exams.start(CERTIFICATION, Mode.CUSTOM, seed=3, choice=QuizChoice(items=3))
    first, second, _third = [number_of(item_id) for (item_id,) in form_of(home)]
    put_aside(home, first)
    services.library.refresh()
    attempt_id = Candidate(services, clock).sit(sheet, right=2).attempt_id
    clock.advance(timedelta(days=2))
    put_aside(home, first, second)
    services.library.refresh()

    report = services.exams.report(attempt_id)

    rescored = report.line.rescored
    assert rescored is not None
    assert (rescored.left_out, rescored.places, rescored.on) == ((0,), (1,), services.context.today())
    assert (rescored.right, rescored.items, report.result.right, report.result.items) == (1, 2, 0, 1)
    told = "\n".join(report_lines(report))
    assert "Item 1 does not count: while you sat" in told
    assert "item 2 does not count any more, its key is in doubt. Before: 50% of the points; now: 0%." in told
    put_aside(home)
    services.library.refresh()
    report = services.exams.report(attempt_id)
    assert (report.line.rescored, report.result.right, report.result.items) == (None, 2, 3)


def test_a_lifted_item_counts_again_as_if_nothing_had_been(
    services: Services, clock: ManualClock, home: Home
) -> None:
    attempt_id = exam_of_three(services, clock, right=1)
    before = services.exams.report(attempt_id)
    put_aside(home, *(number_of(item.question.id) for item in before.items))
    services.library.refresh()
    assert services.exams.report(attempt_id).result.items == 0
    put_aside(home)
    services.library.refresh()

    assert services.exams.report(attempt_id) == before
    assert services.exams.attempts()[0].rescored is None


def test_the_day_on_which_it_left_is_that_of_the_first_reading(
    services: Services, clock: ManualClock, home: Home
) -> None:
    attempt_id = exam_of_three(services, clock, right=1)
    places = services.exams.report(attempt_id).items
    put_aside(home, number_of(places[0].question.id))
    services.library.refresh()
    first = services.context.today()
    clock.advance(timedelta(days=5))
    put_aside(home, *(number_of(item.question.id) for item in places[:2]))
    services.library.refresh()

    rescored = services.exams.report(attempt_id).line.rescored
    assert rescored is not None
    assert rescored.on == first + timedelta(days=5)
    put_aside(home, number_of(places[0].question.id))
    services.library.refresh()
    again = services.exams.report(attempt_id).line.rescored
    assert again is not None
    assert again.on == first


def test_readiness_mastery_and_first_answers_are_without_it(
    services: Services, learner: Learner, home: Home, goal: Goal
) -> None:
    learner.study("questions", right=lambda s: s.card_id != "q:tst-101-q01" or not s.is_new)
    before = services.readiness.of(CERTIFICATION)
    shares_before = services.sharing.gather(_items()).certifications[0]
    put_aside(home, 1)
    services.library.refresh()

    after = services.readiness.of(CERTIFICATION)
    shares = services.sharing.gather(_items()).certifications[0]

    answers_before, answers = (sum(s.answers for s in r.calibration_all) for r in (before, after))
    assert answers == answers_before - 1
    assert sum(d.items for d in after.domains) == sum(d.items for d in before.domains) - 1
    assert shares.first_answers == shares_before.first_answers - 1
    assert shares.first_right == shares_before.first_right
    said = sum(s.answers for d in shares.domains for s in d.calibration)
    assert said == sum(s.answers for d in shares_before.domains for s in d.calibration) - 1
    assert services.mistakes.notebook().mistakes == ()
    assert services.mistakes.open_count() == 0


def _items() -> Any:
    from studyapp.export.view import Privacy
    from studyapp.services.sharing.request import Request

    return Request(Privacy.ITEMS)


def test_the_answers_still_reach_the_author(
    services: Services, learner: Learner, home: Home, goal: Goal
) -> None:
    learner.study("questions")
    put_aside(home, 1)
    services.library.refresh()

    assert "tst-101-q01" in services.sharing.gather(_items()).attempts[0].item


def test_learners_who_answered_it_are_told_and_nobody_else(
    services: Services, learner: Learner, clock: ManualClock, home: Home, goal: Goal
) -> None:
    put_aside(home, 1)
    services.library.refresh()
    assert not any("in doubt" in notice for notice in services.study.today().notices)
    assert services.study.marked() == ()
    put_aside(home)
    services.library.refresh()
    learner.study("questions")
    put_aside(home, 1)
    services.library.refresh()

    (notice,) = [n for n in services.study.today().notices if "in doubt" in n]
    (marked,) = services.study.marked()

    assert "counts no more" in notice
    assert (marked.card_id, marked.quarantined, marked.gone) == ("q:tst-101-q01", WHY, False)
    clock.advance(timedelta(days=15))
    assert not any("in doubt" in n for n in services.study.today().notices)
    assert len(services.study.marked()) == 1


def test_the_caches_agree_with_the_log(services: Services, learner: Learner, home: Home, goal: Goal) -> None:
    learner.study("questions")
    put_aside(home, 1, 3)
    services.library.refresh()
    assert evidence.failures(services) == []
    services.health.rebuild()
    assert evidence.failures(services) == []


@pytest.mark.parametrize("right", [0, 2])
def test_a_forecast_is_judged_by_the_score_as_it_is_now(
    services: Services, clock: ManualClock, home: Home, right: int
) -> None:
    attempt_id = exam_of_three(services, clock, right=right)
    report = services.exams.report(attempt_id)
    missed = [item for item in report.items if not item.verdict.correct]
    put_aside(home, *(number_of(item.question.id) for item in missed))
    services.library.refresh()

    said = {
        "attempt_id": attempt_id, "certification_id": CERTIFICATION, "passed": False, "answered": 3,
        "first_sights": 3, "forecast": {"p_pass": 0.8, "p_low": 0.6, "p_high": 0.9, "answers": 200},
    }  # fmt: skip
    today = services.context.today()
    with services.context.store.write() as session:
        journal.append(session, services.context.device_id, EntryKind.EXAM, clock.now(), today, payload=said)
    with services.context.store.read() as session:
        (test,) = audit_of(session, CERTIFICATION).tested
    assert test.passed is (right == 2)
