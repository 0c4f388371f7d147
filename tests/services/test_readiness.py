"""Readiness over real answers: what is evidence, what is not, what is said, and how it is audited."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from studyapp.clock import ManualClock
from studyapp.domain.exams.rules import Mode
from studyapp.domain.judging import key_of
from studyapp.domain.questions import Confidence
from studyapp.domain.records import RecordKind
from studyapp.domain.responses import Response
from studyapp.errors import InvalidInput, NotFound
from studyapp.paths import Home
from studyapp.services import forecasting
from studyapp.services.facade import Services
from studyapp.services.readiness import p_pass_of
from studyapp.services.readiness_views import Focus
from studyapp.services.views import Goal
from studyapp.store import items
from tests.banks import CERTIFICATION, OBJECTIVES, certification, question, questions_file, write_yaml
from tests.services import evidence
from tests.services.learner import Learner

QUESTIONS = 150


@pytest.fixture
def bank(home: Home, services: Services) -> Services:
    """The test certification with a bank of 150 more questions, two thirds of them of domain 1."""
    folder = home.content / "large"
    items = [
        question(n, objective=OBJECTIVES[n % 3], difficulty=2, terms=["tst-101-t01"] if n == 1 else [])
        for n in range(13, 13 + QUESTIONS)
    ]
    write_yaml(folder / "questions.yaml", questions_file(items))
    services.library.refresh()
    return services


def answer_all(learner: Learner, most: int = 60, wrong_every: int = 5) -> None:
    """Answer that many new questions, each fifth wrongly."""
    learner.services.settings.update(new_cards_a_day=500, learning_steps=[])
    learner.services.study.start("questions", CERTIFICATION)
    for number in range(most):
        showing = learner.shown()
        learner.answer(showing, right=bool(number % wrong_every), elapsed_ms=5_000)


@pytest.fixture
def long_goal(bank: Services) -> Goal:
    chosen = Goal(CERTIFICATION, bank.context.today() + timedelta(days=30), 900)
    bank.goals.set(chosen)
    return chosen


def test_with_few_answers_there_is_no_number(learner: Learner, long_goal: Goal) -> None:
    answer_all(learner, most=6)

    line = learner.services.readiness.line()
    found = learner.services.readiness.of()

    assert line is not None
    assert (line.p_pass, line.answers) == (None, 6)
    assert not found.is_enough
    assert sum(domain.missing for domain in line.thin) == 2 * 25 - 6


def test_with_enough_answers_there_is_a_number_with_its_interval(learner: Learner, long_goal: Goal) -> None:
    answer_all(learner, most=80)

    line = learner.services.readiness.line()

    assert line is not None
    assert line.p_pass is not None
    assert line.p_low is not None
    assert line.p_high is not None
    assert 0 < line.p_low < line.p_pass < line.p_high < 1
    assert line.thin == ()


def test_first_answers_are_evidence_and_repeats_are_not(learner: Learner, long_goal: Goal) -> None:
    answer_all(learner, most=10)
    before = learner.services.readiness.of().forecast
    learner.sleep(3)
    seen = learner.study("questions", most=600)

    after = learner.services.readiness.of().forecast
    repeats = [showing for showing in seen if not showing.is_new]

    assert before is not None
    assert after is not None
    assert repeats
    assert after.answers == before.answers + len(seen) - len(repeats)


def test_an_answer_that_was_taken_back_is_no_evidence_and_neither_is_the_next(
    learner: Learner, long_goal: Goal
) -> None:
    learner.services.study.start("questions")
    learner.answer(right=False)
    again = learner.services.study.undo()
    learner.answer(again, right=True)

    found = learner.services.readiness.of().forecast

    assert found is not None
    assert found.answers == 0
    assert evidence.counted_again(learner.services) == evidence.totals(learner.services)


def test_what_is_forgotten_until_the_exam_counts_less(learner: Learner, long_goal: Goal) -> None:
    answer_all(learner, most=60)

    found = learner.services.readiness.of()

    assert found.forecast is not None
    assert found.if_today is not None
    assert found.on == long_goal.exam_on
    assert found.forecast.p_pass < found.if_today.p_pass
    for on_the_day, now in zip(found.forecast.domains, found.if_today.domains, strict=True):
        assert on_the_day.evidence.right == now.evidence.right
        assert on_the_day.evidence.worth < now.evidence.worth


def test_a_day_without_study_lowers_the_number_for_today(learner: Learner, long_goal: Goal) -> None:
    answer_all(learner, most=60)
    before = learner.services.readiness.of().if_today
    learner.sleep(14)

    after = learner.services.readiness.of().if_today

    assert before is not None
    assert after is not None
    assert after.p_pass < before.p_pass


def test_without_an_exam_date_the_number_is_for_today(learner: Learner, bank: Services) -> None:
    bank.goals.set(Goal(CERTIFICATION, None, 900))
    answer_all(learner, most=40)

    found = bank.readiness.of()

    assert found.on == found.today
    assert found.forecast == found.if_today


def test_a_pass_mark_that_nobody_publishes_is_an_assumption_of_ours(bank: Services, home: Home) -> None:
    facts = certification(exam={"questions": 50, "minutes": 90})
    write_yaml(home.content / CERTIFICATION / "certification.yaml", facts)
    bank.library.refresh()

    found = bank.readiness.of(CERTIFICATION)

    assert any("publishes no pass mark" in sentence for sentence in found.assumptions)
    assert found.forecast is not None
    assert (found.forecast.items, found.forecast.to_pass) == (50, 35)


def test_what_is_no_exam_has_no_number(bank: Services, home: Home) -> None:
    write_yaml(home.content / CERTIFICATION / "certification.yaml", certification(kind="credential"))
    bank.library.refresh()

    found = bank.readiness.of(CERTIFICATION)

    assert found.forecast is None
    assert "no exam" in found.no_exam
    assert bank.readiness.line(CERTIFICATION) is None


def test_an_unknown_certification_and_no_goal_are_said(bank: Services) -> None:
    with pytest.raises(NotFound):
        bank.readiness.of("nothing")
    with pytest.raises(InvalidInput):
        bank.readiness.of()


def test_calibration_counts_first_answers_by_confidence(learner: Learner, long_goal: Goal) -> None:
    learner.services.settings.update(new_cards_a_day=500, learning_steps=[])
    learner.services.study.start("questions")
    for confidence, right in (
        (Confidence.SURE, True), (Confidence.SURE, False), (Confidence.SURE, True), (Confidence.GUESS, False),
    ):  # fmt: skip
        learner.answer(right=right, confidence=confidence)

    found = learner.services.readiness.of()

    assert [(s.answers, s.right) for s in found.calibration_all] == [(3, 2), (0, 0), (1, 0)]
    assert sum(s.answers for row in found.calibration for s in row.said) == 4


def test_an_action_starts_a_session_of_that_work_alone(learner: Learner, long_goal: Goal) -> None:
    answer_all(learner, most=30)

    offer = learner.services.readiness.of().actions[0]
    learner.services.study.start("focus", CERTIFICATION, offer.focus)
    seen = learner.go_on()

    assert offer.action.points > 0
    assert {(s.domain_id, s.is_new, str(s.kind)) for s in seen if s.is_new} == {
        (offer.focus.domain_id, offer.focus.part == "new", offer.focus.kind)
    }


def test_a_focus_without_work_ends_at_once(learner: Learner, long_goal: Goal) -> None:
    learner.services.study.start("focus", CERTIFICATION, Focus("1", "review", "term"))
    assert learner.go_on() == []


def sit(services: Services, clock: ManualClock, *, right: bool, items: int = 10) -> None:
    """Sit a mock exam of `items` and answer all of it rightly or wrongly."""
    sheet = services.exams.start(CERTIFICATION, Mode.EXAM, items=items)
    for place in range(len(sheet.marks)):
        assert sheet.question is not None
        clock.advance(timedelta(seconds=20))
        response = (
            key_of(sheet.question) if right else Response.choice({min({0, 1, 2, 3} - sheet.question.key)})
        )
        sheet = services.exams.answer(
            sheet.attempt_id, place, response, Confidence.SURE, then=min(place + 1, len(sheet.marks) - 1)
        )
    services.exams.submit(sheet.attempt_id)


def test_a_mock_exam_tests_the_forecast_of_the_moment_before(
    learner: Learner, long_goal: Goal, clock: ManualClock
) -> None:
    answer_all(learner, most=45)
    before = learner.services.readiness.of().if_today
    sit(learner.services, clock, right=True)

    audit = learner.services.readiness.of().audit

    assert before is not None
    (outcome,) = audit.tested
    assert outcome.p_pass == pytest.approx(before.p_pass, abs=1e-3)
    assert (outcome.by, outcome.passed, outcome.because) == ("mock", True, "")
    assert audit.brier == pytest.approx((1 - outcome.p_pass) ** 2)
    assert [(band.said, band.came) for band in audit.bands] == [(1, 1)]


def test_a_mock_of_items_seen_before_is_no_test(
    learner: Learner, long_goal: Goal, clock: ManualClock
) -> None:
    answer_all(learner, most=160)
    sit(learner.services, clock, right=True)

    audit = learner.services.readiness.of().audit

    assert audit.counted == 0
    assert "first sights" in audit.tested[0].because


def test_without_a_number_there_is_nothing_to_audit(
    learner: Learner, long_goal: Goal, clock: ManualClock
) -> None:
    sit(learner.services, clock, right=False)
    assert learner.services.readiness.of().audit.tested == ()


def test_the_forecast_stands_in_the_log(learner: Learner, long_goal: Goal, clock: ManualClock) -> None:
    answer_all(learner, most=45)
    sit(learner.services, clock, right=False)

    ((payload,),) = evidence.rows(learner.services, "SELECT payload FROM log_entry WHERE kind = 'exam'")

    assert set(json.loads(payload)["forecast"]) == {"p_pass", "p_low", "p_high", "answers"}
    learner.services.health.rebuild()
    assert len(learner.services.readiness.of().audit.tested) == 1


def test_a_real_result_tests_the_forecast_of_before_its_day(learner: Learner, long_goal: Goal) -> None:
    services, context = learner.services, learner.services.context
    answer_all(learner, most=60)
    on = context.today() + timedelta(days=1)
    learner.sleep(1)
    with context.store.read() as session:
        before = forecasting.said_before(session, context, CERTIFICATION, on, is_past=True)["forecast"]
    services.study.start("questions")
    for _ in range(8):
        learner.answer(right=False)
    services.records.put(CERTIFICATION, RecordKind.FAILED, on)

    audit = services.readiness.of().audit

    (outcome,) = audit.tested
    assert outcome.p_pass == before["p_pass"]
    assert (outcome.by, outcome.passed, outcome.answers, outcome.counts) == ("real", False, 60, True)
    assert audit.brier == pytest.approx(outcome.p_pass**2)
    services.records.undo(CERTIFICATION)
    assert services.readiness.of().audit.tested == ()


def test_a_list_says_the_number_only_where_there_is_enough_evidence(
    learner: Learner, long_goal: Goal
) -> None:
    context = learner.services.context

    def listed() -> dict[str, float]:
        with context.store.read() as session:
            facts = items.certification(session, CERTIFICATION)
            assert facts is not None
            return p_pass_of(session, context, [facts], {CERTIFICATION: long_goal.exam_on})

    answer_all(learner, most=10)
    assert listed() == {}
    answer_all(learner, most=60)
    line = learner.services.readiness.line()
    assert line is not None
    assert listed() == {CERTIFICATION: line.p_pass}


def test_today_says_it_in_a_line(learner: Learner, long_goal: Goal) -> None:
    answer_all(learner, most=20)
    assert learner.services.study.today().readiness == learner.services.readiness.line()
