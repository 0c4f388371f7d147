"""Grading: by properties for every kind, and what each part says."""

from __future__ import annotations

from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.judging import judge, key_of
from studyapp.domain.questions import CHOICES, Question, QuestionKind, option_order, shown_order
from studyapp.domain.responses import (
    UNMATCHED,
    Response,
    ResponseNotInItem,
    option_letter,
    positions_of_letters,
)
from tests.kinds import FIELDS, built, questions, responses


@given(questions(), st.booleans())
def test_the_key_gets_full_credit_in_every_part(question: Question, partial: bool) -> None:
    verdict = judge(question, key_of(question), partial)
    assert verdict.correct
    assert verdict.credit == 1.0
    assert verdict.right_parts == len(verdict.parts) > 0
    assert not verdict.missed
    assert not verdict.wrong


@given(questions(), st.data(), st.booleans())
def test_credit_is_between_nothing_and_all_and_full_only_for_a_right_answer(
    question: Question, data: st.DataObject, partial: bool
) -> None:
    verdict = judge(question, data.draw(responses(question)), partial)
    assert 0.0 <= verdict.credit <= 1.0
    assert verdict.correct == (verdict.credit == 1.0)
    assert verdict.correct == (verdict.right_parts == len(verdict.parts))
    assert verdict.correct == (not verdict.missed and not verdict.wrong)
    if not partial:
        assert verdict.credit in (0.0, 1.0)


@given(questions(), st.data())
def test_the_facts_of_the_exam_change_the_credit_and_never_what_is_right(
    question: Question, data: st.DataObject
) -> None:
    response = data.draw(responses(question))
    strict, kind = judge(question, response), judge(question, response, True)
    assert strict.correct == kind.correct
    assert strict.parts == kind.parts
    assert strict.credit <= kind.credit


@given(questions(), st.data(), st.booleans())
def test_any_change_of_the_key_loses_full_credit(
    question: Question, data: st.DataObject, partial: bool
) -> None:
    key = key_of(question)
    if key.texts:
        place = data.draw(st.integers(0, len(key.texts) - 1))
        texts = [text + "#" if at == place else text for at, text in enumerate(key.texts)]
        changed = Response.typed(*texts)
    else:
        changed = data.draw(responses(question).filter(lambda response: response != key))
    verdict = judge(question, changed, partial)
    assert not verdict.correct
    assert verdict.credit < 1.0


@given(questions(), st.booleans())
def test_nothing_given_is_wrong_and_earns_nothing(question: Question, partial: bool) -> None:
    verdict = judge(question, Response(), partial)
    assert Response().is_empty
    assert not verdict.correct
    assert verdict.credit == 0.0
    assert verdict.missed
    assert not verdict.wrong


@given(questions(), st.text(max_size=8), st.text(max_size=8), st.data())
def test_grading_does_not_depend_on_the_order_on_screen(
    question: Question, one: str, other: str, data: st.DataObject
) -> None:
    """What a learner picks by its letter in one order is graded like the same thing in another order."""
    response = data.draw(responses(question))
    if question.entries or question.task or UNMATCHED in response.positions:
        return
    verdicts = set()
    for order in (option_order(question, one), option_order(question, other)):
        letters = [option_letter(order.index(position)) for position in response.positions]
        picked = positions_of_letters(letters, order)
        given = Response.choice(picked) if question.kind in CHOICES else Response.sequence(picked)
        verdicts.add(judge(question, given))
    assert verdicts == {judge(question, response)}


@given(questions(), st.data())
def test_what_is_written_to_the_log_is_read_back(question: Question, data: st.DataObject) -> None:
    response = data.draw(responses(question))
    assert Response.decode(question.kind, response.encode()) == response


@given(st.lists(st.text(max_size=30), min_size=1, max_size=8))
def test_any_typed_text_survives_the_log(texts: list[str]) -> None:
    response = Response.typed(*texts)
    assert Response.decode(QuestionKind.BLANKS, response.encode()) == response


