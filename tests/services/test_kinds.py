"""Items of every kind in a session: shown, answered, graded, logged, undone, replayed, explained."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text

from studyapp.clock import ManualClock
from studyapp.domain.judging import judge, key_of
from studyapp.domain.memory import Grade
from studyapp.domain.questions import CHOICES, Confidence, QuestionKind
from studyapp.domain.responses import Response, ResponseNotInItem
from studyapp.paths import Home
from studyapp.services import replaying
from studyapp.services.facade import Services
from studyapp.services.recording import MAX_ELAPSED_MS, MAX_TASK_MS
from studyapp.services.views import Goal, Showing
from tests import banks
from tests.banks import CERTIFICATION
from tests.kinds import CASE, file_of, written
from tests.services.learner import Learner

KINDS = list(QuestionKind)
Connect = Callable[[Home, ManualClock], Services]
Opened = Callable[..., Learner]


@pytest.fixture
def opened(home: Home, clock: ManualClock, connect_to: Connect) -> Opened:
    """Opens a bank with one item of the kinds named, and begins a session over its questions."""

    def open_with(*kinds: QuestionKind, partial_credit: tuple[QuestionKind, ...] = ()) -> Learner:
        bank = home.content / CERTIFICATION
        facts = banks.certification()
        facts["exam"] = facts["exam"] | {"partial_credit": [str(kind) for kind in partial_credit]}
        banks.write_yaml(bank / "certification.yaml", facts)
        items = [
            written(kind, n, case="market" if kind is QuestionKind.SINGLE else None)
            for n, kind in enumerate(kinds, 1)
        ]
        banks.write_yaml(bank / "questions.yaml", file_of(*items, cases=[CASE]))
        (bank / "glossary.yaml").unlink(missing_ok=True)
        services = connect_to(home, clock)
        assert services.library.refresh().problems == ()
        services.goals.set(Goal(CERTIFICATION, None, 120))
        services.study.start("questions")
        return Learner(services, clock)

    return open_with


def logged(learner: Learner) -> list[tuple[str, str, int, bool, bool]]:
    with learner.services.context.store.read() as session:
        rows = session.execute(
            text("SELECT chosen, option_order, grade, correct, first_sight FROM log_entry "
                 "WHERE kind = 'answer' ORDER BY id")
        )  # fmt: skip
        return [tuple(row) for row in rows]  # type: ignore[misc]


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_answer_is_a_first_sight_and_can_be_read_back_from_the_log(
    kind: QuestionKind, opened: Opened
) -> None:
    learner = opened(kind)
    showing = learner.shown()
    assert showing.question is not None
    feedback = learner.answer(showing, right=True)
    assert feedback.verdict is not None
    assert feedback.verdict.correct
    assert (feedback.grade, feedback.first_sight) == (Grade.GOOD, True)
    [(chosen, order, grade, correct, first_sight)] = logged(learner)
    assert (grade, bool(correct), bool(first_sight)) == (Grade.GOOD, True, True)
    assert order == ",".join(map(str, showing.order))
    assert Response.decode(kind, chosen) == key_of(showing.question)


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_answer_comes_back_and_undo_takes_it_back(kind: QuestionKind, opened: Opened) -> None:
    learner = opened(kind)
    before = learner.shown()
    feedback = learner.answer(before, right=False)
    assert feedback.grade is Grade.AGAIN
    again = learner.services.study.undo()
    assert (again.card_id, again.state, again.question) == (before.card_id, before.state, before.question)
    assert not learner.answer(again, right=True).first_sight, "the key has been seen"


def test_the_log_of_all_kinds_can_be_replayed(opened: Opened) -> None:
    learner = opened(*KINDS)
    seen = learner.go_on(right=lambda showing: showing.state.reps > 0, elapsed_ms=20_000)
    assert {showing.question.kind for showing in seen if showing.question} == set(KINDS)
    context = learner.services.context
    with context.store.read() as session:
        assert replaying.differences(session, context) == []
    for number, _kind in enumerate(KINDS, 1):
        why = learner.services.study.why(f"q:{banks.question_id(number)}")
        assert why.history
        assert "`" not in why.title
        assert "{1}" not in why.title


def test_a_response_that_does_not_fit_is_refused_and_the_item_stays(opened: Opened) -> None:
    learner = opened(QuestionKind.ORDERING)
    showing = learner.shown()
    with pytest.raises(ResponseNotInItem):
        learner.services.study.answer(showing.token, Response.sequence((0, 0, 1, 2)), Confidence.SURE, 1000)
    assert logged(learner) == []
    assert learner.answer(showing).verdict is not None


def test_steps_are_shuffled_even_where_options_are_not(opened: Opened) -> None:
    learner = opened(QuestionKind.ORDERING)
    learner.services.settings.update(shuffle_options=False)
    learner.services.study.start("questions")
    order = learner.shown().order
    assert sorted(order) == [0, 1, 2, 3]
    assert list(order) != [0, 1, 2, 3]


def test_partial_credit_is_what_the_facts_of_the_exam_say(opened: Opened) -> None:
    half = Response.choice({0, 1})
    for kinds, credit in (((), 0.0), ((QuestionKind.MULTIPLE,), 0.5)):
        learner = opened(QuestionKind.MULTIPLE, partial_credit=kinds)
        showing = learner.shown()
        assert showing.partial_credit is bool(kinds)
        feedback = learner.services.study.answer(showing.token, half, Confidence.SURE, 20_000)
        assert feedback.verdict is not None
        assert feedback.verdict.credit == credit
        # The memory asks whether all of it was known.
        assert (feedback.verdict.correct, feedback.grade) == (False, Grade.AGAIN)
        learner.services.study.undo()


@pytest.mark.parametrize("kind", KINDS)
def test_time_makes_a_grade_only_where_nothing_is_typed_moved_or_done(
    kind: QuestionKind, opened: Opened
) -> None:
    feedback = opened(kind).answer(right=True, elapsed_ms=590_000)
    assert feedback.grade is (Grade.HARD if kind in CHOICES else Grade.GOOD)


@pytest.mark.parametrize(
    ("kind", "most"), [(QuestionKind.TYPED, MAX_ELAPSED_MS), (QuestionKind.HANDS_ON, MAX_TASK_MS)]
)
def test_a_task_may_take_longer_than_a_question(kind: QuestionKind, most: int, opened: Opened) -> None:
    learner = opened(kind)
    learner.answer(elapsed_ms=10_000_000)
    with learner.services.context.store.read() as session:
        [kept] = session.execute(text("SELECT elapsed_ms FROM log_entry WHERE kind = 'answer'")).scalars()
    assert kept == most


def test_a_case_comes_with_each_of_its_items(opened: Opened) -> None:
    showing = opened(QuestionKind.SINGLE).shown()
    assert isinstance(showing, Showing)
    assert showing.question is not None
    assert showing.question.case is not None
    assert showing.question.case.title == CASE["title"]
    assert judge(showing.question, key_of(showing.question)).correct
