"""How much a session holds: the minutes of the day, the limits of a day, and a backlog."""

from __future__ import annotations

from datetime import timedelta

import pytest

from studyapp.domain.log import ItemKind
from studyapp.domain.memory import Phase
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Finished, Goal, Showing
from tests.banks import CERTIFICATION, write_bank
from tests.services.learner import Learner, ids


def test_no_new_card_is_begun_after_the_minutes_are_over(learner: Learner, services: Services) -> None:
    services.goals.set(Goal(CERTIFICATION, None, 5))
    services.study.start()
    for _ in range(5):
        learner.answer(elapsed_ms=60_000)

    rest = learner.go_on()

    assert not [showing for showing in rest if showing.is_new]


@pytest.mark.parametrize("exam_in", [None, 30])
def test_the_minutes_of_a_day_are_used_only_once(
    learner: Learner, services: Services, exam_in: int | None
) -> None:
    today = services.context.today()
    services.goals.set(Goal(CERTIFICATION, today + timedelta(exam_in) if exam_in else None, 2))
    learner.study(elapsed_ms=60_000)

    services.study.start()

    assert isinstance(services.study.next(), Finished)
    assert services.study.today().planned == 0


@pytest.mark.parametrize("exam_in", [None, 30])
def test_more_goes_on_after_the_minutes_are_over(
    learner: Learner, services: Services, exam_in: int | None
) -> None:
    today = services.context.today()
    services.goals.set(Goal(CERTIFICATION, today + timedelta(exam_in) if exam_in else None, 2))
    learner.study(elapsed_ms=60_000)
    ended = services.study.next()
    assert isinstance(ended, Finished)
    assert ended.more_available

    services.study.start("more")

    assert isinstance(services.study.next(), Showing)


@pytest.mark.parametrize("exam_in", [None, 30])
@pytest.mark.parametrize(("scope", "kind"), [("cards", ItemKind.TERM), ("questions", ItemKind.QUESTION)])
def test_one_kind_goes_on_after_the_minutes_are_over(
    learner: Learner, services: Services, exam_in: int | None, scope: str, kind: ItemKind
) -> None:
    today = services.context.today()
    services.goals.set(Goal(CERTIFICATION, today + timedelta(exam_in) if exam_in else None, 2))
    learner.study(elapsed_ms=60_000)
    assert services.study.today().minutes_done >= 2

    seen = learner.study(scope, elapsed_ms=60_000)

    assert {showing.kind for showing in seen} == {kind}
    # Ten minutes at a minute each, and what comes back from its first steps.
    assert 3 <= len(set(ids(seen))) <= 11


@pytest.mark.parametrize("scope", ["cards", "questions"])
def test_one_kind_keeps_to_the_minutes_while_there_are_any(
    learner: Learner, services: Services, scope: str
) -> None:
    services.goals.set(Goal(CERTIFICATION, None, 2))

    services.study.start(scope)

    assert len(set(ids(learner.go_on(elapsed_ms=60_000)))) == 2


@pytest.mark.parametrize("goal_fixture", ["goal", "exam_goal"])
def test_today_knows_whether_there_is_more(
    learner: Learner, goal_fixture: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(goal_fixture)
    assert learner.services.study.today().more_available
    learner.study()
    while learner.end_of("more").more_available:
        assert learner.services.study.today().more_available
        learner.study("more")

    assert not learner.services.study.today().more_available


def test_more_after_another_certification_is_more_of_that_one(
    home: Home, learner: Learner, goal: Goal
) -> None:
    write_bank(home.content, "oth-201", questions=40, terms=2)
    learner.services.library.refresh()
    while learner.end_of("more").more_available:
        learner.study("more")
    learner.services.settings.update(new_cards_a_day=100)
    learner.services.study.start("try", "oth-201")

    learner.go_on()
    finished = learner.services.study.next()

    assert isinstance(finished, Finished)
    assert finished.more_available


@pytest.mark.parametrize("goal_fixture", ["goal", "exam_goal"])
def test_more_is_offered_only_when_there_is_more(
    learner: Learner, goal_fixture: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(goal_fixture)
    for _day in range(3):
        while learner.end_of("more").more_available:
            before = learner.services.study.today().answers_today
            learner.study("more")
            assert learner.services.study.today().answers_today > before
        learner.services.study.start("more")
        assert isinstance(learner.services.study.next(), Finished)
        learner.sleep()


def test_the_number_of_new_cards_is_limited_per_day(learner: Learner, goal: Goal) -> None:
    learner.services.settings.update(new_cards_a_day=3)

    first = [s.card_id for s in learner.study() if s.is_new]
    second = [s.card_id for s in learner.study() if s.is_new]
    learner.sleep()
    next_day = [s.card_id for s in learner.study() if s.is_new]

    assert (len(first), len(second), len(next_day)) == (3, 0, 3)


def test_no_new_cards_are_shown_when_none_are_wanted(learner: Learner, goal: Goal) -> None:
    learner.services.settings.update(new_cards_a_day=0)

    assert learner.study() == []


def test_the_number_of_reviews_is_limited_per_day(learner: Learner, goal: Goal) -> None:
    learner.study()
    learner.sleep(40)
    learner.services.settings.update(reviews_a_day=4, new_cards_a_day=0)

    first = [s.card_id for s in learner.study() if s.state.phase is Phase.REVIEW]
    second = [s.card_id for s in learner.study() if s.state.phase is Phase.REVIEW]

    assert (len(first), len(second)) == (4, 0)


def test_learning_steps_do_not_use_up_the_reviews(learner: Learner, goal: Goal) -> None:
    learner.services.settings.update(new_cards_a_day=10)
    learner.study()
    learner.sleep(40)
    # Four new cards are answered twelve times in their steps.
    learner.services.settings.update(new_cards_a_day=4, reviews_a_day=0)
    assert len(learner.study(right=lambda showing: showing.number > 4)) == 12
    learner.services.settings.update(reviews_a_day=5)

    reviews = [s.card_id for s in learner.study() if s.state.phase is Phase.REVIEW]

    assert len(reviews) == 5


def test_a_backlog_begins_with_what_is_nearest_to_being_forgotten(learner: Learner, goal: Goal) -> None:
    learner.study(right=lambda showing: showing.number % 4 != 0)
    learner.sleep(60)
    learner.services.settings.update(new_cards_a_day=0)
    learner.services.study.start()

    recalls = []
    while isinstance(showing := learner.services.study.next(), Showing):
        if showing.state.phase is Phase.REVIEW:
            recall = learner.services.study.why(showing.card_id).recall_now
            assert recall is not None
            recalls.append(recall)
        learner.answer(showing, elapsed_ms=0)

    assert len(recalls) > 5
    assert recalls == sorted(recalls)