def test_answers_of_older_logs_are_read() -> None:
    assert Response.decode(QuestionKind.MULTIPLE, "0,2") == Response.choice({0, 2})
    assert Response.choice({2, 0}).encode() == "0,2"
    assert Response.decode(QuestionKind.SINGLE, "") == Response()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (QuestionKind.SINGLE, "a"),
        (QuestionKind.TYPED, "{}"),
        (QuestionKind.TYPED, "[1]"),
        (QuestionKind.BLANKS, "0,2"),
    ],
)
def test_a_text_that_no_answer_wrote_is_refused(kind: QuestionKind, text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Response.decode(kind, text)


@pytest.mark.parametrize(
    ("kind", "response"),
    [
        (QuestionKind.SINGLE, Response.choice({7})),
        (QuestionKind.ORDERING, Response.sequence((0, 1, 2))),
        (QuestionKind.ORDERING, Response.sequence((0, 1, 2, 2))),
        (QuestionKind.MATCHING, Response.sequence((0, 1))),
        (QuestionKind.MATCHING, Response.sequence((0, 1, 4))),
        (QuestionKind.MATCHING, Response.sequence((0, 1, -2))),
        (QuestionKind.TYPED, Response.typed("a", "b")),
        (QuestionKind.BLANKS, Response.typed("a")),
        (QuestionKind.HANDS_ON, Response.choice({2})),
    ],
)
def test_a_response_that_does_not_fit_the_item_is_refused(kind: QuestionKind, response: Response) -> None:
    with pytest.raises(ResponseNotInItem):
        judge(built(kind), response)


@pytest.mark.parametrize("kind", [QuestionKind.ORDERING, QuestionKind.MATCHING])
def test_the_guess_rate_is_the_share_of_right_ones_among_all_answers(kind: QuestionKind) -> None:
    question = built(kind)
    if kind is QuestionKind.ORDERING:
        ways = [Response.sequence(way) for way in permutations(range(len(question.steps)))]
    else:
        choices = range(len(question.choices))
        ways = [Response.sequence(way) for way in product(choices, repeat=len(question.pairs))]
    right = sum(judge(question, way).correct for way in ways)
    assert right == 1
    assert question.guess_rate == pytest.approx(1 / len(ways))


@pytest.mark.parametrize(
    "kind", [QuestionKind.TYPED, QuestionKind.NUMERIC, QuestionKind.BLANKS, QuestionKind.HANDS_ON]
)
def test_what_is_typed_or_done_cannot_be_guessed(kind: QuestionKind) -> None:
    assert built(kind).guess_rate == 0.0


@given(questions((QuestionKind.ORDERING,)), st.text(max_size=8), st.booleans())
def test_steps_are_never_shown_in_their_order(question: Question, seed: str, shuffle: bool) -> None:
    order = shown_order(question, seed, shuffle=shuffle)
    assert sorted(order) == list(range(len(question.steps)))
    assert list(order) != sorted(order)


def test_options_stay_as_stored_where_shuffling_is_off_and_choices_do_not() -> None:
    assert shown_order(built(QuestionKind.MULTIPLE), "1", shuffle=False) == (0, 1, 2, 3)
    seeds = [str(n) for n in range(5)]
    matching = built(QuestionKind.MATCHING)
    assert len({shown_order(matching, seed, shuffle=False) for seed in seeds}) > 1


# What a part says


@pytest.mark.parametrize("kind", list(FIELDS))
def test_every_part_has_a_reason(kind: QuestionKind) -> None:
    question = built(kind)
    for response in (key_of(question), Response()):
        assert all(part.reason and part.name for part in judge(question, response).parts)


def test_an_order_is_judged_place_by_place() -> None:
    verdict = judge(built(QuestionKind.ORDERING), Response.sequence((1, 0, 2, 3)), True)
    assert [part.right for part in verdict.parts] == [False, False, True, True]
    assert (verdict.parts[0].given, verdict.parts[0].expected) == ("Stage it", "Save the file")
    assert verdict.credit == 0.5
    assert verdict.wrong == {0, 1}


def test_a_match_says_what_the_given_choice_belongs_to() -> None:
    question = built(QuestionKind.MATCHING)
    assert question.choices == ("git blame", "git log", "git status", "git show")
    verdict = judge(question, Response.sequence((1, 3, UNMATCHED)), True)
    assert [part.mistake for part in verdict.parts] == [
        "It belongs to: The commits of a branch",
        "It prints one commit.",
        "",
    ]
    assert (verdict.wrong, verdict.missed, verdict.credit) == ({0, 1}, {2}, 0.0)


def test_a_foreseen_mistake_says_what_it_is_the_answer_to() -> None:
    for kind, text, mistake in (
        (QuestionKind.TYPED, "git  reset --hard", "It throws them away."),
        (QuestionKind.NUMERIC, "2 files", "That is what lies on disk."),
        (QuestionKind.TYPED, "git reset", ""),
    ):
        [part] = judge(built(kind), Response.typed(text)).parts
        assert (part.right, part.mistake) == (False, mistake)


def test_of_a_multiple_response_each_key_counts_and_each_choice_too_many_takes_one_away() -> None:
    question = built(QuestionKind.MULTIPLE)
    credits = {
        chosen: judge(question, Response.choice(chosen), True).credit
        for chosen in ((), (0,), (0, 1), (0, 2), (1, 3), (0, 1, 2), (0, 1, 2, 3))
    }
    assert credits == {
        (): 0.0, (0,): 0.5, (0, 1): 0.5, (0, 2): 1.0, (1, 3): 0.0, (0, 1, 2): 0.5, (0, 1, 2, 3): 0.0,
    }  # fmt: skip
