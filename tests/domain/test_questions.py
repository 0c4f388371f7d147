"""Questions: judging, guess rate, option order and letters."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.judging import judge
from studyapp.domain.questions import (
    Depth,
    Option,
    Question,
    QuestionKind,
    option_order,
)
from studyapp.domain.responses import (
    Response,
    ResponseNotInItem,
    chosen_from_letters,
    option_letter,
)


def item(keys: list[bool], kind: QuestionKind | None = None, item_id: str = "x-1") -> Question:
    chosen = kind or (QuestionKind.SINGLE if sum(keys) == 1 else QuestionKind.MULTIPLE)
    options = tuple(Option(f"Option {n}", correct, "Because.") for n, correct in enumerate(keys))
    return Question(
        item_id,
        "x",
        "1.1",
        chosen,
        Depth.RECALL,
        1,
        "What?",
        options,
        "So.",
        (),
        ("https://x.org",),
        "2026-01-01",
    )


key_lists = st.lists(st.booleans(), min_size=2, max_size=8).filter(lambda keys: 0 < sum(keys) < len(keys))
questions = key_lists.map(item)


@given(questions, st.data())
def test_only_exactly_the_keys_are_right(question: Question, data: st.DataObject) -> None:
    chosen = frozenset(data.draw(st.sets(st.integers(0, len(question.options) - 1))))
    verdict = judge(question, Response.choice(chosen))
    assert verdict.correct == (chosen == question.key)
    assert verdict.credit == (1.0 if verdict.correct else 0.0)


@given(questions, st.data())
def test_missed_and_wrong_explain_the_whole_difference(question: Question, data: st.DataObject) -> None:
    chosen = frozenset(data.draw(st.sets(st.integers(0, len(question.options) - 1))))
    verdict = judge(question, Response.choice(chosen))
    assert verdict.missed <= question.key
    assert not verdict.wrong & question.key
    assert (chosen - verdict.wrong) | verdict.missed == question.key
    assert verdict.correct == (not verdict.missed and not verdict.wrong)


@given(questions)
def test_nothing_chosen_is_wrong_and_misses_every_key(question: Question) -> None:
    verdict = judge(question, Response.choice(frozenset()))
    assert not verdict.correct
    assert verdict.missed == question.key


@given(questions, st.integers(-50, 50))
def test_a_position_outside_the_item_is_refused(question: Question, position: int) -> None:
    if 0 <= position < len(question.options):
        judge(question, Response.choice(frozenset({position})))
        return
    with pytest.raises(ResponseNotInItem):
        judge(question, Response.choice(question.key | {position}))


@given(questions)
def test_the_guess_rate_is_the_share_of_all_choices_of_that_size_that_are_right(question: Question) -> None:
    places = range(len(question.options))
    choices = list(combinations(places, len(question.key)))
    right = sum(judge(question, Response.choice(frozenset(choice))).correct for choice in choices)
    assert right == 1
    assert question.guess_rate == pytest.approx(1 / len(choices))


@given(questions, st.text(max_size=20))
def test_a_showing_lists_every_option_once_and_the_same_seed_gives_the_same_order(
    question: Question, seed: str
) -> None:
    order = option_order(question, seed)
    assert sorted(order) == list(range(len(question.options)))
    assert option_order(question, seed) == order


def test_the_key_stands_equally_often_at_every_place() -> None:
    question = item([True, False, False, False])
    places = Counter(option_order(question, f"{n}").index(0) for n in range(2000))
    assert set(places) == {0, 1, 2, 3}
    assert all(420 < count < 580 for count in places.values())


def test_two_questions_are_shuffled_apart_by_the_same_seed() -> None:
    keys = [True, False, False, False, False, False, False, False]
    orders = {option_order(item(keys, item_id=f"x-{n}"), "0:2026-01-01") for n in range(30)}
    assert len(orders) > 20


def test_true_and_false_stay_in_their_places() -> None:
    question = item([False, True], QuestionKind.TRUE_FALSE)
    assert {option_order(question, str(n)) for n in range(20)} == {(0, 1)}


@given(questions, st.text(max_size=5), st.data())
def test_letters_on_the_screen_lead_to_the_options_they_stand_beside(
    question: Question, seed: str, data: st.DataObject
) -> None:
    order = option_order(question, seed)
    places = sorted(data.draw(st.sets(st.integers(0, len(order) - 1), min_size=1)))
    letters = [option_letter(place) for place in places]
    assert chosen_from_letters(letters, order) == {order[place] for place in places}


@pytest.mark.parametrize("letters", [["e"], ["a", "z"], ["A"], ["1"], [""]])
def test_a_letter_that_is_not_on_the_screen_is_refused(letters: list[str]) -> None:
    with pytest.raises(ResponseNotInItem, match="no option"):
        chosen_from_letters(letters, (2, 0, 1, 3))
