"""Answering: what is graded, what is logged, and that nothing is ever counted twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from studyapp.clock import ManualClock
from studyapp.domain.content_change import Change
from studyapp.domain.memory import Grade, Phase
from studyapp.domain.questions import Confidence
from studyapp.domain.responses import Response, ResponseNotInItem
from studyapp.errors import InvalidInput, NotFound, StaleShowing
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.recording import MAX_ELAPSED_MS
from studyapp.services.views import Aspect, Finished, Goal, Showing
from tests.banks import CERTIFICATION, question, questions_file, write_yaml
from tests.services import evidence
from tests.services.learner import Learner, ids


@pytest.mark.parametrize(
    ("right", "confidence", "elapsed_ms", "grade"),
    [
        (False, Confidence.SURE, 30_000, Grade.AGAIN),
        (False, Confidence.GUESS, 30_000, Grade.AGAIN),
        (True, Confidence.GUESS, 30_000, Grade.HARD),
        (True, Confidence.THINK_SO, 40_000, Grade.GOOD),
        (True, Confidence.SURE, 40_000, Grade.GOOD),
        (True, Confidence.SURE, 10_000, Grade.EASY),
        (True, Confidence.THINK_SO, 10_000, Grade.GOOD),
        (True, Confidence.SURE, 200_000, Grade.HARD),
    ],
)
def test_the_grade_of_a_question_comes_from_the_answer(
    learner: Learner, goal: Goal, right: bool, confidence: Confidence, elapsed_ms: int, grade: Grade
) -> None:
    learner.services.study.start("questions")

    feedback = learner.answer(right=right, confidence=confidence, elapsed_ms=elapsed_ms)

    assert feedback.grade is grade
    assert feedback.verdict is not None
    assert feedback.verdict.correct is right


def test_the_usual_time_is_the_learners_own_once_known(learner: Learner, goal: Goal) -> None:
    learner.services.study.start("questions")
    for _ in range(9):
        learner.answer(elapsed_ms=8_000)
    learner.services.study.start("questions")

    # 10 s is quick against the 60 s that everybody starts with, but not for this learner.
    feedback = learner.answer(confidence=Confidence.SURE, elapsed_ms=10_000)

    assert feedback.grade is Grade.GOOD


@pytest.mark.parametrize("grade", list(Grade))
@pytest.mark.parametrize("goal_fixture", ["goal", "exam_goal"])
def test_the_interval_on_the_button_is_the_interval_given(
    learner: Learner, grade: Grade, goal_fixture: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(goal_fixture)
    for _day in range(4):
        learner.services.study.start("cards")
        while isinstance(showing := learner.services.study.next(), Showing):
            feedback = learner.answer(showing, grade=grade, elapsed_ms=70_000)
            assert feedback.interval == showing.intervals[grade]
            if showing.number > 20:
                break
        learner.sleep(3)


def test_the_interval_on_the_button_holds_past_the_rollover(
    learner: Learner, goal: Goal, clock: ManualClock
) -> None:
    learner.services.settings.update(learning_steps=[])
    learner.study("cards")
    clock.set(datetime(2026, 7, 12, 3, 59, 50, tzinfo=UTC))
    learner.services.study.start("cards")
    showing = learner.shown()
    assert showing.state.phase is Phase.REVIEW

    feedback = learner.answer(showing, elapsed_ms=30_000)

    assert learner.services.context.today().day == 12, "the rollover has passed"
    assert feedback.interval == showing.intervals[Grade.GOOD]
    assert feedback.due_on == learner.services.context.today() + feedback.interval
    assert evidence.failures(learner.services) == []


def test_an_answer_is_on_disk_when_it_returns(learner: Learner, goal: Goal) -> None:
    learner.services.study.start("questions")
    showing = learner.shown()

    feedback = learner.answer(showing, right=True, confidence=Confidence.SURE, elapsed_ms=41_234)

    columns = (
        "id, card_id, grade, correct, confidence, chosen, option_order, elapsed_ms, first_sight, phase, "
        "day, context"
    )
    (row,) = evidence.rows(learner.services, f"SELECT {columns} FROM log_entry WHERE kind = 'answer'")
    logged = dict(zip(columns.split(", "), row, strict=True))
    assert showing.question is not None
    assert logged == {
        "id": feedback.entry_id, "card_id": showing.card_id, "grade": 3, "correct": 1, "confidence": "sure",
        "chosen": ",".join(map(str, showing.question.key)),
        "option_order": ",".join(map(str, showing.order)),
        "elapsed_ms": 41_234, "first_sight": 1, "phase": "new", "day": "2026-07-01", "context": "questions",
    }  # fmt: skip


def test_the_log_keeps_the_millisecond_and_the_version_that_was_shown(
    learner: Learner, goal: Goal, clock: ManualClock
) -> None:
    clock.set(datetime(2026, 7, 1, 18, 0, 0, 123_000, tzinfo=UTC))
    learner.services.study.start()
    learner.answer(elapsed_ms=0)

    ((at, content_hash, known),) = evidence.rows(
        learner.services,
        "SELECT e.at, e.content_hash, v.item_id FROM log_entry e LEFT JOIN item_version v "
        "ON v.content_hash = e.content_hash WHERE e.kind = 'answer'",
    )
    assert datetime.fromtimestamp(at / 1000, UTC) == clock.now()
    assert len(content_hash) == 32
    assert known is not None


def test_the_log_keeps_the_state_before_the_answer(learner: Learner, goal: Goal) -> None:
    learner.services.study.start()
    first = learner.shown()
    learner.answer(first)
    state_after = learner.services.study.why(first.card_id).state
    learner.go_on()

    befores = evidence.rows(
        learner.services, "SELECT before FROM log_entry WHERE card_id = ? ORDER BY id", first.card_id
    )
    assert json.loads(befores[0][0])["phase"] == "new"
    second = json.loads(befores[1][0])
    assert state_after.memory is not None
    assert (second["phase"], second["reps"]) == ("learning", 1)
    assert second["stability"] == pytest.approx(state_after.memory.stability)


def test_only_the_first_answer_to_a_question_is_a_first_sight(learner: Learner, goal: Goal) -> None:
    learner.study()

    firsts = evidence.rows(
        learner.services,
        "SELECT card_id, sum(first_sight) FROM log_entry WHERE kind = 'answer' GROUP BY card_id",
    )
    assert {count for card_id, count in firsts if card_id.startswith("q:")} == {1}
    assert {count for card_id, count in firsts if card_id.startswith("t:")} == {0}


def test_a_token_answers_once(learner: Learner, goal: Goal) -> None:
    learner.services.study.start("questions")
    showing = learner.shown()
    learner.answer(showing)

    with pytest.raises(StaleShowing):
        learner.answer(showing)

    assert len(evidence.entries(learner.services)) == 1


def test_a_token_of_an_earlier_showing_answers_nothing(learner: Learner, goal: Goal) -> None:
    learner.services.study.start("questions")
    old = learner.shown()
    learner.shown()

    with pytest.raises(StaleShowing):
        learner.answer(old)

    assert evidence.entries(learner.services) == []


def test_an_invented_token_answers_nothing(learner: Learner, goal: Goal) -> None:
    learner.services.study.start("cards")
    learner.shown()

    with pytest.raises(StaleShowing):
        learner.services.study.grade("0" * 16, Grade.GOOD, 1000)

    assert evidence.entries(learner.services) == []


def test_a_token_dies_with_its_session(learner: Learner, goal: Goal) -> None:
    learner.services.study.start("cards")
    showing = learner.shown()
    learner.services.study.start("cards")

    with pytest.raises(StaleShowing):
        learner.answer(showing)


def test_a_token_dies_when_its_card_is_suspended_or_undone(learner: Learner, goal: Goal) -> None:
    learner.services.study.start("cards")
    first = learner.shown()
    learner.services.study.suspend(first.card_id)
    with pytest.raises(StaleShowing):
        learner.answer(first)

    second = learner.shown()
    learner.services.study.undo()
    with pytest.raises(StaleShowing):
        learner.answer(second)

    assert evidence.entries(learner.services) == []


def test_an_option_that_the_question_does_not_have_is_refused(learner: Learner, goal: Goal) -> None:
    learner.services.study.start("questions")
    showing = learner.shown()

    with pytest.raises(ResponseNotInItem):
        learner.services.study.answer(showing.token, Response.choice({7}), Confidence.SURE, 1000)

    assert evidence.entries(learner.services) == []
    assert learner.answer(showing).grade is Grade.GOOD


def test_a_card_cannot_be_answered_like_a_question_nor_a_question_graded(
    learner: Learner, goal: Goal
) -> None:
    learner.services.study.start("cards")
    card = learner.shown()
    with pytest.raises(InvalidInput):
        learner.services.study.answer(card.token, Response.choice({0}), Confidence.SURE, 1000)

    learner.services.study.start("questions")
    asked = learner.shown()
    with pytest.raises(InvalidInput):
        learner.services.study.grade(asked.token, Grade.GOOD, 1000)

    assert evidence.entries(learner.services) == []


@pytest.mark.parametrize(("given", "kept"), [(-5, 0), (10**9, MAX_ELAPSED_MS), (1500, 1500)])
def test_times_that_cannot_be_are_bounded(learner: Learner, goal: Goal, given: int, kept: int) -> None:
    learner.services.study.start("cards")

    learner.services.study.grade(learner.shown().token, Grade.GOOD, given)

    assert evidence.rows(learner.services, "SELECT elapsed_ms FROM log_entry WHERE kind = 'answer'") == [
        (kept,)
    ]


def test_an_answer_says_what_it_changed(learner: Learner, goal: Goal) -> None:
    learner.services.study.start()

    assert learner.answer().changes == {Aspect.CARDS, Aspect.PROGRESS, Aspect.PLAN}


def test_no_answer_at_all_is_wrong(learner: Learner, goal: Goal) -> None:
    learner.services.study.start("questions")
    showing = learner.shown()

    feedback = learner.services.study.answer(showing.token, Response(), Confidence.GUESS, 1000)

    assert feedback.verdict is not None
    assert (feedback.verdict.correct, feedback.grade) == (False, Grade.AGAIN)


# Two windows


@pytest.fixture
def other(home: Home, learner: Learner, goal: Goal, connect_to: Callable[..., Services]) -> Learner:
    """The same home in a second window."""
    return Learner(connect_to(home, learner.clock), learner.clock)


def test_two_windows_on_one_card_count_one_answer(learner: Learner, other: Learner) -> None:
    learner.services.study.start()
    other.services.study.start()
    mine, theirs = learner.shown(), other.shown()
    assert mine.card_id == theirs.card_id
    other.answer(theirs)

    with pytest.raises(StaleShowing, match="Another window"):
        learner.answer(mine)

    assert len(evidence.entries(learner.services)) == 1


def test_a_card_that_another_window_had_is_passed_over(learner: Learner, other: Learner) -> None:
    learner.services.settings.update(learning_steps=[])
    learner.services.study.start()
    other.services.study.start()
    mine = learner.shown()
    had = ids(other.go_on())
    with pytest.raises(StaleShowing):
        learner.answer(mine)

    assert isinstance(learner.services.study.next(), Finished)
    assert len(evidence.entries(learner.services)) == len(had)


def test_two_windows_share_one_day(learner: Learner, other: Learner) -> None:
    learner.services.study.start()
    other.services.study.start()
    learner.answer()
    other.services.study.next()
    while isinstance(other.services.study.next(), Showing):
        other.answer(elapsed_ms=0)
        if isinstance(learner.services.study.next(), Showing):
            learner.answer(elapsed_ms=0)

    assert evidence.totals(learner.services) == evidence.counted_again(learner.services)
    assert evidence.failures(learner.services) == []


def test_a_second_start_of_the_app_answers_without_waiting(
    home: Home, learner: Learner, goal: Goal, connect_to: Callable[..., Services]
) -> None:
    # The device's id was once made inside the answer's own transaction, and waited for its own lock.
    learner.services.close()
    again = Learner(connect_to(home, learner.clock), learner.clock)
    again.services.study.start()

    assert again.answer().entry_id


# Content that changes under a card


def _rewrite(home: Home, learner: Learner, number: int, **changes: object) -> None:
    edited = [question(n, **(changes if n == number else {})) for n in range(1, 13)]
    write_yaml(home.content / CERTIFICATION / "questions.yaml", questions_file(edited))
    learner.services.library.refresh()


def test_a_corrected_typo_keeps_the_schedule(home: Home, learner: Learner, goal: Goal) -> None:
    learner.study()
    card_id = "q:tst-101-q03"
    before = learner.services.study.why(card_id)
    _rewrite(home, learner, 3, explanation="What to keep, worded better.")

    after = learner.services.study.why(card_id)

    assert after.state == before.state
    assert after.change is Change.WORDING
    assert evidence.failures(learner.services) == []


def test_a_new_meaning_begins_afresh_and_is_a_first_sight_again(
    home: Home, learner: Learner, goal: Goal
) -> None:
    learner.study()
    card_id = "q:tst-101-q03"
    _rewrite(home, learner, 3, stem="Which one is something else altogether, and not at all?")

    assert learner.services.study.why(card_id).state.phase is Phase.NEW
    assert len(learner.services.study.why(card_id).history) == 2
    again = next(showing for showing in learner.study() if showing.card_id == card_id)

    assert again.change is Change.MEANING
    assert evidence.rows(
        learner.services, "SELECT sum(first_sight) FROM log_entry WHERE card_id = ?", card_id
    ) == [(2,)]
    assert evidence.failures(learner.services) == []


# Why is this due?


def test_why_tells_the_history_and_the_curve(learner: Learner, goal: Goal) -> None:
    seen = learner.study("cards", right=lambda showing: showing.number != 1)
    first = seen[0].card_id
    learner.sleep(3)

    why = learner.services.study.why(first)

    assert why.history[0].grade is Grade.AGAIN
    assert len(why.history) == ids(seen).count(first)
    assert why.recall_now is not None
    assert 0 < why.recall_now < 1
    assert [x for x, _recall in why.curve] == sorted(x for x, _recall in why.curve)
    assert [y for _x, y in why.curve] == sorted((y for _x, y in why.curve), reverse=True)
    assert why.curve[0] == (-3.0, 1.0)
    assert why.reason.startswith("Due")


def test_why_of_a_card_that_was_never_met_says_so(learner: Learner) -> None:
    why = learner.services.study.why("q:tst-101-q05")

    assert (why.reason, why.history, why.curve, why.recall_now) == ("You have not met it yet.", (), (), None)


def test_why_lists_what_was_taken_back_as_such(learner: Learner, goal: Goal) -> None:
    learner.services.study.start()
    first = learner.shown()
    learner.answer(first, right=False)
    learner.services.study.undo()
    learner.answer()

    history = learner.services.study.why(first.card_id).history

    assert [line.voided for line in history] == [True, False]


@pytest.mark.parametrize(
    "card_id", ["", "x", "q:", "t:", "t:abc", "t:abc:", "t:abc:sideways", "q:no-such", "t:no-such:term"]
)
def test_a_card_that_does_not_exist_is_not_found(learner: Learner, card_id: str) -> None:
    for ask in (
        learner.services.study.why,
        learner.services.study.suspend,
        learner.services.study.resume,
        learner.services.study.bury,
        lambda card: learner.services.study.flag(card, True),
        lambda card: learner.services.study.note(card, "x"),
    ):
        with pytest.raises(NotFound):
            ask(card_id)

    assert evidence.log_length(learner.services) == 0


def test_a_wait_of_a_day_is_told_from_an_interval_of_a_day(learner: Learner, goal: Goal) -> None:
    learner.services.settings.update(learning_steps=[1440], new_cards_a_day=1)
    learner.services.study.start()

    feedback = learner.answer(right=False)

    assert feedback.interval == timedelta(days=1)
    assert learner.services.study.why(evidence.cards(learner.services)[0][0]).state.phase is Phase.LEARNING
