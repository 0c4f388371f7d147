"""Undo: any number of answers and marks of the day, exactly back to where it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from studyapp.domain.memory import Grade, Phase
from studyapp.errors import NotFound
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Finished, Goal, Showing
from tests.banks import CERTIFICATION, question, questions_file, write_yaml
from tests.services import evidence
from tests.services.learner import Learner


def _picture(services: Services) -> tuple[object, ...]:
    return evidence.cards(services), evidence.totals(services)


@pytest.mark.parametrize("goal_fixture", ["goal", "exam_goal"])
def test_any_number_of_answers_can_be_taken_back(
    learner: Learner, goal_fixture: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(goal_fixture)
    learner.study(right=lambda showing: showing.number % 3 != 0)
    learner.sleep(5)
    learner.services.study.start()
    pictures, answered = [], []
    while isinstance(showing := learner.services.study.next(), Showing) and len(answered) < 25:
        pictures.append(_picture(learner.services))
        answered.append(showing.card_id)
        learner.answer(showing, right=len(answered) % 4 != 0, elapsed_ms=20_000)
    assert len(answered) > 10

    for before, card_id in zip(reversed(pictures), reversed(answered), strict=True):
        again = learner.services.study.undo()
        assert again.card_id == card_id
        assert _picture(learner.services) == before

    with pytest.raises(NotFound):
        learner.services.study.undo()
    assert evidence.failures(learner.services) == []


def test_an_answer_of_yesterday_stays(learner: Learner, goal: Goal) -> None:
    learner.services.study.start()
    learner.answer()
    learner.sleep()

    with pytest.raises(NotFound):
        learner.services.study.undo()

    assert len(evidence.entries(learner.services)) == 1


def test_with_nothing_answered_there_is_nothing_to_take_back(learner: Learner) -> None:
    with pytest.raises(NotFound, match="nothing of today"):
        learner.services.study.undo()


def test_nothing_is_deleted_by_an_undo(learner: Learner, goal: Goal) -> None:
    learner.services.study.start()
    feedback = learner.answer()
    length = evidence.log_length(learner.services)

    learner.services.study.undo()

    assert evidence.log_length(learner.services) == length + 1
    assert evidence.rows(learner.services, "SELECT voids FROM log_entry WHERE kind = 'undo'") == [
        (feedback.entry_id,)
    ]


def test_an_answer_that_was_taken_back_is_given_anew(learner: Learner, goal: Goal) -> None:
    learner.services.study.start("questions")
    first = learner.shown()
    learner.answer(first, right=False)

    again = learner.services.study.undo()
    assert again.card_id == first.card_id
    assert again.state == first.state
    assert again.order == first.order
    assert again.intervals == first.intervals
    feedback = learner.answer(again, right=True)

    # Its reasons had been on the screen: it is no evidence any more.
    assert (feedback.grade, feedback.first_sight) == (Grade.GOOD, False)
    assert learner.shown().number == 2


def test_the_end_of_a_session_can_be_taken_back(learner: Learner, goal: Goal) -> None:
    learner.services.settings.update(new_cards_a_day=2, learning_steps=[])
    seen = learner.study()
    ended = learner.services.study.next()
    assert isinstance(ended, Finished)

    again = learner.services.study.undo()

    assert again.card_id == seen[-1].card_id
    learner.answer(again)
    assert isinstance(learner.services.study.next(), Finished)


def test_a_card_that_comes_back_by_undo_leaves_its_learning_steps(learner: Learner, goal: Goal) -> None:
    learner.services.study.start()
    first = learner.shown()
    learner.answer(first, right=False)
    learner.services.study.undo()
    learner.answer(
        learner.services.study._showing, grade=Grade.EASY, confidence=learner_sure(), elapsed_ms=9_000
    )

    rest = learner.go_on()

    assert first.card_id not in [showing.card_id for showing in rest]


def learner_sure() -> object:
    from studyapp.domain.questions import Confidence

    return Confidence.SURE


def test_undo_reaches_back_over_sessions_and_windows(
    home: Home, learner: Learner, goal: Goal, connect_to: Callable[..., Services]
) -> None:
    learner.services.study.start()
    first = learner.shown()
    learner.answer(first)
    later = connect_to(home, learner.clock)

    again = later.study.undo()

    assert again.card_id == first.card_id
    assert evidence.cards(later) == []


def test_minutes_that_were_taken_back_are_there_again(learner: Learner, services: Services) -> None:
    services.goals.set(Goal(CERTIFICATION, None, 2))
    services.study.start("questions")
    learner.answer(elapsed_ms=120_000)
    services.study.undo()
    learner.answer(services.study._showing, elapsed_ms=10_000)

    following = services.study.next()

    assert isinstance(following, Showing)
    assert following.is_new


@pytest.mark.parametrize("mark", ["suspend", "bury"])
def test_a_mark_can_be_taken_back(learner: Learner, goal: Goal, mark: str) -> None:
    learner.services.study.start()
    first = learner.shown()
    getattr(learner.services.study, mark)(first.card_id)

    again = learner.services.study.undo()

    assert again.card_id == first.card_id
    assert evidence.cards(learner.services) == []
    assert evidence.failures(learner.services) == []
    assert learner.answer(again).entry_id


def test_a_resumption_can_be_taken_back(learner: Learner, goal: Goal) -> None:
    learner.study("cards")
    card_id = evidence.cards(learner.services)[0][0]
    learner.sleep()
    learner.services.study.suspend(card_id)
    learner.services.study.resume(card_id)

    learner.services.study.undo()

    assert evidence.rows(learner.services, "SELECT suspended FROM card WHERE id = ?", card_id) == [(1,)]
    assert evidence.failures(learner.services) == []


def test_marks_and_answers_are_taken_back_in_the_order_of_doing(learner: Learner, goal: Goal) -> None:
    learner.services.study.start()
    first = learner.shown()
    learner.answer(first)
    second = learner.shown()
    learner.services.study.bury(second.card_id)

    assert learner.services.study.undo().card_id == second.card_id
    assert learner.services.study.undo().card_id == first.card_id


def test_a_flag_and_a_note_survive_an_undo(learner: Learner, goal: Goal) -> None:
    learner.services.study.start()
    first = learner.shown()
    learner.services.study.flag(first.card_id, True)
    learner.services.study.note(first.card_id, "look again")
    learner.answer(learner.shown())

    again = learner.services.study.undo()

    assert (again.flagged, again.note, again.is_new) == (True, "look again", True)
    assert evidence.failures(learner.services) == []


def test_undo_of_a_buried_card_keeps_its_sibling_for_another_day(learner: Learner, goal: Goal) -> None:
    learner.services.study.start("cards")
    first = learner.shown()
    assert first.term is not None
    learner.answer(first, grade=Grade.EASY)
    sibling = f"t:{first.term.id}:term"
    learner.services.study.suspend(sibling)
    learner.services.study.undo()
    learner.services.study.bury(sibling)

    learner.services.study.start("cards")

    assert first.term.id not in {s.term.id for s in learner.go_on() if s.term is not None}


def test_an_answer_before_a_new_meaning_can_be_taken_back(home: Home, learner: Learner, goal: Goal) -> None:
    learner.study("questions")
    learner.sleep(20)
    learner.services.study.start("questions")
    while (showing := learner.shown()).card_id != "q:tst-101-q03":
        learner.answer(showing)
    learner.answer(showing)
    changed = [
        question(n, **({"stem": "Not what it was before, never, at all?"} if n == 3 else {}))
        for n in range(1, 13)
    ]
    write_yaml(home.content / CERTIFICATION / "questions.yaml", questions_file(changed))
    learner.services.library.refresh()

    again = learner.services.study.undo()

    assert again.card_id == "q:tst-101-q03"
    assert again.state.phase is Phase.NEW
    assert evidence.failures(learner.services) == []


def test_an_answer_can_be_taken_back_after_a_change_of_settings(learner: Learner, goal: Goal) -> None:
    learner.services.study.start()
    before = _picture(learner.services)
    learner.answer()
    learner.services.settings.update(learning_steps=[], relearning_steps=[], leech_lapses=1)

    learner.services.study.undo()

    assert _picture(learner.services) == before
    assert evidence.failures(learner.services) == []


def test_undo_after_a_jump_of_the_clock_takes_back_the_newest(learner: Learner, goal: Goal) -> None:
    learner.services.study.start()
    learner.answer()
    learner.clock.advance(-timedelta(hours=1))
    second = learner.shown()
    learner.answer(second)

    assert learner.services.study.undo().card_id == second.card_id
