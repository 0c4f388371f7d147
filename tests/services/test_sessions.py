"""Study sessions: what comes, in which order, and when it ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from studyapp.clock import ManualClock
from studyapp.domain.log import ItemKind
from studyapp.errors import InvalidInput
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Finished, Goal, Showing, Waiting
from tests.banks import CERTIFICATION, glossary_file, question, questions_file, term, write_bank, write_yaml
from tests.services.learner import Learner, ids


def test_a_session_without_an_exam_date_follows_the_guide(learner: Learner, goal: Goal) -> None:
    seen = learner.study()

    for kind in ItemKind:
        objectives = [s.objective.split()[0] for s in seen if s.is_new and s.kind is kind]
        assert len(set(objectives)) == 3
        assert objectives == sorted(objectives)
    assert {showing.reason for showing in seen if showing.is_new} == {"New: next in the guide's order."}


def test_a_session_towards_an_exam_follows_the_plan(learner: Learner, exam_goal: Goal) -> None:
    plan = learner.services.study.plan()
    assert plan.order == "exam"

    seen = learner.study()

    new = [showing.card_id for showing in seen if showing.is_new]
    assert new == [item.card_id for item in plan.items][: plan.planned]
    assert all("if you study them now" in s.reason for s in seen if s.is_new)


@pytest.mark.parametrize("goal_fixture", ["goal", "exam_goal"])
def test_the_session_holds_what_today_promised(
    learner: Learner, goal_fixture: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(goal_fixture)
    for _day in range(5):
        promised = learner.services.study.today()

        seen = learner.study(right=lambda showing: showing.number % 4 != 0)

        assert len(set(ids(seen))) == promised.planned
        left = learner.services.study.today()
        assert left.planned == 0, list(left.parts)
        learner.sleep()


def test_all_is_met_once_there_is_time_for_it(learner: Learner, goal: Goal) -> None:
    learner.study()

    assert learner.services.library.certifications()[0].seen == 18


def test_a_wrong_answer_returns_the_card_within_the_session(learner: Learner, goal: Goal) -> None:
    learner.services.study.start()
    first = learner.shown()
    feedback = learner.answer(first, right=False)
    assert feedback.interval == timedelta(minutes=1)

    before = [learner.shown()]
    while before[-1].card_id != first.card_id:
        learner.answer(before[-1], elapsed_ms=20_000)
        before.append(learner.shown())

    assert before[-1].reason == "Back after its learning step."
    assert 2 <= len(before) <= 5


def test_a_shared_term_is_headed_by_the_goal_and_says_why_it_is_in_its_plan(
    home: Home, learner: Learner
) -> None:
    write_bank(home.content, "oth-201", questions=0, terms=1, uses=["tst-101-t01"])
    learner.services.library.refresh()
    today = learner.services.context.today()
    learner.services.goals.set(Goal("oth-201", today + timedelta(days=20), 60))

    heads = {showing.card_id.split(":")[1]: showing.subject for showing in learner.study()}

    assert heads["tst-101-t01"] == ("OTH-201", "shared with TST-101")
    assert heads["oth-201-t01"][0] == "OTH-201"
    assert "shared" not in heads["oth-201-t01"][1]
    why = learner.services.study.why
    shared = "OTH-201 asks for this term, and so does TST-101: learned once, it counts for both."
    assert shared in why("t:tst-101-t01:definition").reason
    assert "It belongs to OTH-201, which you aim at." in why("t:oth-201-t01:definition").reason


def test_a_card_in_its_steps_waits_for_its_time_while_there_is_other_work(
    learner: Learner, goal: Goal
) -> None:
    learner.services.study.start()
    first = learner.shown()
    learner.answer(first, elapsed_ms=0)

    assert learner.shown().card_id != first.card_id


def test_with_nothing_else_left_a_card_comes_a_little_early(learner: Learner, goal: Goal) -> None:
    learner.services.settings.update(new_cards_a_day=1)
    learner.services.study.start()
    first = learner.shown()
    learner.answer(first, elapsed_ms=0)

    again = learner.shown()

    assert again.card_id == first.card_id
    assert again.reason == "Back a little early: nothing else is left."


def test_a_long_step_makes_the_session_wait(learner: Learner, goal: Goal, clock: ManualClock) -> None:
    learner.services.settings.update(new_cards_a_day=1, learning_steps=[60])
    learner.services.study.start()
    learner.answer(right=False, elapsed_ms=0)

    waiting = learner.services.study.next()

    assert waiting == Waiting(clock.now() + timedelta(minutes=60), 1)
    clock.advance(timedelta(minutes=60))
    assert isinstance(learner.services.study.next(), Showing)


def test_a_step_that_was_left_open_comes_back_in_the_next_session(learner: Learner, goal: Goal) -> None:
    learner.services.study.start()
    first = learner.shown()
    learner.answer(first, right=False)
    learner.clock.advance(timedelta(hours=2))

    learner.services.study.start()

    assert learner.shown().card_id == first.card_id


def test_a_step_that_was_left_open_comes_back_towards_an_exam_too(learner: Learner, exam_goal: Goal) -> None:
    learner.services.study.start()
    first = learner.shown()
    learner.answer(first, right=False)
    learner.clock.advance(timedelta(hours=2))

    learner.services.study.start()

    assert learner.shown().card_id == first.card_id


def test_a_term_from_another_glossary_comes_back_from_its_steps_too(
    home: Home, learner: Learner, connect_to: Callable[..., Services]
) -> None:
    write_bank(home.content, "oth-201", questions=0, terms=0, uses=["tst-101-t01", "tst-101-t02"])
    learner.services.library.refresh()
    today = learner.services.context.today()
    learner.services.goals.set(Goal("oth-201", today + timedelta(days=20), 60))
    learner.services.study.start()
    first = learner.shown()
    learner.answer(first, right=False)
    learner.clock.advance(timedelta(hours=2))

    learner.services.study.start()

    assert learner.shown().card_id == first.card_id


def test_the_two_directions_of_a_term_stay_on_different_days(learner: Learner, goal: Goal) -> None:
    for _day in range(9):
        seen = learner.study(right=lambda showing: showing.number % 3 != 0)
        directions = {(s.card_id, s.term.id) for s in seen if s.term is not None}
        assert max(Counter(term for _card, term in directions).values(), default=1) == 1
        learner.sleep()

    assert len(set(_terms_met(learner))) > 9


def _terms_met(learner: Learner) -> list[str]:
    found = []
    for hit in learner.services.library.terms():
        detail = learner.services.library.term(hit.term_id)
        found += [
            f"{hit.term_id}:{direction}" for direction, state in detail.states.items() if state.reps
        ]  # fmt: skip
    return found


def test_the_second_direction_of_a_term_waits_for_the_first(learner: Learner, exam_goal: Goal) -> None:
    first_day = [s.card_id for s in learner.study("cards")]
    learner.sleep()
    second_day = [s.card_id for s in learner.study("cards")]

    assert {card.rpartition(":")[2] for card in first_day} == {"definition"}
    assert "term" in {card.rpartition(":")[2] for card in second_day}


@pytest.mark.parametrize(
    ("scope", "kinds"),
    [
        ("cards", {ItemKind.TERM}),
        ("questions", {ItemKind.QUESTION}),
        ("today", {ItemKind.TERM, ItemKind.QUESTION}),
    ],
)
@pytest.mark.parametrize("goal_fixture", ["goal", "exam_goal"])
def test_a_scope_holds_only_its_kind(
    learner: Learner, scope: str, kinds: set[ItemKind], goal_fixture: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(goal_fixture)

    assert {showing.kind for showing in learner.study(scope)} == kinds


def test_a_scope_that_does_not_exist_is_refused(learner: Learner) -> None:
    with pytest.raises(InvalidInput, match="everything"):
        learner.services.study.start("everything")


def test_five_questions_need_no_goal(learner: Learner) -> None:
    seen = learner.study("try")

    questions = list(dict.fromkeys(ids(seen)))
    assert len(questions) == 5
    assert all(showing.kind is ItemKind.QUESTION for showing in seen)


def test_five_questions_are_spread_over_the_bank(learner: Learner) -> None:
    seen = learner.study("try")

    assert {showing.domain for showing in seen} == {"Foundations", "Practice"}


def test_five_questions_come_from_the_named_certification(home: Home, learner: Learner) -> None:
    write_bank(home.content, "oth-201", questions=7)
    learner.services.library.refresh()

    learner.services.study.start("try", "oth-201")

    assert {s.certification_code for s in learner.go_on()} == {"OTH-201"}


def test_five_questions_of_a_bank_with_three_are_three(home: Home, learner: Learner) -> None:
    write_bank(home.content, "oth-201", questions=3)
    learner.services.library.refresh()

    learner.services.study.start("try", "oth-201")

    assert len(set(ids(learner.go_on()))) == 3


def test_five_questions_of_nothing_end_at_once(learner: Learner) -> None:
    learner.services.study.start("try", "no-such-thing")

    assert isinstance(learner.services.study.next(), Finished)


def test_a_session_without_goal_and_history_ends_at_once(learner: Learner) -> None:
    learner.services.study.start()

    finished = learner.services.study.next()

    assert finished == Finished(0, 0, 0.0, 0, False)


def test_a_session_before_any_start_ends_at_once(learner: Learner) -> None:
    assert isinstance(learner.services.study.next(), Finished)


def test_the_end_counts_what_was_done(learner: Learner, goal: Goal) -> None:
    learner.services.settings.update(new_cards_a_day=4, learning_steps=[])
    learner.services.study.start()
    for right in (True, False, True, True):
        learner.answer(right=right, elapsed_ms=15_000)

    finished = learner.services.study.next()

    assert isinstance(finished, Finished)
    assert (finished.answered, finished.right, finished.seconds) == (4, 3, 60.0)


def test_the_number_on_screen_counts_up(learner: Learner, goal: Goal) -> None:
    learner.services.settings.update(new_cards_a_day=4, learning_steps=[])
    learner.services.study.start()

    shown = []
    for _ in range(4):
        showing = learner.shown()
        shown.append((showing.place.number, showing.of))
        learner.answer(showing)

    assert shown == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_what_comes_back_does_not_make_the_session_longer(learner: Learner, goal: Goal) -> None:
    learner.services.settings.update(new_cards_a_day=4)
    learner.services.study.start()

    shown = []
    while isinstance(showing := learner.services.study.next(), Showing):
        shown.append((showing.place.number, showing.of, showing.place.is_repeat))
        learner.answer(showing)

    assert {of for _number, of, _repeat in shown} == {4}
    assert [number for number, _of, is_repeat in shown if not is_repeat] == [1, 2, 3, 4]
    assert any(is_repeat for _number, _of, is_repeat in shown)


def test_an_item_that_left_its_file_is_passed_over(home: Home, learner: Learner, goal: Goal) -> None:
    learner.services.study.start()
    first = learner.shown()
    bank = home.content / CERTIFICATION
    kept = [question(n) for n in range(1, 13) if f"q:{question(n)['id']}" != first.card_id]
    write_yaml(bank / "questions.yaml", questions_file(kept))
    write_yaml(
        bank / "glossary.yaml",
        glossary_file([t for t in map(term, range(1, 7)) if t["id"] not in first.card_id]),
    )
    learner.services.library.refresh()

    assert first.card_id not in ids(learner.go_on())


def test_a_session_survives_a_bank_that_vanished(home: Home, learner: Learner, goal: Goal) -> None:
    for path in (home.content / CERTIFICATION).iterdir():
        path.unlink()
    write_bank(home.content, questions=1000, terms=0)
    learner.services.library.refresh()
    learner.services.settings.update(new_cards_a_day=9999)
    learner.services.goals.set(Goal(CERTIFICATION, None, 960))
    learner.services.study.start()
    (home.content / CERTIFICATION / "questions.yaml").unlink()
    learner.services.library.refresh()

    assert isinstance(learner.services.study.next(), Finished)


def test_a_retired_question_is_not_asked_any_more(home: Home, learner: Learner, goal: Goal) -> None:
    learner.study()
    retired = question(3, retired={"on": "2026-07-02", "because": "It is out of date."})
    others = [question(n) for n in range(1, 13) if n != 3]
    write_yaml(home.content / CERTIFICATION / "questions.yaml", questions_file([*others, retired]))
    learner.services.library.refresh()
    learner.sleep(40)
    promised = learner.services.study.today().planned

    seen = learner.study()

    assert f"q:{retired['id']}" not in ids(seen)
    assert len(set(ids(seen))) == promised
    assert learner.services.study.why(f"q:{retired['id']}").history


def test_options_are_shuffled_the_same_way_for_one_showing(learner: Learner, goal: Goal) -> None:
    learner.services.study.start("questions")

    first, again = learner.shown(), learner.shown()

    assert first.order == again.order
    assert sorted(first.order) == [0, 1, 2, 3]


def test_options_stand_as_written_when_shuffling_is_off(learner: Learner, goal: Goal) -> None:
    learner.services.settings.update(shuffle_options=False)

    orders = {showing.order for showing in learner.study("questions")}

    assert orders == {(0, 1, 2, 3)}


def test_different_questions_are_shuffled_differently(learner: Learner, goal: Goal) -> None:
    assert len({showing.order for showing in learner.study("questions")}) > 3


def test_the_end_and_today_count_the_days_ahead_alike(learner: Learner, goal: Goal) -> None:
    learner.services.settings.update(new_cards_a_day=12)
    for _day in range(6):
        learner.study(right=lambda showing: showing.number % 3 != 0)
        learner.clock.advance(timedelta(days=1))
    learner.services.goals.set(replace(goal, minutes_a_day=1))
    learner.services.study.start()
    finished = learner.services.study.next()
    while isinstance(finished, Showing):
        learner.answer(finished, elapsed_ms=60_000)
        finished = learner.services.study.next()
    assert isinstance(finished, Finished)
    today, tomorrow = learner.services.study.today().week[:2]
    assert (finished.still_due, finished.due_tomorrow) == (today.due, tomorrow.due)
    assert finished.still_due > 0
