"""The plan: its numbers, its reasons, and what it promises."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest

from studyapp.clock import ManualClock
from studyapp.domain.memory import decay_of, retrievability
from studyapp.domain.planner import START_SECONDS
from studyapp.errors import NotFound
from studyapp.paths import Home
from studyapp.services import paces
from studyapp.services.facade import Services
from studyapp.services.views import Goal, Showing
from tests.banks import CERTIFICATION, write_bank
from tests.services import evidence
from tests.services.learner import Learner, ids


def test_a_plan_without_a_goal_says_what_to_do(learner: Learner) -> None:
    with pytest.raises(NotFound, match="no goal"):
        learner.services.study.plan()


def test_the_plan_goes_down_in_worth(learner: Learner, exam_goal: Goal) -> None:
    learner.study()
    learner.sleep()

    plan = learner.services.study.plan()

    assert len(plan.items) > 5
    assert all(first.index >= second.index for first, second in pairwise(plan.items))
    assert 0 <= plan.stop_at <= len(plan.items)


def test_the_first_lines_of_the_plan_fit_the_minutes(learner: Learner) -> None:
    today = learner.services.context.today()
    learner.services.goals.set(Goal(CERTIFICATION, today + timedelta(20), 3))

    plan = learner.services.study.plan()

    used = [item.seconds for item in plan.items[: plan.planned]]
    assert sum(used[:-1]) < 180 <= sum(used)
    assert plan.planned < len(plan.items)


def test_the_plan_names_each_term_once_a_day(learner: Learner, exam_goal: Goal) -> None:
    for _day in range(4):
        terms = [i.card_id.split(":")[1] for i in learner.services.study.plan().items if i.card_id[0] == "t"]
        assert len(terms) == len(set(terms))
        learner.study()
        learner.sleep(2)


def test_the_plan_holds_nothing_that_was_done_today(learner: Learner, exam_goal: Goal) -> None:
    seen = set(ids(learner.study()))
    families = {card_id.split(":")[1] for card_id in seen if card_id[0] == "t"}

    left = learner.services.study.plan().items

    assert not seen & {item.card_id for item in left}
    assert not families & {item.card_id.split(":")[1] for item in left}


def test_a_limit_shortens_the_list_and_not_the_plan(learner: Learner, exam_goal: Goal) -> None:
    whole, short = learner.services.study.plan(), learner.services.study.plan(limit=3)

    assert short.items == whole.items[:3]
    assert short.planned == whole.planned


@pytest.mark.parametrize("limit", [0, 3])
def test_a_plan_by_due_dates_can_be_listed_too(learner: Learner, goal: Goal, limit: int) -> None:
    plan = learner.services.study.plan()

    assert plan.order == "due"
    assert len(plan.items) == plan.planned == 18
    assert len(learner.services.study.plan(limit=limit).items) == limit


def test_the_numbers_of_a_reason_are_those_of_the_curve(learner: Learner, exam_goal: Goal) -> None:
    learner.study("questions")
    learner.sleep(4)
    plan = learner.services.study.plan()
    context = learner.services.context
    decay = decay_of(context.model.parameters)
    assert exam_goal.exam_on is not None
    seen = [item for item in plan.items if "Exam-day recall" in item.reason]
    assert len(seen) > 5

    for item in seen:
        state = learner.services.study.why(item.card_id).state
        assert state.memory is not None
        assert state.last_on is not None
        stability = state.memory.stability
        now = retrievability(stability, (context.today() - state.last_on).days, decay)
        then = retrievability(stability, (exam_goal.exam_on - state.last_on).days, decay)
        assert item.numbers["recall_now"] == pytest.approx(now)
        assert item.numbers["recall_on_exam_day"] == pytest.approx(then)
        assert item.numbers["recall_if_studied"] > then
        gained = f"{then:.0%} to {item.numbers['recall_if_studied']:.0%} for about {item.seconds:.0f} s"
        assert gained in item.reason


def test_the_reason_of_a_new_item_counts_what_was_met(learner: Learner, exam_goal: Goal) -> None:
    item = next(i for i in learner.services.study.plan().items if i.card_id == "t:tst-101-t01:definition")

    # The concept is the term itself: both directions and the one question that rests on it.
    assert (item.numbers["met"], item.numbers["of"]) == (0, 3)
    assert item.reason.startswith("You have met 0 of 3 items on ")
    assert f"{item.seconds:.0f} s" in item.reason


def test_items_have_names_that_people_know(learner: Learner, exam_goal: Goal) -> None:
    for item in learner.services.study.plan().items:
        assert item.title
        assert item.title != item.card_id


def test_a_plan_for_another_certification_can_be_asked_for(home: Home, learner: Learner, goal: Goal) -> None:
    write_bank(home.content, "oth-201", questions=4, terms=0)
    learner.services.library.refresh()

    plan = learner.services.study.plan(certification_id="oth-201")

    assert {item.card_id.split(":")[1][:7] for item in plan.items} == {"oth-201"}


def test_after_the_exam_the_plan_goes_by_due_dates(learner: Learner, exam_goal: Goal) -> None:
    learner.study()
    assert learner.services.study.plan().order == "exam"
    learner.sleep(31)

    today = learner.services.study.today()

    assert learner.services.study.plan().order == "due"
    assert not today.aimed_at_exam
    assert any("exam day has passed" in notice for notice in today.notices)


def test_on_the_exam_day_itself_the_plan_still_aims_at_it(learner: Learner, exam_goal: Goal) -> None:
    learner.sleep(30)

    assert learner.services.study.today().days_to_exam == 0
    assert learner.services.study.plan().order == "exam"


def test_the_advice_says_what_the_minutes_cover(learner: Learner) -> None:
    today = learner.services.context.today()
    # 12 questions of 60 s and 12 directions of 20 s are 960 s; three quarters of 10 x 60 s are 450 s.
    scarce = Goal(CERTIFICATION, today + timedelta(10), 1)
    assert "about 47% of this" in learner.services.goals.advice(scarce)
    assert "5 minutes would cover it" in learner.services.goals.advice(scarce)

    plenty = Goal(CERTIFICATION, today + timedelta(10), 30)
    assert "everything here before the exam" in learner.services.goals.advice(plenty)

    assert learner.services.goals.advice(Goal(CERTIFICATION, None, 30)) == ""


def test_the_learners_own_times_replace_the_starting_values(learner: Learner, goal: Goal) -> None:
    with learner.services.context.store.read() as session:
        before = paces.usual_seconds(session)
    learner.services.study.start("questions")
    for n in range(9):
        learner.answer(elapsed_ms=(10 + n) * 1000)

    with learner.services.context.store.read() as session:
        after = paces.usual_seconds(session)

    assert before == START_SECONDS
    assert after["question"].new == 14
    assert after["question"].lapse == START_SECONDS["question"].lapse
    assert after["term"] == START_SECONDS["term"]


def test_hasty_first_answers_do_not_fill_the_day(learner: Learner, goal: Goal) -> None:
    learner.services.study.start("questions")
    for _ in range(9):
        learner.answer(elapsed_ms=4_000)

    with learner.services.context.store.read() as session:
        expected = paces.expected_seconds(session)

    assert expected["question"].new == (9 * 4 + 15 * 60) / 24
    assert expected["term"] == START_SECONDS["term"]


def test_an_item_put_off_counts_tomorrow_and_not_today(learner: Learner, goal: Goal) -> None:
    learner.study(elapsed_ms=4_000)
    learner.sleep(3)
    before = learner.services.study.today().week
    learner.services.study.start("cards")
    showing = learner.services.study.next()
    assert isinstance(showing, Showing)
    learner.services.study.bury(showing.card_id)

    after = learner.services.study.today().week

    assert (after[0].due, after[1].due) == (before[0].due - 1, before[1].due + 1)


def test_today_adds_up(learner: Learner, exam_goal: Goal) -> None:
    learner.study(elapsed_ms=7_000)
    learner.sleep(3)
    today = learner.services.study.today()
    plan = learner.services.study.plan()

    parts = [part for part in today.parts if part.name != "coming back"]
    assert sum(part.count for part in parts) == plan.planned
    minutes = sum(item.seconds for item in plan.items[: plan.planned]) / 60
    assert sum(part.minutes for part in parts) == pytest.approx(minutes)
    assert today.days_to_exam == 27
    assert today.advice == plan.advice


def test_what_is_in_its_steps_stands_in_todays_plan(learner: Learner, goal: Goal) -> None:
    learner.services.study.start()
    for _ in range(3):
        learner.answer(right=False, elapsed_ms=0)

    (coming_back,) = [p for p in learner.services.study.today().parts if p.name == "coming back"]

    assert coming_back.count == 3


def test_a_suspended_or_retired_card_is_in_no_forecast(learner: Learner, goal: Goal) -> None:
    learner.study()
    due = sum(day.due for day in learner.services.progress.overview().forecast)
    learner.services.study.suspend("q:tst-101-q03")

    assert due == 18
    assert sum(day.due for day in learner.services.progress.overview().forecast) == 17


def test_the_forecast_agrees_with_the_cards(learner: Learner, goal: Goal) -> None:
    for _day in range(5):
        learner.study(right=lambda showing: showing.number % 5 != 0)
        learner.sleep(2)
    today = learner.services.context.today()

    forecast = {load.day: load.due for load in learner.services.progress.overview().forecast}

    counted: dict[str, int] = dict(
        evidence.rows(
            learner.services, "SELECT due_on, count(*) FROM card WHERE due_on IS NOT NULL GROUP BY due_on"
        )
    )
    overdue = sum(count for day, count in counted.items() if day <= today.isoformat())
    assert overdue > 0
    assert forecast[today] == overdue
    for offset in range(1, 30):
        day = today + timedelta(offset)
        assert forecast[day] == counted.get(day.isoformat(), 0)


def test_the_days_work_is_made_again_once_anybody_changed_anything(
    services: Services,
    learner: Learner,
    goal: Goal,
    clock: ManualClock,
    home: Home,
    connect_to: Callable[..., Services],
) -> None:
    services.study.today()
    made = services.context.last_work
    services.study.start("today")
    assert services.context.last_work is made, "between the first screen and the session nothing changed"
    other = connect_to(home, clock)
    other.study.start("today")
    answered = Learner(other, clock)
    card_id = answered.shown().card_id
    assert made is not None
    assert card_id in [queued.card_id for queued in made[1].queue]
    answered.answer()
    services.study.today()
    made = services.context.last_work
    assert made is not None
    assert card_id not in [queued.card_id for queued in made[1].queue]
    clock.advance(timedelta(days=1))
    services.study.start("today")
    assert services.context.last_work is not made, "it is another day"
